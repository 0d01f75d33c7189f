package office_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/store"
)

const base = "/desk/office/"

// TestAUnitComesAndGoes: an administrator adds a unit below another, is told of
// a name that is taken without having to write anything again, plans another
// name, forgets the plan, and ends the unit; a unit with an open leg stays.
func TestAUnitComesAndGoes(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const add = base + "units/new"
		written := url.Values{"name": {"住建局"}, "parent": {"u1"}, "kind": {"office"}, "division": {"330802"}}
		res := w.send("admin", add, w.filled(w.see("admin", add), add, written))
		if res.Code != http.StatusUnprocessableEntity {
			t.Fatalf("a name that is taken: %d", res.Code)
		}
		w.sound("taken", res.Body.String())
		w.holds(res.Body.String(), `class="faults"`, `value="330802"`, `<option value="office" selected="selected"`)
		added := w.send("admin", add, w.filled(res.Body.String(), add, url.Values{"name": {"市政科"}}))
		w.holds(w.follow("admin", added), "单位已新增。", "市政科", "住建局", "科室")
		here := strings.TrimSuffix(added.Header().Get("Location"), "?done=added")
		w.holds(w.see("admin", base+"units"), "└ ", "市政科")

		planned := w.send("admin", here, w.filled(w.see("admin", here), here, url.Values{"name": {"市政设施科"}, "on": {"2020-01-01"}}))
		body := w.follow("admin", planned)
		w.holds(body, "已预定", "市政设施科", "2020-01-01")
		drop := here + "/plans/2020-01-01"
		if body = w.follow("admin", w.send("admin", drop, w.filled(body, drop, nil))); strings.Contains(body, "市政设施科") {
			t.Error("the plan is still there")
		}
		w.holds(w.follow("admin", w.send("admin", here+"/close", w.filled(body, here+"/close", url.Values{"last": {"2019-10-14"}}))), "至 2019-10-14")
		body = w.see("admin", here)
		w.follow("admin", w.send("admin", here+"/open", w.filled(body, here+"/open", nil)))

		const busy = base + "units/u1"
		body = w.see("admin", busy)
		w.holds(body, "共 1 个")
		res = w.send("admin", busy+"/close", w.filled(body, busy+"/close", url.Values{"last": {"2019-10-14"}}))
		if res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "1 个未结任务") {
			t.Errorf("a unit with an open leg: %d\n%s", res.Code, res.Body)
		}
	})
}

// TestTwoAdministratorsAtOnce: the second is told that somebody was faster, keeps
// what was written, and succeeds on what is now.
func TestTwoAdministratorsAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const here = base + "units/u2"
		first := w.filled(w.see("admin", here), here, url.Values{"name": {"府山街道办事处"}})
		second := w.filled(w.see("admin", here), here, url.Values{"division": {"330802009"}})
		w.follow("admin", w.send("admin", here, first))
		res := w.send("admin", here, second)
		if res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "已被他人更改") {
			t.Fatalf("the second: %d", res.Code)
		}
		w.holds(res.Body.String(), `value="330802009"`)
		form := w.filled(res.Body.String(), here, url.Values{"name": {"府山街道办事处"}})
		w.holds(w.follow("admin", w.send("admin", here, form)), "府山街道办事处", "330802009")
		form.Del("revision")
		if res := w.send("admin", here, form); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "请重新打开页面") {
			t.Errorf("without a revision: %d", res.Code)
		}
	})
}

// amended is the calendar with two days off more.
func amended(t *testing.T) string {
	t.Helper()
	spec := calendar.China()
	spec.Version = 2
	for _, on := range []calendar.Date{calendar.DateFrom(2019, 10, 15), calendar.DateFrom(2019, 10, 16)} {
		spec.Days = append(spec.Days, calendar.Day{Date: on, Name: "停工", Off: true, Local: true, Paper: "test"})
	}
	text, err := spec.YAML()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheCalendarIsAmended: the limits that would move are shown, and nothing
// moves, until that is confirmed; a second click does no harm.
func TestTheCalendarIsAmended(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const draft = base + "draft/calendar"
		before := w.dues()
		form := w.filled(w.see("admin", draft+"?key=china"), draft, url.Values{"text": {strings.ReplaceAll(amended(t), "\n", "\r\n")}, "do": {"preview"}})
		res := w.send("admin", draft, form)
		seen := res.Body.String()
		w.sound("preview", seen)
		w.holds(seen, "将变动的期限", "涉及 1 件诉求", "第 2 版", "+", `value="confirm"`)
		if fmt.Sprint(w.dues()) != fmt.Sprint(before) || strings.Contains(w.see("admin", base+"rules/calendar"), "version=2") {
			t.Fatal("a preview has changed something")
		}
		// Not confirmed: what moves is shown again.
		form = w.filled(seen, draft, url.Values{"do": {"put"}})
		if res := w.send("admin", draft, form); res.Code != http.StatusOK || !strings.Contains(res.Body.String(), `value="confirm"`) {
			t.Errorf("unconfirmed: %d", res.Code)
		}
		back := w.send("admin", draft, w.filled(seen, draft, url.Values{"do": {"edit"}}))
		w.holds(back.Body.String(), "停工", "<textarea")
		form.Set("do", "confirm")
		done := w.send("admin", draft, form)
		w.holds(w.follow("admin", done), "新版本已登记", "停工")
		if fmt.Sprint(w.dues()) == fmt.Sprint(before) {
			t.Error("no limit has moved")
		}
		w.holds(w.follow("admin", w.send("admin", draft, form)), "新版本已登记")
		w.holds(w.see("admin", base+"rules/calendar"), "version=2", "version=1")
	})
}

