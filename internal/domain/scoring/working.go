package scoring

import "huying/internal/kernel/exact"

// Working is one component of an index: what was measured against what, and
// the points that it gave (positive) or took (negative).
type Working struct {
	Component string
	Name      string
	Of        Measure
	Measure   *exact.Value // as printed; nil when there was nothing to measure
	Target    *exact.Value // nil for components that count cases, or without a reference
	Points    exact.Value  // signed, rounded for print
	Unrounded exact.Value  // signed, what the index adds up
	Item      *exact.Value // marks kept of the component's worth, rounded; nil without a worth
	Assumed   bool         // the component's numbers are an assumption of the scheme
}

// work evaluates one component. Targets hold the value that each measure
// against the region is held to.
func (s *Scheme) work(c *Component, m Measures, targets map[Measure]exact.Value, unrounded bool) Working {
	w := Working{
		Component: c.Key, Name: c.Name, Of: c.Measure,
		Measure: m.Printed(c.Measure), Assumed: c.Assumed,
	}
	if c.Target != nil {
		w.Target = c.Target.against(c.Measure, targets)
	}
	var amount exact.Value
	if m.Exact(c.Measure) != nil && (c.Target == nil || w.Target != nil) {
		used := *m.Printed(c.Measure)
		if unrounded {
			used = *m.Exact(c.Measure)
		}
		var target exact.Value
		if w.Target != nil {
			target = *w.Target
		}
		amount = c.amount(used, target)
	}
	w.Unrounded = c.signed(amount)
	w.Points = c.signed(amount.Round(s.Rounding.Points))
	if c.Worth != nil {
		w.Item = c.Worth.Sub(amount).Round(s.Rounding.Points).Ptr()
	}
	return w
}

// against resolves the target; nil when the region has no value of its own.
func (t *Target) against(m Measure, targets map[Measure]exact.Value) *exact.Value {
	if !t.Region {
		return t.Number.Ptr()
	}
	v, ok := targets[m]
	if !ok {
		return nil
	}
	return v.Ptr()
}

// index adds the working up.
func (s *Scheme) index(working []Working) exact.Value {
	sum := s.Base
	for i := range working {
		sum = sum.Add(working[i].Unrounded)
	}
	return sum.Round(s.Rounding.Index)
}
