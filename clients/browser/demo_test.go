package browser_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"huying/clients/go/served"
)

// built is where the program is built, once for all tests, and where its
// installations keep their data.
var built string

// program of Huying, built when it is first asked for.
var building = sync.OnceValue(func() error {
	return (&served.Installation{Dir: built, Repository: "../.."}).Build(context.Background())
})

// stop ends the demonstration, if one was served.
var stop []func()

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "huying-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	built = dir
	code := m.Run()
	if program() != "" {
		chromium().end()
	}
	for _, one := range stop {
		one()
	}
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// installation is an empty one, of the program that is built.
func installation(t *testing.T, name string) *served.Installation {
	t.Helper()
	if err := building(); err != nil {
		t.Fatal(err)
	}
	i := &served.Installation{Dir: filepath.Join(built, name), Repository: "../.."}
	if err := os.MkdirAll(filepath.Join(i.Dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink((&served.Installation{Dir: built}).Program(), i.Program()); err != nil {
		t.Fatal(err)
	}
	return i
}

// demo is a demonstration that runs.
type demo struct{ base string }

// exhibit is the demonstration of all tests. HUYING_DEMO is the address of one
// that runs already; without it, one is built.
var exhibit struct {
	once sync.Once
	base string
	err  error
}

// demonstration is where one is served while the tests run.
func demonstration(t *testing.T) string {
	t.Helper()
	exhibit.once.Do(func() {
		if exhibit.base = os.Getenv("HUYING_DEMO"); exhibit.base != "" {
			return
		}
		server, err := installation(t, "demo").Demonstrate(context.WithoutCancel(t.Context()))
		if err != nil {
			exhibit.err = err
			return
		}
		exhibit.base, stop = server.Base, append(stop, server.Stop)
	})
	if exhibit.err != nil || exhibit.base == "" {
		t.Fatalf("there is no demonstration: %v", exhibit.err)
	}
	return exhibit.base
}

// crew are the people of one story, each in a tab of their own, who come to work
// when they are first asked for.
type crew struct {
	t    *testing.T
	demo demo
	tabs map[string]*tab
}

func (d demo) crew(t *testing.T) *crew { return &crew{t, d, map[string]*tab{}} }

// rest are tabs that stories have given back, by the post that is in them.
var rest = struct {
	sync.Mutex
	tabs map[string][]*tab
}{tabs: map[string][]*tab{}}

// as is the tab of whoever has entered the demonstration by a post's button on
// its start page; "" has not signed in. No other story has it meanwhile.
func (c *crew) as(post string) *tab {
	c.t.Helper()
	if b := c.tabs[post]; b != nil {
		return b
	}
	rest.Lock()
	var b *tab
	if idle := rest.tabs[post]; len(idle) > 0 {
		b, rest.tabs[post] = idle[0], idle[1:]
	}
	rest.Unlock()
	known := b != nil
	if !known {
		var err error
		if b, _, err = blank(c.demo.base); err != nil { // it ends with the browser
			c.t.Fatal(err)
		}
	}
	c.t.Cleanup(func() {
		if c.t.Failed() { // nobody knows where it stands
			return
		}
		rest.Lock()
		defer rest.Unlock()
		rest.tabs[post] = append(rest.tabs[post], b)
	})
	b.given(c.t)
	if !known && post != "" {
		b.enterAs(post)
	}
	c.tabs[post] = b
	return b
}

// enterAs presses a post's button on the page of the door.
func (b *tab) enterAs(post string) {
	b.t.Helper()
	b.goes("/sign-in")
	b.click(fmt.Sprintf(`form:has(input[value="demo-%s"]) button`, post))
	b.at("/desk/")
}

// click presses what a selector names with the pointer, and waits for the page
// that it leads to.
func (b *tab) click(selector string) {
	b.t.Helper()
	if n := see[int](b, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)); n == 0 {
		b.t.Fatalf("%s has no %s:\n%s", see[string](b, "location.href"), selector, b.text())
	}
	ctx, end := context.WithTimeout(b.ctx, patience)
	defer end()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		b.t.Fatalf("%s: %s: %v", see[string](b, "location.href"), selector, err)
	}
}

