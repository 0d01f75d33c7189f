package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// scoreView is a unit's own score today.
type scoreView struct {
	Action string
	Unit   string
	Units  []page.Option
	Period string
	Name   string // of the period
	None   string // why there is no score
	Index  string
	Rank   string
	List   string
	Ranked int
	Scheme string
	AsOf   string
	Parts  []partRow
	Costs  []costRow
	Then   *thenView
}

// partRow is one component of the index.
type partRow struct{ Name, Measure, Target, Points, Then string }

// costRow is one leg that costs points, and what may be supposed of it.
type costRow struct {
	Ref       string
	Number    string
	Link      string
	Names     string // of the components that it costs points of
	Points    string
	Satisfied bool // supposed
	OnTime    bool // supposed
}

// rank is a place in a list.
func rank(n int) string {
	if n == 0 {
		return bulletin.Unknown
	}
	return strconv.Itoa(n)
}

// printed is a figure, as exact as it is.
func printed(x *exact.Value) string {
	if x == nil {
		return bulletin.Unknown
	}
	return x.String()
}

// thenView is what would be.
type thenView struct{ Index, Rank, Change string }

// costMost is how many legs are listed.
const costMost = 200

// score shows what the unit has today.
func (s *room) score(v *page.Visit) (*page.Screen, error) {
	return s.scoreScreen(v, v.Query.Get("unit"), v.Query.Get("period"), nil)
}

// suppose shows what would be if some of the legs had gone otherwise.
func (s *room) suppose(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	return s.scoreScreen(v, sent.Get("unit"), sent.Get("period"), supposed(sent))
}

// supposed is what a form supposes of legs.
func supposed(sent url.Values) map[string]insight.Supposed {
	all := map[string]insight.Supposed{}
	for _, ref := range sent["satisfied"] {
		one := all[ref]
		one.Satisfied = true
		all[ref] = one
	}
	for _, ref := range sent["on_time"] {
		one := all[ref]
		one.OnTime = true
		all[ref] = one
	}
	return all
}

func (s *room) scoreScreen(v *page.Visit, unit, period string, legs map[string]insight.Supposed) (*page.Screen, error) {
	own, err := admitted(v)
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("portal.book", err)
	}
	view := &scoreView{Action: v.Link(scorePath)}
	for _, id := range own {
		if u, ok := book.Units.Unit(id); ok {
			view.Units = append(view.Units, page.Option{Value: u.Name, Label: u.Name, Chosen: u.Name == unit})
		}
	}
	if len(view.Units) == 0 {
		return nil, errNoUnit
	}
	if unit == "" {
		unit = view.Units[0].Value
	}
	if !slices.ContainsFunc(view.Units, func(o page.Option) bool { return o.Value == unit }) {
		return nil, errs.New(errs.Denied, "denied", "that is not your unit", "这不是您所在的单位")
	}
	view.Unit = unit
	periods, err := s.periods(v, book, period)
	if err != nil {
		return nil, err
	}
	screen := &page.Screen{Layout: "portal/score", Title: v.Say("portal.score_title"), Section: "score", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}
	var p calendar.Period
	var sheet insight.Sheet
	for _, p = range periods { // the latest in which the unit has anything
		sheet, err = s.Records.Sheet(v.Context(), p, s.Clock.Now(), unit)
		if !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Conflict) {
			break
		}
	}
	view.Period, view.Name = p.String(), v.Lang.Pick(p.Chinese(), p.String())
	switch {
	case errs.Is(err, errs.NotFound), errs.Is(err, errs.Conflict):
		view.None = v.Say("portal.score_none")
		return screen, nil
	case err != nil:
		return nil, errs.Wrap("portal.score", err)
	}
	var then *insight.Sheet
	if legs != nil {
		other, err := s.Records.WhatIf(v.Context(), p, s.Clock.Now(), unit, legs)
		if err != nil {
			return nil, errs.Wrap("portal.what_if", err)
		}
		then = &other
	}
	view.fill(v, &sheet, then, legs)
	return screen, nil
}

// earlierMost is how many periods are looked at for one in which the unit has
// anything.
const earlierMost = 4

// periods are the one asked for, or the quarter of today and those before it
// that have cases.
func (s *room) periods(v *page.Visit, book *rulebook.Book, asked string) ([]calendar.Period, error) {
	if asked != "" {
		p, err := calendar.ParsePeriod(asked)
		if err != nil {
			return nil, v.Invalid("period.invalid", "error.period", "given", asked)
		}
		return []calendar.Period{p}, nil
	}
	today := calendar.DateOf(s.Clock.Now(), book.Location)
	const months = 3
	first := (today.Month()-1)/months*months + 1
	quarter := calendar.Period{From: calendar.DateFrom(today.Year(), first, 1), To: calendar.DateFrom(today.Year(), first+months, 0)}
	editions, err := s.Records.Editions(v.Context())
	if err != nil {
		return nil, errs.Wrap("portal.editions", err)
	}
	all := []calendar.Period{quarter}
	for _, e := range editions {
		if e.Period != quarter && len(all) < earlierMost {
			all = append(all, e.Period)
		}
	}
	return all, nil
}

// fill puts a sheet into words, beside what would be.
func (view *scoreView) fill(v *page.Visit, sheet, then *insight.Sheet, legs map[string]insight.Supposed) {
	view.Index, view.Rank, view.Ranked = bulletin.Score.Print(sheet.Row.Index), rank(sheet.Row.Rank), sheet.Ranked
	view.List = (&bulletin.List{Key: sheet.ListKey, Name: sheet.ListName}).Label(v.Lang)
	view.Scheme, view.AsOf = sheet.Scheme, sheet.AsOf.In(v.Site.Location).Format("2006-01-02 15:04")
	names := map[string]string{}
	for i := range sheet.Row.Working {
		w := &sheet.Row.Working[i]
		names[w.Component] = w.Label(v.Lang)
		row := partRow{Name: names[w.Component], Measure: printed(w.Measure), Target: printed(w.Target), Points: bulletin.Score.Print(w.Points.Ptr())}
		if then != nil && i < len(then.Row.Working) {
			row.Then = bulletin.Score.Print(then.Row.Working[i].Points.Ptr())
		}
		view.Parts = append(view.Parts, row)
	}
	at := map[string]int{}
	for _, c := range sheet.Costs {
		i, there := at[c.Leg]
		if !there {
			if len(view.Costs) == costMost {
				break
			}
			number := c.Leg
			if n := strings.LastIndexByte(number, '-'); n >= 0 {
				number = number[:n]
			}
			i, at[c.Leg] = len(view.Costs), len(view.Costs)
			view.Costs = append(view.Costs, costRow{Ref: c.Leg, Number: number, Link: v.Link(workbench.CasePath(number)), Satisfied: legs[c.Leg].Satisfied, OnTime: legs[c.Leg].OnTime})
		}
		row := &view.Costs[i]
		if row.Names != "" {
			row.Names += v.Lang.Pick("、", ", ")
			row.Points += v.Lang.Pick("、", ", ")
		}
		row.Names += names[c.Component]
		row.Points += bulletin.Score.Print(c.Points.Ptr())
	}
	if then != nil {
		view.Then = &thenView{Index: bulletin.Score.Print(then.Row.Index), Rank: rank(then.Row.Rank)}
		if then.Row.Index != nil && sheet.Row.Index != nil {
			change := then.Row.Index.Sub(*sheet.Row.Index)
			view.Then.Change = change.String()
			if change.Sign() > 0 {
				view.Then.Change = "+" + view.Then.Change
			}
		}
	}
}
