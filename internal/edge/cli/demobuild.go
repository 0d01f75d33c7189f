package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/goccy/go-yaml"

	"huying/demo"
	"huying/demo/figures"
	"huying/internal/app/admin"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// factDemo says how far the demonstration has been built.
const (
	factDemo  = store.FactName("demo")
	demoBegun = "begun"
	demoBuilt = "built"
)

// openDemo opens the demonstration, building it first where there is nothing.
// It never touches an installation that is something else.
func openDemo(ctx context.Context, env *Env, g *Globals) (*installation, error) {
	inst, err := openInstallation(ctx, env, g, writing)
	if errs.CodeOf(err) == "store.schema_pending" {
		inst, err = upgradeDemo(ctx, env, g)
	}
	switch code := errs.CodeOf(err); {
	case code == "installation.missing" || code == "store.missing":
		return buildDemo(ctx, env, g)
	case err != nil:
		return nil, err
	}
	state, err := demoState(ctx, inst.store)
	switch {
	case err == nil && state == demoBuilt:
		return inst, nil
	case err == nil:
		err = notDemo(g, state)
	}
	return nil, errors.Join(err, inst.Close())
}

// upgradeDemo brings what an older program has built up to this one's schema. An
// empty database is an installation that is missing.
func upgradeDemo(ctx context.Context, env *Env, g *Globals) (*installation, error) {
	s, err := store.Open(ctx, store.Options{URL: g.url(env), Clock: env.Clock, Migrate: true})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return openInstallation(ctx, env, g, writing)
}

// notDemo says what is there instead of the demonstration, and where.
func notDemo(g *Globals, state string) error {
	en, zh, flag := g.Data, g.Data, "--data"
	if g.Database != "" {
		en, zh, flag = "the database", "数据库", "--database"
	}
	if state == demoBegun {
		return errs.New(errs.Unready, "demo.unfinished",
			en+" holds a demonstration whose building was interrupted; remove it and try again", zh+" 中的演示未建成，请删除后重试")
	}
	return errs.New(errs.Unready, "demo.other",
		en+" holds an installation, not the demonstration; choose another with "+flag, zh+" 中是正式安装，不是演示；请用 "+flag+" 另选")
}

func demoState(ctx context.Context, s *store.Store) (string, error) {
	var state string
	err := s.View(ctx, func(tx *store.Tx) error {
		f, _, err := tx.Fact(factDemo)
		state = f.Value
		return err
	})
	return state, err
}

func markDemo(ctx context.Context, s *store.Store, state string) error {
	return s.Update(ctx, func(tx *store.Tx) error { return tx.PutFact(factDemo, state) })
}

// buildDemo founds the region, configures it and puts the scenario on record.
func buildDemo(ctx context.Context, env *Env, g *Globals) (_ *installation, err error) {
	plan := env.Progress(message.Catalogue.Say(env.Lang, "demo.plan", nil), 0)
	defer plan.Stop()
	scenario, err := demo.Plan(demo.Seed)
	if err != nil {
		return nil, err
	}
	plan.Done()
	hand := clock.NewHand(foundedAt())
	s, err := founding(ctx, env, g, hand)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := foundDemo(ctx, s, scenario); err != nil {
		return nil, err
	}
	key, err := readKey(env, g)
	if err != nil {
		return nil, err
	}
	inst := &installation{store: s, key: key}
	if err := s.View(ctx, inst.read); err != nil {
		return nil, err
	}
	b := &builder{env: env, inst: inst, desk: newDesk(inst, true), hand: hand}
	if err := b.build(ctx, scenario); err != nil {
		return nil, err
	}
	hand.Set(env.Now())
	if _, err := inst.insight().Anchor(ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(markDemo(ctx, s, demoBuilt), s.Analyze(ctx), s.Close()); err != nil {
		return nil, err
	}
	return openInstallation(ctx, env, g, writing)
}

// foundedAt is when the demonstration's region begins: before its first case.
func foundedAt() time.Time { return time.Date(2018, time.September, 1, 0, 0, 0, 0, time.UTC) }

func foundDemo(ctx context.Context, s *store.Store, scenario *demo.Scenario) error {
	a := newAdmin(s)
	if err := a.Install(ctx, demo.RegionCode, demo.RegionName, "district"); err != nil {
		return err
	}
	if err := markDemo(ctx, s, demoBegun); err != nil {
		return err
	}
	config, err := demoConfig(scenario)
	if err != nil {
		return err
	}
	_, err = a.Apply(ctx, demo.RegionCode, config)
	return err
}

// demoConfig is what the demonstration's region has decided beyond the preset.
func demoConfig(scenario *demo.Scenario) (admin.Config, error) {
	var c admin.Config
	for _, u := range scenario.Units {
		c.Units = append(c.Units, admin.UnitConfig{Name: u.Name, List: u.List, Kind: u.Kind, Parent: u.Parent, Division: u.Division})
	}
	rule := func(kind rulebook.Kind, key string, v any) error {
		text, err := yaml.Marshal(v)
		if err != nil {
			return err
		}
		c.Rules = append(c.Rules, admin.RuleConfig{Kind: kind, Key: key, Text: string(text)})
		return nil
	}
	var problems []error
	for _, t := range scenario.Topics {
		problems = append(problems, rule(rulebook.Topic, t.Key, t))
	}
	places, err := demo.Places()
	problems = append(problems, err, rule(rulebook.Places, "places", rulebook.PlaceNames{Names: places}),
		rule(rulebook.Subjects, "subjects", rulebook.SubjectTree{Paths: scenario.Subjects}))
	notes, err := demoNotes()
	problems = append(problems, err)
	for i, n := range notes {
		note := rulebook.DataNote{From: n.Period.From, To: n.Period.To, Text: n.Text()}
		problems = append(problems, rule(rulebook.Note, fmt.Sprintf("demo-%02d", i+1), note))
	}
	for _, x := range scenario.Siblings {
		c.External = append(c.External, admin.ExternalConfig{
			Name: x.Name, From: x.Period.From.String(), To: x.Period.To.String(), Index: x.Index, Source: x.Source,
			Recorded: foundedAt(),
		})
	}
	return c, errors.Join(problems...)
}

// demoNotes is what a reader of the demonstration must know: what is invented
// and inferred, and which printed figures no cases can give.
func demoNotes() ([]demo.Note, error) {
	flaws, err := figures.Flaws()
	notes := demo.Notes()
	for _, f := range flaws {
		notes = append(notes, demo.Note{
			Chinese: fmt.Sprintf("公开通报的“%s”印作%s，本通报为%s：%s。", f.Figure, f.Printed, f.Computed, f.Chinese),
			English: fmt.Sprintf("The published bulletin prints %s for %s, this one %s: %s.", f.Printed, f.Figure, f.Computed, f.English),
			Period:  demo.Quarter(),
		})
	}
	return notes, err
}
