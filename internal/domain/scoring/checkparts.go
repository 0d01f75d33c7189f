package scoring

import (
	"huying/internal/kernel/exact"
)

// components checks each component by itself; keys are unique.
func (c *checker) components(s *Scheme) {
	if len(s.Components) == 0 {
		c.fail("components", "empty; expected at least one component")
	}
	keys := seen{}
	for i := range s.Components {
		p, path := &s.Components[i], at("components", i)
		c.key(path+".key", p.Key)
		c.once(keys, path+".key", p.Key)
		c.filled(path+".name", p.Name)
		c.measure(path+".measure", p.Measure)
		c.oneOf(path+".effect", string(p.Effect), string(Deduct), string(Bonus))
		c.points(path+".rate", p.Rate)
		c.points(path+".per_case", p.PerCase)
		c.points(path+".cap", p.Cap)
		c.shape(path, p)
		c.worth(path, p)
		if p.Assumed && p.Note == "" {
			c.fail(path+".note", "missing; an assumed component says here what is assumed")
		}
	}
}

// shape checks that a component is one of the two formulas, wholly.
func (c *checker) shape(path string, p *Component) {
	d, known := p.Measure.definition()
	if p.PerCase != nil {
		if p.Rate != nil || p.Target != nil || p.Side != "" {
			c.fail(path+".per_case", "stands beside rate, target or side; expected either per_case, or those three")
		}
		if known && d.form != count {
			c.fail(path+".per_case", "%s is not a count; expected rate, target and side", p.Measure)
		}
		return
	}
	if p.Rate == nil {
		c.fail(path+".rate", "missing; expected rate with target and side, or per_case")
	}
	c.oneOf(path+".side", string(p.Side), string(Below), string(Above))
	if p.Target == nil {
		c.fail(path+".target", "missing; expected a number or region")
		return
	}
	c.target(path, p, d)
}

// target checks that the target can be met by the measure.
func (c *checker) target(path string, p *Component, d *definition) {
	if d == nil {
		return
	}
	if p.Target.Region {
		if d.form == count {
			c.fail(path+".target", "region; a count of one unit is not comparable with the region's, expected a number")
		}
		return
	}
	number := p.Target.Number
	switch {
	case number.Sign() < 0:
		c.fail(path+".target", "%s; expected 0 or more", number)
	case d.form == rate && p.Side == Below && number.Cmp(exact.Int(100)) > 0:
		c.fail(path+".target", "%s; a rate is held against 100 percent at most", number)
	case d.form == count && p.Side == Below:
		c.fail(path+".side", "below; a count costs points only above its target, since no leg is behind what is missing")
	}
}

// worth checks full marks: the marks kept must not be negative.
func (c *checker) worth(path string, p *Component) {
	c.points(path+".worth", p.Worth)
	if p.Worth == nil {
		return
	}
	switch {
	case p.Effect != Deduct:
		c.fail(path+".worth", "stands with effect %q; full marks are for components that deduct", p.Effect)
	case p.Cap == nil || p.Cap.Cmp(*p.Worth) > 0:
		c.fail(path+".cap", "expected a cap of at most the worth, %s, so that the marks kept are never negative", p.Worth)
	}
}

// points checks a number of points, when there is one.
func (c *checker) points(path string, v *exact.Value) {
	if v != nil && (v.Sign() <= 0 || v.Cmp(exact.Int(maxPoints)) > 0) {
		c.fail(path, "%s; expected more than 0 and at most %d", v, maxPoints)
	}
}

// tiers checks that each tier has a condition that can be met.
func (c *checker) tiers(s *Scheme) {
	keys := seen{}
	for i := range s.Tiers {
		t, path := &s.Tiers[i], at("tiers", i)
		c.key(path+".key", t.Key)
		c.once(keys, path+".key", t.Key)
		c.filled(path+".name", t.Name)
		if t.First < 0 {
			c.fail(path+".first", "%d; expected 1 or more", t.First)
		}
		if t.Last < 0 {
			c.fail(path+".last", "%d; expected 1 or more", t.Last)
		}
		if t.From != nil && t.Below != nil && t.From.Cmp(*t.Below) >= 0 {
			c.fail(path+".below", "%s; expected more than from, %s", t.Below, t.From)
		}
		if (t.AnyUnder == nil) != (len(t.AnyOf) == 0) {
			c.fail(path+".any_under", "any_under and any_of belong together")
		}
		for j, m := range t.AnyOf {
			c.measure(at(path+".any_of", j), m)
		}
	}
}
