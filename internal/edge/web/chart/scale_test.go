package chart_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/edge/web/chart"
)

// TestScale: nothing has no shade, anything has one, more is never lighter, the
// most is the deepest, and the legend says of each value the shade it has.
func TestScale(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 60), 0, 40).Draw(t, "values")
		s := chart.NewScale(values)
		slices.Sort(values)
		for i, v := range values {
			shade := s.Shade(v)
			if (shade == 0) != (v == 0) || shade > chart.Steps || i > 0 && shade < s.Shade(values[i-1]) || v > 0 && i == len(values)-1 && shade != chart.Steps {
				t.Fatalf("%d of %v is shaded %d", v, values, shade)
			}
			told := 0
			for _, c := range s.Classes() {
				if c.From <= v && v <= c.To {
					told++
					if c.Shade != shade {
						t.Fatalf("%d is shaded %d, the legend says %d", v, shade, c.Shade)
					}
				}
			}
			if told != 1 {
				t.Fatalf("%d of %v is in %d classes of %v", v, values, told, s.Classes())
			}
		}
	})
}

// TestQuantiles: each class has as many places as the others.
func TestQuantiles(t *testing.T) {
	t.Parallel()
	got := chart.NewScale([]int{0, 1, 2, 3, 10, 20, 30, 400, 900}).Classes()
	want := []chart.Class{{}, {Shade: 1, From: 1, To: 2}, {Shade: 2, From: 3, To: 10}, {Shade: 3, From: 11, To: 30}, {Shade: 4, From: 31, To: 900}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
