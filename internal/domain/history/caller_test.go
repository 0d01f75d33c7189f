package history_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/casework"
	"huying/internal/domain/history"
	"huying/internal/domain/person"
)

const callerHeader = "case_no,channel,kind,received_at,caller_name,caller_phone,address\n"

func callerRow(number, name, phone, address string) string {
	return fmt.Sprintf("%s,phone,help,2019-10-08 09:00,\"%s\",\"%s\",\"%s\"\n", number, name, phone, address)
}

// fields is the fields of a person, which prints itself without them.
func fields(p person.Person) map[person.Field]string {
	all := map[person.Field]string{}
	for _, f := range person.Fields() {
		if v := p.Get(f); v != "" {
			all[f] = v
		}
	}
	return all
}

// TestCaller: the columns of a person, however people fill them, become the
// one form in which a number is found again; nothing is lost.
func TestCaller(t *testing.T) {
	t.Parallel()
	type told = map[person.Field]string
	for name, c := range map[string]struct {
		name, phone, address string
		want                 told
	}{
		"all three":           {" 张某某 ", "138 1234 5678", "花园街道 荷花小区3幢", told{"name": "张某某", "phone": "13812345678", "address": "花园街道 荷花小区3幢"}},
		"a landline":          {"", "（0570）3012345", "", told{"phone": "0570-3012345"}},
		"two numbers":         {"", "13812345678/0570-3012345", "", told{"phone": "13812345678", "phone2": "0570-3012345"}},
		"two after a comma":   {"", "13812345678，13912345678", "", told{"phone": "13812345678", "phone2": "13912345678"}},
		"two after a blank":   {"", "13812345678 13912345678", "", told{"phone": "13812345678", "phone2": "13912345678"}},
		"the same twice":      {"", "13812345678、138-1234-5678", "", told{"phone": "13812345678"}},
		"one too many":        {"", "13812345678、13912345678、13712345678", "", told{"phone": "13812345678", "phone2": "13912345678", "note": "原系统电话栏:13712345678"}},
		"a word with it":      {"", "13812345678（女儿）", "", told{"note": "原系统电话栏:13812345678(女儿)"}},
		"a word beside it":    {"", "13812345678 女儿", "", told{"phone": "13812345678", "note": "原系统电话栏:女儿"}},
		"no number at all":    {"", "不详", "", told{"note": "原系统电话栏:不详"}},
		"a digit too few":     {"", "1381234567", "", told{"note": "原系统电话栏:1381234567"}},
		"nobody":              {"", " ", "", told{}},
		"full-width, spacing": {"李　某", "１３８１２３４５６７８", "", told{"name": "李 某", "phone": "13812345678"}},
	} {
		p := newWorld(t).plan(t, callerHeader+callerRow("A1", c.name, c.phone, c.address))
		if bad := problems(p); len(bad) > 0 || len(p.Courses) != 1 {
			t.Fatalf("%s: %v", name, bad)
		}
		got := p.Courses[0].Caller
		if d := cmp.Diff(c.want, fields(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if normal, err := got.Normal(); err != nil || normal != got {
			t.Errorf("%s: %v is not what will be kept: %v", name, got, err)
		}
		if noted := got.Note != ""; noted != (p.Noted() == 1) {
			t.Errorf("%s: %d noted", name, p.Noted())
		}
	}
}

// TestCallerRefused: what cannot be kept makes its row bad, at its place, and
// is not repeated.
func TestCallerRefused(t *testing.T) {
	t.Parallel()
	p := newWorld(t).plan(t, callerHeader+
		callerRow("A1", strings.Repeat("长", 65), "", "")+
		callerRow("A2", "", "", strings.Repeat("址", 201))+
		callerRow("A3", "", strings.Repeat("电", 500), "")+
		callerRow("A4", "张\x01", "", "")+
		callerRow("A5", strings.Repeat("短", 64), "13812345678", strings.Repeat("址", 200)))
	checkSaid(t, p)
	if d := cmp.Diff([]string{"2:5 history.caller", "3:7 history.caller", "4:6 history.caller", "5:5 history.caller"}, problems(p)); d != "" {
		t.Error(d)
	}
	for _, r := range p.Rejected() {
		if said := fmt.Sprint(r.Problems); strings.ContainsAny(said, "址电\x01") && strings.Contains(said, "址址") {
			t.Errorf("repeated: %s", said)
		}
	}
}

// TestCallerOnRecord: the same again changes nothing; what was empty is filled
// in; another one is a bad row; an erased one stays erased; an anonymous case
// stays so.
func TestCallerOnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, callerHeader+callerRow("A1", "张某某", "13812345678", "")+callerRow("A2", "", "", ""))
	again := func(rows string) *history.Plan {
		p := w.plan(t, callerHeader+rows)
		checkSaid(t, p)
		return p
	}
	for name, rows := range map[string]string{
		"the same": callerRow("A1", "张某某", "138-1234-5678", ""), "less": callerRow("A1", "", "", ""), "none": callerRow("A2", "", "", ""),
	} {
		if p := again(rows); p.Same != 1 || len(p.Courses) != 0 {
			t.Errorf("%s: %d courses, %v", name, len(p.Courses), problems(p))
		}
	}
	filled := again(callerRow("A1", "", "13812345678", "花园街道1号"))
	if len(filled.Courses) != 1 || len(filled.Courses[0].Steps) != 0 || filled.Courses[0].Caller != (person.Person{Name: "张某某", Phone: "13812345678", Address: "花园街道1号"}) {
		t.Errorf("filled in: %+v, %v", filled.Courses, problems(filled))
	}
	late := again(callerRow("A2", "李某", "", ""))
	if len(late.Courses) != 1 || late.Courses[0].Caller.Name != "李某" {
		t.Errorf("a case without anybody: %+v, %v", late.Courses, problems(late))
	}
	for column, row := range map[string]string{"5": callerRow("A1", "王某", "", ""), "6": callerRow("A1", "", "13912345678", "")} {
		if got := problems(again(row)); len(got) != 1 || got[0] != "2:"+column+" history.recorded_caller" {
			t.Errorf("another one: %v", got)
		}
	}
	w.callers["A1"] = history.Caller{Erased: true}
	if p := again(callerRow("A1", "张某某", "13812345678", "")); p.Same != 1 || p.Erased() != 1 {
		t.Errorf("after an erasure: %d same, %d erased, %+v", p.Same, p.Erased(), p.Courses)
	}
	w.cases["A2"].Disclosure = casework.Anonymous
	if got := problems(again(callerRow("A2", "", "", "花园街道1号"))); len(got) != 1 || got[0] != "2:7 history.anonymous" {
		t.Errorf("an anonymous case: %v", got)
	}
}

// TestCallerAgain: whatever the columns hold, a table taken in twice changes
// nothing the second time.
func TestCallerAgain(t *testing.T) {
	t.Parallel()
	cell := rapid.StringMatching(`[ 0-9a-zA-Z张李（）()+、/;，\-号电]{0,40}`)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		text := callerHeader + callerRow("A1", cell.Draw(rt, "name"), cell.Draw(rt, "phone"), cell.Draw(rt, "address"))
		if first := w.take(t, text); len(problems(first)) > 0 {
			return
		}
		if p := w.plan(t, text); p.Same != 1 {
			rt.Fatalf("the second time: %v, %+v", problems(p), p.Courses)
		}
	})
}
