package callback

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/desk"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// callView is one call: whom, what to say, and what was said.
type callView struct {
	workbench.CaseFile
	Leg     workbench.Leg
	Back    string
	Whole   string
	Who     string // masked
	Phone   string // masked
	Reveal  string // where the number is shown in clear, for a reason
	Hidden  bool   // who brought it is kept from the visitor
	Held    workbench.HoldingView
	Script  []string
	Tries   []workbench.Event
	Answer  *page.Form // what the citizen says
	Attempt *page.Form // nobody was reached
	Rework  *page.Form // back to the unit
}

// at is the leg that an address names, with what may be done on it.
type at struct {
	file   workbench.CaseFile
	leg    workbench.Leg
	seq    int
	offers []casework.Offer
	book   *rulebook.Book
}

func (s *room) at(v *page.Visit) (a at, err error) {
	if !calls(v.Who) {
		return a, errDenied
	}
	if a.file, err = s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang); err != nil {
		return a, errs.Wrap("callback.case", err)
	}
	a.seq, _ = strconv.Atoi(v.PathValue("leg"))
	i := slices.IndexFunc(a.file.Legs, func(l workbench.Leg) bool { return l.Seq == a.seq })
	if i < 0 {
		return a, errs.New(errs.NotFound, "leg.not_found", "the case has no such leg", "没有该承办任务")
	}
	a.leg = a.file.Legs[i]
	if a.offers, err = s.Desk.Offers(v.Context(), v.Who, a.file.Case); err != nil {
		return a, errs.Wrap("callback.offers", err)
	}
	a.book, err = s.Records.Book(v.Context())
	return a, errs.Wrap("callback.book", err)
}

// offered reports whether an action may be taken on the leg now.
func (a *at) offered(do casework.Action) bool {
	return slices.ContainsFunc(a.offers, func(o casework.Offer) bool { return o.Do == do && o.Leg == a.seq })
}

func (s *room) call(v *page.Visit) (*page.Screen, error) {
	a, err := s.at(v)
	if err != nil {
		return nil, err
	}
	return s.callScreen(v, a, nil, nil)
}

// callScreen shows a call; sent is what came back with faults.
func (s *room) callScreen(v *page.Visit, a at, sent url.Values, faults []string) (*page.Screen, error) {
	number := a.file.Number
	view := &callView{
		CaseFile: a.file, Leg: a.leg, Back: v.Link(Path, "plan", v.Query.Get("plan")), Whole: v.Link(workbench.CasePath(number)), Script: a.script(v, s.Clock.Now()),
	}
	held, err := s.Desk.Holdings(v.Context(), a.file.Case.ID)
	if err != nil {
		return nil, errs.Wrap("callback.holding", err)
	}
	view.Held = workbench.Held(v, a.file.Case, held[a.file.Case.ID], false)
	for _, e := range a.file.Events {
		if e.Leg == a.seq && (e.Do == casework.DoAttempt || e.Do == casework.DoCallBack || e.Do == casework.DoRevisit || e.Do == casework.DoRework) {
			view.Tries = append(view.Tries, e)
		}
	}
	if s.Persons != nil {
		m, err := s.Persons.View(v.Context(), v.Who, a.file.Case.ID)
		if err != nil {
			return nil, errs.Wrap("callback.person", err)
		}
		view.Who, view.Phone, view.Hidden = m.Person.Get(person.Name), m.Person.Get(person.Phone), m.Withheld
		if m.MayReveal {
			view.Reveal = v.Link(workbench.CasePath(number) + "/reveal")
		}
	}
	view.forms(v, &a, sent, faults)
	status := 0
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return &page.Screen{Layout: "callback/call", Title: v.Say("call.one", "number", number), Section: "callbacks", Data: view, Private: true, Status: status, Style: "desk.css", Script: "desk.js"}, nil
}

