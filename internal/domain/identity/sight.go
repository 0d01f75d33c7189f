package identity

import (
	"slices"

	"huying/internal/kernel/ident"
)

// Sight 可见范围 is which cases a role sees. The zero value sees none.
type Sight string

const (
	OwnCases  Sight = "own"    // 本人受理的
	UnitCases Sight = "units"  // 本单位及下级承办的
	AllCases  Sight = "region" // 全区的
)

// Sights lists them from the narrowest.
func Sights() []Sight { return []Sight{OwnCases, UnitCases, AllCases} }

// Reach is what of a case decides who sees it.
type Reach struct {
	Region   ident.RegionCode
	Receiver ident.UserID   // who received it
	Units    []ident.UnitID // that carry a leg of it, or carried one
}

// Sees reports whether the actor may read the case: CaseView, as far as the
// role's sight goes. Lists ask the database the same question; the store's
// tests hold the two together.
func Sees(a Actor, r Reach) bool {
	if a.Region != r.Region || !slices.Contains(a.May, CaseView) {
		return false
	}
	switch a.Sight {
	case AllCases:
		return true
	case UnitCases:
		return slices.ContainsFunc(r.Units, func(u ident.UnitID) bool { return slices.Contains(a.Units, u) })
	case OwnCases:
		return r.Receiver != "" && r.Receiver == a.ID
	}
	return false
}

// PresetSight is how far a preset role sees: units see the cases that they
// carry, an outsourced seat those that it received, the centre all. A citizen
// has no CaseView; whoever lets citizens in holds each to the one case that
// the query code opens.
func PresetSight(r Role) Sight {
	switch r {
	case UnitClerk, Officer, UnitLeader, Mediator, GridWorker:
		return UnitCases
	case Outsourced:
		return OwnCases
	}
	return AllCases
}
