package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// times are how long each command of a run took.
type times struct {
	took  []time.Duration // sorted
	whole time.Duration
}

func (t times) rate() float64 { return float64(len(t.took)) / t.whole.Seconds() }

// at is a percentile in milliseconds.
func (t times) at(percent int) float64 {
	if len(t.took) == 0 {
		return 0
	}
	return float64(t.took[min(len(t.took)-1, len(t.took)*percent/100)].Microseconds()) / 1000
}

// load lets n clients work for a while. The first error of any ends the run.
func (s *server) load(ctx context.Context, tokens map[string]string, n int, each time.Duration) (times, error) {
	unit, err := s.unit(ctx, tokens)
	if err != nil {
		return times{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var (
		all    sync.WaitGroup
		mu     sync.Mutex
		t      times
		failed error
	)
	start := time.Now()
	for range n {
		all.Go(func() {
			took, err := s.client(tokens, unit).work(ctx, start.Add(each))
			mu.Lock()
			defer mu.Unlock()
			t.took = append(t.took, took...)
			if err != nil && failed == nil {
				failed = err
				cancel(err)
			}
		})
	}
	all.Wait()
	t.whole = time.Since(start)
	slices.Sort(t.took)
	return t, failed
}

// work gives commands until the time is over.
func (c *client) work(ctx context.Context, until time.Time) (took []time.Duration, err error) {
	var at caseView
	for time.Now().Before(until) {
		begun := time.Now()
		if at, err = c.take(ctx, at); err != nil {
			if errors.Is(err, context.Canceled) {
				return took, nil
			}
			return took, err
		}
		took = append(took, time.Since(begun))
		if at.Version == len(course) {
			at = caseView{}
		}
	}
	return took, nil
}
