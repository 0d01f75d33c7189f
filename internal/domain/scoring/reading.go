package scoring

import "huying/internal/kernel/exact"

// Reading is one measure taken: the exact value, and the value as printed
// after the scheme's rounding. Exact is nil when there is nothing to measure;
// Printed may then still hold what the scheme prints (S of an unsurveyed unit).
type Reading struct{ Exact, Printed *exact.Value }

// Measures are the readings of one unit or region. A measure without a
// denominator is absent.
type Measures map[Measure]Reading

// Printed returns the rounded value, nil when there is none.
func (m Measures) Printed(k Measure) *exact.Value { return m[k].Printed }

// Exact returns the unrounded value, nil when there is nothing to measure.
func (m Measures) Exact(k Measure) *exact.Value { return m[k].Exact }

// measures takes every measure of a tally.
func (s *Scheme) measures(t *Tally) Measures {
	m := make(Measures, len(definitions))
	for i := range definitions {
		d := &definitions[i]
		if v, ok := s.take(d, t); ok {
			m.set(s, d.key, v)
		} else if d.form == graded && s.Measures.Satisfaction.Unsurveyed != nil {
			m[d.key] = Reading{Printed: s.Measures.Satisfaction.Unsurveyed}
		}
	}
	return m
}

// set records a value exactly and as printed.
func (m Measures) set(s *Scheme, k Measure, v exact.Value) {
	m[k] = Reading{Exact: v.Ptr(), Printed: v.Round(s.rounding(k)).Ptr()}
}

// take computes one measure; false when its denominator is empty.
func (s *Scheme) take(d *definition, t *Tally) (exact.Value, bool) {
	v := s.origin(d, t).Value()
	if v == nil {
		return exact.Value{}, false
	}
	return *v, true
}

// points is the sum of the verdict points of all surveyed legs.
func (g Grades) points(t *Tally) exact.Value {
	times := func(v exact.Value, n int) exact.Value { return v.Mul(exact.Int(int64(n))) }
	return times(g.Satisfied, t.Satisfied).
		Add(times(g.Basic, t.Basic)).
		Add(times(g.Dissatisfied, t.Dissatisfied))
}

// rounding is how the scheme prints a measure.
func (s *Scheme) rounding(k Measure) exact.Rounding {
	d, _ := k.definition()
	switch {
	case d == nil || d.form == count:
		return exact.Rounding{Mode: exact.Unrounded}
	case d.form == graded:
		return s.Rounding.Satisfaction
	case d.form == duration:
		return s.Rounding.AvgDays
	}
	return s.Rounding.Rates
}
