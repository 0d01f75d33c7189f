package workbench

import (
	"strconv"

	"huying/internal/domain/calendar"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// pageLength is how many lines a page of a long list has.
const pageLength = 50

// casesView is the screen of the list of cases.
type casesView struct {
	CasePage
	Rows      []caseRow
	Filter    CaseFilter
	PeriodSet string // as given, for its field
	CalledSet string // likewise
	Further   bool   // something is asked that few ask for
	Total     string // how many there are
	Views     viewsView
	Files     []listing.Link
	Bulk      *bulkChoice
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

// filterKeys are what a list of cases can be asked for, but for its page.
func filterKeys() []string {
	return []string{"number", "unit", "state", "leg_state", "late", "due", "channel", "kind", "subject", "stands", "verdict", "called", "period"}
}

// filled are the names and values of what a list is asked for, in turn.
func filled(v *page.Visit) (all []string) {
	for _, name := range filterKeys() {
		all = append(all, name, v.Query.Get(name))
	}
	return all
}

// cases shows a page of the cases that the filter takes.
func (s *room) cases(v *page.Visit) (*page.Screen, error) {
	f, err := caseFilter(v)
	if err != nil {
		return nil, err
	}
	found, err := s.Source.Cases(v.Context(), v.Who, f)
	if err != nil {
		return nil, errs.Wrap("workbench.cases", err)
	}
	filled := filled(v)
	view := casesView{CasePage: found, Filter: f, PeriodSet: v.Query.Get("period"), CalledSet: v.Query.Get("called"), Lang: v.Query.Get("lang"), Action: casesPath, Total: total(v, found.Count)}
	view.Further = f.Kind != "" || f.Subject != "" || f.Stands != "" || f.Verdict != "" || f.Called != nil || f.Due || f.Channel != "" || f.LegIn != ""
	if view.Views, err = s.views(v, filled); err != nil {
		return nil, err
	}
	view.Files, view.Bulk = s.Lists.Links(v, listing.List{Name: "cases"}, filled...), s.bulkChoice(v)
	for _, line := range found.Rows {
		view.Rows = append(view.Rows, caseRow{line, v.Link(casePath(line.Number))})
	}
	if found.Next != "" {
		view.Next = v.Link(casesPath, append(filled, "after", found.Next)...)
	}
	if f.After != "" {
		view.First = v.Link(casesPath, filled...)
	}
	if v.Link(casesPath, filled...) != v.Link(casesPath) {
		view.Clear = v.Link(casesPath)
	}
	return &page.Screen{Layout: "workbench/cases", Title: v.Say("cases.title"), Section: "cases", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// total says how many there are; beyond MostCounted, that there are more.
func total(v *page.Visit, n int) string {
	if n >= MostCounted {
		return v.Say("cases.more", "n", MostCounted)
	}
	return v.Say("cases.count", "n", n)
}

// caseFilter reads the filter of the address.
func caseFilter(v *page.Visit) (CaseFilter, error) {
	f := CaseFilter{
		Number: v.Query.Get("number"), Unit: v.Query.Get("unit"), State: v.Query.Get("state"), LegIn: v.Query.Get("leg_state"),
		Channel: v.Query.Get("channel"), Kind: v.Query.Get("kind"), Subject: v.Query.Get("subject"), Stands: v.Query.Get("stands"), Verdict: v.Query.Get("verdict"), After: v.Query.Get("after"), Limit: pageLength, Lang: v.Lang,
	}
	for name, into := range map[string]*bool{"late": &f.Late, "due": &f.Due} {
		if text := v.Query.Get(name); text != "" {
			yes, err := strconv.ParseBool(text)
			if err != nil {
				return f, v.Invalid(name+".invalid", "error.late", "given", text)
			}
			*into = yes
		}
	}
	for name, into := range map[string]**calendar.Period{"period": &f.Period, "called": &f.Called} {
		if text := v.Query.Get(name); text != "" {
			p, err := calendar.ParsePeriod(text)
			if err != nil {
				return f, v.Invalid("period.invalid", "error.period", "given", text)
			}
			*into = &p
		}
	}
	return f, nil
}
