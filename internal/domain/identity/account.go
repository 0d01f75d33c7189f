package identity

import (
	"slices"

	"huying/internal/kernel/ident"
)

// Account 账号 is somebody, or something, that has signed in. It acts in one
// role at a time: Grants holds an actor for each of its roles, in the order in
// which they were assigned.
type Account struct {
	ID     ident.UserID
	Login  string
	Name   string
	Grants []Actor
}

// For returns the actor under which the account exercises a permission: that
// of the first role which may.
func (a Account) For(p Permission, on Target) (Actor, bool) {
	for _, g := range a.Grants {
		if Can(g, p, on) {
			return g, true
		}
	}
	return Actor{}, false
}

// Sees reports whether any of the account's roles sees the case.
func (a Account) Sees(r Reach) bool {
	for _, g := range a.Grants {
		if Sees(g, r) {
			return true
		}
	}
	return false
}

// Scope 数据范围 is what all of an account's roles see together, as lists ask
// for it. The zero value is nothing.
type Scope struct {
	All      bool
	Receiver ident.UserID   // cases that this account received; empty: none
	Units    []ident.UnitID // cases with a leg of any of these
}

// Everything is the scope of what runs for nobody in particular: published
// figures and the installation's own work.
func Everything() Scope { return Scope{All: true} }

// Scope is Sees for every case at once.
func (a Account) Scope() Scope {
	var s Scope
	for _, g := range a.Grants {
		if !slices.Contains(g.May, CaseView) {
			continue
		}
		switch g.Sight {
		case AllCases:
			s.All = true
		case UnitCases:
			s.Units = append(s.Units, g.Units...)
		case OwnCases:
			s.Receiver = g.ID
		}
	}
	slices.Sort(s.Units)
	s.Units = slices.Compact(s.Units)
	return s
}
