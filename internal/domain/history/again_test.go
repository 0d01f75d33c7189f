package history_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// record is a table that has been taken in once.
const record = short +
	"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,2019-10-09 10:00,2019-10-08 11:00,2019-10-15 10:00,2019-10-12 16:00,2019-10-19 16:00,2019-10-14 09:00,不满意,否\n" +
	"A1,,,,花园街道,协办,2019-10-08 10:30,,,,,,,,\n" +
	"A2,web,consult,2019-10-08 09:00,,,,,,,2019-10-08 09:20,,2019-10-09 10:00,满意,是\n" +
	"A3,web,help,2019-10-08 09:00,花园街道,主办,2019-10-08 10:00,2019-10-09 10:00,,2019-10-15 10:00,,,,,\n"

func recorded(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb)
	w.must(tb, record)
	return w
}

func TestTheSameAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := recorded(t)
	for name, text := range map[string]string{"the same": record, "as exported": w.export(t, "A1", "A2", "A3")} {
		p := w.plan(t, text)
		if got := problems(p); len(got) > 0 || len(p.Courses) > 0 || p.Same != 3 {
			t.Errorf("%s: %d cases go on, %d stay; problems %v", name, len(p.Courses), p.Same, got)
		}
	}
}

// TestRowsMayRepeat: a row that stands twice in a table says nothing new.
func TestRowsMayRepeat(t *testing.T) {
	t.Parallel()
	once, twice := newWorld(t), newWorld(t)
	const row = "A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,2019-10-08 11:00,,2019-10-12 16:00,,2019-10-14 09:00,不满意,否\n"
	once.must(t, short+row)
	twice.must(t, short+row+row+
		"A1,,,,住建局,,2019-10-08 10:00,,2019-10-08 11:00,,,,,,\n"+
		"A1,,,,住建局,,2019-10-08 10:00,,,,,,2019-10-14 09:00,,\n")
	if d := cmp.Diff(once.cases["A1"], twice.cases["A1"]); d != "" {
		t.Error(d)
	}
}

func TestWhatIsFilledInIsAppended(t *testing.T) {
	t.Parallel()
	w := recorded(t)
	w.must(t, short+
		// The assist's whole work, and what the lead's caller says now.
		"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,2019-10-09 10:00,2019-10-08 11:00,2019-10-15 10:00,2019-10-12 16:00,2019-10-19 16:00,2019-10-20 09:00,满意,是\n"+
		"A1,,,,花园街道,协办,2019-10-08 10:30,,2019-10-15 10:00,,2019-10-16 10:00,,2019-10-17 10:00,满意,\n"+
		"A1,,,,供水公司,协办,2019-10-16 10:30,,,,,,,,\n"+
		"A2,web,consult,2019-10-08 09:00,,,,,,,2019-10-08 09:20,,2019-10-12 10:00,不满意,是\n"+
		"A3,web,help,2019-10-08 09:00,花园街道,主办,2019-10-08 10:00,2019-10-09 10:00,,2019-10-15 10:00,2019-10-12 10:00,2019-10-13 10:00,,,\n")
	lead := w.cases["A1"].Legs[0]
	if len(lead.Calls) != 2 || lead.First().Outcome != survey.Dissatisfied || lead.Last().Outcome != survey.Satisfied {
		t.Errorf("the lead was called back %v", lead.Calls)
	}
	if c := w.cases["A1"]; c.Legs[1].State != casework.LegClosed || len(c.Legs) != 3 || c.State != casework.Handling {
		t.Errorf("the case is %s, its legs %+v", c.State, c.Legs)
	}
	if c := w.cases["A2"]; c.LastAnswer().Outcome != survey.Dissatisfied {
		t.Errorf("A2 was rated %v", c.Calls)
	}
	if l := w.cases["A3"].Legs[0]; !l.ClosedAt.Equal(local("2019-10-12 10:00")) || !l.SignedAt.IsZero() {
		t.Errorf("A3's leg was closed %v, signed %v", l.ClosedAt, l.SignedAt)
	}
}

