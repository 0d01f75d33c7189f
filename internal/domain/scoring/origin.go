package scoring

import "huying/internal/kernel/exact"

// Shape is the arithmetic by which a measure comes out of what was counted.
type Shape string

const (
	Counting  Shape = "count"  // part
	Rating    Shape = "rate"   // 100 × part ÷ whole
	Grading   Shape = "grades" // points of the verdicts ÷ whole
	Averaging Shape = "mean"   // days ÷ whole
)

// Origin is where the value of a measure comes from, so that it can be worked
// out again by hand.
type Origin struct {
	Shape Shape
	Part  exact.Value // what was counted: legs, verdict points or days
	Whole int         // what it is divided by; 0 where there is nothing to measure, and for a count
}

// Origin tells where a measure of a tally comes from; false for a measure that
// is not known.
func (s *Scheme) Origin(m Measure, t *Tally) (Origin, bool) {
	d, ok := m.definition()
	if !ok {
		return Origin{}, false
	}
	return s.origin(d, t), true
}

func (s *Scheme) origin(d *definition, t *Tally) Origin {
	switch d.form {
	case graded:
		return Origin{Grading, s.Measures.Satisfaction.points(t), d.whole(t)}
	case duration:
		return Origin{Averaging, t.Length.Value(), d.whole(t)}
	case rate:
		return Origin{Rating, exact.Int(int64(d.part(t))), d.whole(t)}
	}
	return Origin{Counting, exact.Int(int64(d.part(t))), 0}
}

// Value is the measure that the origin comes to; nil where there is nothing to
// measure.
func (o Origin) Value() *exact.Value {
	switch {
	case o.Shape == Counting:
		return o.Part.Ptr()
	case o.Whole == 0:
		return nil
	case o.Shape == Rating:
		return o.Part.Mul(exact.Int(100)).Div(exact.Int(int64(o.Whole))).Ptr()
	}
	return o.Part.Div(exact.Int(int64(o.Whole))).Ptr()
}
