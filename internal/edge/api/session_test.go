package api_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/api"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const phrase = "luodan zai qiao bian"

// hall is a server whose people sign in.
type hall struct {
	t      *testing.T
	base   string
	people *people.People
	clock  *clock.Hand
}

func openHall(t *testing.T) hall {
	t.Helper()
	now := clock.NewHand(time.Now())
	s := testdb.Open(t, store.SQLite, testdb.Clock(now))
	ids := ident.NewSource(rand.Reader)
	if err := admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "青禾区", "district"); err != nil {
		t.Fatal(err)
	}
	p := people.New(people.Options{
		Store: s, Region: region, IDs: ids, Clock: now, Random: rand.Reader, Cost: people.Cost{Memory: 8, Passes: 1, Threads: 1},
	})
	server := httptest.NewTLSServer(api.New(api.Options{
		Gate: api.NewGate(p), People: p, Records: insight.New(insight.Options{Store: s, Region: region}),
		Desk: desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: []byte("key of the test")}),
	}))
	t.Cleanup(server.Close)
	return hall{t, server.URL, p, now}
}

// link makes an account and returns what stands in its set-up link.
func (h hall) link(login string, roles ...identity.Role) string {
	h.t.Helper()
	by := people.Console(region)
	id, err := h.people.Create(h.t.Context(), by, people.NewAccount{Login: login, Name: "某人", Roles: roles})
	if err != nil {
		h.t.Fatal(err)
	}
	token, _, err := h.people.Link(h.t.Context(), by, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// visitor is a browser, or a program with headers of its own.
type visitor struct {
	hall
	http http.Client
	head map[string]string
}

func (h hall) visitor(server *http.Client, head ...string) *visitor {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	v := &visitor{hall: h, http: http.Client{Transport: server.Transport, Jar: jar}, head: map[string]string{}}
	for i := 0; i+1 < len(head); i += 2 {
		v.head[head[i]] = head[i+1]
	}
	return v
}

// ask sends and expects a status.
func (v *visitor) ask(status int, method, path string, body any) answer {
	v.t.Helper()
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			v.t.Fatal(err)
		}
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+api.Prefix+path, sent)
	if err != nil {
		v.t.Fatal(err)
	}
	if sent != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range v.head {
		r.Header.Set(name, value)
	}
	resp, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, head: resp.Header}
	if a.raw, err = io.ReadAll(resp.Body); err != nil {
		v.t.Fatal(err)
	}
	_ = json.Unmarshal(a.raw, &a.json)
	if a.status != status {
		v.t.Errorf("%s %s: %d, expected %d: %s", method, path, a.status, status, a.raw)
	}
	return a
}

// code asks for the stable code of a problem.
func (a answer) code(t *testing.T, want string) {
	t.Helper()
	if a.json["code"] != want {
		t.Errorf("problem %v, want %s: %s", a.json["code"], want, a.raw)
	}
}

// trusting is a transport that trusts test servers.
func trusting(t *testing.T) *http.Client {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	return server.Client()
}

