package history_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
)

func TestARowGivesTheCommandsThatItImplies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, "case_no,channel,kind,subject,title,content,topics,received_at,unit,role,dispatched_at,sign_due_at,signed_at,close_due_at,closed_at,callback_due_at,called_back_at,verdict,solved\n"+
		"A1,phone,complain,城乡建设/市政设施,路灯,不亮,city:noise;house,2019-10-08 09:00,住建局,,2019-10-08 10:00:30,2019-10-09 10:00,2019-10-08T11:00:00+08:00,2019-10-15 10:00,2019-10-12 16:00,2019-10-19 16:00,2019-10-14 09:00,basic,partly\n")
	c := w.cases["A1"]
	l := c.Legs[0]
	got := map[string]any{
		"state": c.State, "channel": c.Channel, "kind": c.Kind, "subject": c.Subject, "title": w.texts[c.Title], "content": w.texts[c.Content],
		"tags": c.Tags, "received": c.ReceivedAt, "role": l.Role, "dispatched": l.DispatchedAt, "signed": l.SignedAt, "closed": l.ClosedAt, "calls": l.Calls,
		"sign": c.Kept(deadline.Sign, 1), "close": c.Kept(deadline.Close, 1), "callback": c.Kept(deadline.CallBack, 1),
	}
	want := map[string]any{
		"state": casework.Closed, "channel": casework.Phone, "kind": casework.Complain, "subject": "城乡建设/市政设施", "title": "路灯", "content": "不亮",
		"tags": []casework.Tag{{Topic: "city", Facet: "noise"}, {Topic: "house"}}, "received": local("2019-10-08 09:00"), "role": casework.Lead,
		"dispatched": local("2019-10-08 10:00").Add(30e9), "signed": local("2019-10-08 11:00"), "closed": local("2019-10-12 16:00"),
		"calls":    []casework.Call{{At: local("2019-10-14 09:00"), Answer: survey.Answer{Outcome: survey.Basic, Solved: survey.SolvedPartly}}},
		"sign":     casework.Punctuality{Due: local("2019-10-09 10:00"), Met: local("2019-10-08 11:00")},
		"close":    casework.Punctuality{Due: local("2019-10-15 10:00"), Met: local("2019-10-12 16:00")},
		"callback": casework.Punctuality{Due: local("2019-10-19 16:00"), Met: local("2019-10-14 09:00")},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestChineseIsReadAsEnglish(t *testing.T) {
	t.Parallel()
	english := "case_no,channel,kind,subject,title,content,topics,caller_name,caller_phone,address,received_at,unit,unit_list,role,dispatched_at,sign_due_at,signed_at,close_due_at,closed_at,callback_due_at,called_back_at,verdict,solved\n" +
		"A1,letter,report,民政,标题,内容,city:noise,,,,2019-10-08 09:00,新单位,town,lead,2019-10-08 10:00,2019-10-09 10:00,2019-10-08 11:00,2019-10-15 10:00,2019-10-12 16:00,2019-10-19 16:00,2019-10-14 09:00,declined,no\n" +
		"A1,,,,,,,,,,,花园街道,none,assist,2019-10-08 10:00,,,,2019-10-12 16:00,,2019-10-14 09:00,dissatisfied,yes\n"
	chinese := "是否解决,满意度,回访时间,回访期限,办结时间,办理期限,签收时间,签收期限,交办时间,主协办,榜单,承办单位,受理时间,地址,电话号码,姓名,专题,内容,标题,内容分类,诉求类型,渠道,工单编号\n" +
		"否,拒评,2019-10-14 09:00,2019-10-19 16:00,2019-10-12 16:00,2019-10-15 10:00,2019-10-08 11:00,2019-10-09 10:00,2019-10-08 10:00,主办,乡镇、街道,新单位,2019-10-08 09:00,,,,文明城市创建：噪音类,内容,标题,民政,举报,来信,A1\n" +
		"是,不满意,2019-10-14 09:00,,2019-10-12 16:00,,,,2019-10-08 10:00,协办,无,花园街道,,,,,,,,,,,A1\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(chinese)
	if err != nil {
		t.Fatal(err)
	}
	var exports []string
	for _, text := range []string{english, chinese, gb} {
		w := newWorld(t)
		w.setting.CreateUnits = true
		w.must(t, text)
		if u, ok := w.setting.Units.Named("新单位"); !ok || u.List != org.Town {
			t.Errorf("the new unit is %+v", u)
		}
		exports = append(exports, w.export(t, "A1"))
	}
	if exports[0] != exports[1] || exports[0] != exports[2] {
		t.Errorf("the tables say different things:\n%s", strings.Join(exports, "\n"))
	}
}

// TestUnsigned: an empty signed_at is signing at closed_at, the limit unmet.
func TestUnsigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, short+"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,2019-10-30 10:00,,,2019-10-09 10:00,,,,\n")
	if k := w.cases["A1"].Kept(deadline.Sign, 1); k.Due.IsZero() || !k.Met.IsZero() {
		t.Errorf("the limit for signing is %+v", k)
	}
	if l := w.cases["A1"].Legs[0]; l.State != casework.AwaitingCallBack {
		t.Errorf("the leg is %s", l.State)
	}
}

func TestNoLimitIsNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, short+"A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,2019-10-08 11:00,,2019-10-09 10:00,,2019-10-09 11:00,满意,\n")
	for _, kind := range []deadline.Clock{deadline.Sign, deadline.Close, deadline.CallBack} {
		if k := w.cases["A1"].Kept(kind, 1); !k.Due.IsZero() {
			t.Errorf("the %s limit is %+v; the row sets none", kind, k)
		}
	}
}

func TestDirectAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, short+
		"A1,phone,consult,2019-10-08 09:00,,,,,,,,,,,\n"+
		"A2,visit,consult,2019-10-08 09:00,,,,,,,2019-10-08 09:20,,2019-10-09 10:00,satisfied,yes\n")
	if c := w.cases["A1"]; c.State != casework.Closed || !c.Answer.At.Equal(local("2019-10-08 09:00")) || len(c.Calls) != 0 {
		t.Errorf("A1 is %s, answered %+v, called back %v", c.State, c.Answer, c.Calls)
	}
	if c := w.cases["A2"]; !c.Answer.At.Equal(local("2019-10-08 09:20")) || c.LastAnswer().Outcome != survey.Satisfied {
		t.Errorf("A2 was answered %+v, called back %v", c.Answer, c.Calls)
	}
}

// TestACallWithoutAVerdict meets the limit and waits; the verdict may come
// with a later table.
func TestACallWithoutAVerdict(t *testing.T) {
	t.Parallel()
	const row = "A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,,,2019-10-09 10:00,2019-10-11 10:00,2019-10-10 10:00,"
	w := newWorld(t)
	w.must(t, short+row+",\n")
	c := w.cases["A1"]
	if k := c.Kept(deadline.CallBack, 1); k.Met.IsZero() || c.Legs[0].State != casework.AwaitingCallBack || c.Legs[0].Last().Outcome.Surveyed() {
		t.Errorf("the limit is %+v, the leg %s with %v", k, c.Legs[0].State, c.Legs[0].Calls)
	}
	w.must(t, short+row+"基本满意,是\n")
	if c = w.cases["A1"]; c.State != casework.Closed || c.Legs[0].Last().Outcome != survey.Basic {
		t.Errorf("the case is %s with %v", c.State, c.Legs[0].Calls)
	}
}

func TestLegsInAnyOrder(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string]string{
		"the assist after the lead has closed": "A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 10:00,,,,2019-10-09 10:00,,2019-10-09 11:00,满意,\n" +
			"A1,,,,花园街道,协办,2019-10-10 10:00,,,,2019-10-11 10:00,,2019-10-12 10:00,满意,\n",
		"the lead after its assist": "A1,phone,help,2019-10-08 09:00,住建局,主办,2019-10-08 15:00,,,,2019-10-09 10:00,,2019-10-09 11:00,满意,\n" +
			"A1,,,,花园街道,协办,2019-10-08 10:00,,,,2019-10-08 12:00,,2019-10-12 10:00,满意,\n",
		"all at one moment": "A1,phone,help,2019-10-08 09:00,花园街道,协办,2019-10-08 09:00,,2019-10-08 09:00,,2019-10-08 09:00,,2019-10-08 09:00,满意,\n" +
			"A1,,,,住建局,主办,2019-10-08 09:00,,,,2019-10-08 09:00,,2019-10-08 09:00,满意,\nA1,,,,供水公司,协办,2019-10-08 09:00,,,,2019-10-08 09:00,,2019-10-08 09:00,满意,\n",
	} {
		w := newWorld(t)
		w.must(t, short+rows)
		c := w.cases["A1"]
		if c.State != casework.Closed {
			t.Errorf("%s: the case is %s", name, c.State)
		}
		for _, l := range c.Legs {
			if l.State != casework.LegClosed {
				t.Errorf("%s: leg %d is %s", name, l.Seq, l.State)
			}
		}
	}
}

