package bulletins

import (
	"strconv"

	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// pageLength is how many lines a page of a long list has.
const pageLength = 50

// unitView is the screen "why this score".
type unitView struct {
	UnitScore
	Heading   string // of the bulletin
	Edition   edition
	Name      string // of the period
	Back      string
	Lists     string
	Place     string // rank
	Index     string
	Figures   []topicFact
	Fall      waterfall
	Costs     []costLine
	Component string // the one whose legs are shown; empty: all
	Showing   string // its name
	All       string
	NextLink  string
	FirstLink string
	Bins      []binView
	Mean      string
}

// costLine is one leg that gave or cost points.
type costLine struct {
	Cost
	Name   string // of the component
	Link   string // to the case
	Length string // in days
	Part   string // in the gap
	Points string
}

// binView is one column of the distribution of days.
type binView struct {
	Label  string
	Count  int
	Height int // of fullLength
	Over   bool
}

// unit shows why a unit has its score.
func (s *room) unit(v *visit) (*page.Screen, error) {
	if err := s.initiated(v); err != nil {
		return nil, err
	}
	p, err := v.period(v.PathValue("period"))
	if err != nil {
		return nil, err
	}
	at, err := v.asOf()
	if err != nil {
		return nil, err
	}
	q := UnitQuery{
		BulletinQuery: BulletinQuery{Period: p, AsOf: at}, Unit: v.PathValue("unit"),
		Component: v.Query.Get("component"), After: v.Query.Get("after"), Limit: pageLength, Lang: v.Lang,
	}
	u, err := s.source.Unit(v.Context(), q)
	if err != nil {
		return nil, errs.Wrap("web.unit", err)
	}
	view, err := newUnitView(v, &u, q)
	if err != nil {
		return nil, err
	}
	return &page.Screen{Layout: "bulletins/unit", Title: v.Say("unit.title", "unit", u.Row.Unit), Section: "bulletin", Data: view}, nil
}

func newUnitView(v *visit, u *UnitScore, q UnitQuery) (*unitView, error) {
	asOf, path := v.Query.Get("as_of"), unitPath(u.Period, u.Row.Unit)
	view := &unitView{
		UnitScore: *u, Heading: v.heading(u.Title, u.Period), Edition: edition{u.Published}, Name: periodName(v, u.Period), Place: rankText(u.Row.Rank), Index: bulletin.Score.Print(u.Row.Index),
		Back:  v.Link(bulletinPath(u.Period), "as_of", asOf),
		Lists: v.Link(bulletinPath(u.Period)+"/ranking", "as_of", asOf),
		Fall:  newWaterfall(v.Lang, u), Component: q.Component,
		All: v.Link(path, "as_of", asOf), Mean: withUnit(v.Lang, avgDays, target(u, avgDays)),
		Bins: binViews(u),
	}
	for _, c := range bulletin.Columns() {
		if c.Key != "index" {
			view.Figures = append(view.Figures, topicFact{bulletin.Term(v.Lang, c.Key), attached(v.Lang, c.Unit, c.Figure(&u.Row))})
		}
	}
	names := map[string]string{}
	for i := range view.Fall.Steps {
		st := &view.Fall.Steps[i]
		if st.Whole {
			continue
		}
		names[st.Key] = st.Name
		st.Link = v.Link(path, "component", st.Key, "as_of", asOf) + "#legs"
		st.Current = st.Key == q.Component
	}
	if view.Showing = names[q.Component]; q.Component != "" && view.Showing == "" {
		return nil, v.Invalid("component.unknown", "error.component", "given", q.Component)
	}
	for _, c := range u.Costs.Rows {
		view.Costs = append(view.Costs, costLine{
			c, names[c.Component], v.Link(casePath(c.Case)), length(c.Days), view.partOf(v.Lang, u, &c), sharePoints(c.Points),
		})
	}
	if u.Costs.Next != "" {
		view.NextLink = v.Link(path, "component", q.Component, "after", u.Costs.Next, "as_of", asOf) + "#legs"
	}
	if q.After != "" {
		view.FirstLink = v.Link(path, "component", q.Component, "as_of", asOf) + "#legs"
	}
	return view, nil
}

// length writes the days that a leg took: two places where it is not whole.
func length(days *exact.Value) string {
	if days == nil {
		return bulletin.Unknown
	}
	return days.Round(exact.Rounding{Mode: exact.HalfUp, Places: 2}).Print(0)
}

// partOf writes a leg's part in the gap of its component.
func (view *unitView) partOf(lang i18n.Lang, u *UnitScore, c *Cost) string {
	return arithmetic{lang: lang, u: u, sum: u.sum(c.Component)}.weight(c.Weight)
}

// Shares say how the components whose legs are shown share their points.
func (view *unitView) Shares() []string {
	var all []string
	for i := range view.Fall.Steps {
		if s := &view.Fall.Steps[i]; s.Share != "" && (view.Component == "" || view.Component == s.Key) {
			all = append(all, s.Share)
		}
	}
	return all
}

// avgDays is the component that measures days, by its key.
const avgDays = "avg_days"

// sharePoints prints a leg's exact share of points to five places, enough for
// the smallest of a few hundred legs to show.
func sharePoints(v exact.Value) string {
	return v.Round(exact.Rounding{Mode: exact.HalfAway, Places: 5}).Print(5)
}

// target is what a component of the unit is held against.
func target(u *UnitScore, component string) *exact.Value {
	for i := range u.Row.Working {
		if u.Row.Working[i].Component == component {
			return u.Row.Working[i].Target
		}
	}
	return nil
}

// binViews are the columns of the distribution of days; those beyond the
// region's average are marked.
func binViews(u *UnitScore) []binView {
	highest := 0
	for _, b := range u.Days {
		highest = max(highest, b.Count)
	}
	mean := target(u, avgDays)
	views := make([]binView, len(u.Days))
	for i, b := range u.Days {
		label := strconv.Itoa(b.Days)
		if b.More {
			label += "+"
		}
		views[i] = binView{
			Label: label, Count: b.Count, Height: lengthOf(b.Count, highest),
			Over: mean != nil && exact.Int(int64(b.Days)).Cmp(*mean) > 0,
		}
	}
	return views
}
