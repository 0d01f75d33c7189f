package cli

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huying/demo"
	"huying/internal/app/insight"
	"huying/internal/app/people"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/entrance"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
)

// house is a small demonstration, open to its guests.
type house struct {
	t       *testing.T
	doors   http.Handler
	routes  []page.Route
	cases   map[string]string // by number, the identities of cases, each after another action of the plan
	example map[string]string
	cookies map[identity.Role]*http.Cookie // of each post; of nobody for ""
}

// excerpt is the part of the plan in which each action is taken once: of every
// action, the first case that ends with it, and those that the action is about.
func excerpt(s *demo.Scenario) *demo.Scenario {
	tied := map[int]int{} // by case, the first of its steps that is about another case
	for n := len(s.Steps) - 1; n >= 0; n-- {
		if len(s.Steps[n].Others) > 0 {
			tied[s.Steps[n].Case] = n
		}
	}
	until := map[int]int{} // by case, the last of its steps that is taken
	fits := func(c, n int) bool {
		_, used := until[c]
		first, bound := tied[c]
		return !used && (!bound || first >= n)
	}
	taken := map[casework.Action]bool{}
	for n, step := range s.Steps {
		strange := slices.ContainsFunc(step.Others, func(c int) bool { return !fits(c, n) })
		if taken[step.Cmd.Do] || strange || !fits(step.Case, n) {
			continue
		}
		taken[step.Cmd.Do] = true
		for _, c := range append([]int{step.Case}, step.Others...) {
			until[c] = n
		}
	}
	part := *s
	part.Steps, part.Contacts, part.Stories = nil, nil, nil
	for n, step := range s.Steps {
		if last, used := until[step.Case]; used && n <= last {
			part.Steps = append(part.Steps, step)
		}
	}
	return &part
}

