package identity_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// TestPresetRights: the preset table says of every role of people what As says,
// for every permission on own and other units, here and elsewhere.
func TestPresetRights(t *testing.T) {
	t.Parallel()
	rights := identity.PresetRights()
	for role := range identity.Preset() {
		got, ok := rights.Actor(role, "me", here, []ident.UnitID{"own", "below"})
		if ok == role.Reserved() {
			t.Errorf("%s: given to people %v, reserved %v", role, ok, role.Reserved())
		}
		if !ok {
			continue
		}
		want := identity.As(role, "me", here, "own", "below")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-preset +table):\n%s", role, diff)
		}
		for _, p := range identity.Permissions() {
			for _, region := range []ident.RegionCode{here, elsewhere} {
				for _, unit := range []ident.UnitID{"own", "below", "other", ""} {
					on := identity.Target{Region: region, Unit: unit, Receiver: "another"}
					if identity.Can(got, p, on) != may(want, p, on) {
						t.Errorf("%s: %s on %+v: %v", role, p, on, !may(want, p, on))
					}
				}
			}
		}
	}
	if a, ok := rights.Actor("juggler", "me", here, nil); ok || len(a.May) > 0 || a.Sight != "" {
		t.Errorf("an unknown role acts as %+v", a)
	}
}

// TestRightsHaveNames: what pages print is there in both languages, each name
// of one role only.
func TestRightsHaveNames(t *testing.T) {
	t.Parallel()
	seen := map[string]identity.Role{}
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for _, r := range identity.PresetRights() {
		if !han(r.Zh) || r.En == "" || han(r.En) {
			t.Errorf("%s is called %q and %q", r.Role, r.Zh, r.En)
		}
		for _, name := range []string{r.Zh, r.En} {
			if other, twice := seen[name]; twice {
				t.Errorf("%s and %s are both called %s", r.Role, other, name)
			}
			seen[name] = r.Role
		}
	}
	for _, p := range identity.Permissions() {
		if !han(p.Chinese()) {
			t.Errorf("%s has no Chinese name", p)
		}
	}
	if p := identity.Permission("juggle"); p.Chinese() != "juggle" || identity.Role("juggler").English() != "juggler" {
		t.Error("an unknown word is not printed as it is")
	}
}

// TestGrantable: a region gives no permission of citizens or of the program.
func TestGrantable(t *testing.T) {
	t.Parallel()
	var reserved []identity.Permission
	for _, p := range identity.Permissions() {
		if !slices.Contains(identity.Grantable(), p) {
			reserved = append(reserved, p)
		}
	}
	if want := []identity.Permission{identity.CaseCitizen, identity.SystemStep}; !slices.Equal(reserved, want) {
		t.Errorf("not to be given: %v, want %v", reserved, want)
	}
	for _, r := range identity.PresetRights() {
		for _, p := range r.May {
			if slices.Contains(reserved, p) {
				t.Errorf("%s may %s", r.Role, p)
			}
		}
	}
}

// TestClash: no role of the preset clashes with itself; of every two, those
// clash that hold a pair between them, in whichever order they are given.
func TestClash(t *testing.T) {
	t.Parallel()
	rights := identity.PresetRights()
	clashing := 0
	for _, a := range rights {
		for _, b := range rights {
			holds := func(p identity.Permission) bool { return slices.Contains(a.May, p) || slices.Contains(b.May, p) }
			want := slices.ContainsFunc(identity.Aparts(), func(x identity.Apart) bool { return holds(x.One) && holds(x.Other) })
			pair, got := rights.Clash(a.Role, "juggler", b.Role)
			said := holds(pair.One) && holds(pair.Other) && pair.En != "" && pair.Zh != ""
			if got != want || got && !said {
				t.Errorf("%s with %s: clash %v (%+v), want %v", a.Role, b.Role, got, pair, want)
			}
			if got && a.Role == b.Role {
				t.Errorf("%s clashes with itself: %+v", a.Role, pair)
			}
			if got {
				clashing++
			}
		}
	}
	for _, together := range [][2]identity.Role{
		{identity.UnitLeader, identity.CallBackers}, {identity.Officer, identity.Reviewer}, {identity.UnitClerk, identity.Assessor},
		{identity.Admin, identity.Auditor}, {identity.Admin, identity.Assessor}, {identity.UnitClerk, identity.Dispatcher},
	} {
		if _, clash := rights.Clash(together[0], together[1]); !clash {
			t.Errorf("one person may be %s and %s", together[0], together[1])
		}
	}
	for _, together := range [][2]identity.Role{
		{identity.Operator, identity.Dispatcher}, {identity.UnitClerk, identity.UnitLeader}, {identity.Reviewer, identity.CallBackers},
	} {
		if pair, clash := rights.Clash(together[0], together[1]); clash {
			t.Errorf("nobody may be %s and %s: %+v", together[0], together[1], pair)
		}
	}
	if _, clash := rights.Clash(); clash || clashing == 0 {
		t.Error("nothing clashes, or everything does")
	}
}