func TestContradictions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		row  string
		want string
	}{
		"channel":       {"A1,web,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,,,,,\n", "2:2 history.recorded"},
		"kind":          {"A1,phone,praise,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,,,,,\n", "2:3 history.recorded"},
		"received":      {"A1,phone,help,2019-10-08 09:01,住建局,主办,2019-10-08 10:00,,,,,,,,\n", "2:4 history.recorded"},
		"role":          {"A1,phone,help,2019-10-08 09:00,住建局,协办,2019-10-08 10:00,,,,,,,,\n", "2:6 history.recorded"},
		"sign due":      {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,2019-10-10 10:00,,,,,,,\n", "2:8 history.recorded"},
		"signed":        {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,2019-10-08 12:00,,,,,,\n", "2:9 history.recorded"},
		"close due":     {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,2019-10-10 10:00,,,,,\n", "2:10 history.recorded"},
		"closed":        {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-12 16:01,,,,\n", "2:11 history.recorded"},
		"call-back due": {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-12 16:00,2019-10-20 10:00,,,\n", "2:12 history.recorded"},
		"called before": {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-12 16:00,,2019-10-13 10:00,满意,\n", "2:13 history.call_passed"},
		"verdict":       {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-12 16:00,,2019-10-14 09:00,满意,\n", "2:14 history.recorded"},
		"solved":        {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-12 16:00,,2019-10-14 09:00,不满意,是\n", "2:14 history.recorded"},
		"empty verdict": {"A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-12 16:00,,2019-10-15 09:00,,\n", "2:13 history.call_empty"},
		"a second lead": {"A1,phone,help,2019-10-08 09:00,供水公司,主办,2019-10-15 10:00,,,,,,,,\n", "2:6 history.leads"},
		"the unit":      {"A1,phone,help,2019-10-08 09:00,住建局,协办,2019-10-15 10:00,,,,,,,,\n", "2:7 history.unit_twice"},
		"has units":     {"A1,phone,help,2019-10-08 09:00,,,,,,,2019-10-08 10:00,,,,\n", "2:5 history.has_legs"},
		"was answered":  {"A2,web,consult,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,,,,,\n", "2:5 history.answered"},
		"answered then": {"A2,web,consult,2019-10-08 09:00,,,,,,,2019-10-08 09:21,,,,\n", "2:11 history.recorded"},
		"rated":         {"A2,web,consult,2019-10-08 09:00,,,,,,,,,2019-10-09 10:00,不满意,\n", "2:14 history.recorded"},
		// Events stand in order of time: the lead's call-back is on record.
		"too late":      {"A1,phone,help,2019-10-08 09:00,花园街道,协办,2019-10-08 10:30,,,,2019-10-13 10:00,,,,\n", "2:11 flow.order"},
		"an early unit": {"A1,phone,help,2019-10-08 09:00,供水公司,协办,2019-10-09 10:00,,,,,,,,\n", "2:7 flow.order"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := recorded(t)
			p := w.take(t, short+c.row)
			checkSaid(t, p)
			got := problems(p)
			if len(got) == 0 || got[0] != c.want || len(got) > 1 {
				t.Errorf("problems %v; expected %s", got, c.want)
			}
		})
	}
}

func TestTextsOnRecord(t *testing.T) {
	t.Parallel()
	const header = "case_no,channel,kind,received_at,subject,title,content,topics\n"
	w := newWorld(t)
	w.must(t, header+"A1,phone,help,2019-10-08 09:00,民政,标题,内容,city\n")
	for row, want := range map[string]string{
		"A1,phone,help,2019-10-08 09:00,民政,标题,内容,city\n":      "",
		"A1,phone,help,2019-10-08 09:00,,,,\n":                "",
		"A1,phone,help,2019-10-08 09:00,城乡建设,,,\n":            "2:5 history.recorded",
		"A1,phone,help,2019-10-08 09:00,,别的,,\n":              "2:6 history.recorded_text",
		"A1,phone,help,2019-10-08 09:00,,,别的,\n":              "2:7 history.recorded_text",
		"A1,phone,help,2019-10-08 09:00,,,,city;city:noise\n": "2:8 history.recorded_topics",
	} {
		p := w.plan(t, header+row)
		checkSaid(t, p)
		got := append(problems(p), "")[0]
		if got != want {
			t.Errorf("%s gives %q, expected %q", row, got, want)
		}
	}
}

// TestTextsComeBackAsTheSame: a text that staff entered here is the same text
// when it comes back in a table, whatever its line ends and blanks.
func TestTextsComeBackAsTheSame(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"one\ntwo", "one\r\ntwo\r\n", " \u3000路灯不亮\t", "\r\n路灯\r\n\r\n", "路\r灯", "  ", "=1+1", "\"引\",“引”", "'quoted'"} {
		w := newWorld(t)
		d, err := casework.Decide(w.env, nil, casework.Act{By: everyone(), Now: local("2019-10-08 09:00")}, casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
			ID: "case", Number: "A1", Region: region, Title: text, Content: text, Intake: casework.Intake{Channel: casework.Web, Kind: casework.Help},
		}})
		if err != nil {
			t.Fatal(err)
		}
		c := casework.Apply(nil, d.Event)
		if d, err = casework.Decide(w.env, c, casework.Act{By: everyone(), Now: local("2019-10-08 09:00")}, casework.Command{Do: casework.DoAnswer, Reply: "reply"}); err != nil {
			t.Fatal(err)
		}
		w.cases["A1"] = casework.Apply(c, d.Event)
		if p := w.plan(t, w.export(t, "A1")); !p.Clean() || p.Same != 1 {
			t.Errorf("%q: %v in\n%q", text, problems(p), w.export(t, "A1"))
		}
	}
}

// TestGoingOnHere: what staff did since is neither undone nor contradicted.
func TestGoingOnHere(t *testing.T) {
	t.Parallel()
	w := recorded(t)
	clerk := identity.As(identity.UnitLeader, "clerk", region, "u-花园街道")
	c := w.cases["A3"]
	for _, cmd := range []casework.Command{
		{Do: casework.DoSign, Leg: 1}, {Do: casework.DoExtend, Leg: 1, Reason: "works", Until: local("2019-11-15 10:00")},
	} {
		d, err := casework.Decide(w.env, c, casework.Act{By: clerk, Now: local("2019-10-11 09:00")}, cmd)
		if err != nil {
			t.Fatal(err)
		}
		c = casework.Apply(c, d.Event)
	}
	d, err := casework.Decide(w.env, c, casework.Act{By: identity.As(identity.Dispatcher, "d", region), Now: local("2019-10-11 10:00")}, casework.Command{Do: casework.DoGrantExtension, Leg: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.cases["A3"] = casework.Apply(c, d.Event)
	p := w.plan(t, record)
	if got := problems(p); len(got) > 0 || p.Same != 3 {
		t.Errorf("%d cases stay, problems %v", p.Same, got)
	}
}
