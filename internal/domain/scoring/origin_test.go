package scoring_test

import (
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/scoring"
)

// TestOriginsComeToTheMeasures: worked out from its origin, every measure of
// every row is the one that was measured.
func TestOriginsComeToTheMeasures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawPreset(t)
		result := mustScore(t, s, drawLegs(t), scoring.Options{})
		for _, l := range result.Lists {
			for _, row := range l.Rows {
				for _, m := range scoring.AllMeasures() {
					o, ok := s.Origin(m, &row.Tally)
					got, want := o.Value(), row.Measures.Exact(m)
					if !ok || (got == nil) != (want == nil) || got != nil && !got.Equal(*want) {
						t.Fatalf("%s of %s: %+v comes to %v, measured %v", m, row.Unit, o, got, want)
					}
				}
			}
		}
	})
	if o, ok := (&scoring.Scheme{}).Origin("luck", &scoring.Tally{}); ok {
		t.Errorf("luck comes from %+v", o)
	}
}
