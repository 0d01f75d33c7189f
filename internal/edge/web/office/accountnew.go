package office

import (
	"net/url"

	"huying/internal/app/people"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

func (s *room) newAccountPage(v *page.Visit) (*page.Screen, error) {
	return s.newAccountScreen(v, nil, nil)
}

func (s *room) newAccountScreen(v *page.Visit, sent url.Values, faults []string) (*page.Screen, error) {
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	const mostLogin, mostName = 64, 60
	view := &formView{Above: above(v, step{v.Say("people.title"), v.Link(peoplePath)}), Title: v.Say("people.new"), Lead: v.Say("people.new_lead")}
	view.Form = page.Form{Action: v.Link(peoplePath + "/new"), Faults: faults, Submit: v.Say("people.create"), Cancel: v.Link(peoplePath)}
	view.Form.Fields = append([]page.Field{
		{Name: "login", Label: v.Say("people.login"), Required: true, Focus: true, Max: mostLogin, Hint: v.Say("people.login_hint")},
		{Name: "name", Label: v.Say("people.name"), Required: true, Max: mostName},
	}, whereFields(v, book, "", nil)...)
	if sent != nil {
		view.Form.Fill(sent)
	}
	return &page.Screen{Layout: "office/form", Title: view.Title, Data: view, Status: unprocessable(faults)}, nil
}

// newAccount makes an account, whose page comes next: there is its set-up link.
func (s *room) newAccount(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	roles := rolesOf(sent, nil)
	if len(roles) == 0 {
		return s.newAccountScreen(v, sent, []string{v.Say("people.role_needed")})
	}
	id, err := s.Accounts.Create(v.Context(), v.Who, people.NewAccount{
		Login: trimmed(sent.Get("login")), Name: trimmed(sent.Get("name")), Unit: ident.UnitID(sent.Get("unit")), Roles: roles,
	})
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.newAccountScreen(v, sent, told)
	}
	return &page.Screen{Goto: v.Link(at(peoplePath, string(id)), "done", "created")}, nil
}
