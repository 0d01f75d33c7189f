package store

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"huying/internal/kernel/ident"
)

// Once 幂等键 is a client's own key for one request, so that the request sent
// again is not done again.
type Once struct {
	Account ident.UserID
	Key     string
	Digest  string // of the request, to tell another one under the same key
}

// Outcome is what came of a request under a key: the object that it made or
// changed, and the version after it.
type Outcome struct {
	Digest  string
	Object  string
	Version int
}

const sqlOnce = `
SELECT digest, object, version FROM once WHERE account = $1 AND key = $2`

const sqlPutOnce = `
INSERT INTO once (account, key, digest, object, version, at) VALUES ($1, $2, $3, $4, $5, $6)`

const sqlForgetOnce = `
DELETE FROM once WHERE at < $1`

// kept is the key as it is on record: clients put into theirs what they like.
func (o Once) kept() string {
	sum := sha256.Sum256([]byte(o.Key))
	return hex.EncodeToString(sum[:])
}

// Outcome returns what came of the request under that key, if there was one.
func (tx *Tx) Outcome(o Once) (Outcome, bool, error) {
	return maybe(tx, sqlOnce, func(r row) (Outcome, error) {
		var u Outcome
		err := r.Scan(&u.Digest, &u.Object, &u.Version)
		return u, err
	}, o.Account, o.kept())
}

// PutOutcome keeps what came of a request. Error: Conflict ("store.duplicate")
// when the same request, sent twice at once, has come to its end first.
func (tx *Tx) PutOutcome(o Once, object string, version int) error {
	_, err := tx.exec(sqlPutOnce, o.Account, o.kept(), o.Digest, object, version, tx.Now())
	return err
}

// ForgetOutcomes drops the keys of before that moment, and tells how many.
func (tx *Tx) ForgetOutcomes(before time.Time) (int64, error) {
	return tx.exec(sqlForgetOnce, before)
}
