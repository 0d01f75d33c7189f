package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/kernel/span"
	"huying/internal/store"
)

// Options are what a Runner stands on; what is zero has a default.
type Options struct {
	Store   *store.Store
	Region  ident.RegionCode
	IDs     *ident.Source
	Workers int           // jobs at once; 4
	Lease   time.Duration // how long a job stays a silent worker's; one minute
	Poll    time.Duration // how often it looks for what another node asked for; 2 s
	Grace   time.Duration // how long a stop waits for jobs under way; 10 s
	Log     *slog.Logger  // nil: none
	Follow  span.Source   // follows each job; nil: nobody does
}

// MaxAttempts is how often a job is tried before it waits for an administrator.
const MaxAttempts = 12

// Runner takes jobs and does them. It is safe for use by several goroutines.
type Runner struct {
	o      Options
	duties map[string]Duty
	kinds  []string
	wake   chan struct{}
}

// New returns a runner for these duties. Jobs of other kinds are left to nodes
// that know them.
func New(o Options, duties ...Duty) *Runner {
	if o.Workers <= 0 {
		o.Workers = 4
	}
	o.Lease = defaulted(o.Lease, time.Minute)
	o.Poll = defaulted(o.Poll, 2*time.Second)
	o.Grace = defaulted(o.Grace, 10*time.Second)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	r := &Runner{o: o, duties: map[string]Duty{}, wake: make(chan struct{}, 1)}
	for _, d := range duties {
		r.duties[d.kind] = d
		r.kinds = append(r.kinds, d.kind)
	}
	return r
}

func defaulted(d, otherwise time.Duration) time.Duration {
	if d <= 0 {
		return otherwise
	}
	return d
}

// Wake tells the runner that this process has asked for a job, so that it does
// not wait for the next poll.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // it is being woken
	}
}

// seedEvery is how often the runner sees to it that recurring jobs are there.
const seedEvery = time.Minute

// Run works until ctx ends, then waits for the jobs under way, Grace at most;
// what is cut short is due again at once, for whoever runs next. Failures are
// kept with the job and told to the log; none ends the runner.
func (r *Runner) Run(ctx context.Context) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var busy sync.WaitGroup
	free := make(chan struct{}, r.o.Workers)
	for range r.o.Workers {
		free <- struct{}{}
	}
	for seeded := (time.Time{}); ctx.Err() == nil; {
		if now := time.Now(); now.Sub(seeded) >= seedEvery {
			if err := r.seed(ctx); err != nil {
				r.tell(ctx, "recurring jobs could not be asked for", err)
			} else {
				seeded = now
			}
		}
		jobs, err := r.claim(ctx, len(free))
		if err != nil {
			r.tell(ctx, "jobs could not be taken", err)
		}
		for _, j := range jobs {
			<-free
			busy.Go(func() {
				defer r.Wake() // there is a free worker now
				defer func() { free <- struct{}{} }()
				r.do(work, j)
			})
		}
		r.rest(ctx)
	}
	r.finish(&busy, cancel)
}

// rest waits for a reason to look for jobs again.
func (r *Runner) rest(ctx context.Context) {
	t := time.NewTimer(r.o.Poll)
	defer t.Stop()
	select {
	case <-r.wake:
	case <-t.C:
	case <-ctx.Done():
	}
}

// finish waits for the workers, and cuts short those that take too long.
func (r *Runner) finish(busy *sync.WaitGroup, cancel context.CancelFunc) {
	late := time.AfterFunc(r.o.Grace, cancel)
	defer late.Stop()
	busy.Wait()
}

// Step does, one after another, the jobs that are due now, recurring ones too,
// until none is left, and tells how many it did. It is for programs that move
// the clock themselves.
func (r *Runner) Step(ctx context.Context) (int, error) {
	if err := r.seed(ctx); err != nil {
		return 0, err
	}
	for n := 0; ; {
		jobs, err := r.claim(ctx, 1)
		if err != nil || len(jobs) == 0 {
			return n, err
		}
		for _, j := range jobs {
			r.do(ctx, j)
			n++
		}
	}
}

// seed asks for the recurring jobs that are not there.
func (r *Runner) seed(ctx context.Context) error {
	err := r.o.Store.Update(ctx, func(tx *store.Tx) error {
		for _, kind := range r.kinds {
			if r.duties[kind].every == 0 {
				continue
			}
			id, err := r.o.IDs.New(tx.Now())
			if err != nil {
				return err
			}
			if _, err := tx.SeedJob(store.Job{ID: id, Region: r.o.Region, Kind: kind, Key: recurring, Payload: "{}"}); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("jobs.seed", err)
}

// recurring is the key of recurring jobs: there is one of a kind.
const recurring = "recurring"

// claim takes jobs for the free workers. It looks first without writing, for
// most of the time nothing is due.
func (r *Runner) claim(ctx context.Context, most int) (jobs []store.Job, err error) {
	if most == 0 {
		return nil, nil
	}
	due := false
	err = r.o.Store.View(ctx, func(tx *store.Tx) error {
		next, err := tx.NextJob(r.o.Region, r.kinds)
		due = !next.IsZero() && !next.After(tx.Now())
		return err
	})
	if err != nil || !due {
		return nil, errs.Wrap("jobs.claim", err)
	}
	err = r.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		jobs, err = tx.ClaimJobs(store.Claim{Region: r.o.Region, Kinds: r.kinds, Most: most, Lease: r.o.Lease})
		return err
	})
	if err != nil {
		return nil, errs.Wrap("jobs.claim", err)
	}
	return jobs, nil
}

func (r *Runner) tell(ctx context.Context, what string, err error, more ...any) {
	if ctx.Err() == nil {
		r.o.Log.ErrorContext(ctx, what, append(more, "error", err)...)
	}
}
