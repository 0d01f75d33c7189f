package listing_test

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/app/jobs"
	"huying/internal/app/people"
	"huying/internal/app/rollup"
	"huying/internal/domain/casework"
	"huying/internal/domain/csvtext"
	"huying/internal/domain/person"
	"huying/internal/edge/channel/sheet"
	"huying/internal/edge/web/callback"
	"huying/internal/edge/web/desktest"
	"huying/internal/edge/web/dispatch"
	"huying/internal/edge/web/feed"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/office"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/pagetest"
	"huying/internal/edge/web/portal"
	"huying/internal/edge/web/statistics"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// who brings the case that waits for a call; the number is nobody's.
const (
	caller = "赵测试"
	phone  = "13800001234"
)

// rooms are all rooms that have lists.
func rooms(d *desktest.Day) []page.Room {
	ids := ident.NewSource(rand.Reader)
	staff := people.New(people.Options{Store: d.Store, Region: desktest.Region, IDs: ids, Clock: d.Hand, Random: rand.Reader, Cost: people.Cost{Memory: 64, Passes: 1, Threads: 1}})
	lists := listing.New(listing.Options{
		TookOut:  staff.TookOut,
		Workbook: sheet.Single,
	})
	source := feed.New(d.Insight, desktest.Shanghai)
	return []page.Room{
		workbench.Room(workbench.Options{Source: source, Desk: d.Desk, Records: d.Insight, Persons: d.Persons, Notices: jobs.NewBoard(d.Store, desktest.Region), Lists: lists}),
		dispatch.Room(dispatch.Options{Desk: d.Desk, Records: d.Insight, Source: source, Lists: lists}),
		callback.Room(callback.Options{Desk: d.Desk, Records: d.Insight, Source: source, Persons: d.Persons, Clock: d.Hand, Lists: lists}),
		portal.Room(portal.Options{Desk: d.Desk, Records: d.Insight, Source: source, Clock: d.Hand, Lists: lists}),
		office.Room(office.Options{
			Office: admin.New(admin.Options{Store: d.Store, IDs: ids}).Office(desktest.Region, d.Desk), Accounts: staff, Jobs: jobs.NewControl(d.Store, desktest.Region, ids),
			Records: d.Insight, Clock: d.Hand, Lists: lists,
		}),
		statistics.Room(statistics.Options{Records: d.Insight, Lists: lists}),
	}
}

// work fills the lists: a case in the pool, one that a unit asks to give back,
// one whose citizen waits to be called, and an account.
func work(d *desktest.Day) (called *casework.Case) {
	d.Helper()
	title := func(n *casework.NewIntake) { n.Title = "=1+1" }
	d.Receive(title)
	lead := func(c *casework.Case) {
		d.Give("dispatcher", c.ID, casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}}})
	}
	returned := d.Receive(title)
	lead(returned)
	d.Give("supervisor", returned.ID, casework.Command{Do: casework.DoSupervise, Level: 1, Reason: "repeated"})
	d.Give("unit_clerk@u1", returned.ID, casework.Command{Do: casework.DoReturn, Leg: 1, Reason: "duty", Basis: "=2+2", Unit: "u2"})
	account, _ := desktest.Account("operator")
	called, err := d.Desk.Receive(d.Context(), account.Grants[0], casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: "=1+1", Content: "几晚不亮。", Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Complain, Subject: "城乡建设/市政设施"},
	}}, person.Person{Name: caller, Phone: phone})
	if err != nil {
		d.Fatal(err)
	}
	lead(called)
	d.Give("unit_leader@u1", called.ID, casework.Command{Do: casework.DoSign, Leg: 1})
	d.Give("unit_leader@u1", called.ID, casework.Command{Do: casework.DoContact, Leg: 1, Note: "已联系。"})
	d.Give("unit_leader@u1", called.ID, casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已更换灯具。", PublicReply: "路灯已修复。", Result: casework.ResultSolved})
	called = d.Give("reviewer", called.ID, casework.Command{Do: casework.DoAccept, Leg: 1})
	waiting := d.Receive(title)
	lead(waiting)
	if status, body, to := d.Send("admin", "/desk/office/people/new", url.Values{"login": {"wang"}, "name": {"=王测试"}, "role": {"operator"}}); status != http.StatusSeeOther && status != http.StatusOK {
		d.Fatalf("no account: %d %s\n%s", status, to, body)
	}
	if res := d.Ask(http.MethodGet, "/desk/cases/"+string(called.Number), "callback", nil); res.Code != http.StatusOK { // a look at who brought it
		d.Fatalf("the case: %d", res.Code)
	}
	d.Hand.Advance(48 * time.Hour)
	if more, err := rollup.New(d.Store, desktest.Region, d.Insight).CatchUp(d.Context()); err != nil || more {
		d.Fatal(more, err)
	}
	return called
}

// list is a list that stands on a page.
type list struct {
	who, page, file string // the file without what follows its dot
	ask             string // the query of both
	lines           int    // below the header; below 0: some
	holds           string
	noted           bool   // on record
	not             string // a role that it is not for
}

