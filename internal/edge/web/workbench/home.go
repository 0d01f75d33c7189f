package workbench

import (
	"slices"
	"strconv"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// homeView is what is before somebody.
type homeView struct {
	Name    string
	Roles   []string
	Groups  []queueGroup
	Receive string // address, for whoever receives cases
}

// queueGroup are queues that belong together.
type queueGroup struct {
	Name   string
	Queues []queueView
}

// queueView is one queue, with the way to its cases.
type queueView struct {
	Name  string
	Count int
	Link  string
	Tone  page.Tone
}

// home shows what is before the visitor.
func (s *room) home(v *page.Visit) (*page.Screen, error) {
	q, err := s.Records.Queues(v.Context(), v.Who.Scope())
	if err != nil {
		return nil, errs.Wrap("workbench.queues", err)
	}
	view := homeView{Name: v.Who.Name, Groups: queueGroups(v, q)}
	for _, g := range v.Who.Grants {
		view.Roles = append(view.Roles, v.Lang.Pick(g.Role.Chinese(), string(g.Role)))
	}
	if may(v.Who, "case.receive") {
		view.Receive = v.Link(receivePath)
	}
	return &page.Screen{Layout: "workbench/home", Title: v.Say("desk.title"), Section: "desk", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// waiting are the states in which a case waits for somebody.
var waiting = []casework.CaseState{
	casework.Draft, casework.Registered, casework.ToDispatch, casework.Dispatched, casework.Handling, casework.ToReview, casework.ToCallBack, casework.Tracked,
}

// queueGroups are the queues that hold anything, each with the list behind it.
func queueGroups(v *page.Visit, q insight.Queues) (all []queueGroup) {
	add := func(g queueGroup) {
		if len(g.Queues) > 0 {
			all = append(all, g)
		}
	}
	cases := queueGroup{Name: v.Say("desk.cases")}
	for _, state := range waiting {
		if n := q.Cases[state]; n > 0 {
			cases.Queues = append(cases.Queues, queueView{spelt(v, state.Chinese(), string(state)), n, v.Link(casesPath, "state", string(state)), page.Plain})
		}
	}
	legs := queueGroup{Name: v.Say("desk.legs")}
	for _, state := range casework.LegStates() {
		if n := q.Legs[state]; n > 0 {
			legs.Queues = append(legs.Queues, queueView{spelt(v, state.Chinese(), string(state)), n, v.Link(casesPath, "leg_state", string(state)), page.Plain})
		}
	}
	add(clockGroup(v, "desk.late", q.Late, page.Bad))
	add(clockGroup(v, "desk.soon", q.Soon, page.Warn))
	add(legs)
	add(cases)
	return all
}

// due reports whether keeping a limit is anything to the visitor: that of a
// return is a right that lapses, and some are the centre's alone.
func due(v *page.Visit, clock deadline.Clock) bool {
	switch clock {
	case deadline.Return:
		return false
	case deadline.Dispatch, deadline.Adjudicate, deadline.Review, deadline.CallBack:
		return slices.ContainsFunc(v.Who.Grants, func(g identity.Actor) bool { return !g.OfUnit() })
	}
	return true
}

// clockGroup are limits by clock: those that have passed, or soon will.
func clockGroup(v *page.Visit, name string, counts map[deadline.Clock]int, tone page.Tone) queueGroup {
	g := queueGroup{Name: v.Say(key(name))}
	for _, clock := range deadline.Clocks() {
		if n := counts[clock]; n > 0 && due(v, clock) {
			link := ""
			if tone == page.Bad {
				link = v.Link(casesPath, "late", strconv.FormatBool(true))
			}
			g.Queues = append(g.Queues, queueView{spelt(v, clock.Chinese(), string(clock)), n, link, tone})
		}
	}
	return g
}
