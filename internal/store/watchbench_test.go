package store_test

import (
	"testing"
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// BenchmarkDueWatches asks what there is to tell while 1,000,000 limits run, of
// which some have come.
func BenchmarkDueWatches(b *testing.B) {
	testdb.EachB(b, func(b *testing.B, s *store.Store) {
		foundHere(b, s)
		y := received(here, 1, oct1).dispatched(oct1, "u1")
		run := func(fn func(tx *store.Tx) error) {
			b.Helper()
			if err := s.Update(b.Context(), fn); err != nil {
				b.Fatal(err)
			}
		}
		const limits, come = 1_000_000, 100
		later := time.Now().Add(time.Hour)
		run(func(tx *store.Tx) error { return tx.SaveCases(time.UTC, []store.Change{y.change}) })
		run(func(tx *store.Tx) error {
			_, err := store.Exec(tx, `
WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < CAST($1 AS BIGINT))
INSERT INTO clock (case_id, kind, leg, region, unit, due_at, paused, look_at)
SELECT CAST($2 AS TEXT), 'close', n.i, CAST($3 AS TEXT), 'u1', CAST($4 AS BIGINT), $5, CASE WHEN n.i % 10000 = 0 THEN CAST($6 AS BIGINT) ELSE CAST($4 AS BIGINT) END FROM n`,
				limits, y.change.Case.ID, here, later, false, oct1)
			return err
		})
		if err := s.Analyze(b.Context()); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			var due []store.Watch
			err := s.View(b.Context(), func(tx *store.Tx) (err error) {
				due, err = tx.DueWatches(here, 2*come)
				return err
			})
			if err != nil || len(due) != come+1 || due[0].Kind != deadline.Close {
				b.Fatalf("%d limits, %v", len(due), err)
			}
		}
	})
}
