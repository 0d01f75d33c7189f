package workbench

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"huying/internal/app/vault"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// casePath is the address of a case.
func casePath(number string) string { return casesPath + "/" + url.PathEscape(number) }

// caseView is the screen of one case.
type caseView struct {
	CaseFile
	Back    string
	Done    string // what has just been done
	Carried []carried
	Offers  []offerView // on the case as a whole
	Person  *personView
	Holding *HoldingView
	Files   []fileView
	Keep    string // address of the page that takes files; empty where none are kept
	Letters string // address of the letters that can be printed; empty: not by the visitor
}

// carried is a leg with the way to its unit's score, and what may be done on it.
type carried struct {
	Leg
	Link   string // empty: no bulletin scores the unit for it
	Period string // of that bulletin
	Offers []offerView
}

// offerView is one action that may be taken, and the way to its form.
type offerView struct {
	Name  string
	Link  string
	Major bool // what the case waits for
}

// personView is who brought the case, masked.
type personView struct {
	Fields   []personField
	Withheld bool
	Reveal   string // address, where the visitor may see more
	Seen     string // address, for those who may ask who has looked
}

type personField struct{ Name, Value string }

// Assumed reports whether any limit of the case rests on an assumption.
func (c *caseView) Assumed() bool {
	assumed := func(clocks []Clock) bool { return slices.ContainsFunc(clocks, func(k Clock) bool { return k.Assumed }) }
	return assumed(c.Clocks) || slices.ContainsFunc(c.Legs, func(l Leg) bool { return assumed(l.Clocks) })
}

// Open reports whether the clock's explanation is shown unfolded: while it
// runs, and when it was missed.
func (c Clock) Open() bool { return !c.Ended && c.State.Tone != page.Plain || c.State.Tone == page.Bad }

// caseFile shows one case with its whole record.
func (s *room) caseFile(v *page.Visit) (*page.Screen, error) {
	c, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	if err != nil {
		return nil, errs.Wrap("workbench.case", err)
	}
	offers, err := s.Desk.Offers(v.Context(), v.Who, c.Case)
	if err != nil {
		return nil, errs.Wrap("workbench.offers", err)
	}
	view := &caseView{CaseFile: c, Back: v.Link(casesPath), Offers: offerViews(v, c.Number, offers, 0)}
	for _, l := range c.Legs {
		one := carried{Leg: l, Offers: offerViews(v, c.Number, offers, l.Seq)}
		if l.Scored != nil {
			one.Link, one.Period = v.Link(unitPath(*l.Scored, l.Unit)), v.Lang.Pick(l.Scored.Chinese(), l.Scored.String())
		}
		view.Carried = append(view.Carried, one)
	}
	if did := casework.Action(v.Query.Get("done")); did.Chinese() != "" {
		view.Done = v.Say("case.did", "action", actionName(v, did))
	}
	if view.Person, err = s.person(v, c.Case); err != nil {
		return nil, err
	}
	if view.Holding, err = s.holding(v, c.Case); err != nil {
		return nil, err
	}
	if s.Letters && WritesLetters(v.Who) {
		view.Letters = v.Link(LettersPath(c.Number))
	}
	if view.Files, err = s.files(v, c.Case); err != nil {
		return nil, err
	}
	if s.Files != nil {
		view.Keep = v.Link(filesPath(c.Number))
	}
	return &page.Screen{Layout: "workbench/case", Title: cmp.Or(c.Title, c.Number), Section: "cases", Private: true, Data: view, Style: "desk.css", Script: "desk.js"}, nil
}

// LettersPath is where letters to who brought a case are printed.
func LettersPath(number string) string { return casePath(number) + "/letters" }

// WritesLetters reports whether the account writes to those who bring cases: the
// centre's people do.
func WritesLetters(who identity.Account) bool {
	return may(who, identity.CaseReceive) || may(who, identity.CaseReview) || may(who, identity.CaseCallBack)
}

// unitPath is the address of a unit's score.
func unitPath(p calendar.Period, unit string) string {
	return "/public/bulletins/" + p.String() + "/units/" + url.PathEscape(unit)
}

// offerViews are the actions on one leg, or on the case as a whole (0).
func offerViews(v *page.Visit, number string, offers []casework.Offer, leg int) (all []offerView) {
	for _, o := range offers {
		if o.Leg == leg && formed(o) {
			all = append(all, offerView{Name: actionName(v, o.Do), Link: v.Link(actionPath(number, o.Do, o.Leg)), Major: major[o.Do]})
		}
	}
	slices.SortStableFunc(all, func(a, b offerView) int {
		switch {
		case a.Major == b.Major:
			return 0
		case a.Major:
			return -1
		}
		return 1
	})
	return all
}

// major are the actions that move a case along its way; the others stand
// behind them.
var major = map[casework.Action]bool{
	casework.DoRegister: true, casework.DoQueue: true, casework.DoAnswer: true, casework.DoDispatch: true,
	casework.DoSign: true, casework.DoPropose: true, casework.DoEndorse: true, casework.DoSubmit: true, casework.DoCompleteChild: true,
	casework.DoAccept: true, casework.DoSendBack: true, casework.DoCallBack: true, casework.DoAttempt: true,
	casework.DoUpholdReturn: true, casework.DoRejectReturn: true, casework.DoGrantExtension: true, casework.DoRefuseExtension: true,
	casework.DoGrantSuspension: true, casework.DoRefuseSuspend: true, casework.DoUpholdPlea: true, casework.DoRejectPlea: true,
	casework.DoExclude: true, casework.DoRefuseExclude: true,
}

// actionPath is the address of an action's form.
func actionPath(number string, do casework.Action, leg int) string {
	if leg == 0 {
		return casePath(number) + "/" + string(do)
	}
	return casePath(number) + "/legs/" + strconv.Itoa(leg) + "/" + string(do)
}

// person is who brought a case, as far as the visitor may know; nil: nobody
// known did.
func (s *room) person(v *page.Visit, c *casework.Case) (*personView, error) {
	if s.Persons == nil {
		return nil, nil
	}
	m, err := s.Persons.View(v.Context(), v.Who, c.ID)
	if err != nil {
		return nil, errs.Wrap("workbench.person", err)
	}
	if m == (vault.Masked{}) {
		return nil, nil
	}
	view := &personView{Withheld: m.Withheld}
	if m.MayReveal {
		view.Reveal = v.Link(revealPath(string(c.Number)))
	}
	if auditor(v) {
		view.Seen = v.Link(casePath(string(c.Number)) + "/seen")
	}
	for _, f := range person.Fields() {
		if value := m.Person.Get(f); value != "" {
			view.Fields = append(view.Fields, personField{v.Lang.Pick(f.Chinese(), string(f)), value})
		}
	}
	return view, nil
}
