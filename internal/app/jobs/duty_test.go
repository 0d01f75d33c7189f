package jobs_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// told are the notices for everybody since a moment, in order, as "clock level step → role".
func (w *world) told(since time.Time) (lines []string) {
	w.t.Helper()
	var all []identity.Actor
	for role := range identity.Preset() {
		all = append(all, identity.As(role, "a", region), identity.As(role, "a", region, "u1"))
	}
	err := w.s.View(w.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Notices(store.NoticeFilter{Region: region, For: all, Scope: identity.Everything(), Limit: 200})
		for _, n := range list {
			if n.At.Before(since) {
				continue
			}
			where := "centre"
			if n.Unit != "" {
				where = string(n.Unit)
			}
			lines = append(lines, fmt.Sprintf("%s %s %d %s@%s", n.Clock, n.Level, n.Step, n.Role, where))
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

func (w *world) tells(name string, want ...string) {
	w.t.Helper()
	slices.Sort(want)
	if diff := cmp.Diff(want, w.told(w.hand.Now())); diff != "" {
		w.t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// TestClockScan follows one case over the preset's limits: signed by the next
// working day's end, five working days to close.
func TestClockScan(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.dispatched()
		w.step(14, "10:00")
		w.tells("nothing is near")
		w.step(15, "23:59")
		before := len(w.told(monday))
		w.step(16, "00:00") // the day of signing is over
		w.tells("not signed",
			"sign red 0 officer@u1", "sign red 0 supervisor@centre", "sign red 0 unit_clerk@u1", "sign red 0 unit_leader@u1")
		w.step(16, "00:01")
		w.tells("told once")
		if before == 0 {
			t.Error("half the time for signing went by and nobody was told")
		}
		w.step(20, "23:59")
		w.step(21, "00:00") // five working days from Tuesday end with this Monday
		w.tells("a working day before the limit", "close yellow 0 officer@u1", "close yellow 0 unit_clerk@u1", "close yellow 0 unit_leader@u1")
		w.step(22, "00:00")
		w.tells("the limit has passed",
			"close red 0 officer@u1", "close red 0 supervisor@centre", "close red 0 unit_clerk@u1", "close red 0 unit_leader@u1")
		w.step(23, "00:00")
		// Five working days after signing was due, the leaders hear of it.
		w.tells("a day later", "close red 1 supervisor@centre", "close red 1 unit_leader@u1",
			"sign red 2 leader@centre", "sign red 2 unit_leader@u1")
		w.step(29, "00:00")
		w.tells("five days later", "close red 2 leader@centre", "close red 2 unit_leader@u1")
		w.step(31, "00:00")
		w.tells("no more")
	})
}

// TestLadderOfTheRegion: who is told of a passed limit is the region's to say.
func TestLadderOfTheRegion(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.rules(rulebook.Ladder, "rungs: [{after: 3d, centre: [leader]}]\n")
		w.dispatched()
		w.step(16, "00:00") // the limit for signing has passed
		w.step(17, "00:00")
		w.tells("a day later nobody climbs")
		w.step(18, "23:59") // half of the limit for closing has passed
		w.step(19, "00:00")
		w.tells("three days later", "sign red 1 leader@centre")
	})
}

// TestExtendedLimitWarnsAnew: a limit that is moved has its own points.
func TestExtendedLimitWarnsAnew(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		id := w.dispatched()
		w.do(identity.UnitLeader, id, casework.Command{Do: casework.DoSign, Leg: 1})
		w.step(20, "23:59")
		w.step(21, "00:00")
		yellow := []string{"close yellow 0 officer@u1", "close yellow 0 unit_clerk@u1", "close yellow 0 unit_leader@u1"}
		w.tells("before the limit", yellow...)
		until := time.Date(2019, 10, 26, 0, 0, 0, 0, shanghai)
		w.do(identity.UnitLeader, id, casework.Command{Do: casework.DoExtend, Leg: 1, Reason: "works", Until: until})
		w.do(identity.Dispatcher, id, casework.Command{Do: casework.DoGrantExtension, Leg: 1})
		w.step(22, "00:00")
		w.tells("the old limit has passed, and half of the new one", "close notice 0 officer@u1", "close notice 0 unit_clerk@u1")
		w.step(25, "00:00")
		w.tells("before the new limit", yellow...)
		w.do(identity.UnitLeader, id, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已修复。", Result: casework.ResultSolved})
		w.step(26, "00:00")
		for _, line := range w.told(w.hand.Now()) {
			if line[:5] == "close" {
				t.Errorf("the limit was met and %q was told", line)
			}
		}
	})
}

