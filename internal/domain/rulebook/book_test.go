package rulebook_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// TestTopics: of every topic the latest version; of a period those that run in
// a part of it.
func TestTopics(t *testing.T) {
	t.Parallel()
	b := book(t,
		topicRule(1, "city", "创建", "2018-01-01", "2018-12-31"), topicRule(2, "city", "创城", "2018-01-01", "2019-10-01"),
		topicRule(1, "virus", "疫情", "2020-01-22", ""), topicRule(1, "old", "旧", "2010-01-01", "2019-09-30"),
	)
	names := func(p string) (all []string) {
		period, err := calendar.ParsePeriod(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range b.TopicsIn(period) {
			all = append(all, d.Name)
		}
		return all
	}
	for p, want := range map[string][]string{
		"2019Q4": {"创城"}, "2019Q3": {"创城", "旧"}, "2019-10-02..2020-01-21": nil, "2020-01-22..2020-01-22": {"疫情"}, "2030": {"疫情"},
	} {
		if diff := cmp.Diff(want, names(p)); diff != "" {
			t.Errorf("%s: %s", p, diff)
		}
	}
	for _, c := range []struct{ key, facet, want string }{{"city", "", "创城"}, {"city", "no", "创城"}, {"no", "", "no"}, {"no", "x", "no:x"}} {
		if got := b.TagName(c.key, c.facet); got != c.want {
			t.Errorf("the tag %s:%s prints as %q, want %q", c.key, c.facet, got, c.want)
		}
	}
}

// TestNamesAndNotes: the names that codes print as, and the notes of a period.
func TestNamesAndNotes(t *testing.T) {
	t.Parallel()
	note := func(key, from, to string) rulebook.Rule {
		return rulebook.Rule{Kind: rulebook.Note, Key: key, Version: 1, Text: "from: " + from + "\nto: " + to + "\ntext: " + key + "\n"}
	}
	b := book(t,
		rulebook.Rule{Kind: rulebook.Places, Key: "places", Version: 1, Text: "names: {330802001: 府山街道}\n"},
		rulebook.Rule{Kind: rulebook.Subjects, Key: "subjects", Version: 1, Text: "paths: [旧]\n"},
		rulebook.Rule{Kind: rulebook.Subjects, Key: "subjects", Version: 2, Text: "paths: [新, 新/一]\n"},
		rulebook.Rule{Kind: rulebook.Reasons, Key: "return", Version: 1, Text: "name: 退单\nreasons: [{code: duty, name: 职责}, {code: gone, name: 旧因}]\n"},
		rulebook.Rule{Kind: rulebook.Reasons, Key: "return", Version: 2, Text: "name: 退单\nreasons: [{code: duty, name: 职责不符}]\n"},
		rulebook.Rule{Kind: rulebook.Reasons, Key: "extend", Version: 1, Text: "name: 延期\nen: Extension\nreasons: [{code: works, name: 施工, en: Works}, {code: rain, name: 雨季}]\n"},
		note("before", "2019-01-01", "2019-09-30"), note("edge", "2019-12-31", "2020-12-31"), note("in", "2019-11-01", "2019-11-01"),
	)
	for got, want := range map[string]string{
		b.PlaceName("330802001"): "府山街道", b.PlaceName("1"): "1",
		b.ReasonName("duty"): "职责不符", b.ReasonName("gone"): "旧因", b.ReasonName("none"): "none",
		b.ReasonName("works"): "施工", b.ReasonEnglish("works"): "Works", b.ReasonEnglish("rain"): "雨季", b.ReasonEnglish("other"): "other",
		b.ReasonLists()["extend"].En: "Extension", b.ReasonLists()["return"].En: "",
	} {
		if got != want {
			t.Errorf("printed as %q, want %q", got, want)
		}
	}
	if diff := cmp.Diff([]string{"新", "新/一"}, b.Subjects.Paths); diff != "" {
		t.Error(diff)
	}
	q, err := calendar.ParsePeriod("2019Q4")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"edge", "in"}, b.NotesIn(q)); diff != "" {
		t.Error(diff)
	}
}

// TestExternals: other regions' figures as of a moment, to the microsecond.
func TestExternals(t *testing.T) {
	t.Parallel()
	q, err := calendar.ParsePeriod("2019Q4")
	if err != nil {
		t.Fatal(err)
	}
	year := calendar.Period{From: day(t, "2019-01-01"), To: q.To}
	at := time.Date(2020, 1, 15, 1, 0, 0, 0, time.UTC)
	figure := func(name string, p calendar.Period, index string, at time.Time) rulebook.External {
		return rulebook.External{Name: name, Period: p, Index: exact.Must(index), Source: "市级通报", Recorded: at}
	}
	b, err := rulebook.New(head, nil, []rulebook.Rule{china()}, []rulebook.External{
		figure("乙市", q, "98", at), figure("甲县", q, "99.5", at.Add(time.Hour)), figure("甲县", q, "99.6", at), figure("甲县", year, "90", at),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		asOf time.Time
		want []string
	}{
		{at.Add(-time.Microsecond), []string{}}, {at, []string{"乙市 98", "甲县 99.6"}},
		{at.Add(time.Hour - time.Microsecond), []string{"乙市 98", "甲县 99.6"}}, {at.Add(time.Hour), []string{"乙市 98", "甲县 99.5"}},
	} {
		got := []string{}
		for _, x := range b.ExternalsOf(q, c.asOf) {
			got = append(got, x.Name+" "+x.Index.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("as of %s: %s", c.asOf, diff)
		}
	}
}

// TestNewRefuses: a book of units or rules that cannot be used is not made.
func TestNewRefuses(t *testing.T) {
	t.Parallel()
	if _, err := rulebook.New(head, []org.Unit{{ID: "a", Name: "甲", Parent: "a"}}, []rulebook.Rule{china()}, nil); errs.CodeOf(err) != "unit.circle" {
		t.Errorf("a unit above itself: %v", err)
	}
	if _, err := rulebook.New(head, nil, []rulebook.Rule{china(), {Kind: rulebook.Policy, Key: "a", Version: 1, Text: "a: b\n"}}, nil); !errs.Is(err, errs.Invalid) {
		t.Errorf("a policy of nothing: %v", err)
	}
	b := book(t, scheme(t, "ours", 1, "2019-01-01"))
	if !b.HasList(org.Town) || b.HasList("others") || book(t).HasList(org.Town) {
		t.Error("lists are not those of the schemes")
	}
	if b.Location.String() != "Asia/Shanghai" || b.RegionName != "柯城区" {
		t.Errorf("a book of %s in %s", b.RegionName, b.Location)
	}
}
