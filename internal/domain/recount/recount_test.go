package recount_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/domain/recount"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
)

var shanghai = time.FixedZone("", 8*60*60)

func drawLegs(t *rapid.T) []scoring.Leg {
	legs := make([]scoring.Leg, rapid.IntRange(1, 60).Draw(t, "n"))
	for i := range legs {
		unit := rapid.IntRange(0, 6).Draw(t, "unit")
		legs[i] = scoring.Leg{
			Ref: fmt.Sprint(i), Unit: fmt.Sprintf("单位%d", unit), List: []string{"town", "department", ""}[unit%3],
			Dispatched: time.Date(2019, 10, 1+rapid.IntRange(0, 80).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), 0, 0, 0, shanghai),
			Verdict:    rapid.SampledFrom(append(survey.Verdicts(), survey.None)).Draw(t, "verdict"),
			Sign:       scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "sign")), Close: scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "close")), CallBack: scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "callback")),
			Returns: rapid.IntRange(0, 2).Draw(t, "returns"), Excluded: scoring.Scope(rapid.IntRange(0, 2).Draw(t, "excluded")),
		}
		if rapid.IntRange(0, 9).Draw(t, "closed") > 0 {
			legs[i].Closed = legs[i].Dispatched.Add(time.Duration(rapid.IntRange(0, 20*24*3600).Draw(t, "took")) * time.Second)
		}
	}
	return legs
}

// drawScheme draws a preset that needs nothing but what open data has.
func drawScheme(t *rapid.T) *scoring.Scheme {
	s, err := scoring.Preset(rapid.SampledFrom(scoring.PresetKeys()).Draw(t, "scheme"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func printed(t *rapid.T, s *scoring.Scheme, legs []scoring.Leg) (*bulletin.Document, []openleg.Line) {
	result, err := scoring.Score(s, slices.Values(legs), shanghai, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := &bulletin.Document{Scheme: s.Ref().String(), Summary: recount.Summary(&result), Lists: recount.Lists(&result)}
	lines := make([]openleg.Line, len(legs))
	for i := range legs {
		lines[i] = openleg.Of(openleg.Name("head", i), &legs[i], legs[i].Verdict, s.Measures.Days, shanghai)
	}
	return d, lines
}

// TestOpenDataComesToTheBulletin: by any scheme, any legs.
func TestOpenDataComesToTheBulletin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		d, lines := printed(t, s, drawLegs(t))
		differ, figures, err := recount.Check(d, s, lines)
		if err != nil || len(differ) > 0 || figures < 12 {
			t.Fatalf("%d figures, %v, %v", figures, differ, err)
		}
	})
}

// TestWhatIsChangedIsFound: a leg that is missing, and a figure that was
// printed otherwise, are told with both values.
func TestWhatIsChangedIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		legs := drawLegs(t)
		legs[0].Excluded = scoring.Counted
		d, lines := printed(t, s, legs)
		differ, _, err := recount.Check(d, s, lines[1:])
		if err != nil || !slices.ContainsFunc(differ, func(f recount.Difference) bool { return f.Where == "summary" && f.Figure == "transferred" }) {
			t.Fatalf("a leg is missing: %v, %v", differ, err)
		}
		for i := range d.Lists {
			for j := range d.Lists[i].Rows {
				row := &d.Lists[i].Rows[j]
				row.Rank += 7
				differ, _, err := recount.Check(d, s, lines)
				row.Rank -= 7
				if err != nil || len(differ) != 1 || differ[0].Figure != "rank" || !strings.Contains(differ[0].String(), row.Unit) || !strings.HasSuffix(differ[0].String(), fmt.Sprintf("%d | %d", row.Rank+7, row.Rank)) {
					t.Fatalf("a rank was changed: %v, %v", differ, err)
				}
			}
		}
	})
}

func TestAnotherScheme(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		d, lines := printed(t, s, drawLegs(t))
		d.Scheme = "another@1"
		if _, _, err := recount.Check(d, s, lines); errs.CodeOf(err) != "recount.scheme" || !strings.Contains(err.Error(), "another@1") {
			t.Fatal(err)
		}
	})
}