func lists(called *casework.Case) []list {
	number := string(called.Number)
	return []list{
		{"supervisor", "/desk/cases", "/desk/lists/cases", "", 4, "=1+1", true, ""},
		{"supervisor", "/desk/cases", "/desk/lists/cases", "kind=complain", 1, "=1+1", true, ""},
		{"unit_clerk@u2", "/desk/cases", "/desk/lists/cases", "", 0, "", true, ""},
		{"unit_leader@u1", "/desk/notices", "/desk/lists/notices", "", -1, "督办", true, ""},
		{"auditor", "/desk/cases/" + number + "/seen", "/desk/cases/" + number + "/seen/seen", "", 1, "页面（掩码）", true, "operator"},
		{"dispatcher", "/desk/pool", "/desk/lists/pool", "", 1, "=1+1", true, "callback"},
		{"dispatcher", "/desk/decisions", "/desk/lists/decisions", "what=return", 1, "=2+2", true, "callback"},
		{"dispatcher", "/desk/decisions", "/desk/lists/decisions", "what=extend", 0, "", true, "operator"},
		{"callback", "/desk/callbacks", "/desk/lists/callbacks", "plan=all", 1, "138****1234", true, "dispatcher"},
		{"unit_leader@u1", "/desk/unit", "/desk/lists/unit", "what=sign", 1, "=1+1", true, "operator"},
		{"unit_leader@u2", "/desk/unit", "/desk/lists/unit", "what=sign", 0, "", true, "supervisor"},
		{"admin", "/desk/office/people", "/desk/lists/people", "", 1, "=王测试", true, "auditor"},
		{"auditor", "/desk/office/units", "/desk/lists/units", "", 4, "市政中心", false, "operator"},
		{"auditor", "/desk/office/rules", "/desk/lists/rules", "", -1, "派单", false, "operator"},
		{"admin", "/desk/office/rules/reasons", "/desk/lists/rules/reasons/versions", "", -1, "return", false, "operator"},
		{"auditor", "/desk/office/audit", "/desk/lists/audit", "action=list.export", -1, "list.export", true, "admin"},
		{"admin", "/desk/office/jobs", "/desk/lists/jobs", "", 0, "", false, "auditor"},
		{"supervisor", "/desk/statistics", "/desk/statistics/statistics", "of=cases&by=kind&period=2019Q4", -1, "", false, "operator"},
	}
}

// TestEveryList: each list is linked from its page in both forms, which say the
// same; no cell is a formula and nobody is named; it is refused to whom its page
// is, and who took it out is on record.
func TestEveryList(t *testing.T) {
	t.Parallel()
	desktest.Each(t, rooms, func(d *desktest.Day) {
		for _, l := range lists(work(d)) {
			l.try(d)
		}
		for target, want := range map[string]int{"/desk/lists/cases.pdf": 404, "/desk/lists/pool.csv?evil=1": 400, "/desk/lists/cases.csv?kind=none": 400, "/desk/lists/unit.csv?what=evil": 404} {
			if res := d.Ask(http.MethodGet, target, "unit_leader@u1", nil); res.Code != want {
				d.Errorf("%s: %d, want %d", target, res.Code, want)
			}
		}
	})
}

func (l list) try(d *desktest.Day) {
	d.Helper()
	ask := ""
	if l.ask != "" {
		ask = "?" + l.ask
	}
	links := map[string]bool{}
	for _, e := range pagetest.Parse(d.T, d.See(l.who, l.page+ask)) {
		if path, _, _ := strings.Cut(e.Attr["href"], "?"); e.Attr["download"] != "" {
			links[path] = true
		}
	}
	before := exports(d)
	plain := l.read(d, ".csv"+ask, func(body []byte) ([][]string, error) {
		return csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte(csvtext.Mark)))).ReadAll()
	})
	workbook := l.read(d, ".xlsx"+ask, func(body []byte) (rows [][]string, err error) {
		pages, err := sheet.ReadAll(body, "list.xlsx")
		if err != nil || len(pages) != 1 {
			return nil, err
		}
		for _, r := range pages[0].Records {
			rows = append(rows, r.Fields)
		}
		return rows, nil
	})
	if n := exports(d) - before; (n == 2) != l.noted || n != 0 && n != 2 {
		d.Errorf("%s puts %d on record", l.file, n)
	}
	for _, form := range []string{".csv", ".xlsx"} {
		if !links[l.file+form] {
			d.Errorf("%s does not link %s%s: %v", l.page, l.file, form, links)
		}
		if l.not != "" {
			if res := d.Ask(http.MethodGet, l.file+form+ask, l.not, nil); res.Code != http.StatusForbidden {
				d.Errorf("%s gets %s%s: %d", l.not, l.file, form, res.Code)
			}
		}
		if res := d.Ask(http.MethodGet, l.file+form+ask, "", nil); res.Code != http.StatusSeeOther {
			d.Errorf("nobody gets %s%s: %d", l.file, form, res.Code)
		}
	}
	var bare [][]string
	for i, row := range plain {
		var line []string
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				d.Errorf("%s: %q is a formula", l.file, cell)
			}
			line = append(line, csvtext.Bare(cell))
		}
		if len(row) != len(plain[0]) {
			d.Errorf("%s: line %d has %d cells, the header %d", l.file, i, len(row), len(plain[0]))
		}
		bare = append(bare, line)
	}
	if diff := cmp.Diff(trimmed(bare), trimmed(workbook)); diff != "" && l.file != "/desk/lists/audit" { // the first export is in the second
		d.Errorf("%s says one thing as CSV and another as XLSX (-csv +xlsx):\n%s", l.file, diff)
	}
	if n := len(plain) - 1; l.lines >= 0 && n != l.lines || l.lines < 0 && n < 1 {
		d.Errorf("%s has %d lines:\n%v", l.file, n, plain)
	}
	if l.holds != "" && !slices.ContainsFunc(bare, func(row []string) bool { return strings.Contains(strings.Join(row, "\t"), l.holds) }) {
		d.Errorf("%s does not hold %q:\n%v", l.file, l.holds, bare)
	}
}

