package scoring_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// costLines writes costs as component, leg, weight and points.
func costLines(t *testing.T, s *scoring.Scheme, row scoring.Row, legs []scoring.Leg) []string {
	t.Helper()
	costs, err := scoring.Costs(s, &row, slices.Values(legs), shanghai)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range costs {
		got = append(got, fmt.Sprintf("%s %s %s %s", c.Component, c.Leg, c.Weight, c.Points))
	}
	return got
}

func TestCosts(t *testing.T) {
	t.Parallel()
	legs := []scoring.Leg{
		leg(func(l *scoring.Leg) {
			l.Ref, l.Closed, l.Verdict, l.Close = "A", local(18, 9, 0), survey.Dissatisfied, scoring.Missed
		}),
		leg(func(l *scoring.Leg) {
			l.Ref, l.Closed, l.Verdict, l.Close = "B", local(13, 9, 0), survey.Dissatisfied, scoring.Met
		}),
		leg(func(l *scoring.Leg) {
			l.Ref, l.Closed, l.Verdict, l.Close = "C", local(9, 9, 0), survey.Satisfied, scoring.Met
		}),
		leg(func(l *scoring.Leg) { l.Ref, l.Verdict, l.Close = "D", survey.Unreached, scoring.Missed }),
		leg(func(l *scoring.Leg) { l.Ref, l.Unit, l.Closed = "Z", "石梁镇", local(8, 10, 0) }),
	}
	s := preset(t, "kecheng-2019")
	row := rowsOf(score(t, s, legs))["航埠镇"]
	// close 50 %: −15, half each; S 73.33: −5.334, half each; T 5.33 against
	// 4: −0.665, shared 6 days to 1 above the mean.
	want := []string{
		"close_rate A 1 -7.5", "close_rate D 1 -7.5",
		"satisfaction A 40 -2.667", "satisfaction B 40 -2.667",
		"avg_days A 6 -0.57", "avg_days B 1 -0.095",
	}
	if diff := cmp.Diff(want, costLines(t, s, row, legs)); diff != "" {
		t.Errorf("costs (-want +got):\n%s", diff)
	}
	if row.Index.String() != "79.001" {
		t.Errorf("index %s; want 79.001", row.Index)
	}
}

// TestCostsOfABadRate: under a rate that should be low, a leg costs by what it
// adds to it.
func TestCostsOfABadRate(t *testing.T) {
	t.Parallel()
	legs := []scoring.Leg{
		leg(func(l *scoring.Leg) { l.Ref, l.List, l.Returns = "A", "county", 1 }),
		leg(func(l *scoring.Leg) { l.Ref, l.List, l.Returns, l.Reworks = "B", "county", 2, 1 }),
		leg(func(l *scoring.Leg) { l.Ref, l.List = "C", "county" }),
		leg(func(l *scoring.Leg) { l.Ref, l.List = "D", "county" }),
	}
	s := preset(t, "yulin")
	row := rowsOf(score(t, s, legs))["航埠镇"]
	// 3 returns on 4 legs are 75 %: −15; 1 rework 25 %: −5.
	want := []string{"return_rate B 2 -10", "return_rate A 1 -5", "rework_rate B 1 -5"}
	if diff := cmp.Diff(want, costLines(t, s, row, legs)); diff != "" {
		t.Errorf("costs (-want +got):\n%s", diff)
	}
}

