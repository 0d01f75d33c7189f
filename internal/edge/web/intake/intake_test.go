package intake

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/workbench"
	"huying/internal/store"
)

const caller = "13800001234" // of a range that is given to nobody in these tests

func rooms(d *desktest.Day) []page.Room {
	source := feed.New(d.Insight, desktest.Shanghai)
	return []page.Room{
		workbench.Room(workbench.Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons}),
		Room(Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons, Drafts: d.Tray, Files: files(d), Clock: d.Hand}),
	}
}

func each(t *testing.T, test func(d *desktest.Day)) {
	t.Helper()
	desktest.Each(t, rooms, func(d *desktest.Day) {
		err := d.Store.Update(t.Context(), func(tx *store.Tx) error {
			for _, r := range []rulebook.Rule{
				{Kind: rulebook.Places, Key: "places", Version: 1, Text: "names:\n  330802001: 府山街道\n  330802001001: 南湖社区\n  330802002: 荷花街道\n"},
			} {
				if err := tx.PutRule(desktest.Region, r); err != nil {
					return err
				}
			}
			return tx.ReviseRegion(desktest.Region)
		})
		if err != nil {
			d.Fatal(err)
		}
		test(d)
	})
}

func TestMessages(t *testing.T) {
	t.Parallel()
	all := page.Words()
	for key, text := range workbench.Room(workbench.Options{}).Words {
		all[key] = text
	}
	pagetest.Messages(t, words, all, regexp.MustCompile(`^nav\.receive$|^arrival\.`))
}

// filled is the screen's form as an operator fills it.
func filled(d *desktest.Day, who string, written url.Values) url.Values {
	return d.Fill(who, Path, Path, written)
}

// TestAWholeCall: a caller is not known, the five elements are written down with
// what the lists complete, and the case goes to dispatch in one step; sent twice
// it is received once.
func TestAWholeCall(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		form := filled(d, "operator", url.Values{
			"person_phone": {caller}, "person_name": {"赵测试"}, "title": {"路灯不亮"}, "when": {"上周五起"}, "where": {"南湖路口"}, "cause": {"施工挖断电缆"},
			"content": {"连续几晚不亮，希望修复。"}, "kind": {"help"}, "subject": {"市政设施"}, "division": {"南湖"}, "do": {"queue"},
		})
		_, body, _ := d.Send("operator", Path, form)
		number := d.NumberIn(body)
		if !strings.Contains(body, "已完成：转派单") {
			d.Errorf("what was done besides is not said:\n%s", body)
		}
		c := d.Case(number)
		if c.State != casework.ToDispatch || c.Subject != "城乡建设/市政设施" || c.Division != "330802001001" {
			d.Errorf("%s, %s, %s", c.State, c.Subject, c.Division)
		}
		page := d.See("operator", workbench.CasePath(number))
		for _, want := range []string{"时间：上周五起", "地点：南湖路口", "起因：施工挖断电缆", "经过：连续几晚不亮，希望修复。", "138****1234"} {
			if !strings.Contains(page, want) {
				d.Errorf("the case lacks %q", want)
			}
		}
		if _, again, _ := d.Send("operator", Path, form); d.NumberIn(again) != number {
			d.Error("sent twice, received twice")
		}
	})
}

// TestRepeatCall: a caller who rings again about what is in hand is known by the
// number, told apart from others, and hastens with one button; nothing new is
// received.
func TestRepeatCall(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		_, body, _ := d.Send("operator", Path, filled(d, "operator", url.Values{
			"person_phone": {caller}, "person_name": {"赵测试"}, "title": {"路灯不亮"}, "content": {"不亮。"}, "kind": {"help"}, "do": {"receive"},
		}))
		number := d.NumberIn(body)
		d.Hand.Advance(48 * 60 * 60 * 1e9)
		form := filled(d, "operator", url.Values{"person_phone": {caller}, "content": {"还没有人来。"}, "do": {"find"}})
		_, body, _ = d.Send("operator", Path, form)
		for _, want := range []string{"重复来电：该号码有 1 件在办", "可能是 赵", "路灯不亮", `value="hasten:` + number + `"`, "还没有人来。", `data-key="alt+h"`} {
			if !strings.Contains(body, want) {
				d.Errorf("lacks %q:\n%s", want, body)
			}
		}
		if strings.Contains(body, "赵测试") {
			d.Error("the name of the caller is in clear")
		}
		form.Set("do", "hasten:"+number)
		status, _, to := d.Send("operator", Path, form)
		if status != http.StatusSeeOther || !strings.HasPrefix(to, workbench.CasePath(number)) || d.Case(number).Hastened != 1 {
			d.Errorf("hastened: %d to %s", status, to)
		}
		d.Send("operator", Path, form)
		if n := d.Case(number).Hastened; n != 1 {
			d.Errorf("hastened %d times by one form", n)
		}
		form.Set("once", "another")
		if status, body, _ := d.Send("operator", Path, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "催办") {
			d.Errorf("too soon: %d", status)
		}
		_, body, _ = d.Send("operator", Path, filled(d, "operator", url.Values{"person_phone": {"13800009999"}, "do": {"find"}}))
		if !strings.Contains(body, "该号码没有以往的诉求件") {
			d.Errorf("of another number:\n%s", body)
		}
		if status, body, _ := d.Send("operator", Path, filled(d, "operator", url.Values{"person_phone": {"12"}, "do": {"find"}})); status != http.StatusUnprocessableEntity || !strings.Contains(body, `class="faults"`) {
			d.Errorf("no number: %d", status)
		}
	})
}

