package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// contexts: an update whose context ends is not run, or undone.
func contexts(t *testing.T, e Engine) {
	t.Run("ended before", func(t *testing.T) {
		testdb.Each(t, func(t *testing.T, s *store.Store) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			ran := false
			fn := func(*store.Tx) error { ran = true; return nil }
			for _, err := range []error{s.Update(ctx, fn), s.View(ctx, fn)} {
				if !errors.Is(err, context.Canceled) {
					t.Errorf("error %v, want context canceled", err)
				}
			}
			if ran {
				t.Error("the function ran")
			}
		})
	})
	t.Run("ended while queued", func(t *testing.T) {
		t.Parallel()
		e.endedInQueue(t, testdb.Open(t, store.SQLite))
	})
	t.Run("ended inside", func(t *testing.T) { testdb.Each(t, e.endedInside) })
	t.Run("nested", func(t *testing.T) {
		testdb.Each(t, func(t *testing.T, s *store.Store) {
			update(t, s, func(tx *store.Tx) error {
				inner := s.Update(tx.Context(), func(*store.Tx) error { return nil })
				if errs.CodeOf(inner) != "store.nested" {
					t.Errorf("an update inside an update gave %v", inner)
				}
				return nil
			})
		})
	})
}

// endedInQueue: the caller is answered at once, though the queue stands, and
// the function never runs.
func (e Engine) endedInQueue(t *testing.T, s *store.Store) {
	gate := gather(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	var ran atomic.Bool
	err := s.Update(ctx, func(*store.Tx) error { ran.Store(true); return nil })
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want deadline exceeded", err)
	}
	gate()
	update(t, s, func(*store.Tx) error { return nil }) // the queue has passed the one that left
	if ran.Load() {
		t.Error("the function ran after its context had ended")
	}
}

func (e Engine) endedInside(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := s.Update(ctx, func(tx *store.Tx) error {
		if err := e.put(tx, "a"); err != nil {
			return err
		}
		cancel()
		return e.put(tx, "b")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context canceled", err)
	}
	if diff := cmp.Diff([]string{}, e.ids(t, s)); diff != "" {
		t.Error("rows (-want +got):\n", diff)
	}
}

// snapshots: a View sees one state, and what was answered before it began.
func snapshots(t *testing.T, e Engine) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, probe)
		update(t, s, func(tx *store.Tx) error { return e.put(tx, "a") })
		view(t, s, func(tx *store.Tx) error {
			before, err := e.number(tx, "SELECT COUNT(*) FROM probe")
			if err != nil {
				return err
			}
			update(t, s, func(tx *store.Tx) error { return e.put(tx, "b") })
			after, err := e.number(tx, "SELECT COUNT(*) FROM probe")
			if before != 1 || after != 1 {
				t.Errorf("the view counted %d, then %d; want 1 and 1", before, after)
			}
			return err
		})
		if diff := cmp.Diff([]string{"a", "b"}, e.ids(t, s)); diff != "" {
			t.Error("rows (-want +got):\n", diff)
		}
	})
}

// refusals: what one database would not do, neither does.
func refusals(t *testing.T, e Engine) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, probe)
		update(t, s, func(tx *store.Tx) error { return e.put(tx, "a") })
		t.Run("write in a view", func(t *testing.T) {
			err := s.View(t.Context(), func(tx *store.Tx) error { return e.put(tx, "b") })
			if err == nil {
				t.Error("a View wrote")
			}
		})
		t.Run("write in a view by a query", func(t *testing.T) {
			err := s.View(t.Context(), func(tx *store.Tx) error {
				_, err := e.number(tx, "INSERT INTO probe (id) VALUES ('c') RETURNING n")
				return err
			})
			if err == nil {
				t.Error("a View wrote")
			}
		})
		t.Run("statement while reading", func(t *testing.T) {
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				return e.Query(tx, "SELECT id FROM probe", func(func(...any) error) error { return e.put(tx, "d") })
			})
			if err == nil {
				t.Error("a statement ran while rows were being read")
			}
		})
		t.Run("statement after the end", func(t *testing.T) {
			var kept *store.Tx
			update(t, s, func(tx *store.Tx) error { kept = tx; return nil })
			if err := e.put(kept, "e"); err == nil {
				t.Error("a statement ran after its transaction")
			}
		})
		if diff := cmp.Diff([]string{"a"}, e.ids(t, s)); diff != "" {
			t.Error("rows (-want +got):\n", diff)
		}
	})
}
