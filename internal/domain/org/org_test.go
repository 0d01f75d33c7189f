package org_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// unit is a unit named after its ID.
func unit(id, parent string) org.Unit {
	return org.Unit{ID: ident.UnitID(id), Name: "单位" + id, Parent: ident.UnitID(parent)}
}

func tree(t *testing.T, units ...org.Unit) *org.Tree {
	t.Helper()
	tr, err := org.NewTree(units)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestNewTreeRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		units []org.Unit
		code  string
		says  string
	}{
		"an ID twice":       {[]org.Unit{unit("a", ""), {ID: "a", Name: "另一个"}}, "unit.twice", `the id "a"`},
		"a name twice":      {[]org.Unit{unit("a", ""), {ID: "b", Name: "单位a"}}, "unit.twice", `called "单位a"`},
		"no such parent":    {[]org.Unit{unit("a", "z")}, "unit.parent", `"单位a" has the parent "z"`},
		"its own parent":    {[]org.Unit{unit("a", "a")}, "unit.circle", `"单位a" is its own superior`},
		"each the other's":  {[]org.Unit{unit("a", "b"), unit("b", "a")}, "unit.circle", `"单位a" is its own superior`},
		"a circle of three": {[]org.Unit{unit("x", ""), unit("a", "b"), unit("b", "c"), unit("c", "a")}, "unit.circle", `"单位a" is its own superior`},
		// The unit below the circle is not in it: whoever mends the file looks for b.
		"below a circle": {[]org.Unit{unit("a", "b"), unit("b", "c"), unit("c", "b")}, "unit.circle", `"单位b" is its own superior`},
	} {
		tr, err := org.NewTree(c.units)
		if tr != nil || errs.KindOf(err) != errs.Invalid || errs.CodeOf(err) != c.code || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v; want %s, %s", name, err, c.code, c.says)
		}
	}
}

// TestTree: look-ups in a small tree, whose units stand in no order.
func TestTree(t *testing.T) {
	t.Parallel()
	tr := tree(t, unit("grid", "village"), unit("village", "town"), unit("town", ""), unit("office", "town"), unit("bureau", ""))
	if u, ok := tr.Unit("village"); !ok || u.Parent != "town" {
		t.Errorf("village: %+v, %v", u, ok)
	}
	if u, ok := tr.Named("单位office"); !ok || u.ID != "office" {
		t.Errorf("by name: %+v, %v", u, ok)
	}
	for _, name := range []string{"", "office", "单位", "单位office "} {
		if u, ok := tr.Named(name); ok || u != (org.Unit{}) {
			t.Errorf("there is no unit called %q: %+v", name, u)
		}
	}
	if u, ok := tr.Unit("nobody"); ok || u != (org.Unit{}) {
		t.Errorf("there is no such unit: %+v", u)
	}
	var names []string
	for _, u := range tr.All() {
		names = append(names, u.Name)
	}
	if want := []string{"单位bureau", "单位grid", "单位office", "单位town", "单位village"}; !slices.Equal(names, want) {
		t.Errorf("all: %v", names)
	}
	for _, c := range []struct {
		id, superior ident.UnitID
		want         bool
	}{
		{"grid", "town", true}, {"grid", "village", true}, {"office", "town", true}, {"village", "grid", false}, {"town", "town", false},
		{"grid", "bureau", false}, {"grid", "office", false}, {"town", "", false}, {"nobody", "town", false}, {"grid", "nobody", false},
	} {
		if got := tr.Under(c.id, c.superior); got != c.want {
			t.Errorf("%s below %s: %v", c.id, c.superior, got)
		}
	}
	for id, want := range map[ident.UnitID][]ident.UnitID{
		"town": {"grid", "office", "town", "village"}, "village": {"grid", "village"}, "grid": {"grid"}, "bureau": {"bureau"},
	} {
		if got := slices.Sorted(slices.Values(tr.Subtree(id))); !slices.Equal(got, want) {
			t.Errorf("%s and below: %v", id, got)
		}
	}
}

