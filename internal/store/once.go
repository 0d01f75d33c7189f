package store

import (
	"context"
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
	At      time.Time // when it was done
	Status  int       // of the answer; 0: none is kept
	Answer  string    // in the form of whoever keeps it
}

const sqlOnce = `
SELECT digest, object, version, at, status, answer FROM once WHERE account = $1 AND key = $2`

const sqlPutAnswer = `
INSERT INTO once (account, key, digest, object, version, at, status, answer) VALUES ($1, $2, $3, '', 0, $4, $5, $6)
ON CONFLICT (account, key) DO UPDATE SET status = excluded.status, answer = excluded.answer WHERE once.digest = excluded.digest`

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
		err := r.Scan(&u.Digest, &u.Object, &u.Version, at(&u.At), &u.Status, &u.Answer)
		return u, err
	}, o.Account, o.kept())
}

// PutOutcome keeps what came of a request. Error: Conflict ("store.duplicate")
// when the same request, sent twice at once, has come to its end first.
func (tx *Tx) PutOutcome(o Once, object string, version int) error {
	_, err := tx.exec(sqlPutOnce, o.Account, o.kept(), o.Digest, object, version, tx.Now())
	return err
}

// onceKey finds the key that a context's request is under.
type onceKey struct{}

// Under is the context of a request under a key. The transaction that does what
// is asked for settles it; what else is written meanwhile, such as that
// something was refused, does not.
func Under(ctx context.Context, o Once) context.Context { return context.WithValue(ctx, onceKey{}, o) }

// Settle keeps that the request of this transaction's context was done, if it
// is under a key, and what it made or changed: with the change itself, or not
// at all. Error: that of PutOutcome.
func (tx *Tx) Settle(object string) error {
	o, ok := tx.ctx.Value(onceKey{}).(Once)
	if !ok {
		return nil
	}
	return tx.PutOutcome(o, object, 0)
}

// PutAnswer keeps what a request was answered, beside its outcome if it was
// settled.
func (tx *Tx) PutAnswer(o Once, status int, answer string) error {
	_, err := tx.exec(sqlPutAnswer, o.Account, o.kept(), o.Digest, tx.Now(), status, answer)
	return err
}

// ForgetOutcomes drops the keys of before that moment, and tells how many.
func (tx *Tx) ForgetOutcomes(before time.Time) (int64, error) {
	return tx.exec(sqlForgetOnce, before)
}
