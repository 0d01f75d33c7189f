package admin

import (
	"context"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Config is a region's configuration as one YAML document: units by name,
// every rule with its versions, and other regions' figures.
type Config struct {
	Units    []UnitConfig     `yaml:"units,omitempty"`
	Rules    []RuleConfig     `yaml:"rules,omitempty"`
	External []ExternalConfig `yaml:"external,omitempty"`
}

// UnitConfig is one unit; Parent is named.
type UnitConfig struct {
	Name     string        `yaml:"name"`
	List     org.List      `yaml:"list,omitempty"` // a list of a scheme; none when left out
	Kind     org.Kind      `yaml:"kind,omitempty"`
	Parent   string        `yaml:"parent,omitempty"`
	Division string        `yaml:"division,omitempty"`
	From     calendar.Date `yaml:"from,omitempty"`
	To       calendar.Date `yaml:"to,omitempty"`

	at errs.Position // of its name in a file
}

// RuleConfig is one version of one rule. Without a version it is the one that
// its text names, or the next one.
type RuleConfig struct {
	Kind    rulebook.Kind `yaml:"kind"`
	Key     string        `yaml:"key"`
	Version int           `yaml:"version,omitempty"`
	Text    string        `yaml:"text"` // the rule's own YAML, kept as it is

	at   errs.Position // of its text in a file
	file *textLines    // where the lines of the text stand in the file
}

// ExternalConfig is one figure of another region.
type ExternalConfig struct {
	Name     string      `yaml:"name"`
	From     string      `yaml:"from"`
	To       string      `yaml:"to"`
	Index    exact.Value `yaml:"index"`
	Source   string      `yaml:"source"`
	Recorded time.Time   `yaml:"recorded"`

	at errs.Position // of its name in a file
}

// YAML writes the configuration so that ParseConfig reads it back.
func (c Config) YAML() ([]byte, error) { return yamltext.Encode(c) }

// Config reads a region's whole configuration.
func (a *Admin) Config(ctx context.Context, code ident.RegionCode) (Config, error) {
	var c Config
	err := a.store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = configOn(tx, code)
		return err
	})
	return c, errs.Wrap("admin.config", err)
}

func configOn(tx *store.Tx, code ident.RegionCode) (c Config, err error) {
	units, err := tx.Units(code)
	if err != nil {
		return c, err
	}
	names := map[ident.UnitID]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	for _, u := range units {
		c.Units = append(c.Units, UnitConfig{Name: u.Name, List: u.List, Kind: u.Kind, Parent: names[u.Parent], Division: u.Division, From: u.From, To: u.To})
	}
	rules, err := tx.Rules(code)
	if err != nil {
		return c, err
	}
	for _, r := range rules {
		c.Rules = append(c.Rules, RuleConfig{Kind: r.Kind, Key: r.Key, Version: r.Version, Text: r.Text})
	}
	externals, err := tx.Externals(code)
	for _, x := range externals {
		c.External = append(c.External, ExternalConfig{
			Name: x.Name, From: x.Period.From.String(), To: x.Period.To.String(), Index: x.Index, Source: x.Source, Recorded: x.Recorded,
		})
	}
	return c, err
}