func TestNewUnits(t *testing.T) {
	t.Parallel()
	const header = "case_no,channel,kind,received_at,unit,unit_list,role,dispatched_at\n"
	w := newWorld(t)
	w.setting.CreateUnits = true
	p := w.plan(t, header+
		"A1,phone,help,2019-10-08 09:00,甲局,,,2019-10-08 10:00\n"+
		"A2,phone,help,2019-10-08 09:00,甲局,department,,2019-10-08 10:00\n"+
		"A3,phone,help,2019-10-08 09:00,乙局,,,2019-10-08 10:00\n"+
		"A4,phone,help,2019-10-08 09:00,甲局,town,,2019-10-08 10:00\n"+
		"A5,phone,help,2019-10-08 09:00,丙局,town,,\n"+
		"A6,phone,help,2019-10-08 09:00,住建局,town,,2019-10-08 10:00\n"+
		"A7,phone,help,2019-10-08 09:00,"+strings.Repeat("局", 61)+",town,,2019-10-08 10:00\n")
	if d := cmp.Diff([]string{"5:6 history.unit_list", "6:8 history.missing", "8:5 history.unit_name"}, problems(p)); d != "" {
		t.Error(d)
	}
	// 丙局 is on no good row; the list of a unit that is there stays as it is.
	want := []org.Unit{{Name: "乙局"}, {Name: "甲局", List: org.Department}}
	if d := cmp.Diff(want, p.Units()); d != "" {
		t.Error(d)
	}
}

// TestPersonsAreNotRepeated: what a table says of a person is not said again,
// in commands or in problems.
func TestPersonsAreNotRepeated(t *testing.T) {
	t.Parallel()
	p := newWorld(t).plan(t, "case_no,channel,kind,received_at,unit,role,dispatched_at,caller_name,caller_phone,address\n"+
		"A1,phone,help,2019-10-08 09:00,,,,nobody,000-0000,nowhere\n"+
		"A2,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,nobody,000-0000,nowhere\n"+
		"A2,,,,花园街道,协办,2019-10-08 10:00,nobodyelse,000-0001,nowhereelse\n")
	if d := cmp.Diff([]string{"4:8 history.unequal", "4:9 history.unequal", "4:10 history.unequal"}, problems(p)); d != "" {
		t.Error(d)
	}
	var said strings.Builder
	for _, r := range p.Rejected() {
		fmt.Fprintln(&said, errors.Join(r.Problems...))
	}
	for _, c := range p.Courses {
		for _, s := range c.Steps {
			fmt.Fprintf(&said, "%+v %+v\n", s.Cmd, s.Cmd.New)
		}
	}
	if strings.Contains(said.String(), "nobody") || strings.Contains(said.String(), "000-000") || strings.Contains(said.String(), "nowhere") {
		t.Error(said.String())
	}
}

// TestRework: a closing after a call-back that followed another closing is
// that of a rework, in one table or in the next.
func TestRework(t *testing.T) {
	t.Parallel()
	const (
		first  = "A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,2019-10-08 11:00,2019-10-15 10:00,2019-10-12 16:00,2019-10-19 16:00,2019-10-14 09:00,不满意,否\n"
		second = "A1,phone,help,2019-10-08 09:00,住建局,,2019-10-08 10:00,,2019-10-08 11:00,2019-10-16 10:00,2019-10-18 16:00,2019-10-19 16:00,2019-10-20 09:00,满意,是\n"
		other  = "A1,,,,花园街道,协办,2019-10-08 10:00,,,,2019-10-15 16:00,,2019-10-15 17:00,满意,\n"
	)
	once, later := newWorld(t), newWorld(t)
	once.must(t, short+second+first)
	later.must(t, short+first+other)
	later.must(t, short+second)
	later.must(t, short+first+second+other)
	for name, w := range map[string]*world{"in one table": once, "in two": later} {
		c := w.cases["A1"]
		l := c.Legs[0]
		if c.State != casework.Closed || l.Cycle != 1 || !l.ClosedAt.Equal(local("2019-10-18 16:00")) || l.First().Outcome != survey.Dissatisfied || l.Last().Outcome != survey.Satisfied {
			t.Errorf("%s: the case is %s, the leg in cycle %d closed %v, called back %v", name, c.State, l.Cycle, l.ClosedAt, l.Calls)
		}
		// The limit of the rework was missed: 2019-10-16 10:00.
		if k := c.Kept(deadline.Close, 1); !k.Due.Equal(local("2019-10-16 10:00")) || !k.Met.Equal(local("2019-10-18 16:00")) {
			t.Errorf("%s: the limit for closing is %+v", name, k)
		}
	}
	if got := problems(once.plan(t, short+strings.Replace(first, "不满意,否", "满意,", 1))); len(got) != 1 || got[0] != "2:14 history.recorded" {
		t.Errorf("another verdict before the rework: %v", got)
	}
	if got := problems(once.plan(t, short+strings.Replace(first, "10-14 09:00", "10-15 09:00", 1))); len(got) != 1 || got[0] != "2:13 history.reworked" {
		t.Errorf("a late word on what was reworked: %v", got)
	}
}
