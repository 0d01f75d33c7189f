// Package once keeps what came of requests that were sent under a client's own
// key (幂等键), so that the same request sent again is not done again and gets
// the same answer. It knows neither HTTP nor what is asked for: whoever does
// that settles the request in the transaction that does it (store.Tx.Settle).
package once

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Request 幂等请求 is a request under a key: whose it is, the key, and a digest
// of all that was asked for.
type Request = store.Once

// Of is a request under a key of somebody's.
func Of(owner, key, digest string) Request {
	return Request{Account: ident.UserID(owner), Key: key, Digest: digest}
}

// Answer 应答 is what a request was answered. What may be told only once is not
// kept: then Told is set and there is no body.
type Answer struct {
	Status   int       `json:"-"` // 0: it was done, and no answer is kept
	At       time.Time `json:"-"` // when it was done
	Location string    `json:"location,omitempty"`
	ETag     string    `json:"etag,omitempty"`
	Media    string    `json:"media,omitempty"`
	Body     string    `json:"body,omitempty"`
	Told     bool      `json:"told,omitempty"`
}

// Options are what a Ledger stands on.
type Options struct {
	Store *store.Store
	// Key is the installation's: digests of requests tell nobody what was sent,
	// a password least of all.
	Key []byte
}

// Ledger 幂等簿 keeps requests and answers for a day. It is safe for use by
// several goroutines.
type Ledger struct{ o Options }

// New returns a ledger.
func New(o Options) *Ledger { return &Ledger{o} }

// Digest tells one request from another, and nothing of what it holds.
func (l *Ledger) Digest(parts ...string) string {
	h := hmac.New(sm3.New, l.o.Key)
	for _, p := range append([]string{"once"}, parts...) {
		var length [8]byte
		for i, n := 0, len(p); n > 0; i, n = i+1, n>>8 {
			length[i] = byte(n) //nolint:gosec // its lowest eight bits are meant
		}
		h.Write(length[:]) // so that no two lists of parts read the same
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

var errOther = errs.New(errs.Invalid, "once.other", "this idempotency key belongs to another request", "该幂等键已用于另一请求")

// Now is the moment that answers are compared with.
func (l *Ledger) Now() time.Time { return l.o.Store.Now() }

// Look returns what the request was answered, if it was done before. Error:
// Invalid ("once.other") for another request under the key.
func (l *Ledger) Look(ctx context.Context, r Request) (Answer, bool, error) {
	return look(ctx, r, l.o.Store.View)
}

// LookAgain is Look for a request that was refused: it waits for what is being
// written, for the same request may be part of that and the very reason.
func (l *Ledger) LookAgain(ctx context.Context, r Request) (Answer, bool, error) {
	return look(ctx, r, l.o.Store.Update)
}

func look(ctx context.Context, r Request, in func(context.Context, func(*store.Tx) error) error) (a Answer, found bool, err error) {
	err = in(ctx, func(tx *store.Tx) error {
		was, there, err := tx.Outcome(r)
		if a, found = (Answer{Status: was.Status, At: was.At}), there; err != nil || !there {
			return err
		}
		if was.Digest != r.Digest {
			return errOther
		}
		if was.Status == 0 {
			return nil
		}
		return json.Unmarshal([]byte(was.Answer), &a)
	})
	return a, found, errs.Wrap("once.look", err)
}

// Keep keeps what a request was answered.
func (l *Ledger) Keep(ctx context.Context, r Request, a Answer) error {
	text, err := json.Marshal(a)
	if err == nil {
		err = l.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutAnswer(r, a.Status, string(text)) })
	}
	return errs.Wrap("once.keep", err)
}

// Under is the context of a request under a key: what does it settles it.
func Under(ctx context.Context, r Request) context.Context { return store.Under(ctx, r) }