// forms are those that the leg is ready for.
func (view *callView) forms(v *page.Visit, a *at, sent url.Values, faults []string) {
	form := func(do casework.Action, word string, fields ...page.Field) *page.Form {
		if !a.offered(do) {
			return nil
		}
		f := &page.Form{
			Action: v.Link(callPath(a.file.Number, a.seq), "plan", v.Query.Get("plan")), Once: page.NewOnce(), Version: a.file.Case.Version, Submit: word,
			Fields: append([]page.Field{{Name: "do", Type: page.Hidden, Value: string(do)}}, fields...),
		}
		for i := range f.Fields { // three forms of one page: no two fields of the same id
			f.Fields[i].Focus = false
		}
		if sent.Get("do") == string(do) {
			f.Fill(sent)
			f.Faults = faults
		}
		return f
	}
	reasons := func(do casework.Action, name string) page.Field {
		options, typ := workbench.Listed(v, a.book, casework.ReasonList(do), true)
		return page.Field{Name: name, Label: v.Say("call.reason"), Type: typ, Options: options, Required: true, Max: maxLine}
	}
	note := func(name string) page.Field {
		return page.Field{Name: name, Label: v.Say("call.note"), Type: page.Area, Rows: 2, Max: maxText}
	}
	view.Answer = form(casework.DoCallBack, v.Say("call.keep"), append(workbench.AnswerFields(v), note("note"))...)
	view.Attempt = form(casework.DoAttempt, v.Say("call.tried"), reasons(casework.DoAttempt, "unreached"), note("unreached_note"))
	view.Rework = form(casework.DoRework, v.Say("call.rework"), reasons(casework.DoRework, "rework"), note("rework_note"))
}

const (
	maxLine = 200
	maxText = 20_000
)

// script is what to say: the region's own words for the subject, filled in.
func (a *at) script(v *page.Visit, now time.Time) (all []string) {
	today := calendar.DateOf(now, a.book.Location)
	for _, t := range a.book.TemplatesOn(today, rulebook.CallTemplate, a.file.Case.Subject) {
		all = append(all, t.Fill(map[string]string{
			"number": a.file.Number, "title": a.file.Title, "subject": a.file.Subject, "unit": a.leg.Unit, "region": a.book.RegionName,
		}))
	}
	if len(all) == 0 { // what the region has not put into words of its own
		all = append(all, v.Say("call.default", "title", a.file.Title, "unit", a.leg.Unit))
	}
	return all
}

// take keeps what came of a call, and leads on: to the next one, or back to this
// one where the citizen was not content and it may go back to the unit.
func (s *room) take(v *page.Visit) (*page.Screen, error) {
	a, err := s.at(v)
	if err != nil {
		return nil, err
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	cmd := casework.Command{Do: casework.Action(sent.Get("do")), Leg: a.seq}
	said := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	stay := false
	switch cmd.Do {
	case casework.DoCallBack:
		cmd.Note = said("note")
		if said("outcome") != "" {
			cmd.Answer = &survey.Answer{Outcome: survey.Verdict(said("outcome")), Attitude: survey.Verdict(said("attitude")), Solved: survey.Solved(said("solved"))}
			stay = cmd.Answer.Outcome == survey.Dissatisfied || cmd.Answer.Solved == survey.SolvedNo
		}
	case casework.DoAttempt:
		cmd.Reason, cmd.Note = said("unreached"), said("unreached_note")
	case casework.DoRework:
		cmd.Reason, cmd.Note = said("rework"), said("rework_note")
	default:
		return nil, v.Missing("page.not_found", "error.page")
	}
	version, _ := strconv.Atoi(sent.Get("version"))
	_, err = s.Desk.Act(v.Context(), v.Who, desk.Request{Case: a.file.Case.ID, Cmd: cmd, Version: version, Once: workbench.Once(v, sent.Get("once"), sent.Encode())})
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("callback.take", err)
		}
		return s.callScreen(v, a, sent, told)
	}
	if stay {
		return &page.Screen{Goto: v.Link(callPath(a.file.Number, a.seq), "plan", v.Query.Get("plan"))}, nil
	}
	return &page.Screen{Goto: v.Link(Path, "plan", v.Query.Get("plan"))}, nil
}
