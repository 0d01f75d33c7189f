package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestBriefByIndex: what a wall board asks every minute costs what came in on
// its days and what presses now, not what is on record.
func TestBriefByIndex(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		closedCases(t, s, 300)
		var more []*story
		for i := range 150 {
			at := oct1.Add(time.Duration(i) * 24 * time.Hour)
			more = append(more, received(here, 900+i, at).dispatched(at, ident.UnitID(fmt.Sprintf("u%d", i%30))))
			for j := range 3 {
				more = append(more, received(there, 900+3*i+j, at).dispatched(at, "u99"))
			}
		}
		save(t, s, more...)
		if err := s.Analyze(t.Context()); err != nil {
			t.Fatal(err)
		}
		all := identity.Everything()
		days := []calendar.Date{october.From, october.From + 7}
		for name, c := range map[string]struct {
			index string
			ask   func(*store.Tx) error
		}{
			"intake": {"work_case_received", func(tx *store.Tx) error { _, err := tx.Intake(here, all, days); return err }},
			"by day": {"work_case_received", func(tx *store.Tx) error {
				_, err := tx.IntakeByDay(here, all, calendar.Period{From: october.From, To: october.From + 6})
				return err
			}},
			"open": {"work_case_open", func(tx *store.Tx) error { _, err := tx.CountOpen(here, all); return err }},
			"pressed": {"clock_due", func(tx *store.Tx) error {
				_, _, err := tx.Pressed(here, all, oct1.Add(time.Hour))
				return err
			}},
			"a unit's": {"clock_unit", func(tx *store.Tx) error {
				_, _, err := tx.Pressed(here, identity.Scope{Units: []ident.UnitID{"u1"}}, oct1.Add(time.Hour))
				return err
			}},
			"longest": {"clock_due", func(tx *store.Tx) error { _, err := tx.LongestPassed(here, all, 10); return err }},
			"verdicts": {"leg_called", func(tx *store.Tx) error {
				_, err := tx.Verdicts(here, all, oct1, oct1.Add(time.Hour))
				return err
			}},
		} {
			write(t, s, func(tx *store.Tx) error {
				if s.Kind() == store.Postgres { // which reads small tables whole
					for _, way := range []string{"seqscan", "bitmapscan"} {
						if _, err := store.Exec(tx, "SET LOCAL enable_"+way+" = off"); err != nil {
							return err
						}
					}
				}
				lines, err := store.Plan(tx, func() error { return c.ask(tx) })
				if plan := strings.Join(lines, "\n"); !strings.Contains(plan, c.index) {
					t.Errorf("%s: not by %s:\n%s", name, c.index, plan)
				}
				return err
			})
		}
	})
}
