package people

import (
	"context"
	"time"
	"unicode/utf8"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const (
	sessionLife  = 12 * time.Hour   // a shift and a half
	sessionIdle  = 30 * time.Minute // without a request
	sessionsEach = 5                // the one seen longest ago gives way
	seenEvery    = time.Minute      // how exactly a session knows when it was seen
)

// open gives an account that has shown who it is a session.
func (p *People) open(tx *store.Tx, a *store.Account, from From, how string) (Ticket, error) {
	a.Failures, a.Locked, a.SignedIn = 0, time.Time{}, tx.Now()
	if err := tx.SaveAccount(*a); err != nil {
		return Ticket{}, err
	}
	token, err := p.token()
	if err != nil {
		return Ticket{}, err
	}
	if _, err := tx.SweepSessions(); err != nil {
		return Ticket{}, err
	}
	there, err := tx.Sessions(a.ID)
	if err != nil {
		return Ticket{}, err
	}
	for _, s := range there[min(len(there), sessionsEach-1):] {
		if _, err := tx.EndSession(a.ID, s.Digest); err != nil {
			return Ticket{}, err
		}
	}
	ends := tx.Now().Add(sessionLife)
	err = tx.AddSession(store.Session{
		Digest: digest(token), Account: a.ID, Started: tx.Now(), Seen: tx.Now(), Ends: ends, Address: from.Address, Agent: clip(from.Agent),
	})
	if err != nil {
		return Ticket{}, err
	}
	if err := p.note(tx, fact{by: a.ID, action: actSignIn, object: string(a.ID), from: from, detail: map[string]any{"by": how}}); err != nil {
		return Ticket{}, err
	}
	err = tx.Settle(string(a.ID))
	return Ticket{Token: token, Account: a.ID, Ends: ends, MustChange: a.MustChange}, err
}

// clip keeps the beginning of what a browser calls itself.
func clip(agent string) string {
	const most = 200
	if len(agent) > most {
		agent = agent[:most]
	}
	for !utf8.ValidString(agent) {
		agent = agent[:len(agent)-1]
	}
	return agent
}

// own finds the session of a token and its account, for what people do to
// their own. Error: Denied ("sign_in").
func (p *People) own(tx *store.Tx, token string) (store.Session, store.Account, error) {
	s, ok, err := tx.Session(digest(token))
	if err != nil {
		return s, store.Account{}, err
	}
	if !ok || !tx.Now().Before(s.Ends) || tx.Now().Sub(s.Seen) > sessionIdle {
		return s, store.Account{}, errSignIn
	}
	a, err := tx.Account(s.Account)
	if err == nil && (a.Disabled || a.Region != p.o.Region) {
		err = errSignIn
	}
	return s, a, err
}

// What an account may do that has to choose a password first.
const (
	actChange  = "password.change"
	actSignOut = "sign_out"
)

// self does something to the account of a session and puts it on record.
func (p *People) self(ctx context.Context, token, action string, do func(*store.Tx, store.Session, *store.Account) (map[string]any, error)) error {
	err := p.o.Store.Update(ctx, func(tx *store.Tx) error {
		s, _, err := p.own(tx, token)
		if err != nil {
			return err
		}
		a, err := tx.AccountForUpdate(s.Account)
		if err == nil && a.MustChange && action != actChange && action != actSignOut {
			err = errMustChange
		}
		if err != nil {
			return err
		}
		detail, err := do(tx, s, &a)
		if err != nil {
			return err
		}
		if err := p.note(tx, fact{by: a.ID, action: action, object: string(a.ID), detail: detail, from: From{Address: s.Address}}); err != nil {
			return err
		}
		return tx.Settle(string(a.ID))
	})
	p.known.forget()
	return err
}

// SignOut ends the session of a token. Error: Denied ("sign_in") when there is
// none any more.
func (p *People) SignOut(ctx context.Context, token string) error {
	return errs.Wrap("people.sign_out", p.self(ctx, token, actSignOut, func(tx *store.Tx, s store.Session, a *store.Account) (map[string]any, error) {
		_, err := tx.EndSession(a.ID, s.Digest)
		return nil, err
	}))
}

// OpenSession is a session as its owner sees it. Ref names it and opens nothing.
type OpenSession struct {
	Ref     string
	Started time.Time
	Seen    time.Time
	Ends    time.Time
	Address string
	Agent   string
	This    bool // the one that asks
}

// Sessions lists the sessions of the account that a token signs in.
func (p *People) Sessions(ctx context.Context, token string) ([]OpenSession, error) {
	var all []OpenSession
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		all = nil
		this, a, err := p.own(tx, token)
		if err != nil {
			return err
		}
		list, err := tx.Sessions(a.ID)
		for _, s := range list {
			all = append(all, OpenSession{
				Ref: s.Digest, Started: s.Started, Seen: s.Seen, Ends: s.Ends, Address: s.Address, Agent: s.Agent, This: s.Digest == this.Digest,
			})
		}
		return err
	})
	return all, errs.Wrap("people.sessions", err)
}

