package desk_test

import (
	"crypto/rand"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestAmendedCalendar: two days off that a notice brings in afterwards move
// the open limit of a case to that of one that begins under the notice, and
// leave a closed case as it was.
func TestAmendedCalendar(t *testing.T) {
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		begin := func(steps int) (ident.CaseID, time.Time) {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			for _, st := range course()[:steps] {
				if err != nil {
					t.Fatal(err)
				}
				c, err = d.Do(t.Context(), st.by, c.ID, st.cmd)
			}
			if err != nil {
				t.Fatal(err)
			}
			k, _ := c.Clock(deadline.Close, 1)
			return c.ID, k.Due
		}
		due := func(id ident.CaseID) time.Time {
			c, err := d.See(t.Context(), account(as(identity.Operator)), id)
			if err != nil {
				t.Fatal(err)
			}
			k, _ := c.Clock(deadline.Close, 1)
			return k.Due
		}
		open, before := begin(2)
		closed, ended := begin(len(course()))
		if n, err := d.Recompute(t.Context()); n != 0 || err != nil {
			t.Errorf("without an amendment %d cases moved, %v", n, err)
		}
		amend(t, s, calendar.DateFrom(2019, 10, 16), calendar.DateFrom(2019, 10, 17))
		if n, err := d.Recompute(t.Context()); n != 1 || err != nil {
			t.Errorf("%d cases moved, %v; expected 1", n, err)
		}
		_, fresh := begin(2)
		if got := due(open); !got.Equal(fresh) || !got.After(before) {
			t.Errorf("the open limit was %s, is %s; a new case's is %s", before, got, fresh)
		}
		if got := due(closed); !got.Equal(ended) {
			t.Errorf("the closed case's limit moved from %s to %s", ended, got)
		}
		if n, err := d.Recompute(t.Context()); n != 0 || err != nil {
			t.Errorf("again: %d cases moved, %v", n, err)
		}
		sound(t, s)
	})
}

// amend brings days off into the calendar's next version.
func amend(t *testing.T, s *store.Store, off ...calendar.Date) {
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
	a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
	if _, err := a.Apply(t.Context(), region, admin.Config{Rules: []admin.RuleConfig{{Kind: rulebook.Calendar, Key: "china", Text: string(text)}}}); err != nil {
		t.Fatal(err)
	}
}
