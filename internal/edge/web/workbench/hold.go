package workbench

import (
	"slices"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// HoldingView is who has a case in hand, as a page tells the visitor.
type HoldingView struct {
	Who    string // somebody else who has it
	Text   string // empty: nobody has it; else what is to be known of Who, or of the visitor
	Mine   bool
	Takes  bool   // the visitor may take it
	Action string // where it is taken and given back
}

// HoldPath is where a case is taken in hand and given back.
func HoldPath(number string) string { return casePath(number) + "/hold" }

// Held tells the visitor who has a case in hand.
func Held(v *page.Visit, c *casework.Case, h desk.Holding, works bool) HoldingView {
	view := HoldingView{Action: v.Link(HoldPath(string(c.Number)))}
	switch h.Account {
	case "":
		view.Takes = works
	case v.Who.ID:
		view.Mine, view.Text = true, v.Say("hold.mine", "until", h.Ends.In(v.Site.Location).Format("15:04"))
	default:
		view.Who, view.Text = h.Name, v.Say("hold.other", "since", h.Taken.In(v.Site.Location).Format("15:04"))
	}
	return view
}

// holding is who has the case of a page in hand.
func (s *room) holding(v *page.Visit, c *casework.Case) (*HoldingView, error) {
	all, err := s.Desk.Holdings(v.Context(), c.ID)
	if err != nil {
		return nil, errs.Wrap("workbench.holding", err)
	}
	view := Held(v, c, all[c.ID], s.Desk.Works(v.Who, c) && waits(c.State))
	if view.Text == "" && !view.Takes {
		return nil, nil
	}
	return &view, nil
}

// waits reports whether a case waits for the centre, so that one of it takes it.
func waits(s casework.CaseState) bool { return slices.Contains(waiting, s) }

// hold takes a case in hand, or gives it back, and leads to it.
func (s *room) hold(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	c, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	if err != nil {
		return nil, errs.Wrap("workbench.case", err)
	}
	if sent.Get("do") == "leave" {
		err = s.Desk.Leave(v.Context(), v.Who, c.Case.ID)
	} else {
		_, err = s.Desk.Take(v.Context(), v.Who, c.Case.ID)
	}
	if err != nil && !errs.Is(err, errs.Conflict) { // who has it stands on the case
		return nil, errs.Wrap("workbench.hold", err)
	}
	return &page.Screen{Goto: v.Link(casePath(c.Number))}, nil
}

// keepOn keeps a case in hand for longer for who has it and works on: every look
// at a form is a sign of that.
func (s *room) keepOn(v *page.Visit, id ident.CaseID) (*HoldingView, error) {
	all, err := s.Desk.Holdings(v.Context(), id)
	if err != nil {
		return nil, errs.Wrap("workbench.holding", err)
	}
	h, held := all[id]
	if !held {
		return nil, nil
	}
	if h.Account == v.Who.ID {
		again, err := s.Desk.Take(v.Context(), v.Who, id)
		if err != nil && !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Denied) {
			return nil, errs.Wrap("workbench.keep_on", err)
		}
		if err == nil {
			h = again
		}
	}
	view := Held(v, &casework.Case{}, h, false)
	return &view, nil
}
