package scoring

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Cost is what one leg cost or earned its unit under one component.
type Cost struct {
	Component string
	Leg       string      // the leg's Ref
	Weight    exact.Value // the leg's part in the gap, in the measure's own unit
	Points    exact.Value // signed share of the component's unrounded points
}

// Costs answers "why this score": it names every leg behind the points of a
// row, and how many points are its. Legs may hold other units' too; only those
// of the row's unit and list are looked at, by the rule and dates of Score.
//
// A component's unrounded points are shared in proportion to each leg's part
// in the gap, so the shares sum to them exactly, also under a cap:
//
//   - satisfaction below its target: points of a satisfied leg − the verdict's;
//   - average days above their target: the leg's days above it, 0 if none;
//   - a rate below its target: 1 for each leg that missed it;
//   - a rate above its target, or a count: what the leg adds to it.
//
// When rounding alone made the gap (no leg has a part in it), every leg of the
// measure's denominator has the same share. Legs without a share are left out.
// Order: components as in the scheme, then the larger share, then Leg.
func Costs(s *Scheme, row *Row, legs iter.Seq[Leg], loc *time.Location) ([]Cost, error) {
	var own []singleton
	for l := range legs {
		if l.Unit != row.Unit || l.List != row.List {
			continue
		}
		if err := l.check(); err != nil {
			return nil, err
		}
		one := singleton{ref: l.Ref}
		one.tally.Add(&l, s.Measures.Days, loc)
		own = append(own, one)
	}
	var costs []Cost
	for i := range row.Working {
		w := &row.Working[i]
		if w.Unrounded.Sign() == 0 {
			continue
		}
		shares := s.share(w, own)
		if len(shares) == 0 {
			return nil, errs.Invalidf("scoring.legs_missing",
				"component %s of %q has points, but none of its legs were given", w.Component, row.Unit)
		}
		costs = append(costs, shares...)
	}
	return costs, nil
}

// singleton is the tally of one leg: a leg's part in a measure is read off the
// same definitions as the measure itself.
type singleton struct {
	ref   string
	tally Tally
}

// share divides a component's points among the legs.
func (s *Scheme) share(w *Working, legs []singleton) []Cost {
	c, ok := s.component(w.Component)
	if !ok {
		return nil
	}
	costs := s.weigh(legs, func(t *Tally) (exact.Value, bool) { return s.part(c, w, t) })
	if len(costs) == 0 {
		d, _ := c.Measure.definition()
		costs = s.weigh(legs, func(t *Tally) (exact.Value, bool) {
			return exact.Int(1), d.whole != nil && d.whole(t) > 0
		})
	}
	var sum exact.Value
	for i := range costs {
		sum = sum.Add(costs[i].Weight)
	}
	each := sharer{points: w.Unrounded, of: sum}
	for i := range costs {
		costs[i].Component = c.Key
		costs[i].Points = each.share(costs[i].Weight)
	}
	slices.SortFunc(costs, func(a, b Cost) int {
		return cmp.Or(b.Weight.Cmp(a.Weight), cmp.Compare(a.Leg, b.Leg))
	})
	return costs
}

// weigh keeps the legs that have a part, with its weight.
func (s *Scheme) weigh(legs []singleton, part func(*Tally) (exact.Value, bool)) []Cost {
	var costs []Cost
	for i := range legs {
		if v, ok := part(&legs[i].tally); ok && v.Sign() > 0 {
			costs = append(costs, Cost{Leg: legs[i].ref, Weight: v})
		}
	}
	return costs
}

// part is one leg's part in the gap of a component; false when the leg is not
// in the measure.
func (s *Scheme) part(c *Component, w *Working, t *Tally) (exact.Value, bool) {
	d, _ := c.Measure.definition()
	if d.form == count {
		return exact.Int(int64(d.part(t))), true
	}
	if d.whole(t) == 0 {
		return exact.Value{}, false
	}
	switch d.form {
	case graded:
		points := s.Measures.Satisfaction.points(t)
		if c.Side == Below {
			return s.Measures.Satisfaction.Satisfied.Sub(points), true
		}
		return points, true
	case duration:
		if c.Side == Below {
			return w.Target.Sub(t.Length.Value()), true
		}
		return t.Length.Value().Sub(*w.Target), true
	}
	if c.Side == Below {
		return exact.Int(int64(d.whole(t) - d.part(t))), true
	}
	return exact.Int(int64(d.part(t))), true
}

// component finds a component by key.
func (s *Scheme) component(key string) (*Component, bool) {
	i := slices.IndexFunc(s.Components, func(c Component) bool { return c.Key == key })
	if i < 0 {
		return nil, false
	}
	return &s.Components[i], true
}

// sharer divides points by weight and remembers the last answer: most legs of
// a unit weigh the same.
type sharer struct {
	points, of   exact.Value
	weight, last *exact.Value
}

func (h *sharer) share(weight exact.Value) exact.Value {
	if h.weight == nil || !h.weight.Equal(weight) {
		h.weight = weight.Ptr()
		h.last = h.points.Mul(weight).Div(h.of).Ptr()
	}
	return *h.last
}
