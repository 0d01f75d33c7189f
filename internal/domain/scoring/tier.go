package scoring

import "huying/internal/kernel/exact"

// Tier 等次 names the rows that meet all of its conditions: red and black
// lists, cards, grades. The first tier that fits a ranked row is its tier.
type Tier struct {
	Key      string       `yaml:"key"`
	Name     string       `yaml:"name"`
	From     *exact.Value `yaml:"from,omitempty"`      // index at or above
	Below    *exact.Value `yaml:"below,omitempty"`     // index below
	First    int          `yaml:"first,omitempty"`     // rank at most this in its list or band
	Last     int          `yaml:"last,omitempty"`      // fewer than this many ranked worse
	AnyUnder *exact.Value `yaml:"any_under,omitempty"` // some measure of AnyOf is under this
	AnyOf    []Measure    `yaml:"any_of,omitempty"`    // the measures that AnyUnder looks at
}

// tier is the key of the first tier that fits, or empty.
func (s *Scheme) tier(r *Row, ranked []Row) string {
	for i := range s.Tiers {
		if s.Tiers[i].fits(r, ranked) {
			return s.Tiers[i].Key
		}
	}
	return ""
}

func (t *Tier) fits(r *Row, ranked []Row) bool {
	switch {
	case t.From != nil && r.Index.Cmp(*t.From) < 0:
	case t.Below != nil && r.Index.Cmp(*t.Below) >= 0:
	case t.First > 0 && r.Rank > t.First:
	case t.Last > 0 && worse(r, ranked) >= t.Last:
	case t.AnyUnder != nil && !t.under(r):
	default:
		return true
	}
	return false
}

// worse counts the rows of a worse rank.
func worse(r *Row, ranked []Row) int {
	n := 0
	for i := range ranked {
		if ranked[i].Rank > r.Rank {
			n++
		}
	}
	return n
}

func (t *Tier) under(r *Row) bool {
	for _, m := range t.AnyOf {
		if v := r.Measures.Printed(m); v != nil && v.Cmp(*t.AnyUnder) < 0 {
			return true
		}
	}
	return false
}
