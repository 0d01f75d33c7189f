package workbench_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/attachment"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/tray"
	"huying/internal/app/vault"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/intake"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
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

// staff are who may come; the token is the role, and the unit behind an @.
type staff struct{}

func (staff) Authenticate(_ context.Context, token string) (identity.Account, error) {
	role, unit, of := strings.Cut(token, "@")
	if token == "" || identity.Role(role).Chinese() == "" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	var units []ident.UnitID
	if of {
		units = append(units, ident.UnitID(unit))
	}
	return identity.Account{ID: ident.UserID(token), Login: role, Grants: []identity.Actor{identity.As(identity.Role(role), ident.UserID(token), region, units...)}}, nil
}

// day is a region whose people work in their browsers.
type day struct {
	t    *testing.T
	site http.Handler
	hand *clock.Hand
	in   *insight.Insight

	store *store.Store
}

func eachDay(t *testing.T, fn func(d *day)) {
	t.Helper()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		ids := ident.NewSource(rand.Reader)
		if err := admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			for _, u := range []org.Unit{{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "城管局", List: org.Department}} {
				if err := tx.PutUnit(region, u); err != nil {
					return err
				}
			}
			return tx.ReviseRegion(region)
		})
		if err != nil {
			t.Fatal(err)
		}
		ring, err := sealing.NewRing(rand.Reader, monday)
		if err != nil {
			t.Fatal(err)
		}
		v := sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return ring, nil })
		keeper := vault.New(vault.Options{Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader})
		if err := keeper.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		in := insight.New(insight.Options{Store: s, Region: region})
		d := &day{t: t, hand: hand, in: in, store: s}
		counter := desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: []byte("key of the test"), Vault: v})
		spool := t.TempDir()
		files := attachment.New(attachment.Options{Store: s, Region: region, IDs: ids, Blobs: attachment.NewFolder(filepath.Join(spool, "files")), Spool: spool})
		d.site = page.New(page.Options{Name: "柯城区", Location: shanghai, Gate: staff{}, SignIn: "/sign-in", SignOut: "/sign-out", Account: "/account"},
			workbench.Room(workbench.Options{
				Source: feed.New(in, shanghai), Records: in, Persons: keeper, Notices: jobs.NewBoard(s, region), Files: files,
				Desk: counter,
			}),
			intake.Room(intake.Options{
				Source: feed.New(in, shanghai), Records: in, Persons: keeper, Desk: counter,
				Drafts: tray.New(tray.Options{Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader}),
			}))
		fn(d)
	})
}

// see reads a page as somebody.
func (d *day) see(who, target string) string {
	d.t.Helper()
	res := ask(d.site, http.MethodGet, target, who, nil)
	if res.Code != http.StatusOK {
		d.t.Fatalf("%s reads %s: %d\n%s", who, target, res.Code, res.Body)
	}
	pagetest.Sound(d.t, who+" "+target, res.Body.String())
	return res.Body.String()
}

// fill fills the form that a page shows, as a browser without scripts would:
// what the page put there, and over it what is written.
func (d *day) fill(who, target string, written url.Values) (form url.Values, action string) {
	d.t.Helper()
	form = url.Values{}
	inside := false
	for _, e := range pagetest.Parse(d.t, d.see(who, target)) {
		switch {
		case e.Name == "form":
			inside = e.Attr["method"] == "post" && e.Attr["class"] != "door" && e.Attr["class"] != "find" && e.Attr["class"] != "size"
			if inside {
				action = e.Attr["action"]
			}
		case !inside || e.Attr["name"] == "" || e.Name == "button":
		case e.Name == "textarea":
			form.Set(e.Attr["name"], e.Text)
		case e.Name == "input" && (e.Attr["type"] != "radio" && e.Attr["type"] != "checkbox" || e.Attr["checked"] != ""):
			form.Add(e.Attr["name"], e.Attr["value"])
		}
	}
	for name, values := range written {
		form[name] = values
	}
	return form, action
}

// take fills the form of an action, sends it twice as impatient people do, and
// returns the page that follows.
func (d *day) take(who, number, action string, written url.Values) string {
	d.t.Helper()
	d.hand.Advance(time.Minute)
	target := "/desk/cases/" + number + "/" + action
	if text := d.see(who, "/desk/cases/"+number); !strings.Contains(text, `href="`+target+`"`) {
		d.t.Fatalf("%s is not offered %s", who, action)
	}
	form, at := d.fill(who, target, written)
	first := ask(d.site, http.MethodPost, at, who, form)
	if first.Code != http.StatusSeeOther {
		d.t.Fatalf("%s sends %s: %d\n%s", who, target, first.Code, first.Body)
	}
	to := first.Header().Get("Location")
	if strings.HasPrefix(to, "/desk/cases/") && !strings.Contains(to, "done=") {
		d.t.Errorf("%s leads to %s, which does not say what was done", action, to)
	}
	return d.see(who, to)
}

