package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// contention: of those that want the same thing one wins, and nothing is lost.
func contention(t *testing.T, e Engine) {
	t.Run("optimistic lock", func(t *testing.T) { testdb.Each(t, e.oneWins) })
	t.Run("row lock", func(t *testing.T) { testdb.Each(t, e.nothingLost) })
	t.Run("deadlock", func(t *testing.T) { testdb.Each(t, e.deadlock) })
}

// oneWins: many append the same version, as events are appended.
func (e Engine) oneWins(t *testing.T, s *store.Store) {
	e.define(t, s, `
CREATE TABLE probe_event (
    case_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (case_id, version)
);`)
	const rounds, rivals = 20, 8
	for v := range rounds {
		var won atomic.Int64
		var wg sync.WaitGroup
		for range rivals {
			wg.Go(func() {
				err := s.Update(t.Context(), func(tx *store.Tx) error {
					_, err := e.Exec(tx, "INSERT INTO probe_event (case_id, version) VALUES ($1, $2)", "c", v)
					return err
				})
				switch {
				case err == nil:
					won.Add(1)
				case errs.CodeOf(err) != "store.duplicate" || !errs.Is(err, errs.Conflict):
					t.Errorf("the loser got %v", err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("version %d was written by %d updates", v, won.Load())
		}
	}
}

// nothingLost: many read, add one and write.
func (e Engine) nothingLost(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	update(t, s, func(tx *store.Tx) error { return e.put(tx, "sum") })
	const writers, each = 8, 25
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				err := s.Update(t.Context(), func(tx *store.Tx) error {
					n, err := e.number(tx, "SELECT n FROM probe WHERE id = $1 {{forUpdate}}", "sum")
					if err != nil {
						return err
					}
					_, err = e.Exec(tx, "UPDATE probe SET n = $1 WHERE id = $2", n+1, "sum")
					return err
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	view(t, s, func(tx *store.Tx) error {
		n, err := e.number(tx, "SELECT n FROM probe WHERE id = 'sum'")
		if n != writers*each {
			t.Errorf("the sum is %d, want %d", n, writers*each)
		}
		return err
	})
}

// deadlock: two updates take two rows in opposite order; where the database
// ends one of them it is run again, and both succeed.
func (e Engine) deadlock(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	update(t, s, func(tx *store.Tx) error {
		return e.Insert(tx, "INSERT INTO probe (id) VALUES ($1)", [][]any{{"0"}, {"1"}})
	})
	var met sync.WaitGroup // both have their first row
	met.Add(2)
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			first := true
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				for step := range 2 {
					id := fmt.Sprint((i + step) % 2)
					if _, err := e.Exec(tx, "UPDATE probe SET n = n + 1 WHERE id = $1", id); err != nil {
						return fmt.Errorf("hidden from errors.As: %v", err) //nolint:errorlint // on purpose
					}
					if step == 0 && first && s.Kind() == store.Postgres {
						first = false
						met.Done()
						met.Wait()
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	view(t, s, func(tx *store.Tx) error {
		n, err := e.number(tx, "SELECT MIN(n) FROM probe")
		if n != 2 {
			t.Errorf("a row was counted %d times, want 2", n)
		}
		return err
	})
}
