//go:build rules

package browser_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// round is a walk through every page that a demonstration shows to some posts:
// each is held against the rules of WCAG 2.2 AA by axe-core, in light, in dark
// and on a narrow screen, and against our own limits.
type round struct {
	base   string
	axe    string          // axe-core's source
	shapes map[string]bool // the shapes of the addresses tried, by somebody whom they are for
	turned map[string]bool // those at which somebody was turned away, or led elsewhere
	paints []float64       // milliseconds to the first paint, of each page
	known  map[string]bool // faults told already, by rule, shape and what is at fault
}

// Our own limits of a page, without its pictures.
const (
	maxBytes    = 100 << 10
	maxRequests = 3
	maxPaint    = 300 * time.Millisecond
)

// posts are walked through in this order; "" is whoever has not signed in. What
// an earlier post has seen is not held against the rules again.
var posts = []string{"", "operator", "dispatcher", "unit_clerk", "unit_leader", "callback", "supervisor", "leader", "auditor", "admin"}

// TestRules walks through the pages of a demonstration. HUYING_DEMO is the
// address of one that runs already; without it, one is built.
func TestRules(t *testing.T) {
	axe, err := os.ReadFile(os.Getenv("HUYING_AXE"))
	if err != nil {
		t.Fatalf("HUYING_AXE names the file of axe-core, which .ci/rules fetches: %v", err)
	}
	r := &round{base: demonstration(t), axe: string(axe), shapes: map[string]bool{}, turned: map[string]bool{}, known: map[string]bool{}}
	for _, post := range posts {
		t.Run("as "+post, func(t *testing.T) { r.walk(t, post) })
	}
	if len(r.shapes) < 40 {
		t.Errorf("only %d kinds of pages were found: %v", len(r.shapes), slices.Sorted(maps.Keys(r.shapes)))
	}
	for kind := range r.turned {
		if !r.shapes[kind] {
			t.Errorf("%s was seen by nobody whom it is for", kind)
		}
	}
	slices.Sort(r.paints)
	if len(r.paints) == 0 {
		t.Fatal("no page was painted")
	}
	middle, late := r.paints[len(r.paints)/2], r.paints[len(r.paints)*95/100]
	fmt.Printf("%d visits to %d kinds of pages; first paint after %.0f ms in the middle, %.0f ms at the 95th percentile\n", len(r.paints), len(r.shapes), middle, late)
	if limit := float64(maxPaint.Milliseconds()); middle >= limit {
		t.Errorf("half of the pages are painted after more than %.0f ms", limit)
	}
}

