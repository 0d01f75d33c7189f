package store_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// shared gives a case a second leg, of another unit or of the same one.
func (s *story) shared(at time.Time, unit ident.UnitID) *story {
	return s.then(casework.DoDispatch, 0, at, casework.Data{
		CaseTo: casework.Dispatched,
		Spawn:  []casework.Spawned{{Seq: 2, Unit: unit, Role: casework.Assist}},
		Clocks: []casework.ClockStep{{Op: casework.ClockStart, Kind: deadline.Return, Leg: 2, Due: at.Add(time.Hour)}},
	})
}

// TestUnitLists holds lists and counts by units, legs and lateness to a count
// by hand over cases with none, one and two legs, in two regions.
func TestUnitLists(t *testing.T) {
	t.Parallel()
	now := oct1.Add(74 * time.Hour)
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		all := ofManyUnits()
		save(t, s, all...)
		taken := map[int]bool{}
		rapid.Check(t, func(rt *rapid.T) {
			f := store.CaseFilter{Region: here, Scope: anyScope(rt)}
			f.Unit = rapid.SampledFrom([]ident.UnitID{"", "u1", "u2", "u3"}).Draw(rt, "unit")
			f.LegIn = rapid.SampledFrom([]casework.LegState{"", casework.ToSign, casework.LegClosed, casework.Suspended}).Draw(rt, "leg state")
			f.State = rapid.SampledFrom([]casework.CaseState{"", "", casework.Dispatched, casework.Closed}).Draw(rt, "state")
			f.Late = rapid.Bool().Draw(rt, "late")
			f.Channel = rapid.SampledFrom([]casework.Channel{"", "", casework.Phone, casework.Letter}).Draw(rt, "channel")
			f.Subject = rapid.SampledFrom([]string{"", "", "城乡建设", "城乡建设/道路"}).Draw(rt, "subject")
			f.Period = rapid.SampledFrom([]*calendar.Period{nil, nil, {From: dayOf(oct1), To: dayOf(oct1)}, {From: dayOf(oct1) + 1, To: dayOf(oct1) + 2}}).Draw(rt, "period")
			f.DueBy = rapid.SampledFrom([]time.Time{{}, {}, now.Add(24 * time.Hour), now.Add(200 * time.Hour)}).Draw(rt, "due by")
			most := rapid.IntRange(1, 40).Draw(rt, "most")
			want := takenByHand(all, f, now)
			got := pages(t, s, f)
			if !slices.Equal(want, got) {
				rt.Errorf("%+v lists %v, want %v", f, got, want)
			}
			look(t, s, func(tx *store.Tx) error {
				n, err := tx.CaseCount(f, most)
				if n != min(len(want), most) {
					rt.Errorf("%+v counts %d as far as %d, want %d", f, n, most, len(want))
				}
				return err
			})
			taken[len(want)] = true
		})
		if len(taken) < 6 {
			t.Errorf("the filters take too much alike: %v", taken)
		}
	}, testdb.Clock(clock.NewHand(now)))
}

func ofManyUnits() (all []*story) {
	given := []ident.UnitID{"u1", "u2", "u3"}
	for i := range 36 {
		region := here
		if i%9 == 8 {
			region = there
		}
		intake := casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: []string{"城乡建设", "城乡建设/道路", "城乡"}[i%3]}
		if i%5 == 2 {
			intake.Channel = casework.Letter
		}
		y := receivedAs(region, i, oct1.Add(time.Duration(i%5)*7*time.Hour), intake)
		if i%4 != 3 {
			y.dispatched(oct1.Add(time.Duration(i%6)*time.Hour), given[i%3])
		}
		switch {
		case i%4 == 1:
			y.shared(oct1.Add(6*time.Hour), given[i/2%3])
		case i%4 == 2 && i%8 == 2:
			y.closed(oct1.Add(8 * time.Hour))
		}
		all = append(all, y)
	}
	return all
}

func anyScope(rt *rapid.T) identity.Scope {
	return rapid.SampledFrom([]identity.Scope{
		{}, identity.Everything(), {Receiver: "user-1"}, {Receiver: "user-2", Units: []ident.UnitID{"u1"}},
		{Units: []ident.UnitID{"u1"}}, {Units: []ident.UnitID{"u2", "u3"}}, {Units: []ident.UnitID{"u1", "u2", "u9"}},
	}).Draw(rt, "scope")
}

