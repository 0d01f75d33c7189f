package cli

import (
	"context"
	"fmt"

	"huying/internal/app/insight"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// DoctorCmd holds the events of every case against its row, and the row
// against what lists and figures are read from.
type DoctorCmd struct{}

// Run prints one line a finding, and fails when there is one.
func (c *DoctorCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return prove(ctx, env, g, "cli.doctor", (*insight.Insight).Doctor)
}

// VerifyCmd recomputes the chain of every case's events and every daily anchor.
type VerifyCmd struct{}

// Run prints one line a finding, and fails when there is one.
func (c *VerifyCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return prove(ctx, env, g, "cli.verify", (*insight.Insight).Verify)
}

func prove(ctx context.Context, env *Env, g *Globals, step i18n.Key, check func(*insight.Insight, context.Context) ([]insight.Finding, error)) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		progress := env.Progress(messages.Say(env.Lang, step, nil), 0)
		defer progress.Stop()
		findings, err := check(inst.insight(), ctx)
		if err != nil {
			return err
		}
		progress.Done()
		return tell(env, findings)
	})
}

// tell prints the findings, and is an error when there are any.
func tell(env *Env, findings []insight.Finding) error {
	for _, f := range findings {
		if _, err := fmt.Fprintln(env.Stdout, f); err != nil {
			return err
		}
	}
	if n := len(findings); n > 0 {
		return errs.New(errs.Conflict, "check.failed", fmt.Sprintf("%d findings", n), fmt.Sprintf("发现 %d 处不一致", n))
	}
	_, err := fmt.Fprintln(env.Stdout, messages.Say(env.Lang, "cli.sound", nil))
	return err
}
