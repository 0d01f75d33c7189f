package rulebook_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// TestBadTexts: a text of every kind that cannot be used says where and why.
func TestBadTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind rulebook.Kind
		key  string
		text string
		want string
	}{
		{rulebook.Subjects, "subjects", "", "subjects subjects:1:1: empty"},
		{rulebook.Subjects, "subjects", "paths: []\n", "subjects subjects:1:1: paths: none"},
		{rulebook.Subjects, "subjects", "paths: 城乡建设\n", "subjects subjects:1:8: paths: expected a list"},
		{rulebook.Subjects, "subjects", "paths:\n  - 城乡建设\n  - 城乡建设/\n", `subjects subjects:3:5: paths[1]: "城乡建设/"; expected a path`},
		{rulebook.Subjects, "subjects", "paths:\n  - 城乡建设\n  - 城乡建设\n", `subjects subjects:3:5: paths[1]: "城乡建设" is listed twice`},
		{rulebook.Reasons, "return", "name: 退单\n", "reasons return:1:1: reasons: none"},
		{rulebook.Reasons, "return", "name: 退单\nreasons:\n  - code: duty\n", "reasons return:3:5: reasons[0].name: missing"},
		{rulebook.Reasons, "return", "name: 退单\nreasons:\n  - {code: 职责, name: 职责不符}\n", `reasons return:3:6: reasons[0].code: "职责"; expected lower-case`},
		{rulebook.Reasons, "return", "name: 退单\nreasons:\n  - {code: a, name: 甲}\n  - {code: a, name: 乙}\n", `reasons return:4:6: reasons[1].code: "a" is listed twice`},
		{rulebook.Places, "places", "names: [a]\n", "places places:1:8: names: expected a mapping"},
		{rulebook.Places, "places", "names:\n  330802001: 府山街道\n  fushan: 府山街道\n", `places places:3:3: names.fushan: "fushan"; expected the digits`},
		{rulebook.Places, "places", "names:\n  330802001: ''\n", "places places:2:3: names.330802001: empty"},
		{rulebook.House, "rules", "return_times: 1\nextension_times: 2\n", "rules rules:1:1: hasten_hours: missing"},
		{rulebook.House, "rules", "return_times: -1\nextension_times: 2\nhasten_hours: 4\n", "rules rules:1:1: return_times: -1; expected a number from 0 to 100"},
		{rulebook.House, "rules", "return_times: 1\nextension_times: two\nhasten_hours: 4\n", `rules rules:2:18: extension_times: "two"; expected a whole number`},
		{rulebook.House, "rules", "return_times: 1\nextension_times: 2\nhasten_hours: 9999999\n", "rules rules:3:1: hasten_hours: 9999999; expected a number from 0 to 10000"},
		{rulebook.House, "rules", "return_times: 1\nextension_times: 2\nhasten_hours: 4\nreturn_time: 2\n", `rules rules:4:1: unknown field "return_time"`},
		{rulebook.House, "rules", "effective: 2019-13-01\nreturn_times: 1\nextension_times: 2\nhasten_hours: 4\n", "rules rules:1:12: effective: "},
		{rulebook.Calendar, "china", "key: china\nversion: 1\nlocation: Asia/Shanghai\npublished: 2019\nweek: {}\n", "calendar china:5:1: week: no openings"},
		{rulebook.Policy, "district", swap(t, policy("district", 1, "", "china", 0).Text, "limit: 5wd", "limit: soon"), "policy district:8:12: rules[0].limit: "},
		{rulebook.Scheme, "ours", swap(t, scheme(t, "ours", 1, "2019-01-01").Text, "base: 100", "base: much"), "scheme ours:"},
		{rulebook.Topic, "city", "key: city\nname: 创建\nfrom: 2019-01-01\nto: 2018-01-01\n", "topic city:4:1: to: 2018-01-01; expected no day before"},
		{rulebook.Note, "n", "from: 2019-01-02\nto: 2019-01-01\ntext: 说明\n", "note n:2:1: to: 2019-01-01; expected no day before 2019-01-02"},
		{rulebook.Note, "n", "from: 2019-01-01\nto: 2019-01-02\ntext: ' '\n", "note n:3:1: text: empty"},
		{rulebook.Note, "n", "from: 2019-01-01\nto: 2019-01-02\n", "note n:1:1: text: missing"},
		{rulebook.Dispatch, "dispatch", "entries:\n  - {subject: 甲, reason: 办法}\n", "dispatch dispatch:2:5: entries[0].unit: missing"},
		{rulebook.Dispatch, "dispatch", "entries:\n  - {unit: 甲局, reason: 办法}\n", "dispatch dispatch:2:6: entries[0].unit: for everything"},
		{rulebook.Dispatch, "dispatch", "entries:\n  - {unit: 甲局, division: 府山, reason: 办法}\n", `dispatch dispatch:2:16: entries[0].division: "府山"; expected the digits`},
		{rulebook.Dispatch, "dispatch", "entries:\n  - unit: 甲局\n    keywords: [路灯, '']\n    reason: 办法\n", "dispatch dispatch:3:20: entries[0].keywords[1]: empty"},
		{rulebook.Dispatch, "dispatch", "entries:\n  - {unit: 甲局, subject: 甲, reason: ' '}\n", "dispatch dispatch:2:28: entries[0].reason: empty"},
		{rulebook.Wording, "hello", "name: 答复\nuse: poem\ntext: 您好\n", `template hello:2:1: use: "poem"; expected`},
		{rulebook.Wording, "hello", "name: 答复\nuse: reply\ntext: 您好，{name}\n", "template hello:3:1: text: {name}; expected one of {number}, {title}"},
	} {
		err := rulebook.Rule{Kind: c.kind, Key: c.key, Version: 1, Text: c.text}.Read()
		if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %q:\n got %v\nwant %s", c.kind, c.text, err, c.want)
		}
	}
}

