package people_test

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestFirstDay: an account is made, its owner chooses a password by the link,
// signs in, and acts in each of the roles as the region's table has them.
func TestFirstDay(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id, err := w.Create(t.Context(), w.console, people.NewAccount{
			Login: " Zhou.Li@jzj ", Name: "某人", Unit: w.unit("住建局"), Roles: []identity.Role{identity.UnitLeader, identity.UnitClerk},
		})
		w.must(err)
		link, ends, err := w.Link(t.Context(), w.console, id)
		w.must(err)
		if want := start.Add(24 * time.Hour); !ends.Equal(want) {
			t.Errorf("the link ends %s, want %s", ends, want)
		}
		w.code("password.weak", w.SetUp(t.Context(), link, "1234567890", desk))
		w.must(w.SetUp(t.Context(), link, good, desk))
		w.code("setup.link", w.SetUp(t.Context(), link, good+"!", desk))
		ticket, err := w.try("ZHOU.LI@JZJ", good, "")
		w.must(err)
		if ticket.Account != id || ticket.MustChange || !ticket.Ends.Equal(start.Add(12*time.Hour)) {
			t.Errorf("the sign-in gives %+v", ticket)
		}
		a := w.who(ticket.Token)
		if a.ID != id || a.Login != "zhou.li@jzj" || len(a.Grants) != 2 || a.Grants[0].Role != identity.UnitLeader {
			t.Fatalf("signed in as %+v", a)
		}
		for _, name := range []string{"住建局", "物业处"} { // the unit below is its too
			by, ok := a.For(identity.LegExtend, identity.Target{Region: region, Unit: w.unit(name)})
			if !ok || by.Role != identity.UnitLeader || by.ID != id {
				t.Errorf("may not ask for time on legs of %s: %+v", name, by)
			}
		}
		if a.Scope().All || !a.Sees(identity.Reach{Region: region, Units: a.Grants[0].Units[1:]}) {
			t.Errorf("the scope is %+v", a.Scope())
		}
		w.code("sign_in", w.SignOut(t.Context(), "no such token"))
		w.must(w.SignOut(t.Context(), ticket.Token))
		_, err = w.Authenticate(t.Context(), ticket.Token)
		w.code("sign_in", err)
	})
}

// TestRefusalsAreAlike: whatever is wrong, the refusal says the same; only the
// audit knows.
func TestRefusalsAreAlike(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.member("ann", identity.Operator)
		w.must(w.Disable(t.Context(), w.console, w.member("dis", identity.Operator)))
		_, err := w.Create(t.Context(), w.console, people.NewAccount{Login: "new", Name: "某人"})
		w.must(err)
		w.member("locked", identity.Operator)
		for range 5 {
			_, err := w.try("locked", bad, "")
			w.code("sign_in.refused", err)
		}
		said := map[string]bool{}
		for _, c := range [][2]string{{"nobody", good}, {"ann", bad}, {"ann", ""}, {"dis", good}, {"new", ""}, {"new", good}, {"locked", good}, {"", ""}} {
			ticket, err := w.try(c[0], c[1], "")
			w.code("sign_in.refused", err)
			if err != nil {
				said[err.Error()] = true
			}
			if ticket != (people.Ticket{}) {
				t.Errorf("%s: refused, with the ticket %+v", c[0], ticket)
			}
		}
		if len(said) != 1 {
			t.Errorf("refusals differ: %v", said)
		}
		because := map[string]int{}
		for _, a := range w.trail() {
			if a.Action == "sign_in" {
				because[a.Detail]++
				if a.Outcome != store.Refused || a.Address != desk.Address || strings.Contains(a.Detail+a.Object, "nobody") {
					t.Errorf("audit: %+v", a)
				}
			}
		}
		want := map[string]int{`{"because":"login"}`: 2, `{"because":"password"}`: 9, `{"because":"disabled"}`: 1, `{"because":"locked"}`: 1}
		for why, n := range want {
			if because[why] != n {
				t.Errorf("%s: %d times, want %d", why, because[why], n)
			}
		}
	})
}

// TestLockOut: four mistakes are forgiven by a right sign-in; the fifth locks
// for a quarter of an hour, each further one for twice as long; what is tried
// meanwhile neither helps nor harms.
func TestLockOut(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		fail := func(n int) {
			t.Helper()
			for range n {
				_, err := w.try("ann", bad, "")
				w.code("sign_in.refused", err)
			}
		}
		fail(4)
		w.enter("ann")
		fail(4)
		w.enter("ann") // they had been forgiven
		fail(5)
		for _, wait := range []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour} {
			fail(2) // during the lock-out
			w.clock.Advance(wait - time.Microsecond)
			_, err := w.try("ann", good, "")
			w.code("sign_in.refused", err)
			w.clock.Advance(time.Microsecond)
			fail(1)
		}
		w.clock.Advance(2 * time.Hour)
		w.enter("ann")
		fail(5)
		w.must(w.Unlock(t.Context(), w.console, id))
		w.enter("ann")
	})
}

