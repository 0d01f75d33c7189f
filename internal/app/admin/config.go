package admin

import (
	"bytes"
	"cmp"
	"context"
	"slices"
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
	List     org.List      `yaml:"list,omitempty"` // town, department; none when left out
	Kind     org.Kind      `yaml:"kind,omitempty"`
	Parent   string        `yaml:"parent,omitempty"`
	Division string        `yaml:"division,omitempty"`
	From     calendar.Date `yaml:"from,omitempty"`
	To       calendar.Date `yaml:"to,omitempty"`
}

// RuleConfig is one version of one rule. Without a version it is the next one,
// unless the latest says the same.
type RuleConfig struct {
	Kind    rulebook.Kind `yaml:"kind"`
	Key     string        `yaml:"key"`
	Version int           `yaml:"version,omitempty"`
	Text    string        `yaml:"text"` // the rule's own YAML
}

// ExternalConfig is one figure of another region.
type ExternalConfig struct {
	Name     string      `yaml:"name"`
	From     string      `yaml:"from"`
	To       string      `yaml:"to"`
	Index    exact.Value `yaml:"index"`
	Source   string      `yaml:"source"`
	Recorded time.Time   `yaml:"recorded"`
}

// ParseConfig reads a configuration. Errors name file, line and column.
func ParseConfig(data []byte, file string) (Config, error) {
	var c Config
	if len(bytes.TrimSpace(data)) == 0 {
		return c, errs.At(errs.Position{File: file}, errs.Invalidf("config.empty", "an empty file; expected units, rules or external"))
	}
	return c, yamltext.Decode(data, file, &c)
}

// YAML writes the configuration so that ParseConfig reads it back.
func (c Config) YAML() ([]byte, error) { return yamltext.Encode(c) }

