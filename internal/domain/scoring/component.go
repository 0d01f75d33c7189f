package scoring

import "huying/internal/kernel/exact"

// Component 考核项 gives or takes points. It has one of two shapes:
//
//	points = min(cap, rate × max(0, ±(target − measure)))
//	points = min(cap, per_case × count)
type Component struct {
	Key     string       `yaml:"key"`
	Name    string       `yaml:"name"`
	Measure Measure      `yaml:"measure"`
	Target  *Target      `yaml:"target,omitempty"`
	Side    Side         `yaml:"side,omitempty"`
	Rate    *exact.Value `yaml:"rate,omitempty"`     // points per unit of the gap
	PerCase *exact.Value `yaml:"per_case,omitempty"` // points per counted thing
	Cap     *exact.Value `yaml:"cap,omitempty"`
	Effect  Effect       `yaml:"effect"`
	Worth   *exact.Value `yaml:"worth,omitempty"` // full marks of the item, to print the marks kept
	Assumed bool         `yaml:"assumed,omitempty"`
	Note    string       `yaml:"note,omitempty"` // required when assumed: what is assumed
}

// Target is what a measure is held against: a number, or the region's own
// printed value of the same measure.
type Target struct {
	Region bool
	Number exact.Value
}

// regionTarget is the word for the region's own value in YAML.
const regionTarget = "region"

// String writes the target as in YAML.
func (t Target) String() string {
	if t.Region {
		return regionTarget
	}
	return t.Number.String()
}

// Side of the target on which a gap counts.
type Side string

const (
	Below Side = "below" // target − measure
	Above Side = "above" // measure − target
)

// Effect of the points on the index.
type Effect string

const (
	Deduct Effect = "deduct"
	Bonus  Effect = "add"
)

// amount is the unrounded points, never negative. The target is not used by
// components that count cases.
func (c *Component) amount(measure, target exact.Value) exact.Value {
	var points exact.Value
	switch {
	case c.PerCase != nil:
		points = c.PerCase.Mul(measure)
	case c.Side == Below:
		points = c.Rate.Mul(target.Sub(measure).Max(exact.Value{}))
	default:
		points = c.Rate.Mul(measure.Sub(target).Max(exact.Value{}))
	}
	if c.Cap != nil {
		points = points.Min(*c.Cap)
	}
	return points
}

// signed puts the component's sign on an amount of points.
func (c *Component) signed(amount exact.Value) exact.Value {
	if c.Effect == Deduct {
		return amount.Neg()
	}
	return amount
}
