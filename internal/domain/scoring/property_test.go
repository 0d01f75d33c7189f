package scoring_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/exact"
)

// drawLeg draws any possible leg of a few units.
func drawLeg(t *rapid.T) scoring.Leg {
	l := scoring.Leg{
		Ref:        fmt.Sprintf("%06d", rapid.IntRange(0, 999999).Draw(t, "ref")),
		Unit:       rapid.SampledFrom([]string{"甲", "乙", "丙", "丁", "戊"}).Draw(t, "unit"),
		Dispatched: local(1, 0, 0).Add(time.Duration(rapid.Int64Range(0, 90*86400_000_000).Draw(t, "dispatched")) * time.Microsecond),
		Verdict:    rapid.SampledFrom(append(survey.Verdicts(), survey.None)).Draw(t, "verdict"),
		Solved:     rapid.SampledFrom([]survey.Solved{survey.SolvedUnknown, survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo}).Draw(t, "solved"),
		Sign:       scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "sign")),
		Close:      scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "close")),
		CallBack:   scoring.Punctual(rapid.IntRange(0, 2).Draw(t, "callback")),
		Returns:    rapid.IntRange(0, 2).Draw(t, "returns"),
		Reworks:    rapid.IntRange(0, 2).Draw(t, "reworks"),
		Notices:    rapid.IntRange(0, 2).Draw(t, "notices"),
		Excluded:   scoring.Scope(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2}).Draw(t, "excluded")),
	}
	l.List = map[string]string{"甲": "town", "乙": "town", "丙": "department", "丁": "county", "戊": ""}[l.Unit]
	if rapid.Bool().Draw(t, "closed") {
		l.Closed = l.Dispatched.Add(time.Duration(rapid.Int64Range(0, 20*86400_000_000).Draw(t, "took")) * time.Microsecond)
	}
	return l
}

func drawLegs(t *rapid.T) []scoring.Leg {
	return rapid.SliceOfN(rapid.Custom(drawLeg), 1, 60).Draw(t, "legs")
}

func drawPreset(t *rapid.T) *scoring.Scheme {
	s, err := scoring.Preset(rapid.SampledFrom(scoring.PresetKeys()).Draw(t, "scheme"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustScore(t *rapid.T, s *scoring.Scheme, legs []scoring.Leg, o scoring.Options) scoring.Result {
	r, err := scoring.Score(s, slices.Values(legs), shanghai, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// naive recomputes one unit by Kecheng's rules in plain rationals, leg by leg
// and apart from the package: the oracle.
type naive struct {
	handled, closed, surveyed int
	days, points              *big.Rat
	due, met                  [3]int
}

func count(legs []scoring.Leg, unit string) naive {
	n := naive{days: new(big.Rat), points: new(big.Rat)}
	for _, l := range legs {
		if (unit != "" && l.Unit != unit) || l.Excluded == scoring.OutOfAll {
			continue
		}
		n.handled++
		if !l.Closed.IsZero() {
			n.closed++
			from, to := l.Dispatched.In(shanghai), l.Closed.In(shanghai)
			if from.YearDay() == to.YearDay() && from.Year() == to.Year() {
				n.days.Add(n.days, big.NewRat(to.Sub(from).Microseconds(), 86400_000_000))
			} else {
				a := time.Date(from.Year(), from.Month(), from.Day(), 12, 0, 0, 0, time.UTC)
				b := time.Date(to.Year(), to.Month(), to.Day(), 12, 0, 0, 0, time.UTC)
				n.days.Add(n.days, big.NewRat(int64(b.Sub(a)/(24*time.Hour)), 1))
			}
		}
		for i, p := range []scoring.Punctual{l.Sign, l.Close, l.CallBack} {
			if p != scoring.NotDue {
				n.due[i]++
			}
			if p == scoring.Met {
				n.met[i]++
			}
		}
		if grade, ok := map[survey.Verdict]int64{survey.Satisfied: 100, survey.Basic: 100, survey.Dissatisfied: 60}[l.Verdict]; ok && l.Excluded == scoring.Counted {
			n.surveyed++
			n.points.Add(n.points, big.NewRat(grade, 1))
		}
	}
	return n
}

// cut returns x × scale rounded down, after adding half when halfUp; x ≥ 0.
func cut(x *big.Rat, scale int64, halfUp bool) int64 {
	y := new(big.Rat).Mul(x, big.NewRat(scale, 1))
	if halfUp {
		y.Add(y, big.NewRat(1, 2))
	}
	return new(big.Int).Quo(y.Num(), y.Denom()).Int64()
}

// average is T in hundredths; false when nothing is closed.
func (n naive) average() (int64, bool) {
	if n.closed == 0 {
		return 0, false
	}
	return cut(new(big.Rat).Quo(n.days, big.NewRat(int64(n.closed), 1)), 100, true), true
}

// index is in thousandths, against a mean in hundredths of a day.
func (n naive) index(mean int64) int64 {
	index := int64(100_000)
	for i, weight := range []int64{2, 3, 3} {
		if n.due[i] > 0 {
			index -= weight * (100_00 - cut(big.NewRat(int64(100*n.met[i]), int64(n.due[i])), 100, true))
		}
	}
	if n.surveyed > 0 {
		s := new(big.Rat).Quo(n.points, big.NewRat(int64(n.surveyed), 1))
		index -= 2 * (100_00 - cut(s, 100, false))
	}
	if days, ok := n.average(); ok {
		index -= 5 * max(0, days-mean)
	}
	return index
}

func TestScoreAgainstOracle(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	rapid.Check(t, func(t *rapid.T) {
		legs := drawLegs(t)
		r := mustScore(t, s, legs, scoring.Options{})
		region := count(legs, "")
		mean, _ := region.average()
		if r.Region.Tally.Handled != region.handled || r.Region.Tally.Surveyed() != region.surveyed {
			t.Fatalf("region: %d handled, %d surveyed; want %d, %d",
				r.Region.Tally.Handled, r.Region.Tally.Surveyed(), region.handled, region.surveyed)
		}
		rows := rowsOf(r)
		for _, unit := range []string{"甲", "乙", "丙", "丁", "戊"} {
			want := count(legs, unit)
			row, ok := rows[unit]
			if listed := want.handled > 0 && unit != "戊"; ok != listed {
				t.Fatalf("%s: row %v; want %v", unit, ok, listed)
			}
			if ok && !row.Index.Equal(exact.Ratio(want.index(mean), 1000)) {
				t.Errorf("%s: index %s; want %d thousandths", unit, row.Index, want.index(mean))
			}
		}
	})
}

func TestOrderOfLegsIsIrrelevant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, legs := drawPreset(t), drawLegs(t)
		shuffled := rapid.Permutation(legs).Draw(t, "shuffled")
		before, after := mustScore(t, s, legs, scoring.Options{}), mustScore(t, s, shuffled, scoring.Options{})
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("the result depends on the order (-one +other):\n%s", diff)
		}
	})
}

// TestRanksFollowTheOrder: a better rank is never worse in the sort keys, and
// equal keys share a rank when ties do.
func TestRanksFollowTheOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, legs := drawPreset(t), drawLegs(t)
		for i := range legs {
			legs[i].List = "town"
			legs[i].Unit = fmt.Sprint(rapid.IntRange(0, 12).Draw(t, "unit"))
		}
		for _, l := range mustScore(t, s, legs, scoring.Options{}).Lists {
			checkRanks(t, s, l.Rows)
		}
	})
}

