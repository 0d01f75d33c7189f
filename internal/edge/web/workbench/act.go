package workbench

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// actView is the screen of one action's form, beside the case that it is on.
type actView struct {
	CaseFile
	Action  string
	Leg     *Leg // nil: on the case as a whole
	Back    string
	Form    page.Form
	Holding *HoldingView
	Rules   []string // of the dispatch list, where units are chosen
}

// acting is an action on a case that the visitor is about to take.
type acting struct {
	file  CaseFile
	offer casework.Offer
	book  *rulebook.Book
	files []fileView // that the action may name
}

// formed reports whether an action has a form of its own here: all but the
// system's own steps, and those that begin another case.
func formed(o casework.Offer) bool {
	return o.Do != casework.DoSkipSign && !slices.Contains(o.Ask, casework.AskNew)
}

// acting finds the action that an address names among those that are offered.
func (s *room) acting(v *page.Visit) (acting, error) {
	var a acting
	var err error
	if a.file, err = s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang); err != nil {
		return a, errs.Wrap("workbench.case", err)
	}
	leg, _ := strconv.Atoi(v.PathValue("leg")) // none is 0; what is no number is on no leg
	do := casework.Action(v.PathValue("action"))
	if do.Chinese() == "" {
		return a, v.Missing("page.not_found", "error.page")
	}
	offers, err := s.Desk.Offers(v.Context(), v.Who, a.file.Case)
	if err != nil {
		return a, errs.Wrap("workbench.offers", err)
	}
	i := slices.IndexFunc(offers, func(o casework.Offer) bool { return o.Do == do && o.Leg == leg && formed(o) })
	if i < 0 {
		return a, errs.Newf(errs.Conflict, "action.not_now", "%s cannot be done on this case now, or not by you", "此件现在不能由您“%s”", actionName(v, do))
	}
	a.offer = offers[i]
	if a.book, err = s.Records.Book(v.Context()); err != nil {
		return a, errs.Wrap("workbench.book", err)
	}
	if slices.Contains(a.offer.May, casework.AskEvidence) || slices.Contains(a.offer.Ask, casework.AskEvidence) {
		a.files, err = s.files(v, a.file.Case)
	}
	return a, err
}

// actionPage shows the form of an action.
func (s *room) actionPage(v *page.Visit) (*page.Screen, error) {
	a, err := s.acting(v)
	if err != nil {
		return nil, err
	}
	held, err := s.keepOn(v, a.file.Case.ID)
	if err != nil {
		return nil, err
	}
	screen := a.screen(v, nil, nil)
	if view, ok := screen.Data.(*actView); ok {
		view.Holding = held
	}
	return screen, nil
}

// screen shows the form, with what has been sent and what was wrong with it.
func (a *acting) screen(v *page.Visit, sent url.Values, faults []string) *page.Screen {
	name := actionName(v, a.offer.Do)
	view := &actView{CaseFile: a.file, Action: name, Back: v.Link(casePath(a.file.Number))}
	for i := range a.file.Legs {
		if a.file.Legs[i].Seq == a.offer.Leg {
			view.Leg = &a.file.Legs[i]
		}
	}
	if a.chooses() {
		for _, e := range a.suggested() {
			view.Rules = append(view.Rules, e.Unit+"："+e.Reason)
		}
	}
	view.Form = page.Form{
		Action: v.Link(actionPath(a.file.Number, a.offer.Do, a.offer.Leg)), Fields: a.fields(v), Faults: faults,
		Once: page.NewOnce(), Version: a.file.Case.Version, Submit: name, Cancel: view.Back,
	}
	status := 0
	if sent != nil {
		view.Form.Fill(sent)
		view.Form.Once = sent.Get("once")
		status = http.StatusUnprocessableEntity
	}
	return &page.Screen{Layout: "workbench/act", Title: name + " " + a.file.Number, Section: "cases", Data: view, Private: true, Status: status, Style: "desk.css", Script: "desk.js"}
}

// act gives the command that a form has sent.
func (s *room) act(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	a, err := s.acting(v)
	if err != nil {
		return nil, err
	}
	cmd, err := s.command(v, &a, sent)
	if err == nil {
		_, err = s.Desk.Act(v.Context(), v.Who, desk.Request{
			Case: a.file.Case.ID, Cmd: cmd, Version: number(sent.Get("version")), Once: once(v, sent),
		})
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("workbench.act", err)
		}
		return a.screen(v, sent, told), nil
	}
	return s.afterwards(v, a.file.Number, a.offer.Do)
}

// afterwards leads back to the case; to what is before the visitor, where the
// case has got out of sight.
func (s *room) afterwards(v *page.Visit, number string, did casework.Action) (*page.Screen, error) {
	_, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
	switch {
	case errs.Is(err, errs.NotFound):
		return &page.Screen{Goto: v.Link(Home)}, nil
	case err != nil:
		return nil, errs.Wrap("workbench.case", err)
	}
	return &page.Screen{Goto: v.Link(casePath(number), "done", string(did))}, nil
}

// once keeps a form from being done twice.
func once(v *page.Visit, sent url.Values) desk.Once {
	key := sent.Get("once")
	if key == "" {
		return desk.Once{}
	}
	return desk.Once{Account: v.Who.ID, Key: "page " + key, Digest: v.URL.Path + " " + sent.Encode()}
}

// number is a whole number that a form has sent; 0 for anything else.
func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
