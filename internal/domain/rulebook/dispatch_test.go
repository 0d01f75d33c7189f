package rulebook_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const dispatchText = `entries:
  - {subject: 城乡建设, unit: 住建局, reason: 三定方案第二条}
  - {subject: 城乡建设/市政设施, unit: 综合执法局, reason: 职责清单第九项}
  - {subject: 城乡建设/市政设施, division: "330802001", unit: 府山街道, reason: 属地管理}
  - {keywords: [路灯, 照明], unit: 路灯所, reason: 专项}
  - {subject: 城乡建设, unit: 老建设局, reason: 已撤并}
`

func dispatchRule(version int, text string) rulebook.Rule {
	return rulebook.Rule{Kind: rulebook.Dispatch, Key: "dispatch", Version: version, Text: text}
}

func dispatchBook(t *testing.T, rules ...rulebook.Rule) *rulebook.Book {
	t.Helper()
	var units []org.Unit
	for i, name := range []string{"住建局", "综合执法局", "府山街道", "路灯所"} {
		units = append(units, org.Unit{ID: ident.UnitID(string(rune('a' + i))), Name: name})
	}
	units = append(units, org.Unit{ID: "e", Name: "老建设局", To: day(t, "2018-12-31")})
	subjects := rulebook.Rule{Kind: rulebook.Subjects, Key: "subjects", Version: 1, Text: "paths: [城乡建设/市政设施, 城乡建设/住房, 民政]\n"}
	b, err := rulebook.New(head, units, append([]rulebook.Rule{china(), subjects}, rules...), nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestDispatchOn: all that fits, the closest first, and of a unit that is no
// more nothing.
func TestDispatchOn(t *testing.T) {
	t.Parallel()
	b := dispatchBook(t, dispatchRule(1, dispatchText), dispatchRule(2, "effective: 2020-01-01\nentries:\n  - {subject: 民政, unit: 路灯所, reason: 新办法}\n"))
	for _, c := range []struct {
		name, on string
		q        rulebook.DispatchQuery
		want     []string
	}{
		{"a branch", "2019-06-01", rulebook.DispatchQuery{Subject: "城乡建设/住房"}, []string{"住建局"}},
		{"before it ended", "2018-06-01", rulebook.DispatchQuery{Subject: "城乡建设/住房"}, []string{"住建局", "老建设局"}},
		{"a leaf", "2019-06-01", rulebook.DispatchQuery{Subject: "城乡建设/市政设施"}, []string{"综合执法局", "住建局"}},
		{"a place", "2019-06-01", rulebook.DispatchQuery{Subject: "城乡建设/市政设施", Division: "330802001003"}, []string{"府山街道", "综合执法局", "住建局"}},
		{"a word", "2019-06-01", rulebook.DispatchQuery{Subject: "城乡建设/市政设施", Text: "门口路灯不亮"}, []string{"综合执法局", "住建局", "路灯所"}},
		{"no longer name", "2019-06-01", rulebook.DispatchQuery{Subject: "城乡建设其他"}, nil},
		{"a later list", "2020-01-01", rulebook.DispatchQuery{Subject: "民政"}, []string{"路灯所"}},
		{"the later list alone", "2020-01-01", rulebook.DispatchQuery{Subject: "城乡建设"}, nil},
	} {
		var got []string
		for _, e := range b.DispatchOn(day(t, c.on), c.q) {
			got = append(got, e.Unit)
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestDispatchNames: a list that names what is not there is not put on record;
// an older one that did is no fault any more.
func TestDispatchNames(t *testing.T) {
	t.Parallel()
	const wrong = "entries:\n  - {subject: 民政, unit: 路灯所, reason: 一}\n  - {subject: 军事, unit: 城管局, reason: 二}\n"
	err := dispatchBook(t, dispatchRule(1, wrong)).Check()
	if want := "dispatch dispatch: entry 2 of the dispatch list names the unit 城管局, which is not on record / 派单目录第 2 条的单位“城管局”尚未登记\n" +
		"dispatch dispatch: entry 2 of the dispatch list names the subject 军事, which is not on record / 派单目录第 2 条的内容分类“军事”尚未登记"; !errs.Is(err, errs.Invalid) || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if err := dispatchBook(t, dispatchRule(1, wrong), dispatchRule(2, dispatchText)).Check(); err != nil {
		t.Error(err)
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	wording := func(key string, version int, text string) rulebook.Rule {
		return rulebook.Rule{Kind: rulebook.Wording, Key: key, Version: version, Text: text}
	}
	b := book(t,
		wording("common", 1, "name: 通用\nuse: reply\ntext: '您好，{title}已交{unit}办理，{due}前答复。'\n"),
		wording("common", 2, "effective: 2020-01-01\nname: 通用\nuse: reply\ntext: 新\n"),
		wording("lamp", 1, "name: 路灯\nuse: reply\nsubject: 城乡建设\ntext: 灯\n"),
		wording("call", 1, "name: 回访\nuse: callback\ntext: 访\n"))
	names := func(on, subject string) (all []string) {
		for _, one := range b.TemplatesOn(day(t, on), rulebook.ReplyTemplate, subject) {
			all = append(all, one.Text)
		}
		return all
	}
	if diff := gocmp.Diff([]string{"您好，{title}已交{unit}办理，{due}前答复。"}, names("2019-06-01", "民政")); diff != "" {
		t.Error(diff)
	}
	if diff := gocmp.Diff([]string{"新", "灯"}, names("2020-06-01", "城乡建设/市政设施")); diff != "" {
		t.Error(diff)
	}
	one := b.TemplatesOn(day(t, "2019-06-01"), rulebook.ReplyTemplate, "")[0]
	if got := one.Fill(map[string]string{"title": "路灯不亮", "unit": "住建局", "due": ""}); got != "您好，路灯不亮已交住建局办理，{due}前答复。" {
		t.Errorf("filled as %s", got)
	}
}

// TestNoteAmended: of a note only the latest version is printed.
func TestNoteAmended(t *testing.T) {
	t.Parallel()
	note := func(version int, text string) rulebook.Rule {
		return rulebook.Rule{Kind: rulebook.Note, Key: "n", Version: version, Text: "from: 2019-01-01\nto: 2019-12-31\ntext: " + text + "\n"}
	}
	got := book(t, note(1, "误"), note(2, "正")).NotesIn(calendar.Period{From: day(t, "2019-10-01"), To: day(t, "2019-12-31")})
	if diff := gocmp.Diff([]string{"正"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestInForceListed: what is listed as holding on a day is what a book answers for it.
func TestInForceListed(t *testing.T) {
	t.Parallel()
	rules := []rulebook.Rule{
		china(), cal("china", 2, head.Zone),
		policy("old", 1, "", "china", 0), policy("old", 2, "2019-06-01", "china", 0), policy("new", 1, "2020-01-01", "china", 0),
		house(1, "", 1, 4), house(2, "2020-01-01", 2, 8),
		topicRule(1, "city", "创建", "2019-01-01", "2019-12-31"), topicRule(2, "city", "创建", "2019-07-01", "2019-12-31"),
		{Kind: rulebook.Reasons, Key: "return", Version: 1, Text: "name: 退单\nreasons: [{code: a, name: 甲}]\n"},
	}
	b := book(t, rules[1:]...)
	var dated []rulebook.Dated
	for _, r := range rules {
		dated = append(dated, r.Date())
	}
	for _, c := range []struct {
		on   string
		want []string
	}{
		{"2019-02-01", []string{"reasons return@1", "rules rules@1", "calendar china@2", "policy old@1"}},
		{"2019-07-01", []string{"reasons return@1", "rules rules@1", "calendar china@2", "policy old@2", "topic city@2"}},
		{"2020-02-01", []string{"reasons return@1", "rules rules@2", "calendar china@2", "policy new@1"}},
	} {
		var got []string
		for _, d := range rulebook.InForce(dated, day(t, c.on)) {
			got = append(got, d.Ref())
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.on, diff)
		}
		p, err := b.PolicyOn(day(t, c.on))
		if err != nil || "policy "+p.Ref() != got[3] {
			t.Errorf("%s: the book has the policy %s, %v", c.on, p.Ref(), err)
		}
	}
}
