package history_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/casework"
	"huying/internal/domain/csvtext"
	"huying/internal/domain/history"
	"huying/internal/kernel/errs"
)

// TestExportedIsWhatWasImported: a table as Writer would write it comes out as
// it went in.
func TestExportedIsWhatWasImported(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		w.arrivals = rapid.Bool().Draw(rt, "arrivals")
		g := &canon{rt: rt, header: history.NewWriter(shanghai, nil, w.arrivals).Header()}
		var numbers []string
		for i := range rapid.IntRange(1, 3).Draw(rt, "cases") {
			numbers = append(numbers, fmt.Sprint("A", i))
			g.oneCase(numbers[i])
		}
		text := g.text(t)
		if bad := problems(w.take(t, text)); len(bad) > 0 {
			rt.Fatalf("bad rows %v of\n%s", bad, text)
		}
		if d := cmp.Diff(text, w.export(t, numbers...)); d != "" {
			rt.Fatal(d)
		}
		if p := w.plan(t, text); len(p.Courses) > 0 || len(p.Rejected()) > 0 {
			rt.Fatalf("the same again goes on with %d cases; problems %v", len(p.Courses), problems(p))
		}
	})
}

// canon makes rows in the form of an export.
type canon struct {
	rt     *rapid.T
	header []string
	rows   [][]string
	led    bool // the lead unit of the case has it
}

func (g *canon) pick(name string, from ...string) string {
	return rapid.SampledFrom(from).Draw(g.rt, name)
}

