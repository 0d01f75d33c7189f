package people_test

import (
	"crypto/rand"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

func ids() *ident.Source { return ident.NewSource(rand.Reader) }

func random() io.Reader { return rand.Reader }

// shown is the code that a device with the secret shows now.
func (w *world) shown(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.clock.Now())
	w.must(err)
	return code
}

// TestSessionEnds: after half an hour without a request, after twelve hours
// with, and when a sixth is opened.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.member("ann", identity.Operator)
		idle, busy := w.enter("ann"), w.enter("ann")
		for w.clock.Now().Before(start.Add(12 * time.Hour)) {
			w.who(busy)
			w.clock.Advance(20 * time.Minute)
			_, err := w.Authenticate(t.Context(), idle)
			if gone := w.clock.Now().Sub(start) > 30*time.Minute; gone != (err != nil) {
				// It was asked for at 20 minutes, and so lived until 50.
				if w.clock.Now().Sub(start) != 40*time.Minute {
					t.Errorf("after %s: %v", w.clock.Now().Sub(start), err)
				}
			}
			idle = ""
		}
		_, err := w.Authenticate(t.Context(), busy)
		w.code("sign_in", err)

		var tokens []string
		for range 6 {
			tokens = append(tokens, w.enter("ann"))
			w.clock.Advance(time.Minute)
		}
		_, err = w.Authenticate(t.Context(), tokens[0])
		w.code("sign_in", err)
		for _, token := range tokens[1:] {
			w.who(token)
		}
	})
}

// TestOwnSessions: everybody sees and ends their own sessions, and no others.
func TestOwnSessions(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.member("ann", identity.Operator)
		w.member("bob", identity.Operator)
		one, two, three, bobs := w.enter("ann"), w.enter("ann"), w.enter("ann"), w.enter("bob")
		list, err := w.Sessions(t.Context(), one)
		w.must(err)
		var refs []string
		for _, s := range list {
			if s.This {
				if s.Address != desk.Address || s.Agent != desk.Agent || !s.Started.Equal(start) {
					t.Errorf("this session is shown as %+v", s)
				}
				continue
			}
			refs = append(refs, s.Ref)
			_, err := w.Authenticate(t.Context(), s.Ref)
			w.code("sign_in", err) // its name opens nothing
		}
		if len(list) != 3 || len(refs) != 2 {
			t.Fatalf("%d sessions, %d others", len(list), len(refs))
		}
		w.code("session.not_found", w.End(t.Context(), bobs, refs[0]))
		w.who(two)
		w.who(three)
		w.must(w.End(t.Context(), one, refs[0]))
		w.code("session.not_found", w.End(t.Context(), one, refs[0]))
		n, err := w.EndOthers(t.Context(), one)
		if err != nil || n != 1 {
			t.Errorf("%d ended, %v", n, err)
		}
		for _, token := range []string{two, three} {
			_, err := w.Authenticate(t.Context(), token)
			w.code("sign_in", err)
		}
		w.who(one)
		w.who(bobs)
	})
}

// TestMemory: what this process changes holds at once, what another one does
// after five seconds.
func TestMemory(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		token := w.enter("ann")
		other := w.another(nil)
		roles := func(p *people.People) (all []identity.Role) {
			a, err := p.Authenticate(t.Context(), token)
			w.must(err)
			for _, g := range a.Grants {
				all = append(all, g.Role)
			}
			return all
		}
		roles(w.People)
		roles(other)
		w.must(w.Assign(t.Context(), w.console, id, "", []identity.Role{identity.Reviewer}))
		if got := roles(w.People); !slices.Equal(got, []identity.Role{identity.Reviewer}) {
			t.Errorf("here: %v", got)
		}
		w.clock.Advance(5 * time.Second)
		if got := roles(other); !slices.Equal(got, []identity.Role{identity.Reviewer}) {
			t.Errorf("elsewhere after five seconds: %v", got)
		}
		w.must(other.Disable(t.Context(), w.console, id))
		w.clock.Advance(5 * time.Second)
		_, err := w.Authenticate(t.Context(), token)
		w.code("sign_in", err)
	})
}

