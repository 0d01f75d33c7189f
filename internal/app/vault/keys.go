package vault

import (
	"context"
	"slices"

	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Key is a key of the ring, and what is sealed under it.
type Key struct {
	sealing.Key
	Persons int
	Current bool
}

var errForeignRing = errs.New(errs.Unready, "vault.foreign",
	"persons are sealed under keys that this ring does not hold: this is not the installation's keys.json",
	"库中数据由其他密钥加密：keys.json 与本安装不符")

// Sync holds the ring against what the records know of it, once at start: a
// ring that could not open what is there must not seal more. Error: Unready
// "vault.foreign".
func (k *Keeper) Sync(ctx context.Context) error {
	err := k.o.Store.Update(ctx, func(tx *store.Tx) error { return sync(tx, k.o.Vault.Ring()) })
	return errs.Wrap("vault.sync", err)
}

func sync(tx *store.Tx, ring *sealing.Ring) error {
	on, err := tx.VaultKeys()
	if err != nil {
		return err
	}
	keys := ring.Keys()
	for _, known := range on {
		fits := slices.ContainsFunc(keys, func(k sealing.Key) bool {
			return k.ID == known.ID && k.Fingerprint == known.Fingerprint
		})
		if fits {
			continue
		}
		// A key that never sealed anything may be left of a rotation cut short.
		if err := tx.DropVaultKey(known.ID); errs.Is(err, errs.Conflict) {
			return errForeignRing
		} else if err != nil {
			return err
		}
	}
	for _, key := range keys {
		if err := tx.PutVaultKey(key); err != nil {
			return err
		}
	}
	return tx.RetireVaultKeys(ring.Current())
}

// Keys lists the keys of the ring, oldest first.
func (k *Keeper) Keys(ctx context.Context) ([]Key, error) {
	var on []store.VaultKey
	err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		on, err = tx.VaultKeys()
		return err
	})
	if err != nil {
		return nil, errs.Wrap("vault.keys", err)
	}
	ring := k.o.Vault.Ring()
	list := make([]Key, 0, len(on))
	for _, key := range ring.Keys() {
		line := Key{Key: key, Current: key.ID == ring.Current()}
		for _, known := range on {
			if known.ID == key.ID {
				line.Persons = known.Persons
			}
		}
		list = append(list, line)
	}
	return list, nil
}