// TestBadNames: a rule that is kept under another name than its own.
func TestBadNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rule rulebook.Rule
		key  string
		code string
	}{
		"a policy's key":       {policy("a", 1, "", "china", 0), "b", "rule.key"},
		"a scheme's key":       {scheme(t, "a", 1, "2019-01-01"), "b", "rule.key"},
		"a calendar's key":     {cal("a", 1, head.Zone), "b", "rule.key"},
		"a topic's key":        {topicRule(1, "a", "甲", "2019-01-01", ""), "b", "rule.key"},
		"second house rules":   {house(1, "", 2, 4), "more", "rule.key"},
		"no key":               {reasons("return", "  - {code: a, name: 甲}\n"), "", "rule.key"},
		"a policy's version":   {policy("a", 2, "", "china", 0), "a", "rule.version"},
		"a scheme's version":   {scheme(t, "a", 2, "2019-01-01"), "a", "rule.version"},
		"a calendar's version": {cal("a", 2, head.Zone), "a", "rule.version"},
		"no such kind":         {rulebook.Rule{Kind: "sport", Text: "a: b\n"}, "a", "rule.kind"},
	} {
		if c.rule.Kind != "sport" {
			if err := c.rule.Read(); err != nil {
				t.Errorf("%s: under its own name: %v", name, err)
			}
			if got := c.rule.Declared(); got != c.rule.Version && got != 0 {
				t.Errorf("%s: calls itself version %d", name, got)
			}
		}
		c.rule.Key, c.rule.Version = c.key, 1
		err := c.rule.Read()
		if !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != c.code {
			t.Errorf("%s: %v; want %s", name, err, c.code)
		}
	}
	if got := (rulebook.Rule{Kind: rulebook.Policy, Text: "["}).Declared(); got != 0 {
		t.Errorf("a text that cannot be read calls itself version %d", got)
	}
}

// TestEveryKindIsRead: no kind is forgotten, and none takes a field that it does not know.
func TestEveryKindIsRead(t *testing.T) {
	t.Parallel()
	for _, kind := range rulebook.Kinds() {
		err := rulebook.Rule{Kind: kind, Key: "a", Version: 1, Text: "colour: red\n"}.Read()
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), string(kind)+` a:1:1: unknown field "colour"`) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// TestWrittenRules: what is written by the tags is read field by field.
func TestWrittenRules(t *testing.T) {
	t.Parallel()
	name := rapid.StringMatching(`[甲乙丙 :#'"-]{0,6}丁`)
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.DateFrom(2019, 1, rapid.IntRange(1, 31).Draw(t, "day"))
		written := []struct {
			kind rulebook.Kind
			key  string
			v    any
		}{
			{rulebook.House, "rules", rulebook.HouseRules{Effective: from, ReturnTimes: 1, HastenHours: 4, RequireContact: rapid.Bool().Draw(t, "contact")}},
			{rulebook.Note, "n", rulebook.DataNote{From: from, To: from, Text: name.Draw(t, "note")}},
			{rulebook.Places, "places", rulebook.PlaceNames{Names: map[string]string{rapid.StringMatching(`[0-9]{6,12}`).Draw(t, "code"): name.Draw(t, "place")}}},
			{rulebook.Reasons, "return", rulebook.ReasonList{Name: name.Draw(t, "list"), Reasons: []rulebook.Reason{{Code: "a", Name: name.Draw(t, "reason")}}}},
		}
		b := []rulebook.Rule{china()}
		for _, w := range written {
			text, err := yamltext.Encode(w.v)
			if err != nil {
				t.Fatal(err)
			}
			b = append(b, rulebook.Rule{Kind: w.kind, Key: w.key, Version: 1, Text: string(text)})
		}
		book, err := rulebook.New(head, nil, b, nil)
		if err != nil {
			t.Fatal(err)
		}
		note := written[1].v.(rulebook.DataNote)
		if got := book.NotesIn(calendar.Period{From: from, To: from}); len(got) != 1 || got[0] != note.Text {
			t.Fatalf("notes %q, want %q", got, note.Text)
		}
		for code, want := range written[2].v.(rulebook.PlaceNames).Names {
			if got := book.PlaceName(code); got != want {
				t.Fatalf("place %s is %q, want %q", code, got, want)
			}
		}
		if got, want := book.ReasonName("a"), written[3].v.(rulebook.ReasonList).Reasons[0].Name; got != want {
			t.Fatalf("reason %q, want %q", got, want)
		}
	})
}

// FuzzRead: no text of any kind makes the reader fail, and whatever it refuses
// is the text's fault.
func FuzzRead(f *testing.F) {
	kinds := rulebook.Kinds()
	for i, text := range []string{
		"paths: [城乡建设]\n", "name: a\nreasons:\n  - {code: a, name: b}\n", "names: {330802001: a}\n", rightsYAML(f, identity.PresetRights()), house(1, "2019-01-01", 2, 4).Text,
		cal("a", 1, "Asia/Shanghai").Text, policy("a", 1, "", "china", 1).Text, scheme(f, "a", 1, "2019-01-01").Text,
		topicRule(1, "a", "甲", "2019-01-01", "2019-12-31").Text, "from: 2019-01-01\nto: 2019-12-31\ntext: |\n  a\n",
	} {
		f.Add(uint8(i), text)
	}
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		r := rulebook.Rule{Kind: kinds[int(kind)%len(kinds)], Key: "a", Text: text}
		if err := r.Read(); err != nil && !errs.Is(err, errs.Invalid) {
			t.Fatalf("%s %q: kind %s of %v", r.Kind, text, errs.KindOf(err), err)
		}
	})
}