// dues are the limits of the running cases.
func (w *world) dues() (all []time.Time) {
	w.t.Helper()
	err := w.store.View(w.t.Context(), func(tx *store.Tx) error {
		all = nil
		cases, err := tx.CasesAfter(region, "", 10)
		for _, c := range cases {
			for _, k := range c.Clocks {
				all = append(all, k.Due)
			}
		}
		if err != nil {
			return err
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		w.t.Fatalf("%v, %v", all, err)
	}
	return all
}

// TestAListOfReasonsIsWritten: a slip is told with its line and column, and the
// line itself; mended, the list is on record and the audit says by whom.
func TestAListOfReasonsIsWritten(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const draft = base + "draft/reasons"
		page := w.see("admin", draft+"?key=return")
		form := w.filled(page, draft, url.Values{"do": {"preview"}})
		good := form.Get("text")
		form.Set("text", good+"reasonz: []\r\n")
		res := w.send("admin", draft, form)
		line := strings.Count(good, "\n") + 1
		if res.Code != http.StatusUnprocessableEntity {
			t.Fatalf("a slip: %d", res.Code)
		}
		w.sound("slip", res.Body.String())
		w.holds(res.Body.String(), fmt.Sprintf("第 %d 行第 1 列", line), "不认识的字段：", ">reasonz: []</code>", "\nreasonz: []")
		form.Set("text", good+"# 会议纪要〔2019〕8号\r\n")
		res = w.send("admin", draft, form)
		w.holds(res.Body.String(), "不影响在办诉求件的期限", "会议纪要", "新增 1 行，删去 0 行")
		form = w.filled(res.Body.String(), draft, url.Values{"do": {"put"}})
		w.holds(w.follow("admin", w.send("admin", draft, form)), "新版本已登记", "会议纪要")
		w.holds(w.see("auditor", base+"audit?action=config.put&account=admin&from=2019-10-14&to=2019-10-14"), "reasons return@2", "admin", "+1 −0")

		// A new list needs a key; what was written stays.
		fresh := w.filled(w.see("admin", draft), draft, url.Values{"do": {"preview"}, "text": {good}})
		res = w.send("admin", draft, fresh)
		if res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "请填写标识") {
			t.Errorf("no key: %d\n%s", res.Code, res.Body)
		}
	})
}

// TestAnAccountAndItsLink: an account is made after a fault, its link is shown
// once, and it can be shut and opened again.
func TestAnAccountAndItsLink(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const add = base + "people/new"
		form := w.filled(w.see("admin", add), add, url.Values{"login": {"li.si"}, "name": {"派单员二"}})
		res := w.send("admin", add, form)
		if res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "请至少选择一个角色") {
			t.Fatalf("no role: %d", res.Code)
		}
		w.holds(res.Body.String(), `value="li.si"`, `value="派单员二"`)
		form.Set("role", "unit_clerk")
		if res = w.send("admin", add, form); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "须指定单位") {
			t.Errorf("a clerk of no unit: %d", res.Code)
		}
		form.Set("role", "dispatcher")
		made := w.send("admin", add, form)
		w.holds(w.follow("admin", made), "账号已开", "派单员二", "未设密码")
		here := strings.TrimSuffix(made.Header().Get("Location"), "?done=created")
		res = w.send("admin", here+"/link", nil)
		w.sound("link", res.Body.String())
		w.holds(res.Body.String(), "http://example.com/setup#", "只显示这一次")
		if strings.Contains(w.see("admin", here), "/setup#") || res.Header().Get("Cache-Control") != "no-store" {
			t.Error("the link is shown again, or kept")
		}
		roles := w.filled(w.see("admin", here), here+"/roles", url.Values{"role": {"dispatcher", "supervisor"}})
		w.holds(w.follow("admin", w.send("admin", here+"/roles", roles)), "角色已保存")
		roles["role"] = []string{"admin", "auditor"}
		if res := w.send("admin", here+"/roles", roles); res.Code != http.StatusUnprocessableEntity || !strings.Contains(res.Body.String(), "一人不得兼有") {
			t.Errorf("roles that clash: %d", res.Code)
		}
		w.holds(w.follow("admin", w.send("admin", here+"/disable", nil)), "账号已停用", "启用账号")
		w.holds(w.see("admin", base+"people?state=disabled&q=li"), "li.si")
		w.holds(w.follow("admin", w.send("admin", here+"/enable", nil)), "账号已启用")
		w.holds(w.follow("admin", w.send("admin", here+"/sessions", nil)), "登录已全部结束")
		if res := w.send("admin", here+"/nothing", nil); res.Code != http.StatusNotFound {
			t.Errorf("an act that is none: %d", res.Code)
		}
		w.holds(w.see("auditor", base+"audit?object="+here[strings.LastIndex(here, "/")+1:]), "account.disable", "account.link")
	})
}

