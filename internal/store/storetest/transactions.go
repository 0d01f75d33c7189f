package storetest

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

var errMine = errors.New("the test's own error")

// transactions: each update is kept or undone by itself, whatever those do
// that share its commit.
func transactions(t *testing.T, e Engine) {
	t.Run("isolation", func(t *testing.T) { testdb.Each(t, e.isolation) })
	t.Run("answered after commit", func(t *testing.T) {
		t.Parallel()
		e.answered(t, testdb.Open(t, store.SQLite))
	})
	t.Run("swallowed error", func(t *testing.T) { testdb.Each(t, e.swallowed) })
	t.Run("now", func(t *testing.T) {
		hand := clock.NewHand(time.Date(2019, 10, 1, 8, 30, 0, 123_456_789, time.UTC))
		testdb.Each(t, func(t *testing.T, s *store.Store) { nowIsReadOnce(t, s, hand.Now()) }, testdb.Clock(hand))
	})
}

// isolation runs updates together, every third of which fails after writing.
func (e Engine) isolation(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	const n = 60
	var want []string
	var wg sync.WaitGroup
	gate := gather(t, s)
	for i := range n {
		id := fmt.Sprintf("%03d", i)
		fails := i%3 == 0
		if !fails {
			want = append(want, id)
		}
		wg.Go(func() {
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				if err := e.put(tx, id); err != nil {
					return err
				}
				if fails {
					return errMine
				}
				return nil
			})
			if fails != errors.Is(err, errMine) || !fails && err != nil {
				t.Errorf("update %s: %v", id, err)
			}
		})
	}
	gate()
	wg.Wait()
	if diff := cmp.Diff(want, e.ids(t, s)); diff != "" {
		t.Error("rows (-want +got):\n", diff)
	}
}

// gather holds an update open, so that those that follow queue up behind it
// and share a commit where the database groups them. The returned function
// lets go and waits for it.
func gather(t *testing.T, s *store.Store) (release func()) {
	t.Helper()
	held, hold := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- s.Update(t.Context(), func(*store.Tx) error {
			close(held)
			<-hold
			return nil
		})
	}()
	<-held
	return func() {
		time.Sleep(20 * time.Millisecond) // let the others queue; nothing depends on it
		close(hold)
		if err := <-done; err != nil {
			t.Error("held update:", err)
		}
	}
}

// answered: of two updates in one commit, the first has no answer while the
// second still runs.
func (e Engine) answered(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	var answered, together atomic.Bool
	var wg sync.WaitGroup
	gate := gather(t, s)
	queued := make(chan struct{})
	wg.Go(func() {
		close(queued)
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return e.put(tx, "first") }); err != nil {
			t.Error(err)
		}
		answered.Store(true)
	})
	<-queued
	time.Sleep(10 * time.Millisecond)
	wg.Go(func() {
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			n, err := e.number(tx, "SELECT COUNT(*) FROM probe")
			committed := false
			if err == nil {
				err = s.View(t.Context(), func(tx *store.Tx) error {
					seen, err := e.number(tx, "SELECT COUNT(*) FROM probe")
					committed = seen > 0
					return err
				})
			}
			together.Store(n == 1 && !committed)
			time.Sleep(20 * time.Millisecond)
			if together.Load() && answered.Load() {
				t.Error("the first update was answered before its commit")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
	gate()
	wg.Wait()
	if !together.Load() {
		t.Error("two queued updates did not share a commit")
	}
}

// swallowed: a statement's error loses the transaction though fn returns nil.
func (e Engine) swallowed(t *testing.T, s *store.Store) {
	e.define(t, s, probe)
	update(t, s, func(tx *store.Tx) error { return e.put(tx, "there") })
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		if err := e.put(tx, "new"); err != nil {
			return err
		}
		_ = e.put(tx, "there")
		if err := e.put(tx, "later"); err == nil {
			t.Error("a statement ran after one that failed")
		}
		return nil
	})
	if !errs.Is(err, errs.Conflict) {
		t.Errorf("update returned %v, want a conflict", err)
	}
	if diff := cmp.Diff([]string{"there"}, e.ids(t, s)); diff != "" {
		t.Error("rows (-want +got):\n", diff)
	}
}

func nowIsReadOnce(t *testing.T, s *store.Store, now time.Time) {
	update(t, s, func(tx *store.Tx) error {
		if !tx.Now().Equal(now) || tx.Now().Location() != time.UTC {
			t.Errorf("Now is %v, want %v", tx.Now(), now)
		}
		return nil
	})
}

// leaving: a panic or Goexit in fn undoes its rows, goes on in the caller,
// and leaves the store in order.
func leaving(t *testing.T, e Engine) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, probe)
		for _, run := range []func(*testing.T, func(func(*store.Tx) error)) bool{panics, exits} {
			for _, transact := range []func(fn func(*store.Tx) error){
				func(fn func(*store.Tx) error) { _ = s.Update(t.Context(), fn) },
				func(fn func(*store.Tx) error) { _ = s.View(t.Context(), fn) },
			} {
				if !run(t, transact) {
					t.Error("the caller went on")
				}
			}
		}
		err := s.Update(t.Context(), func(tx *store.Tx) error { return e.put(tx, "after") })
		if err != nil {
			t.Error("update after panics:", err)
		}
		if diff := cmp.Diff([]string{"after"}, e.ids(t, s)); diff != "" {
			t.Error("rows (-want +got):\n", diff)
		}
	})
}

// panics reports whether the panic reached the caller, with its value.
func panics(t *testing.T, transact func(func(*store.Tx) error)) (reached bool) {
	t.Helper()
	defer func() {
		v := recover()
		if p, ok := v.(*store.Panic); ok {
			v = p.Value
		}
		reached = v == errMine //nolint:errorlint // identity is the point
	}()
	transact(func(*store.Tx) error { panic(errMine) })
	return false
}

// exits reports whether Goexit ended the caller's goroutine.
func exits(t *testing.T, transact func(func(*store.Tx) error)) bool {
	t.Helper()
	ended := make(chan bool)
	go func() {
		went := false
		defer func() { ended <- !went }()
		transact(func(*store.Tx) error { runtime.Goexit(); return nil })
		went = true
	}()
	return <-ended
}
