package rulebook_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
)

func rolesRule(version int, text string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Roles, Key: "roles", Version: version, Text: text}
}

func rightsYAML(t testing.TB, rights identity.Rights) string {
	t.Helper()
	text, err := rulebook.RolesYAML(rights)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRights: a region without roles of its own has the preset's; what it says
// replaces them as a whole, and a later version the one before.
func TestRights(t *testing.T) {
	t.Parallel()
	preset := identity.PresetRights()
	if diff := cmp.Diff(preset, book(t, china()).Rights()); diff != "" {
		t.Errorf("without a rule (-preset +got):\n%s", diff)
	}
	if diff := cmp.Diff(preset, book(t, china(), rolesRule(1, rightsYAML(t, preset))).Rights()); diff != "" {
		t.Errorf("the preset as a rule (-preset +got):\n%s", diff)
	}
	own := identity.Rights{
		{Role: "keeper", Zh: "值班长", En: "keeper", Sight: identity.AllCases, May: []identity.Permission{identity.CaseView, identity.ManagePeople}},
		{Role: identity.Operator, Zh: "接线员", En: "operator", Sight: identity.OwnCases, May: []identity.Permission{identity.CaseReceive}},
	}
	b := book(t, china(), rolesRule(1, rightsYAML(t, preset)), rolesRule(2, rightsYAML(t, own)))
	if diff := cmp.Diff(own, b.Rights()); diff != "" {
		t.Errorf("the second version (-want +got):\n%s", diff)
	}
}

// TestBadRights: each mistake is told with its place.
func TestBadRights(t *testing.T) {
	t.Parallel()
	const good = `roles:
- role: admin
  zh: 管理员
  en: administrator
  sight: region
  may: [case.view, people.manage]
- role: seat
  zh: 座席
  en: seat
  sight: own
  may: [case.view, case.receive]
`
	if err := rolesRule(1, good).Read(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		old, bad, says string
	}{
		"no roles":             {good, "roles: []\n", "none has people.manage"},
		"nobody lets in":       {", people.manage", "", "none has people.manage"},
		"reserved role":        {"role: seat", "role: system", `roles roles:7:3: roles[1].role: "system" is of citizens or of the program itself`},
		"bad key":              {"role: seat", "role: The Seat", `roles[1].role: "The Seat"; expected lower-case`},
		"two of a kind":        {"role: seat", "role: admin", `roles[1].role: "admin" is listed twice`},
		"two of a name":        {"zh: 座席", "zh: 管理员", `roles[1].zh: "管理员" is listed twice`},
		"two of a name in en":  {"en: seat", "en: administrator", `roles[1].en: "administrator" is listed twice`},
		"no name":              {"zh: 座席", "zh: ''", "roles[1].zh: empty"},
		"no sight":             {"  sight: own\n", "", "sight"},
		"unknown sight":        {"sight: own", "sight: moon", `roles[1].sight: "moon"; expected own, units, region`},
		"unknown permission":   {"case.receive", "case.juggle", `roles[1].may[1]: "case.juggle"; expected case.receive, `},
		"permission twice":     {"case.view, case.receive", "case.view, case.view", `roles[1].may[1]: "case.view" is listed twice`},
		"the program's own":    {"case.receive", "system.step", `roles[1].may[1]: "system.step"; expected`},
		"the citizen's own":    {"case.receive", "case.citizen", `roles[1].may[1]: "case.citizen"; expected`},
		"secret without sight": {"case.receive", "person.secret", `person.secret goes with the sight "region" only`},
		"judge of its own":     {"case.receive", "leg.handle, case.callback", "leg.handle and case.callback; expected one of them"},
		"watches itself":       {"people.manage]", "people.manage, audit.view]", "people.manage and audit.view; expected one of them"},
		"unknown field":        {"en: seat", "en: seat\n  color: red", "color"},
	} {
		err := rolesRule(1, swap(t, good, c.old, c.bad)).Read()
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want …%s…", name, err, c.says)
		}
	}
	wrong := rulebook.Rule{Kind: rulebook.Roles, Key: "others", Version: 1, Text: good}
	if err := wrong.Read(); errs.CodeOf(err) != "rule.key" {
		t.Errorf("a second table of roles: %v", err)
	}
}

// TestRightsComeBack: what can be read is written so that it reads the same.
func TestRightsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var rights identity.Rights
		for _, p := range identity.PresetRights() {
			if p.Role != identity.Admin && rapid.Bool().Draw(r, "leave out") {
				continue
			}
			p.Zh = rapid.StringMatching(`[话务派单网格员#:]{1,6}`).Draw(r, "zh") + string(p.Role)
			p.En = rapid.StringMatching(`[a-z:#'-]{1,9}`).Draw(r, "en") + string(p.Role)
			rights = append(rights, p)
		}
		text, err := rulebook.RolesYAML(rights)
		if err != nil {
			r.Fatal(err)
		}
		b, err := rulebook.New(head, nil, []rulebook.Rule{china(), rolesRule(1, string(text))}, nil)
		if err != nil {
			r.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(rights, b.Rights()); diff != "" {
			r.Fatalf("(-written +read):\n%s\n%s", diff, text)
		}
	})
}
