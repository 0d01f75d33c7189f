package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huying/internal/app/jobs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const count = jobs.Kind[int]("count")

// TestTypedPayload: what was asked for arrives; what cannot be read is given up
// at once.
func TestTypedPayload(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		var got []int
		w.run = w.runner(count.Do(func(_ context.Context, n int) error {
			got = append(got, n)
			return nil
		}))
		w.asked(count, "", 7)
		w.asked(count, "k", 8)
		w.asked(count, "k", 8)
		w.at(monday)
		slices.Sort(got)
		if !slices.Equal(got, []int{7, 8}) {
			t.Errorf("did %v", got)
		}
		w.update(func(tx *store.Tx) error {
			return tx.Enqueue(store.Job{ID: "odd", Region: region, Kind: string(count), Payload: `"seven"`})
		})
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if dead := w.list(store.JobDead, ""); len(dead) != 1 || !strings.Contains(dead[0].Error, "job.payload") {
			t.Errorf("the dead: %+v", dead)
		}
	})
}

// TestBackOff: a job that fails is tried again after ever longer waits, twelve
// times, then waits for an administrator; a panic is a failure; GiveUp ends it
// at once.
func TestBackOff(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		tries, healed := 0, false
		w.run = w.runner(count.Do(func(_ context.Context, n int) error {
			tries++
			switch {
			case healed:
				return nil
			case n == 1:
				return jobs.GiveUp(errors.New("the address is gone"))
			case tries%2 == 0:
				panic("no such luck")
			}
			return errors.New("no answer")
		}))
		w.asked(count, "", 0)
		step := func() {
			t.Helper()
			if _, err := w.run.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var waits []time.Duration
		for len(w.list(store.JobDead, "")) == 0 && len(waits) < 20 {
			step()
			if waiting := w.list(store.JobWaiting, ""); len(waiting) == 1 {
				waits = append(waits, waiting[0].Due.Sub(w.hand.Now()))
				w.hand.Set(waiting[0].Due.Add(-time.Microsecond))
				step()
				w.hand.Set(waiting[0].Due)
			}
		}
		if tries != jobs.MaxAttempts || len(waits) != jobs.MaxAttempts-1 {
			t.Errorf("tried %d times after waits %v", tries, waits)
		}
		for i := 1; i < len(waits); i++ {
			if waits[i] != 2*waits[i-1] && waits[i] != 6*time.Hour {
				t.Errorf("waits %v", waits)
			}
		}
		dead := w.list(store.JobDead, "")
		if len(dead) != 1 || !strings.Contains(dead[0].Error, "no such luck") {
			t.Fatalf("the dead: %+v", dead)
		}
		healed = true
		w.update(func(tx *store.Tx) error { return tx.RetryJob(region, dead[0].ID) })
		step()
		if done := w.list(store.JobDone, ""); len(done) != 1 {
			t.Errorf("after the retry: %+v", done)
		}
		healed = false
		w.asked(count, "", 1)
		step()
		if dead := w.list(store.JobDead, ""); len(dead) != 1 || dead[0].Attempts != 1 {
			t.Errorf("given up: %+v", dead)
		}
	})
}

// TestEvery: a recurring duty comes again after it was done, goes on at once
// while it has more to do, and outlives its own failure.
func TestEvery(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		var at []time.Duration
		left := 2
		w.run = w.runner(jobs.Every("beat", time.Minute, func(context.Context) (bool, error) {
			at = append(at, w.hand.Now().Sub(monday))
			left--
			return left > 0, nil
		}))
		for _, s := range []int{0, 1, 59, 60, 61, 150} {
			w.at(monday.Add(time.Duration(s) * time.Second))
		}
		want := []time.Duration{0, 0, time.Minute, 150 * time.Second}
		if !slices.Equal(at, want) {
			t.Errorf("came at %v, want %v", at, want)
		}
		broken := w.runner(jobs.Every("beat", time.Minute, func(context.Context) (bool, error) {
			return false, jobs.GiveUp(errors.New("broken"))
		}))
		for range 3 {
			w.hand.Advance(time.Hour)
			if _, err := broken.Step(t.Context()); err == nil && len(w.list(store.JobDead, "beat")) > 2 {
				break
			}
		}
		before := len(at)
		w.hand.Advance(time.Hour)
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(at) != before+1 {
			t.Error("a recurring duty that was given up never came again")
		}
	})
}

// TestCrashedTooOften: a job that ends its process every time does not end it for
// ever.
func TestCrashedTooOften(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		ran := false
		w.run = w.runner(count.Do(func(context.Context, int) error { ran = true; return nil }))
		w.asked(count, "", 0)
		for range jobs.MaxAttempts {
			w.update(func(tx *store.Tx) error {
				_, err := tx.ClaimJobs(store.Claim{Region: region, Kinds: []string{string(count)}, Most: 1, Lease: time.Minute})
				return err
			})
			w.hand.Advance(time.Minute)
		}
		if _, err := w.run.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		if dead := w.list(store.JobDead, ""); ran || len(dead) != 1 || !strings.Contains(dead[0].Error, "job.crashed") {
			t.Errorf("ran: %t, dead: %+v", ran, dead)
		}
	})
}

