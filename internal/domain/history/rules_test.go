package history_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/history"
	"huying/internal/kernel/errs"
)

// short are the columns that most rows of these tests have.
const short = "case_no,channel,kind,received_at,unit,role,dispatched_at,sign_due_at,signed_at,close_due_at,closed_at,callback_due_at,called_back_at,verdict,solved\n"

func TestHeader(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		header string
		want   []string
	}{
		"unknown":                {"case_no,channel,kind,received_at,colour", []string{"t.csv:1:5: history.column_unknown"}},
		"twice, in two tongues":  {"case_no,channel,kind,received_at,渠道", []string{"t.csv:1:5: history.column_twice"}},
		"what is required":       {"title", []string{"t.csv:1: history.column_missing", "t.csv:1: history.column_missing", "t.csv:1: history.column_missing", "t.csv:1: history.column_missing"}},
		"not case, not the edge": {" Case_No ,CHANNEL,诉求类型,received_at", nil},
	} {
		table, err := history.ReadCSV([]byte(c.header+"\n"), "t.csv")
		if err != nil {
			t.Fatal(err)
		}
		_, err = history.Read(table, w.setting)
		var got []string
		if err != nil {
			for _, one := range err.(interface{ Unwrap() []error }).Unwrap() {
				got = append(got, strings.SplitN(one.Error(), " ", 2)[0]+" "+errs.CodeOf(one))
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if _, err := history.ReadCSV([]byte(" \n,,\n"), "t.csv"); errs.CodeOf(err) != "history.empty" {
		t.Errorf("a table without a header: %v", err)
	}
}

// TestBadRows holds every rule of a row against a row that breaks it. Each
// problem is laid to the field that it lies in.
func TestBadRows(t *testing.T) {
	t.Parallel()
	const good = "A1,phone,help,2019-10-08 09:00,住建局,lead,2019-10-08 10:00,,,,,,,,\n"
	for name, c := range map[string]struct {
		rows string
		want []string
	}{
		"no number":               {",phone,help,2019-10-08 09:00,,,,,,,,,,,\n", []string{"2:1 history.missing"}},
		"a number with a space":   {"A 1,phone,help,2019-10-08 09:00,,,,,,,,,,,\n", []string{"2:1 history.number"}},
		"a long number":           {strings.Repeat("A", 65) + ",phone,help,2019-10-08 09:00,,,,,,,,,,,\n", []string{"2:1 history.number"}},
		"a number in two lines":   {"\"A\n1\",phone,help,2019-10-08 09:00,,,,,,,,,,,\n", []string{"2:1 history.number"}},
		"a rounded number":        {"2.50912101108115E+17,phone,help,2019-10-08 09:00,,,,,,,,,,,\n", []string{"2:1 history.rounded"}},
		"what is required":        {"A1,,,,,,,,,,,,,,\n", []string{"2:2 history.missing", "2:3 history.missing", "2:4 history.missing"}},
		"words":                   {"A1,fax,sing,2019-10-08 09:00,住建局,boss,2019-10-08 10:00,,,,,,2019-10-09 10:00,great,maybe\n", []string{"2:2 history.word", "2:3 history.word", "2:6 history.word", "2:14 history.word", "2:15 history.word"}},
		"a time":                  {"A1,phone,help,2019-10-08,住建局,,8 Oct,,,,,,,,\n", []string{"2:4 history.time", "2:7 history.time"}},
		"an empty date of old":    {"A1,phone,help,1900-01-00 00:00,,,,,,,,,,,\nA2,phone,help,1899-12-30 00:00,,,,,,,,,,,\n", []string{"2:4 history.time", "3:4 history.time"}},
		"the future":              {"A1,phone,help,2020-03-10 09:00,,,,,,,,,,,\n", []string{"2:4 history.future"}},
		"closed in the future":    {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2029-10-08 09:00,,,,\n", []string{"2:11 history.future"}},
		"too few fields":          {"A1,phone\n", []string{"2:3 history.fields", "2:3 history.missing", "2:4 history.missing"}},
		"too many fields":         {"A1,phone,help,2019-10-08 09:00,,,,,,,,,,,,x\n", []string{"2:16 history.fields"}},
		"an unknown unit":         {"A1,phone,help,2019-10-08 09:00,财政局,,2019-10-08 10:00,,,,,,,,\n", []string{"2:5 history.unit"}},
		"a unit never given":      {"A1,phone,help,2019-10-08 09:00,住建局,,,,,,,,,,\n", []string{"2:7 history.missing"}},
		"a leg without a unit":    {"A1,phone,help,2019-10-08 09:00,,lead,2019-10-08 10:00,2019-10-09 10:00,2019-10-08 11:00,2019-10-09 10:00,,2019-10-09 10:00,,,\n", []string{"2:6 history.no_unit", "2:7 history.no_unit", "2:8 history.no_unit", "2:9 history.no_unit", "2:10 history.no_unit", "2:12 history.no_unit"}},
		"a verdict alone":         {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,,,满意,\n", []string{"2:14 history.verdict_alone"}},
		"solved alone":            {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,,2019-10-10 10:00,,是\n", []string{"2:15 history.solved_alone"}},
		"a call without verdict":  {"A1,phone,help,2019-10-08 09:00,,,,,,,,,2019-10-10 10:00,,\n", []string{"2:13 history.call_alone"}},
		"given before receipt":    {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 08:00,,,,,,,,\n", []string{"2:7 history.order"}},
		"signed before given":     {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,2019-10-08 09:30,,,,,,\n", []string{"2:9 history.order"}},
		"closed before given":     {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-08 09:59,,,,\n", []string{"2:11 history.order"}},
		"closed before signed":    {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,2019-10-09 10:00,,2019-10-09 09:00,,,,\n", []string{"2:11 history.order"}},
		"called before closed":    {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,,2019-10-09 09:00,满意,\n", []string{"2:13 history.order"}},
		"called, never closed":    {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,,,2019-10-09 09:00,满意,\n", []string{"2:13 history.not_closed"}},
		"due before given":        {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,2019-10-08 09:00,,2019-10-07 10:00,,,,,\n", []string{"2:8 history.order", "2:10 history.order"}},
		"answered before it came": {"A1,phone,help,2019-10-08 09:00,,,,,,,2019-10-08 08:00,,,,\n", []string{"2:11 history.order"}},
		"no lead":                 {"A1,phone,help,2019-10-08 09:00,住建局,assist,2019-10-08 10:00,,,,,,,,\n", []string{"2:6 history.no_lead"}},
		"two leads":               {good + "A1,,,,花园街道,,2019-10-08 10:00,,,,,,,,\n", []string{"3:6 history.leads"}},
		"one unit twice":          {good + "A1,,,,住建局,assist,2019-10-09 10:00,,,,,,,,\n", []string{"3:7 history.unit_twice"}},
		"another case's head":     {good + "A1,web,consult,2019-10-08 09:01,花园街道,assist,2019-10-08 10:00,,,,,,,,\n", []string{"3:2 history.unequal", "3:3 history.unequal", "3:4 history.unequal"}},
		"with and without units":  {good + "A1,,,,,,,,,,,,,,\n", []string{"3:5 history.mixed"}},
		"without and with units":  {"A1,phone,help,2019-10-08 09:00,,,,,,,,,,,\nA1,,,,住建局,,2019-10-08 10:00,,,,,,,,\n", []string{"3:5 history.mixed_direct"}},
		"one leg, two stories":    {good + "A1,,,,住建局,assist,2019-10-08 10:00,,,,,,,,\n", []string{"3:6 history.contradiction"}},
		"one leg, two closings":   {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,,,,\nA1,,,,住建局,,2019-10-08 10:00,,,,2019-10-09 10:01,,,,\n", []string{"3:11 history.contradiction"}},
		"one call, two verdicts":  {"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,,2019-10-10 10:00,满意,\nA1,,,,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,,2019-10-10 10:00,不满意,\n", []string{"3:14 history.contradiction"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newWorld(t).plan(t, short+c.rows)
			checkSaid(t, p)
			if d := cmp.Diff(c.want, problems(p)); d != "" {
				t.Error(d)
			}
			if len(p.Courses) > 0 {
				t.Errorf("%d cases would be taken in", len(p.Courses))
			}
		})
	}
}

func TestBadTexts(t *testing.T) {
	t.Parallel()
	const header = "case_no,channel,kind,received_at,subject,topics,title\n"
	p := newWorld(t).plan(t, header+
		"A1,phone,help,2019-10-08 09:00,城乡建设,city:noise;农房整治,"+strings.Repeat("灯", 21845)+"\n"+
		"A2,phone,help,2019-10-08 09:00,城乡建设/桥,city:dog;sport,"+strings.Repeat("灯", 21846)+"\n")
	checkSaid(t, p)
	want := []string{"3:6 history.topic", "3:6 history.topic", "3:5 history.subject", "3:7 history.long"}
	if d := cmp.Diff(want, problems(p)); d != "" {
		t.Error(d)
	}
	if len(p.Courses) != 1 {
		t.Errorf("%d good cases", len(p.Courses))
	}
}

// TestABadRowRejectsItsCase and nothing else: the other rows of the case go
// with it, without a problem of their own.
func TestABadRowRejectsItsCase(t *testing.T) {
	t.Parallel()
	p := newWorld(t).plan(t, short+
		"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,,,,,\n"+
		"A2,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,,,,,\n"+
		"A1,,,,花园街道,assist,never,,,,,,,,\n"+
		"A3,phone,help,2019-10-08 09:00,,,,,,,,,,,\n")
	if len(p.Courses) != 2 || p.Courses[0].Number != "A2" || p.Courses[1].Number != "A3" {
		t.Errorf("%d cases would be taken in", len(p.Courses))
	}
	rejected := p.Rejected()
	if len(rejected) != 2 || rejected[0].Line != 2 || len(rejected[0].Problems) != 0 || rejected[1].Line != 4 || len(rejected[1].Problems) != 1 {
		t.Errorf("rejected: %+v", rejected)
	}
}

func TestWhatCasesCannotDoIsLaidToARow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.plan(t, short+"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,,,,,\n")
	p.Refuse(p.Courses[0].Steps[1], errs.Invalidf("unit.inactive", "closed down"))
	if got := problems(p); len(got) != 1 || got[0] != "2:7 unit.inactive" {
		t.Error(got)
	}
	if errors.Join(p.Rejected()[0].Problems...) == nil {
		t.Error("no row was rejected")
	}
}