var errNoSession = errs.New(errs.NotFound, "session.not_found", "there is no such session of yours", "没有该会话")

// End ends one of the account's own sessions. Errors: Denied ("sign_in");
// NotFound.
func (p *People) End(ctx context.Context, token, ref string) error {
	return errs.Wrap("people.end", p.self(ctx, token, "session.end", func(tx *store.Tx, _ store.Session, a *store.Account) (map[string]any, error) {
		ok, err := tx.EndSession(a.ID, ref)
		if err == nil && !ok {
			err = errNoSession
		}
		return nil, err
	}))
}

// EndOthers ends the account's sessions but the one that asks, and tells how
// many.
func (p *People) EndOthers(ctx context.Context, token string) (int, error) {
	var n int64
	err := p.self(ctx, token, "session.end_others", func(tx *store.Tx, s store.Session, a *store.Account) (map[string]any, error) {
		var err error
		n, err = tx.EndSessions(a.ID, s.Digest)
		return map[string]any{"sessions": n}, err
	})
	return int(n), errs.Wrap("people.end_others", err)
}

// ChangePassword sets the account's own password and ends its other sessions.
// A wrong old password counts as a wrong sign-in. Errors: Denied ("sign_in",
// "sign_in.refused"); Invalid ("password.weak", "password.same").
func (p *People) ChangePassword(ctx context.Context, token, old, fresh string) error {
	a, err := p.proved(ctx, token, old)
	if err != nil {
		return errs.Wrap("people.change_password", err)
	}
	if old == fresh {
		return errs.New(errs.Invalid, "password.same", "the new password is the old one", "新密码与旧密码相同")
	}
	if err := CheckPassword(fresh, a.Login, a.Name); err != nil {
		return err
	}
	made, err := p.digestOf(ctx, fresh)
	if err != nil {
		return errs.Wrap("people.change_password", err)
	}
	return errs.Wrap("people.change_password", p.self(ctx, token, actChange, func(tx *store.Tx, s store.Session, now *store.Account) (map[string]any, error) {
		if now.Password != a.Password {
			return nil, errRefused
		}
		now.Password, now.MustChange = made, false
		n, err := tx.EndSessions(now.ID, s.Digest)
		if err != nil {
			return nil, err
		}
		return map[string]any{"sessions_ended": n}, tx.SaveAccount(*now)
	}))
}

// proved asks the owner of a session for the password again, and counts a
// wrong one.
func (p *People) proved(ctx context.Context, token, password string) (store.Account, error) {
	var a store.Account
	err := p.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		_, a, err = p.own(tx, token)
		return err
	})
	if err != nil {
		return a, err
	}
	right, err := p.matches(ctx, password, a.Password)
	if err != nil {
		return a, err
	}
	return a, p.count(ctx, a.ID, right)
}

// count refuses a wrong password, or any while the account is locked out.
func (p *People) count(ctx context.Context, id ident.UserID, right bool) error {
	var refusal error
	err := p.o.Store.Update(ctx, func(tx *store.Tx) error {
		refusal = nil
		a, err := tx.AccountForUpdate(id)
		if err != nil {
			return err
		}
		locked := a.Locked.After(tx.Now())
		if right && !locked {
			return nil
		}
		refusal = errRefused
		if !locked {
			a.Failures++
			a.Locked = lockedUntil(tx.Now(), a.Failures)
		}
		if err := tx.SaveAccount(a); err != nil {
			return err
		}
		return p.note(tx, fact{by: id, action: "password.prove", object: string(id), refused: true})
	})
	if err == nil {
		err = refusal
	}
	return err
}
