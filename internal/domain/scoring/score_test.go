package scoring_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

func score(t testing.TB, s *scoring.Scheme, legs []scoring.Leg) scoring.Result {
	t.Helper()
	r, err := scoring.Score(s, slices.Values(legs), shanghai, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func local(day, hour, minute int) time.Time {
	return time.Date(2019, 10, day, hour, minute, 0, 0, shanghai)
}

// leg is a leg of 航埠镇 in the town list, dispatched on October 8 at 10:00.
func leg(change func(*scoring.Leg)) scoring.Leg {
	l := scoring.Leg{Ref: "A-01", Unit: "航埠镇", List: "town", Dispatched: local(8, 10, 0)}
	change(&l)
	return l
}

func TestDays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name               string
		dispatched, closed time.Time
		wholeDays, elapsed string
	}{
		{"same day", local(8, 9, 0), local(8, 15, 0), "0.25", "0.25"},
		{"at once", local(8, 9, 0), local(8, 9, 0), "0", "0"},
		{"over midnight", local(8, 23, 59), local(9, 0, 1), "1", "0.001388888889"},
		{"first and last minute of a day", local(8, 0, 0), local(8, 23, 54), "0.995833333333", "0.995833333333"},
		{"over a holiday, natural days", local(1, 10, 0), local(8, 9, 0), "7", "6.958333333333"},
		{"the local date counts, not the one of UTC", local(8, 7, 59), local(8, 8, 1), "0.001388888889", "0.001388888889"},
		{"microseconds", local(8, 9, 0), local(8, 9, 0).Add(864 * time.Microsecond), "0.00000001", "0.00000001"},
	}
	for _, tt := range tests {
		for rule, want := range map[scoring.DayRule]string{scoring.WholeDays: tt.wholeDays, scoring.Elapsed: tt.elapsed} {
			if got := rule.Span(tt.dispatched, tt.closed, shanghai).Value().String(); got != want {
				t.Errorf("%s by %s: %s days, want %s", tt.name, rule, got, want)
			}
		}
	}
}

func TestSpanPlusCarriesWholeDays(t *testing.T) {
	t.Parallel()
	noon := scoring.Elapsed.Span(local(8, 0, 0), local(8, 18, 0), shanghai)
	if got := noon.Plus(noon); got.Days != 1 || got.Value().String() != "1.5" {
		t.Errorf("18 h + 18 h = %+v", got)
	}
}

func TestTallyCounts(t *testing.T) {
	t.Parallel()
	legs := []scoring.Leg{
		leg(func(l *scoring.Leg) {
			l.Closed, l.Verdict, l.Solved = local(10, 9, 0), survey.Satisfied, survey.SolvedYes
			l.Sign, l.Close, l.CallBack = scoring.Met, scoring.Met, scoring.Met
		}),
		leg(func(l *scoring.Leg) {
			l.Closed, l.Verdict, l.Solved = local(8, 22, 0), survey.Dissatisfied, survey.SolvedNo
			l.Sign, l.Close, l.CallBack = scoring.Met, scoring.Missed, scoring.Missed
			l.Returns, l.Reworks, l.Extensions, l.Notices = 1, 2, 3, 4
		}),
		leg(func(l *scoring.Leg) { l.Verdict = survey.Unreached }),
		leg(func(l *scoring.Leg) { l.Verdict = survey.Declined; l.Close = scoring.Missed }),
		leg(func(l *scoring.Leg) { l.Verdict, l.Solved = survey.Basic, survey.SolvedPartly }),
		leg(func(l *scoring.Leg) {
			l.Closed, l.Verdict, l.Excluded = local(12, 9, 0), survey.Dissatisfied, scoring.OutOfSurvey
		}),
		leg(func(l *scoring.Leg) {
			l.Closed, l.Verdict, l.Excluded, l.Returns = local(30, 9, 0), survey.Dissatisfied, scoring.OutOfAll, 5
		}),
	}
	r := score(t, preset(t, "kecheng-2019"), legs)
	row := rowsOf(r)["航埠镇"]
	want := map[scoring.Measure]string{
		scoring.SignRate: "100", scoring.CloseRate: "33.33", scoring.CallBackRate: "50",
		scoring.Satisfaction: "86.66", scoring.SatisfiedRate: "66.67", scoring.SolvedRate: "33.33",
		scoring.ReachedRate: "80", scoring.SurveyedRate: "50", scoring.ReturnRate: "16.67",
		scoring.ReworkRate: "33.33", scoring.ExtensionRate: "50",
		scoring.AvgDays: "2.17", // (2 + 0.5 + 4) ÷ 3
		scoring.Handled: "6", scoring.Surveyed: "3", scoring.Dissatisfied: "1",
		scoring.Overdue: "2", scoring.LateSigns: "0", scoring.LateCallBacks: "1",
		scoring.Returns: "1", scoring.Reworks: "2", scoring.Extensions: "3", scoring.Notices: "4",
	}
	got := map[scoring.Measure]string{}
	for _, m := range scoring.AllMeasures() {
		got[m] = row.Measures.Printed(m).String()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("measures (-want +got):\n%s", diff)
	}
	if row.Tally.ExcludedSurvey != 1 || row.Tally.ExcludedAll != 1 {
		t.Errorf("excluded %d from the survey, %d from all; want 1 and 1", row.Tally.ExcludedSurvey, row.Tally.ExcludedAll)
	}
}

