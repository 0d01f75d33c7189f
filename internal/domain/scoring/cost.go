package scoring

import (
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
	d, _ := c.Measure.definition()
	groups := weigh(d, legs, func(t *Tally) exact.Value { return s.part(c, d, w, t) })
	if len(groups) == 0 {
		groups = weigh(d, legs, func(*Tally) exact.Value { return exact.Int(1) })
	}
	var sum exact.Value
	n := 0
	for _, g := range groups {
		sum = sum.Add(g.weight.Mul(exact.Int(int64(len(g.legs)))))
		n += len(g.legs)
	}
	costs := make([]Cost, 0, n)
	for _, g := range groups {
		points := w.Unrounded.Mul(g.weight).Div(sum)
		for _, leg := range g.legs {
			costs = append(costs, Cost{Component: c.Key, Leg: leg, Weight: g.weight, Points: points})
		}
	}
	return costs
}

// group is the legs of one weight.
type group struct {
	weight exact.Value
	legs   []string
}

// weigh gathers the legs that have a part by their weight, the heaviest first.
// Legs that look alike to the measure are weighed once: exact arithmetic on
// each of a million legs would take long.
func weigh(d *definition, legs []singleton, part func(*Tally) exact.Value) []group {
	places := map[essence]int{}
	var groups []group
	for i := range legs {
		t := &legs[i].tally
		if d.form != count && d.whole(t) == 0 {
			continue
		}
		e := d.essence(t)
		at, ok := places[e]
		if !ok {
			at = len(groups)
			places[e] = at
			groups = append(groups, group{weight: part(t)})
		}
		groups[at].legs = append(groups[at].legs, legs[i].ref)
	}
	groups = slices.DeleteFunc(groups, func(g group) bool { return g.weight.Sign() <= 0 })
	slices.SortFunc(groups, func(a, b group) int { return b.weight.Cmp(a.weight) })
	merged := groups[:0]
	for _, g := range groups {
		if n := len(merged); n > 0 && merged[n-1].weight.Equal(g.weight) {
			merged[n-1].legs = append(merged[n-1].legs, g.legs...)
			continue
		}
		merged = append(merged, g)
	}
	for i := range merged {
		slices.Sort(merged[i].legs)
	}
	return merged
}

// essence is all that a measure sees of one leg.
type essence struct {
	part, whole int
	length      Span
	verdict     [3]int
}

func (d *definition) essence(t *Tally) essence {
	var e essence
	if d.part != nil {
		e.part = d.part(t)
	}
	if d.whole != nil {
		e.whole = d.whole(t)
	}
	switch d.form {
	case duration:
		e.length = t.Length
	case graded:
		e.verdict = [3]int{t.Satisfied, t.Basic, t.Dissatisfied}
	}
	return e
}

// part is one leg's part in the gap of a component; the leg is in the measure.
func (s *Scheme) part(c *Component, d *definition, w *Working, t *Tally) exact.Value {
	below := c.Side == Below
	switch {
	case d.form == graded && below:
		return s.Measures.Satisfaction.Satisfied.Sub(s.Measures.Satisfaction.points(t))
	case d.form == graded:
		return s.Measures.Satisfaction.points(t)
	case d.form == duration && below:
		return w.Target.Sub(t.Length.Value())
	case d.form == duration:
		return t.Length.Value().Sub(*w.Target)
	case d.form == rate && below:
		return exact.Int(int64(d.whole(t) - d.part(t)))
	}
	return exact.Int(int64(d.part(t)))
}

// component finds a component by key.
func (s *Scheme) component(key string) (*Component, bool) {
	i := slices.IndexFunc(s.Components, func(c Component) bool { return c.Key == key })
	if i < 0 {
		return nil, false
	}
	return &s.Components[i], true
}
