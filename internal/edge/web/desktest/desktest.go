// Package desktest is a region whose people work in their browsers: real
// records on both databases, and pages asked for as a browser without scripts
// asks. Tests of rooms import it, nothing else does.
package desktest

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/tray"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// Region is where it all happens.
const Region = ident.RegionCode("330802")

// Monday is when it begins: 09:00 in Shanghai.
var Monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC)

// Shanghai is the region's time.
var Shanghai = time.FixedZone("UTC+8", 8*60*60)

// staff are who may come; the token is ROLE[@UNIT][#NAME].
type staff struct{}

func (staff) Authenticate(_ context.Context, token string) (identity.Account, error) {
	token, err := url.QueryUnescape(token)
	if err != nil {
		return identity.Account{}, err
	}
	who, ok := Account(token)
	if !ok {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return who, nil
}

// Account is who comes with a token, ROLE[@UNIT][#NAME].
func Account(token string) (identity.Account, bool) {
	rest, name, _ := strings.Cut(token, "#")
	role, unit, of := strings.Cut(rest, "@")
	if token == "" || identity.Role(role).Chinese() == "" {
		return identity.Account{}, false
	}
	var units []ident.UnitID
	if of {
		units = append(units, ident.UnitID(unit))
	}
	id := ident.UserID(token)
	return identity.Account{ID: id, Login: role, Name: name, Grants: []identity.Actor{identity.As(identity.Role(role), id, Region, units...)}}, true
}

// Day is a region at work.
type Day struct {
	*testing.T
	Store   *store.Store
	Hand    *clock.Hand
	Insight *insight.Insight
	Desk    *desk.Desk
	Persons *vault.Keeper
	Tray    *tray.Tray
	Site    http.Handler
}

// Each founds a region on each database: u1 and u2 are departments, u1a is below
// u1, t1 is a street. The rooms are what the test wants open.
func Each(t *testing.T, rooms func(d *Day) []page.Room, test func(d *Day)) {
	t.Helper()
	testdb.EachAt(t, Monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		ids := ident.NewSource(rand.Reader)
		if err := admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), Region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			for _, u := range []org.Unit{
				{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "城管局", List: org.Department},
				{ID: "t1", Name: "府山街道办事处", List: org.Town}, {ID: "u1a", Name: "市政中心", Parent: "u1"},
			} {
				if err := tx.PutUnit(Region, u); err != nil {
					return err
				}
			}
			return tx.ReviseRegion(Region)
		})
		if err != nil {
			t.Fatal(err)
		}
		ring, err := sealing.NewRing(rand.Reader, Monday)
		if err != nil {
			t.Fatal(err)
		}
		v := sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return ring, nil })
		d := &Day{
			T: t, Store: s, Hand: hand, Insight: insight.New(insight.Options{Store: s, Region: Region}),
			Persons: vault.New(vault.Options{Store: s, Region: Region, IDs: ids, Vault: v, Random: rand.Reader}),
			Desk:    desk.New(desk.Options{Store: s, Region: Region, IDs: ids, Key: []byte("key of the test"), Vault: v}),
			Tray:    tray.New(tray.Options{Store: s, Region: Region, IDs: ids, Vault: v, Random: rand.Reader}),
		}
		if err := d.Persons.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.Site = page.New(page.Options{Name: "柯城区", Location: Shanghai, Gate: staff{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account", Search: "/desk/search"}, rooms(d)...)
		test(d)
	})
}

// Ask sends a request as nobody, or as who comes with a token; a form makes it
// what a form sends.
func (d *Day) Ask(method, target, who string, form url.Values) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(d.Context(), method, target, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: url.QueryEscape(who)})
	}
	d.Site.ServeHTTP(w, r)
	return w
}

// See reads a page as somebody, and holds it against the rules of all pages in
// both languages.
func (d *Day) See(who, target string) string {
	d.Helper()
	res := d.Ask(http.MethodGet, target, who, nil)
	if res.Code != http.StatusOK {
		d.Fatalf("%s reads %s: %d\n%s", who, target, res.Code, res.Body)
	}
	pagetest.Sound(d.T, who+" "+target, res.Body.String())
	join := "?"
	if strings.Contains(target, "?") {
		join = "&"
	}
	if !strings.Contains(target, "lang=") {
		english := d.Ask(http.MethodGet, target+join+"lang=en", who, nil)
		pagetest.English(d.T, who+" "+target, english.Body.String())
	}
	return res.Body.String()
}

// Send sends a form as somebody, and returns the page that answers, or where it
// leads to.
func (d *Day) Send(who, target string, form url.Values) (status int, body, to string) {
	d.Helper()
	res := d.Ask(http.MethodPost, target, who, form)
	if res.Code == http.StatusOK || res.Code == http.StatusUnprocessableEntity {
		pagetest.Sound(d.T, who+" sends "+target, res.Body.String())
	}
	return res.Code, res.Body.String(), res.Header().Get("Location")
}

// Fill fills the form at an address of a page, as a browser without scripts
// would: what the page put there, and over it what is written.
func (d *Day) Fill(who, target, action string, written url.Values) url.Values {
	d.Helper()
	form, inside, found := url.Values{}, false, false
	area := ""
	for _, e := range pagetest.Parse(d.T, d.See(who, target)) {
		switch {
		case e.Name == "form":
			inside = e.Attr["action"] == action && e.Attr["method"] == "post" && !found
			found = found || inside
		case !inside || e.Attr["name"] == "" || e.Name == "button":
		case e.Name == "select":
			area = e.Attr["name"]
		case e.Name == "textarea":
			form.Set(e.Attr["name"], e.Text)
		case e.Name == "input" && (e.Attr["type"] != "radio" && e.Attr["type"] != "checkbox" || e.Attr["checked"] != ""):
			form.Add(e.Attr["name"], e.Attr["value"])
		}
		if inside && e.Name == "option" && e.Attr["selected"] != "" && area != "" {
			form.Set(area, e.Attr["value"])
		}
	}
	if !found {
		d.Fatalf("%s has no form to %s for %s", target, action, who)
	}
	for name, values := range written {
		form[name] = values
	}
	return form
}

// Give gives a command as somebody, by the desk.
func (d *Day) Give(who string, id ident.CaseID, cmd casework.Command) *casework.Case {
	d.Helper()
	d.Hand.Advance(time.Minute)
	account, _ := Account(who)
	done, err := d.Desk.Act(d.Context(), account, desk.Request{Case: id, Cmd: cmd})
	if err != nil {
		d.Fatalf("%s gives %s: %v", who, cmd.Do, err)
	}
	return done.Case
}

// Receive receives an ordinary case, changed as said.
func (d *Day) Receive(change func(n *casework.NewIntake)) *casework.Case {
	d.Helper()
	n := &casework.NewIntake{
		Title: "路灯不亮", Content: "小区门口的路灯连续几晚不亮。",
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施"},
	}
	if change != nil {
		change(n)
	}
	return d.Give("operator", "", casework.Command{Do: casework.DoReceive, New: n})
}

// Case reads a case by its number.
func (d *Day) Case(number string) *casework.Case {
	d.Helper()
	file, err := d.Insight.CaseFile(d.Context(), ident.CaseNumber(number))
	if err != nil {
		d.Fatal(err)
	}
	return file.Case
}

// NumberIn is the number of the case that a page says was received.
func (d *Day) NumberIn(body string) string {
	d.Helper()
	for _, e := range pagetest.Parse(d.T, body) {
		if e.Name == "dd" && strings.HasPrefix(e.Text, string(Region)) {
			return e.Text
		}
	}
	d.Fatalf("no number:\n%s", body)
	return ""
}
