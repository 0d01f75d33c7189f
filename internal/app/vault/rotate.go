package vault

import (
	"context"

	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// batch is how many persons are sealed anew in one transaction. Opening and
// sealing happen before it, so it only writes.
const batch = 500

// Rotate makes a new key current and seals everything anew under it, in
// batches, while others work; then it drops the keys that came before, each
// only when nothing is sealed under it. Progress, which may be nil, is told
// how many persons of how many are done. Cut short, nothing is lost: every
// key is kept until a later rotation comes to its end.
func (k *Keeper) Rotate(ctx context.Context, progress func(done, total int)) error {
	err := k.rotate(ctx, progress)
	return errs.Wrap("vault.rotate", err)
}

func (k *Keeper) rotate(ctx context.Context, progress func(done, total int)) error {
	if err := k.Sync(ctx); err != nil {
		return err
	}
	next, err := k.o.Vault.Ring().Rotate(k.o.Random, k.o.Store.Now())
	if err != nil {
		return err
	}
	// First where it outlives a crash, then where it may be written, then in use:
	// nothing is ever sealed under a key that could be lost.
	if err := k.o.Keep(next); err != nil {
		return err
	}
	if err := k.o.Store.Update(ctx, func(tx *store.Tx) error { return sync(tx, next) }); err != nil {
		return err
	}
	k.o.Vault.Use(next)
	m := &moving{k: k, progress: progress}
	if err := m.count(ctx); err != nil {
		return err
	}
	for _, old := range next.Keys()[:len(next.Keys())-1] {
		if err := m.empty(ctx, old.ID); err != nil {
			return err
		}
	}
	return nil
}

// moving is a rotation under way.
type moving struct {
	k           *Keeper
	progress    func(done, total int)
	done, total int
}

func (m *moving) count(ctx context.Context) error {
	return m.k.o.Store.View(ctx, func(tx *store.Tx) error {
		keys, err := tx.VaultKeys()
		m.total = 0
		for _, key := range keys {
			m.total += key.Persons
		}
		return err
	})
}

// empty moves everything away from a key, and drops it.
func (m *moving) empty(ctx context.Context, old string) error {
	for {
		if err := m.persons(ctx, old); err != nil {
			return err
		}
		if m.k.o.Also != nil {
			if err := m.k.o.Also(ctx); err != nil {
				return err
			}
		}
		err := m.k.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.DropVaultKey(old) })
		if errs.Is(err, errs.Conflict) || errs.CodeOf(err) == "store.reference" {
			continue // somebody has sealed under it meanwhile, who had not heard
		}
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		break
	}
	less, err := m.k.o.Vault.Ring().Drop(old)
	if err != nil {
		return err
	}
	if err := m.k.o.Keep(less); err != nil {
		return err
	}
	m.k.o.Vault.Use(less)
	return nil
}

func (m *moving) persons(ctx context.Context, old string) error {
	v := m.k.o.Vault
	for {
		var under []store.Person
		err := m.k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
			under, err = tx.PersonsUnder(old, batch)
			return err
		})
		if err != nil || len(under) == 0 {
			return err
		}
		fresh := make([]sealing.Sealed, len(under))
		for i, p := range under {
			plain, err := v.Open(p.Sealed)
			if err != nil {
				return err
			}
			if fresh[i], err = v.Seal(p.ID, plain); err != nil {
				return err
			}
		}
		err = m.k.o.Store.Update(ctx, func(tx *store.Tx) error {
			for _, s := range fresh {
				if err := tx.Reseal(s, old); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		m.done += len(under)
		if m.progress != nil {
			m.progress(min(m.done, m.total), m.total)
		}
	}
}
