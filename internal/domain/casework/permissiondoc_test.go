package casework

import (
	"os"
	"strings"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// TestPermissionDocument: docs/permissions.md says what the tables say.
func TestPermissionDocument(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/permissions.md"
	want := permissionsMarkdown(identity.PresetRights())
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/permissions.md does not follow the tables; run make generate")
	}
}

// TestMatrixIsCan: a mark stands where a person of the role, who sees the case,
// may do the thing on it, and nowhere else; every permission has a row.
func TestMatrixIsCan(t *testing.T) {
	t.Parallel()
	rights := identity.PresetRights()
	rows := append(append(commanded(caseFlow), commanded(legFlow)...), idle()...)
	seen := map[identity.Permission]bool{}
	for _, l := range rows {
		seen[l.need] = true
		for _, r := range rights {
			actor, _ := rights.Actor(r.Role, "me", region, []ident.UnitID{"own"})
			mine := identity.Can(actor, l.need, identity.Target{Region: region, Unit: "own", Receiver: "me"})
			others := identity.Can(actor, l.need, identity.Target{Region: region, Unit: "other", Receiver: "another"})
			m := mark(r, l.need)
			if (m != "") != mine || m == ownCases && others || m == "" && others {
				t.Errorf("%s of %s: marked %q, may on own %v, on others' %v", l.word, r.Role, m, mine, others)
			}
			if m == everywhere && r.Sight != identity.AllCases && strings.HasPrefix(string(l.need), "case.") {
				t.Errorf("%s of %s: marked %q, and sees only %s", l.word, r.Role, m, r.Sight)
			}
		}
	}
	for _, p := range identity.Permissions() {
		if !seen[p] {
			t.Errorf("%s has no row", p)
		}
	}
}
