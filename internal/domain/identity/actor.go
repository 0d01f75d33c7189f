package identity

import (
	"slices"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Actor is who gives a command, in one role. ID is a pseudonym of the
// installation, never a name; it goes into events.
type Actor struct {
	ID     ident.UserID
	Role   Role
	Region ident.RegionCode
	// Units is the actor's own unit and all below it; empty at the centre.
	Units []ident.UnitID
	// May is the permission set of the role as the region defines it, and Sight
	// how far it reaches. The zero Sight sees nothing.
	May   []Permission
	Sight Sight
}

// As returns an actor with a role's preset permissions and sight.
func As(role Role, id ident.UserID, region ident.RegionCode, units ...ident.UnitID) Actor {
	return Actor{ID: id, Role: role, Region: region, Units: units, May: Preset()[role], Sight: PresetSight(role)}
}

// OfUnit reports whether the actor is a unit's, not the centre's.
func (a Actor) OfUnit() bool { return a.Sight == UnitCases || len(a.Units) > 0 }

// Target is what a permission is exercised on. Unit is the unit of the leg,
// empty where the act concerns the case as a whole. Receiver is who received
// the case, empty for one that is not on record yet.
type Target struct {
	Region   ident.RegionCode
	Unit     ident.UnitID
	Receiver ident.UserID
}

// Can reports whether the actor may exercise the permission on the target:
// the region must be the actor's, a permission of units reaches only legs of
// the actor's own units, and a role that sees only its own cases acts on no
// others. An importer reaches every unit.
func Can(a Actor, p Permission, on Target) bool {
	switch {
	case a.Region != on.Region || !slices.Contains(a.May, p):
		return false
	case a.Role == Importer:
		return true
	case p.OfUnit():
		return slices.Contains(a.Units, on.Unit)
	}
	return a.Sight != OwnCases || on.Receiver == "" || on.Receiver == a.ID
}

// Require is Can as an error: Denied, code "denied".
func Require(a Actor, p Permission, on Target) error {
	if Can(a, p, on) {
		return nil
	}
	return errs.New(errs.Denied, "denied", "this actor may not do that here: needs "+string(p), "无权进行此操作（需要权限 "+string(p)+"）")
}