// follow presses the first link in the page's content that ends with an address.
func (b *tab) follow(end string) {
	b.t.Helper()
	b.click(fmt.Sprintf(`main a[href$=%q]`, end))
}

// fill writes into the fields of the forms in the page's content: the text of a
// field, the value of a choice, or the words of an entry to be selected.
func (b *tab) fill(fields map[string]string) {
	b.t.Helper()
	for name, value := range fields {
		said := see[string](b, fmt.Sprintf(`((name, value) => {
			const all = [...document.querySelectorAll("main form:not(.size) [name]")].filter(e => e.name === name && e.type !== "hidden");
			if (!all.length) return "there is no field " + name;
			let field = all[0];
			if (field.type === "radio" || field.type === "checkbox") {
				field = all.find(e => e.value === value);
				if (!field) return name + " has no choice " + value;
				if (!field.checked) field.click();
				return "";
			}
			if (field.tagName === "SELECT") {
				const entry = [...field.options].find(o => o.value === value) || [...field.options].find(o => o.text.includes(value));
				if (!entry) return name + " has no entry " + value;
				value = entry.value;
			}
			field.value = value;
			for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
			return field.value === value ? "" : name + " does not take " + value;
		})(%q, %q)`, name, value))
		if said != "" {
			b.t.Fatalf("%s: %s", see[string](b, "location.href"), said)
		}
	}
}

// sends fills a form in and presses its button.
func (b *tab) sends(fields map[string]string, button string) {
	b.t.Helper()
	b.fill(fields)
	b.click(button)
	if faults := see[string](b, `[...document.querySelectorAll("main .faults")].map(e => e.innerText).join()`); faults != "" {
		b.t.Fatalf("%s refuses: %s", see[string](b, "location.href"), faults)
	}
}

// reads opens an address, of which the page has to say all words.
func (b *tab) reads(path string, words ...string) {
	b.t.Helper()
	b.goes(path)
	b.says(words...)
}

// says complains of words that the page does not say.
func (b *tab) says(words ...string) {
	b.t.Helper()
	text := b.text()
	for _, one := range words {
		if !strings.Contains(text, one) {
			b.t.Fatalf("%s does not say %q:\n%s", see[string](b, "location.href"), one, text)
		}
	}
}

// silent complains of words that the page says.
func (b *tab) silent(words ...string) {
	b.t.Helper()
	text := b.text()
	for _, one := range words {
		if strings.Contains(text, one) {
			b.t.Fatalf("%s says %q:\n%s", see[string](b, "location.href"), one, text)
		}
	}
}

// main is the text of the page's content.
func (b *tab) main() string {
	b.t.Helper()
	return see[string](b, `document.querySelector("main").innerText`)
}

// caseOf is the address of a case on the desk.
func caseOf(number string) string { return "/desk/cases/" + number }

// offers are the actions that a case page offers, as the ends of their
// addresses: "dispatch", "legs/1/sign".
func (b *tab) offers(number string) []string {
	b.t.Helper()
	b.goes(caseOf(number))
	all := see[[]string](b, fmt.Sprintf(`[...document.querySelectorAll("main .offers a, main .offers button")].map(e => (e.getAttribute("href") || e.value).replace(%q, ""))`, caseOf(number)+"/"))
	slices.Sort(all)
	return all
}

// does takes an action that the case page offers, with its form.
func (b *tab) does(number, action string, fields map[string]string) {
	b.t.Helper()
	b.goes(caseOf(number))
	b.follow(caseOf(number) + "/" + action)
	b.sends(fields, `form.sheet button[type="submit"]`)
	b.at(caseOf(number))
	if see[int](b, `document.querySelectorAll("main .done[role=status]").length`) != 1 {
		b.t.Fatalf("%s was not done:\n%s", action, b.main())
	}
}