// TestBesideTheForm: once subject and place are known the screen shows what may
// be the same, and whose it is by the dispatch list with its reason.
func TestBesideTheForm(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		list := "effective: 2019-01-01\nentries:\n  - subject: 城乡建设/市政设施\n    unit: 住建局\n    reason: 三定方案第五条\n"
		err := d.Store.Update(t.Context(), func(tx *store.Tx) error {
			if err := tx.PutRule(desktest.Region, rulebook.Rule{Kind: rulebook.Dispatch, Key: "dispatch", Version: 1, Text: list}); err != nil {
				return err
			}
			return tx.ReviseRegion(desktest.Region)
		})
		if err != nil {
			d.Fatal(err)
		}
		same := d.Receive(func(n *casework.NewIntake) { n.Division = "330802001001" })
		elsewhere := d.Receive(func(n *casework.NewIntake) { n.Division = "330802002" })
		other := d.Receive(func(n *casework.NewIntake) { n.Division, n.Subject = "330802001001", "城乡建设" })
		_, body, _ := d.Send("operator", Path, filled(d, "operator", url.Values{"subject": {"市政设施"}, "division": {"府山街道"}, "do": {"alike"}}))
		for _, want := range []string{"住建局", "三定方案第五条", string(same.Number)} {
			if !strings.Contains(body, want) {
				d.Errorf("lacks %q:\n%s", want, body)
			}
		}
		for _, c := range []*casework.Case{elsewhere, other} {
			if strings.Contains(body, string(c.Number)) {
				d.Errorf("%s at %s is no like", c.Subject, c.Division)
			}
		}
		d.Hand.Advance(31 * 24 * 60 * 60 * 1e9)
		if _, body, _ = d.Send("operator", Path, filled(d, "operator", url.Values{"subject": {"市政设施"}, "division": {"府山街道"}, "do": {"alike"}})); strings.Contains(body, string(same.Number)) || !strings.Contains(body, "没有相似的诉求件") {
			d.Errorf("after 31 days:\n%s", body)
		}
	})
}

// TestOtherWaysOut: a case is answered at once, or handed to an emergency line
// before anything could be written down; what is missing is said, and nothing
// has been received.
func TestOtherWaysOut(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		form := filled(d, "operator", url.Values{"title": {"办证材料"}, "content": {"问需要什么材料。"}, "kind": {"consult"}, "do": {"answer"}})
		status, body, _ := d.Send("operator", Path, form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "请写明答复内容") || !strings.Contains(body, "问需要什么材料。") {
			d.Errorf("without an answer: %d", status)
		}
		form.Set("reply", "带身份证到窗口办理。")
		_, body, _ = d.Send("operator", Path, form)
		if c := d.Case(d.NumberIn(body)); c.State != casework.Closed || c.Answer == nil {
			d.Errorf("answered: %s", c.State)
		}
		form = filled(d, "operator", url.Values{"do": {"emergency"}})
		if status, body, _ = d.Send("operator", Path, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "请选择转往哪里") {
			d.Errorf("to nowhere: %d", status)
		}
		book, err := d.Insight.Book(t.Context())
		if err != nil {
			d.Fatal(err)
		}
		form.Set("route", book.ReasonLists()["route"].Reasons[0].Code)
		_, body, _ = d.Send("operator", Path, form)
		if c := d.Case(d.NumberIn(body)); c.State != casework.Emergency || c.Urgency != casework.Critical {
			d.Errorf("handed on: %s, %q", c.State, c.Urgency)
		}
		for said, want := range map[string]string{"没有的分类": "没有“没有的分类”", "设": "“设”不止一个"} {
			form = filled(d, "operator", url.Values{"title": {"路灯"}, "content": {"不亮。"}, "kind": {"help"}, "subject": {said}, "do": {"receive"}})
			if status, body, _ := d.Send("operator", Path, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, want) || !strings.Contains(body, `value="`+said+`"`) {
				d.Errorf("%s: %d\n%s", said, status, body)
			}
		}
	})
}

