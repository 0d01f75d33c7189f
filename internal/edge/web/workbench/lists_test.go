package workbench_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/casework"
	brought "huying/internal/domain/person"
	"huying/internal/edge/channel/sheet"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
)

// eachList opens the desk on real records, with kept lists and workbooks.
func eachList(t *testing.T, test func(d *desktest.Day)) {
	t.Helper()
	desktest.Each(t, func(d *desktest.Day) []page.Room {
		return []page.Room{workbench.Room(workbench.Options{
			Source: feed.New(d.Insight, desktest.Shanghai), Desk: d.Desk, Records: d.Insight, Persons: d.Persons, Views: d.Tray, Lists: listing.New(listing.Options{Workbook: sheet.Single}),
		})}
	}, test)
}

// TestEveryFilterHasAField: whatever a list can be asked for is a field of its
// form, which shows what it was asked for.
func TestEveryFilterHasAField(t *testing.T) {
	t.Parallel()
	eachList(t, func(d *desktest.Day) {
		asked := url.Values{
			"number": {"3308"}, "unit": {"住建局"}, "state": {"handling"}, "leg_state": {"signed"}, "late": {"true"}, "due": {"true"}, "channel": {"phone"},
			"kind": {"help"}, "subject": {"城乡建设"}, "stands": {"open"}, "verdict": {"satisfied"}, "called": {"2019-10"}, "period": {"2019Q4"},
		}
		body := d.See("dispatcher", "/desk/cases?"+asked.Encode())
		for name, values := range asked {
			if !strings.Contains(body, `name="`+name+`"`) || !strings.Contains(body, `value="`+values[0]+`"`) {
				d.Errorf("no field for %s", name)
			}
		}
		for _, route := range workbench.Room(workbench.Options{}).Routes {
			if route.Pattern != "GET /desk/cases" {
				continue
			}
			for _, key := range route.Keys {
				if key != "after" && asked.Get(key) == "" {
					d.Errorf("%s is not tried here", key)
				}
			}
		}
	})
}

// TestKeptLists: a list is kept by name for its account, leads back to itself,
// and goes when it is dropped.
func TestKeptLists(t *testing.T) {
	t.Parallel()
	eachList(t, func(d *desktest.Day) {
		one, two := "supervisor#甲", "supervisor#乙"
		if body := d.See(one, "/desk/cases"); strings.Contains(body, "保存为视图") {
			d.Error("a list that asks for nothing can be kept")
		}
		target := "/desk/cases?kind=help&late=true"
		form := d.Fill(one, target, "/desk/views", url.Values{"name": {"超期求助"}})
		status, _, to := d.Send(one, "/desk/views", form)
		if status != http.StatusSeeOther || to != target {
			d.Fatalf("%d to %s", status, to)
		}
		body := d.See(one, to)
		if !strings.Contains(body, `lang="zh-CN" aria-current="page">超期求助</a>`) {
			d.Errorf("it is not marked as the one that is shown:\n%s", body)
		}
		if body := d.See(two, "/desk/cases"); strings.Contains(body, "超期求助") {
			d.Error("somebody else's list is shown")
		}
		d.Hand.Advance(time.Second) // they stand in the order of keeping
		evil := url.Values{"name": {"坏"}, "query": {"after=x&evil=1&kind=help"}}
		if _, _, to := d.Send(one, "/desk/views", evil); to != "/desk/cases?kind=help" {
			d.Errorf("what is no filter is kept: %s", to)
		}
		drop := d.Fill(one, "/desk/cases", "/desk/views", nil)
		d.Send(one, "/desk/views", drop)
		if body := d.See(one, "/desk/cases"); strings.Contains(body, "超期求助") {
			d.Error("a list that was dropped is there")
		}
		if status, _, _ := d.Send(one, "/desk/views", url.Values{"name": {" "}, "query": {"kind=help"}}); status != http.StatusBadRequest {
			d.Errorf("without a name: %d", status)
		}
	})
}

