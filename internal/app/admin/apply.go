package admin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Apply brings a configuration into force and returns how many things it
// changed; the same again changes nothing. What it does not name stays as it
// is. Nothing is kept unless all of it can be. Error: Invalid, naming what is
// wrong with which unit or rule, and where it stands if it came from a file.
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
		book, err := tx.Book(code) // what was written can be read
		if err != nil {
			return err
		}
		return checkLists(book, c.Units)
	})
	return changed, errs.Wrap("admin.apply", err)
}

// checkLists: a unit's list is one that a scheme ranks.
func checkLists(book *rulebook.Book, units []UnitConfig) error {
	for _, u := range units {
		if u.List != org.NoList && !book.HasList(u.List) {
			return errs.At(u.at, errs.New(errs.Invalid, "unit.list", fmt.Sprintf("unit %q is on the list %q, which no scheme has", u.Name, u.List),
				fmt.Sprintf("单位“%s”的榜单 %s 不在任何考核办法中", u.Name, u.List)))
		}
	}
	return nil
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
			return 0, errs.At(want.at, err)
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
	switch {
	case want.Name == "":
		return u, errs.New(errs.Invalid, "unit.name", "a unit needs a name", "单位须有名称")
	case want.From != 0 && want.To != 0 && want.To < want.From:
		return u, errs.New(errs.Invalid, "unit.days", fmt.Sprintf("unit %q ends on %s, before it begins on %s", want.Name, want.To, want.From),
			fmt.Sprintf("单位“%s”的截止日早于起始日", want.Name))
	}
	if want.Parent != "" {
		parent, ok := there[want.Parent]
		if !ok {
			return u, errs.New(errs.Invalid, "unit.parent", fmt.Sprintf("unit %q has the parent %q, which is not a unit", want.Name, want.Parent),
				fmt.Sprintf("单位“%s”的上级“%s”不存在", want.Name, want.Parent))
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
		r := want.rule()
		fresh, err := next(&r, versions[n])
		if err != nil {
			return 0, errs.At(want.at, err)
		}
		if !fresh {
			continue
		}
		if err := r.Read(); err != nil {
			return 0, want.place(err)
		}
		if err := tx.PutRule(code, r); err != nil {
			return 0, err
		}
		versions[n] = append(versions[n], r)
		changed++
	}
	return changed, nil
}

func (c RuleConfig) rule() rulebook.Rule {
	return rulebook.Rule{Kind: c.Kind, Key: c.Key, Version: c.Version, Text: strings.TrimRight(c.Text, "\n") + "\n"}
}

// next decides whether a rule is to be added, and as which version: the one it
// names, else that in its text, else the one after the latest. A version that
// is there may not be said differently.
func next(r *rulebook.Rule, there []rulebook.Rule) (bool, error) {
	latest := 0
	if n := len(there); n > 0 {
		latest = there[n-1].Version
		if r.Version == 0 && there[n-1].Text == r.Text {
			return false, nil
		}
	}
	if r.Version == 0 {
		r.Version = cmp.Or(r.Declared(), latest+1)
	}
	for _, v := range there {
		switch {
		case v.Version != r.Version:
		case v.Text == r.Text:
			return false, nil
		default:
			return false, errs.New(errs.Invalid, "rule.changed",
				fmt.Sprintf("%s %s: version %d is on record and cannot be changed; give the next one", r.Kind, r.Key, r.Version),
				fmt.Sprintf("%s %s：第 %d 版已登记，不可更改，请用下一版本", r.Kind, r.Key, r.Version))
		}
	}
	if r.Version < latest {
		return false, errs.New(errs.Invalid, "rule.version",
			fmt.Sprintf("%s %s: version %d would come after %d", r.Kind, r.Key, r.Version, latest),
			fmt.Sprintf("%s %s：已有第 %d 版，不能再加第 %d 版", r.Kind, r.Key, latest, r.Version))
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
		x, err := want.figure(tx.Now())
		if err != nil {
			return 0, errs.At(want.at, err)
		}
		same := func(k rulebook.External) bool {
			return k.Name == x.Name && k.Period == x.Period && k.Index.Equal(x.Index) && k.Source == x.Source &&
				(want.Recorded.IsZero() || k.Recorded.Equal(x.Recorded))
		}
		if slices.ContainsFunc(kept, same) {
			continue
		}
		if err := tx.PutExternal(code, x); err != nil {
			return 0, errs.At(want.at, err)
		}
		kept = append(kept, x)
		changed++
	}
	return changed, nil
}

// figure checks another region's figure. One without a moment is on record
// from now on.
func (c ExternalConfig) figure(now time.Time) (rulebook.External, error) {
	period, err := calendar.ParsePeriod(c.From + ".." + c.To)
	if err != nil {
		return rulebook.External{}, err
	}
	if c.Name == "" || c.Source == "" {
		return rulebook.External{}, errs.New(errs.Invalid, "external.source",
			"another region's figure needs its name and a source", "其他区划的数据须有名称和来源")
	}
	x := rulebook.External{Name: c.Name, Period: period, Index: c.Index, Source: c.Source, Recorded: c.Recorded.UTC().Truncate(time.Microsecond)}
	if c.Recorded.IsZero() {
		x.Recorded = now
	}
	return x, nil
}
