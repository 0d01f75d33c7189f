package api_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/people"
	"huying/internal/domain/calendar"
	"huying/internal/edge/api"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// administration serves an installation whose configuration and accounts can be
// changed, on both databases, at a working morning of 2019.
func administration(t *testing.T, test func(t *testing.T, c client)) {
	t.Helper()
	testdb.EachAt(t, time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC), func(t *testing.T, s *store.Store, hand *clock.Hand) {
		install(t, s)
		ids := ident.NewSource(rand.Reader)
		d := desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: deskKey})
		o := api.Options{
			Gate: doors(), Records: insight.New(insight.Options{Store: s, Region: region}), Desk: d,
			Office: admin.New(admin.Options{Store: s, IDs: ids}).Office(region, d),
			Accounts: people.New(people.Options{
				Store: s, Region: region, IDs: ids, Clock: hand, Random: rand.Reader, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1},
			}),
		}
		server := httptest.NewServer(api.New(o))
		t.Cleanup(server.Close)
		test(t, client{t, server.URL})
	})
}

const wording = "name: 答复\nuse: reply\ntext: 您好，{title}已交{unit}办理。\n"

// at finds a value by the path to it.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(map[string]any)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v
}

// TestConfigVersions: what is configured is listed with its days and authors,
// read as of a day, and changed on the revision that was read.
func TestConfigVersions(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		first := c.must(http.StatusOK, "GET", "/api/v1/config", "admin", nil)
		tag := first.head.Get("ETag")
		for _, who := range []string{"operator", "leader@u1", "callback"} {
			c.must(http.StatusForbidden, "GET", "/api/v1/config", who, nil)
		}
		c.must(http.StatusOK, "GET", "/api/v1/config", "auditor", nil)
		const rule = "/api/v1/config/template/hello"
		c.must(http.StatusPreconditionRequired, "PUT", rule, "admin", m{"text": wording})
		c.must(http.StatusForbidden, "PUT", rule, "auditor", m{"text": wording}, "If-Match", tag)
		got := c.must(http.StatusOK, "PUT", rule, "admin", m{"text": wording}, "If-Match", tag)
		if got.json["version"] != 1.0 || got.json["fresh"] != true || got.head.Get("ETag") == tag {
			t.Errorf("placed as %s, %s", got.raw, got.head.Get("ETag"))
		}
		stale := c.must(http.StatusPreconditionFailed, "PUT", rule, "admin", m{"text": "name: 另一\nuse: reply\ntext: 您好\n"}, "If-Match", tag)
		if stale.json["code"] != "config.revision" {
			t.Errorf("stale: %s", stale.raw)
		}
		tag = got.head.Get("ETag")
		later := "effective: 2020-01-01\n" + wording
		tag = c.must(http.StatusOK, "PUT", rule, "admin", m{"text": later}, "If-Match", tag).head.Get("ETag")
		for on, version := range map[string]float64{"2019-12-31": 1, "2020-01-01": 2} {
			held := c.must(http.StatusOK, "GET", "/api/v1/config/template?on="+on, "admin", nil)
			if r := at(held.json, "rules", 0); at(r, "version") != version || at(r, "by") != "admin" {
				t.Errorf("on %s: %s", on, held.raw)
			}
		}
		if got := c.must(http.StatusOK, "GET", rule+"?version=1", "admin", nil); got.json["text"] != wording || got.head.Get("ETag") != tag {
			t.Errorf("version 1: %s", got.raw)
		}
		c.must(http.StatusNotFound, "GET", rule+"?version=3", "admin", nil)
		c.must(http.StatusNotFound, "GET", "/api/v1/config/law", "admin", nil)
		c.must(http.StatusNotFound, "PUT", "/api/v1/config/law/x", "admin", m{"text": "a: 1"}, "If-Match", tag)
		bad := c.must(http.StatusUnprocessableEntity, "PUT", rule, "admin", m{"text": "name: 答复\nuse: leaflet\ntext: 您好，{phone}\n"}, "If-Match", tag)
		if n := len(at(bad.json, "errors").([]any)); n != 2 || at(bad.json, "errors", 1, "line") != 3.0 || at(bad.json, "errors", 1, "location") != "body.text" {
			t.Errorf("two problems: %s", bad.raw)
		}
	})
}

