package dispatch

import (
	"slices"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// decisionsView is what units have asked for and the centre decides.
type decisionsView struct {
	Tabs  []tab
	Cards []card
	First string
	Next  string
	Files []listing.Link
}

// tab is one kind of request.
type tab struct {
	Name    string
	Link    string
	Current bool
}

// card is one request with what both sides say.
type card struct {
	Number  string
	Title   string
	Link    string
	Content string
	Leg     int
	Unit    string
	Role    string
	Asked   time.Time
	Due     time.Time // of the decision
	Late    bool
	Close   time.Time // when the unit has to be done
	Asks    []workbench.Event
	Given   []workbench.Event // how the unit came to it
	Calls   []workbench.CallBack
	Reply   string
	Offers  []workbench.OfferView
}

// request is one kind of what units ask for.
type request struct {
	key   string
	state casework.LegState // of the leg while it waits; empty for an exclusion
	ask   casework.Action
	does  []casework.Action // what decides it
	need  identity.Permission
	word  i18n.Key
	clock deadline.Clock
}

func requests() []request {
	return []request{
		{"return", casework.ReturnPending, casework.DoReturn, []casework.Action{casework.DoUpholdReturn, casework.DoRejectReturn}, identity.CaseAdjudicate, "decide.return", deadline.Adjudicate},
		{"extend", casework.ExtensionPending, casework.DoExtend, []casework.Action{casework.DoGrantExtension, casework.DoRefuseExtension}, identity.CaseAdjudicate, "decide.extend", deadline.Adjudicate},
		{"suspend", casework.SuspendPending, casework.DoSuspend, []casework.Action{casework.DoGrantSuspension, casework.DoRefuseSuspend}, identity.CaseAdjudicate, "decide.suspend", deadline.Adjudicate},
		{"plead", casework.PleaPending, casework.DoPlead, []casework.Action{casework.DoUpholdPlea, casework.DoRejectPlea}, identity.CaseAdjudicate, "decide.plead", deadline.Adjudicate},
		{"exclude", "", casework.DoProposeExclude, []casework.Action{casework.DoExclude, casework.DoRefuseExclude}, identity.CaseExclude, "decide.exclude", ""},
	}
}

// decisionLength is how many requests a page has: each is shown whole.
const decisionLength = 10

// decisions shows one kind of what waits, that of the case that came first before
// the others.
func (s *room) decisions(v *page.Visit) (*page.Screen, error) {
	all, now, err := asked(v)
	if err != nil {
		return nil, err
	}
	after, err := place(v.Query.Get("after"))
	if err != nil {
		return nil, err
	}
	found, err := s.asking(v, now, after, decisionLength)
	if err != nil {
		return nil, err
	}
	view := &decisionsView{Files: s.Lists.Links(v, listing.List{Name: "decisions"}, "what", now.key)}
	for _, r := range all {
		view.Tabs = append(view.Tabs, tab{v.Say(r.word), v.Link(Decisions, "what", r.key), r.key == now.key})
	}
	for _, c := range found.Cases {
		cards, err := s.cards(v, now, string(c.Number))
		if err != nil {
			return nil, err
		}
		view.Cards = append(view.Cards, cards...)
	}
	if n := len(found.Cases); found.More && n > 0 {
		view.Next = v.Link(Decisions, "what", now.key, "after", placeOf(found.Cases[n-1]))
	}
	if after != nil {
		view.First = v.Link(Decisions, "what", now.key)
	}
	return &page.Screen{Layout: "dispatch/decisions", Title: v.Say("decide.title"), Section: "decisions", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// asked are the kinds of requests that the visitor decides on, and the one that
// the address names, or the first.
func asked(v *page.Visit) (all []request, now request, err error) {
	if !decides(v.Who) {
		return nil, now, errs.New(errs.Denied, "denied", "you decide on no requests of units", "您没有裁定的权限")
	}
	all = slices.DeleteFunc(requests(), func(r request) bool { return !workbench.May(v.Who, r.need) })
	what := v.Query.Get("what")
	i := slices.IndexFunc(all, func(r request) bool { return what == "" || r.key == what })
	if i < 0 {
		return nil, now, v.Missing("page.not_found", "error.page")
	}
	return all, all[i], nil
}

// asking are the cases with a request of a kind, the longest on record first.
func (s *room) asking(v *page.Visit, r request, after *insight.CaseKey, most int) (insight.CasePage, error) {
	found, err := s.Records.Cases(v.Context(), insight.CaseQuery{
		Scope: v.Who.Scope(), LegIn: r.state, Asked: r.state == "", Oldest: true, After: after, Limit: most,
	})
	return found, errs.Wrap("dispatch.decisions", err)
}

// cards are the requests of one kind on one case: each leg may have one.
func (s *room) cards(v *page.Visit, r request, number string) (all []card, err error) {
	file, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
	if err != nil {
		return nil, errs.Wrap("dispatch.case", err)
	}
	offers, err := s.Desk.Offers(v.Context(), v.Who, file.Case)
	if err != nil {
		return nil, errs.Wrap("dispatch.offers", err)
	}
	for i := range file.Legs {
		shown := &file.Legs[i]
		leg, _ := file.Case.Leg(shown.Seq)
		if !r.waits(leg) {
			continue
		}
		one := card{
			Number: number, Title: file.Title, Link: v.Link(workbench.CasePath(number)), Content: file.Content,
			Leg: shown.Seq, Unit: shown.Unit, Role: shown.Role, Calls: shown.Calls, Reply: shown.Reply,
		}
		for _, k := range file.Case.Clocks {
			switch {
			case k.Leg != shown.Seq || !k.Open():
			case k.Kind == r.clock:
				one.Due, one.Late = k.Due, !k.Due.IsZero() && k.Due.Before(time.Now())
			case k.Kind == deadline.Close:
				one.Close = k.Due
			}
		}
		one.tell(r, file, shown.Seq)
		for _, o := range offers {
			if o.Leg == shown.Seq && slices.Contains(r.does, o.Do) {
				one.Offers = append(one.Offers, workbench.OfferView{
					Name: workbench.ActionName(v, o.Do), Link: v.Link(workbench.ActionPath(number, o.Do, o.Leg)), Major: len(one.Offers) == 0,
				})
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// waits reports whether a leg waits for the decision.
func (r request) waits(l *casework.Leg) bool {
	if r.state == "" {
		return l.ProposedBy != nil
	}
	return l.State == r.state
}

// tell gathers what both sides said: the unit when it asked, the centre when it
// gave the case away, and what was decided of the leg before.
func (c *card) tell(r request, file workbench.CaseFile, leg int) {
	for _, e := range file.Events {
		switch {
		case e.Do == r.ask && e.Leg == leg:
			c.Asks, c.Asked = append(c.Asks, e), e.At
		case e.Do == casework.DoDispatch, e.Do == casework.DoAddAssist, e.Do == casework.DoRedispatch, e.Leg == leg && slices.Contains(r.does, e.Do):
			c.Given = append(c.Given, e)
		}
	}
}
