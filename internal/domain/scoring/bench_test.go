package scoring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
)

// million makes n legs of 50 units as a big city's year has them: three in
// four surveyed, one in twelve dissatisfied, some late, closed within 20 days.
func million(n int) []scoring.Leg {
	verdicts := [...]survey.Verdict{
		survey.Satisfied, survey.Satisfied, survey.Satisfied, survey.Satisfied, survey.Satisfied, survey.Satisfied,
		survey.Satisfied, survey.Basic, survey.Dissatisfied, survey.Unreached, survey.Declined, survey.None,
	}
	start := time.Date(2019, 1, 1, 0, 0, 0, 0, shanghai)
	legs := make([]scoring.Leg, n)
	state := uint64(330802)
	draw := func(below uint64) int {
		state = state*6364136223846793005 + 1442695040888963407
		return int((state >> 33) % below)
	}
	punctual := func(missed uint64) scoring.Punctual {
		if draw(100) < int(missed) {
			return scoring.Missed
		}
		return scoring.Met
	}
	for i := range legs {
		l := &legs[i]
		unit := draw(50)
		l.Ref, l.Unit, l.List = fmt.Sprintf("3308022019%07d-01", i), fmt.Sprintf("单位%02d", unit), "department"
		if unit < 15 {
			l.List = "town"
		}
		l.Dispatched = start.Add(time.Duration(draw(365*86400)) * time.Second)
		l.Closed = l.Dispatched.Add(time.Duration(draw(20*86400)) * time.Second)
		l.Verdict = verdicts[draw(12)]
		l.Sign, l.Close, l.CallBack = punctual(1), punctual(3), punctual(2)
	}
	return legs
}

// BenchmarkScoreMillion scores 1,000,000 legs with the working of every row.
func BenchmarkScoreMillion(b *testing.B) {
	legs := million(1_000_000)
	s := preset(b, "kecheng-2019")
	b.ReportAllocs()
	for b.Loop() {
		r, err := scoring.Score(s, slices.Values(legs), shanghai, scoring.Options{})
		if err != nil || r.Region.Tally.Handled != len(legs) {
			b.Fatal(err)
		}
	}
}

// BenchmarkCostsMillion names every leg that cost points, unit by unit, of
// 1,000,000 legs.
func BenchmarkCostsMillion(b *testing.B) {
	legs := million(1_000_000)
	s := preset(b, "kecheng-2019")
	r, err := scoring.Score(s, slices.Values(legs), shanghai, scoring.Options{})
	if err != nil {
		b.Fatal(err)
	}
	byUnit := map[string][]scoring.Leg{}
	for _, l := range legs {
		byUnit[l.Unit] = append(byUnit[l.Unit], l)
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, l := range r.Lists {
			for i := range l.Rows {
				if _, err := scoring.Costs(s, &l.Rows[i], slices.Values(byUnit[l.Rows[i].Unit]), shanghai); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

// BenchmarkScoreTable reads and scores the 47 rows of a bulletin.
func BenchmarkScoreTable(b *testing.B) {
	text := asTable(readPrinted(b))
	s := preset(b, "kecheng-2019")
	b.ReportAllocs()
	for b.Loop() {
		table, err := scoring.ReadTable(strings.NewReader(text), "t.csv")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := scoring.ScoreTable(s, table, scoring.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