// TestNothingToMeasure: no verdict prints 100 and takes no points, no closed
// leg has no time term, no due clock has no rate (design §4.3).
func TestNothingToMeasure(t *testing.T) {
	t.Parallel()
	legs := []scoring.Leg{
		leg(func(*scoring.Leg) {}),
		leg(func(l *scoring.Leg) { l.Unit, l.Closed = "石梁镇", local(9, 0, 0) }),
	}
	row := rowsOf(score(t, preset(t, "kecheng-2019"), legs))["航埠镇"]
	if s := row.Measures.Printed(scoring.Satisfaction); s == nil || s.String() != "100" {
		t.Errorf("satisfaction %v; want 100 printed", s)
	}
	if row.Measures.Exact(scoring.Satisfaction) != nil {
		t.Error("satisfaction has an exact value, though nobody was surveyed")
	}
	for _, m := range []scoring.Measure{scoring.AvgDays, scoring.SignRate, scoring.CloseRate, scoring.CallBackRate} {
		if v := row.Measures.Printed(m); v != nil {
			t.Errorf("%s is %s; want none", m, v)
		}
	}
	if row.Index.String() != "100" {
		t.Errorf("index %s; want 100, since nothing took points", row.Index)
	}
	for _, w := range row.Working {
		if w.Points.Sign() != 0 {
			t.Errorf("%s gives %s points", w.Component, w.Points)
		}
	}
}

func TestWorking(t *testing.T) {
	t.Parallel()
	var legs []scoring.Leg
	for i := range 22 {
		legs = append(legs, leg(func(l *scoring.Leg) {
			l.Closed, l.Verdict, l.Close = local(9, 0, 0), survey.Satisfied, scoring.Met
			if i == 0 {
				l.Verdict, l.Close, l.Closed = survey.Dissatisfied, scoring.Missed, local(19, 0, 0)
			}
		}))
	}
	legs = append(legs, leg(func(l *scoring.Leg) { l.Unit, l.List, l.Closed = "某单位", "", local(8, 10, 0) }))
	r := score(t, preset(t, "kecheng-2019"), legs)
	row := rowsOf(r)["航埠镇"]
	type line struct{ Component, Measure, Target, Points string }
	var got []line
	for _, w := range row.Working {
		l := line{Component: w.Component, Points: w.Points.String(), Target: w.Target.String()}
		if w.Measure != nil {
			l.Measure = w.Measure.String()
		}
		got = append(got, l)
	}
	want := []line{
		{"sign_rate", "", "100", "0"},
		{"close_rate", "95.45", "100", "-1.365"},
		{"callback_rate", "", "100", "0"},
		{"satisfaction", "98.18", "100", "-0.364"},
		{"avg_days", "1.45", "1.39", "-0.03"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("working (-want +got):\n%s", diff)
	}
	if row.Index.String() != "98.241" {
		t.Errorf("index %s; want 98.241", row.Index)
	}
	if assumed := row.Working[0].Assumed && row.Working[1].Assumed && !row.Working[3].Assumed; !assumed {
		t.Error("the assumed rates are not the ones marked")
	}
	if r.Outside.Handled != 1 || r.Units() != 1 {
		t.Errorf("%d legs outside the lists in %d units; want 1 in 1", r.Outside.Handled, r.Units())
	}
}

func TestImpossibleLegs(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*scoring.Leg){
		"no unit":             func(l *scoring.Leg) { l.Unit = "" },
		"no dispatch":         func(l *scoring.Leg) { l.Dispatched = time.Time{} },
		"closed too early":    func(l *scoring.Leg) { l.Closed = local(8, 9, 59) },
		"unknown verdict":     func(l *scoring.Leg) { l.Verdict = "delighted" },
		"unknown solved":      func(l *scoring.Leg) { l.Solved = "maybe" },
		"unknown punctuality": func(l *scoring.Leg) { l.Sign = 9 },
		"unknown exclusion":   func(l *scoring.Leg) { l.Excluded = 9 },
		"negative returns":    func(l *scoring.Leg) { l.Returns = -1 },
	} {
		_, err := scoring.Score(preset(t, "kecheng-2019"), slices.Values([]scoring.Leg{leg(change)}), shanghai, scoring.Options{})
		if !errs.Is(err, errs.Invalid) || errs.CodeOf(err) != "scoring.leg_invalid" {
			t.Errorf("%s: %v; want a scoring.leg_invalid error", name, err)
		}
	}
}

