package statistics

import (
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/edge/web/chart"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/i18n"
)

// view is what the page is filled from.
type view struct {
	Action  string
	Period  string // in words
	Given   string // as it is written
	From    string
	To      string
	AsOf    time.Time
	Waiting int
	Unit    string // its name, where one is asked for
	Above   string // where the rows above these are
	Of, By  []choice
	Before  string // the period before
	After   string
	Keep    []hidden
	Trend   chart.Columns
	Monthly bool
	Head    []column
	Rows    []line
	Total   line
	Files   []listing.Link
	Cases   bool
}

// choice is one of several ways to ask.
type choice struct {
	Name string
	Link string
	Now  bool
}

// hidden is what a form keeps of the address.
type hidden struct{ Name, Value string }

func newView(v *page.Visit, s *insight.Statistics) *view {
	a := &asking{v, s}
	t := a.table()
	out := &view{
		Action: v.Link(Path), Period: a.spoken(s.Period), Given: s.Period.String(), From: s.Period.From.String(), To: s.Period.To.String(),
		AsOf: s.AsOf, Waiting: s.Waiting, Cases: s.Cases, Monthly: s.Monthly,
		Before: a.link("period", s.Period.Before().String()), After: a.link("period", after(s.Period).String()),
		Trend: a.trend(), Head: t.Head, Rows: t.Rows, Total: t.Total,
	}
	for _, of := range []string{ofLegs, ofCases} {
		if of == ofLegs || len(v.Who.Grants) > 0 && s.Units == nil {
			out.Of = append(out.Of, choice{v.Say(i18n.Key("stat.of." + of)), v.Link(Path, "of", of, "period", s.Period.String()), s.Cases == (of == ofCases)})
		}
	}
	for _, by := range dimensions(s.Cases) {
		if s.Units != nil && by == rollup.LegTopic {
			continue
		}
		out.By = append(out.By, choice{a.dimension(by), v.Link(Path, "of", a.of(), "by", string(by), "period", s.Period.String(), "unit", string(s.Unit)), by == s.By})
	}
	for _, name := range []string{"of", "by", "unit", "under", "lang"} {
		if value := v.Query.Get(name); value != "" {
			out.Keep = append(out.Keep, hidden{name, value})
		}
	}
	if s.Unit != "" {
		u, _ := s.Book.Units.Unit(s.Unit)
		out.Unit = u.Name
	}
	if s.Under != "" {
		out.Above = a.link("under", "")
	}
	return out
}

// after is the period of the same length just after.
func after(p calendar.Period) calendar.Period {
	for q := (calendar.Period{From: p.To + 1, To: p.To + (p.To - p.From) + 1}); ; q.To++ {
		if q.Before() == p || q.To > p.To+2*(p.To-p.From)+60 {
			return q
		}
	}
}

// asking is a visit with what was counted for it.
type asking struct {
	v *page.Visit
	s *insight.Statistics
}

func (a *asking) of() string {
	if a.s.Cases {
		return ofCases
	}
	return ofLegs
}

// link asks for the same but for some things.
func (a *asking) link(pairs ...string) string {
	asked := map[string]string{"of": a.of(), "by": string(a.s.By), "period": a.s.Period.String(), "unit": string(a.s.Unit), "under": a.s.Under}
	for i := 0; i < len(pairs); i += 2 {
		asked[pairs[i]] = pairs[i+1]
	}
	var all []string
	for _, name := range keys() {
		all = append(all, name, asked[name])
	}
	return a.v.Link(Path, all...)
}

func (a *asking) spoken(p calendar.Period) string { return a.v.Lang.Pick(p.Chinese(), p.String()) }

func (a *asking) dimension(by rollup.Face) string { return a.v.Say(i18n.Key("stat.by." + string(by))) }

// The size of a trend's picture, in its own units: it is drawn as wide as there
// is room.
const trendStep, trendHeight = 12, 160

// trend draws the period day by day or month by month; each bar opens it.
func (a *asking) trend() chart.Columns {
	points := make([]chart.Point, len(a.s.Trend))
	for i, p := range a.s.Trend {
		one := calendar.Period{From: p.Span, To: p.Span}
		name := p.Span.String()
		if a.s.Monthly {
			one.To = calendar.DateFrom(p.Span.Year(), p.Span.Month()+1, 1) - 1
			name = one.String()
		}
		points[i] = chart.Point{
			Name: name, Value: p.Count, Link: a.link("period", one.String()),
			Text: a.v.Say("stat.on", "day", name, "n", p.Count),
		}
	}
	return chart.NewColumns(points, max(1, len(points))*trendStep, trendHeight)
}
