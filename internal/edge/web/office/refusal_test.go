package office_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/edge/web/office"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestMessages(t *testing.T) {
	t.Parallel()
	pagetest.Messages(t, office.Messages(), page.Words(),
		regexp.MustCompile(`^nav\.office$|^units\.(kind|done)_|^rules\.(kind|done)_|^people\.(state|do|done|device)_|^jobs\.(state|done)_|^import\.done_|^export\.part_|^audit\.(done|refused)$|^fault\.`))
}

// addressOf is an address of a pattern, with what stands in the world.
func addressOf(pattern string) (method, target string) {
	method, target, _ = strings.Cut(pattern, " ")
	return method, strings.NewReplacer(
		"{$}", "", "{unit}", "u1", "{day}", "2020-01-01", "{kind}", "reasons", "{key}", "return", "{account}", "a1", "{act}", "disable", "{job}", "job-a", "{file}", "units.yaml",
	).Replace(target)
}

// opens are the roles to whom an address opens, by how it begins; every other
// role is refused.
func opens(method, target string) []identity.Role {
	const admin, auditor = identity.Admin, identity.Auditor
	rest := strings.TrimPrefix(strings.TrimPrefix(target, base), "/desk/lists/")
	begins := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(rest, n) })
	}
	switch {
	case rest == "", method == http.MethodGet && !strings.HasSuffix(rest, "/new") && begins("units", "rules", "export"):
		return []identity.Role{admin, auditor}
	case begins("audit"):
		return []identity.Role{auditor}
	}
	return []identity.Role{admin}
}

// TestEveryRouteForEveryRole: whoever is not to administer something is refused
// with a page, on every address, and that goes on record; who has not signed in
// is led there.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		for _, route := range office.Room(office.Options{}).Routes {
			method, target := addressOf(route.Pattern)
			if res := w.ask(method, target, "", nil, ""); res.Code != http.StatusSeeOther || !strings.HasPrefix(res.Header().Get("Location"), "/sign-in") {
				t.Errorf("nobody, %s %s: %d", method, target, res.Code)
			}
			for _, right := range identity.PresetRights() {
				res := w.ask(method, target, string(right.Role), nil, "")
				if may := slices.Contains(opens(method, target), right.Role); may == (res.Code == http.StatusForbidden) || res.Code >= http.StatusInternalServerError {
					t.Errorf("%s, %s %s: %d", right.Role, method, target, res.Code)
				}
				if res.Code == http.StatusForbidden {
					pagetest.Sound(t, target, res.Body.String())
				}
			}
		}
		body := w.see("auditor", base+"audit?outcome=refused&account=operator&action=put_config")
		w.holds(body, "put_config", "reasons", "被拒绝")
		if strings.Contains(w.see("auditor", base+"units/u1"), `class="sheet"`) {
			t.Error("an auditor is shown a form")
		}
	})
}

// TestPagesAreSound holds every page in both languages against the rules.
func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		w := newWorld(t, s, hand)
		for target, role := range map[string]string{
			"": "admin", "units": "admin", "units?q=局&state=open": "admin", "units/new": "admin", "units/u1": "admin", "rules": "auditor", "rules/calendar": "admin",
			"rules/reasons/return": "admin", "rules/roles/roles?version=1": "admin", "draft/topic": "admin", "draft/scheme?key=kecheng-2019": "admin",
			"people": "admin", "people?state=locked&role=operator": "admin", "people/new": "admin", "audit": "auditor", "audit?outcome=refused": "auditor",
			"jobs": "admin", "jobs?state=dead&kind=x": "admin", "import": "admin", "export": "auditor",
		} {
			w.see(role, base+target)
			joint := "?"
			if strings.Contains(target, "?") {
				joint = "&"
			}
			w.see(role, base+target+joint+"lang=en")
		}
		for _, kind := range []string{"subjects", "reasons", "places", "roles", "rules", "calendar", "policy", "scheme", "topic", "note", "dispatch", "template", "retention", "ladder", "map"} {
			w.see("admin", base+"rules/"+kind+"?lang=en")
			w.see("admin", base+"draft/"+kind+"?lang=en")
		}
	})
}

// TestWhatIsNotThere is told as such, and what cannot be asked.
func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		for target, want := range map[string]int{
			"units/u9": http.StatusNotFound, "rules/nothing": http.StatusNotFound, "rules/reasons/nothing": http.StatusNotFound, "draft/nothing": http.StatusNotFound,
			"draft/reasons?key=nothing": http.StatusNotFound, "people/a9": http.StatusNotFound, "rules/reasons/return?version=x": http.StatusBadRequest,
			"rules/reasons/return?version=9": http.StatusNotFound, "units?colour=red": http.StatusBadRequest,
		} {
			if res := w.ask(http.MethodGet, base+target, "admin", nil, ""); res.Code != want {
				t.Errorf("%s: %d, not %d", target, res.Code, want)
			}
		}
		for _, target := range []string{"audit?from=yesterday", "audit?outcome=perhaps", "audit?after=x"} {
			if res := w.ask(http.MethodGet, base+target, "auditor", nil, ""); res.Code != http.StatusBadRequest {
				t.Errorf("%s: %d", target, res.Code)
			}
		}
	})
}