// TestSignInStory: a browser's way from the set-up link to the end of the
// session.
func TestSignInStory(t *testing.T) {
	t.Parallel()
	h, c := openHall(t), trusting(t)
	link := h.link("ann", identity.Operator)
	v := h.visitor(c)
	v.ask(http.StatusUnauthorized, "GET", "/me", nil).code(t, "sign_in")
	v.ask(http.StatusUnprocessableEntity, "POST", "/set-up", m{"token": link, "password": "1234567890"}).code(t, "password.weak")
	v.ask(http.StatusNoContent, "POST", "/set-up", m{"token": link, "password": phrase})
	v.ask(http.StatusForbidden, "POST", "/set-up", m{"token": link, "password": phrase}).code(t, "setup.link")
	a := v.ask(http.StatusUnauthorized, "POST", "/sign-in", m{"login": "ann", "password": "wrong"})
	if a.code(t, "sign_in.refused"); a.head.Get("WWW-Authenticate") == "" || a.head.Get("Set-Cookie") != "" {
		t.Errorf("a refused sign-in has the headers %v", a.head)
	}
	a = v.ask(http.StatusOK, "POST", "/sign-in", m{"login": "ann", "password": phrase})
	for _, word := range []string{"huying_session=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(a.head.Get("Set-Cookie"), word) {
			t.Errorf("the cookie is %q: no %s", a.head.Get("Set-Cookie"), word)
		}
	}
	if me := v.ask(http.StatusOK, "GET", "/me", nil); me.json["login"] != "ann" {
		t.Errorf("signed in as %s", me.raw)
	}
	v.ask(http.StatusCreated, "POST", "/cases", intake)

	token := a.json["token"].(string)
	program := h.visitor(c, "Authorization", "Bearer "+token)
	if list := program.ask(http.StatusOK, "GET", "/sessions", nil); len(list.json["sessions"].([]any)) != 1 || bytes.Contains(list.raw, []byte(token)) {
		t.Errorf("sessions: %s", list.raw)
	}
	h.visitor(c).ask(http.StatusOK, "POST", "/sign-in", m{"login": "ann", "password": phrase})
	if ended := v.ask(http.StatusOK, "DELETE", "/sessions", nil); ended.json["ended"] != float64(1) {
		t.Errorf("ended: %s", ended.raw)
	}
	v.ask(http.StatusNotFound, "DELETE", "/sessions/nothing", nil).code(t, "session.not_found")
	v.ask(http.StatusUnauthorized, "POST", "/password", m{"old": "wrong", "new": phrase + "!"}).code(t, "sign_in.refused")
	v.ask(http.StatusNoContent, "POST", "/password", m{"old": phrase, "new": phrase + " xia"})
	out := v.ask(http.StatusNoContent, "POST", "/sign-out", nil)
	if !strings.Contains(out.head.Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("the cookie stays: %v", out.head)
	}
	program.ask(http.StatusUnauthorized, "GET", "/me", nil).code(t, "sign_in")
	v.ask(http.StatusUnauthorized, "POST", "/sign-out", nil).code(t, "sign_in")
}

// TestOtherSites: a page of another site makes nothing happen by a browser's
// cookie, nor signs anybody in; it may lead to a page.
func TestOtherSites(t *testing.T) {
	t.Parallel()
	h, c := openHall(t), trusting(t)
	v := h.visitor(c)
	v.ask(http.StatusNoContent, "POST", "/set-up", m{"token": h.link("ann", identity.Operator), "password": phrase})
	token := v.ask(http.StatusOK, "POST", "/sign-in", m{"login": "ann", "password": phrase}).json["token"].(string)
	for _, head := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}} {
		v.head = map[string]string{head[0]: head[1]}
		v.ask(http.StatusForbidden, "POST", "/cases", intake).code(t, "request.origin")
		v.ask(http.StatusForbidden, "POST", "/sign-out", nil).code(t, "request.origin")
		v.ask(http.StatusForbidden, "POST", "/sign-in", m{"login": "ann", "password": phrase}).code(t, "request.origin")
		v.ask(http.StatusOK, "GET", "/me", nil)
		h.visitor(c, "Authorization", "Bearer "+token, head[0], head[1]).ask(http.StatusCreated, "POST", "/cases", intake)
	}
	v.head = map[string]string{"Sec-Fetch-Site": "same-origin"}
	v.ask(http.StatusCreated, "POST", "/cases", intake)
}

