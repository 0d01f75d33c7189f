//go:build rules

package browser_test

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// album takes pictures of every kind of page, in every look.
type album struct {
	base   string
	folder string
	shapes map[string]bool // the shapes of the addresses seen
}

// look is how a page is looked at. It shows what a screen of this height holds,
// or, where whole is set, as much as is on the page up to that height.
type look struct {
	name          string
	width, height int64
	whole         bool
	scheme        string
	large         bool
}

var looks = []look{
	{"desktop", 1280, 2400, true, "light", false},
	{"phone", 390, 2400, true, "light", false},
	{"large", 1280, 2400, true, "light", true},
	{"dark", 1280, 2400, true, "dark", false},
}

// shown are the pictures of the README: who sees which page, and how.
var shown = []struct {
	name, post, path string
	look             look
}{
	{"bulletin", "", "/", look{width: 1280, height: 860, scheme: "light"}},
	{"desk", "operator", "/desk/receive", look{width: 1280, height: 860, scheme: "light"}},
	{"case", "supervisor", "/desk/cases/330802202001264000013", look{width: 1280, height: 860, scheme: "light"}},
	{"portal", "unit_leader", "/desk/unit?what=hand", look{width: 1280, height: 860, scheme: "light"}},
	{"brief", "leader", "/desk/brief" + day, look{width: 390, height: 844, scheme: "dark"}},
}