// TestGuessesAtOnce: of many guesses that come together none is free: at most
// five are looked at, and the right password is refused after them.
func TestGuessesAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { _, _ = w.try("ann", bad, "") })
		}
		all.Wait()
		_, err := w.try("ann", good, "")
		w.code("sign_in.refused", err)
		w.view(func(tx *store.Tx) error {
			a, err := tx.Account(id)
			if a.Failures != 5 || !a.Locked.Equal(start.Add(15*time.Minute)) {
				t.Errorf("%d counted, locked until %s", a.Failures, a.Locked)
			}
			return err
		})
	})
}

// TestSlowAddress: an address that fails too often is told to wait, whatever
// logins it tries; others are not.
func TestSlowAddress(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.member("ann", identity.Operator)
		for range 100 {
			_, err := w.try("nobody", bad, "")
			w.code("sign_in.refused", err)
		}
		before := len(w.trail())
		_, err := w.try("ann", good, "")
		w.code("sign_in.slow", err)
		if after := len(w.trail()); after != before {
			t.Errorf("a flood fills the audit: %d rows, then %d", before, after)
		}
		_, err = w.SignIn(t.Context(), people.Credentials{Login: "ann", Password: good}, people.From{Address: "192.0.2.9"})
		w.must(err)
		w.clock.Advance(15*time.Minute + time.Second)
		w.enter("ann")
	})
}

// TestMustChange: a password that somebody else has set opens nothing but the
// choice of another.
func TestMustChange(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		before := w.enter("ann")
		const given = "fengche chui guo hu mian"
		w.must(w.SetPassword(t.Context(), w.console, id, given))
		_, err := w.Authenticate(t.Context(), before)
		w.code("sign_in", err) // whoever was in is out
		ticket, err := w.try("ann", given, "")
		w.must(err)
		if !ticket.MustChange {
			t.Error("the ticket does not say so")
		}
		_, err = w.Authenticate(t.Context(), ticket.Token)
		w.code("password.change", err)
		_, _, err = w.IssueKey(t.Context(), ticket.Token, given, people.NewKey{Name: "k", Life: time.Hour, May: []identity.Permission{identity.CaseView}})
		w.code("password.change", err)
		_, err = w.EnrolCode(t.Context(), ticket.Token, given)
		w.code("password.change", err)
		w.code("sign_in.refused", w.ChangePassword(t.Context(), ticket.Token, bad, good))
		w.code("password.same", w.ChangePassword(t.Context(), ticket.Token, given, given))
		w.code("password.weak", w.ChangePassword(t.Context(), ticket.Token, given, "ann ann ann"))
		w.must(w.ChangePassword(t.Context(), ticket.Token, given, good))
		w.who(ticket.Token)
		_, err = w.try("ann", given, "")
		w.code("sign_in.refused", err)
	})
}

// TestStrongerCost: a password digested at another cost is digested anew when
// it is next seen, and still opens.
func TestStrongerCost(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		stronger := people.New(people.Options{
			Store: w.store, Region: region, IDs: ids(), Clock: w.clock, Random: random(), Cost: people.Cost{Memory: 16, Passes: 2, Threads: 1},
		})
		for range 2 {
			_, err := stronger.SignIn(t.Context(), people.Credentials{Login: "ann", Password: good}, desk)
			w.must(err)
			w.view(func(tx *store.Tx) error {
				a, err := tx.Account(id)
				if !strings.HasPrefix(a.Password, "$argon2id$v=19$m=16,t=2,p=1$") {
					t.Errorf("kept as %s", a.Password)
				}
				return err
			})
		}
	})
}

// TestNothingToSteal: the database holds no password, token, key, link, code or
// secret as it is used.
func TestNothingToSteal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, store.SQLite)
	id := w.member("ann", identity.Admin)
	token := w.enter("ann")
	enrolled, err := w.EnrolCode(t.Context(), token, good)
	w.must(err)
	recovery, err := w.ConfirmCode(t.Context(), token, w.shown(enrolled.Secret))
	w.must(err)
	_, key, err := w.IssueKey(t.Context(), token, good, people.NewKey{Name: "k", Life: time.Hour, May: []identity.Permission{identity.CaseView}})
	w.must(err)
	link, _, err := w.Link(t.Context(), w.console, id)
	w.must(err)
	secrets := append(recovery, good, token, key, link, enrolled.Secret)
	found := 0
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(w.address + suffix)
		if err != nil {
			continue
		}
		found += strings.Count(string(data), "ann")
		for _, s := range secrets {
			if strings.Contains(string(data), s) || strings.Contains(string(data), strings.ReplaceAll(s, "-", "")) {
				t.Errorf("%s%s holds %q", w.address, suffix, s)
			}
		}
	}
	if found == 0 {
		t.Errorf("the account is in no file: %s; kinds %v", w.address, testdb.Kinds())
	}
}
