package portal

import (
	"slices"
	"strconv"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// legView is one leg as its unit works on it.
type legView struct {
	workbench.CaseFile
	Leg      workbench.Leg
	Back     string
	Whole    string // address of the case with its whole record
	Files    string // address of its files
	Counts   []countdown
	Contacts []workbench.Event // with whom the unit has spoken
	Notes    []workbench.Event // for the unit and the centre alone
	Said     []workbench.Event // what the centre asked, decided and sent back
	Below    []workbench.Leg   // what was handed down
	Offers   []workbench.OfferView
}

// leg shows one leg of the visitor's unit.
func (s *room) leg(v *page.Visit) (*page.Screen, error) {
	own, err := admitted(v)
	if err != nil {
		return nil, err
	}
	file, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	if err != nil {
		return nil, errs.Wrap("portal.case", err)
	}
	seq, _ := strconv.Atoi(v.PathValue("leg"))
	leg, there := file.Case.Leg(seq)
	if !there || !slices.Contains(own, leg.Unit) {
		return nil, errs.New(errs.NotFound, "leg.not_found", "your unit has no such leg", "贵单位没有该承办任务")
	}
	offers, err := s.Desk.Offers(v.Context(), v.Who, file.Case)
	if err != nil {
		return nil, errs.Wrap("portal.offers", err)
	}
	view := &legView{
		CaseFile: file, Back: v.Link(Path), Whole: v.Link(workbench.CasePath(file.Number)), Files: v.Link(workbench.CasePath(file.Number) + "/files"),
		Counts: s.countdowns(v, file.Case, seq, []deadline.Clock{deadline.Sign, deadline.Return, deadline.Contact, deadline.Close}),
		Offers: workbench.OfferViews(v, file.Number, offers, seq),
	}
	for _, one := range file.Legs {
		switch {
		case one.Seq == seq:
			view.Leg = one
		case one.Parent == seq:
			view.Below = append(view.Below, one)
		}
	}
	for _, e := range file.Events {
		switch {
		case e.Leg != 0 && e.Leg != seq:
		case e.Do == casework.DoContact:
			view.Contacts = append(view.Contacts, e)
		case e.Do == casework.DoLegNote, e.Do == casework.DoUnitSendBack, e.Do == casework.DoAssign:
			view.Notes = append(view.Notes, e)
		case e.Do == casework.DoDispatch, e.Do == casework.DoHasten, e.Do == casework.DoSupervise, e.Do == casework.DoSendBack, e.Do == casework.DoRework,
			e.Do == casework.DoRejectReturn, e.Do == casework.DoGrantExtension, e.Do == casework.DoRefuseExtension, e.Do == casework.DoRejectPlea:
			view.Said = append(view.Said, e)
		}
	}
	return &page.Screen{Layout: "portal/leg", Title: file.Title, Section: "unit", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}