func TestReferenceMustBeUsed(t *testing.T) {
	t.Parallel()
	o := scoring.Options{Reference: map[scoring.Measure]exact.Value{scoring.SolvedRate: exact.Int(90)}}
	_, err := scoring.Score(preset(t, "kecheng-2019"), slices.Values([]scoring.Leg{}), shanghai, o)
	if errs.CodeOf(err) != "scoring.reference_unused" {
		t.Errorf("%v; want a scoring.reference_unused error", err)
	}
}

// TestLists: lists stand in the scheme's order, unknown ones after them, and a
// unit whose legs are all out of every count has no row.
func TestLists(t *testing.T) {
	t.Parallel()
	var legs []scoring.Leg
	for _, l := range []struct{ list, unit string }{{"zone", "丙"}, {"zone", "己"}, {"department", "乙"}, {"company", "丁"}, {"town", "甲"}} {
		legs = append(legs, leg(func(g *scoring.Leg) { g.List, g.Unit = l.list, l.unit }))
	}
	legs = append(legs, leg(func(g *scoring.Leg) { g.Unit, g.Excluded = "戊", scoring.OutOfAll }))
	r := score(t, preset(t, "kecheng-2019"), legs)
	var got []string
	for _, l := range r.Lists {
		for _, row := range l.Rows {
			got = append(got, l.Key+" "+l.Name+" "+row.Unit)
		}
	}
	want := []string{"town 乡镇、街道 甲", "department 区级有关单位 乙", "company company 丁", "zone zone 丙", "zone zone 己"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
	if r.Region.Tally.ExcludedAll != 1 {
		t.Error("the region forgets the excluded leg")
	}
}

// TestRegionComponents: the region's own index has the components named for
// it, in the scheme's order, and takes exact values where the scheme says so.
func TestRegionComponents(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	s.Region.Components = []string{"avg_days", "satisfaction", "close_rate"}
	legs := []scoring.Leg{
		leg(func(l *scoring.Leg) { l.Close, l.Verdict = scoring.Missed, survey.Dissatisfied }),
		leg(func(l *scoring.Leg) { l.Close, l.Verdict = scoring.Met, survey.Satisfied }),
		leg(func(l *scoring.Leg) { l.Close, l.Verdict = scoring.Met, survey.Satisfied }),
	}
	var got []string
	for _, w := range score(t, s, legs).Region.Working {
		got = append(got, w.Component+" "+w.Unrounded.String())
	}
	want := []string{"close_rate -9.999", "satisfaction -2.666666666667", "avg_days 0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("working (-want +got):\n%s", diff)
	}
	s.Region = scoring.Region{}
	if working := score(t, s, legs).Region.Working; len(working) != len(s.Components) || working[3].Unrounded.String() != "-2.668" {
		t.Errorf("without a region block: %+v; want all components on printed values", working)
	}
}

// TestInForce: of the schemes begun by the day, the latest, and its newest version.
func TestInForce(t *testing.T) {
	t.Parallel()
	scheme := func(version, day int) *scoring.Scheme {
		s := preset(t, "kecheng-2019")
		s.Version, s.Effective = version, s.Effective.Add(day)
		return s
	}
	first := preset(t, "kecheng-2019").Effective
	schemes := []*scoring.Scheme{scheme(2, 0), scheme(3, 90), scheme(1, 0), scheme(4, 90)}
	for day, want := range map[int]int{0: 2, 89: 2, 90: 4, 400: 4} {
		if s, ok := scoring.InForce(schemes, first.Add(day)); !ok || s.Version != want {
			t.Errorf("day %d: version %d; want %d", day, s.Version, want)
		}
	}
	if _, ok := scoring.InForce(schemes, first.Add(-1)); ok {
		t.Error("a scheme is in force before it begins")
	}
}