// read takes a list out, and reads it back.
func (l list) read(d *desktest.Day, form string, read func([]byte) ([][]string, error)) [][]string {
	d.Helper()
	res := d.Ask(http.MethodGet, l.file+form, l.who, nil)
	if res.Code != http.StatusOK || res.Header().Get("Cache-Control") != "no-store" || !strings.HasPrefix(res.Header().Get("Content-Disposition"), "attachment; ") {
		d.Fatalf("%s takes %s%s: %d %v\n%s", l.who, l.file, form, res.Code, res.Header(), res.Body)
	}
	rows, err := read(res.Body.Bytes())
	if err != nil || len(rows) == 0 {
		d.Fatalf("%s%s: %d lines, %v", l.file, form, len(rows), err)
	}
	for _, row := range rows {
		if text := strings.Join(row, "\t"); strings.Contains(text, caller) || strings.Contains(text, phone) {
			d.Errorf("%s%s names somebody: %s", l.file, form, text)
		}
	}
	return rows
}

// trimmed are rows without the empty cells at their ends, which a workbook does
// not keep.
func trimmed(rows [][]string) [][]string {
	for i, row := range rows {
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		rows[i] = row
	}
	return rows
}

// exports counts the lists that were taken out.
func exports(d *desktest.Day) (n int) {
	d.Helper()
	err := d.Store.View(d.Context(), func(tx *store.Tx) error {
		rows, err := tx.AuditTrail(store.AuditFilter{Region: desktest.Region, Action: "list.export", Limit: 100, Until: d.Hand.Now().Add(time.Hour)})
		n = len(rows)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return n
}

// TestAnEmptyList: a list without a line says so, and what to do next, in both
// languages.
func TestAnEmptyList(t *testing.T) {
	t.Parallel()
	desktest.Each(t, rooms, func(d *desktest.Day) {
		for _, l := range [][2]string{
			{"supervisor", "/desk/cases"}, {"unit_leader@u1", "/desk/notices"}, {"dispatcher", "/desk/pool"}, {"callback", "/desk/callbacks"},
			{"dispatcher", "/desk/decisions?what=return"}, {"dispatcher", "/desk/decisions?what=extend"}, {"assessor", "/desk/decisions"},
			{"unit_leader@u1", "/desk/unit"}, {"unit_leader@u1", "/desk/unit?what=hand"}, {"unit_leader@u1", "/desk/unit?what=approve"}, {"unit_leader@u1", "/desk/unit?what=asked"},
			{"unit_leader@u1", "/desk/unit?what=handed"}, {"unit_leader@u1", "/desk/unit?what=returned"},
			{"admin", "/desk/office/people?q=none"}, {"admin", "/desk/office/units?q=none"}, {"admin", "/desk/office/jobs?kind=none"}, {"auditor", "/desk/office/audit?action=none"},
			{"admin", "/desk/office/rules/topic"},
		} {
			for lang, end := range map[string]string{"": "。", "en": ". "} {
				target := l[1]
				if lang != "" {
					target += map[bool]string{true: "&", false: "?"}[strings.Contains(target, "?")] + "lang=" + lang
				}
				told := ""
				for _, e := range pagetest.Parse(d.T, d.See(l[0], target)) {
					if strings.Contains(e.Attr["class"], "nothing") {
						told = e.Text
					}
				}
				if said, next, _ := strings.Cut(told, end); said == "" || len(next) < len("Clear it.") {
					d.Errorf("%s sees nothing at %s, and is told %q", l[0], target, told)
				}
			}
		}
	})
}

// TestALongList: what is too much for a file is left out, and the file says so.
func TestALongList(t *testing.T) {
	t.Parallel()
	var table listing.Table
	table.Head("n")
	for range listing.MostRows {
		if !table.Add("x") {
			t.Fatal("full too soon")
		}
	}
	if table.Lines() != listing.MostRows || table.Add("y") || table.Lines() != listing.MostRows {
		t.Errorf("%d lines", table.Lines())
	}
}