// TestTreeIsItsOwn: what it was built from, and what it gave out, can be
// changed without changing it.
func TestTreeIsItsOwn(t *testing.T) {
	t.Parallel()
	units := []org.Unit{unit("a", ""), unit("b", "a")}
	tr := tree(t, units...)
	units[0].Name = "改名"
	tr.All()[0].Name = "改名"
	tr.Subtree("a")[0] = "z"
	want := []org.Unit{unit("a", ""), unit("b", "a")}
	if diff := gocmp.Diff(want, tr.All()); diff != "" {
		t.Error(diff)
	}
	if got := tr.Subtree("a"); !slices.Equal(got, []ident.UnitID{"a", "b"}) {
		t.Errorf("a and below: %v", got)
	}
}

func TestEmptyTree(t *testing.T) {
	t.Parallel()
	tr := tree(t)
	if len(tr.All()) != 0 || tr.Under("a", "b") {
		t.Errorf("no units: %v", tr.All())
	}
}

// TestForest: in any forest Subtree and Under tell the same, and follow from
// parents alone.
func TestForest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 25).Draw(r, "units")
		units := make([]org.Unit, n)
		parent := map[ident.UnitID]ident.UnitID{}
		for i := range units {
			units[i] = unit(fmt.Sprint(i), "")
			if above := rapid.IntRange(-1, i-1).Draw(r, "parent"); above >= 0 {
				units[i].Parent = units[above].ID
			}
			parent[units[i].ID] = units[i].Parent
		}
		units = rapid.Permutation(units).Draw(r, "order")
		tr, err := org.NewTree(units)
		if err != nil {
			r.Fatal(err)
		}
		above := func(id, superior ident.UnitID) bool {
			for id = parent[id]; id != ""; id = parent[id] {
				if id == superior {
					return true
				}
			}
			return false
		}
		for top := range parent {
			subtree := tr.Subtree(top)
			for id := range parent {
				want := above(id, top)
				if got := tr.Under(id, top); got != want {
					r.Fatalf("%s below %s: %v", id, top, got)
				}
				if got := slices.Contains(subtree, id); got != (want || id == top) {
					r.Fatalf("%s among %v of %s: %v", id, subtree, top, got)
				}
			}
			if len(slices.Compact(slices.Sorted(slices.Values(subtree)))) != len(subtree) {
				r.Fatalf("%s and below has a unit twice: %v", top, subtree)
			}
		}
		if !slices.IsSortedFunc(tr.All(), func(a, b org.Unit) int { return cmp.Compare(a.Name, b.Name) }) || len(tr.All()) != n {
			r.Fatalf("all: %v", tr.All())
		}
	})
}

// TestCircles: a forest in which one unit is hung below its own subtree is
// always refused, and the message names a unit that is in the circle.
func TestCircles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		n, length := rapid.IntRange(0, 10).Draw(r, "beside"), rapid.IntRange(1, 6).Draw(r, "length")
		var units []org.Unit
		for i := range length {
			units = append(units, unit(fmt.Sprintf("circle%d", i), fmt.Sprintf("circle%d", (i+1)%length)))
		}
		for i := range n {
			above := rapid.SampledFrom(append(slices.Clone(units), org.Unit{})).Draw(r, "parent")
			units = append(units, unit(fmt.Sprintf("tail%d", i), string(above.ID)))
		}
		_, err := org.NewTree(rapid.Permutation(units).Draw(r, "order"))
		if errs.CodeOf(err) != "unit.circle" || !strings.Contains(err.Error(), `"单位circle`) {
			r.Fatal(err)
		}
	})
}

func TestActive(t *testing.T) {
	t.Parallel()
	from, to := calendar.DateFrom(2019, 10, 1), calendar.DateFrom(2019, 12, 31)
	for name, c := range map[string]struct {
		from, to calendar.Date
		day      calendar.Date
		want     bool
	}{
		"unbounded":        {0, 0, from, true},
		"the day before":   {from, to, from - 1, false},
		"the first day":    {from, to, from, true},
		"the last day":     {from, to, to, true},
		"the day after":    {from, to, to + 1, false},
		"open end":         {from, 0, to + 1000, true},
		"open end, before": {from, 0, from - 1, false},
		"open start":       {0, to, from - 10000, true},
		"open start, past": {0, to, to + 1, false},
		"one day":          {from, from, from, true},
	} {
		if got := (org.Unit{From: c.from, To: c.to}).Active(c.day); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
