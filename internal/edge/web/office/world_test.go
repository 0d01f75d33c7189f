package office_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/people"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/edge/web/office"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

var (
	shanghai = time.FixedZone("UTC+8", 8*60*60)
	monday   = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC) // 09:00 in Shanghai
)

// staff are who may come; the token is the role.
type staff struct{}

func (staff) Authenticate(_ context.Context, token string) (identity.Account, error) {
	role := identity.Role(token)
	if role.Chinese() == "" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return identity.Account{ID: ident.UserID(token), Login: token, Grants: []identity.Actor{identity.As(role, ident.UserID(token), region)}}, nil
}

// files are configurations as YAML: other formats are the channel's.
func files() office.Files {
	return office.Files{
		Read:  func(data []byte, name string) (admin.Config, error) { return admin.ParseConfig(data, name) },
		Write: func(c admin.Config, _, part string) ([]byte, error) { return c.Only(part).YAML() },
	}
}

// world is a region with two units and one running case, and its administration.
type world struct {
	t     *testing.T
	site  http.Handler
	store *store.Store
	hand  *clock.Hand
	in    *insight.Insight
}

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) { test(newWorld(t, s, hand)) })
}

func newWorld(t *testing.T, s *store.Store, hand *clock.Hand) *world {
	t.Helper()
	ids := ident.NewSource(rand.Reader)
	a := admin.New(admin.Options{Store: s, IDs: ids})
	if err := a.Install(t.Context(), region, "柯城区", "district"); err != nil {
		t.Fatal(err)
	}
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		for _, u := range []org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "府山街道", List: org.Town, Division: "330802001"}} {
			if err := tx.PutUnit(region, u); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		t.Fatal(err)
	}
	d := desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: []byte("key of the test")})
	in := insight.New(insight.Options{Store: s, Region: region})
	w := &world{t: t, store: s, hand: hand, in: in}
	w.running(d)
	w.site = page.New(page.Options{Name: "柯城区", Location: shanghai, Gate: staff{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account"},
		office.Room(office.Options{
			Office: a.Office(region, d), Records: in, Jobs: jobs.NewControl(s, region, ids), Clock: hand, Files: files(),
			Accounts: people.New(people.Options{Store: s, Region: region, IDs: ids, Clock: hand, Random: rand.Reader, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1}}),
		}))
	return w
}

// running is a case that the first unit has in hand.
func (w *world) running(d *desk.Desk) {
	w.t.Helper()
	act := func(role identity.Role, r desk.Request) desk.Receipt {
		w.hand.Advance(time.Minute)
		who, err := staff{}.Authenticate(w.t.Context(), string(role))
		if err != nil {
			w.t.Fatal(err)
		}
		got, err := d.Act(w.t.Context(), who, r)
		if err != nil {
			w.t.Fatal(role, err)
		}
		return got
	}
	got := act(identity.Operator, desk.Request{Cmd: casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "路灯不亮", Content: "小区北门外路灯连续三晚不亮",
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施"},
	}}})
	act(identity.Dispatcher, desk.Request{Case: got.Case.ID, Version: got.Case.Version, Cmd: casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}}})
}

// ask sends a request as nobody, or as a role.
func (w *world) ask(method, target, role string, body *strings.Reader, media string) *httptest.ResponseRecorder {
	if body == nil {
		body = strings.NewReader("")
	}
	res := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, body)
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	if role != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: role})
	}
	w.site.ServeHTTP(res, r)
	return res
}

// see reads a page as a role.
func (w *world) see(role, target string) string {
	w.t.Helper()
	res := w.ask(http.MethodGet, target, role, nil, "")
	if res.Code != http.StatusOK {
		w.t.Fatalf("%s reads %s: %d\n%s", role, target, res.Code, res.Body)
	}
	w.sound(role+" "+target, res.Body.String())
	return res.Body.String()
}

func (w *world) sound(name, body string) {
	w.t.Helper()
	pagetest.Sound(w.t, name, body)
	if strings.Contains(name, "lang=en") {
		pagetest.English(w.t, name, body)
	}
}

// send sends a form.
func (w *world) send(role, target string, form url.Values) *httptest.ResponseRecorder {
	return w.ask(http.MethodPost, target, role, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded")
}

// filled is the form of a page that goes to an address, as a browser would send
// it: what the page put there, and over it what is written.
func (w *world) filled(body, action string, written url.Values) url.Values {
	w.t.Helper()
	form, inside, found := url.Values{}, false, false
	for _, e := range pagetest.Parse(w.t, body) {
		switch name := e.Attr["name"]; {
		case e.Name == "form":
			inside = e.Attr["action"] == action
			found = found || inside
		case !inside || name == "" || e.Name == "button":
		case e.Name == "textarea":
			form.Set(name, strings.ReplaceAll(strings.TrimPrefix(e.Text, "\n"), "\n", "\r\n")) // as browsers do
		case e.Name == "select":
			form.Set(name, chosen(body, name))
		case e.Name == "input" && (e.Attr["type"] != "radio" && e.Attr["type"] != "checkbox" || e.Attr["checked"] != ""):
			form.Add(name, e.Attr["value"])
		}
	}
	if !found {
		w.t.Fatalf("no form goes to %s:\n%s", action, body)
	}
	for name, values := range written {
		form[name] = values
	}
	return form
}

// chosen is the option that a select stands at.
func chosen(body, name string) string {
	_, rest, _ := strings.Cut(body, `name="`+name+`"`)
	list, _, _ := strings.Cut(rest, "</select>")
	before, _, ok := strings.Cut(list, `" selected="selected"`)
	if !ok {
		return ""
	}
	return before[strings.LastIndex(before, `"`)+1:]
}

// follow is the page that an answer leads to.
func (w *world) follow(role string, res *httptest.ResponseRecorder) string {
	w.t.Helper()
	if res.Code != http.StatusSeeOther {
		w.t.Fatalf("%s is not led on: %d\n%s", role, res.Code, res.Body)
	}
	return w.see(role, res.Header().Get("Location"))
}

// upload sends a file.
func (w *world) upload(role, target, name, text string) *httptest.ResponseRecorder {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write([]byte(text))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return w.ask(http.MethodPost, target, role, strings.NewReader(b.String()), form.FormDataContentType())
}

// holds complains of texts that a page lacks.
func (w *world) holds(body string, texts ...string) {
	w.t.Helper()
	body = html.UnescapeString(body)
	for _, text := range texts {
		if !strings.Contains(body, text) {
			_, main, _ := strings.Cut(body, "<main")
			w.t.Errorf("the page lacks %q:\n%s", text, main)
		}
	}
}