// walk follows the links that a post finds to every kind of page.
func (r *round) walk(t *testing.T, post string) {
	b := open(t, r.base)
	b.wide()
	ahead := []string{"/", "/sign-in", "/public/", "/public/submit", "/public/query", "/nowhere"}
	if post != "" {
		b.goes("/sign-in")
		b.run(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector('input[value="demo-%s"]').form.submit()`, post)))
		ahead = []string{"/desk/", "/account", "/desk/cases?state=handling", "/desk/search"}
	}
	seen := map[string]bool{}
	for _, path := range ahead {
		seen[shape(path)] = true
	}
	for len(ahead) > 0 {
		path := ahead[0]
		ahead = ahead[1:]
		for _, link := range r.visit(b, path) {
			if s := shape(link); s != "" && !seen[s] {
				seen[s] = true
				ahead = append(ahead, link)
			}
		}
	}
}

// visit tries one page, and returns where its links lead.
func (r *round) visit(b *tab, path string) []string {
	b.t.Helper()
	kind := shape(path)
	if r.shapes[kind] {
		b.goes(path)
		return links(b)
	}
	head, err := chromedp.RunResponse(b.ctx, chromedp.Navigate(b.base+path))
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	if head.Status >= 500 {
		b.t.Errorf("%s answers %d", path, head.Status)
	}
	switch to := shape(see[string](b, "location.pathname + location.search")); {
	case to == "/sign-in" && kind != to, head.Status == http.StatusForbidden:
		r.turned[kind] = true
		return nil
	case to != kind: // an address that leads on, to a page of its own
		if r.shapes[to] {
			return links(b)
		}
		kind = to
	}
	r.shapes[kind] = true
	r.limits(b, path)
	found := links(b)
	b.do(chromedp.Evaluate[chromedp.Void](r.axe + "\n;undefined"))
	if len(r.shapes) == 1 {
		r.sees(b)
	}
	r.rules(b, kind, path, "light", "")
	b.media("dark")
	r.rules(b, kind, path, "dark", "color-contrast")
	b.media("light")
	b.narrow()
	r.rules(b, kind, path, "narrow", "target-size")
	if over := see[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		b.t.Errorf("%s is %v pixels wider than a narrow screen", path, over)
	}
	b.wide()
	return found
}

// limits holds a page against our own limits, and notes when it was painted.
func (r *round) limits(b *tab, path string) {
	b.t.Helper()
	got := see[struct {
		Bytes, Requests, Paint float64
		Names                  []string
	}](b, `(() => {
		const fetched = performance.getEntriesByType("resource").filter(e => !/\.(svg|png|jpe?g|ico)$/.test(e.name));
		const page = performance.getEntriesByType("navigation")[0];
		const paint = performance.getEntriesByName("first-paint")[0];
		return {Bytes: [page, ...fetched].reduce((n, e) => n + e.decodedBodySize, 0), Requests: fetched.length + 1, Paint: paint ? paint.startTime : 0, Names: fetched.map(e => e.name)};
	})()`)
	if got.Bytes > maxBytes || got.Requests > maxRequests {
		b.t.Errorf("%s is %.0f bytes in %.0f requests: %q", path, got.Bytes, got.Requests, got.Names)
	}
	if got.Paint > 0 {
		r.paints = append(r.paints, got.Paint)
	}
}

// broken counts what violates the rules; the script makes a page worse first.
func broken(b *tab, script string) float64 {
	b.t.Helper()
	n, err := chromedp.Run(b.ctx, chromedp.Evaluate[float64](script+`; axe.run(document, {preload: false}).then(r => r.violations.length)`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// sees proves that a fault would be found: a button without a name, and words
// that are hardly to be told from their ground.
func (r *round) sees(b *tab) {
	b.t.Helper()
	worse := broken(b, `{ const d = document.createElement("div"); d.id = "worse"; d.append(document.createElement("button")); const p = document.createElement("p");
		p.textContent = "pale"; p.style.color = "#ddd"; p.style.background = "#eee"; d.append(p); document.querySelector("main").append(d) }`)
	if was := broken(b, `document.getElementById("worse").remove()`); worse < was+2 {
		b.t.Errorf("of two rules that a page was made to violate, %v are told", worse-was)
	}
}

// rules tells of every element that violates a rule of axe-core; only narrows
// the rules to one.
func (r *round) rules(b *tab, kind, path, mode, only string) {
	b.t.Helper()
	ask := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	if only != "" {
		ask = fmt.Sprintf(`{type: "rule", values: [%q]}`, only)
	}
	faults, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: `+ask+`})
		.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 200) + " " + (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message)))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	for n, fault := range faults {
		if id := kind + mode + strings.SplitN(fault, ":", 2)[0]; n < 3 || !r.known[id] {
			r.known[id] = true
			b.t.Errorf("%s, %s: %s", path, mode, fault)
		}
	}
}

// links are where the links of the page in a tab lead, on this host.
func links(b *tab) []string {
	b.t.Helper()
	return see[[]string](b, `[...new Set([...document.querySelectorAll("a[href]:not([download])")].filter(a => a.origin === location.origin).map(a => a.pathname + a.search))]`)
}

var (
	particular = regexp.MustCompile(`[0-9%]|^[^a-z]`)
	filed      = regexp.MustCompile(`/(lists|files|download|export|static)/|^/api/|/seen$|\.[a-z]+$`)
)

// shape is an address without what is particular in it, the same for all pages
// of a kind; empty for what is no page. Other languages are other tests' matter.
func shape(link string) string {
	u, err := url.Parse(link)
	if err != nil || filed.MatchString(u.Path) || u.Query().Has("lang") {
		return ""
	}
	parts := strings.Split(u.EscapedPath(), "/")
	for n, part := range parts {
		if particular.MatchString(part) {
			parts[n] = "*"
		}
	}
	if len(parts) > 5 && parts[2] == "office" { // one kind of rules stands for all
		parts[4] = "*"
	}
	return strings.Join(parts, "/")
}

// media makes the browser prefer light or dark.
func (b *tab) media(scheme string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// wide makes the screen a desk's again.
func (b *tab) wide() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 800, DeviceScaleFactor: 1})
	if err != nil {
		b.t.Fatal(err)
	}
}
