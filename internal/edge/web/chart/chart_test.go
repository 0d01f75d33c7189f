package chart_test

import (
	"testing"

	"pgregory.net/rapid"

	"huying/internal/edge/web/chart"
)

// TestColumnsFit: bars stand on the ground inside the picture, side by side, the
// highest fills it, and more is never drawn lower.
func TestColumnsFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, 5000), 0, 31).Draw(t, "values")
		points := make([]chart.Point, len(values))
		most := 0
		for i, v := range values {
			points[i].Value = v
			most = max(most, v)
		}
		c := chart.NewColumns(points, 700, 120)
		right := 0
		for i, b := range c.Bars {
			if b.X < right || b.W <= 0 || b.X+b.W > c.Width || b.Y < 0 || b.Y+b.H != c.Height || (b.H == 0) != (values[i] == 0) || values[i] == most && most > 0 && b.H != c.Height {
				t.Fatalf("bar %d of %v: %+v", i, values, b)
			}
			right = b.X + b.W
			for j, o := range c.Bars {
				if values[i] > values[j] && b.H < o.H {
					t.Fatalf("%d is drawn lower than %d", values[i], values[j])
				}
			}
		}
		for i, r := range chart.NewRows(points) {
			if (r.W == 0) != (values[i] == 0) || r.W > chart.Full {
				t.Fatalf("row %d of %v: %+v", i, values, r)
			}
		}
	})
}
