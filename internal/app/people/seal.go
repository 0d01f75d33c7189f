package people

import (
	"context"
	"io"

	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// VaultSealer seals under the ring of keys by which an installation seals
// persons. Whoever rotates that ring calls Reseal before a key is dropped.
type VaultSealer struct {
	Vault  *vault.Vault
	Random io.Reader
}

var _ Sealer = VaultSealer{}

// place is where a secret of an account belongs: no person has such an
// identifier, so that neither opens as the other.
func place(field, id string) vault.Place {
	return vault.Place{Person: ident.PersonID("account:" + id), Field: person.Field(field)}
}

// Seal seals a secret of an account.
func (s VaultSealer) Seal(field, id, plain string) (string, error) {
	return s.Vault.Ring().Seal(s.Random, place(field, id), plain)
}

// Open opens it. A key that is not in the ring may be one that another process
// has made: the ring is read anew once.
func (s VaultSealer) Open(field, id, sealed string) (string, error) {
	plain, err := s.Vault.Ring().Open(place(field, id), sealed)
	if errs.CodeOf(err) != "vault.key" {
		return plain, err
	}
	if err := s.Vault.Refresh(); err != nil {
		return "", err
	}
	return s.Vault.Ring().Open(place(field, id), sealed)
}

// Reseal seals every device anew, under the key that is current by now, and
// tells how many. It may run beside people who sign in.
func (p *People) Reseal(ctx context.Context) (int, error) {
	if p.o.Sealer == nil {
		return 0, nil
	}
	var with []ident.UserID
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		with = nil
		all, err := tx.Accounts(p.o.Region)
		for _, a := range all {
			if a.Code.Secret != "" || a.Code.Pending != "" {
				with = append(with, a.ID)
			}
		}
		return err
	})
	if err != nil {
		return 0, errs.Wrap("people.reseal", err)
	}
	for done, id := range with {
		if err := p.o.Store.Update(ctx, func(tx *store.Tx) error { return p.reseal(tx, id) }); err != nil {
			return done, errs.Wrap("people.reseal", err)
		}
	}
	return len(with), nil
}

// reseal seals the secrets of one account anew.
func (p *People) reseal(tx *store.Tx, id ident.UserID) error {
	a, err := tx.AccountForUpdate(id)
	if err != nil {
		return err
	}
	for _, sealed := range []*string{&a.Code.Secret, &a.Code.Pending} {
		if *sealed == "" {
			continue
		}
		plain, err := p.o.Sealer.Open(sealedField, string(id), *sealed)
		if err != nil {
			return err
		}
		if *sealed, err = p.o.Sealer.Seal(sealedField, string(id), plain); err != nil {
			return err
		}
	}
	return tx.SaveAccount(a)
}
