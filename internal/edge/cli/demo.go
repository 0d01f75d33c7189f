package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"huying/demo"
	"huying/demo/figures"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/edge/cli/message"
	"huying/internal/edge/cli/progress"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// DemoCmd builds a district's quarters, case by case, and opens the bulletin.
type DemoCmd struct {
	Check bool `help:"Compare every figure with the printed bulletin and stop; fails when one differs that is not known to." zh:"与印发的通报逐项核对后停止；有未说明的不一致即为失败。"`
	Build bool `help:"Build and stop." zh:"建成后停止。"`
	Port  int  `help:"Port on 127.0.0.1 (default ${default}; 0 takes a free one)." zh:"127.0.0.1 上的端口（默认 ${default}；0 为任一空闲端口）。" default:"8312" placeholder:"PORT"`
}

// Run builds the demonstration where it is not built yet, then checks or
// serves it.
func (c *DemoCmd) Run(ctx context.Context, env *Env, g *Globals) (err error) {
	inst, err := openDemo(ctx, env, g)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inst.Close()) }()
	switch {
	case c.Check:
		return checkDemo(ctx, env, inst)
	case c.Build:
		return nil
	}
	return inst.serveWithFiles(ctx, env, g, c.Port)
}

// builder puts the scenario on record by the commands that staff would give,
// while a simulated clock stands at the moment of each.
type builder struct {
	env      *Env
	inst     *installation
	desk     *desk.Desk
	hand     *clock.Hand
	progress *progress.Step
}

// batchEntries is how many commands share a transaction.
const batchEntries = 2000

func (b *builder) build(ctx context.Context, scenario *demo.Scenario) error {
	record, err := scenario.Record(b.inst.units)
	if err != nil {
		return err
	}
	progress := b.env.Progress(message.Catalogue.Say(b.env.Lang, "demo.cases", nil), int64(len(record.Entries)+len(record.Contacts)))
	defer progress.Stop()
	b.progress = progress
	for _, l := range looks(b.inst.location) {
		if err := b.until(ctx, record, l.at); err != nil {
			return err
		}
		b.hand.Set(l.at.Add(insight.Settled))
		if err := b.inst.insight().Publish(ctx, l.period, l.at); err != nil {
			return err
		}
	}
	if err := b.until(ctx, record, demo.EpidemicAsOf().Start(b.inst.location)); err != nil {
		return err
	}
	progress.Done()
	return b.exhibit(ctx, record)
}

// exhibit keeps the stories where the pages and the start can find them.
func (b *builder) exhibit(ctx context.Context, r *demo.Record) error {
	examples := make([]insight.Example, len(r.Stories))
	for i, s := range r.Stories {
		examples[i] = insight.Example{Number: s.Case.Number, Name: s.Title}
	}
	return b.inst.insight().Exhibit(ctx, examples)
}

// sayExamples prints where a demonstration's examples can be read; the server
// is at the address.
func (i *installation) sayExamples(ctx context.Context, env *Env, address string) error {
	examples, err := i.insight().Examples(ctx)
	if err != nil {
		return err
	}
	for _, x := range examples {
		fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "demo.example", i18n.Args{
			"name": bulletin.InLanguage(env.Lang, x.Name), "address": address + "desk/cases/" + url.PathEscape(string(x.Number)),
		}))
	}
	return nil
}

// until gives the commands, and then logs the calls, up to a moment. Calls
// come after, since a call may have opened a case.
func (b *builder) until(ctx context.Context, r *demo.Record, at time.Time) error {
	entryAt := func(e desk.Entry) time.Time { return e.At }
	for n := due(r.Entries, at, entryAt); n > 0; n = due(r.Entries, at, entryAt) {
		b.hand.Set(r.Entries[n-1].At)
		if err := b.desk.Bulk(ctx, r.Entries[:n]); err != nil {
			return err
		}
		r.Entries = r.Entries[n:]
		b.progress.Add(int64(n))
	}
	contactAt := func(c desk.Contact) time.Time { return c.At }
	for n := due(r.Contacts, at, contactAt); n > 0; n = due(r.Contacts, at, contactAt) {
		if err := b.desk.LogContacts(ctx, r.Contacts[:n]); err != nil {
			return err
		}
		r.Contacts = r.Contacts[n:]
		b.progress.Add(int64(n))
	}
	return nil
}

// due is how many of the first things of a list in order of time belong in the
// next batch: those up to the moment, and not too many.
func due[T any](list []T, at time.Time, when func(T) time.Time) int {
	list = list[:min(len(list), batchEntries)]
	n, _ := slices.BinarySearchFunc(list, at, func(v T, at time.Time) int {
		if when(v).After(at) {
			return 1
		}
		return -1
	})
	return n
}

// look is a moment at which the bulletin of a period is published.
type look struct {
	period calendar.Period
	at     time.Time
}

// looks are the moments at which the demonstration publishes: early, before
// late call-backs, and when the district took its data. What is published is
// kept as it was, to be compared with what is computed as of that moment.
func looks(loc *time.Location) []look {
	early := calendar.DateFrom(2020, time.January, 5)
	return []look{
		{demo.Quarter(), early.Start(loc).UTC()},
		{demo.Quarter(), demo.QuarterAsOf().Start(loc).UTC()},
	}
}

func newDesk(inst *installation, simulated bool) *desk.Desk {
	return desk.New(desk.Options{
		Store: inst.store, Region: inst.region, IDs: ident.NewSource(rand.Reader), Key: inst.key, Vault: inst.vault, Simulated: simulated,
	})
}

// checkDemo prints every figure beside its printed value.
func checkDemo(ctx context.Context, env *Env, inst *installation) error {
	quarter, epidemic, err := demoDocuments(ctx, inst)
	if err != nil {
		return err
	}
	results, err := figures.Check(quarter, epidemic)
	if err != nil {
		return err
	}
	wrong, known := 0, 0
	for _, r := range results {
		verdict := "ok"
		switch {
		case !r.OK && r.Reason != "":
			verdict = "irreproducible: " + r.Reason
			known++
		case !r.OK:
			verdict = "DIFFERS"
			wrong++
		}
		if _, err := fmt.Fprintf(env.Stdout, "%s | %s | %s | %s\n", r.Figure, r.Printed, cmp.Or(r.Computed, "—"), verdict); err != nil {
			return err
		}
	}
	if _, err := fmt.Fprintf(env.Stdout, "%d figures: %d agree, %d are proved irreproducible, %d differ\n", len(results), len(results)-wrong-known, known, wrong); err != nil {
		return err
	}
	if wrong > 0 {
		return errs.New(errs.Conflict, "check.failed", fmt.Sprintf("%d figures differ", wrong), fmt.Sprintf("%d 项不一致", wrong))
	}
	return nil
}

// demoDocuments computes the two bulletins anew from the cases.
func demoDocuments(ctx context.Context, inst *installation) (quarter, epidemic bulletin.Document, err error) {
	in := inst.insight()
	quarter, err1 := in.Bulletin(ctx, demo.Quarter(), demo.QuarterAsOf().Start(inst.location))
	epidemic, err2 := in.Bulletin(ctx, demo.Epidemic(), demo.EpidemicAsOf().Start(inst.location))
	return quarter, epidemic, errors.Join(err1, err2)
}