// TestArchive: a settled case is sealed after the days of the house rules, by the
// system, once; one that is at work is not.
func TestArchive(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.hand.Set(monday)
		id, atWork := w.closed(), w.dispatched()
		w.at(time.Date(2019, 11, 13, 23, 59, 0, 0, shanghai)) // the 30th day is not over
		if c := w.load(id); c.State != casework.Closed {
			t.Errorf("%s before its time", c.State)
		}
		for range 2 {
			w.at(w.hand.Now().Add(2 * time.Hour))
		}
		c := w.load(id)
		if c.State != casework.Archived || c.Version != 7 {
			t.Errorf("%s at version %d, want archived by the seventh event", c.State, c.Version)
		}
		if c := w.load(atWork); c.State != casework.Dispatched {
			t.Errorf("the other is %s", c.State)
		}
		w.sound()
	})
}

// TestTrack: what was promised for a day comes back to the unit on that day.
func TestTrack(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		id, other := w.closed(), w.closed()
		promised := time.Date(2019, 10, 24, 0, 0, 0, 0, shanghai)
		w.do(identity.Supervisor, id, casework.Command{Do: casework.DoTrack, Reason: "funds", Until: promised})
		w.do(identity.Supervisor, other, casework.Command{Do: casework.DoTrack, Reason: "funds", Until: promised.Add(24 * time.Hour)})
		w.step(23, "23:59")
		if c := w.load(id); c.State != casework.Tracked {
			t.Errorf("%s before the promised day", c.State)
		}
		w.step(24, "00:00")
		for range 2 {
			w.at(w.hand.Now().Add(time.Minute))
		}
		c := w.load(id)
		if c.State != casework.Handling || c.Legs[0].State != casework.AtWork || c.Legs[0].Cycle != 1 {
			t.Errorf("%s, its leg %s in cycle %d", c.State, c.Legs[0].State, c.Legs[0].Cycle)
		}
		if k, ok := c.Clock(deadline.Track, 0); !ok || k.Open() {
			t.Error("the promise still runs")
		}
		if c := w.load(other); c.State != casework.Tracked {
			t.Errorf("promised for the next day: %s", c.State)
		}
		w.sound()
	})
}

// TestTidy: what serves for a day is dropped after it, and not before.
func TestTidy(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		once := store.Once{Account: "a", Key: "k", Digest: "d"}
		w.update(func(tx *store.Tx) error { return tx.PutOutcome(once, "case", 1) })
		there := func() (ok bool) {
			w.update(func(tx *store.Tx) (err error) {
				_, ok, err = tx.Outcome(once)
				return err
			})
			return ok
		}
		w.at(monday.Add(24 * time.Hour))
		if !there() {
			t.Error("dropped after a day to the microsecond")
		}
		w.at(monday.Add(26 * time.Hour))
		if there() {
			t.Error("kept for more than a day")
		}
	})
}

// TestAnchor: the days that are over are anchored.
func TestAnchor(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.dispatched()
		for range 3 {
			w.at(w.hand.Now().Add(24 * time.Hour))
		}
		w.update(func(tx *store.Tx) error {
			anchors, err := tx.Anchors(region)
			if len(anchors) != 1 {
				t.Errorf("%d anchors, want one for the day that has events", len(anchors))
			}
			return err
		})
		w.sound()
	})
}

// sound fails the test when the records do not prove themselves.
func (w *world) sound() {
	w.t.Helper()
	in := insight.New(insight.Options{Store: w.s, Region: region})
	for _, check := range []func() ([]insight.Finding, error){
		func() ([]insight.Finding, error) { return in.Doctor(w.t.Context()) },
		func() ([]insight.Finding, error) { return in.Verify(w.t.Context()) },
	} {
		findings, err := check()
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range findings {
			w.t.Error(f)
		}
	}
}

