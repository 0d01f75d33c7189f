package identity

import (
	"slices"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Actor is who gives a command. ID is a pseudonym of the installation, never
// a name; it goes into events.
type Actor struct {
	ID     ident.UserID
	Role   Role
	Region ident.RegionCode
	// Units is the actor's own unit and all below it; empty at the centre.
	Units []ident.UnitID
	// May is the permission set of the actor's role as the region defines it.
	May []Permission
}

// As returns an actor with a role's preset permissions.
func As(role Role, id ident.UserID, region ident.RegionCode, units ...ident.UnitID) Actor {
	return Actor{ID: id, Role: role, Region: region, Units: units, May: Preset()[role]}
}

// Target is what a permission is exercised on. Unit is the unit of the leg,
// empty where the act concerns the case as a whole.
type Target struct {
	Region ident.RegionCode
	Unit   ident.UnitID
}

// Can reports whether the actor may exercise the permission on the target:
// the region must be the actor's, and a permission of units reaches only legs
// of the actor's own units. Importers and the system reach every unit.
func Can(a Actor, p Permission, on Target) bool {
	if a.Region != on.Region || !slices.Contains(a.May, p) {
		return false
	}
	if !p.OfUnit() || a.Role == Importer {
		return true
	}
	return slices.Contains(a.Units, on.Unit)
}

// Require is Can as an error: Denied, code "denied".
func Require(a Actor, p Permission, on Target) error {
	if Can(a, p, on) {
		return nil
	}
	return errs.New(errs.Denied, "denied", "this actor may not do that here: needs "+string(p), "无权进行此操作（需要权限 "+string(p)+"）")
}
