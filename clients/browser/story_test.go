package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

const phrase = "correct horse battery staple"

// office is an installation with staff, served for all tests.
type office struct {
	base  string
	links map[string]string // by login, of accounts without a password
}

func founded(t *testing.T) *office {
	t.Helper()
	i := installation(t, "office")
	ctx := context.WithoutCancel(t.Context())
	if err := i.Found(ctx); err != nil {
		t.Fatal(err)
	}
	o := &office{links: map[string]string{}}
	for _, role := range []string{"operator", "dispatcher", "unit_leader", "reviewer", "callback"} {
		unit := ""
		if role == "unit_leader" {
			unit = "住建局"
		}
		link, err := i.Account(ctx, role, role, unit)
		if err != nil {
			t.Fatal(err)
		}
		o.links[role] = link
	}
	server, err := i.Serve(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	o.base = server.Base
	return o
}

// comesIn follows a set-up link, chooses a password and signs in, by keyboard.
func (o *office) comesIn(b *tab, login string) {
	b.t.Helper()
	b.goes("/setup#" + o.links[login])
	b.tabTo("#f-fresh")
	b.press(phrase)
	b.tabTo("#f-again")
	b.press(phrase)
	b.enter("form.sheet button")
	b.at("/sign-in")
	o.signsIn(b, login)
}

func (o *office) signsIn(b *tab, login string) {
	b.t.Helper()
	b.tabTo("#f-login")
	b.press(login)
	b.tabTo("#f-password")
	b.press(phrase)
	b.enter("form.sheet button")
	b.at("/desk/")
}

// TestPages tries the pages in one installation, each story in a browser of its
// own.
func TestPages(t *testing.T) {
	o := founded(t)
	t.Run("a case by keyboard alone", o.byKeyboard)
	t.Run("a case without scripts", o.withoutScripts)
	t.Run("the operator's keys", o.keys)
	t.Run("a citizen without scripts", o.citizenWithoutScripts)
	t.Run("a citizen by keyboard alone", o.citizenByKeyboard)
	t.Run("on a narrow screen", o.narrow)
}

// keys tries what scripts add to the operator's screen: the list of keys, the
// search box, a look at the caller's cases without leaving, and a draft that is
// kept by itself.
func (o *office) keys(t *testing.T) {
	b := open(t, o.base)
	b.goes("/sign-in")
	o.signsIn(b, "operator")
	b.goes("/desk/receive")
	key := func(name string, alt bool) {
		see[bool](b, fmt.Sprintf(`(document.activeElement.blur(), document.body.dispatchEvent(new KeyboardEvent("keydown", {key: %q, code: "Key" + %q.toUpperCase(), altKey: %t, bubbles: true, cancelable: true})))`, name, name, alt))
	}
	key("?", false)
	b.waits("? shows no keys", `document.querySelector("[data-keys]").open`)
	key("/", false)
	b.waits("/ does not lead to the search box", `document.activeElement.id === "find"`)
	see[bool](b, `(document.querySelector("#f-person_phone").value = "13800001234", document.querySelector("#f-content").value = "说到一半", true)`)
	key("l", true)
	b.waits("Alt+L does not look", `/该号码/.test(document.querySelector("#caller").innerText)`)
	if said := see[string](b, `document.querySelector("#f-content").value`); said != "说到一半" {
		t.Errorf("a look has left the page: %q", said)
	}
	b.waits("no draft is kept by itself", `/草稿已保存/.test(document.querySelector("[data-saved]").innerText)`)
	b.goes("/desk/receive")
	if said := see[string](b, `document.querySelector("#f-content").value`); said != "说到一半" {
		t.Errorf("the draft is not there again: %q", said)
	}
	see[bool](b, `(document.querySelector('button[value="drop"]').click(), true)`)
}

// byKeyboard takes a case from the call to its dispatch without a pointer.
func (o *office) byKeyboard(t *testing.T) {
	b := open(t, o.base)
	o.comesIn(b, "operator")
	b.enter(`a[href="/desk/receive"].button`)
	b.at("/desk/receive")
	b.tabTo("#f-person_phone")
	b.press("13800001234")
	b.tabTo("#f-title")
	b.press("路灯不亮")
	b.tabTo("#f-content")
	b.press("小区门口的路灯连续几晚不亮。")
	b.tabTo(`[name="kind"]`)
	b.press(kb.ArrowRight + kb.ArrowLeft)
	b.enter(`button[value="receive"]`)
	number := see[string](b, `document.querySelector(".ticket dd").innerText`)
	if len(number) != 21 {
		t.Fatalf("the number %q; the page says\n%s", number, b.text())
	}
	if strings.Contains(see[string](b, "location.href"), "138") {
		t.Error("a telephone number stands in an address")
	}

	d := open(t, o.base)
	o.comesIn(d, "dispatcher")
	d.enter(`a[href="/desk/cases?state=registered"]`)
	d.enter(`a[href="/desk/cases/` + number + `"]`)
	d.enter(`a[href="/desk/cases/` + number + `/dispatch"]`)
	d.tabTo("#f-lead")
	d.press("住")
	d.enter("form.sheet button")
	d.at("/desk/cases/" + number)
	if text := d.text(); !strings.Contains(text, "住建局") || !strings.Contains(text, "已完成：交转") {
		t.Errorf("after the dispatch:\n%s", text)
	}
	d.enter(".top .door button")
	d.at("/")
}

// withoutScripts takes a case to its end in browsers whose scripts are off.
func (o *office) withoutScripts(t *testing.T) {
	b := open(t, o.base)
	b.withoutScripts()
	b.goes("/sign-in")
	o.signsIn(b, "operator")
	b.goes("/desk/receive")
	b.tabTo("#f-content")
	b.press("井盖松动。")
	b.tabTo(`[name="kind"]`)
	b.press(" ")
	b.enter(`button[value="receive"]`)
	if number := see[string](b, `document.querySelector(".ticket dd").innerText`); len(number) != 21 {
		t.Fatalf("the number %q", number)
	}
}

// narrow looks at pages at 320 pixels: nothing has to be scrolled sideways, and
// what is pressed is large enough for a thumb.
func (o *office) narrow(t *testing.T) {
	b := open(t, o.base)
	b.narrow()
	b.goes("/sign-in")
	o.signsIn(b, "operator")
	for _, path := range []string{"/", "/sign-in", "/account", "/account/password", "/desk/", "/desk/cases", "/desk/receive", "/desk/notices", "/public/bulletins/", "/public/", "/public/submit", "/public/query", "/public/answers", "/nowhere"} {
		b.goes(path)
		if over := see[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("%s is %v pixels wider than the screen", path, over)
		}
		small := see[[]string](b, `[...document.querySelectorAll("button, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), .button")]
			.filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.width < 24 || r.height < 24); }).map(e => e.outerHTML)`)
		for _, one := range small {
			t.Errorf("%s: too small for a thumb: %s", path, one)
		}
	}
}