// TestScreens fills a folder with the pictures; HUYING_SCREENS names it, and
// HUYING_DEMO the address of a demonstration that runs already.
func TestScreens(t *testing.T) {
	a := &album{base: os.Getenv("HUYING_DEMO"), folder: os.Getenv("HUYING_SCREENS"), shapes: map[string]bool{}}
	if a.folder == "" {
		t.Fatal("HUYING_SCREENS names the folder for the pictures")
	}
	if a.base == "" {
		a.base = demonstration(t)
	}
	for _, one := range looks {
		if err := os.MkdirAll(filepath.Join(a.folder, one.name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("readme", a.readme)
	if os.Getenv("HUYING_SCREENS_ONLY") == "readme" {
		return
	}
	for _, post := range posts {
		t.Run("as "+post, func(t *testing.T) { a.walk(t, post) })
	}
	if len(a.shapes) < 40 {
		t.Errorf("only %d kinds of pages were found: %v", len(a.shapes), slices.Sorted(maps.Keys(a.shapes)))
	}
}

// day is one on which much came.
const day = "?day=2019-12-20"

// enters signs a guest of the demonstration in.
func enters(b *tab, post string) {
	b.t.Helper()
	if post == "" {
		return
	}
	b.goes("/sign-in")
	b.run(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector('input[value="demo-%s"]').form.submit()`, post)))
}

// walk follows the links that a post finds, and takes pictures of what no post
// before it has seen.
func (a *album) walk(t *testing.T, post string) {
	b := open(t, a.base)
	b.wide()
	enters(b, post)
	ahead := []string{"/desk/", "/account", "/desk/cases?state=handling", "/desk/search", "/desk/brief" + day, "/desk/board" + day}
	var first []string // whatever they answer
	if post == "" {
		first = []string{"/sign-in", "/nowhere"}
		ahead = []string{"/", "/sign-in", "/public/", "/public/submit", "/public/query", "/nowhere"}
	}
	seen := map[string]bool{}
	for _, path := range ahead {
		seen[shape(path)] = true
	}
	for ; len(ahead) > 0; ahead = ahead[1:] {
		kind := shape(ahead[0])
		b.goes(ahead[0])
		for _, link := range links(b) {
			if s := shape(link); s != "" && !seen[s] {
				seen[s] = true
				ahead = append(ahead, link)
			}
		}
		if a.shapes[kind] || see[bool](b, `location.pathname === "/sign-in" || !!document.querySelector(".problem")`) && !slices.Contains(first, kind) {
			continue // seen, or not for this post
		}
		a.shapes[kind] = true
		name := strings.Trim(strings.NewReplacer("/", "-", "*", "x").Replace(strings.TrimPrefix(kind, "/desk")), "-")
		for _, one := range looks {
			picture := b.picture(one)
			if err := os.WriteFile(filepath.Join(a.folder, one.name, cmp.Or(post, "anybody")+"-"+cmp.Or(name, "home")+".png"), picture, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		b.media("light")
		b.wide()
	}
}

// picture is the page of a tab in one look.
func (b *tab) picture(one look) []byte {
	b.t.Helper()
	b.media(one.scheme)
	b.screen(one.width, min(one.height, 900))
	see[bool](b, fmt.Sprintf(`document.documentElement.classList.toggle("large", %v)`, one.large))
	height := one.height
	if one.whole {
		height = min(height, int64(see[float64](b, `document.documentElement.getBoundingClientRect().height`)))
	}
	taken, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Clip: &page.Viewport{Width: float64(one.width), Height: float64(height), Scale: 1}, CaptureBeyondViewport: &one.whole,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return taken.Data
}

// screen sets how large the screen is.
func (b *tab) screen(width, height int64) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 640})
	if err != nil {
		b.t.Fatal(err)
	}
}

// maxPicture is how large a picture of the README may be.
const maxPicture = 150 << 10

// readme takes the pictures of the README.
func (a *album) readme(t *testing.T) {
	for _, one := range shown {
		b := open(t, a.base)
		b.screen(one.look.width, one.look.height)
		enters(b, one.post)
		b.goes(one.path)
		a.keep(t, one.name, b.picture(one.look))
	}
	a.timeline(t)
}

// timeline shows how far a case has come to whoever brought it: the centre
// receives and sends it, a unit signs, by the API of the pages' own sessions.
func (a *album) timeline(t *testing.T) {
	operator, dispatcher, clerk, citizen := open(t, a.base), open(t, a.base), open(t, a.base), open(t, a.base)
	enters(operator, "operator")
	enters(dispatcher, "dispatcher")
	enters(clerk, "unit_clerk")
	made := operator.posts("/api/v1/cases", `{channel: "web", kind: "help", title: "小区北门路灯不亮", content: "小区北门的路灯坏了三天，晚上出入看不见路，请尽快修好。"}`)
	unit := clerk.asks("/api/v1/me", "a.roles[0].units[0]")
	dispatcher.posts("/api/v1/cases/"+made["id"]+"/dispatch", fmt.Sprintf(`{units: [{unit: %q, role: "lead"}]}`, unit))
	clerk.posts("/api/v1/cases/"+made["id"]+"/legs/1/sign", `{}`)
	citizen.screen(390, 844)
	citizen.goes("/public/query")
	see[bool](citizen, fmt.Sprintf(`(document.querySelector("#f-number").value = %q, document.querySelector("#f-code").value = %q, true)`, made["number"], made["query_code"]))
	citizen.run(chromedp.Evaluate[chromedp.Void](`document.querySelector("form.sheet [type=submit]").click()`))
	citizen.at("/public/mine")
	a.keep(t, "citizen", citizen.picture(look{width: 390, height: 844, scheme: "light"}))
}

// posts sends what a script describes, and returns the texts of the answer.
func (b *tab) posts(path, body string) map[string]string {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[map[string]string](fmt.Sprintf(
		`fetch(%q, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(%s)}).then(async (r) => {
			const a = await r.json();
			return Object.fromEntries(Object.entries({...a, status: String(r.status)}).filter(([, v]) => typeof v === "string"));
		})`, path, body), chromedp.EvalAwaitPromise))
	if err != nil || !strings.HasPrefix(answer["status"], "2") {
		b.t.Fatalf("%s: %v %v", path, answer, err)
	}
	return answer
}

// asks reads one text of an answer a.
func (b *tab) asks(path, which string) string {
	b.t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(`fetch(%q).then((r) => r.json()).then((a) => String(%s))`, path, which), chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// keep writes a picture in as few colours as a page needs, small enough for a
// README.
func (a *album) keep(t *testing.T, name string, picture []byte) {
	t.Helper()
	small, err := fewer(picture)
	if err != nil {
		t.Fatal(err)
	}
	if len(small) > maxPicture {
		t.Errorf("%s: %d bytes", name, len(small))
	}
	if err := os.WriteFile(filepath.Join(a.folder, name+".png"), small, 0o600); err != nil {
		t.Fatal(err)
	}
}

// fewer writes a picture with the 256 colours that it has most of; the others
// become the nearest of those.
func fewer(picture []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	flat := image.NewRGBA(full.Bounds())
	draw.Draw(flat, flat.Bounds(), full, full.Bounds().Min, draw.Src)
	exact, near, best := map[color.RGBA]int{}, map[color.RGBA]int{}, map[color.RGBA]color.RGBA{}
	for n := 0; n < len(flat.Pix); n += 4 {
		c := color.RGBA{flat.Pix[n], flat.Pix[n+1], flat.Pix[n+2], 255}
		about := color.RGBA{c.R &^ 7, c.G &^ 7, c.B &^ 7, 255}
		exact[c]++
		near[about]++
		if exact[c] > exact[best[about]] {
			best[about] = c
		}
	}
	most := slices.SortedFunc(maps.Keys(near), func(a, b color.RGBA) int {
		return cmp.Or(near[b]-near[a], int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var all color.Palette
	for _, about := range most[:min(len(most), 256)] {
		all = append(all, best[about])
	}
	some := image.NewPaletted(flat.Bounds(), all)
	draw.Draw(some, some.Bounds(), flat, flat.Bounds().Min, draw.Src)
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, some)
	return b.Bytes(), err
}