// TestDrafts: what is begun is there again when the screen is opened, for who
// has written it and nobody else, until it is sent or dropped; on record it is
// sealed.
func TestDrafts(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		one, two := "operator#甲", "operator#乙"
		form := filled(d, one, url.Values{"person_phone": {caller}, "content": {"说到一半"}, "kind": {"complain"}, "subject": {"市政设施"}, "do": {"keep"}})
		if status, _, to := d.Send(one, Path, form); status != http.StatusSeeOther || to != Path {
			d.Fatalf("kept: %d to %s", status, to)
		}
		again := filled(d, one, nil)
		for name, want := range map[string]string{"person_phone": caller, "content": "说到一半", "kind": "complain", "subject": "市政设施"} {
			if got := again.Get(name); got != want {
				d.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if again.Get("once") == form.Get("once") || again.Get("once") == "" {
			d.Error("a draft is sent under the key of the form before")
		}
		if body := d.See(one, Path); !strings.Contains(body, "已恢复 2019-10-14") {
			d.Error("that it is a draft is not said")
		}
		if body := d.See(two, Path); strings.Contains(body, "说到一半") {
			d.Error("somebody else's draft is shown")
		}
		res := d.Ask(http.MethodPost, draftPath, one, url.Values{"content": {"说到后来"}, "once": {"x"}})
		if res.Code != http.StatusOK || !strings.Contains(res.Body.String(), "草稿已保存 09:") {
			d.Errorf("by a script: %d %s", res.Code, res.Body)
		}
		if got := filled(d, one, nil).Get("content"); got != "说到后来" {
			d.Errorf("kept by a script: %q", got)
		}
		if res := d.Ask(http.MethodPost, draftPath, "unit_clerk@u1", url.Values{"content": {"x"}}); res.Code != http.StatusForbidden {
			d.Errorf("who receives nothing keeps a draft: %d", res.Code)
		}
		d.Send(one, Path, filled(d, one, url.Values{"kind": {"help"}, "do": {"receive"}}))
		if body := d.See(one, Path); strings.Contains(body, "说到后来") || strings.Contains(body, "已恢复") {
			d.Error("a draft outlives its sending")
		}
		d.Send(two, Path, filled(d, two, url.Values{"content": {"算了"}, "do": {"keep"}}))
		d.Send(two, Path, url.Values{"do": {"drop"}})
		if body := d.See(two, Path); strings.Contains(body, "算了") {
			d.Error("a draft that was dropped is there")
		}
	})
}

// TestCompletions: a script is told what may be meant, as entries of a list.
func TestCompletions(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		for of, want := range map[string]string{"subject": `<option value="城乡建设/市政设施"></option>`, "division": "", "where": ""} {
			said := "市政"
			if want == "" {
				said, want = "南湖", `<option value="南湖社区"></option>`+"\n"
			}
			res := d.Ask(http.MethodPost, completePath, "operator", url.Values{"of": {of}, "said": {said}})
			if res.Code != http.StatusOK || !strings.Contains(res.Body.String(), want) {
				d.Errorf("%s: %d %s", of, res.Code, res.Body)
			}
		}
		if res := d.Ask(http.MethodPost, completePath, "operator", url.Values{"of": {"persons"}}); res.Code != http.StatusBadRequest {
			d.Errorf("no such list: %d", res.Code)
		}
		if res := d.Ask(http.MethodPost, completePath, "unit_clerk@u1", url.Values{"of": {"subject"}}); res.Code != http.StatusForbidden {
			d.Errorf("who receives nothing: %d", res.Code)
		}
	})
}

// TestWhoReceives: the screen opens to those who receive cases.
func TestWhoReceives(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		for who, want := range map[string]int{"operator": 200, "registrar": 200, "dispatcher": 200, "outsourced": 200, "unit_clerk@u1": 403, "leader": 403, "callback": 403, "": 303} {
			if res := d.Ask(http.MethodGet, Path, who, nil); res.Code != want {
				d.Errorf("%q: %d, want %d", who, res.Code, want)
			}
		}
		if body := d.See("outsourced", Path); strings.Contains(body, `value="find"`) {
			d.Error("an outsourced seat is offered to look people up")
		}
	})
}

// TestHostileTexts: markup in what is written and kept is text.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	each(t, func(d *desktest.Day) {
		const bad = `"><script>alert('x')</script>`
		form := url.Values{"do": {"keep"}}
		for name := range filled(d, "operator", nil) {
			if name != "once" && name != "kind" && name != "channel" && name != "urgency" && name != "disclosure" {
				form.Set(name, bad)
			}
		}
		d.Send("operator", Path, form)
		d.See("operator", Path)
		form.Set("do", "receive")
		if status, _, _ := d.Send("operator", Path, form); status != http.StatusUnprocessableEntity {
			d.Errorf("%d", status)
		}
	})
}