// TestKeyStory: a program with a key does what the key may, and nothing on the
// account itself.
func TestKeyStory(t *testing.T) {
	t.Parallel()
	h, c := openHall(t), trusting(t)
	v := h.visitor(c)
	v.ask(http.StatusNoContent, "POST", "/set-up", m{"token": h.link("ann", identity.Operator), "password": phrase})
	v.ask(http.StatusOK, "POST", "/sign-in", m{"login": "ann", "password": phrase})
	issue := m{"password": phrase, "name": "大屏", "may": []string{"case.view"}, "days": 30}
	made := v.ask(http.StatusOK, "POST", "/keys", issue)
	p := h.visitor(c, "X-API-Key", made.json["key"].(string))
	p.ask(http.StatusOK, "GET", "/cases", nil)
	p.ask(http.StatusForbidden, "POST", "/cases", intake).code(t, "denied")
	p.ask(http.StatusUnauthorized, "GET", "/keys", nil).code(t, "sign_in")
	issue["may"] = []string{"people.manage"}
	v.ask(http.StatusForbidden, "POST", "/keys", issue).code(t, "key.may")
	if list := v.ask(http.StatusOK, "GET", "/keys", nil); strings.Contains(string(list.raw), made.json["key"].(string)) || !strings.Contains(string(list.raw), "大屏") {
		t.Errorf("keys: %s", list.raw)
	}
	v.ask(http.StatusNoContent, "DELETE", "/keys/"+made.json["id"].(string), nil)
	v.ask(http.StatusNotFound, "DELETE", "/keys/"+made.json["id"].(string), nil).code(t, "key.not_found")
	p.ask(http.StatusUnauthorized, "GET", "/cases", nil).code(t, "sign_in")
	v.ask(http.StatusServiceUnavailable, "POST", "/device", m{"password": phrase}).code(t, "code.unavailable")
	v.ask(http.StatusServiceUnavailable, "POST", "/oidc/begin", nil).code(t, "oidc.none")
}

// TestFirstPassword: with a password that somebody else has set only the
// choice of another is possible.
func TestFirstPassword(t *testing.T) {
	t.Parallel()
	h, c := openHall(t), trusting(t)
	by := people.Console(region)
	h.link("ann", identity.Operator)
	id, err := h.people.Named(t.Context(), by, "ann")
	if err == nil {
		err = h.people.SetPassword(t.Context(), by, id, phrase)
	}
	if err != nil {
		t.Fatal(err)
	}
	v := h.visitor(c)
	if in := v.ask(http.StatusOK, "POST", "/sign-in", m{"login": "ann", "password": phrase}); in.json["must_change"] != true {
		t.Errorf("signed in: %s", in.raw)
	}
	v.ask(http.StatusForbidden, "GET", "/me", nil).code(t, "password.change")
	v.ask(http.StatusForbidden, "POST", "/cases", intake).code(t, "password.change")
	v.ask(http.StatusNoContent, "POST", "/password", m{"old": phrase, "new": phrase + " xia"})
	v.ask(http.StatusOK, "GET", "/me", nil)
}

// TestOpenDoors: nothing but the ways in is open to those who have not signed
// in, in the description as in fact.
func TestOpenDoors(t *testing.T) {
	t.Parallel()
	h, c := openHall(t), trusting(t)
	v := h.visitor(c)
	doc := v.ask(http.StatusOK, "GET", "/openapi.json", nil)
	var open []string
	for path, operations := range doc.json["paths"].(map[string]any) {
		for method, o := range operations.(map[string]any) {
			if security, said := o.(map[string]any)["security"]; said && len(security.([]any)) == 0 {
				open = append(open, strings.ToUpper(method)+" "+strings.TrimPrefix(path, api.Prefix))
				continue
			}
			at := strings.NewReplacer("{case}", "x", "{leg}", "1", "{number}", "x", "{session}", "x", "{key}", "x").Replace(strings.TrimPrefix(path, api.Prefix))
			var body any
			if o.(map[string]any)["requestBody"] != nil {
				body = m{}
			}
			if a := v.ask(statusOf(o), strings.ToUpper(method), at, body); a.status != http.StatusUnauthorized && a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s %s answers %s", method, path, a.raw)
			}
		}
	}
	slices.Sort(open)
	if want := []string{"POST /oidc/begin", "POST /oidc/finish", "POST /set-up", "POST /sign-in"}; !slices.Equal(open, want) {
		t.Errorf("open are %v", open)
	}
}

// statusOf is what an operation answers to nobody with an empty body: those of
// one's own case and of a session look at the request first.
func statusOf(o any) int {
	tags, _ := o.(map[string]any)["tags"].([]any)
	if slices.Contains(tags, any("own case 本人诉求")) {
		return http.StatusUnprocessableEntity // without a code
	}
	if slices.Contains(tags, any("session 会话")) && o.(map[string]any)["requestBody"] != nil {
		return http.StatusUnprocessableEntity
	}
	return http.StatusUnauthorized
}
