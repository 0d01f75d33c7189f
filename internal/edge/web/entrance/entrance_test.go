package entrance_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/entrance"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const (
	region = ident.RegionCode("330802")
	phrase = "correct horse battery staple"
)

// door is an installation with one account and a browser before it.
type door struct {
	t      *testing.T
	site   http.Handler
	people *people.People
	link   string // of the account
	hand   *clock.Hand
	cookie string
}

// plain keeps secrets as they are: what seals them is tested where it is.
type plain struct{}

func (plain) Seal(_, _, text string) (string, error) { return text, nil }
func (plain) Open(_, _, text string) (string, error) { return text, nil }

// guests let one guest in.
type guests struct{ p *people.People }

func (g *guests) Guests(context.Context) ([]entrance.Guest, error) {
	return []entrance.Guest{{Login: "ann", Name: "话务员 / operator", Where: "热线中心"}}, nil
}

func (g *guests) Enter(ctx context.Context, login string, from people.From) (people.Ticket, error) {
	if login != "ann" {
		return people.Ticket{}, errs.New(errs.NotFound, "demo.guest", "nobody", "没有这个岗位")
	}
	return g.p.SignIn(ctx, people.Credentials{Login: login, Password: phrase}, from)
}

func eachDoor(t *testing.T, demo bool, fn func(d *door)) {
	t.Helper()
	start := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	testdb.EachAt(t, start, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		ids := ident.NewSource(rand.Reader)
		if err := admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		p := people.New(people.Options{Store: s, Region: region, IDs: ids, Clock: hand, Random: rand.Reader, Sealer: plain{}})
		d := &door{t: t, people: p, hand: hand}
		console := people.Console(region)
		id, err := p.Create(t.Context(), console, people.NewAccount{Login: "ann", Name: "安", Roles: []identity.Role{identity.Operator}})
		if err != nil {
			t.Fatal(err)
		}
		if d.link, _, err = p.Link(t.Context(), console, id); err != nil {
			t.Fatal(err)
		}
		o := entrance.Options{People: p}
		if demo {
			o.Guests = &guests{p}
		}
		inside := page.Room{Name: "inside", Routes: []page.Route{{Pattern: "GET /desk/{$}", Keys: []string{}, Need: page.SignedIn, Raw: func(w http.ResponseWriter, v *page.Visit) error {
			return page.Answer(w, "hello "+v.Who.Login)
		}}}}
		d.site = page.New(page.Options{Name: "柯城区", Gate: p, SignIn: entrance.SignInPath, SignOut: entrance.SignOutPath, Account: entrance.AccountPath},
			entrance.Room(o), inside)
		fn(d)
	})
}

// ask sends what a browser sends, and keeps the cookie that comes back.
func (d *door) ask(status int, method, target string, form url.Values) *httptest.ResponseRecorder {
	d.t.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if d.cookie != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: d.cookie})
	}
	d.site.ServeHTTP(w, r)
	if w.Code != status {
		d.t.Fatalf("%s %s: %d, expected %d\n%s", method, target, w.Code, status, w.Body)
	}
	for _, c := range w.Result().Cookies() {
		if c.Name != page.SessionCookie {
			continue
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
			d.t.Errorf("a session in a cookie that others can use: %+v", c)
		}
		d.cookie = c.Value
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && w.Code != http.StatusSeeOther {
		pagetest.Sound(d.t, method+" "+target, w.Body.String())
		if w.Header().Get("Cache-Control") != "no-store" {
			d.t.Errorf("%s may be kept", target)
		}
	}
	return w
}

// leads follows a redirection's words.
func (d *door) leads(w *httptest.ResponseRecorder, to string) {
	d.t.Helper()
	if got := w.Header().Get("Location"); got != to {
		d.t.Errorf("leads to %s, expected %s", got, to)
	}
}

// TestTheWayIn: from the set-up link to a session, another password, and out.
func TestTheWayIn(t *testing.T) {
	t.Parallel()
	eachDoor(t, false, func(d *door) {
		d.leads(d.ask(http.StatusSeeOther, "GET", "/desk/", nil), "/sign-in?next=%2Fdesk%2F")
		d.ask(http.StatusOK, "GET", "/setup", nil)
		d.ask(http.StatusUnprocessableEntity, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {"another"}})
		weak := d.ask(http.StatusUnprocessableEntity, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {"1234567890"}, "again": {"1234567890"}})
		if strings.Contains(weak.Body.String(), "1234567890") || !strings.Contains(weak.Body.String(), d.link) {
			t.Error("a password is sent back, or the link is lost")
		}
		d.leads(d.ask(http.StatusSeeOther, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}}), "/sign-in")
		d.ask(http.StatusUnprocessableEntity, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}})
		d.ask(http.StatusOK, "GET", "/sign-in?next=%2Fdesk%2F", nil)
		wrong := d.ask(http.StatusUnprocessableEntity, "POST", "/sign-in?next=%2Fdesk%2F", url.Values{"login": {"ann"}, "password": {"wrong wrong wrong"}})
		if strings.Contains(wrong.Body.String(), "wrong wrong") || !strings.Contains(wrong.Body.String(), `value="ann"`) || d.cookie != "" {
			t.Error("a wrong password is sent back, the login is lost, or a session has begun")
		}
		d.leads(d.ask(http.StatusSeeOther, "POST", "/sign-in?next=%2Fdesk%2F", url.Values{"login": {"ann"}, "password": {phrase}}), "/desk/")
		if got := d.ask(http.StatusOK, "GET", "/desk/", nil).Body.String(); got != "hello ann" {
			t.Errorf("inside: %s", got)
		}
		account := d.ask(http.StatusOK, "GET", "/account", nil).Body.String()
		if !strings.Contains(account, "话务员") || !strings.Contains(account, "本次") {
			t.Errorf("the account's page:\n%s", account)
		}
		d.ask(http.StatusOK, "GET", "/account/password", nil)
		d.ask(http.StatusUnprocessableEntity, "POST", "/account/password", url.Values{"old": {"wrong wrong wrong"}, "fresh": {phrase + "s"}, "again": {phrase + "s"}})
		d.leads(d.ask(http.StatusSeeOther, "POST", "/account/password", url.Values{"old": {phrase}, "fresh": {phrase + "s"}, "again": {phrase + "s"}}), "/account?done=password")
		d.ask(http.StatusOK, "GET", "/account?done=password", nil)
		old := d.cookie
		d.leads(d.ask(http.StatusSeeOther, "POST", "/sign-out", url.Values{}), "/")
		if d.cookie != "" {
			t.Error("the cookie stays")
		}
		d.cookie = old
		d.leads(d.ask(http.StatusSeeOther, "GET", "/desk/", nil), "/sign-in?next=%2Fdesk%2F")
	})
}

