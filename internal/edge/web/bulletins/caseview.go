package bulletins

import (
	"cmp"
	"net/url"
	"slices"

	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// casePath is the address of a case.
func casePath(number string) string { return "/desk/cases/" + url.PathEscape(number) }

// caseView is the screen of one case.
type caseView struct {
	CaseFile
	Back    string
	Carried []carried
}

// carried is a leg with the way to its unit's score.
type carried struct {
	Leg
	Link   string // empty: no bulletin scores the unit for it
	Period string // of that bulletin
}

// Assumed reports whether any limit of the case rests on an assumption.
func (c *caseView) Assumed() bool {
	assumed := func(clocks []Clock) bool { return slices.ContainsFunc(clocks, func(k Clock) bool { return k.Assumed }) }
	return assumed(c.Clocks) || slices.ContainsFunc(c.Legs, func(l Leg) bool { return assumed(l.Clocks) })
}

// caseFile shows one case with its whole record.
func (s *room) caseFile(v *visit) (*page.Screen, error) {
	c, err := s.source.Case(v.Context(), v.PathValue("number"), v.Lang)
	if err != nil {
		return nil, errs.Wrap("web.case", err)
	}
	view := &caseView{CaseFile: c, Back: v.Link("/desk/cases")}
	for _, l := range c.Legs {
		one := carried{Leg: l}
		if l.Scored != nil {
			one.Link, one.Period = v.Link(unitPath(*l.Scored, l.Unit)), periodName(v, *l.Scored)
		}
		view.Carried = append(view.Carried, one)
	}
	return &page.Screen{Layout: "bulletins/case", Title: cmp.Or(c.Title, c.Number), Section: "cases", Private: true, Data: view}, nil
}

// casesView is the screen of the list of cases.
type casesView struct {
	CasePage
	Rows      []caseRow
	Filter    CaseFilter
	PeriodSet string // as given, for its field
	Lang      string
	Next      string // address of the next page
	First     string // address of the first, from any other
	Clear     string // address without a filter, when there is one
	Action    string
}

type caseRow struct {
	CaseLine
	Link string
}

// cases shows a page of the cases that the filter takes.
func (s *room) cases(v *visit) (*page.Screen, error) {
	f, err := v.caseFilter()
	if err != nil {
		return nil, err
	}
	found, err := s.source.Cases(v.Context(), f)
	if err != nil {
		return nil, errs.Wrap("web.cases", err)
	}
	const path = "/desk/cases"
	filled := []string{
		"number", f.Number, "unit", f.Unit, "state", f.State, "channel", f.Channel, "period", v.Query.Get("period"),
	}
	view := casesView{CasePage: found, Filter: f, PeriodSet: v.Query.Get("period"), Lang: v.Query.Get("lang"), Action: path}
	for _, line := range found.Rows {
		view.Rows = append(view.Rows, caseRow{line, v.Link(casePath(line.Number))})
	}
	if found.Next != "" {
		view.Next = v.Link(path, append(filled, "after", found.Next)...)
	}
	if f.After != "" {
		view.First = v.Link(path, filled...)
	}
	if v.Link(path, filled...) != v.Link(path) {
		view.Clear = v.Link(path)
	}
	return &page.Screen{Layout: "bulletins/cases", Title: v.Say("cases.title"), Section: "cases", Data: view, Private: true}, nil
}

// caseFilter reads the filter of the address.
func (v *visit) caseFilter() (CaseFilter, error) {
	f := CaseFilter{
		Number: v.Query.Get("number"), Unit: v.Query.Get("unit"), State: v.Query.Get("state"),
		Channel: v.Query.Get("channel"), After: v.Query.Get("after"), Limit: pageLength, Lang: v.Lang,
	}
	if text := v.Query.Get("period"); text != "" {
		p, err := v.period(text)
		if err != nil {
			return f, err
		}
		f.Period = &p
	}
	return f, nil
}

// Open reports whether the clock's explanation is shown unfolded: while it
// runs, and when it was missed.
func (c Clock) Open() bool { return !c.Ended || c.State.Tone == Bad }