// TestCodes: once a device is confirmed, a sign-in needs a code of it that was
// not used before, or a recovery code, each once.
func TestCodes(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.member("ann", identity.Operator)
		token := w.enter("ann")
		_, err := w.EnrolCode(t.Context(), token, bad)
		w.code("sign_in.refused", err)
		_, err = w.ConfirmCode(t.Context(), token, "123456")
		w.code("code.wrong", err)
		e, err := w.EnrolCode(t.Context(), token, good)
		w.must(err)
		if !strings.HasPrefix(e.URL, "otpauth://totp/Huying:ann?secret="+e.Secret) {
			t.Errorf("address %s", e.URL)
		}
		w.enter("ann") // not confirmed yet
		_, err = w.ConfirmCode(t.Context(), token, "000000")
		w.code("code.wrong", err)
		w.clock.Advance(time.Minute)
		recovery, err := w.ConfirmCode(t.Context(), token, w.shown(e.Secret))
		w.must(err)
		if slices.Sort(recovery); len(slices.Compact(recovery)) != 10 {
			t.Errorf("recovery codes %v", recovery)
		}
		refuse := func(code string) {
			t.Helper()
			_, err := w.try("ann", good, code)
			w.code("sign_in.refused", err)
		}
		accept := func(code string) {
			t.Helper()
			_, err := w.try("ann", good, code)
			w.must(err)
		}
		refuse("")
		refuse(w.shown(e.Secret)) // it confirmed, and is used
		w.clock.Advance(30 * time.Second)
		now := w.shown(e.Secret)
		accept(now)
		refuse(now)
		accept(recovery[0])
		refuse(recovery[0])
		accept(" " + strings.ToUpper(strings.ReplaceAll(recovery[1], "-", " ")))
		refuse("aaaaa-aaaaa")
		w.clock.Advance(30 * time.Second)
		late := w.shown(e.Secret)
		w.clock.Advance(30 * time.Second)
		accept(late) // a device that is slow
		w.clock.Advance(2 * time.Minute)
		old := w.shown(e.Secret)
		w.clock.Advance(time.Minute)
		refuse(old)
		w.clock.Advance(time.Minute)
		ticket, err := w.try("ann", good, recovery[2])
		w.must(err)
		token = ticket.Token // the first has given way to all those since
		w.code("code.wrong", w.DropCode(t.Context(), token, good, "000000"))
		w.must(w.DropCode(t.Context(), token, good, w.shown(e.Secret)))
		accept("")
	})
}

// TestLostDevice: an administrator takes a device away; its recovery codes go
// with it. Without a key to seal by nobody can have one.
func TestLostDevice(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		token := w.enter("ann")
		e, err := w.EnrolCode(t.Context(), token, good)
		w.must(err)
		recovery, err := w.ConfirmCode(t.Context(), token, w.shown(e.Secret))
		w.must(err)
		w.must(w.ResetCode(t.Context(), w.console, id))
		w.enter("ann")
		e, err = w.EnrolCode(t.Context(), token, good)
		w.must(err)
		_, err = w.ConfirmCode(t.Context(), token, w.shown(e.Secret))
		w.must(err)
		_, err = w.try("ann", good, recovery[0])
		w.code("sign_in.refused", err)

		bare := people.New(people.Options{Store: w.store, Region: region, IDs: ids(), Clock: w.clock, Random: random(), Cost: cheap})
		_, err = bare.EnrolCode(t.Context(), token, good)
		w.code("code.unavailable", err)
		_, err = bare.SignIn(t.Context(), people.Credentials{Login: "ann", Password: good, Code: w.shown(e.Secret)}, desk)
		w.code("code.unavailable", err)
	})
}