// TestAFileIsImported: its faults stand with their lines, what it would change
// is shown, and then it is so.
func TestAFileIsImported(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		const here = base + "import"
		res := w.upload("admin", here, "bad.yaml", "units:\n  - {name: 城管局, colour: red}\n")
		if res.Code != http.StatusUnprocessableEntity {
			t.Fatalf("a fault: %d", res.Code)
		}
		w.sound("bad.yaml", res.Body.String())
		w.holds(res.Body.String(), "第 2 行", "colour: red")
		res = w.upload("admin", here, "new.yaml", "units:\n  - {name: 城管局, list: department}\n  - {name: 住建局, list: department}\n")
		w.sound("new.yaml", res.Body.String())
		w.holds(res.Body.String(), "new.yaml", "将变更 1 项", "城管局")
		if strings.Contains(w.see("admin", base+"units"), "城管局") {
			t.Fatal("a preview has imported it")
		}
		const confirm = here + "/confirm"
		form := w.filled(res.Body.String(), confirm, url.Values{"do": {"put"}})
		w.holds(w.follow("admin", w.send("admin", confirm, form)), "已导入并生效")
		w.holds(w.see("admin", base+"units"), "城管局")
		res = w.upload("admin", here, "calendar.yaml", "rules:\n  - kind: calendar\n    key: china\n    text: |\n      "+strings.ReplaceAll(amended(t), "\n", "\n      ")+"\n")
		w.holds(res.Body.String(), "涉及 1 件诉求", `value="confirm"`)
		before := w.dues()
		form = w.filled(res.Body.String(), confirm, url.Values{"do": {"confirm"}})
		w.follow("admin", w.send("admin", confirm, form))
		if fmt.Sprint(w.dues()) == fmt.Sprint(before) {
			t.Error("no limit has moved")
		}
		if res := w.upload("admin", here, "none.yaml", ""); res.Code != http.StatusUnprocessableEntity {
			t.Errorf("nothing: %d", res.Code)
		}
		if res := w.ask(http.MethodGet, base+"export/units.yaml", "auditor", nil, ""); res.Code != http.StatusOK || !strings.Contains(res.Body.String(), "城管局") || strings.Contains(res.Body.String(), "rules:") {
			t.Errorf("exported: %d %s", res.Code, res.Body)
		}
		if res := w.ask(http.MethodGet, base+"export/units.doc", "auditor", nil, ""); res.Code != http.StatusNotFound {
			t.Errorf("no such format: %d", res.Code)
		}
	})
}

// TestAJobIsLookedAfter: one that was given up is seen on the entrance, done
// again, and cancelled.
func TestAJobIsLookedAfter(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		err := w.store.Update(t.Context(), func(tx *store.Tx) error {
			return tx.Enqueue(store.Job{ID: "job-a", Region: region, Kind: "tidy", Key: "a", Payload: "{}", State: "waiting", Due: monday, Created: monday})
		})
		if err != nil {
			t.Fatal(err)
		}
		body := w.see("admin", base+"jobs?state=waiting")
		w.holds(body, "tidy", "待执行", "立即执行")
		cancel := base + "jobs/job-a/cancel"
		w.holds(w.follow("admin", w.send("admin", cancel, w.filled(body, cancel, nil))), "作业已取消", "已取消")
		if res := w.send("admin", base+"jobs/job-z/retry", nil); res.Code != http.StatusUnprocessableEntity {
			t.Errorf("no such job: %d", res.Code)
		}
		w.follow("admin", w.send("admin", base+"jobs/job-a/retry", nil))
	})
}
