// Package org is the tree of units (承办单位) and the ranking lists that they
// belong to. It is pure data with look-ups.
package org

import (
	"cmp"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// List 榜 keys the ranking list that a unit belongs to.
type List string

const (
	Town       List = "town"       // 乡镇、街道
	Department List = "department" // 区级有关单位
	NoList     List = ""           // none: handles legs, is not ranked
)

// Kind is what sort of body a unit is.
type Kind string

const (
	Body      Kind = ""          // a responsible unit
	Centre    Kind = "centre"    // the hotline centre itself
	Mediation Kind = "mediation" // 矛盾调解中心
	Office    Kind = "office"    // 科室: inside a unit
	Community Kind = "community" // 社区、村
	Grid      Kind = "grid"      // 网格
)

// Unit 承办单位 is a responsible body. From and To bound the local days on
// which it may be given new legs; zero is unbounded.
type Unit struct {
	ID       ident.UnitID  `json:"id" yaml:"-"`
	Name     string        `json:"name" yaml:"name"`
	List     List          `json:"list,omitempty" yaml:"list,omitempty"`
	Kind     Kind          `json:"kind,omitempty" yaml:"kind,omitempty"`
	Parent   ident.UnitID  `json:"parent,omitempty" yaml:"-"`
	Division string        `json:"division,omitempty" yaml:"division,omitempty"` // code of the street or community it governs
	From     calendar.Date `json:"from,omitempty" yaml:"from,omitempty"`
	To       calendar.Date `json:"to,omitempty" yaml:"to,omitempty"`
}

// Active reports whether the unit may be given new legs on the day.
func (u Unit) Active(day calendar.Date) bool {
	return (u.From == 0 || u.From <= day) && (u.To == 0 || day <= u.To)
}

// Tree is the units of a region. It is immutable; build a new one to change it.
type Tree struct {
	byID     map[ident.UnitID]Unit
	byName   map[string]ident.UnitID
	children map[ident.UnitID][]ident.UnitID
	order    []ident.UnitID
}

// NewTree builds the tree. Errors, all Invalid: "unit.twice" for two units with
// one ID or one name, "unit.parent" for a parent that is not a unit,
// "unit.circle" for a unit that is its own superior.
func NewTree(units []Unit) (*Tree, error) {
	t := &Tree{
		byID:     make(map[ident.UnitID]Unit, len(units)),
		byName:   make(map[string]ident.UnitID, len(units)),
		children: make(map[ident.UnitID][]ident.UnitID),
	}
	for _, u := range units {
		if _, twice := t.byID[u.ID]; twice {
			return nil, errs.Newf(errs.Invalid, "unit.twice", "two units have the id %q", "两个单位的标识同为“%s”", u.ID)
		}
		if _, twice := t.byName[u.Name]; twice {
			return nil, errs.Newf(errs.Invalid, "unit.twice", "two units are called %q", "两个单位的名称同为“%s”", u.Name)
		}
		t.byID[u.ID] = u
		t.byName[u.Name] = u.ID
		t.order = append(t.order, u.ID)
	}
	for _, u := range units {
		if u.Parent == "" {
			continue
		}
		if _, ok := t.byID[u.Parent]; !ok {
			return nil, errs.Newf(errs.Invalid, "unit.parent", "unit %q has the parent %q, which is not a unit", "单位“%s”的上级“%s”不存在", u.Name, u.Parent)
		}
		t.children[u.Parent] = append(t.children[u.Parent], u.ID)
	}
	for _, u := range units {
		if t.circular(u.ID) {
			return nil, errs.Newf(errs.Invalid, "unit.circle", "unit %q is its own superior", "单位“%s”成了自己的上级", u.Name)
		}
	}
	slices.SortFunc(t.order, func(a, b ident.UnitID) int { return cmp.Compare(t.byID[a].Name, t.byID[b].Name) })
	return t, nil
}

// circular reports whether the unit is among its own superiors. One that only
// lies below a circle is not: the units of that circle are.
func (t *Tree) circular(id ident.UnitID) bool {
	above := t.byID[id].Parent
	for range t.byID {
		if above == "" || above == id {
			break
		}
		above = t.byID[above].Parent
	}
	return above == id
}

// Unit returns a unit by its ID.
func (t *Tree) Unit(id ident.UnitID) (Unit, bool) {
	u, ok := t.byID[id]
	return u, ok
}

// Named returns a unit by its name.
func (t *Tree) Named(name string) (Unit, bool) {
	id, ok := t.byName[name]
	return t.byID[id], ok
}

// All lists the units by name.
func (t *Tree) All() []Unit {
	all := make([]Unit, 0, len(t.order))
	for _, id := range t.order {
		all = append(all, t.byID[id])
	}
	return all
}

// Subtree returns the unit and all below it.
func (t *Tree) Subtree(id ident.UnitID) []ident.UnitID {
	all := []ident.UnitID{id}
	for i := 0; i < len(all); i++ {
		all = append(all, t.children[all[i]]...)
	}
	return all
}

// Under reports whether a unit is below another, at whatever depth.
func (t *Tree) Under(id, superior ident.UnitID) bool {
	for u := t.byID[id]; u.Parent != ""; u = t.byID[u.Parent] {
		if u.Parent == superior {
			return true
		}
	}
	return false
}
