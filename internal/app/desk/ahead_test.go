package desk_test

import (
	"sync"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestTwoDesks lets two desks, as two nodes have, carry the same cases in
// turn: what each remembers of a case is behind at every second step.
func TestTwoDesks(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		one := newDesk(t, s)
		other := deskOn(s)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				c, err := one.Do(t.Context(), as(identity.Operator), "", intake())
				for i, st := range course() {
					if err != nil {
						t.Error(err)
						return
					}
					d := one
					if i%2 == 0 {
						d = other
					}
					// What the other desk still believes allows this again.
					c, err = d.Do(t.Context(), st.by, c.ID, st.cmd)
					if _, again := one.Do(t.Context(), st.by, c.ID, st.cmd); !errs.Is(again, errs.Conflict) {
						t.Errorf("%s given twice: %v", st.cmd.Do, again)
					}
				}
				if c.State != casework.Closed || c.Version != 1+len(course()) {
					t.Errorf("%s at version %d", c.State, c.Version)
				}
			})
		}
		wg.Wait()
		sound(t, s)
	})
}

// TestRevisedBetween: what a desk decides rests on the rulebook in force when
// it is written, though it has worked with an older one.
func TestRevisedBetween(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		dispatch := casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u4", Role: casework.Lead}}}
		if _, err := d.Do(t.Context(), as(identity.Dispatcher), c.ID, dispatch); !errs.Is(err, errs.Invalid) {
			t.Fatalf("a leg for a unit that is not there gave %v", err)
		}
		putUnit(t, s, org.Unit{ID: "u4", Name: "城管局"})
		if c, err = d.Do(t.Context(), as(identity.Dispatcher), c.ID, dispatch); err != nil {
			t.Fatal(err)
		}
		if len(c.Legs) != 1 || c.Legs[0].Unit != "u4" {
			t.Errorf("the legs are %v", c.Legs)
		}
	})
}

func putUnit(t *testing.T, s *store.Store, u org.Unit) {
	t.Helper()
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutUnit(region, u); err != nil {
			return err
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRecordedWhenWritten: a command that waited long for its turn goes on
// record with the time of the writing, not of the decision.
func TestRecordedWhenWritten(t *testing.T) {
	hand := handClock()
	s := testdb.Open(t, store.SQLite, testdb.Clock(hand))
	d := newDesk(t, s)
	c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
	if err != nil {
		t.Fatal(err)
	}
	held, hold := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := s.Update(t.Context(), func(*store.Tx) error { close(held); <-hold; return nil })
		if err != nil {
			t.Error(err)
		}
	})
	<-held
	var after *casework.Case
	wg.Go(func() { after, err = d.Do(t.Context(), course()[0].by, c.ID, course()[0].cmd) })
	time.Sleep(50 * time.Millisecond) // it has decided, and waits behind the other
	hand.Advance(time.Hour)
	close(hold)
	wg.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if want := monday.Add(time.Hour); !after.LastAt.Equal(want) {
		t.Errorf("on record at %s, want %s", after.LastAt, want)
	}
	sound(t, s)
}
