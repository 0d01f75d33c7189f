package cli

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/edge/cli/message"
	"huying/internal/edge/export"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// BulletinCmd prints the bulletin of any period: as it was published, or
// computed as of any moment.
type BulletinCmd struct {
	Period string `arg:"" help:"2019Q4, 2019-10, 2019 or 2019-10-01..2019-12-31." zh:"2019Q4、2019-10、2019 或 2019-10-01..2019-12-31。"`
	AsOf   string `help:"Only what was on record by this moment: 2020-02-19 (00:00 that day) or 2020-02-19T12:00:00+08:00; default as published, else the last moment on record." zh:"取数时间，只计此前已记录的：2020-02-19（当日零时）或 2020-02-19T12:00:00+08:00；默认取已发布的通报，未发布的取最后一次记录的时刻。" placeholder:"MOMENT"`
	Format string `help:"json, xlsx, md, html, docx or pdf (default ${default})." zh:"json、xlsx、md、html、docx 或 pdf（默认 ${default}）。" enum:"json,xlsx,md,html,docx,pdf" default:"json" placeholder:"FORMAT"`
	Font   string `help:"TrueType font that a PDF is set in (.ttf or .ttc; default one of the system's)." zh:"PDF 所用的 TrueType 字体（.ttf 或 .ttc；默认用系统自带的）。" env:"HUYING_PDF_FONT" placeholder:"FILE"`
	Output string `short:"o" help:"Write to this file instead of standard output." zh:"写入此文件，而非标准输出。" placeholder:"FILE"`
}

// Run prints the bulletin whole, or nothing.
func (c *BulletinCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	period, err := calendar.ParsePeriod(c.Period)
	if err != nil {
		return usageError{err}
	}
	return using(ctx, env, g, reading, func(inst *installation) error {
		asOf, err := parseMoment(c.AsOf, inst.location)
		if err != nil {
			return err
		}
		if asOf.After(env.Now()) {
			return misuse("--as-of is in the future: nobody knows yet what will be on record by then", "取数时间尚未到来，届时的记录无从得知")
		}
		read, err := c.read(ctx, env, inst, period, asOf)
		if errs.CodeOf(err) == "bulletin.as_of" {
			return usageError{err} // one of the two was misspelt
		}
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := export.Find(c.Format, c.Font).Write(read.Document, read.Seal, &b); err != nil {
			return err
		}
		return env.deliver(c.Output, b.Bytes())
	})
}

// read is the bulletin as it was published, or computed as of the moment
// that was asked for. What was chosen for want of a moment is said.
func (c *BulletinCmd) read(ctx context.Context, env *Env, inst *installation, p calendar.Period, asOf time.Time) (insight.Reading, error) {
	if !asOf.IsZero() {
		doc, err := inst.insight().Bulletin(ctx, p, asOf)
		return insight.Reading{Document: doc}, err
	}
	read, err := inst.insight().Read(ctx, p, asOf)
	if err != nil {
		return insight.Reading{}, err
	}
	said := i18n.Args{"as_of": read.AsOf.Format(time.DateTime)}
	key := i18n.Key("shown.computed")
	if !read.Published.IsZero() {
		key, said["published"] = "shown.frozen", read.Published.In(inst.location).Format(time.DateTime)
	}
	fmt.Fprintln(env.Stderr, message.Catalogue.Say(env.Lang, key, said))
	return read, nil
}

// deliver writes a result to the named file, or to standard output.
func (e *Env) deliver(name string, data []byte) error {
	if name != "" {
		return e.WriteFile(name, data)
	}
	_, err := e.Stdout.Write(data)
	return err
}

// parseMoment reads an as-of: a date means 00:00 local on that day; empty is
// the zero time: nobody named one.
func parseMoment(s string, loc *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if day, err := calendar.ParseDate(s); err == nil {
		return day.Start(loc).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, usageError{errs.New(errs.Invalid, "cli.as_of",
			s+" is not a moment; expected 2020-02-19 or 2020-02-19T12:00:00+08:00", s+" 不是取数时间，应如 2020-02-19 或 2020-02-19T12:00:00+08:00")}
	}
	return t.UTC(), nil
}

func (i *installation) insight() *insight.Insight {
	return insight.New(insight.Options{Store: i.store, Region: i.region})
}