// opened puts an excerpt of the plan on record, and lets every post in.
func opened(t *testing.T) *house {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	env := &Env{Dir: t.TempDir(), Clock: clock.System{}, Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }, Lang: "zh"}
	plan, err := demo.Plan(demo.Seed)
	must(t, err)
	part := excerpt(plan)
	hand := clock.NewHand(foundedAt())
	s, err := founding(ctx, env, &Globals{}, hand)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, foundDemo(ctx, s, part))
	inst, err := over(ctx, env, &Globals{}, s, writing)
	must(t, err)
	record, err := part.Record(inst.units)
	must(t, err)
	b := &builder{env: env, inst: inst, desk: newDesk(inst, true), hand: hand, progress: env.Progress("", 0)}
	defer b.progress.Stop()
	must(t, b.until(ctx, record, demo.EpidemicAsOf().Start(inst.location)))
	for _, l := range looks(inst.location) {
		hand.Set(demo.EpidemicAsOf().Start(inst.location).Add(insight.Settled))
		must(t, inst.insight().Publish(ctx, l.period, l.at))
	}

	accounts := people.New(people.Options{
		Store: s, Region: inst.region, IDs: ident.NewSource(rand.Reader), Clock: hand, Random: rand.Reader,
		Sealer: people.VaultSealer{Vault: inst.vault, Random: rand.Reader}, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1},
	})
	env.Clock = hand
	h := &house{t: t, doors: inst.doors(env, accounts), cookies: map[identity.Role]*http.Cookie{"": {Name: page.SessionCookie}}}
	work := inst.desk(nil)
	for _, r := range inst.rooms(env, accounts, work, inst.reporters(work)) {
		h.routes = append(h.routes, r.Routes...)
	}
	for _, post := range demoPosts {
		w := h.ask(http.MethodPost, "/sign-in/guest", "", url.Values{"login": {"demo-" + string(post.Role)}})
		for _, c := range w.Result().Cookies() {
			if c.Name == page.SessionCookie {
				h.cookies[post.Role] = c
			}
		}
		if h.cookies[post.Role] == nil {
			t.Fatalf("%s is not let in: %d\n%s", post.Role, w.Code, w.Body)
		}
	}
	h.looksAround()
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ask sends a request as somebody's browser does.
func (h *house) ask(method, target string, role identity.Role, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(h.t.Context(), method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c := h.cookies[role]; c != nil && c.Value != "" {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.doors.ServeHTTP(w, r)
	return w
}

// looksAround learns the numbers of the cases, and what may stand for each
// wildcard of an address.
func (h *house) looksAround() {
	h.t.Helper()
	var list struct {
		Cases []struct{ ID, Number string } `json:"cases"`
	}
	if err := json.Unmarshal(h.ask(http.MethodGet, "/api/v1/cases?limit=200", identity.Dispatcher, nil).Body.Bytes(), &list); err != nil {
		h.t.Fatal(err)
	}
	h.cases = map[string]string{}
	for _, c := range list.Cases {
		h.cases[c.Number] = c.ID
	}
	account := regexp.MustCompile(`/desk/office/people/([0-9a-z]{20,})"`).FindStringSubmatch(h.ask(http.MethodGet, "/desk/office/people", identity.Admin, nil).Body.String())
	unit := regexp.MustCompile(`/desk/office/units/([0-9a-z]{20,})"`).FindStringSubmatch(h.ask(http.MethodGet, "/desk/office/units", identity.Admin, nil).Body.String())
	if len(h.cases) < 30 || account == nil || unit == nil {
		h.t.Fatalf("%d cases, account %v, unit %v", len(h.cases), account, unit)
	}
	h.example = map[string]string{
		"number": slices.Sorted(maps.Keys(h.cases))[0], "leg": "1", "action": "note", "file": "cases.csv", "table": "statistics.csv", "period": "2019Q4", "format": "json", "unit": unit[1],
		"kind": "reasons", "key": "return", "account": account[1], "act": "link", "job": "1", "day": "2026-01-01", "way": "letter", "proof": "1", "draft": "1",
	}
}

var wildcard = regexp.MustCompile(`\{([a-z]+)\}`)

// address is an address of a route, with an example in place of each wildcard.
func (h *house) address(t *testing.T, route page.Route) (method, target string) {
	t.Helper()
	method, target, _ = strings.Cut(strings.TrimSuffix(route.Pattern, "{$}"), " ")
	target = wildcard.ReplaceAllStringFunc(target, func(w string) string {
		value, known := h.example[w[1:len(w)-1]]
		if !known {
			t.Errorf("%s: the table has no example for %s", route.Pattern, w)
		}
		if w == "{unit}" && strings.HasPrefix(target, "/public/") {
			value = "卫生健康局"
		}
		return url.PathEscape(value)
	})
	return method, target
}

// TestEveryRoute asks for every address of the pages as every post and as
// nobody, pages in both languages: each answers with a sound page, leads elsewhere, or
// says clearly why not.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	h := opened(t)
	if len(h.routes) < 60 {
		t.Fatalf("only %d routes", len(h.routes))
	}
	t.Run("routes", func(t *testing.T) {
		for _, role := range slices.Sorted(maps.Keys(h.cookies)) {
			for _, route := range h.routes {
				h.answers(t, role, route)
			}
		}
	})
	t.Run("actions", h.actions)
}

// answers asks for one address as one role.
func (h *house) answers(t *testing.T, role identity.Role, route page.Route) {
	t.Helper()
	method, target := h.address(t, route)
	if target == entrance.SignOutPath {
		return // nobody could go on
	}
	langs, form := []string{"zh", "en"}, url.Values(nil)
	if method == http.MethodPost { // what it refuses is said by the same pages
		langs, form = []string{"zh"}, url.Values{}
	}
	for _, lang := range langs {
		w := h.ask(method, target+"?lang="+lang, role, form)
		name := string(role) + " " + lang + " " + method + " " + target
		switch body := w.Body.String(); {
		case w.Code == http.StatusSeeOther:
			if to := w.Header().Get("Location"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
				t.Errorf("%s leads to %q", name, to)
			}
		case w.Code >= http.StatusInternalServerError, w.Code == http.StatusUnauthorized:
			t.Errorf("%s: %d\n%s", name, w.Code, body)
		case strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && path.Ext(target) == "" && !strings.Contains(target, "/download/"):
			pagetest.Sound(t, name, body)
			if lang == "en" {
				pagetest.English(t, name, body)
			}
		case w.Code == http.StatusOK || w.Code == http.StatusNoContent:
		case body == "":
			t.Errorf("%s: %d, and nothing is said", name, w.Code)
		}
	}
}

// actions holds the buttons of every case's page against what the API says may
// be done: for each post, in every state that the plan's actions lead to.
func (h *house) actions(t *testing.T) {
	offered := map[string]bool{}
	for number, id := range h.cases {
		button := regexp.MustCompile(`<a class="button[^"]*" href="/desk/cases/` + number + `/((?:legs/\d+/)?[a-z_]+)"`)
		for _, post := range demoPosts {
			asked := h.ask(http.MethodGet, "/api/v1/cases/"+id, post.Role, nil)
			shown := h.ask(http.MethodGet, "/desk/cases/"+number, post.Role, nil)
			if asked.Code != shown.Code {
				t.Errorf("%s of %s: the API answers %d, the page %d", post.Role, number, asked.Code, shown.Code)
				continue
			}
			var said struct {
				Allowed []struct {
					Action string `json:"action"`
					Leg    int    `json:"leg"`
				} `json:"allowed_actions"`
			}
			if err := json.Unmarshal(asked.Body.Bytes(), &said); err != nil {
				t.Fatal(err)
			}
			allowed := map[string]bool{}
			for _, a := range said.Allowed {
				allowed[strings.TrimPrefix(path.Join("legs", strconv.Itoa(a.Leg), a.Action), "legs/0/")] = true
			}
			var buttons []string
			for _, b := range button.FindAllStringSubmatch(shown.Body.String(), -1) {
				buttons = append(buttons, b[1])
				if !allowed[b[1]] {
					t.Errorf("%s is shown a button for %s on %s, which the API does not allow: %v", post.Role, b[1], number, said.Allowed)
				}
				delete(allowed, b[1])
				offered[path.Base(b[1])] = true
			}
			for left := range allowed {
				if do := path.Base(left); do != string(casework.DoSkipSign) && do != string(casework.DoReopen) {
					t.Errorf("%s has no button for %s on %s: %v", post.Role, left, number, buttons)
				}
			}
		}
	}
	if len(offered) < 40 {
		t.Errorf("only %d actions were offered: %v", len(offered), slices.Sorted(maps.Keys(offered)))
	}
}
