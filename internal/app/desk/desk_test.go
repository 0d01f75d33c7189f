package desk_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

var satisfied = survey.Answer{Outcome: survey.Satisfied, Attitude: survey.Satisfied, Solved: survey.SolvedYes}

// sound fails the test when the records do not prove themselves.
func sound(t *testing.T, s *store.Store) {
	t.Helper()
	in := insight.New(insight.Options{Store: s, Region: region})
	for name, check := range map[string]func() ([]insight.Finding, error){
		"doctor": func() ([]insight.Finding, error) { return in.Doctor(t.Context()) },
		"verify": func() ([]insight.Finding, error) { return in.Verify(t.Context()) },
	} {
		findings, err := check()
		if err != nil {
			t.Fatal(name, err)
		}
		for _, f := range findings {
			t.Errorf("%s: %s", name, f)
		}
	}
}

func TestCourseOfACase(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		if !c.Number.Check() {
			t.Errorf("the number %s does not check", c.Number)
		}
		for _, st := range course() {
			if c, err = d.Do(t.Context(), st.by, c.ID, st.cmd); err != nil {
				t.Fatalf("%s: %v", st.cmd.Do, err)
			}
		}
		if c.State != casework.Closed || c.Version != 6 {
			t.Errorf("state %s at version %d, want closed at 6", c.State, c.Version)
		}
		sound(t, s)
	})
}

// TestOnlyOneWins gives the same command from many sides at once: one is
// done, every other is refused with a conflict and leaves no trace.
func TestOnlyOneWins(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		for i, st := range course() {
			var won atomic.Int32
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					_, err := d.Do(t.Context(), st.by, c.ID, st.cmd)
					switch {
					case err == nil:
						won.Add(1)
					case !errs.Is(err, errs.Conflict):
						t.Errorf("%s: %v", st.cmd.Do, err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 {
				t.Errorf("%s (step %d) was done %d times", st.cmd.Do, i, won.Load())
			}
		}
		sound(t, s)
	})
}

func TestBulkIsAllOrNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		entries := func(bad bool) ([]desk.Entry, *desk.Handle) {
			h := &desk.Handle{}
			all := []desk.Entry{{Case: h, At: monday, By: as(identity.Operator), Cmd: intake()}}
			for i, st := range course() {
				all = append(all, desk.Entry{Case: h, At: monday.Add(time.Duration(i+1) * time.Hour), By: st.by, Cmd: st.cmd})
			}
			if bad {
				all = append(all, desk.Entry{Case: h, At: monday.Add(9 * time.Hour), By: as(identity.Dispatcher), Cmd: casework.Command{Do: casework.DoQueue}})
			}
			return all, h
		}
		list, h := entries(true)
		err := d.Bulk(t.Context(), list)
		var at *desk.EntryError
		if !errors.As(err, &at) || at.Index != len(list)-1 || !errs.Is(err, errs.Conflict) {
			t.Fatalf("a bad entry gave %v", err)
		}
		if h.ID != "" {
			t.Error("a handle was filled though nothing was kept")
		}
		list, h = entries(false)
		if err := d.Bulk(t.Context(), list); err != nil {
			t.Fatal(err)
		}
		if h.Number[len(h.Number)-2] != '1' {
			t.Errorf("the number %s skips one: the failed run kept its sequence", h.Number)
		}
		sound(t, s)
	})
}

func TestMergeAndUnmerge(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		var ids [2]ident.CaseID
		for i := range ids {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			if err != nil {
				t.Fatal(err)
			}
			ids[i] = c.ID
		}
		dispatcher := as(identity.Dispatcher)
		if _, err := d.Do(t.Context(), dispatcher, ids[0], casework.Command{Do: casework.DoMerge, Target: ids[1], Reason: "same-matter"}); err != nil {
			t.Fatal(err)
		}
		survivor := load(t, s, ids[1])
		if len(survivor.Absorbed) != 1 || survivor.Absorbed[0] != ids[0] {
			t.Errorf("the survivor absorbed %v", survivor.Absorbed)
		}
		if _, err := d.Do(t.Context(), dispatcher, ids[0], casework.Command{Do: casework.DoUnmerge, Reason: "by-mistake"}); err != nil {
			t.Fatal(err)
		}
		if c := load(t, s, ids[1]); len(c.Absorbed) != 0 {
			t.Errorf("the survivor still holds %v", c.Absorbed)
		}
		if c := load(t, s, ids[0]); c.State != casework.ToDispatch || c.MergedInto != "" {
			t.Errorf("unmerged to %s, merged into %q", c.State, c.MergedInto)
		}
		sound(t, s)
	})
}

func load(t *testing.T, s *store.Store, id ident.CaseID) *casework.Case {
	t.Helper()
	var c *casework.Case
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		c, err = tx.Case(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestMomentsOfAnyKind: an entry's moment may come with a zone and finer than
// a microsecond; what goes on record is what the columns can keep.
func TestMomentsOfAnyKind(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		h := &desk.Handle{}
		at := monday.In(time.FixedZone("Asia/Shanghai", 8*3600)).Add(1234 * time.Nanosecond)
		entries := []desk.Entry{{Case: h, At: at, By: as(identity.Operator), Cmd: intake()}, {Case: h, At: at, By: course()[0].by, Cmd: course()[0].cmd}}
		if err := d.Bulk(t.Context(), entries); err != nil {
			t.Fatal(err)
		}
		if c := load(t, s, h.ID); c.ReceivedAt != monday.Add(time.Microsecond) {
			t.Errorf("received at %s, want %s", c.ReceivedAt, monday.Add(time.Microsecond))
		}
		sound(t, s)
	})
}
