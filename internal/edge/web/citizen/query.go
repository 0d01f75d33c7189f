package citizen

import (
	"net/http"
	"net/url"
	"strings"

	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// queryView is the screen that asks for number and code.
type queryView struct{ Form page.Form }

func (s *room) queryPage(v *page.Visit) (*page.Screen, error) { return s.queryScreen(v, nil, nil), nil }

func (s *room) queryScreen(v *page.Visit, sent url.Values, faults []string) *page.Screen {
	form := page.Form{
		Action: v.Link(queryPath), Submit: v.Say("query.do"), Faults: faults,
		Fields: []page.Field{
			{Name: "number", Label: v.Say("query.number"), Hint: v.Say("query.number_hint"), Required: true, Max: 40, Focus: true},
			{Name: "code", Label: v.Say("query.code"), Hint: v.Say("query.code_hint"), Required: true, Max: 12},
		},
	}
	screen := s.screen("query", v.Say("citizen.query"), &queryView{form})
	screen.Private = true
	if sent != nil {
		sent.Del("code")
		form.Fill(sent)
		screen.Status = http.StatusUnprocessableEntity
	}
	return screen
}

// query opens a case by its number and code.
func (s *room) query(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	number := ident.CaseNumber(strings.ReplaceAll(strings.TrimSpace(sent.Get("number")), " ", ""))
	c, err := s.Door.Open(v.Context(), number, sent.Get("code"))
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("citizen.query", err)
		}
		return s.queryScreen(v, sent, told), nil
	}
	return &page.Screen{Goto: v.Link(minePath), Cookies: []*http.Cookie{ticket(v, s.open.begin(c.ID, c.Number))}}, nil
}
