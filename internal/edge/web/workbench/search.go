package workbench

import (
	"regexp"
	"strings"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// SearchPath is where everything is looked for.
const SearchPath = "/desk/search"

// mostFound is how many cases a search shows.
const mostFound = 50

// searchView is what a search has found.
type searchView struct {
	Action string
	Asked  string
	Done   bool
	Faults []string
	Rows   []caseRow
	More   bool
	Latest int // cases whose titles are looked through
}

func (s *room) searchPage(v *page.Visit) (*page.Screen, error) {
	return s.searchScreen(v, searchView{}), nil
}

func (s *room) searchScreen(v *page.Visit, view searchView) *page.Screen {
	view.Action, view.Latest = v.Link(SearchPath), insight.SearchedCases
	return &page.Screen{Layout: "workbench/search", Title: v.Say("search.title"), Section: "cases", Data: &view, Private: true, Style: "desk.css", Script: "desk.js"}
}

var numeral = regexp.MustCompile(`^[0-9A-Za-z-]{12,}$`)

// search looks for cases by their number, by the telephone of who brought them
// or by words of their titles. What is looked for may be about somebody: it
// comes in a body and stands in no address.
func (s *room) search(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	view := searchView{Asked: strings.TrimSpace(sent.Get("q")), Done: true}
	if view.Asked == "" {
		return s.searchPage(v)
	}
	phone, err := person.NormalPhone(view.Asked)
	if err == nil && phone != "" && s.Persons != nil && may(v.Who, identity.RevealPerson) && !strings.HasPrefix(view.Asked, s.prefix(v)) {
		cases, err := s.Persons.FindByPhone(v.Context(), v.Who, phone)
		switch {
		case errs.Is(err, errs.Denied): // a unit: it looks up nobody
		case err != nil:
			return nil, errs.Wrap("workbench.find", err)
		default:
			view.More = len(cases) > mostFound
			return s.foundCases(v, view, cases[:min(len(cases), mostFound)])
		}
	}
	if numeral.MatchString(view.Asked) {
		found, err := s.Source.Cases(v.Context(), v.Who, CaseFilter{Number: view.Asked, Limit: mostFound, Plain: true, Lang: v.Lang})
		if err != nil {
			return nil, errs.Wrap("workbench.search", err)
		}
		if len(found.Rows) == 1 {
			return &page.Screen{Goto: v.Link(casePath(found.Rows[0].Number))}, nil
		}
		for _, line := range found.Rows {
			view.Rows = append(view.Rows, caseRow{line, v.Link(casePath(line.Number))})
		}
		view.More = found.Next != ""
		return s.searchScreen(v, view), nil
	}
	found, err := s.Records.Search(v.Context(), v.Who.Scope(), strings.Fields(view.Asked), mostFound)
	if err != nil {
		return nil, errs.Wrap("workbench.search", err)
	}
	view.More = found.More
	return s.foundCases(v, view, found.Cases)
}

// prefix is how the region's case numbers begin, so that none is taken for a
// telephone.
func (s *room) prefix(v *page.Visit) string {
	if len(v.Who.Grants) == 0 {
		return ""
	}
	return string(v.Who.Grants[0].Region)
}

func (s *room) foundCases(v *page.Visit, view searchView, cases []*casework.Case) (*page.Screen, error) {
	titles, err := s.Records.Titles(v.Context(), cases...)
	if err != nil {
		return nil, errs.Wrap("workbench.titles", err)
	}
	for _, c := range cases {
		line := CaseLine{
			Number: string(c.Number), Title: titles[c.ID], Kind: spelt(v, c.Kind.Chinese(), string(c.Kind)), Subject: c.Subject,
			State: page.Tag{Text: spelt(v, c.State.Chinese(), string(c.State))}, ReceivedAt: c.ReceivedAt,
		}
		view.Rows = append(view.Rows, caseRow{line, v.Link(casePath(line.Number))})
	}
	return s.searchScreen(v, view), nil
}
