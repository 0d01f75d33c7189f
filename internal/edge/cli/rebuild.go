package cli

import (
	"context"
	"time"

	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/rollup"
	"huying/internal/edge/cli/message"
)

// The duty that keeps figures counted beforehand.
const (
	rollups     = "rollup" // 汇总
	rollupEvery = 15 * time.Second
)

// RebuildCmd counts beforehand, from the cases, all that figures are made of.
type RebuildCmd struct{}

// Run tells how many days it has counted.
func (c *RebuildCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, writing, func(inst *installation) error {
		step := env.Progress(message.Catalogue.Say(env.Lang, "rebuild.days", nil), 0)
		defer step.Stop()
		if err := inst.rollup().Rebuild(ctx, func(int, int) { step.Add(1) }); err != nil {
			return err
		}
		step.Done()
		return nil
	})
}

func (i *installation) rollup() *rollup.Rollup { return rollup.New(i.store, i.region, i.insight()) }

// catchUp counts the days on which something has moved, again and again.
func (i *installation) catchUp() jobs.Duty {
	return jobs.Every(rollups, rollupEvery, i.rollup().CatchUp).With(jobs.About{
		Zh: "汇总", En: "count the days on which something has moved, for figures",
		Twice: "a day is counted from its cases, and only what has changed is written",
	})
}

// checkRollup holds what is counted beforehand against the cases.
func (i *installation) checkRollup(ctx context.Context, _ *Env, _ *Globals) (found []insight.Finding, err error) {
	err = i.rollup().Check(ctx, func(where, what string) {
		found = append(found, insight.Finding{Check: "rollup", Where: where, What: what})
	})
	return found, err
}