// takenByHand are the cases that a filter takes, in the order of the list.
func takenByHand(all []*story, f store.CaseFilter, now time.Time) (list []string) {
	var taken []*casework.Case
	asked := func(u ident.UnitID) bool {
		if f.Unit != "" {
			return u == f.Unit
		}
		return f.Scope.All || len(f.Scope.Units) == 0 || slices.Contains(f.Scope.Units, u)
	}
	for _, y := range all {
		c := y.change.Case
		legs := c.Legs
		sees := f.Scope.All || f.Scope.Receiver != "" && c.ReceivedBy == f.Scope.Receiver
		unit, legIn, late, soon := f.Unit == "", f.LegIn == "", !f.Late, f.DueBy.IsZero()
		for _, l := range legs {
			sees = sees || slices.Contains(f.Scope.Units, l.Unit)
			unit = unit || l.Unit == f.Unit
			legIn = legIn || l.State == f.LegIn && asked(l.Unit)
		}
		for _, k := range c.Clocks {
			leg, _ := c.Leg(k.Leg)
			runs := k.Kind != deadline.Return && k.Open() && !k.Paused() && asked(leg.Unit)
			late = late || runs && k.Due.Before(now)
			soon = soon || runs && !k.Due.Before(now) && k.Due.Before(f.DueBy)
		}
		if c.Region == f.Region && sees && unit && legIn && late && soon && fits(c, f) {
			taken = append(taken, c)
		}
	}
	slices.SortFunc(taken, func(a, b *casework.Case) int {
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(b.ID, a.ID))
	})
	for _, c := range taken {
		list = append(list, string(c.ID))
	}
	return list
}

// fits tells whether the case itself is what a filter asks for.
func fits(c *casework.Case, f store.CaseFilter) bool {
	day := dayOf(c.ReceivedAt)
	return (f.State == "" || c.State == f.State) && (f.Channel == "" || c.Channel == f.Channel) &&
		(f.Subject == "" || c.Subject == f.Subject || strings.HasPrefix(c.Subject, f.Subject+"/")) &&
		(f.Period == nil || f.Period.From <= day && day <= f.Period.To)
}

// dayOf is the local day of a moment.
func dayOf(t time.Time) calendar.Date { return calendar.DateOf(t, shanghai) }

// TestUnitListsByIndex: the cases of units are counted from an index that
// holds all that is asked, and what is open or late is found first and not
// sought along the list.
func TestUnitListsByIndex(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		closedCases(t, s, 300)
		save(t, s, received(here, 900, oct1).dispatched(oct1, "u1"))
		if err := s.Analyze(t.Context()); err != nil {
			t.Fatal(err)
		}
		leader := identity.Scope{Units: []ident.UnitID{"u2", "u3"}}
		byID, ofUnit := "sqlite_autoindex_work_case_1", "COVERING INDEX leg_list (unit=?"
		ofLegs := "leg_list (unit=?"
		if s.Kind() == store.Postgres {
			ofLegs = "(unit = "
			byID, ofUnit = "work_case_pkey", "(unit = " // of so few rows, by whichever index of units
		}
		list := func(f store.CaseFilter) func(*store.Tx) error {
			return func(tx *store.Tx) error { _, err := tx.CaseList(f); return err }
		}
		for name, c := range map[string]struct {
			index string
			ask   func(*store.Tx) error
		}{
			"count of units": {ofUnit, func(tx *store.Tx) error {
				_, err := tx.CaseCount(store.CaseFilter{Region: here, Scope: leader}, 100)
				return err
			}},
			"count of one unit": {ofUnit, func(tx *store.Tx) error {
				_, err := tx.CaseCount(store.CaseFilter{Region: here, Scope: identity.Everything(), Unit: "u2"}, 100)
				return err
			}},
			"list of units":   {ofUnit, list(store.CaseFilter{Region: here, Scope: leader, Limit: 20})},
			"next of a unit":  {ofUnit, list(store.CaseFilter{Region: here, Scope: identity.Everything(), Unit: "u2", Limit: 20, After: &store.CaseKey{ReceivedAt: oct1, ID: "x"}})},
			"closed of units": {ofLegs, list(store.CaseFilter{Region: here, Scope: leader, State: casework.Closed, Limit: 20})},
			"soon due":        {byID, list(store.CaseFilter{Region: here, Scope: leader, DueBy: oct1.Add(99 * time.Hour), Limit: 20})},
			"to sign, of all": {byID, list(store.CaseFilter{Region: here, Scope: identity.Everything(), LegIn: casework.ToSign, Limit: 20})},
			"to sign":         {byID, list(store.CaseFilter{Region: here, Scope: leader, LegIn: casework.ToSign, Limit: 20})},
			"late":            {byID, list(store.CaseFilter{Region: here, Scope: leader, Late: true, Limit: 20})},
			"received days": {"work_case_received", func(tx *store.Tx) error {
				_, _, err := tx.ReceivedDays(here)
				return err
			}},
		} {
			write(t, s, func(tx *store.Tx) error {
				if s.Kind() == store.Postgres { // which reads small tables whole
					if _, err := store.Exec(tx, "SET LOCAL enable_seqscan = off"); err != nil {
						return err
					}
					if _, err := store.Exec(tx, "SET LOCAL enable_bitmapscan = off"); err != nil {
						return err
					}
				}
				lines, err := store.Plan(tx, func() error { return c.ask(tx) })
				if plan := strings.Join(lines, "\n"); !strings.Contains(plan, c.index) || strings.Contains(plan, "work_case_list") {
					t.Errorf("%s: not by %s:\n%s", name, c.index, plan)
				}
				return err
			})
		}
	})
}