// stuckDesk cannot deal with one case.
type stuckDesk struct {
	jobs.Desk
	on ident.CaseID
}

var errStuck = errs.New(errs.Internal, "stuck", "stuck", "卡住")

func (d stuckDesk) Do(ctx context.Context, by identity.Actor, id ident.CaseID, cmd casework.Command) (*casework.Case, error) {
	if id == d.on {
		return nil, errStuck
	}
	return d.Desk.Do(ctx, by, id, cmd)
}

// TestOneCaseKeepsNoOther: what cannot be done for one case is told, and done
// for the others.
func TestOneCaseKeepsNoOther(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		stuck, settled, tracked := w.closed(), w.closed(), w.closed()
		promised := time.Date(2019, 10, 24, 0, 0, 0, 0, shanghai)
		w.do(identity.Supervisor, tracked, casework.Command{Do: casework.DoTrack, Reason: "funds", Until: promised})
		w.run = w.runner(jobs.Standard(needs(w.s, stuckDesk{w.desk, stuck}))...)
		w.hand.Set(time.Date(2019, 12, 1, 0, 0, 0, 0, shanghai))
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if c := w.load(settled); c.State != casework.Archived {
			t.Errorf("the other is %s", c.State)
		}
		if c := w.load(tracked); c.State != casework.Handling {
			t.Errorf("the tracked one is %s", c.State)
		}
		if waiting := w.list(store.JobWaiting, jobs.CaseArchive); len(waiting) != 1 || waiting[0].Error == "" || !waiting[0].Due.After(w.hand.Now()) {
			t.Errorf("nobody learns of it: %+v", waiting)
		}
	})
}

// TestOneCaseHidesNoOther: a case that cannot be read keeps no other from being
// warned of, and is told of, scan after scan.
func TestOneCaseHidesNoOther(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			url, hand := testdb.URL(t, kind), clock.NewHand(monday)
			w := reopened(t, url, hand)
			found(t, w.s)
			broken := w.dispatched()
			w.hand.Advance(time.Minute)
			w.dispatched()
			if err := w.s.Close(); err != nil {
				t.Fatal(err)
			}
			spoil(t, kind, url, broken)
			w = reopened(t, url, hand)
			defer w.s.Close()
			for _, day := range []int{15, 16} {
				w.hand.Set(time.Date(2019, 10, day, 0, 0, 0, 0, shanghai))
				if _, err := w.run.Step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if told := w.told(w.hand.Now()); !slices.Contains(told, "sign red 0 supervisor@centre") {
				t.Errorf("the other's limit for signing has passed: %v", told)
			}
			scan := w.list(store.JobWaiting, jobs.ClockScan)
			if len(scan) != 1 || !strings.Contains(scan[0].Error, string(broken)) || scan[0].Due.After(w.hand.Now().Add(time.Minute)) {
				t.Errorf("the scan: %+v", scan)
			}
		})
	}
}

func reopened(t *testing.T, url string, hand *clock.Hand) *world {
	t.Helper()
	var s *store.Store
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		var err error
		s, err = store.Open(t.Context(), store.Options{URL: url, Migrate: true, Clock: hand})
		if err == nil {
			break
		}
		// A process that another test is just starting shares our files until it
		// has become a program of its own.
		if errs.CodeOf(err) != "store.locked" || time.Now().After(end) {
			t.Fatal(err)
		}
	}
	w := &world{t: t, s: s, hand: hand, desk: deskOn(s)}
	w.run = w.runner(jobs.Standard(needs(s, w.desk))...)
	return w
}

// spoil makes a case unreadable, behind the program's back.
func spoil(t *testing.T, kind store.Kind, url string, id ident.CaseID) {
	t.Helper()
	driver := "sqlite"
	if kind == store.Postgres {
		driver = "pgx"
	}
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "UPDATE work_case SET body = '{' WHERE id = $1", string(id)); err != nil {
		t.Fatal(err)
	}
}
