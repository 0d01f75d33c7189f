package store

import (
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
)

// VaultKey is a key of the ring as the records know it, with how much is
// sealed under it.
type VaultKey struct {
	vault.Key
	Retired bool // another one seals
	Persons int
}

const sqlVaultKeys = `
SELECT k.id, k.fingerprint, k.made_at, k.retired, (SELECT COUNT(*) FROM person p WHERE p.key_id = k.id)
FROM vault_key k ORDER BY k.made_at, k.id`

const sqlPutVaultKey = `
INSERT INTO vault_key (id, fingerprint, made_at, retired) VALUES ($1, $2, $3, FALSE)
ON CONFLICT (id) DO NOTHING`

const sqlRetireVaultKeys = `
UPDATE vault_key SET retired = (id <> $1) WHERE retired <> (id <> $1)`

const sqlHoldVaultKey = `
SELECT 1 FROM vault_key WHERE id = $1 AND NOT retired {{forKeyShare}}`

const sqlHasVaultKey = `
SELECT 1 FROM vault_key WHERE id = $1`

const sqlDropVaultKey = `
DELETE FROM vault_key WHERE id = $1
    AND NOT EXISTS (SELECT 1 FROM person WHERE key_id = $1)
    AND NOT EXISTS (SELECT 1 FROM account WHERE substr(totp, 1, length($1) + 1) = $1 || ':'
        OR substr(totp_pending, 1, length($1) + 1) = $1 || ':')`

// VaultKeys lists the keys under which something may be sealed, oldest first.
func (tx *Tx) VaultKeys() ([]VaultKey, error) {
	return query(tx, sqlVaultKeys, func(r row) (VaultKey, error) {
		var k VaultKey
		err := r.Scan(&k.ID, &k.Fingerprint, at(&k.Made), &k.Retired, &k.Persons)
		return k, err
	})
}

// PutVaultKey lets a key seal. One that is there already stays as it is.
func (tx *Tx) PutVaultKey(k vault.Key) error {
	_, err := tx.exec(sqlPutVaultKey, k.ID, k.Fingerprint, k.Made)
	return err
}

// RetireVaultKeys says that one key seals from now on, and no other.
func (tx *Tx) RetireVaultKeys(current string) error {
	_, err := tx.exec(sqlRetireVaultKeys, current)
	return err
}

// HoldVaultKey reports whether a key may seal, and keeps it from being dropped
// until the transaction ends.
func (tx *Tx) HoldVaultKey(id string) (bool, error) {
	_, ok, err := maybe(tx, sqlHoldVaultKey, scalar[int64], id)
	return ok, err
}

var (
	errKeyUsed = errs.New(errs.Conflict, "vault.in_use", "something is still sealed under this key", "仍有数据由该密钥加密")
	errNoKey   = errs.New(errs.NotFound, "vault.no_key", "there is no such key", "没有该密钥")
)

// DropVaultKey lets a key seal no more. Errors: NotFound ("vault.no_key");
// Conflict ("vault.in_use") while anything is sealed under it; on PostgreSQL
// that may also show as Invalid ("store.reference"), when it was sealed at the
// same time.
func (tx *Tx) DropVaultKey(id string) error {
	n, err := tx.exec(sqlDropVaultKey, id)
	if err != nil || n > 0 {
		return err
	}
	_, there, err := maybe(tx, sqlHasVaultKey, scalar[int64], id)
	switch {
	case err != nil:
		return err
	case there:
		return errKeyUsed
	}
	return errNoKey
}
