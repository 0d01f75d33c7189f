package stream_test

import (
	"crypto/rand"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/stream"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const region = ident.RegionCode("330802")

var (
	ids    = ident.NewSource(rand.Reader)
	monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC)
)

// world is a region with two units, whose desk wakes the hub.
type world struct {
	t    *testing.T
	s    *store.Store
	hand *clock.Hand
	desk *desk.Desk
	hub  *stream.Hub
}

func eachWorld(t *testing.T, o stream.Options, fn func(w *world)) {
	t.Helper()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := &world{t: t, hand: clock.NewHand(monday)}
			w.s = testdb.Open(t, kind, testdb.Clock(w.hand))
			w.found()
			own := o // the databases run side by side
			own.Store, own.Region, own.Rest = w.s, region, time.Millisecond
			w.hub = stream.New(own)
			t.Cleanup(w.hub.Close)
			w.desk = desk.New(desk.Options{Store: w.s, Region: region, IDs: ids, Key: []byte("key of the test"), Committed: w.hub.Wake})
			fn(w)
		})
	}
}

func (w *world) found() {
	w.t.Helper()
	if err := admin.New(admin.Options{Store: w.s, IDs: ids}).Install(w.t.Context(), region, "柯城区", "district"); err != nil {
		w.t.Fatal(err)
	}
	err := w.s.Update(w.t.Context(), func(tx *store.Tx) error {
		for _, u := range []org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "城管局", List: org.Department}} {
			if err := tx.PutUnit(region, u); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func as(r identity.Role, name string, units ...ident.UnitID) identity.Account {
	id := ident.UserID(name)
	return identity.Account{ID: id, Login: name, Grants: []identity.Actor{identity.As(r, id, region, units...)}}
}

func (w *world) listen(who identity.Account, since string) *stream.Listener {
	w.t.Helper()
	place, err := stream.ParsePlace(since)
	if err != nil {
		w.t.Fatal(err)
	}
	l, err := w.hub.Listen(w.t.Context(), who, place)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(l.Close)
	return l
}

// dispatched is a case that a unit has been given.
func (w *world) dispatched(unit ident.UnitID) *casework.Case {
	w.t.Helper()
	w.hand.Advance(time.Millisecond)
	c, err := w.desk.Do(w.t.Context(), identity.As(identity.Operator, "operator", region), "", casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施", Title: "路灯不亮", Content: "路灯不亮。"},
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	c, err = w.desk.Do(w.t.Context(), identity.As(identity.Dispatcher, "dispatcher", region), c.ID, casework.Command{
		Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: unit, Role: casework.Lead}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// hears waits until the listener has been told of so many changes.
func (w *world) hears(l *stream.Listener, n int) (got []stream.Change) {
	w.t.Helper()
	late := time.After(10 * time.Second)
	for len(got) < n {
		select {
		case <-l.Ready():
		case <-late:
			w.t.Fatalf("heard %+v, expected %d changes", got, n)
		}
		moved, lost := l.Take()
		if lost {
			w.t.Fatal("something was left out")
		}
		got = append(got, moved...)
	}
	return got
}

// TestHub: everybody who watches is told at once of what they see, and of
// nothing else; once, and in order.
func TestHub(t *testing.T) {
	t.Parallel()
	eachWorld(t, stream.Options{Poll: time.Minute}, func(w *world) {
		w.dispatched("u1") // before anybody watches
		all, one := w.listen(as(identity.Supervisor, "s"), ""), w.listen(as(identity.UnitLeader, "l1", "u1"), "")
		other, nobody := w.listen(as(identity.UnitLeader, "l2", "u2"), ""), w.listen(identity.Account{ID: "a"}, "")
		w.hand.Advance(time.Second)
		first := w.dispatched("u1")
		second := w.dispatched("u2")
		told := w.hears(all, 4)
		want := []string{"1 receive", "2 dispatch", "1 receive", "2 dispatch"}
		for i, c := range told {
			if got := fmt.Sprint(c.Version, " ", c.Action); got != want[i%2] {
				t.Errorf("change %d is %s, expected %s", i, got, want[i])
			}
		}
		for l, id := range map[*stream.Listener]ident.CaseID{one: first.ID, other: second.ID} {
			for _, c := range w.hears(l, 1) {
				if c.Case != id {
					t.Errorf("a unit is told of %s, which is not its own", c.Case)
				}
			}
		}
		if moved, lost := nobody.Take(); len(moved) > 0 || lost {
			t.Errorf("who sees no case is told %+v, %t", moved, lost)
		}
		one.Hold(as(identity.UnitLeader, "l1", "u2")) // moved to another unit
		third := w.dispatched("u2")
		if c := w.hears(one, 1)[0]; c.Case != third.ID {
			t.Errorf("after the move: %+v", c)
		}
	})
}

// TestOtherNode: what this process has not written is told by the poll, though
// it was entered before what has been told already.
func TestOtherNode(t *testing.T) {
	t.Parallel()
	eachWorld(t, stream.Options{Poll: 5 * time.Millisecond}, func(w *world) {
		all := w.listen(as(identity.Supervisor, "s"), "")
		w.hand.Advance(time.Minute)
		w.dispatched("u1")
		w.hears(all, 2)
		w.hand.Advance(-time.Second) // another node's clock
		other := desk.New(desk.Options{Store: w.s, Region: region, IDs: ids, Key: []byte("key of the test")})
		here := w.desk
		w.desk = other
		c := w.dispatched("u2")
		w.desk = here
		for _, m := range w.hears(all, 2) {
			if m.Case != c.ID {
				t.Errorf("told of %+v", m)
			}
		}
	})
}

// TestResume: with the last that it heard of somebody is told what came since;
// after too long, or of too much, that something was left out.
func TestResume(t *testing.T) {
	t.Parallel()
	eachWorld(t, stream.Options{}, func(w *world) {
		all := w.listen(as(identity.Supervisor, "s"), "")
		w.dispatched("u1")
		told := w.hears(all, 2)
		all.Close()
		w.hand.Advance(time.Minute)
		missed := w.dispatched("u2")
		again := w.listen(as(identity.Supervisor, "s"), stream.PlaceOf(told[1]))
		heard := map[string]bool{}
		for _, c := range w.hears(again, 2) {
			heard[fmt.Sprint(c.Case, c.Version)] = true
		}
		if !heard[fmt.Sprint(missed.ID, 1)] || !heard[fmt.Sprint(missed.ID, 2)] {
			t.Errorf("told %v, not of what was missed", heard)
		}
		blind := w.listen(as(identity.UnitLeader, "l1", "u1"), stream.PlaceOf(told[1]))
		moved, _ := blind.Take()
		for _, c := range moved {
			if c.Case == missed.ID {
				t.Error("a unit is told of another's case when it resumes")
			}
		}
		w.hand.Advance(2 * time.Hour)
		if _, lost := w.listen(as(identity.Supervisor, "s"), stream.PlaceOf(told[0])).Take(); !lost {
			t.Error("after two hours nothing is said of what was left out")
		}
	})
}

// TestBounds: an account has so many streams, and none after the hub is closed;
// those who leave make room.
func TestBounds(t *testing.T) {
	t.Parallel()
	eachWorld(t, stream.Options{PerAccount: 2, Most: 3}, func(w *world) {
		denied := func(name, want string) {
			t.Helper()
			if _, err := w.hub.Listen(t.Context(), as(identity.Supervisor, name), stream.Place{}); errs.CodeOf(err) != want {
				t.Errorf("%v, expected %s", err, want)
			}
		}
		one := w.listen(as(identity.Supervisor, "s"), "")
		w.listen(as(identity.Supervisor, "s"), "")
		denied("s", "events.many")
		w.listen(as(identity.Supervisor, "t"), "")
		denied("u", "events.full")
		one.Close()
		one.Close()
		w.listen(as(identity.Supervisor, "s"), "")
		w.hub.Close()
		denied("v", "events.closing")
	})
}

// TestManyListeners: streams that come and go while cases move end without
// anything left behind, which TestMain looks for.
func TestManyListeners(t *testing.T) {
	t.Parallel()
	eachWorld(t, stream.Options{Poll: time.Millisecond}, func(w *world) {
		var busy sync.WaitGroup
		for i := range 20 {
			busy.Go(func() {
				for range 5 {
					l, err := w.hub.Listen(w.t.Context(), as(identity.Supervisor, fmt.Sprint("s", i)), stream.Place{})
					if err != nil {
						w.t.Error(err)
						return
					}
					select {
					case <-l.Ready():
						l.Take()
					case <-time.After(2 * time.Millisecond):
					}
					if q, err := w.hub.Counts(w.t.Context(), identity.Everything()); err != nil || q.Cases == nil {
						w.t.Errorf("counted %+v, %v", q, err)
					}
					l.Close()
				}
			})
		}
		for range 5 {
			w.dispatched("u1")
		}
		busy.Wait()
	})
}

// FuzzParsePlace: what a client sends as its place is a place or refused.
func FuzzParsePlace(f *testing.F) {
	for _, text := range []string{"", "1571014800000000-01J-2", "-", "-1-a-1", "9223372036854775807-a-1", "x-y", "1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := stream.ParsePlace(text)
		if (text == "") != (err == nil && p.IsZero()) {
			t.Errorf("%q: %+v, %v", text, p, err)
		}
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