// running is a runner on the machine's clock, quick enough for tests.
func running(t *testing.T, s *store.Store, workers int, duties ...jobs.Duty) *jobs.Runner {
	t.Helper()
	return jobs.New(jobs.Options{
		Store: s, Region: region, IDs: ids, Workers: workers, Poll: 5 * time.Millisecond, Lease: 300 * time.Millisecond, Grace: 50 * time.Millisecond,
	}, duties...)
}

// TestNodesShare: of several runners each job is done by one, none is left, and
// at no time by more workers than there are.
func TestNodesShare(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		found(t, s)
		const all, nodes, workers = 120, 3, 2
		var mu sync.Mutex
		done := map[int]int{}
		var busy atomic.Int64
		finished := make(chan struct{})
		duty := count.Do(func(_ context.Context, n int) error {
			if busy.Add(1) > nodes*workers {
				t.Error("more at work than there are workers")
			}
			defer busy.Add(-1)
			mu.Lock()
			defer mu.Unlock()
			done[n]++
			if len(done) == all {
				close(finished)
			}
			return nil
		})
		var stops []func()
		for range nodes {
			stops = append(stops, working(t.Context(), running(t, s, workers, duty)))
		}
		for n := range all {
			if err := s.Update(t.Context(), func(tx *store.Tx) error { return ask(tx, count, "", n) }); err != nil {
				t.Fatal(err)
			}
		}
		select {
		case <-finished:
		case <-time.After(30 * time.Second):
			t.Error("not all jobs were done")
		}
		for _, stop := range stops {
			stop()
		}
		for n, times := range done {
			if times != 1 {
				t.Errorf("job %d was done %d times", n, times)
			}
		}
		if left := unfinished(t, s); left != 0 {
			t.Errorf("%d jobs were done and are not written down so", left)
		}
	})
}

func unfinished(t *testing.T, s *store.Store) (left int) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		counts, err := tx.JobCounts(region)
		left = counts[store.JobWaiting] + counts[store.JobHeld] + counts[store.JobDead]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// TestLeaseIsKept: a job longer than its lease stays with its worker.
func TestLeaseIsKept(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		found(t, s)
		var runs atomic.Int64
		ended := make(chan struct{}, 9)
		duty := count.Do(func(ctx context.Context, _ int) error {
			runs.Add(1)
			defer func() { ended <- struct{}{} }()
			select {
			case <-time.After(900 * time.Millisecond): // three leases
			case <-ctx.Done():
			}
			return ctx.Err()
		})
		stop := working(t.Context(), running(t, s, 1, duty))
		other := working(t.Context(), running(t, s, 1, duty))
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return ask(tx, count, "", 1) }); err != nil {
			t.Fatal(err)
		}
		<-ended
		stop()
		other()
		if n, left := runs.Load(), unfinished(t, s); n != 1 || left != 0 {
			t.Errorf("done %d times, %d left", n, left)
		}
	})
}

// TestStopCutsShort: a stop waits for what is quick, cuts the slow short, and
// leaves it to be done at once by whoever runs next.
func TestStopCutsShort(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		found(t, s)
		began := make(chan int, 2)
		slow := count.Do(func(ctx context.Context, n int) error {
			began <- n
			if n == 1 {
				<-ctx.Done()
				return fmt.Errorf("cut short: %w", ctx.Err())
			}
			time.Sleep(10 * time.Millisecond)
			return nil
		})
		stop := working(t.Context(), running(t, s, 2, slow))
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			return errors.Join(ask(tx, count, "", 1), ask(tx, count, "", 2))
		})
		if err != nil {
			t.Fatal(err)
		}
		<-began
		<-began
		stop()
		if left := unfinished(t, s); left != 1 {
			t.Errorf("%d jobs are left, want the slow one", left)
		}
		again := make(chan struct{})
		stop = working(t.Context(), running(t, s, 1, count.Do(func(context.Context, int) error {
			close(again)
			return nil
		})))
		<-again
		stop()
		if left := unfinished(t, s); left != 0 {
			t.Errorf("%d jobs are left", left)
		}
	})
}

// TestWake: who is woken does not wait for the next poll.
func TestWake(t *testing.T) {
	t.Parallel()
	s := testdb.Open(t, store.SQLite)
	found(t, s)
	done := make(chan struct{})
	r := jobs.New(jobs.Options{Store: s, Region: region, IDs: ident.NewSource(zero{}), Poll: time.Hour},
		count.Do(func(context.Context, int) error { close(done); return nil }))
	stop := working(t.Context(), r)
	defer stop()
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return ask(tx, count, "", 1) }); err != nil {
		t.Fatal(err)
	}
	r.Wake()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("nobody woke")
	}
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { return len(p), nil }
