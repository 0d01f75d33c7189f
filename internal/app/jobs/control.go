package jobs

import (
	"context"
	"encoding/json"
	"errors"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Control 作业台 is where an administrator looks after jobs. What is done there,
// or refused, goes on record.
type Control struct {
	store  *store.Store
	region ident.RegionCode
	ids    *ident.Source
}

// NewControl returns the control of a region's jobs.
func NewControl(s *store.Store, region ident.RegionCode, ids *ident.Source) *Control {
	return &Control{s, region, ids}
}

// Job 作业 is something to be done, or done.
type Job = store.Job

// State is how far a job has come.
type State = store.JobState

// JobQuery says which jobs are wanted; what is empty is not asked.
type JobQuery struct {
	State  State
	Kind   string
	Before string // ID: the last of the page before
	Limit  int
}

// JobPage is one page of jobs, latest first, with how many of each state are
// on record.
type JobPage struct {
	Jobs   []Job
	More   bool
	Counts map[State]int
}

// Jobs reads a page of jobs. Error: Denied.
func (c *Control) Jobs(ctx context.Context, by identity.Account, q JobQuery) (page JobPage, err error) {
	if _, err := c.manager(ctx, by, "job.list", ""); err != nil {
		return page, err
	}
	err = c.store.View(ctx, func(tx *store.Tx) (err error) {
		f := store.JobFilter{Region: c.region, State: q.State, Kind: q.Kind, Before: q.Before, Limit: q.Limit + 1}
		if page.Jobs, err = tx.Jobs(f); err != nil {
			return err
		}
		page.Counts, err = tx.JobCounts(c.region)
		return err
	})
	if page.More = len(page.Jobs) > q.Limit; page.More {
		page.Jobs = page.Jobs[:q.Limit]
	}
	return page, errs.Wrap("jobs.list", err)
}

// Retry has a job done now that waits, was given up or cancelled, and returns
// it. Errors: Denied; NotFound ("job.not_found"); Conflict ("job.not_waiting",
// "job.twin").
func (c *Control) Retry(ctx context.Context, by identity.Account, id string) (Job, error) {
	j, err := c.change(ctx, by, "job.retry", id, func(tx *store.Tx, _ Job) error { return tx.RetryJob(c.region, id) })
	if errs.CodeOf(err) == "store.duplicate" {
		err = errTwin
	}
	return j, err
}

var (
	errTwin = errs.New(errs.Conflict, "job.twin",
		"another job waits that will do the same", "已有相同作业在等待执行")
	errRecurs = errs.New(errs.Conflict, "job.recurs",
		"a recurring job comes again by itself and cannot be cancelled", "定期作业会自动再次执行，不能取消")
)

// Cancel sees to it that a job is not done, or not again, and returns it. One
// that is cancelled stays so. Errors: Denied; NotFound ("job.not_found");
// Conflict ("job.over", "job.recurs").
func (c *Control) Cancel(ctx context.Context, by identity.Account, id string) (Job, error) {
	return c.change(ctx, by, "job.cancel", id, func(tx *store.Tx, j Job) error {
		if j.Key == recurring && j.State != store.JobDead {
			return errRecurs
		}
		return tx.CancelJob(c.region, id)
	})
}

// change does something to a job and puts it on record in the same transaction.
func (c *Control) change(ctx context.Context, by identity.Account, action, id string, do func(*store.Tx, Job) error) (j Job, err error) {
	actor, err := c.manager(ctx, by, action, id)
	if err != nil {
		return j, err
	}
	err = c.store.Update(ctx, func(tx *store.Tx) (err error) {
		if j, err = tx.Job(c.region, id); err != nil || action == "job.cancel" && j.State == store.JobCancelled {
			return err
		}
		if err := do(tx, j); err != nil {
			return err
		}
		detail, err := json.Marshal(map[string]any{"kind": j.Kind, "state": j.State, "attempts": j.Attempts})
		if err != nil {
			return err
		}
		row := store.Audit{Account: by.ID, Role: actor.Role, Action: action, Object: id, Outcome: store.Done, Detail: string(detail)}
		if err := c.note(tx, row); err != nil {
			return err
		}
		if j, err = tx.Job(c.region, id); err != nil {
			return err
		}
		return tx.Settle(id)
	})
	return j, errs.Wrap("jobs.control", err)
}

// manager is the role in which somebody looks after jobs. A refusal goes on
// record. Error: Denied.
func (c *Control) manager(ctx context.Context, by identity.Account, action, object string) (identity.Actor, error) {
	on := identity.Target{Region: c.region}
	if actor, ok := by.For(identity.ManageJobs, on); ok {
		return actor, nil
	}
	row := store.Audit{Account: by.ID, Action: action, Object: object, Outcome: store.Refused, Detail: "{}"}
	err := c.store.Update(ctx, func(tx *store.Tx) error { return c.note(tx, row) })
	return identity.Actor{}, errors.Join(identity.Require(identity.Actor{}, identity.ManageJobs, on), err)
}

func (c *Control) note(tx *store.Tx, row store.Audit) (err error) {
	row.Region, row.At = c.region, tx.Now()
	if row.ID, err = c.ids.New(tx.Now()); err != nil {
		return err
	}
	return tx.AddAudit(row)
}
