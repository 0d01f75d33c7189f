package bulletins

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/scoring"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// TestWaterfallHangsTogether: whatever the components gave or took, every bar
// lies on the axis, each starts where the one above ended, and the figures are
// the row's.
func TestWaterfallHangsTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		u := &UnitScore{Base: exact.Int(int64(rapid.IntRange(0, 150).Draw(t, "base")))}
		index := u.Base
		for range rapid.IntRange(0, 6).Draw(t, "components") {
			points := exact.Ratio(rapid.Int64Range(-20_000, 5_000).Draw(t, "thousandths"), 1000)
			index = index.Add(points)
			u.Row.Working = append(u.Row.Working, bulletin.Working{Component: "returns", Points: points})
		}
		if rapid.Bool().Draw(t, "scored") {
			u.Row.Index = index.Ptr()
		}
		w := newWaterfall(i18n.Chinese, u)
		want := len(u.Row.Working) + 1
		if u.Row.Index != nil {
			want++
		}
		if len(w.Steps) != want {
			t.Fatalf("%d steps, want %d", len(w.Steps), want)
		}
		for i, s := range w.Steps {
			if s.From < 0 || s.To > fullLength || s.Width() < 0 {
				t.Fatalf("step %d lies at %d…%d", i, s.From, s.To)
			}
			if i > 0 && s.Start != w.Steps[i-1].At {
				t.Fatalf("step %d starts at %d, the one above ends at %d", i, s.Start, w.Steps[i-1].At)
			}
			if s.Whole != (i == 0 || i > len(u.Row.Working)) {
				t.Fatalf("step %d whole: %v", i, s.Whole)
			}
		}
	})
}

// kechengSum is the arithmetic of a component of the Kecheng scheme.
func kechengSum(t *testing.T, component string, o scoring.Origin) Sum {
	t.Helper()
	s, err := scoring.Preset("kecheng-2019")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Components, func(c scoring.Component) bool { return c.Key == component })
	return Sum{Component: s.Components[i], Origin: o}
}

func TestWaterfallWords(t *testing.T) {
	t.Parallel()
	hundred := exact.Int(100).Ptr()
	u := &UnitScore{
		Base: exact.Int(100), Legs: map[string]int{"satisfaction": 3},
		Sums: []Sum{kechengSum(t, "close_rate", scoring.Origin{Shape: scoring.Rating, Part: exact.Int(39), Whole: 40})},
		Row: bulletin.Row{Index: exact.Must("99.5").Ptr(), Working: []bulletin.Working{
			{Component: "close_rate", Measure: exact.Must("97.5").Ptr(), Target: hundred, Points: exact.Must("-0.75"), Assumed: true},
			{Component: "avg_days", Points: exact.Value{}},
			{Component: "bonus", Name: "加分", Measure: exact.Int(2).Ptr(), Points: exact.Must("0.2")},
		}},
	}
	got := newWaterfall(i18n.Chinese, u)
	for i, want := range []step{
		{Name: "基准分", Points: "100.000"},
		{Name: "按期办结率", Points: "−0.750", Measure: "100 × 39 ÷ 40 = 97.5%", Sum: "扣 0.3 × (100 − 97.5) = 0.75", Tone: page.Bad, Assumed: true, Note: "权重为假设 / the rate is assumed"},
		{Name: "平均办理时长", Points: "0.000", Measure: "没有可计的件"},
		{Name: "加分", Points: "+0.200", Measure: "实测 2", Tone: page.Good},
		{Name: "效能指数", Points: "99.500", Sum: "100 − 0.75 + 0.2 ≈ 99.5"},
	} {
		s := got.Steps[i]
		if s.Name != want.Name || s.Points != want.Points || s.Measure != want.Measure || s.Sum != want.Sum ||
			s.Tone != want.Tone || s.Legs != want.Legs || s.Assumed != want.Assumed || s.Note != want.Note {
			t.Errorf("step %d: %+v, want %+v", i, s, want)
		}
	}
	u.Row.Working, u.Row.Index = nil, exact.Int(100).Ptr()
	if s := newWaterfall(i18n.English, u).Steps[1]; s.Sum != "nothing given, nothing taken" {
		t.Errorf("an index without points: %s", s.Sum)
	}
	if got.Low != "99.1" || got.High != "100" {
		t.Errorf("axis %s to %s", got.Low, got.High)
	}
}

func TestBars(t *testing.T) {
	t.Parallel()
	bars := subjectBars([]bulletin.Count{{Subject: "a", Count: 8}, {Subject: "b", Count: 2}, {Subject: "c"}})
	for i, want := range []int{1000, 250, 0} {
		if bars[i].Length != want {
			t.Errorf("bar %d is %d long, want %d", i, bars[i].Length, want)
		}
	}
	if got := subjectBars([]bulletin.Count{{Subject: "none"}}); got[0].Length != 0 {
		t.Errorf("a bar of nothing is %d long", got[0].Length)
	}
}
