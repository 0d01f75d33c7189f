package store

import (
	"time"

	"huying/internal/kernel/ident"
)

const (
	sqlPutRecovery   = `INSERT INTO recovery_code (account, digest) VALUES ($1, $2)`
	sqlDropRecovery  = `DELETE FROM recovery_code WHERE account = $1`
	sqlUseRecovery   = `DELETE FROM recovery_code WHERE account = $1 AND digest = $2`
	sqlCountRecovery = `SELECT COUNT(*) FROM recovery_code WHERE account = $1`
)

// PutRecovery gives an account the digests of recovery codes in place of those
// that it had.
func (tx *Tx) PutRecovery(id ident.UserID, digests []string) error {
	if _, err := tx.exec(sqlDropRecovery, id); err != nil {
		return err
	}
	for _, d := range digests {
		if _, err := tx.exec(sqlPutRecovery, id, d); err != nil {
			return err
		}
	}
	return nil
}

// UseRecovery takes a recovery code from an account, and reports whether there
// was one of that digest.
func (tx *Tx) UseRecovery(id ident.UserID, digest string) (bool, error) {
	n, err := tx.exec(sqlUseRecovery, id, digest)
	return n > 0, err
}

// CountRecovery is how many recovery codes an account has left.
func (tx *Tx) CountRecovery(id ident.UserID) (int, error) {
	return one(tx, nil, sqlCountRecovery, scalar[int], id)
}

const (
	sqlPutLink = `
		INSERT INTO setup_link (account, digest, ends_at) VALUES ($1, $2, $3)
		ON CONFLICT (account) DO UPDATE SET digest = excluded.digest, ends_at = excluded.ends_at`
	sqlLink     = `SELECT account FROM setup_link WHERE digest = $1 AND ends_at > $2`
	sqlDropLink = `DELETE FROM setup_link WHERE account = $1`
)

// PutSetupLink keeps the digest of a link that opens an account, in place of an
// earlier one.
func (tx *Tx) PutSetupLink(id ident.UserID, digest string, ends time.Time) error {
	_, err := tx.exec(sqlPutLink, id, digest, ends)
	return err
}

// SetupLink is the account that a link opens now; ok is false when there is
// none, or its time is over.
func (tx *Tx) SetupLink(digest string) (id ident.UserID, ok bool, err error) {
	return maybe(tx, sqlLink, scalar[ident.UserID], digest, tx.Now())
}

// DropSetupLink takes an account's link away, if it has one.
func (tx *Tx) DropSetupLink(id ident.UserID) error {
	_, err := tx.exec(sqlDropLink, id)
	return err
}
