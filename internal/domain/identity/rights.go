package identity

import (
	"slices"

	"huying/internal/kernel/ident"
)

// Right 角色权限 is what a region gives to a role: its printed names, what it may
// do and how far it sees.
type Right struct {
	Role  Role
	Zh    string
	En    string
	May   []Permission
	Sight Sight
}

// Rights 权限表 is every role that people of a region can have, in the order in
// which they are printed.
type Rights []Right

// Right finds what a role has; ok is false for a role that the region does not
// give to people.
func (r Rights) Right(role Role) (right Right, ok bool) {
	i := slices.IndexFunc(r, func(x Right) bool { return x.Role == role })
	if i < 0 {
		return Right{}, false
	}
	return r[i], true
}

// Actor is somebody in one of the region's roles. units are the person's own
// unit and all below it.
func (r Rights) Actor(role Role, id ident.UserID, region ident.RegionCode, units []ident.UnitID) (Actor, bool) {
	right, ok := r.Right(role)
	if !ok {
		return Actor{}, false
	}
	return Actor{ID: id, Role: role, Region: region, Units: units, May: right.May, Sight: right.Sight}, true
}

// PresetRights is the preset as a region's own table: every role but those that
// nobody is given, of citizens and of the program itself.
func PresetRights() Rights {
	preset := Preset()
	var all Rights
	for _, role := range []Role{
		Operator, Registrar, Dispatcher, UnitClerk, Officer, UnitLeader, Reviewer, CallBackers, Supervisor, Assessor, Leader, Mediator,
		GridWorker, Editor, Admin, Auditor, Outsourced,
	} {
		all = append(all, Right{Role: role, Zh: role.Chinese(), En: role.English(), May: preset[role], Sight: PresetSight(role)})
	}
	return all
}

// Reserved reports whether the role is of citizens or of the program itself, so
// that no person can have it.
func (r Role) Reserved() bool { return r == Citizen || r == System || r == Importer }

// Apart 不相容 is a pair of permissions that one person may not hold together,
// in one role or in two.
type Apart struct {
	One, Other Permission
	En, Zh     string // why
}

// Aparts lists the pairs (domain.md §1: who handles is not who judges, and who
// gives rights is not who watches over their use).
func Aparts() []Apart {
	judge, zh := "who handles a leg does not judge it", "承办与审核、回访、考核分离"
	return []Apart{
		{LegHandle, CaseReview, judge, zh}, {LegHandle, CaseCallBack, judge, zh}, {LegHandle, CaseExclude, judge, zh},
		{LegSubmit, CaseReview, judge, zh}, {LegSubmit, CaseCallBack, judge, zh},
		{LegPlead, CaseAdjudicate, judge, zh}, {LegPlead, CaseExclude, judge, zh},
		{ManagePeople, ViewAudit, "who gives rights does not watch over their use", "人员管理与审计分离"},
		{Configure, CaseExclude, "who sets the rules does not rule on exclusions", "规则管理与剔除裁定分离"},
	}
}

// Clash returns the first pair of permissions that the roles together hold and
// may not; ok is false when there is none. Roles that the table does not know
// add nothing.
func (r Rights) Clash(roles ...Role) (pair Apart, ok bool) {
	has := func(p Permission) bool {
		return slices.ContainsFunc(roles, func(role Role) bool {
			right, _ := r.Right(role)
			return slices.Contains(right.May, p)
		})
	}
	for _, a := range Aparts() {
		if has(a.One) && has(a.Other) {
			return a, true
		}
	}
	return Apart{}, false
}
