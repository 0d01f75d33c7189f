package office

import (
	"net/url"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// formView is the screen of one form.
type formView struct {
	Above []step
	Title string
	Lead  string
	Form  page.Form
}

func (s *room) newUnitPage(v *page.Visit) (*page.Screen, error) { return s.newUnitScreen(v, nil, nil) }

func (s *room) newUnitScreen(v *page.Visit, sent url.Values, faults []string) (*page.Screen, error) {
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	view := &formView{Above: above(v, step{v.Say("units.title"), v.Link(unitsPath)}), Title: v.Say("units.new")}
	view.Form = page.Form{Action: v.Link(unitsPath + "/new"), Fields: s.unitFields(v, book, org.Unit{}), Faults: faults, Submit: v.Say("units.add"), Cancel: v.Link(unitsPath)}
	view.Form.Fields[0].Focus = true
	if sent != nil {
		view.Form.Fill(sent)
	}
	view.Form.Fields = append(view.Form.Fields, seen(book))
	return &page.Screen{Layout: "office/form", Title: view.Title, Data: view, Status: unprocessable(faults)}, nil
}

// newUnit makes a unit.
func (s *room) newUnit(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	var from calendar.Date
	var made org.Unit
	if err = unseen(sent); err == nil {
		err = bodyOf(v, sent)
	}
	if err == nil {
		from, err = dayOf(sent.Get("from"))
	}
	if err == nil {
		made, _, err = s.Office.AddUnit(v.Context(), s.asker(v), org.Unit{
			Name: trimmed(sent.Get("name")), Parent: ident.UnitID(sent.Get("parent")), List: org.List(sent.Get("list")), Kind: org.Kind(sent.Get("kind")),
			Division: trimmed(sent.Get("division")), From: from,
		}, revision(sent))
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.newUnitScreen(v, sent, told)
	}
	return &page.Screen{Goto: v.Link(at(unitsPath, string(made.ID)), "done", "added")}, nil
}
