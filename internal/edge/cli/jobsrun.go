package cli

import (
	"context"
	"crypto/rand"

	"huying/internal/app/jobs"
	"huying/internal/app/vault"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/serving"
	"huying/internal/kernel/ident"
)

// work does the installation's jobs beside its pages, and returns what ends
// that: it waits for the jobs under way.
func (i *installation) work(ctx context.Context, env *Env, t *serving.Traces) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		i.worker(env, t).Run(ctx)
	}()
	return func() {
		cancel()
		<-ended
	}
}

func (i *installation) worker(env *Env, t *serving.Traces) *jobs.Runner {
	ids := ident.NewSource(rand.Reader)
	needs := jobs.Needs{Store: i.store, Region: i.region, IDs: ids, Desk: i.desk(nil), Anchors: i.insight()}
	if i.persons != nil {
		needs.Retain = func(ctx context.Context, r rulebook.RetentionRule) (int, error) {
			return i.persons.Retain(ctx, vault.Retention{Rule: r.Ref(), Persons: r.Persons, Texts: r.Texts})
		}
	}
	if i.files != nil {
		needs.Sweep = i.files.Sweep
	}
	if hooks := i.hooks(); hooks != nil {
		needs.Deliver = hooks.Deliver
	}
	duties := jobs.Standard(needs)
	if i.demo {
		// Years have passed since its last case: the clock would archive all of
		// them, and tell of every limit.
		duties = jobs.Upkeep(needs)
	}
	duties = append(duties, jobs.Every(unitPlans, planEvery, i.fulfilPlans), i.catchUp())
	if i.rotate != nil {
		duties = append(duties, jobs.Every(rotations, rotateEvery, func(ctx context.Context) (bool, error) { return false, i.rotate(ctx) }))
	}
	log := serving.NewLog(env.Stderr)
	o := jobs.Options{Store: i.store, Region: i.region, IDs: ids, Log: log}
	if t != nil {
		o.Follow = t
	}
	return jobs.New(o, duties...)
}

// jobs is where an administrator looks after them.
func (i *installation) jobs() *jobs.Control {
	return jobs.NewControl(i.store, i.region, ident.NewSource(rand.Reader))
}
