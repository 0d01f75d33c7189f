package people

import (
	"context"
	"strings"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Credentials are what somebody signs in with. Code is of a device, or a
// recovery code; empty where the account has none.
type Credentials struct {
	Login    string
	Password string
	Code     string
}

// Ticket is what a sign-in gives: the token of a session, once.
type Ticket struct {
	Token      string
	Account    ident.UserID
	Ends       time.Time
	MustChange bool // the password: nothing else is possible before
}

const (
	mayFail     = 5                // wrong sign-ins before a lock-out
	firstLock   = 15 * time.Minute // doubled with every further one
	longestLock = 24 * time.Hour
	slowAfter   = 100 // wrong sign-ins from one address within slowTime
	slowTime    = 15 * time.Minute
)

const actSignIn = "sign_in"

// SignIn opens a session. Errors: Denied ("sign_in.refused"), the same
// whatever is wrong and after the same work, so that nobody learns which
// logins there are, which password was right or who is locked out; Denied
// ("sign_in.slow") for an address that fails too often.
func (p *People) SignIn(ctx context.Context, c Credentials, from From) (Ticket, error) {
	var seen store.Account
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		err := p.patient(tx, from)
		if err != nil {
			return err
		}
		seen, err = tx.AccountOfLogin(p.o.Region, strings.ToLower(strings.TrimSpace(c.Login)))
		if errs.Is(err, errs.NotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		return Ticket{}, errs.Wrap("people.sign_in", err)
	}
	right, err := p.matches(ctx, c.Password, seen.Password)
	if err != nil {
		return Ticket{}, errs.Wrap("people.sign_in", err)
	}
	try := attempt{Credentials: c, from: from, seen: seen, right: right}
	if right && !p.current(seen.Password) {
		if try.stronger, err = p.digestOf(ctx, c.Password); err != nil {
			return Ticket{}, errs.Wrap("people.sign_in", err)
		}
	}
	ticket, err := p.enter(ctx, try)
	return ticket, errs.Wrap("people.sign_in", err)
}

// patient refuses an address that fails too often. Nothing more goes on record
// for it then: a flood does not fill the audit.
func (p *People) patient(tx *store.Tx, from From) error {
	n, err := tx.CountRefused(from.Address, actSignIn, tx.Now().Add(-slowTime))
	if err == nil && n >= slowAfter {
		err = errSlow
	}
	return err
}

// attempt is a sign-in whose password has been looked at, outside of the
// transaction: that takes long.
type attempt struct {
	Credentials
	from     From
	seen     store.Account // the zero one for an unknown login
	right    bool          // the password is that of seen
	stronger string        // digest of the password at today's cost; empty: it has that
}

// enter decides on an attempt and keeps what came of it, either way.
func (p *People) enter(ctx context.Context, try attempt) (Ticket, error) {
	var ticket Ticket
	var refusal error
	err := p.o.Store.Update(ctx, func(tx *store.Tx) error {
		ticket, refusal = Ticket{}, nil
		if try.seen.ID == "" {
			refusal = errRefused
			return p.note(tx, fact{action: actSignIn, refused: true, from: try.from, detail: map[string]any{"because": "login"}})
		}
		a, err := tx.AccountForUpdate(try.seen.ID)
		if err != nil {
			return err
		}
		why, err := p.judge(tx, &a, try)
		if err != nil {
			return err
		}
		if why != "" {
			refusal = errRefused
			if err := tx.SaveAccount(a); err != nil {
				return err
			}
			return p.note(tx, fact{by: a.ID, action: actSignIn, object: string(a.ID), refused: true, from: try.from, detail: map[string]any{"because": why}})
		}
		if try.stronger != "" {
			a.Password = try.stronger
		}
		ticket, err = p.open(tx, &a, try.from, "password")
		return err
	})
	if err == nil {
		err = refusal
	}
	return ticket, err
}

// judge says why an attempt is refused, "" if it is not, and counts it. A
// lock-out is not made longer by what is tried during it, or anybody could
// keep anybody else out for good.
func (p *People) judge(tx *store.Tx, a *store.Account, try attempt) (why string, err error) {
	switch {
	case a.Disabled:
		return "disabled", nil
	case a.Locked.After(tx.Now()):
		return "locked", nil
	case !try.right || a.Password != try.seen.Password:
		why = "password"
	case a.Code.Secret != "":
		ok, err := p.codeRight(tx, a, try.Code)
		if err != nil {
			return "", err
		}
		if !ok {
			why = "code"
		}
	}
	if why != "" {
		a.Failures++
		a.Locked = lockedUntil(tx.Now(), a.Failures)
	}
	return why, nil
}

// lockedUntil is when an account that failed so often may be tried again; zero:
// now.
func lockedUntil(now time.Time, failures int) time.Time {
	if failures < mayFail {
		return time.Time{}
	}
	span := firstLock
	for range failures - mayFail {
		if span = min(2*span, longestLock); span == longestLock {
			break
		}
	}
	return now.Add(span)
}