// TestADayOnPages: a case goes from the call to its end on pages alone, without
// scripts, through everybody's hands; each is offered what the flow lets them
// do, and nobody else is.
func TestADayOnPages(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{
			"title": {"路灯不亮"}, "content": {"小区门口的路灯连续几晚不亮。"}, "kind": {"help"}, "do": {"receive"},
		})
		res := ask(d.site, http.MethodPost, at, "operator", form)
		if res.Code != http.StatusOK {
			t.Fatalf("received: %d\n%s", res.Code, res.Body)
		}
		again := ask(d.site, http.MethodPost, at, "operator", form)
		number := numberIn(t, res.Body.String())
		if other := numberIn(t, again.Body.String()); other != number {
			t.Errorf("sent twice, received twice: %s and %s", number, other)
		}
		if home := d.see("dispatcher", "/desk/"); !strings.Contains(home, "?state=registered") {
			t.Errorf("the dispatcher does not see it:\n%s", home)
		}
		d.take("dispatcher", number, "dispatch", url.Values{"lead": {"u1"}, "note": {"请尽快办理。"}})
		if got := ask(d.site, http.MethodGet, "/desk/cases/"+number, "unit_clerk@u2", nil); got.Code != http.StatusNotFound {
			t.Errorf("another unit reads it: %d", got.Code)
		}
		if home := d.see("unit_clerk@u1", "/desk/"); !strings.Contains(home, "?leg_state=to_sign") {
			t.Error("the unit does not see what it has to sign")
		}
		d.take("unit_clerk@u1", number, "legs/1/sign", nil)
		for lang, name := range map[string]string{"zh": "职责不符", "en": "Another duty"} { // 退单原因, as the region names it
			if form := d.see("unit_leader@u1", "/desk/cases/"+number+"/legs/1/return?lang="+lang); !strings.Contains(form, ">"+name+"</option>") {
				t.Errorf("in %s the reasons are not named:\n%s", lang, form)
			}
		}
		d.take("unit_leader@u1", number, "legs/1/extend", url.Values{"reason": {"evidence"}, "until": {"2019-10-30T17:30"}})
		for lang, said := range map[string]string{"zh": "原因：取证", "en": "reason: Taking evidence"} {
			if file := d.see("dispatcher", "/desk/cases/"+number+"?lang="+lang); !strings.Contains(file, said) {
				t.Errorf("in %s the case does not say %q:\n%s", lang, said, file)
			}
		}
		d.take("dispatcher", number, "legs/1/grant_extension", nil)
		d.take("unit_leader@u1", number, "legs/1/submit", url.Values{"reply": {"已更换灯具并通电。"}, "result": {"solved"}})
		d.take("reviewer", number, "legs/1/accept", nil)
		last := d.take("callback", number, "legs/1/call_back", url.Values{"outcome": {"satisfied"}, "attitude": {"satisfied"}, "solved": {"yes"}})
		for _, want := range []string{"已办结", "已更换灯具并通电。", "满意"} {
			if !strings.Contains(last, want) {
				t.Errorf("the closed case lacks %q", want)
			}
		}
		if findings, err := d.in.Doctor(t.Context()); err != nil || len(findings) > 0 {
			t.Errorf("doctor: %v, %v", findings, err)
		}
	})
}

// numberIn is the number of the case that a page says was received.
func numberIn(t *testing.T, body string) string {
	t.Helper()
	for _, e := range pagetest.Parse(t, body) {
		if e.Name == "dd" && strings.HasPrefix(e.Text, string(region)) {
			return e.Text
		}
	}
	t.Fatalf("no number:\n%s", body)
	return ""
}

