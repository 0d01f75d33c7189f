package admin

import (
	"cmp"
	"fmt"
	"slices"

	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

func (l *ledger) applyUnits(c Config) (int, error) {
	units, err := l.Units(l.code)
	if err != nil {
		return 0, err
	}
	there := map[string]org.Unit{}
	for _, u := range units {
		there[u.Name] = u
	}
	if err := checkOnce(c.Units); err != nil {
		return 0, err
	}
	changed := 0
	for _, want := range parentsFirst(c.Units) {
		old, known := there[want.Name]
		u, err := l.unit(want, old, there)
		if err != nil {
			return 0, errs.At(want.at, err)
		}
		if known && u == old {
			continue
		}
		if err := l.PutUnit(l.code, u); err != nil {
			return 0, err
		}
		if err := l.note("unit.put", string(u.ID), unitDetail(old, u)); err != nil {
			return 0, err
		}
		there[u.Name] = u
		changed++
	}
	return changed, nil
}

// checkOnce: no unit is given twice, or which of the two holds would depend on
// their order.
func checkOnce(units []UnitConfig) error {
	seen := map[string]bool{}
	for _, u := range units {
		if seen[u.Name] {
			return errs.At(u.at, errs.New(errs.Invalid, "unit.twice", fmt.Sprintf("unit %q is given twice", u.Name), fmt.Sprintf("单位“%s”出现两次", u.Name)))
		}
		seen[u.Name] = true
	}
	return nil
}

func (l *ledger) unit(want UnitConfig, old org.Unit, there map[string]org.Unit) (org.Unit, error) {
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
		id, err := l.a.ids.New(l.Now())
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
