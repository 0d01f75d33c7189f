package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/span"
	"huying/internal/store"
)

// endTime is how long the end of a job may take to write, also in a stop.
const endTime = 10 * time.Second

// do does one job and writes down how it ended.
func (r *Runner) do(ctx context.Context, j store.Job) {
	more, err := r.attempt(ctx, j)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	stopped := ctx.Err() != nil
	wrote := r.o.Store.Update(end, func(tx *store.Tx) error {
		if err != nil && stopped {
			return tx.ReleaseJob(j)
		}
		return r.end(tx, j, more, err)
	})
	if err != nil {
		r.tell(ctx, "a job failed", err, "job", j.ID, "kind", j.Kind, "attempt", j.Attempts)
	}
	if wrote != nil { // it is taken again when its lease is over
		r.tell(ctx, "the end of a job could not be written", wrote, "job", j.ID, "kind", j.Kind)
	}
}

// end writes how a job ended. A recurring one that failed comes again soon, for
// it would come again anyhow, and keeps what went wrong.
func (r *Runner) end(tx *store.Tx, j store.Job, more bool, err error) error {
	every := r.duties[j.Kind].every
	switch {
	case err != nil && every > 0 && !isHopeless(err):
		return tx.RepeatJob(j, tx.Now().Add(min(every, soon)), complaint(err))
	case err != nil:
		return tx.FailJob(j, complaint(err), nextAttempt(j, err, tx.Now()))
	case more:
		return tx.RepeatJob(j, tx.Now(), "")
	case every > 0:
		return tx.RepeatJob(j, tx.Now().Add(every), "")
	}
	return tx.FinishJob(j)
}

// soon is after how long a recurring job that failed is tried again.
const soon = 5 * time.Minute

var errCrashed = errs.New(errs.Internal, "job.crashed",
	"every attempt ended with the process", "每次执行时进程均中断")

// attempt runs the duty while it keeps the lease. A job whose attempts all
// ended with their process is not tried once more.
func (r *Runner) attempt(ctx context.Context, j store.Job) (more bool, err error) {
	if j.Attempts > MaxAttempts {
		return false, GiveUp(errCrashed)
	}
	if r.o.Follow != nil {
		ctx = span.With(ctx, r.o.Follow)
	}
	ctx, doing := span.Begin(ctx, "job "+j.Kind)
	doing.Set("huying.attempt", j.Attempts)
	defer func() { doing.End(err) }()
	held, release := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		r.keep(held, release, j)
	}()
	defer func() {
		release()
		<-kept
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return r.duties[j.Kind].run(held, j.Payload)
}

// keep extends the lease while the job is under way, and ends its context when
// it is in other hands.
func (r *Runner) keep(ctx context.Context, lost context.CancelFunc, j store.Job) {
	const oftener = 3
	tick := time.NewTicker(r.o.Lease / oftener)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := r.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.ExtendJob(j, tx.Now().Add(r.o.Lease)) })
		if errors.Is(err, store.ErrJobLost) {
			lost()
			return
		}
		if err != nil { // it is tried again well before the lease is over
			r.tell(ctx, "a lease could not be extended", err, "job", j.ID)
		}
	}
}

// The wait before the next attempt doubles from the first to the longest.
const (
	firstWait   = 10 * time.Second
	longestWait = 6 * time.Hour
)

// nextAttempt is when a failed job is tried again: zero for never.
func nextAttempt(j store.Job, err error, now time.Time) time.Time {
	if j.Attempts >= MaxAttempts || isHopeless(err) {
		return time.Time{}
	}
	return now.Add(min(firstWait<<max(j.Attempts-1, 0), longestWait))
}

// complaint is an error as it is kept with its job.
func complaint(err error) string {
	const most = 1000
	runes := []rune(errs.CodeOf(err) + ": " + err.Error())
	return string(runes[:min(len(runes), most)])
}