// TestCostsOfABonus: what is earned is shared by the legs that earned it.
func TestCostsOfABonus(t *testing.T) {
	t.Parallel()
	one, ten := exact.Int(1), exact.Int(10)
	bonus := func(key string, m scoring.Measure, target int64) scoring.Component {
		return scoring.Component{
			Key: key, Name: key, Measure: m, Target: &scoring.Target{Number: exact.Int(target)},
			Side: scoring.Above, Rate: &one, Effect: scoring.Bonus,
		}
	}
	s := preset(t, "kecheng-2019")
	s.Region.Components = nil
	s.Components = []scoring.Component{bonus("close", scoring.CloseRate, 30), bonus("grade", scoring.Satisfaction, 70)}
	quick := bonus("quick", scoring.AvgDays, 3)
	quick.Side, quick.Rate = scoring.Below, &ten
	s.Components = append(s.Components, quick)
	if err := s.Check(); err != nil {
		t.Fatal(err)
	}
	legs := []scoring.Leg{
		leg(func(l *scoring.Leg) {
			l.Ref, l.Close, l.Verdict, l.Closed = "A", scoring.Met, survey.Satisfied, local(10, 9, 0)
		}),
		leg(func(l *scoring.Leg) {
			l.Ref, l.Close, l.Verdict, l.Closed = "B", scoring.Missed, survey.Dissatisfied, local(11, 9, 0)
		}),
	}
	row := rowsOf(score(t, s, legs))["航埠镇"]
	want := []string{"close A 1 20", "grade A 100 6.25", "grade B 60 3.75", "quick A 1 5"}
	if diff := cmp.Diff(want, costLines(t, s, row, legs)); diff != "" {
		t.Errorf("costs (-want +got):\n%s", diff)
	}
}

// TestCostsUnderACap: the capped points are shared, not the full gap.
func TestCostsUnderACap(t *testing.T) {
	t.Parallel()
	var legs []scoring.Leg
	for i := range 4 {
		legs = append(legs, leg(func(l *scoring.Leg) {
			l.Ref, l.List, l.Verdict, l.Close = fmt.Sprint(i), "county", survey.Dissatisfied, scoring.Missed
		}))
	}
	s := preset(t, "lianyungang-2019")
	row := rowsOf(score(t, s, legs))["航埠镇"]
	want := []string{
		"close_rate 0 1 -6.25", "close_rate 1 1 -6.25", "close_rate 2 1 -6.25", "close_rate 3 1 -6.25",
		"satisfied_rate 0 1 -3.125", "satisfied_rate 1 1 -3.125", "satisfied_rate 2 1 -3.125", "satisfied_rate 3 1 -3.125",
	}
	if diff := cmp.Diff(want, costLines(t, s, row, legs)); diff != "" {
		t.Errorf("costs (-want +got):\n%s", diff)
	}
}

// TestCostsOfRoundingAlone: when no leg is above the mean but the printed
// average is, the legs of the average share alike.
func TestCostsOfRoundingAlone(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	s.Components[4].Target = &scoring.Target{Number: *s.Components[4].Rate} // 0.5 days
	s.Measures.Days = scoring.Elapsed
	s.Rounding.AvgDays.Places = 0
	legs := []scoring.Leg{
		leg(func(l *scoring.Leg) { l.Ref, l.Closed = "A", local(8, 22, 0) }),
		leg(func(l *scoring.Leg) { l.Ref, l.Closed = "B", local(8, 22, 0) }),
		leg(func(l *scoring.Leg) { l.Ref = "open" }),
	}
	row := rowsOf(score(t, s, legs))["航埠镇"]
	want := []string{"avg_days A 1 -0.125", "avg_days B 1 -0.125"}
	if diff := cmp.Diff(want, costLines(t, s, row, legs)); diff != "" {
		t.Errorf("costs (-want +got):\n%s", diff)
	}
}

// TestCostsOfTheQuarter: every unit of the bulletin's quarter, to the point.
func TestCostsOfTheQuarter(t *testing.T) {
	t.Parallel()
	legs := quarter(t, readPrinted(t))
	s := preset(t, "kecheng-2019")
	dissatisfied := 0
	for _, l := range score(t, s, legs).Lists {
		for i := range l.Rows {
			checkShares(t, s, &l.Rows[i], legs)
			costs, err := scoring.Costs(s, &l.Rows[i], slices.Values(legs), shanghai)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range costs {
				if c.Component == "satisfaction" {
					dissatisfied++
				}
			}
		}
	}
	if dissatisfied != 448 {
		t.Errorf("%d legs cost satisfaction; 448 were dissatisfied", dissatisfied)
	}
}

func TestCostsNeedTheLegs(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	legs := []scoring.Leg{leg(func(l *scoring.Leg) { l.Close = scoring.Missed })}
	row := rowsOf(score(t, s, legs))["航埠镇"]
	if _, err := scoring.Costs(s, &row, slices.Values([]scoring.Leg{}), shanghai); errs.CodeOf(err) != "scoring.legs_missing" {
		t.Errorf("%v; want a scoring.legs_missing error", err)
	}
}
