package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"huying/internal/app/jobs"
	"huying/internal/app/people"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// JobsCmd is about what is done outside of requests, from the installation's
// folder: for when nobody can sign in.
type JobsCmd struct {
	List   JobsListCmd   `cmd:"" help:"List jobs, latest first." zh:"列出作业，新者在前。"`
	Retry  JobsRetryCmd  `cmd:"" help:"Have a job done now that waits, was given up or cancelled." zh:"立即执行等待中、已停止或已取消的作业。"`
	Cancel JobsCancelCmd `cmd:"" help:"See to it that a job is not done, or not again." zh:"取消作业，不再执行。"`
}

// JobsListCmd lists them.
type JobsListCmd struct {
	State jobs.State `help:"Only those in this state: waiting, held, done, dead, cancelled." zh:"只列该状态：waiting、held、done、dead、cancelled。" enum:",waiting,held,done,dead,cancelled" default:"" placeholder:"STATE"`
	Kind  string     `help:"Only those of this kind." zh:"只列该类别。" placeholder:"KIND"`
	Limit int        `help:"How many (default ${default})." zh:"件数（默认 ${default}）。" default:"50" placeholder:"N"`
}

// Run prints a line a job: number, state, when it is due or ended, kind, key,
// attempts, and the error of the last one.
func (c *JobsListCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	const most = 10_000
	if c.Limit < 1 || c.Limit > most {
		return misuse(fmt.Sprintf("--limit %d; expected a number from 1 to %d", c.Limit, most), fmt.Sprintf("--limit %d：应为 1 至 %d 的数", c.Limit, most))
	}
	return using(ctx, env, g, reading, func(inst *installation) error {
		page, err := inst.jobs().Jobs(ctx, people.Console(inst.region), jobs.JobQuery{State: c.State, Kind: c.Kind, Limit: c.Limit})
		if err != nil {
			return err
		}
		for _, j := range page.Jobs {
			if _, err := fmt.Fprintln(env.Stdout, strings.Join(jobLine(env.Lang, inst, j), "\t")); err != nil {
				return err
			}
		}
		return nil
	})
}

func jobLine(lang i18n.Lang, inst *installation, j jobs.Job) []string {
	when := j.Due
	if !j.Ended.IsZero() {
		when = j.Ended
	}
	why, _, _ := strings.Cut(j.Error, "\n")
	return []string{
		j.ID, message.Catalogue.Say(lang, i18n.Key("jobs."+string(j.State)), nil), when.In(inst.location).Format("2006-01-02 15:04"),
		j.Kind, j.Key, strconv.Itoa(j.Attempts), why,
	}
}

// JobID is the job that a verb is about.
type JobID struct {
	ID string `arg:"" help:"The job's number, as list prints it." zh:"作业编号，见 list。" placeholder:"ID"`
}

// onOne does something to a job and says that it is done.
func (o JobID) onOne(ctx context.Context, env *Env, g *Globals, do func(*jobs.Control, *installation) (jobs.Job, error)) error {
	return using(ctx, env, g, writing, func(inst *installation) error {
		j, err := do(inst.jobs(), inst)
		if err != nil {
			return errs.Wrap(o.ID, err)
		}
		return env.tell("jobs.changed", i18n.Args{"id": j.ID, "state": message.Catalogue.Say(env.Lang, i18n.Key("jobs."+string(j.State)), nil)})
	})
}

// JobsRetryCmd has one done now.
type JobsRetryCmd struct{ JobID }

// Run lets the job wait for whoever serves the installation.
func (c *JobsRetryCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return c.onOne(ctx, env, g, func(control *jobs.Control, inst *installation) (jobs.Job, error) {
		return control.Retry(ctx, people.Console(inst.region), c.ID)
	})
}

// JobsCancelCmd cancels one.
type JobsCancelCmd struct{ JobID }

// Run cancels the job.
func (c *JobsCancelCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return c.onOne(ctx, env, g, func(control *jobs.Control, inst *installation) (jobs.Job, error) {
		return control.Cancel(ctx, people.Console(inst.region), c.ID)
	})
}
