package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestClockWorkByIndex: what is asked every few seconds or minutes is found by
// an index of its own, so that it costs what is due and not what is on record.
func TestClockWorkByIndex(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		foundHere(t, s)
		for i := range 40 {
			y := received(here, i, oct1).dispatched(oct1, "u1")
			if i%2 == 0 {
				y.closed(oct1.Add(time.Hour))
			}
			save(t, s, y)
			enqueue(t, s, job(i, ""))
			var told []store.Notice
			for u := range 50 {
				told = append(told, notice(50*i+u, y, identity.UnitLeader, ident.UnitID(fmt.Sprintf("u%d", u))))
			}
			write(t, s, func(tx *store.Tx) error { return tx.PutNotices(told) })
		}
		if err := s.Analyze(t.Context()); err != nil {
			t.Fatal(err)
		}
		kinds := []string{"deliver", "scan"}
		for _, c := range []struct {
			index string
			ask   func(tx *store.Tx) error
		}{
			{"clock_look", func(tx *store.Tx) error { _, err := tx.DueWatches(here, 100); return err }},
			{"clock_track", func(tx *store.Tx) error { _, err := tx.PromisesDue(here, 100); return err }},
			{"work_case_settled", func(tx *store.Tx) error {
				_, err := tx.SettledCases(here, tx.Now(), store.Settled{ID: "x", LastAt: oct1}, 100)
				return err
			}},
			{"work_case_archived", func(tx *store.Tx) error { _, err := tx.ArchivedWithPerson(here, oct1, store.Settled{}, 9); return err }},
			{"work_case_archived", func(tx *store.Tx) error { _, err := tx.ArchivedWithTexts(here, oct1, store.Settled{}, 9); return err }},
			{"job_due", func(tx *store.Tx) error { _, err := tx.NextJob(here, kinds); return err }},
			{"job_due", func(tx *store.Tx) error {
				_, err := tx.ClaimJobs(store.Claim{Region: here, Kinds: kinds, Most: 4, Lease: lease})
				return err
			}},
			{"notice_to", func(tx *store.Tx) error {
				leader := identity.As(identity.UnitLeader, "a", here, "u1", "u2")
				_, err := tx.Notices(store.NoticeFilter{Region: here, For: []identity.Actor{leader}, Scope: identity.Everything(), Limit: 9})
				return err
			}},
			{"notice_at", func(tx *store.Tx) error { _, err := tx.ForgetNotices(here, oct1); return err }},
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
				plan, err := store.Plan(tx, func() error { return c.ask(tx) })
				if !strings.Contains(strings.Join(plan, "\n"), c.index) {
					t.Errorf("not by %s:\n%s", c.index, strings.Join(plan, "\n"))
				}
				return err
			})
		}
	})
}
