package identity_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const (
	here      = ident.RegionCode("330802")
	elsewhere = ident.RegionCode("330803")
)

// wanted is domain.md §1 turned around: for every permission the roles whose
// working day needs it. Importer, which has all that is done on cases, is left out.
var wanted = map[identity.Permission]string{
	identity.CaseReceive:    "operator registrar dispatcher outsourced",
	identity.CaseClassify:   "operator registrar dispatcher",
	identity.CaseAnswer:     "operator registrar dispatcher outsourced",
	identity.CaseDispatch:   "dispatcher",
	identity.CaseRefuse:     "operator dispatcher",
	identity.CaseAdjudicate: "dispatcher",
	identity.CaseReview:     "reviewer",
	identity.CaseCallBack:   "callback system",
	identity.CaseHasten:     "operator dispatcher supervisor citizen system",
	identity.CaseSupervise:  "supervisor leader",
	identity.CaseInstruct:   "leader",
	identity.CaseTrack:      "dispatcher supervisor system",
	identity.CaseArchive:    "dispatcher system",
	identity.CasePublish:    "reviewer",
	identity.CaseNote:       "operator registrar dispatcher reviewer callback supervisor leader",
	identity.CaseCitizen:    "citizen",
	identity.CaseExclude:    "assessor",
	identity.CaseView: "operator registrar dispatcher unit_clerk officer unit_leader reviewer callback supervisor assessor leader mediator grid " +
		"editor admin auditor outsourced",
	identity.LegSign:      "unit_clerk unit_leader mediator",
	identity.LegReturn:    "unit_clerk unit_leader mediator",
	identity.LegHandle:    "unit_clerk officer unit_leader mediator grid",
	identity.LegSubmit:    "unit_clerk officer unit_leader mediator",
	identity.LegEndorse:   "unit_leader mediator",
	identity.LegExtend:    "unit_leader",
	identity.LegPlead:     "unit_clerk unit_leader",
	identity.Report:       "supervisor assessor leader admin auditor",
	identity.Configure:    "admin",
	identity.SystemStep:   "system",
	identity.RevealPerson: "operator registrar dispatcher unit_clerk officer unit_leader callback mediator", // who calls or visits citizens
	identity.RevealSecret: "dispatcher",
	identity.ManagePeople: "admin",
	identity.ViewAudit:    "auditor",
	identity.ExportCases:  "supervisor assessor",
	identity.ManageJobs:   "admin",
	identity.Release:      "assessor leader",
}

func holds(p identity.Permission, r identity.Role) bool {
	if r == identity.Importer {
		return strings.HasPrefix(string(p), "case.") && p != identity.ExportCases || p.OfUnit() ||
			p == identity.Report || p == identity.Configure || p == identity.SystemStep
	}
	return slices.Contains(strings.Fields(wanted[p]), string(r))
}

// TestPreset: every role has the permissions of its working day, none more and
// none twice, and every permission is somebody's.
func TestPreset(t *testing.T) {
	t.Parallel()
	presets := identity.Preset()
	if got := slices.Sorted(maps.Keys(wanted)); !slices.Equal(got, slices.Sorted(slices.Values(identity.Permissions()))) {
		t.Errorf("permissions: %v", identity.Permissions())
	}
	for _, p := range identity.Permissions() {
		for role, may := range presets {
			if slices.Contains(may, p) != holds(p, role) {
				t.Errorf("%s: %s %v, want %v", role, p, !holds(p, role), holds(p, role))
			}
		}
		for _, role := range strings.Fields(wanted[p]) {
			if presets[identity.Role(role)] == nil {
				t.Errorf("%s is wanted for %s, and has no preset", role, p)
			}
		}
	}
	for role, may := range presets {
		for _, p := range may {
			if _, ok := wanted[p]; !ok {
				t.Errorf("%s may %q, which is no permission", role, p)
			}
		}
		if len(slices.Compact(slices.Sorted(slices.Values(may)))) != len(may) {
			t.Errorf("%s has a permission twice: %v", role, may)
		}
		if zh := role.Chinese(); zh == string(role) {
			t.Errorf("%s has no Chinese name", role)
		}
	}
	if got := identity.Role("juggler").Chinese(); got != "juggler" {
		t.Errorf("an unknown role is called %q", got)
	}
}

// TestSeparation: what no role may hold together (domain.md §1): units are not
// called back on by themselves, and nobody scores what they handle.
func TestSeparation(t *testing.T) {
	t.Parallel()
	for role, may := range identity.Preset() {
		if role == identity.Importer {
			continue
		}
		has := func(p identity.Permission) bool { return slices.Contains(may, p) }
		for _, apart := range [][2]identity.Permission{
			{identity.LegHandle, identity.CaseCallBack}, {identity.LegHandle, identity.CaseReview}, {identity.LegHandle, identity.CaseExclude},
			{identity.LegPlead, identity.CaseAdjudicate}, {identity.LegPlead, identity.CaseExclude}, {identity.CaseReceive, identity.Report},
			{identity.CaseReview, identity.CaseCallBack}, {identity.Configure, identity.CaseExclude}, {identity.CaseCitizen, identity.CaseView},
		} {
			if has(apart[0]) && has(apart[1]) {
				t.Errorf("%s may both %s and %s", role, apart[0], apart[1])
			}
		}
	}
	for _, p := range identity.Preset()[identity.Auditor] {
		if p != identity.CaseView && p != identity.Report && p != identity.ViewAudit {
			t.Errorf("the auditor only reads, and may %s", p)
		}
	}
}