func checkRanks(t *rapid.T, s *scoring.Scheme, rows []scoring.Row) {
	for i, row := range rows {
		if row.Rank == 0 {
			if s.Minimum.Handled <= row.Tally.Handled {
				t.Errorf("%s meets the minimum and has no rank", row.Unit)
			}
			continue
		}
		better := 0
		for _, other := range rows {
			if other.Rank > 0 && other.Index.Cmp(row.Index) > 0 {
				better++
			}
		}
		if row.Rank <= better {
			t.Errorf("%s: rank %d, though %d have a higher index", row.Unit, row.Rank, better)
		}
		if i > 0 && row.Rank == rows[i-1].Rank && !row.Index.Equal(rows[i-1].Index) {
			t.Errorf("%s and %s share rank %d with different indices", rows[i-1].Unit, row.Unit, row.Rank)
		}
	}
}

// TestBetterIsNeverWorse: with the reference held, a unit never loses by a
// leg that did better.
func TestBetterIsNeverWorse(t *testing.T) {
	t.Parallel()
	s := preset(t, "kecheng-2019")
	held := scoring.Options{Reference: map[scoring.Measure]exact.Value{scoring.AvgDays: exact.Int(3)}}
	rapid.Check(t, func(t *rapid.T) {
		legs := drawLegs(t)
		i := rapid.IntRange(0, len(legs)-1).Draw(t, "leg")
		legs[i].Unit, legs[i].List, legs[i].Excluded = "甲", "town", scoring.Counted
		before := rowsOf(mustScore(t, s, legs, held))["甲"].Index
		switch rapid.IntRange(0, 2).Draw(t, "better in") {
		case 0:
			if legs[i].Verdict.Surveyed() {
				legs[i].Verdict = survey.Satisfied
			}
		case 1:
			for _, p := range []*scoring.Punctual{&legs[i].Sign, &legs[i].Close, &legs[i].CallBack} {
				if *p == scoring.Missed {
					*p = scoring.Met
				}
			}
		case 2:
			if !legs[i].Closed.IsZero() {
				legs[i].Closed = legs[i].Dispatched
			}
		}
		if after := rowsOf(mustScore(t, s, legs, held))["甲"].Index; after.Cmp(before) < 0 {
			t.Errorf("index falls from %s to %s", before, after)
		}
	})
}

