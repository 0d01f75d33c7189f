package vault

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// most bounds what one search or log gives.
const most = 200

// FindByPhone returns the latest cases of whoever can be called by a number,
// as far as the account may know who brought them, and puts the search on
// record. It is for the centre: a unit looks up nobody. Errors: Denied;
// Invalid "person.phone".
func (k *Keeper) FindByPhone(ctx context.Context, who identity.Account, number string) ([]*casework.Case, error) {
	normal, err := person.NormalPhone(number)
	if err != nil {
		return nil, err
	}
	index := k.o.Vault.Ring().Index(person.Phone, normal)
	return k.find(ctx, who, person.Phone, func(tx *store.Tx) ([]store.Person, error) {
		return tx.PersonsByPhone(k.o.Region, index, most)
	})
}

// FindByIDNumber is FindByPhone for an identity number.
func (k *Keeper) FindByIDNumber(ctx context.Context, who identity.Account, number string) ([]*casework.Case, error) {
	normal, err := person.NormalIDNumber(number)
	if err != nil {
		return nil, err
	}
	index := k.o.Vault.Ring().Index(person.IDNumber, normal)
	return k.find(ctx, who, person.IDNumber, func(tx *store.Tx) ([]store.Person, error) {
		return tx.PersonsByIDNumber(k.o.Region, index, most)
	})
}

func (k *Keeper) find(ctx context.Context, who identity.Account, by person.Field, look func(*store.Tx) ([]store.Person, error)) ([]*casework.Case, error) {
	searcher, ok := who.For(identity.RevealPerson, identity.Target{Region: k.o.Region})
	if !ok || searcher.OfUnit() {
		return nil, k.answer(ctx, who, "person.find", string(by), errWithheld)
	}
	var found []*casework.Case
	err := k.o.Store.Update(ctx, func(tx *store.Tx) error {
		found = nil
		persons, err := look(tx)
		if err != nil {
			return err
		}
		var lines []sight
		for _, p := range persons {
			c, err := tx.Case(p.Case)
			if err != nil {
				return err
			}
			g, denied := mayReveal(who, c)
			if denied != nil || g.OfUnit() {
				continue
			}
			found = append(found, c)
			lines = append(lines, sight{by: g, of: p, what: sealing.Search, fields: []person.Field{by}})
		}
		if len(lines) == 0 {
			lines = []sight{{by: searcher, what: sealing.Search, fields: []person.Field{by}}}
		}
		return k.log(tx, lines...)
	})
	return found, k.answer(ctx, who, "person.find", string(by), err)
}

// Sight is one line of the log of who has seen whom.
type Sight = store.Sight

// Seen lists who has seen who brought a case, latest first: "who has looked at
// me?". It is for whoever may read the audit. Errors: NotFound for a case that
// the account does not see; Denied.
func (k *Keeper) Seen(ctx context.Context, who identity.Account, id ident.CaseID) ([]Sight, error) {
	var list []Sight
	err := k.o.Store.View(ctx, func(tx *store.Tx) error {
		c, err := seen(tx, who, id)
		if err != nil {
			return err
		}
		on := identity.Target{Region: c.Region}
		if _, ok := who.For(identity.ViewAudit, on); !ok {
			return identity.Require(identity.Actor{}, identity.ViewAudit, on)
		}
		list, err = tx.Sights(k.o.Region, id, most)
		return err
	})
	return list, k.answer(ctx, who, "person.seen", string(id), err)
}