// TestAmendmentAsksFirst: an amended calendar that moves limits is refused until
// that is known; the preview names exactly the limits that then move.
func TestAmendmentAsksFirst(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
		path := "/api/v1/cases/" + id
		c.must(http.StatusOK, "POST", path+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}})
		spec := calendar.China()
		spec.Version = 2
		for _, on := range []calendar.Date{calendar.DateFrom(2019, 10, 15), calendar.DateFrom(2019, 10, 16)} {
			spec.Days = append(spec.Days, calendar.Day{Date: on, Name: "停工", Off: true, Local: true, Paper: "test"})
		}
		text, err := spec.YAML()
		if err != nil {
			t.Fatal(err)
		}
		limits := func() map[string]any {
			all := map[string]any{}
			for _, k := range at(c.must(http.StatusOK, "GET", path, "supervisor", nil).json, "clocks").([]any) {
				if due := at(k, "due"); due != nil {
					leg := 0.0
					if n, ok := at(k, "leg").(float64); ok {
						leg = n
					}
					all[fmt.Sprint(at(k, "clock"), leg)] = due
				}
			}
			return all
		}
		before := limits()
		tag := c.must(http.StatusOK, "GET", "/api/v1/config", "admin", nil).head.Get("ETag")
		const rule = "/api/v1/config/calendar/china"
		asked := c.must(http.StatusConflict, "PUT", rule, "admin", m{"text": string(text)}, "If-Match", tag)
		if asked.json["code"] != "config.moves" {
			t.Fatalf("asked: %s", asked.raw)
		}
		seen := c.must(http.StatusOK, "PUT", rule+"?preview=true", "admin", m{"text": string(text)})
		list, _ := at(seen.json, "moves", "list").([]any)
		if len(list) == 0 || at(seen.json, "moves", "limits") != float64(len(list)) || at(seen.json, "moves", "cases") != 1.0 {
			t.Fatalf("seen: %s", seen.raw)
		}
		if now := limits(); fmt.Sprint(now) != fmt.Sprint(before) {
			t.Errorf("a preview moved limits: %v, were %v", now, before)
		}
		done := c.must(http.StatusOK, "PUT", rule+"?confirm=true", "admin", m{"text": string(text)}, "If-Match", tag)
		if done.json["moved"] != 1.0 {
			t.Errorf("done: %s", done.raw)
		}
		after := limits()
		for _, move := range list {
			leg, _ := at(move, "leg").(float64)
			k := fmt.Sprint(at(move, "clock"), leg)
			if before[k] != at(move, "was") || after[k] != at(move, "due") {
				t.Errorf("%v was told; it was %v and is %v", move, before[k], after[k])
			}
			delete(before, k)
		}
		for k, due := range before {
			if after[k] != due {
				t.Errorf("%s moved untold from %v to %v", k, due, after[k])
			}
		}
	})
}

// TestUnitsOverHTTP: a unit with open legs is not closed, and says which.
func TestUnitsOverHTTP(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
		number, _ := c.must(http.StatusOK, "POST", "/api/v1/cases/"+id+"/dispatch", "dispatcher", m{"units": []m{{"unit": "u1", "role": "lead"}}}).json["number"].(string)
		list := c.must(http.StatusOK, "GET", "/api/v1/units", "leader@u1", nil)
		tag := list.head.Get("ETag")
		shut := c.must(http.StatusConflict, "POST", "/api/v1/units/u1/close", "admin", m{"last": "2019-10-14"}, "If-Match", tag)
		if detail, _ := shut.json["detail"].(string); shut.json["code"] != "unit.open_legs" || number == "" || !strings.Contains(detail, number+"#1") {
			t.Errorf("shut: %s, number %s", shut.raw, number)
		}
		if legs := c.must(http.StatusOK, "GET", "/api/v1/units/u1/open-legs", "admin", nil); at(legs.json, "count") != 1.0 || at(legs.json, "legs", 0, "case") != id {
			t.Errorf("legs: %s", legs.raw)
		}
		made := c.must(http.StatusCreated, "POST", "/api/v1/units", "admin", m{"name": "路灯所", "parent": "u1"}, "If-Match", tag)
		path, tag := "/api/v1/units/"+made.json["id"].(string), made.head.Get("ETag")
		c.must(http.StatusPreconditionFailed, "PATCH", path, "admin", m{"name": "照明所"}, "If-Match", list.head.Get("ETag"))
		got := c.must(http.StatusOK, "PATCH", path, "admin", m{"name": "照明所", "parent": ""}, "If-Match", tag)
		if got.json["name"] != "照明所" || got.json["parent"] != nil {
			t.Errorf("changed to %s", got.raw)
		}
		got = c.must(http.StatusOK, "PATCH", path, "admin", m{"name": "照明中心", "on": "2020-01-01"}, "If-Match", got.head.Get("ETag"))
		if got.json["name"] != "照明所" {
			t.Errorf("planned, and at once %s", got.raw)
		}
		if text := string(c.must(http.StatusOK, "GET", "/api/v1/units", "operator", nil).raw); !strings.Contains(text, `"plans":[{"on":"2020-01-01","name":"照明中心"`) {
			t.Errorf("the plan is not told: %s", text)
		}
		gone := c.send("DELETE", path+"/plans/2020-01-01", "admin", nil, "If-Match", got.head.Get("ETag"))
		if gone.status != http.StatusNoContent {
			t.Errorf("dropped: %d %s", gone.status, gone.raw)
		}
		got = c.must(http.StatusOK, "POST", path+"/close", "admin", m{"last": "2019-10-14"}, "If-Match", gone.head.Get("ETag"))
		got = c.must(http.StatusOK, "POST", path+"/open", "admin", nil, "If-Match", got.head.Get("ETag"))
		if got.json["to"] != nil {
			t.Errorf("opened: %s", got.raw)
		}
		for _, who := range []string{"operator", "leader@u1", "auditor"} {
			c.must(http.StatusForbidden, "POST", "/api/v1/units", who, m{"name": "甲"}, "If-Match", got.head.Get("ETag"))
		}
	})
}

