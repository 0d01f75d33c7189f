package cli

import (
	"context"

	"huying/internal/domain/calendar"
)

// ExportLegsCmd writes the open data of a published bulletin.
type ExportLegsCmd struct {
	Period string `arg:"" help:"The bulletin's period, as 2019Q4." zh:"通报的统计时间，如 2019Q4。"`
	AsOf   string `help:"Of the one as of this moment; default the latest." zh:"取数时间；默认取最近一次发布。" placeholder:"MOMENT"`
	Output string `short:"o" help:"Write to this file instead of standard output." zh:"写入此文件，而非标准输出。" placeholder:"FILE.csv"`
}

// Run writes the legs as they were published.
func (c *ExportLegsCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	period, err := calendar.ParsePeriod(c.Period)
	if err != nil {
		return usageError{err}
	}
	return using(ctx, env, g, reading, func(inst *installation) error {
		asOf, err := parseMoment(c.AsOf, inst.location)
		if err != nil {
			return err
		}
		table, err := inst.insight().OpenLegs(ctx, period, asOf)
		if err != nil {
			return err
		}
		return env.deliver(c.Output, table)
	})
}
