package clock_test

import (
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/kernel/clock"
)

var start = time.Date(2019, 10, 1, 8, 0, 0, 0, time.UTC)

// TestHandUnderManyHands: no step is lost, and nobody sees the clock go back.
func TestHandUnderManyHands(t *testing.T) {
	t.Parallel()
	const hands, steps = 32, 500
	h := clock.NewHand(start)
	var all sync.WaitGroup
	for range hands {
		all.Go(func() {
			last := h.Now()
			for range steps {
				h.Advance(time.Millisecond)
				now := h.Now()
				if !now.After(last) {
					t.Errorf("after a step it is %s, before it was %s", now, last)
				}
				last = now
			}
		})
	}
	all.Wait()
	if want := start.Add(hands * steps * time.Millisecond); !h.Now().Equal(want) {
		t.Errorf("the clock stands at %s after all steps, want %s", h.Now(), want)
	}
}

func TestHandStandsStillUntilMoved(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*60*60)
	h := clock.NewHand(start.In(shanghai).Add(999))
	for range 2 {
		if got := h.Now(); got != start {
			t.Fatalf("stands at %s, want %s", got, start)
		}
	}
	h.Set(start.Add(-time.Hour))
	if got := h.Now(); got != start.Add(-time.Hour) {
		t.Errorf("set back, it stands at %s", got)
	}
	h.Advance(90 * time.Minute)
	if got := h.Now(); got != start.Add(30*time.Minute) {
		t.Errorf("moved on, it stands at %s", got)
	}
}

// TestMicro: a stored moment is the last whole microsecond, in UTC, comparable
// with ==, and what was stored is stored again unchanged.
func TestMicro(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		sec := rapid.Int64Range(-1<<33, 1<<33).Draw(r, "second")
		nsec := rapid.Int64Range(0, 999_999_999).Draw(r, "nanosecond")
		zone := time.FixedZone("", rapid.IntRange(-14, 14).Draw(r, "zone")*3600)
		at := time.Unix(sec, nsec).In(zone)
		got := clock.Micro(at)
		if lost := at.Sub(got); lost < 0 || lost >= time.Microsecond {
			r.Fatalf("%s is kept as %s: %s lost", at, got, lost)
		}
		if got != time.Unix(sec, nsec/1000*1000).UTC() {
			r.Fatalf("%s is kept as %s", at, got)
		}
		if again := clock.Micro(got); again != got {
			r.Fatalf("%s is kept again as %s", got, again)
		}
	})
}

func TestSystem(t *testing.T) {
	t.Parallel()
	before := time.Now().Add(-time.Microsecond)
	now := clock.System{}.Now()
	if now.Before(before) || now.After(time.Now()) {
		t.Errorf("the system's clock says %s", now)
	}
	if now != clock.Micro(now) {
		t.Errorf("%s is not a moment as stored", now)
	}
}