// TestPresetIsACopy: a region that changes its roles changes nobody else's.
func TestPresetIsACopy(t *testing.T) {
	t.Parallel()
	for _, may := range identity.Preset() {
		for i := range may {
			may[i] = identity.SystemStep
		}
	}
	identity.Permissions()[0] = identity.SystemStep
	for role, may := range identity.Preset() {
		for _, p := range may {
			if !holds(p, role) {
				t.Fatalf("%s may %s now", role, p)
			}
		}
	}
	unit := identity.Preset()
	_ = append(unit[identity.UnitClerk], identity.Configure)
	if slices.Contains(unit[identity.UnitLeader], identity.Configure) {
		t.Error("two roles share one list")
	}
}

// TestCan tries every role's every permission on every kind of target.
func TestCan(t *testing.T) {
	t.Parallel()
	units := []ident.UnitID{"own", "below"}
	for role := range identity.Preset() {
		for _, actor := range []identity.Actor{identity.As(role, "me", here), identity.As(role, "me", here, units...)} {
			for _, p := range identity.Permissions() {
				for _, region := range []ident.RegionCode{here, elsewhere, ""} {
					for _, unit := range []ident.UnitID{"own", "below", "other", ""} {
						for _, receiver := range []ident.UserID{"me", "another", ""} {
							on := identity.Target{Region: region, Unit: unit, Receiver: receiver}
							if got, want := identity.Can(actor, p, on), may(actor, p, on); got != want {
								t.Errorf("%s of %v: %s on %+v: %v", role, actor.Units, p, on, got)
							}
						}
					}
				}
			}
		}
	}
}

// may is the rule of Can as domain.md says it, in other words than the code's.
func may(a identity.Actor, p identity.Permission, on identity.Target) bool {
	if on.Region != here || !holds(p, a.Role) {
		return false
	}
	mine := on.Unit == "own" || on.Unit == "below"
	switch {
	case a.Role == identity.Importer:
		return true
	case strings.HasPrefix(string(p), "leg."):
		return len(a.Units) > 0 && mine
	case a.Role == identity.Outsourced:
		return on.Receiver != "another"
	}
	return true
}

func TestOfUnit(t *testing.T) {
	t.Parallel()
	for _, p := range identity.Permissions() {
		if p.OfUnit() != strings.HasPrefix(string(p), "leg.") {
			t.Errorf("%s: of a unit %v", p, p.OfUnit())
		}
	}
	for _, p := range []identity.Permission{"", "leg", "leg.", "legal.view"} {
		if p.OfUnit() {
			t.Errorf("%q is no permission on a leg", p)
		}
	}
}

// TestNobody: the zero actor may do nothing and sees nothing, nor does one
// whose role the region does not know.
func TestNobody(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]identity.Actor{"zero": {}, "unknown role": identity.As("juggler", "me", here, "own")} {
		for _, p := range identity.Permissions() {
			if identity.Can(a, p, identity.Target{Region: a.Region, Unit: "own"}) {
				t.Errorf("%s: may %s", name, p)
			}
		}
		if identity.Sees(a, identity.Reach{Region: a.Region, Receiver: a.ID, Units: []ident.UnitID{"own"}}) {
			t.Errorf("%s: sees a case", name)
		}
	}
}

// TestNameless: a case that nobody received is not that of an actor without an
// ID.
func TestNameless(t *testing.T) {
	t.Parallel()
	nameless := identity.As(identity.Outsourced, "", here)
	if identity.Sees(nameless, identity.Reach{Region: here}) || (identity.Account{Grants: []identity.Actor{nameless}}).Sees(identity.Reach{Region: here}) {
		t.Error("nobody's case is seen by nobody in particular")
	}
}

func TestRequire(t *testing.T) {
	t.Parallel()
	clerk, mine := identity.As(identity.UnitClerk, "me", here, "own"), identity.Target{Region: here, Unit: "own"}
	if err := identity.Require(clerk, identity.LegSign, mine); err != nil {
		t.Error(err)
	}
	err := identity.Require(clerk, identity.LegEndorse, mine)
	if errs.KindOf(err) != errs.Denied || errs.CodeOf(err) != "denied" {
		t.Fatal(err)
	}
	for _, says := range []string{"needs leg.endorse", "需要权限 leg.endorse"} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q does not say %q", err, says)
		}
	}
}
