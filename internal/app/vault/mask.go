package vault

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Masked is who brought a case, as an account may see it on a list or page.
type Masked struct {
	Person person.Person // every field masked
	// Withheld says that there is somebody, of whom this account is shown
	// nothing: kept confidential, or no business of its unit any more.
	Withheld bool
	// MayReveal says that Reveal would answer.
	MayReveal bool
}

// Mask returns who brought each of the cases, masked, for lists and answers:
// the cases as the caller has just read them. Those that the account does not
// see, and those that nobody known brought, are left out.
func (k *Keeper) Mask(ctx context.Context, who identity.Account, cases ...*casework.Case) (map[ident.CaseID]Masked, error) {
	known := map[ident.CaseID]*casework.Case{}
	var ids []ident.CaseID
	for _, c := range cases {
		if who.Sees(c.Reach()) {
			known[c.ID] = c
			ids = append(ids, c.ID)
		}
	}
	all := map[ident.CaseID]Masked{}
	if len(ids) == 0 {
		return all, nil
	}
	var persons map[ident.CaseID]store.Person
	err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		persons, err = tx.PersonsOf(ids)
		return err
	})
	for id, p := range persons {
		if err == nil {
			all[id], err = k.masked(who, known[id], p)
		}
	}
	return all, errs.Wrap("vault.mask", err)
}

// View returns who brought a case, masked, for its page, and puts on record
// that the account has looked. A case that nobody known brought gives the zero
// Masked. Error: NotFound for a case that the account does not see.
func (k *Keeper) View(ctx context.Context, who identity.Account, id ident.CaseID) (Masked, error) {
	var m Masked
	err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		m, _, err = k.look(tx, who, id)
		return err
	})
	if err == nil && m != (Masked{}) && !m.Withheld { // nothing is written where nobody is shown
		err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
			again, line, err := k.look(tx, who, id)
			if m = again; err != nil || line.what == "" {
				return err
			}
			return k.log(tx, line)
		})
	}
	return m, errs.Wrap("vault.view", err)
}

// look is who brought a case, and the line on record that it asks for; none
// where nobody is shown.
func (k *Keeper) look(tx *store.Tx, who identity.Account, id ident.CaseID) (Masked, sight, error) {
	c, err := seen(tx, who, id)
	if err != nil {
		return Masked{}, sight{}, err
	}
	p, err := tx.PersonOf(id)
	if errs.Is(err, errs.NotFound) {
		return Masked{}, sight{}, nil
	}
	if err != nil {
		return Masked{}, sight{}, err
	}
	m, err := k.masked(who, c, p)
	if err != nil || m.Withheld {
		return m, sight{}, err
	}
	return m, sight{by: viewer(who, c), of: p, what: sealing.View}, nil
}

func (k *Keeper) masked(who identity.Account, c *casework.Case, p store.Person) (Masked, error) {
	known := false
	for _, g := range who.Grants {
		known = known || identity.Sees(g, c.Reach()) && entrusted(g, c)
	}
	if !known {
		return Masked{Withheld: true}, nil
	}
	plain, err := k.o.Vault.Open(p.Sealed)
	if err != nil {
		return Masked{}, err
	}
	_, denied := mayReveal(who, c)
	return Masked{Person: plain.Masked(), MayReveal: denied == nil}, nil
}

// viewer is the first role of an account that sees the case.
func viewer(who identity.Account, c *casework.Case) identity.Actor {
	for _, g := range who.Grants {
		if identity.Sees(g, c.Reach()) && entrusted(g, c) {
			return g
		}
	}
	return identity.Actor{ID: who.ID}
}