// TestRefusedForms: what cannot be done is told beside the form, with what was
// written still in it; nothing has changed.
func TestRefusedForms(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{"content": {"路灯不亮。"}, "title": {"路灯"}, "kind": {"help"}})
		empty := url.Values{"channel": {"phone"}, "title": {"空"}, "kind": {"help"}}
		if res := ask(d.site, http.MethodPost, at, "operator", empty); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), `class="faults"`) || !strings.Contains(res.Body.String(), `value="空"`) {
			t.Errorf("without a content: %d\n%s", res.Code, res.Body)
		}
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		path := "/desk/cases/" + number
		dispatch, at := d.fill("dispatcher", path+"/dispatch", url.Values{"note": {"请办理。"}})
		if res := ask(d.site, http.MethodPost, at, "dispatcher", dispatch); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "请办理。") {
			t.Errorf("to nobody: %d\n%s", res.Code, res.Body)
		}
		dispatch.Set("lead", "u1")
		if res := ask(d.site, http.MethodPost, at, "operator", dispatch); res.Code != http.StatusConflict {
			t.Errorf("an operator dispatches: %d", res.Code)
		}
		d.take("dispatcher", number, "note", url.Values{"note": {"已看。"}}) // the case moves on under the open form
		if res := ask(d.site, http.MethodPost, at, "dispatcher", dispatch); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "请刷新") {
			t.Errorf("on a case that has moved: %d\n%s", res.Code, res.Body)
		}
		if res := ask(d.site, http.MethodGet, path+"/vanish", "dispatcher", nil); res.Code != http.StatusNotFound {
			t.Errorf("no such action: %d", res.Code)
		}
		if res := ask(d.site, http.MethodGet, path+"/legs/1/sign", "dispatcher", nil); res.Code != http.StatusConflict {
			t.Errorf("an action on a leg that is not there: %d", res.Code)
		}
		if res := ask(d.site, http.MethodGet, "/desk/receive", "unit_clerk@u1", nil); res.Code != http.StatusForbidden {
			t.Errorf("a unit receives: %d", res.Code)
		}
	})
}

// TestEveryOfferHasAForm: along a case's way, whatever anybody is offered opens
// as a form that asks for what the flow asks for.
func TestEveryOfferHasAForm(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{"content": {"路灯不亮。"}, "kind": {"help"}})
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		people := []string{"operator", "dispatcher", "unit_clerk@u1", "officer@u1", "unit_leader@u1", "reviewer", "callback", "supervisor", "assessor", "leader", "admin"}
		opened := map[string]bool{}
		look := func() {
			for _, who := range people {
				res := ask(d.site, http.MethodGet, "/desk/cases/"+number, who, nil)
				if res.Code != http.StatusOK {
					continue
				}
				for _, e := range pagetest.Parse(t, res.Body.String()) {
					link := e.Attr["href"]
					if e.Name != "a" || !strings.HasPrefix(link, "/desk/cases/"+number+"/") {
						continue
					}
					body := d.see(who, link)
					if !strings.Contains(body, `method="post" action="`+link+`"`) {
						t.Errorf("%s has no form", link)
					}
					opened[link[strings.LastIndex(link, "/")+1:]] = true
				}
			}
		}
		look()
		for _, step := range []struct {
			who, action string
			written     url.Values
		}{
			{"dispatcher", "dispatch", url.Values{"lead": {"u1"}, "assist": {"u2"}}},
			{"unit_clerk@u1", "legs/1/sign", nil},
			{"unit_leader@u1", "legs/1/submit", url.Values{"reply": {"已更换。"}, "result": {"solved"}}},
		} {
			d.take(step.who, number, step.action, step.written)
			look()
		}
		if len(opened) < 30 {
			t.Errorf("only %d actions were offered: %v", len(opened), opened)
		}
	})
}

// TestReasonInOwnWords: where the region has no list of reasons, people write
// their own, which is kept as a note.
func TestReasonInOwnWords(t *testing.T) {
	t.Parallel()
	eachDay(t, func(d *day) {
		form, at := d.fill("operator", "/desk/receive", url.Values{"content": {"水厂检修没有提前告知。"}, "kind": {"help"}})
		number := numberIn(t, ask(d.site, http.MethodPost, at, "operator", form).Body.String())
		d.take("dispatcher", number, "dispatch", url.Values{"lead": {"u1"}})
		d.take("supervisor", number, "supervise", url.Values{"level": {"2"}, "reason": {"影响一个小区用水"}, "note": {"请今日答复。"}})
		if shown := d.see("unit_clerk@u1", "/desk/cases/"+number); !strings.Contains(shown, "原因：见说明；级别：2") || !strings.Contains(shown, "影响一个小区用水\n请今日答复。") {
			t.Errorf("the reason is not told:\n%s", shown)
		}
	})
}
