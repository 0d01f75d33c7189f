// Package clock is where "now" comes from. Domain code takes times as
// arguments; only applications hold a Source.
package clock

import (
	"sync"
	"time"
)

// Source tells the present moment.
type Source interface {
	Now() time.Time
}

// System is the machine's clock, in UTC and whole microseconds, as stored.
type System struct{}

// Now returns the present moment.
func (System) Now() time.Time { return Micro(time.Now()) }

// Micro is t in UTC, cut to the microseconds that the databases keep.
func Micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// Hand is a clock moved by hand, for the simulator and for tests. It is safe
// for use by several goroutines.
type Hand struct {
	mu  sync.Mutex
	now time.Time
}

// NewHand returns a clock that stands at t.
func NewHand(t time.Time) *Hand { return &Hand{now: Micro(t)} }

// Now returns where the clock stands.
func (h *Hand) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Set moves the clock to t, also backwards.
func (h *Hand) Set(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = Micro(t)
}

// Advance moves the clock on by d.
func (h *Hand) Advance(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = Micro(h.now.Add(d))
}

var (
	_ Source = System{}
	_ Source = (*Hand)(nil)
)
