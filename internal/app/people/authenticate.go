package people

import (
	"context"
	"slices"
	"sync"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Authenticate says whose session a token is of, with the roles that the
// account has. What it says may be five seconds old. Errors: Denied
// ("sign_in"); Denied ("password.change") for an account that has to choose a
// password first.
func (p *People) Authenticate(ctx context.Context, token string) (identity.Account, error) {
	return p.remembered(ctx, "session "+digest(token), func(tx *store.Tx) (identity.Account, bool, error) { return p.bearer(tx, token) },
		func(tx *store.Tx) error { return tx.SawSession(digest(token)) })
}

// bearer is whose session a token is of, and whether the last note of its use
// is stale.
func (p *People) bearer(tx *store.Tx, token string) (who identity.Account, stale bool, err error) {
	s, a, err := p.own(tx, token)
	if err != nil {
		return who, false, err
	}
	if a.MustChange {
		return who, false, errMustChange
	}
	book, err := tx.Book(p.o.Region)
	if err != nil {
		return who, false, err
	}
	return account(a, book), tx.Now().Sub(s.Seen) >= seenEvery, nil
}

// Still is Authenticate for what nobody has asked by hand, such as a stream
// that goes on: it is no use of the session, which ends when its owner is idle.
func (p *People) Still(ctx context.Context, token string) (identity.Account, error) {
	return p.remembered(ctx, "still "+digest(token), func(tx *store.Tx) (identity.Account, bool, error) {
		who, _, err := p.bearer(tx, token)
		return who, false, err
	}, nil)
}

// AuthenticateKey says for whom a key acts: its account, with those of the
// roles' permissions that the key has. Error: Denied ("sign_in").
func (p *People) AuthenticateKey(ctx context.Context, key string) (identity.Account, error) {
	var id string
	return p.remembered(ctx, "key "+digest(key), func(tx *store.Tx) (who identity.Account, stale bool, err error) {
		k, ok, err := tx.Key(digest(key))
		if err != nil {
			return who, false, err
		}
		if !ok || !k.Revoked.IsZero() || !tx.Now().Before(k.Expires) {
			return who, false, errSignIn
		}
		a, err := tx.Account(k.Account)
		if err == nil && (a.Disabled || a.Region != p.o.Region) {
			err = errSignIn
		}
		if err != nil {
			return who, false, err
		}
		book, err := tx.Book(p.o.Region)
		if err != nil {
			return who, false, err
		}
		id = k.ID
		return narrowed(account(a, book), k.May), tx.Now().Sub(k.Used) >= seenEvery, nil
	}, func(tx *store.Tx) error { return tx.UsedKey(id) })
}

// narrowed is an account with no other permissions than these.
func narrowed(who identity.Account, may []identity.Permission) identity.Account {
	for i := range who.Grants {
		g := &who.Grants[i]
		g.May = slices.DeleteFunc(slices.Clone(g.May), func(has identity.Permission) bool { return !slices.Contains(may, has) })
	}
	return who
}

// remembered answers from memory, or looks and remembers. saw notes the use
// where the last note of it is stale.
func (p *People) remembered(ctx context.Context, key string, look func(*store.Tx) (identity.Account, bool, error), saw func(*store.Tx) error) (identity.Account, error) {
	if who, ok := p.known.recall(key, p.o.Clock.Now()); ok {
		return who, nil
	}
	var who identity.Account
	var stale bool
	err := p.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		who, stale, err = look(tx)
		return err
	})
	if err == nil && stale {
		err = p.o.Store.Update(ctx, saw)
	}
	if err != nil {
		return identity.Account{}, errs.Wrap("people.authenticate", err)
	}
	p.known.remember(key, who, p.o.Clock.Now())
	return who, nil
}

const (
	rememberFor  = 5 * time.Second
	rememberMost = 4096
)

// memory holds who was let in lately, by how and by digest: a page asks many times.
type memory struct {
	mu  sync.Mutex
	who map[string]kept
}

type kept struct {
	account identity.Account
	at      time.Time
}

func newMemory() *memory { return &memory{who: map[string]kept{}} }

// recall returns an account as it is remembered. Callers change nothing in it.
func (m *memory) recall(key string, now time.Time) (identity.Account, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.who[key]
	age := now.Sub(k.at)
	return k.account, ok && age >= 0 && age < rememberFor
}

func (m *memory) remember(key string, who identity.Account, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.who) >= rememberMost {
		clear(m.who)
	}
	m.who[key] = kept{who, now}
}

// forget makes every change of this process hold at once; those of other
// processes within rememberFor.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.who)
}
