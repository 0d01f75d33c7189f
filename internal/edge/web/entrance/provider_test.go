package entrance_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huying/internal/app/people"
	"huying/internal/edge/web/entrance"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/errs"
)

// vouching is a provider that knows one person; the real one is tried in
// app/people, against a provider of somebody else's making.
type vouching struct{ *people.People }

func (vouching) Begin(context.Context) (address, state string, err error) {
	return "https://id.example/authorize?client_id=huying&state=one", "one", nil
}

func (p vouching) Finish(ctx context.Context, r people.Return, from people.From) (people.Ticket, error) {
	if r.State != "one" || r.Kept != r.State || r.Code != "good" {
		return people.Ticket{}, errs.New(errs.Denied, "oidc.refused", "this sign-in cannot be accepted; begin again", "统一身份认证登录无效，请重新登录")
	}
	return p.SignIn(ctx, people.Credentials{Login: "ann", Password: phrase}, from)
}

// TestProvider: who comes back from the identity provider to the browser that
// went there has a session; whoever brings the address alone has none.
func TestProvider(t *testing.T) {
	t.Parallel()
	eachDoor(t, false, func(d *door) {
		d.ask(http.StatusNotFound, "GET", "/oidc/begin", nil)
		d.ask(http.StatusNotFound, "GET", "/oidc/return?state=one&code=good", nil)
		d.ask(http.StatusSeeOther, "POST", "/setup", url.Values{"token": {d.link}, "fresh": {phrase}, "again": {phrase}})
		d.site = page.New(page.Options{Name: "柯城区", Gate: d.people, SignIn: entrance.SignInPath, SignOut: entrance.SignOutPath, Account: entrance.AccountPath},
			entrance.Room(entrance.Options{People: vouching{d.people}, Vouched: true}))
		signIn := d.ask(http.StatusOK, "GET", "/sign-in?lang=en", nil).Body.String()
		if !strings.Contains(signIn, `href="/oidc/begin?lang=en"`) {
			t.Errorf("no way to the provider:\n%s", signIn)
		}
		pagetest.English(t, "/sign-in", signIn)
		begun := d.ask(http.StatusSeeOther, "GET", "/oidc/begin", nil)
		d.leads(begun, "https://id.example/authorize?client_id=huying&state=one")
		kept := begun.Result().Cookies()
		if len(kept) != 1 || kept[0].Value != "one" || !kept[0].HttpOnly || kept[0].SameSite != http.SameSiteLaxMode || kept[0].Path != "/oidc" || kept[0].MaxAge != 600 {
			t.Fatalf("the browser keeps %v", kept)
		}
		back := func(query string, with bool) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodGet, "/oidc/return?"+query, nil)
			if with {
				r.AddCookie(kept[0])
			}
			w := httptest.NewRecorder()
			d.site.ServeHTTP(w, r)
			return w
		}
		for query, with := range map[string]bool{"state=one&code=good": false, "state=two&code=good": true, "state=one&code=bad": true, "error=access_denied&state=one": true} {
			w := back(query, with)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "统一身份认证登录无效") {
				t.Errorf("%s with %t: %d", query, with, w.Code)
			}
			for _, c := range w.Result().Cookies() {
				if c.Name == page.SessionCookie {
					t.Errorf("%s with %t opens a session", query, with)
				}
			}
		}
		w := back("state=one&code=good&session_state=x", true)
		d.leads(w, "/desk/")
		names := map[string]string{}
		for _, c := range w.Result().Cookies() {
			names[c.Name] = c.Value
		}
		if names[page.SessionCookie] == "" || names["huying-oidc"] != "" {
			t.Errorf("the browser is given %v", names)
		}
	})
}