// TestAccountsOverHTTP: accounts are made, given roles, shut and opened; no
// answer but the link's holds a secret, and none a password.
func TestAccountsOverHTTP(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		const all = "/api/v1/accounts"
		made := c.must(http.StatusCreated, "POST", all, "admin", m{"login": "lan", "name": "值班员甲", "roles": []string{"operator"}})
		path := made.head.Get("Location")
		c.must(http.StatusConflict, "POST", all, "admin", m{"login": "LAN", "name": "值班员乙", "roles": []string{"operator"}})
		c.must(http.StatusUnprocessableEntity, "POST", all, "admin", m{"login": "wen", "name": "经办乙", "roles": []string{"unit_leader"}})
		link := c.must(http.StatusOK, "POST", path+"/link", "admin", nil)
		token, _ := link.json["path"].(string)
		if !strings.HasPrefix(token, "/setup#") || len(token) < 40 {
			t.Errorf("the link is %s", link.raw)
		}
		c.must(http.StatusNoContent, "PUT", path+"/roles", "admin", m{"roles": []string{"callback"}})
		c.must(http.StatusNoContent, "POST", path+"/disable", "admin", nil)
		list := c.must(http.StatusOK, "GET", all, "admin", nil)
		if a := at(list.json, "accounts", 0); at(a, "disabled") != true || at(a, "roles", 0) != "callback" || at(a, "set_up") != false {
			t.Errorf("listed as %s", list.raw)
		}
		for _, secret := range []string{"password", "argon", "totp", strings.TrimPrefix(token, "/setup#")} {
			if strings.Contains(strings.ToLower(string(list.raw)), strings.ToLower(secret)) {
				t.Errorf("the list has %q: %s", secret, list.raw)
			}
		}
		c.must(http.StatusNoContent, "POST", path+"/enable", "admin", nil)
		c.must(http.StatusNoContent, "POST", path+"/unlock", "admin", nil)
		c.must(http.StatusNotFound, "POST", all+"/nobody/enable", "admin", nil)
		for _, who := range []string{"operator", "leader@u1", "auditor"} {
			c.must(http.StatusForbidden, "GET", all, who, nil)
			c.must(http.StatusForbidden, "POST", path+"/disable", who, nil)
		}
	})
}

// TestAuditOverHTTP: what was done and refused is found by whoever may look,
// page by page the same as at once; what was sent is not in it.
func TestAuditOverHTTP(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
		const private = "手机号13800001234"
		c.must(http.StatusForbidden, "POST", "/api/v1/cases/"+id+"/answer", "auditor", m{"reply": private})
		c.must(http.StatusForbidden, "GET", "/api/v1/config", "operator", nil)
		c.must(http.StatusForbidden, "GET", "/api/v1/audit", "admin", nil)
		refused := c.must(http.StatusOK, "GET", "/api/v1/audit?outcome=refused", "auditor", nil)
		var told []string
		for _, row := range at(refused.json, "rows").([]any) {
			object, _ := at(row, "object").(string)
			told = append(told, fmt.Sprint(at(row, "account"), " ", at(row, "action"), " ", object))
		}
		slices.Sort(told)
		want := []string{"admin audit.view ", "auditor answer " + id, "operator config "}
		if !slices.Equal(told, want) {
			t.Errorf("refused %q, want %q", told, want)
		}
		whole := c.must(http.StatusOK, "GET", "/api/v1/audit?limit=200", "auditor", nil)
		if strings.Contains(string(whole.raw), "1380000") {
			t.Error("what was sent is in the audit")
		}
		all, _ := at(whole.json, "rows").([]any)
		var paged []any
		for next, pages := "", 0; pages == 0 || next != ""; pages++ {
			page := c.must(http.StatusOK, "GET", "/api/v1/audit?limit=7&after="+url.QueryEscape(next), "auditor", nil)
			paged = append(paged, at(page.json, "rows").([]any)...)
			if next, _ = page.json["next"].(string); pages > len(all) {
				t.Fatal("no end")
			}
		}
		if fmt.Sprint(paged) != fmt.Sprint(all) || len(all) < 10 {
			t.Errorf("page by page %d rows, at once %d", len(paged), len(all))
		}
		c.must(http.StatusUnprocessableEntity, "GET", "/api/v1/audit?after=x", "auditor", nil)
		if one := c.must(http.StatusOK, "GET", "/api/v1/audit?action=config.put&object="+url.QueryEscape("calendar china@1"), "auditor", nil); len(at(one.json, "rows").([]any)) != 1 {
			t.Errorf("by object: %s", one.raw)
		}
	})
}

