package bulletins

import (
	"fmt"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// arithmetic writes out how one component of a unit's index comes about, so
// that anybody can work it out again by hand from the figures of the page.
type arithmetic struct {
	lang i18n.Lang
	u    *UnitScore
	w    *bulletin.Working
	sum  *Sum
}

// equals joins a sum and what is printed of it, which may be rounded.
func equals(sum, printed exact.Value) string {
	if sum.Equal(printed) {
		return "="
	}
	return "≈"
}

// short writes a number of a sum with the places it has, two where it has no
// end.
func short(v exact.Value) string {
	return v.Round(exact.Rounding{Mode: exact.HalfUp, Places: 4}).Print(0)
}

// measured writes how the measure comes out of what was counted.
func (a arithmetic) measured() string {
	if a.w.Measure == nil {
		return say(a.lang, "unit.nothing")
	}
	if a.sum == nil {
		return say(a.lang, "unit.measured", "measure", withUnit(a.lang, a.w.Component, a.w.Measure))
	}
	o, m := a.sum.Origin, *a.w.Measure
	value := o.Value()
	if value == nil {
		return say(a.lang, "unit.unsurveyed", "measure", short(m))
	}
	end := fmt.Sprintf("%s %s", equals(*value, m), withUnit(a.lang, a.w.Component, a.w.Measure))
	switch o.Shape {
	case scoring.Rating:
		return fmt.Sprintf("100 × %s ÷ %d %s", short(o.Part), o.Whole, end)
	case scoring.Averaging:
		return say(a.lang, "unit.mean", "part", o.Part.Round(exact.Rounding{Mode: exact.HalfUp, Places: 2}).Print(0), "whole", o.Whole) + " " + end
	case scoring.Grading:
		return a.grades(o) + " " + fmt.Sprintf("%s %s", equals(*value, m), short(m))
	}
	return say(a.lang, "unit.counted", "part", short(o.Part))
}

// grades writes the points of the verdicts over their number: as what a
// dissatisfied verdict takes off, where that is all there is to it.
func (a arithmetic) grades(o scoring.Origin) string {
	g := a.u.Grades
	if !g.Basic.Equal(g.Satisfied) {
		return say(a.lang, "unit.graded", "part", short(o.Part), "whole", o.Whole)
	}
	return say(a.lang, "unit.degraded", "full", short(g.Satisfied), "less", short(g.Satisfied.Sub(g.Dissatisfied)),
		"dissatisfied", a.u.Row.Dissatisfied, "surveyed", o.Whole)
}

// points writes how the points come out of the measure.
func (a arithmetic) points() string {
	if a.w.Measure == nil || a.sum == nil || a.sum.Origin.Value() == nil {
		return ""
	}
	c, m := &a.sum.Component, *a.w.Measure
	var amount exact.Value
	var text string
	switch {
	case c.PerCase != nil:
		amount = c.PerCase.Mul(m)
		text = fmt.Sprintf("%s × %s", short(*c.PerCase), short(m))
	case a.w.Target == nil:
		return say(a.lang, "unit.no_target")
	default:
		high, low := *a.w.Target, m
		if c.Side == scoring.Above {
			high, low = low, high
		}
		if high.Cmp(low) <= 0 {
			return a.without(c)
		}
		amount = c.Rate.Mul(high.Sub(low))
		text = fmt.Sprintf("%s × (%s − %s)", short(*c.Rate), short(high), short(low))
	}
	return a.effect(c) + " " + text + a.comes(c, amount)
}

// comes ends the sum: what it comes to, and what is left of that under a cap
// and after rounding.
func (a arithmetic) comes(c *scoring.Component, amount exact.Value) string {
	taken := a.w.Points.Abs()
	switch {
	case c.Cap != nil && amount.Cmp(*c.Cap) > 0:
		return " = " + short(amount) + say(a.lang, "unit.capped", "cap", short(*c.Cap))
	case amount.Equal(taken):
		return " = " + short(amount)
	}
	return " = " + short(amount) + " ≈ " + short(taken)
}

// effect is whether the points are taken or given.
func (a arithmetic) effect(c *scoring.Component) string {
	if c.Effect == scoring.Bonus {
		return say(a.lang, "unit.give")
	}
	return say(a.lang, "unit.take")
}

// without says that there is no gap, and so no points.
func (a arithmetic) without(c *scoring.Component) string {
	key := i18n.Key("unit.not_below")
	if c.Side == scoring.Above {
		key = "unit.not_above"
	}
	end := i18n.Key("unit.none_taken")
	if c.Effect == scoring.Bonus {
		end = "unit.none_given"
	}
	return say(a.lang, key, "measure", short(*a.w.Measure), "target", short(*a.w.Target)) + say(a.lang, end)
}

// share says how the points are shared among the legs behind them; empty
// where there are none.
func (a arithmetic) share() string {
	if a.sum == nil || a.sum.Weights.Sign() == 0 || a.w.Points.Sign() == 0 {
		return ""
	}
	c := &a.sum.Component
	key, full := i18n.Key("unit.share_count"), ""
	switch shape := a.sum.Origin.Shape; {
	case shape == scoring.Averaging && c.Side == scoring.Above:
		key = "unit.share_days"
	case shape == scoring.Grading && c.Side == scoring.Below:
		key, full = "unit.share_grades", short(a.u.Grades.Satisfied)
	case shape == scoring.Rating && c.Side == scoring.Below:
		key = "unit.share_missed"
	}
	target := ""
	if a.w.Target != nil {
		target = short(*a.w.Target)
	}
	return say(a.lang, key, "name", a.w.Label(a.lang), "points", signed(a.w.Points), "target", target, "full", full, "sum", short(a.sum.Weights))
}

// weight is one leg's part in the gap, in the unit of the measure.
func (a arithmetic) weight(v exact.Value) string {
	if a.sum == nil {
		return bulletin.Unknown
	}
	switch a.sum.Origin.Shape {
	case scoring.Averaging:
		return say(a.lang, "unit.weight_days", "n", v.Round(exact.Rounding{Mode: exact.HalfUp, Places: 2}).Print(2))
	case scoring.Grading:
		return say(a.lang, "unit.weight_points", "n", short(v))
	}
	return say(a.lang, "unit.weight_legs", "n", short(v))
}
