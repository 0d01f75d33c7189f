package desk_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestOnlyAtThatVersion: a command for a version that has passed changes
// nothing, whether the desk remembers the case or reads it.
func TestOnlyAtThatVersion(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		dispatch := course()[0]
		for name, d := range map[string]*desk.Desk{"remembers": d, "reads": deskOn(s)} {
			_, err := d.Give(t.Context(), desk.Request{By: dispatch.by, Case: c.ID, Cmd: dispatch.cmd, Version: 2})
			if !errs.Is(err, errs.Conflict) || errs.CodeOf(err) != "case.version" {
				t.Errorf("a desk that %s the case: %v", name, err)
			}
		}
		done, err := d.Give(t.Context(), desk.Request{By: dispatch.by, Case: c.ID, Cmd: dispatch.cmd, Version: 1})
		if err != nil || done.Version != 2 || done.Case.Version != 2 || done.Replayed {
			t.Errorf("at its version: %+v, %v", done, err)
		}
		sound(t, s)
	})
}

// TestOnce: under one key a request is done once, however often it is sent
// and whatever has come after it.
func TestOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		r := desk.Request{By: as(identity.Operator), Cmd: intake(), Once: store.Once{Account: "operator", Key: "k1", Digest: "d1"}}
		first, err := d.Give(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		step := course()[0]
		if _, err := d.Do(t.Context(), step.by, first.Case.ID, step.cmd); err != nil {
			t.Fatal(err)
		}
		again, err := deskOn(s).Give(t.Context(), r)
		if err != nil || !again.Replayed || again.Version != 1 || again.Case.ID != first.Case.ID || again.Case.Version != 2 {
			t.Errorf("sent again: %+v, %v", again, err)
		}
		other := r
		other.Once.Digest = "d2"
		if _, err := d.Give(t.Context(), other); !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != "once.other" {
			t.Errorf("another request under the key: %v", err)
		}
		stranger := r
		stranger.Once.Account = "another"
		if done, err := d.Give(t.Context(), stranger); err != nil || done.Replayed {
			t.Errorf("another account's key of that name: %+v, %v", done, err)
		}
		refused := desk.Request{By: step.by, Case: first.Case.ID, Cmd: step.cmd, Once: store.Once{Account: "a", Key: "k2", Digest: "d"}}
		for range 2 { // what was refused is not kept
			if _, err := d.Give(t.Context(), refused); !errs.Is(err, errs.Conflict) {
				t.Errorf("a second dispatch: %v", err)
			}
		}
		sound(t, s)
	})
}

// TestOnceAtOnce: of the same request sent many times at the same moment one
// is done; the others get its outcome, or a conflict after which they will.
func TestOnceAtOnce(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		r := desk.Request{By: as(identity.Operator), Cmd: intake(), Once: store.Once{Account: "operator", Key: "k", Digest: "d"}}
		var did, replayed atomic.Int32
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				done, err := d.Give(t.Context(), r)
				for errs.Is(err, errs.Conflict) {
					done, err = d.Give(t.Context(), r)
				}
				switch {
				case err != nil:
					t.Error(err)
				case done.Replayed:
					replayed.Add(1)
				default:
					did.Add(1)
				}
			})
		}
		wg.Wait()
		if did.Load() != 1 || replayed.Load() != 15 {
			t.Errorf("done %d times, replayed %d", did.Load(), replayed.Load())
		}
		sound(t, s)
	})
}
