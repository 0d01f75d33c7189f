package insight

import (
	"slices"

	"huying/internal/domain/scoring"
	"huying/internal/kernel/exact"
)

// Sum is the arithmetic of one component of an index, complete, so that its
// points can be worked out again by hand.
type Sum struct {
	Component scoring.Component
	Origin    scoring.Origin // of the measure
	Weights   exact.Value    // the parts of all legs in the gap together; a leg's share is its part of this
}

// sums are the arithmetic of a row's working.
func sums(s *scoring.Scheme, row *scoring.Row, costs []scoring.Cost) []Sum {
	all := make([]Sum, 0, len(row.Working))
	for _, w := range row.Working {
		i := slices.IndexFunc(s.Components, func(c scoring.Component) bool { return c.Key == w.Component })
		one := Sum{Component: s.Components[i]}
		one.Origin, _ = s.Origin(w.Of, &row.Tally) // the scheme was checked: its measures are known
		for j := range costs {
			if costs[j].Component == w.Component {
				one.Weights = one.Weights.Add(costs[j].Weight)
			}
		}
		all = append(all, one)
	}
	return all
}
