package vault

import (
	"context"

	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Erased 删除登记 is one erasure on record. It says of which case, when and why,
// and holds nothing of what it was.
type Erased = store.Erasure

// Erased lists all erasures of the region, oldest first.
func (k *Keeper) Erased(ctx context.Context) (list []Erased, err error) {
	err = k.o.Store.View(ctx, func(tx *store.Tx) error {
		list, err = tx.Erasures(k.o.Region)
		return err
	})
	return list, errs.Wrap("vault.erased", err)
}

// register keeps erasures where they outlive the records. The erasure itself is
// done: what fails here is told, and made up for when the installation is opened
// next.
func (k *Keeper) register(list []Erased) error {
	if k.o.Register == nil || len(list) == 0 {
		return nil
	}
	return errs.Wrap("vault.register", k.o.Register(list))
}

// Replay erases again, in records that were restored from a backup of before,
// what is in the register and not on record here, whatever state its case is in;
// each under the identity that it had. It tells how many there were. Cases that
// the backup does not know have nothing to be erased.
func (k *Keeper) Replay(ctx context.Context, register []Erased) (done int, err error) {
	err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
		done = 0
		known, err := tx.Erasures(k.o.Region)
		if err != nil {
			return err
		}
		here := map[string]bool{}
		for _, e := range known {
			here[e.ID] = true
		}
		for _, e := range register {
			if e.Region != k.o.Region || here[e.ID] {
				continue
			}
			again, err := k.replay(tx, e)
			if err != nil {
				return err
			}
			if again {
				done++
			}
		}
		return nil
	})
	if err != nil || done == 0 {
		return 0, errs.Wrap("vault.replay", err)
	}
	return done, k.scour(ctx)
}

// replay does one erasure again.
func (k *Keeper) replay(tx *store.Tx, e Erased) (bool, error) {
	if _, err := tx.CaseForUpdate(e.Case); errs.Is(err, errs.NotFound) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	row := e
	row.Persons, row.Texts, row.Files = 0, 0, 0
	again := Erasing{Case: e.Case, Person: e.Persons > 0, Texts: e.Texts > 0}
	if !again.Person && !again.Texts {
		again.Texts = true // files alone went, as they do with texts
	}
	if err := drop(tx, &row, again); err != nil {
		return false, err
	}
	return true, tx.PutErasure(row)
}

// Opens asks that the ring open what is sealed in the records: every key that
// holds somebody is there, and is the very one. Error: Unready
// ("vault.foreign").
func (k *Keeper) Opens(ctx context.Context) error {
	ring := map[string]string{}
	for _, key := range k.o.Vault.Ring().Keys() {
		ring[key.ID] = key.Fingerprint
	}
	err := k.o.Store.View(ctx, func(tx *store.Tx) error {
		on, err := tx.VaultKeys()
		if err != nil {
			return err
		}
		for _, key := range on {
			if key.Persons == 0 {
				continue
			}
			if ring[key.ID] != key.Fingerprint {
				return errForeignRing
			}
			some, err := tx.PersonsUnder(key.ID, 1)
			if err != nil {
				return err
			}
			for _, p := range some {
				if _, err := k.o.Vault.Open(p.Sealed); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return errs.Wrap("vault.opens", err)
}