// TestListsAsFiles: a list comes as CSV and XLSX with what the page shows to who
// asks, and no cell is a formula.
func TestListsAsFiles(t *testing.T) {
	t.Parallel()
	eachList(t, func(d *desktest.Day) {
		help := d.Receive(func(n *casework.NewIntake) { n.Title = "=1+1" })
		complaint := d.Receive(func(n *casework.NewIntake) { n.Kind = casework.Complain })
		d.Give("dispatcher", help.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
		res := d.Ask(http.MethodGet, "/desk/lists/cases.csv?kind=help", "supervisor", nil)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(res.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || len(rows) != 2 || rows[1][0] != string(help.Number) || rows[1][1] != "'=1+1" || rows[1][6] != "住建局" {
			d.Errorf("%v\n%v", err, rows)
		}
		if got := res.Header().Get("Content-Disposition"); got != `attachment; filename="cases.csv"` || res.Header().Get("Cache-Control") != "no-store" {
			d.Errorf("headers: %s", got)
		}
		res = d.Ask(http.MethodGet, "/desk/lists/cases.xlsx", "supervisor", nil)
		pages, err := sheet.ReadAll(res.Body.Bytes(), "cases.xlsx")
		if err != nil || len(pages) != 1 || len(pages[0].Records) != 3 {
			d.Errorf("%v, %d", err, len(pages))
		}
		for who, want := range map[string]int{"unit_clerk@u1": 2, "unit_clerk@u2": 1, "supervisor": 3} {
			res := d.Ask(http.MethodGet, "/desk/lists/cases.csv", who, nil)
			if n := strings.Count(res.Body.String(), "\n"); n != want {
				d.Errorf("%s gets %d lines, want %d", who, n, want)
			}
			if who == "unit_clerk@u1" && strings.Contains(res.Body.String(), string(complaint.Number)) {
				d.Errorf("a unit gets a case that it does not see")
			}
		}
		for target, want := range map[string]int{"cases.pdf": 404, "cases.csv?evil=1": 400, "cases.csv?kind=none": 400} {
			if res := d.Ask(http.MethodGet, "/desk/lists/"+target, "supervisor", nil); res.Code != want {
				d.Errorf("%s: %d", target, res.Code)
			}
		}
		if res := d.Ask(http.MethodGet, "/desk/lists/cases.csv", "", nil); res.Code != http.StatusSeeOther {
			d.Errorf("to nobody: %d", res.Code)
		}
	})
}

// TestBulk: several cases are worked on at once, each with its own outcome; a
// second sending does nothing twice, and what has a reverse is undone.
func TestBulk(t *testing.T) {
	t.Parallel()
	eachList(t, func(d *desktest.Day) {
		one, two, closed := d.Receive(nil), d.Receive(nil), d.Receive(nil)
		d.Give("operator", closed.ID, casework.Command{Do: casework.DoAnswer, Reply: "已答复。"})
		for _, c := range []*casework.Case{one, two} {
			d.Give("operator", c.ID, casework.Command{Do: casework.DoQueue})
		}
		picked := url.Values{"do": {"supervise"}, "case": {string(one.Number), string(two.Number), string(closed.Number), "330802999"}}
		status, body, _ := d.Send("supervisor", "/desk/bulk", picked)
		if status != http.StatusOK || strings.Count(body, "可以办理") != 2 || strings.Count(body, "现在不能办理") != 1 || !strings.Contains(body, "督办：2") && !strings.Contains(body, "办理 2 项：督办") {
			d.Fatalf("what will be done: %d\n%s", status, body)
		}
		if d.Case(string(one.Number)).Supervision != 0 {
			d.Error("done before it was asked for")
		}
		form := url.Values{"do": {"supervise"}, "go": {"1"}, "once": {"k1"}, "case": {string(one.Number), string(two.Number)}, "level": {"2"}, "reason": {"repeated"}}
		without := url.Values{"do": {"supervise"}, "go": {"1"}, "case": form["case"], "level": {"2"}}
		if _, body, _ := d.Send("supervisor", "/desk/bulk", without); !strings.Contains(body, "0 项完成，2 项未完成") {
			d.Errorf("without a reason:\n%s", body)
		}
		_, body, _ = d.Send("supervisor", "/desk/bulk", form)
		if !strings.Contains(body, "2 项完成，0 项未完成") || !strings.Contains(body, "撤销：解除督办") {
			d.Errorf("done:\n%s", body)
		}
		version := d.Case(string(one.Number)).Version
		d.Send("supervisor", "/desk/bulk", form)
		if c := d.Case(string(one.Number)); c.Supervision != 2 || c.Version != version {
			d.Errorf("sent twice: level %d, version %d of %d", c.Supervision, c.Version, version)
		}
		undo := url.Values{"do": {"lift_supervision"}, "go": {"1"}, "once": {"k2"}, "case": form["case"]}
		d.Send("supervisor", "/desk/bulk", undo)
		if c := d.Case(string(two.Number)); c.Supervision != 0 {
			d.Error("not undone")
		}
		for _, do := range []string{"dispatch", "accept", "merge", ""} {
			if status, _, _ := d.Send("supervisor", "/desk/bulk", url.Values{"do": {do}, "case": form["case"]}); status != http.StatusForbidden {
				d.Errorf("a supervisor may %q several: %d", do, status)
			}
		}
		if body := d.See("supervisor", "/desk/cases"); !strings.Contains(body, `id="pick-`+string(one.Number)+`"`) || !strings.Contains(body, `<option value="supervise">`) {
			d.Error("a list offers nothing for several")
		}
		if body := d.See("auditor", "/desk/cases"); strings.Contains(body, `name="do"`) {
			d.Error("an auditor is offered to do something")
		}
	})
}

// TestSearch: a number leads to its case, words find titles, a telephone finds
// what its caller brought, for those who may look people up; nothing that was
// looked for stands in an address.
func TestSearch(t *testing.T) {
	t.Parallel()
	eachList(t, func(d *desktest.Day) {
		lamp := d.Receive(nil)
		tree := d.Receive(func(n *casework.NewIntake) { n.Title = "树木倒伏 压住车辆" })
		find := func(who, q string) (int, string, string) {
			return d.Send(who, workbench.SearchPath, url.Values{"q": {q}})
		}
		if status, _, to := find("operator", string(lamp.Number)); status != http.StatusSeeOther || to != workbench.CasePath(string(lamp.Number)) {
			d.Errorf("by its number: %d to %s", status, to)
		}
		_, body, _ := find("operator", "倒伏 车辆")
		if !strings.Contains(body, string(tree.Number)) || strings.Contains(body, string(lamp.Number)) {
			d.Errorf("by words:\n%s", body)
		}
		if _, body, _ := find("operator", "没有这样的事"); !strings.Contains(body, "没有找到") {
			d.Error("nothing found is not said")
		}
		if _, body, _ := find("unit_clerk@u1", "路灯"); strings.Contains(body, string(lamp.Number)) {
			d.Error("a unit finds what it does not see")
		}
		if status, _, _ := find("unit_clerk@u1", string(lamp.Number)); status != http.StatusOK {
			d.Errorf("a unit is led to what it does not see: %d", status)
		}
		noise := receiveFrom(d, caller)
		if _, body, _ := find("operator", caller); !strings.Contains(body, noise) {
			d.Error("by a telephone")
		}
		if _, body, _ := find("auditor", caller); strings.Contains(body, noise) {
			d.Error("who may not look people up finds by telephone")
		}
		for _, target := range []string{"/desk/cases", "/desk/", "/desk/search"} {
			if body := d.See("operator", target); !strings.Contains(body, `action="/desk/search"`) || !strings.Contains(body, `data-key="/"`) {
				d.Errorf("%s has no box to search in", target)
			}
		}
	})
}

// receiveFrom receives a case of a caller, and returns its number.
func receiveFrom(d *desktest.Day, phone string) string {
	d.Helper()
	account, _ := desktest.Account("operator")
	c, err := d.Desk.Receive(d.Context(), account.Grants[0], casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "噪声", Content: "夜间施工。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Complain},
	}}, brought.Person{Phone: phone})
	if err != nil {
		d.Fatal(err)
	}
	return string(c.Number)
}
