package bulletins

import (
	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// waterfall leads from the base of an index, through the points of each
// component, to the index, on an axis of 0 to fullLength that is cut off at
// its low end, since most scores lie close below the base.
type waterfall struct {
	Low, High string // what the ends of the axis stand for
	Steps     []step
}

// step is one line of a waterfall.
type step struct {
	Key     string
	Name    string
	Assumed bool
	Note    string
	Measure string // how the measure comes about
	Sum     string // how the points come out of it; empty where there is nothing to say
	Share   string // how the legs share them; empty where none do
	Points  string // signed
	Tone    page.Tone
	From    int // the bar's ends on the axis, From ≤ To
	To      int
	Start   int // where the sum stands before this step, for the line from the one above
	At      int // where it stands after, for the line to the one below
	Whole   bool
	Legs    int
	Link    string // the legs behind this component alone
	Current bool
}

// axis maps values to lengths.
type axis struct{ low, high exact.Value }

// margin is the room left free below the lowest sum, as a part of the span.
var margin = exact.Ratio(1, 8)

// newAxis spans the sums of a waterfall.
func newAxis(sums []exact.Value) axis {
	a := axis{sums[0], sums[0]}
	for _, s := range sums {
		a.low, a.high = a.low.Min(s), a.high.Max(s)
	}
	span := a.high.Sub(a.low)
	if span.Sign() == 0 {
		span = exact.Int(1)
	}
	a.low = a.low.Sub(span.Mul(margin)).Round(exact.Rounding{Mode: exact.TowardFloor, Places: 1})
	return a
}

func (a axis) at(v exact.Value) int {
	return int(v.Sub(a.low).Mul(exact.Int(fullLength)).Div(a.high.Sub(a.low)).Int64())
}

// newWaterfall lays out the working of a row.
func newWaterfall(lang i18n.Lang, u *UnitScore) waterfall {
	sums := []exact.Value{u.Base}
	for i := range u.Row.Working {
		sums = append(sums, sums[i].Add(u.Row.Working[i].Points))
	}
	if u.Row.Index != nil {
		sums = append(sums, *u.Row.Index)
	}
	a := newAxis(sums)
	w := waterfall{Low: a.low.Print(0), High: a.high.Print(0)}
	w.Steps = append(w.Steps, step{Name: say(lang, "unit.base"), Points: u.Base.Print(bulletin.Score.Places()), From: 0, To: a.at(u.Base), At: a.at(u.Base), Whole: true})
	for i := range u.Row.Working {
		w.Steps = append(w.Steps, newStep(lang, u, &u.Row.Working[i], a.at(sums[i]), a.at(sums[i+1])))
	}
	if u.Row.Index != nil {
		end := a.at(*u.Row.Index)
		w.Steps = append(w.Steps, step{Key: "index", Name: bulletin.Term(lang, "index"), Points: bulletin.Score.Print(u.Row.Index), Sum: total(lang, u), From: 0, To: end, Start: end, At: end, Whole: true})
	}
	return w
}

// total writes how the index adds up: base, points, index; in words where no
// component gave or took any.
func total(lang i18n.Lang, u *UnitScore) string {
	text, sum := short(u.Base), u.Base
	for i := range u.Row.Working {
		points := u.Row.Working[i].Points
		if points.Sign() == 0 {
			continue
		}
		sign := " + "
		if points.Sign() < 0 {
			sign = " − "
		}
		text, sum = text+sign+short(points.Abs()), sum.Add(points)
	}
	if text == short(u.Base) {
		return say(lang, "unit.untouched")
	}
	return text + " " + equals(sum, *u.Row.Index) + " " + short(*u.Row.Index)
}

func newStep(lang i18n.Lang, u *UnitScore, c *bulletin.Working, before, after int) step {
	sum := arithmetic{lang, u, c, u.sum(c.Component)}
	s := step{
		Key: c.Component, Name: c.Label(lang), Assumed: c.Assumed,
		Measure: sum.measured(), Sum: sum.points(), Share: sum.share(), Points: signed(c.Points), Tone: toneOf(c.Points.Sign()),
		From: min(before, after), To: max(before, after), Start: before, At: after, Legs: u.Legs[c.Component],
	}
	if sum.sum != nil {
		s.Note = sum.sum.Component.Note
	}
	return s
}

// sum finds the arithmetic of a component.
func (u *UnitScore) sum(component string) *Sum {
	for i := range u.Sums {
		if u.Sums[i].Component.Key == component {
			return &u.Sums[i]
		}
	}
	return nil
}

// withUnit is a component's measure or target with its unit; empty when there
// is none.
func withUnit(lang i18n.Lang, component string, v *exact.Value) string {
	if v == nil {
		return ""
	}
	return bulletin.MeasureUnit(component).Attach(lang, short(*v))
}

// Width is the bar's length.
func (s step) Width() int { return s.To - s.From }
