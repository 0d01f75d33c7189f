package store

import (
	"encoding/json"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// APIKey 接口密钥 lets a program act for an account, with some of its permissions.
type APIKey struct {
	ID      string // shown in lists, and the first part of the key itself
	Digest  string
	Account ident.UserID
	Name    string
	May     []identity.Permission
	Created time.Time
	Expires time.Time
	Revoked time.Time // zero: it holds
	Used    time.Time // no finer than a minute; zero: never
}

const (
	keyColumns = `id, digest, account, name, permissions, created_at, expires_at, revoked_at, used_at`

	sqlAddKey     = `INSERT INTO api_key (` + keyColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	sqlKey        = `SELECT ` + keyColumns + ` FROM api_key WHERE digest = $1`
	sqlKeys       = `SELECT ` + keyColumns + ` FROM api_key WHERE account = $1 ORDER BY created_at, id`
	sqlRevokeKey  = `UPDATE api_key SET revoked_at = $3 WHERE account = $1 AND id = $2 AND revoked_at IS NULL`
	sqlRevokeKeys = `UPDATE api_key SET revoked_at = $2 WHERE account = $1 AND revoked_at IS NULL`
	sqlUsedKey    = `UPDATE api_key SET used_at = $2 WHERE id = $1`
)

// AddKey keeps a key.
func (tx *Tx) AddKey(k APIKey) error {
	may, err := json.Marshal(k.May)
	if err != nil {
		return err
	}
	_, err = tx.exec(sqlAddKey, k.ID, k.Digest, k.Account, k.Name, string(may), k.Created, k.Expires, k.Revoked, k.Used)
	return err
}

// Key finds a key by its digest; ok is false when there is none. Whether it
// holds is for the caller to say.
func (tx *Tx) Key(digest string) (k APIKey, ok bool, err error) {
	return maybe(tx, sqlKey, scanKey, digest)
}

// Keys lists an account's keys, oldest first, also those that hold no more.
func (tx *Tx) Keys(id ident.UserID) ([]APIKey, error) {
	return query(tx, sqlKeys, scanKey, id)
}

// RevokeKey ends a key of an account, and reports whether it held until now.
func (tx *Tx) RevokeKey(account ident.UserID, id string) (bool, error) {
	n, err := tx.exec(sqlRevokeKey, account, id, tx.Now())
	return n > 0, err
}

// RevokeKeys ends every key of an account.
func (tx *Tx) RevokeKeys(account ident.UserID) error {
	_, err := tx.exec(sqlRevokeKeys, account, tx.Now())
	return err
}

// UsedKey notes that a key was used now.
func (tx *Tx) UsedKey(id string) error {
	_, err := tx.exec(sqlUsedKey, id, tx.Now())
	return err
}

func scanKey(r row) (k APIKey, err error) {
	var may string
	if err := r.Scan(&k.ID, &k.Digest, (*string)(&k.Account), &k.Name, &may, at(&k.Created), at(&k.Expires), at(&k.Revoked), at(&k.Used)); err != nil {
		return k, err
	}
	return k, json.Unmarshal([]byte(may), &k.May)
}