// TestLookups: whoever has signed in reads the dispatch catalogue and the
// templates as they hold on a day, without what else is configured.
func TestLookups(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		tag := c.must(http.StatusOK, "GET", "/api/v1/config", "admin", nil).head.Get("ETag")
		unit := at(c.must(http.StatusOK, "GET", "/api/v1/units", "admin", nil).json, "units", 0, "name").(string)
		for _, put := range []struct{ rule, text string }{
			{"template/hello", wording},
			{"template/hello", "effective: 2020-01-01\n" + wording + "subject: 城乡建设\n"},
			{"dispatch/dispatch", "entries:\n  - {keywords: [路灯], unit: " + unit + ", reason: 三定方案}\n"},
			{"dispatch/dispatch", "effective: 2020-01-01\nentries:\n  - {subject: 城乡建设, unit: " + unit + ", reason: 新方案}\n"},
		} {
			tag = c.must(http.StatusOK, "PUT", "/api/v1/config/"+put.rule, "admin", m{"text": put.text}, "If-Match", tag).head.Get("ETag")
		}
		list := func(query, of string) int {
			got := c.must(http.StatusOK, "GET", "/api/v1/"+query, "leader@u1", nil)
			if got.head.Get("ETag") != tag {
				t.Errorf("%s: %s, not %s", query, got.head.Get("ETag"), tag)
			}
			return len(at(got.json, of).([]any))
		}
		lamp, field := "words="+url.QueryEscape("小区路灯不亮"), "subject="+url.QueryEscape("城乡建设/市政设施")
		for query, want := range map[string]int{
			"templates": 1, "templates?use=call": -1, "templates?use=callback": 0, "templates?use=reply&on=2019-12-31": 1,
			"templates?on=2020-01-01": 0, "templates?on=2020-01-01&" + field: 1,
			"dispatch": 0, "dispatch?" + lamp: 1, "dispatch?on=2020-01-01&" + lamp: 0, "dispatch?on=2020-01-01&" + field: 1,
		} {
			of := "templates"
			if strings.HasPrefix(query, "dispatch") {
				of = "entries"
			}
			if want < 0 {
				c.must(http.StatusUnprocessableEntity, "GET", "/api/v1/"+query, "leader@u1", nil)
			} else if n := list(query, of); n != want {
				t.Errorf("%s: %d; expected %d", query, n, want)
			}
		}
		c.must(http.StatusUnauthorized, "GET", "/api/v1/dispatch", "", nil)
		c.must(http.StatusUnauthorized, "GET", "/api/v1/templates", "", nil)
	})
}

// TestFaultsNameNobody: what is wrong with a text is said without anybody's
// numbers, which may stand in it by mistake.
func TestFaultsNameNobody(t *testing.T) {
	t.Parallel()
	administration(t, func(t *testing.T, c client) {
		tag := c.must(http.StatusOK, "GET", "/api/v1/config", "admin", nil).head.Get("ETag")
		for _, text := range []string{"name: 答复\nuse: '13812345678'\ntext: 您好\n", "name: 答复\nuse: reply\ntext: 请拨{13812345678}\n", "13812345678: 答复\nuse: reply\n", "effective: '13812345678'\nname: a\n"} {
			got := c.must(http.StatusUnprocessableEntity, "PUT", "/api/v1/config/template/hello", "admin", m{"text": text}, "If-Match", tag)
			if len(at(got.json, "errors").([]any)) == 0 || strings.Contains(string(got.raw), "13812345678") {
				t.Errorf("%q: %s", text, got.raw)
			}
		}
	})
}
