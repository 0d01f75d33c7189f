package desk_test

import (
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestForecast: what is foretold of a calendar is what comes about when it is
// put on record, limit by limit, and the pages of it are the whole.
func TestForecast(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		var ids []ident.CaseID
		for range 5 {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			for _, st := range course()[:2] {
				if err != nil {
					t.Fatal(err)
				}
				c, err = d.Do(t.Context(), st.by, c.ID, st.cmd)
			}
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, c.ID)
			hand.Set(hand.Now().Add(time.Minute))
		}
		slices.Sort(ids)
		off := []calendar.Date{calendar.DateFrom(2019, 10, 16), calendar.DateFrom(2019, 10, 17)}
		before := limits(t, d, ids)
		whole, err := d.Forecast(t.Context(), amended(t, s, off...), "", 100)
		if err != nil || whole.Cases != 5 || whole.Limits != len(whole.Moves) || whole.Next != "" {
			t.Fatalf("foretold %+v, %v", whole, err)
		}
		if diff := gocmp.Diff(before, limits(t, d, ids)); diff != "" {
			t.Errorf("looking moved limits: %s", diff)
		}
		var paged []casework.Move
		for after, pages := ident.CaseID(""), 0; pages == 0 || after != ""; pages++ {
			part, err := d.Forecast(t.Context(), amended(t, s, off...), after, 2)
			if err != nil || part.Cases != 5 || pages > 5 {
				t.Fatalf("page %d: %+v, %v", pages, part, err)
			}
			paged, after = append(paged, part.Moves...), part.Next
		}
		if diff := gocmp.Diff(whole.Moves, paged); diff != "" {
			t.Errorf("page by page: %s", diff)
		}
		amend(t, s, off...)
		if n, err := d.Recompute(t.Context()); n != whole.Cases || err != nil {
			t.Errorf("%d cases moved, %v; %d were foretold", n, err, whole.Cases)
		}
		after := limits(t, d, ids)
		for _, m := range whole.Moves {
			at := limit{m.Case, m.Clock, m.Leg}
			if !before[at].Equal(m.Was) || !after[at].Equal(m.Due) || m.Was.Equal(m.Due) || m.Number == "" {
				t.Errorf("%+v was foretold; it was %s and is %s", m, before[at], after[at])
			}
			delete(before, at)
		}
		for at, due := range before {
			if !after[at].Equal(due) {
				t.Errorf("%+v moved from %s to %s untold", at, due, after[at])
			}
		}
	})
}

type limit struct {
	id  ident.CaseID
	of  deadline.Clock
	leg int
}

// limits are the running limits of cases.
func limits(t *testing.T, d *desk.Desk, ids []ident.CaseID) map[limit]time.Time {
	t.Helper()
	all := map[limit]time.Time{}
	for _, id := range ids {
		c, err := d.See(t.Context(), account(as(identity.Operator)), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range c.Clocks {
			if k.Open() && !k.Due.IsZero() {
				all[limit{id, k.Kind, k.Leg}] = k.Due
			}
		}
	}
	return all
}

// amended is the region's book with days off in the calendar's next version,
// which is not on record.
func amended(t *testing.T, s *store.Store, off ...calendar.Date) *rulebook.Book {
	t.Helper()
	spec := calendar.China()
	spec.Version = 2
	for _, on := range off {
		spec.Days = append(spec.Days, calendar.Day{Date: on, Name: "停工", Off: true, Local: true, Paper: "test"})
	}
	text, err := spec.YAML()
	if err != nil {
		t.Fatal(err)
	}
	var book *rulebook.Book
	err = s.View(t.Context(), func(tx *store.Tx) error {
		rules, err := tx.Rules(region)
		if err != nil {
			return err
		}
		units, err := tx.Units(region)
		if err != nil {
			return err
		}
		head, err := tx.Region(region)
		if err != nil {
			return err
		}
		rules = append(rules, rulebook.Rule{Kind: rulebook.Calendar, Key: "china", Version: 2, Text: string(text)})
		book, err = rulebook.New(head, units, rules, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return book
}
