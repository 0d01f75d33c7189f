package topic_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/topic"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

const small = `key: city
name: 文明城市创建
on: cases
from: 2018-01-01
to: 2020-12-31
filter:
  subjects: [城乡建设]
groups:
  - key: what
    name: 类别
    facets:
      - key: noise
        name: 噪声
        facets:
          - {key: night, name: 夜间}
      - {key: dust, name: 扬尘, filter: {kinds: [complain]}}
note: 试行
`

func TestParse(t *testing.T) {
	t.Parallel()
	got, err := topic.Parse([]byte(small), "t.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := &topic.Definition{
		Key: "city", Name: "文明城市创建", On: topic.OnCases, From: calendar.DateFrom(2018, 1, 1), To: calendar.DateFrom(2020, 12, 31),
		Filter: &topic.Filter{Subjects: []string{"城乡建设"}}, Note: "试行",
		Groups: []topic.Group{{Key: "what", Name: "类别", Facets: []topic.Facet{
			{Key: "noise", Name: "噪声", Facets: []topic.Facet{{Key: "night", Name: "夜间"}}},
			{Key: "dust", Name: "扬尘", Filter: &topic.Filter{Kinds: []string{"complain"}}},
		}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !got.HasFacet("night") || got.HasFacet("what") {
		t.Error("facets are not found by their keys")
	}
}

func TestFaultyTopic(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"no key":           {"key: city\n", "", "t.yaml:1:1: key: missing"},
		"empty name":       {"name: 文明城市创建", "name: \" \"", "t.yaml:2:1: name: empty"},
		"a key of tags":    {"key: city", "key: city:noise", `t.yaml:1:1: key: "city:noise"; expected a word`},
		"on what":          {"on: cases", "on: calls", `t.yaml:3:1: on: "calls"; expected cases, contacts`},
		"no such day":      {"from: 2018-01-01", "from: 2018-02-30", "t.yaml:4:7: from: "},
		"ends before":      {"to: 2020-12-31", "to: 2017-12-31", "t.yaml:5:1: to: 2017-12-31; expected no day before 2018-01-01"},
		"unknown":          {"note: 试行", "notes: 试行", `t.yaml:17:1: unknown field "notes"`},
		"a facet twice":    {"key: night", "key: noise", `t.yaml:15:14: groups[0].facets[0].facets[0].key: "noise" is the key of another`},
		"a facet unnamed":  {", name: 扬尘", "", "t.yaml:16:9: groups[0].facets[1].name: missing"},
		"a filter of much": {"subjects: [城乡建设]", "subject: 城乡建设", `t.yaml:7:3: filter: unknown field "subject"`},
		"a group unnamed":  {"    name: 类别\n", "", "t.yaml:9:5: groups[0].name: missing"},
		"contacts":         {"on: cases", "on: contacts", "t.yaml:6:1: filter: a topic on contacts goes by tags alone"},
		"not YAML":         {"note: 试行", "note: [", "t.yaml:17:7: not YAML"},
	} {
		text := strings.Replace(small, c.old, c.new, 1)
		if _, err := topic.Parse([]byte(text), "t.yaml"); !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// TestContactsGoByTags: a filter on contacts would count none, wherever it
// stands in the topic.
func TestContactsGoByTags(t *testing.T) {
	t.Parallel()
	d := city()
	d.On = topic.OnContacts
	var joined interface{ Unwrap() []error }
	if err := d.Check(); !errors.As(err, &joined) || len(joined.Unwrap()) != 4 {
		t.Errorf("%v; want a problem of the topic's filter and of three facets'", err)
	}
}

// TestEveryProblemIsToldAtOnce, so that a file is mended in one go.
func TestEveryProblemIsToldAtOnce(t *testing.T) {
	t.Parallel()
	err := topic.Definition{On: "calls", From: 2, To: 1, Groups: []topic.Group{{}}}.Check()
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) || len(joined.Unwrap()) != 6 {
		t.Errorf("%v; want problems of key, name, on, to, the group's key and name", err)
	}
}

// TestWrittenTopic: what is written by the tags is read field by field.
func TestWrittenTopic(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-z]{1,6}`)
	filter := rapid.Custom(func(t *rapid.T) *topic.Filter {
		if rapid.Bool().Draw(t, "none") {
			return nil
		}
		return &topic.Filter{Subjects: rapid.SliceOfN(word, 1, 3).Draw(t, "subjects"), Kinds: rapid.SliceOfN(word, 1, 2).Draw(t, "kinds")}
	})
	rapid.Check(t, func(t *rapid.T) {
		in := topic.Definition{
			Key: word.Draw(t, "key"), Name: word.Draw(t, "name"), From: calendar.DateFrom(2019, 1, rapid.IntRange(1, 31).Draw(t, "day")),
			Filter: filter.Draw(t, "filter"), Groups: []topic.Group{{Key: "g", Name: "组"}},
		}
		for _, key := range rapid.SliceOfNDistinct(word, 1, 4, rapid.ID[string]).Draw(t, "facets") {
			in.Groups[0].Facets = append(in.Groups[0].Facets, topic.Facet{Key: key, Name: key, Filter: filter.Draw(t, key)})
		}
		data, err := yamltext.Encode(in)
		if err != nil {
			t.Fatal(err)
		}
		out, err := topic.Parse(data, "t.yaml")
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		if diff := cmp.Diff(&in, out); diff != "" {
			t.Fatalf("%s\n%s", diff, data)
		}
	})
}