// TestSatisfiedLegNeverLowersSatisfaction: one more satisfied citizen.
func TestSatisfiedLegNeverLowersSatisfaction(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, legs := drawPreset(t), drawLegs(t)
		one := legs[0]
		one.Verdict, one.Excluded = survey.Satisfied, scoring.Counted
		before := mustScore(t, s, legs, scoring.Options{}).Region.Measures
		after := mustScore(t, s, append(legs, one), scoring.Options{}).Region.Measures
		for _, m := range []scoring.Measure{scoring.Satisfaction, scoring.SatisfiedRate} {
			if was := before.Exact(m); was != nil && after.Exact(m).Cmp(*was) < 0 {
				t.Errorf("%s falls from %s to %s", m, was, after.Exact(m))
			}
		}
	})
}

// TestMergeIsAddition: a tally of all legs equals the merged tallies of parts.
func TestMergeIsAddition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		legs := drawLegs(t)
		rule := rapid.SampledFrom([]scoring.DayRule{scoring.WholeDays, scoring.Elapsed}).Draw(t, "rule")
		var whole, merged scoring.Tally
		parts := map[string]*scoring.Tally{}
		for i := range legs {
			whole.Add(&legs[i], rule, shanghai)
			if parts[legs[i].Unit] == nil {
				parts[legs[i].Unit] = new(scoring.Tally)
			}
			parts[legs[i].Unit].Add(&legs[i], rule, shanghai)
		}
		for p := range maps.Values(parts) {
			merged.Merge(p)
		}
		if whole != merged {
			t.Errorf("whole %+v\nmerged %+v", whole, merged)
		}
	})
}

// TestSharesSum: what the legs cost sums to the component's unrounded points,
// exactly, for every component of every row, and no leg pays the other way.
func TestSharesSum(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, legs := drawPreset(t), drawLegs(t)
		for _, l := range mustScore(t, s, legs, scoring.Options{}).Lists {
			for i := range l.Rows {
				checkShares(t, s, &l.Rows[i], legs)
			}
		}
	})
}

func checkShares(t rapid.TB, s *scoring.Scheme, row *scoring.Row, legs []scoring.Leg) {
	costs, err := scoring.Costs(s, row, slices.Values(legs), shanghai)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]exact.Value{}
	for _, c := range costs {
		sums[c.Component] = sums[c.Component].Add(c.Points)
		if c.Weight.Sign() <= 0 || c.Points.Sign() == 0 {
			t.Errorf("%s: leg %s weighs %s and costs %s", c.Component, c.Leg, c.Weight, c.Points)
		}
	}
	for _, w := range row.Working {
		if !sums[w.Component].Equal(w.Unrounded) {
			t.Errorf("%s of %s: legs cost %s; the component %s", w.Component, row.Unit, sums[w.Component], w.Unrounded)
		}
	}
}

// TestSchemeTexts: any text that a person writes survives the YAML.
func TestSchemeTexts(t *testing.T) {
	t.Parallel()
	words := rapid.StringOfN(rapid.RuneFrom([]rune("a é呼应：: #-'\"{}[]&*!|>%@,.?0123yesnul~\n\t\\")), 1, 24, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := drawPreset(t)
		s.Name = "x" + words.Draw(t, "name") + "x"
		s.Source = words.Draw(t, "source") + "."
		s.Assumptions = []string{"," + words.Draw(t, "assumption") + ",", words.Draw(t, "other") + "z"}
		data, err := s.YAML()
		if err != nil {
			t.Fatal(err)
		}
		back, err := scoring.Parse(data, "back.yaml")
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if diff := cmp.Diff(s, back); diff != "" {
			t.Errorf("changes on the way (-was +is):\n%s\n%s", diff, data)
		}
	})
}

// TestWordsOfYAML: a text that YAML would take for something else stays a text.
func TestWordsOfYAML(t *testing.T) {
	t.Parallel()
	s := preset(t, "jungar")
	s.Assumptions = []string{"null", "Null", "true", "yes", "No", "on", "~", "12", "1.5", "2019-01-01", "- a", "a: b", "a #b", "\u00a0x\u2028"}
	data, err := s.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, err := scoring.Parse(data, "back.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, back); diff != "" {
		t.Errorf("changes on the way (-was +is):\n%s", diff)
	}
	for _, word := range []string{`- "null"`, `- "yes"`, `- "on"`, `- "true"`} {
		if !strings.Contains(string(data), word+"\n") {
			t.Errorf("%s is not quoted", word)
		}
	}
}