// text writes the rows.
func (g *canon) text(tb testing.TB) string {
	tb.Helper()
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(append([][]string{g.header}, g.rows...)); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func (g *canon) add(parts ...map[string]string) {
	cells := make([]string, len(g.header))
	for i, name := range g.header {
		for _, part := range parts {
			cells[i] += part[name]
		}
	}
	g.rows = append(g.rows, cells)
}

// later is a moment after another, mostly, and at times the same.
func (g *canon) later(t time.Time) time.Time {
	return t.Add(time.Duration(rapid.SampledFrom([]int64{0, 1, 60, 3600, 86400, 700000}).Draw(g.rt, "later")) * time.Second)
}

func show(t time.Time) string {
	if t.In(shanghai).Second() == 0 {
		return t.In(shanghai).Format("2006-01-02 15:04")
	}
	return t.In(shanghai).Format("2006-01-02 15:04:05")
}

// arrival is how a case came in, mostly.
func (g *canon) arrival(channel string) map[string]string {
	if rapid.Bool().Draw(g.rt, "unsaid") {
		return nil
	}
	switch channel {
	case "letter":
		return map[string]string{
			"letter_date": g.pick("written", "", "2019-09-30"), "arrived_on": g.pick("arrived", "", "2019-10-08"), "post": g.pick("post", "", "registered", "fax"),
			"pages": g.pick("pages", "", "1", "12"), "people": g.pick("signed", "", "40"),
		}
	case "visit":
		group := map[string]string{"people": "7", "representatives": "3"}
		few := map[string]string{"people": g.pick("came", "", "4")}
		said := rapid.SampledFrom([]map[string]string{group, few}).Draw(g.rt, "group")
		cells := map[string]string{"police": g.pick("police", "", "yes", "no"), "venue": g.pick("venue", "", "一号接待室"), "receiver": g.pick("receiver", "", "信访科")}
		maps.Copy(cells, said)
		return cells
	}
	return map[string]string{"source": g.pick("source", "", "portal"), "origin_number": g.pick("origin", "", "R-2019-7")}
}

func (g *canon) oneCase(number string) {
	received := g.later(local("2019-10-08 09:00"))
	head := map[string]string{
		"case_no": number, "channel": g.pick("channel", "letter", "visit", "web", "phone"), "kind": g.pick("kind", "consult", "report", "other"),
		"subject": g.pick("subject", "", "民政", "城乡建设"), "title": g.pick("title", "", "路灯,“不亮”", "两\n行"), "content": g.pick("content", "", "\"引\""),
		"topics": g.pick("topics", "", "city", "city:noise;house"), "received_at": show(received),
	}
	if slices.Contains(g.header, "venue") {
		maps.Copy(head, g.arrival(head["channel"]))
	}
	if rapid.Bool().Draw(g.rt, "direct") {
		at := g.later(received)
		cells := map[string]string{"closed_at": show(at)}
		if rapid.Bool().Draw(g.rt, "rated") {
			g.answers(head, cells, at)
			return
		}
		g.add(head, cells)
		return
	}
	// Legs in the order of their dispatch, which is the order of an export.
	at := received
	units := []string{"住建局", "花园街道", "供水公司"}
	n := rapid.IntRange(1, len(units)).Draw(g.rt, "legs")
	lead := rapid.IntRange(0, n-1).Draw(g.rt, "lead")
	for i := range n {
		if i > 0 {
			at = g.later(at).Add(time.Second)
		}
		if i == 0 {
			at = g.later(at)
		}
		role := "assist"
		if i == lead {
			role = "lead"
		}
		g.led = i >= lead
		g.leg(head, units[i], role, at)
	}
}

func (g *canon) leg(head map[string]string, unit, role string, dispatched time.Time) {
	cells := map[string]string{
		"unit": unit, "unit_list": map[string]string{"住建局": "department", "花园街道": "town", "供水公司": "none"}[unit],
		"role": role, "dispatched_at": show(dispatched),
	}
	for _, due := range []string{"sign_due_at", "close_due_at"} {
		if rapid.Bool().Draw(g.rt, due) {
			cells[due] = show(g.later(dispatched))
		}
	}
	at := dispatched
	if rapid.Bool().Draw(g.rt, "signed") {
		at = g.later(at)
		cells["signed_at"] = show(at)
	}
	if !rapid.Bool().Draw(g.rt, "closed") {
		g.add(head, cells)
		return
	}
	at = g.later(at)
	cells["closed_at"] = show(at)
	var due time.Time
	if rapid.Bool().Draw(g.rt, "callback due") {
		due = g.later(at)
		cells["callback_due_at"] = show(due)
	}
	switch g.pick("call", "none", "attempt", "answers", "late answers") {
	case "none":
		g.add(head, cells)
	case "attempt":
		g.add(head, cells, map[string]string{"called_back_at": show(g.later(at))})
	case "answers":
		last := g.answers(head, cells, at)
		// Nothing is reworked while a case waits for its lead unit.
		if g.led && rapid.Bool().Draw(g.rt, "reworked") {
			g.rework(head, cells, last)
		}
	case "late answers":
		// An attempt that kept the limit is told only where the verdict did not.
		if !due.IsZero() {
			g.add(head, cells, map[string]string{"called_back_at": show(due)})
			at = due.Add(time.Second)
		}
		g.answers(head, cells, at)
	}
}

// rework adds another cycle after a call-back.
func (g *canon) rework(head, cells map[string]string, called time.Time) {
	again := maps.Clone(cells)
	again["close_due_at"], again["callback_due_at"] = "", ""
	if rapid.Bool().Draw(g.rt, "rework due") {
		again["close_due_at"] = show(g.later(called))
	}
	closed := g.later(called).Add(time.Second)
	again["closed_at"] = show(closed)
	g.add(head, again, map[string]string{"called_back_at": show(g.later(closed)), "verdict": "satisfied"})
}

// answers adds a row for each verdict that another followed, and for the last,
// and returns its moment.
func (g *canon) answers(head, cells map[string]string, at time.Time) time.Time {
	at = g.later(at)
	last := map[string]string{"verdict": g.pick("verdict", "satisfied", "basic", "dissatisfied", "unreached", "declined"), "solved": g.pick("solved", "", "yes", "partly", "no")}
	if surveyed := last["verdict"][0] != 'u' && last["verdict"] != "declined"; surveyed && rapid.Bool().Draw(g.rt, "changed") {
		first := map[string]string{"called_back_at": show(at), "verdict": map[bool]string{true: "basic", false: "satisfied"}[last["verdict"] == "satisfied"]}
		g.add(head, cells, first)
		at = g.later(at).Add(time.Second)
	}
	last["called_back_at"] = show(at)
	g.add(head, cells, last)
	return at
}

// FuzzRead: whatever comes in, every row is taken in or rejected with a
// reason, a rejected row stays as it was, what was taken in is the same when
// it comes again, and its export comes to the same elsewhere.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		record, "工单编号,渠道,诉求类型,受理时间\nA1,电话,咨询,2019-10-08 09:00\n", short + "A1,phone,help,2019-10-08T09:00:00.5+08:00,住建局,,2019-10-08 10:00,,,,,,,,\nA1\n",
		"case_no,channel,kind,received_at,unit,dispatched_at,topics\n\"A1\",phone,help,2019-10-08 09:00,新局,2019-10-08 10:00,city:noise；；x\n", "", "\xEF\xBB\xBF", "a\"b",
		"case_no,case_no\n", "case_no,channel,kind,received_at,title\nA1,web,help,9999-12-31 23:59,\"\"\"\r\n\"\nA1,,,,\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		w := newWorld(t)
		w.setting.CreateUnits = true
		table, err := history.ReadCSV(data, "t.csv")
		if err == nil {
			_, err = history.Read(table, w.setting)
		}
		if err != nil {
			checkPlaced(t, err)
			return
		}
		p := w.take(t, string(data))
		for _, r := range p.Rejected() {
			i := slices.IndexFunc(table.Rows, func(rec csvtext.Record) bool { return rec.Line == r.Line })
			if !slices.Equal(table.Rows[i].Fields, r.Fields) {
				t.Errorf("row %d was %q and is rejected as %q", r.Line, table.Rows[i].Fields, r.Fields)
			}
			for _, err := range r.Problems {
				checkPlaced(t, err)
			}
		}
		for _, course := range w.plan(t, string(data)).Courses {
			if _, known := w.cases[course.Number]; known {
				t.Errorf("case %q goes on when the same comes again: %+v", course.Number, course.Steps)
			}
		}
		checkExport(t, w)
	})
}

// checkPlaced: a problem is the input's, and says where it lies.
func checkPlaced(t *testing.T, err error) {
	t.Helper()
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			checkPlaced(t, one)
		}
		return
	}
	if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "t.csv:") {
		t.Errorf("kind %s of %v", errs.KindOf(err), err)
	}
}

// checkExport: the cases of a world, written and taken in by another, are
// written as the same.
func checkExport(t *testing.T, w *world) {
	t.Helper()
	var numbers []string
	for _, n := range slices.Sorted(maps.Keys(w.cases)) {
		if !utf8.ValidString(string(n)) || w.cases[n].State == casework.NewCase {
			t.Errorf("took in case %q in state %q", n, w.cases[n].State)
		}
		numbers = append(numbers, string(n))
	}
	text := w.export(t, numbers...)
	other := newWorld(t)
	other.setting.CreateUnits = true
	other.must(t, text)
	if d := cmp.Diff(text, other.export(t, numbers...)); d != "" {
		t.Error(d)
	}
}
