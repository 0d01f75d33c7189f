package browser_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// patience is how long one step may take, on a machine that has much to do.
const patience = 30 * time.Second

// tab is a browser's tab before an installation. What the browser complains of,
// and every request to another host, fails the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu      sync.Mutex
	amiss   []string // what the browser complained of
	fetch   int      // requests seen
	answers int      // answers seen
}

// program is where Debian's Chromium is; empty where it is not installed.
func program() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// chromium is one browser for all tests; every tab has a profile of its own in
// it. It starts before any of them and ends with the process of the tests
// (TestMain).
var chromium = sync.OnceValue(func() running {
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program()), chromedp.Flag("no-sandbox", true), chromedp.Flag("accept-lang", "zh-CN"),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true),
	)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, leave := chromedp.NewContext(alloc)
	return running{ctx, func() { leave(); stop() }, chromedp.Do(ctx)}
})

// running is the browser, or why it does not run.
type running struct {
	ctx context.Context
	end func()
	err error
}

// open opens a tab with a profile of its own, for one test.
func open(t *testing.T, base string) *tab {
	t.Helper()
	b, leave, err := blank(base)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(leave)
	b.given(t)
	return b
}

// blank is a tab that nobody has yet.
func blank(base string) (*tab, context.CancelFunc, error) {
	if program() == "" {
		return nil, nil, errors.New("chromium is not installed")
	}
	whole := chromium()
	if whole.err != nil {
		return nil, nil, whole.err
	}
	ctx, leave := chromedp.NewContext(whole.ctx, chromedp.WithNewBrowserContext())
	b := &tab{ctx: ctx, base: base}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		return nil, leave, err
	}
	// Every tab behaves as the one in front.
	_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return b, leave, err
}

// given lends the tab to a test, which fails at its end of what was amiss.
func (b *tab) given(t *testing.T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.t, b.amiss, b.fetch, b.answers = t, nil, 0, 0
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, one := range b.amiss {
			t.Error(one)
		}
		if b.fetch == 0 || b.answers == 0 {
			t.Error("no request or no answer was seen: the test hears nothing")
		}
	})
}

// hear notes what the browser tells of. A page that refuses something says so
// itself; that its status is one of refusal is no complaint.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.amiss = append(b.amiss, "a script failed: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "status of 4") {
			b.amiss = append(b.amiss, "the console says: "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		b.fetch++
		u, err := url.Parse(e.Request.URL)
		if err != nil || u.Scheme != "data" && "http://"+u.Host != b.base {
			b.amiss = append(b.amiss, "a request leaves the host: "+e.Request.URL)
		}
	case *network.EventResponseReceived:
		if !strings.HasPrefix(e.Response.URL, b.base) {
			return
		}
		b.answers++
		if policy := header(e.Response.Headers, "Content-Security-Policy"); !strings.Contains(policy, "default-src") || strings.Contains(policy, "unsafe") {
			b.amiss = append(b.amiss, fmt.Sprintf("%s comes with the content security policy %q", e.Response.URL, policy))
		}
	}
}

// header is one of an answer's headers.
func header(raw any, name string) string {
	text, err := json.Marshal(raw)
	if err != nil {
		return err.Error()
	}
	all := map[string]any{}
	if err := json.Unmarshal(text, &all); err != nil {
		return err.Error()
	}
	for key, value := range all {
		if strings.EqualFold(key, name) {
			return fmt.Sprint(value)
		}
	}
	return ""
}

// do takes steps in the tab.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// run takes steps that lead to another page, and waits for it.
func (b *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if _, err := chromedp.RunResponse(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// see is a value that a script reads from the page.
func see[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// goes opens an address of the installation.
func (b *tab) goes(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// press types on the keyboard, wherever the focus is.
func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// tabTo presses Tab until the focus is on what a selector names.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for pressed := range 150 {
		if see[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			if pressed > 0 && !see[bool](b, `getComputedStyle(document.activeElement).outlineStyle !== "none"`) {
				b.t.Errorf("the focus on %s is not seen", selector)
			}
			return
		}
		b.press(kb.Tab)
	}
	b.t.Fatalf("the keyboard does not get to %s on %s", selector, see[string](b, "location.pathname"))
}

// enter presses Enter on what a selector names, and waits for the page that it
// leads to.
func (b *tab) enter(selector string) {
	b.t.Helper()
	b.tabTo(selector)
	b.run(chromedp.KeyEvent(kb.Enter))
}

// at complains when the tab is elsewhere.
func (b *tab) at(path string) {
	b.t.Helper()
	if got := see[string](b, "location.pathname"); got != path {
		b.t.Fatalf("at %s, expected %s:\n%s", got, path, see[string](b, "document.body.innerText"))
	}
}

// text is what the page says.
func (b *tab) text() string {
	b.t.Helper()
	return see[string](b, "document.body.innerText")
}

// withoutScripts switches the page's own scripts off; those of the test go on.
func (b *tab) withoutScripts() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatal(err)
	}
}

// narrow makes the screen as narrow as WCAG 2.2 asks for.
func (b *tab) narrow() {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 320, Height: 640, DeviceScaleFactor: 1, Mobile: true})
	if err != nil {
		b.t.Fatal(err)
	}
}