// TestSessionsEnd: somebody ends a session that was left open elsewhere.
func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	eachDoor(t, false, func(d *door) {
		enter := func() string {
			d.cookie = ""
			d.ask(http.StatusSeeOther, "POST", "/sign-in", url.Values{"login": {"ann"}, "password": {phrase}})
			return d.cookie
		}
		d.ask(http.StatusSeeOther, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}})
		first, second, third := enter(), enter(), enter()
		d.cookie = first
		ref := regexp.MustCompile(`name="session" value="([^"]+)"`).FindAllStringSubmatch(d.ask(http.StatusOK, "GET", "/account", nil).Body.String(), -1)
		if len(ref) != 2 {
			t.Fatalf("%d other sessions are shown", len(ref))
		}
		d.ask(http.StatusSeeOther, "POST", "/account/sessions", url.Values{"session": {ref[0][1]}})
		d.ask(http.StatusSeeOther, "POST", "/account/sessions", url.Values{})
		for _, ended := range []string{second, third} {
			d.cookie = ended
			d.ask(http.StatusSeeOther, "GET", "/account", nil)
		}
		d.cookie = first
		d.ask(http.StatusOK, "GET", "/account", nil)
	})
}

// TestMustChange: whoever was given a password chooses another before anything
// else.
func TestMustChange(t *testing.T) {
	t.Parallel()
	eachDoor(t, false, func(d *door) {
		console := people.Console(region)
		id, err := d.people.Named(t.Context(), console, "ann")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.people.SetPassword(t.Context(), console, id, phrase); err != nil {
			t.Fatal(err)
		}
		d.leads(d.ask(http.StatusSeeOther, "POST", "/sign-in", url.Values{"login": {"ann"}, "password": {phrase}}), "/account/password")
		d.ask(http.StatusForbidden, "GET", "/desk/", nil)
		d.ask(http.StatusOK, "GET", "/account/password", nil)
		d.ask(http.StatusSeeOther, "POST", "/account/password", url.Values{"old": {phrase}, "fresh": {phrase + "s"}, "again": {phrase + "s"}})
		d.ask(http.StatusOK, "GET", "/desk/", nil)
	})
}

// TestGuests: a demonstration lets people in by their role; nowhere else is
// there such a door.
func TestGuests(t *testing.T) {
	t.Parallel()
	eachDoor(t, true, func(d *door) {
		d.ask(http.StatusSeeOther, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}})
		if body := d.ask(http.StatusOK, "GET", "/sign-in", nil).Body.String(); !strings.Contains(body, "以演示账号进入") || !strings.Contains(body, "热线中心") {
			t.Errorf("no guests:\n%s", body)
		}
		pagetest.English(t, "/sign-in", d.ask(http.StatusOK, "GET", "/sign-in?lang=en", nil).Body.String())
		d.ask(http.StatusUnprocessableEntity, "POST", "/sign-in/guest", url.Values{"login": {"eve"}})
		d.leads(d.ask(http.StatusSeeOther, "POST", "/sign-in/guest?next=%2Faccount", url.Values{"login": {"ann"}}), "/account")
		d.ask(http.StatusOK, "GET", "/account", nil)
	})
	eachDoor(t, false, func(d *door) {
		d.ask(http.StatusNotFound, "POST", "/sign-in/guest", url.Values{"login": {"ann"}})
	})
}

// TestOthersCannotSendUs: no page of another site signs anybody in or out, and
// nobody is led to another site.
func TestOthersCannotSendUs(t *testing.T) {
	t.Parallel()
	eachDoor(t, false, func(d *door) {
		d.ask(http.StatusSeeOther, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}})
		for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", "", "desk"} {
			d.cookie = ""
			d.leads(d.ask(http.StatusSeeOther, "POST", "/sign-in?next="+url.QueryEscape(next), url.Values{"login": {"ann"}, "password": {phrase}}), "/desk/")
		}
		r := httptest.NewRequest(http.MethodPost, "/sign-out", nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: d.cookie})
		w := httptest.NewRecorder()
		d.site.ServeHTTP(w, r)
		if w.Code != http.StatusForbidden {
			t.Errorf("another site signs somebody out: %d", w.Code)
		}
		d.ask(http.StatusOK, "GET", "/account", nil)
	})
}