// Config reads a region's whole configuration.
func (a *Admin) Config(ctx context.Context, code ident.RegionCode) (Config, error) {
	var c Config
	err := a.store.View(ctx, func(tx *store.Tx) error {
		c = Config{}
		units, err := tx.Units(code)
		if err != nil {
			return err
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
			return err
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
		return err
	})
	return c, errs.Wrap("admin.config", err)
}

// Apply brings a configuration into force and returns how many things it
// changed; the same again changes nothing. What it does not name stays as it
// is. Nothing is kept unless all of it can be. Error: Invalid, naming what is
// wrong with which unit or rule.
func (a *Admin) Apply(ctx context.Context, code ident.RegionCode, c Config) (int, error) {
	changed := 0
	err := a.store.Update(ctx, func(tx *store.Tx) error {
		changed = 0
		for _, part := range []func(*store.Tx, ident.RegionCode, Config) (int, error){a.applyUnits, a.applyRules, a.applyExternals} {
			n, err := part(tx, code, c)
			if err != nil {
				return err
			}
			changed += n
		}
		if changed == 0 {
			return nil
		}
		if err := tx.ReviseRegion(code); err != nil {
			return err
		}
		_, err := tx.Book(code) // what was written can be read
		return err
	})
	return changed, errs.Wrap("admin.apply", err)
}

func (a *Admin) applyUnits(tx *store.Tx, code ident.RegionCode, c Config) (int, error) {
	units, err := tx.Units(code)
	if err != nil {
		return 0, err
	}
	there := map[string]org.Unit{}
	for _, u := range units {
		there[u.Name] = u
	}
	changed := 0
	for _, want := range parentsFirst(c.Units) {
		old, known := there[want.Name]
		u, err := a.unit(tx, want, old, there)
		if err != nil {
			return 0, err
		}
		if known && u == old {
			continue
		}
		if err := tx.PutUnit(code, u); err != nil {
			return 0, err
		}
		there[u.Name] = u
		changed++
	}
	return changed, nil
}

func (a *Admin) unit(tx *store.Tx, want UnitConfig, old org.Unit, there map[string]org.Unit) (org.Unit, error) {
	u := org.Unit{ID: old.ID, Name: want.Name, List: want.List, Kind: want.Kind, Division: want.Division, From: want.From, To: want.To}
	if want.Name == "" {
		return u, errs.Invalidf("unit.name", "a unit needs a name")
	}
	if want.Parent != "" {
		parent, ok := there[want.Parent]
		if !ok {
			return u, errs.Invalidf("unit.parent", "unit %q has the parent %q, which is not a unit", want.Name, want.Parent)
		}
		u.Parent = parent.ID
	}
	if u.ID == "" {
		id, err := a.ids.New(tx.Now())
		if err != nil {
			return u, err
		}
		u.ID = ident.UnitID(id)
	}
	return u, nil
}

// parentsFirst orders units so that a parent comes before its children, as
// far as there is such an order.
func parentsFirst(units []UnitConfig) []UnitConfig {
	depth := map[string]int{}
	parent := map[string]string{}
	for _, u := range units {
		parent[u.Name] = u.Parent
	}
	for _, u := range units {
		for p := u.Parent; p != "" && depth[u.Name] <= len(units); p = parent[p] {
			depth[u.Name]++
		}
	}
	sorted := slices.Clone(units)
	slices.SortStableFunc(sorted, func(x, y UnitConfig) int { return cmp.Compare(depth[x.Name], depth[y.Name]) })
	return sorted
}

func (a *Admin) applyRules(tx *store.Tx, code ident.RegionCode, c Config) (int, error) {
	rules, err := tx.Rules(code)
	if err != nil {
		return 0, err
	}
	type name struct {
		kind rulebook.Kind
		key  string
	}
	versions := map[name][]rulebook.Rule{}
	for _, r := range rules {
		n := name{r.Kind, r.Key}
		versions[n] = append(versions[n], r)
	}
	changed := 0
	for _, want := range c.Rules {
		n := name{want.Kind, want.Key}
		r := rulebook.Rule{Kind: want.Kind, Key: want.Key, Version: want.Version, Text: want.Text}
		fresh, err := next(&r, versions[n])
		if err != nil {
			return 0, err
		}
		if !fresh {
			continue
		}
		if err := r.Read(); err != nil {
			return 0, err
		}
		if err := tx.PutRule(code, r); err != nil {
			return 0, err
		}
		versions[n] = append(versions[n], r)
		changed++
	}
	return changed, nil
}

// next decides whether a rule is to be added, and as which version. A version
// that is there may not be said differently.
func next(r *rulebook.Rule, there []rulebook.Rule) (bool, error) {
	latest := 0
	for _, v := range there {
		latest = v.Version
		if v.Version != r.Version {
			continue
		}
		if v.Text == r.Text {
			return false, nil
		}
		return false, errs.New(errs.Invalid, "rule.changed",
			string(r.Kind)+" "+r.Key+": a version that is in force cannot be changed; give the next one", string(r.Kind)+" "+r.Key+"：已有版本不可更改，请用下一版本")
	}
	if r.Version == 0 {
		if len(there) > 0 && there[len(there)-1].Text == r.Text {
			return false, nil
		}
		r.Version = latest + 1
	}
	if r.Version < latest {
		return false, errs.Invalidf("rule.version", "%s %s: version %d comes after %d", r.Kind, r.Key, r.Version, latest)
	}
	return true, nil
}

func (a *Admin) applyExternals(tx *store.Tx, code ident.RegionCode, c Config) (int, error) {
	kept, err := tx.Externals(code)
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, want := range c.External {
		period, err := calendar.ParsePeriod(want.From + ".." + want.To)
		if err != nil {
			return 0, err
		}
		x := rulebook.External{Name: want.Name, Period: period, Index: want.Index, Source: want.Source, Recorded: want.Recorded.UTC().Truncate(time.Microsecond)}
		if x.Name == "" || x.Source == "" {
			return 0, errs.Invalidf("external.source", "another region's figure needs its name and a source")
		}
		if x.Recorded.IsZero() {
			x.Recorded = tx.Now()
		}
		same := func(k rulebook.External) bool {
			return k.Name == x.Name && k.Period == x.Period && k.Index.Equal(x.Index) && k.Source == x.Source &&
				(want.Recorded.IsZero() || k.Recorded.Equal(x.Recorded))
		}
		if slices.ContainsFunc(kept, same) {
			continue
		}
		if err := tx.PutExternal(code, x); err != nil {
			return 0, err
		}
		kept = append(kept, x)
		changed++
	}
	return changed, nil
}
