package rulebook_test

import (
	"slices"
	"testing"

	"huying/internal/domain/rulebook"
)

// TestDate: the first day of a rule is read off its text, whatever its kind;
// kinds without one hold from their entry on.
func TestDate(t *testing.T) {
	t.Parallel()
	dated := []rulebook.Rule{
		scheme(t, "ours", 1, "2020-01-01"), policy("district", 1, "2020-01-01", "china", 0), house(1, "2020-01-01", 1, 4),
		topicRule(1, "city", "创建", "2020-01-01", ""),
		{Kind: rulebook.Note, Key: "n", Version: 1, Text: "from: 2020-01-01\nto: 2020-12-31\ntext: 说明\n"},
		dispatchRule(1, "effective: 2020-01-01\n"+dispatchText),
		{Kind: rulebook.Wording, Key: "hello", Version: 1, Text: "effective: 2020-01-01\nname: 答复\nuse: reply\ntext: 您好\n"},
		retention(1, "effective: 2020-01-01\npersons_years: 10\ntexts_years: 0\n"), ladder(1, "effective: 2020-01-01\nrungs: []\n"),
		regionMap(1, "effective: 2020-01-01\ndatum: GCJ-02\nsource: 自绘\ngeojson: '"+oneStreet+"'\n"),
	}
	for _, r := range dated {
		if err := r.Read(); err != nil {
			t.Fatal(err)
		}
		if got := r.Date().From; got != day(t, "2020-01-01") {
			t.Errorf("%s begins on %s", r.Ref(), got)
		}
	}
	undated := []rulebook.Kind{rulebook.Subjects, rulebook.Reasons, rulebook.Places, rulebook.Roles, rulebook.Calendar}
	for _, kind := range rulebook.Kinds() {
		if !slices.Contains(undated, kind) && !slices.ContainsFunc(dated, func(r rulebook.Rule) bool { return r.Kind == kind }) {
			t.Errorf("no rule of the kind %s is tried", kind)
		}
	}
}
