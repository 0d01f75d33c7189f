package entrance

import (
	"context"

	"huying/internal/app/people"
	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// home is where somebody goes who asked for nothing else.
const home = "/desk/"

// signInView is the page where people sign in.
type signInView struct {
	Form   page.Form
	Guests []guestView
	Next   string
	Begin  string // address, where an identity provider vouches for people
}

// guestView is one way into a demonstration.
type guestView struct{ Login, Name, Where, Action string }

func (s *room) signInPage(v *page.Visit) (*page.Screen, error) { return s.showSignIn(v, nil, "") }

func (s *room) showSignIn(v *page.Visit, faults []string, login string) (*page.Screen, error) {
	next := v.Query.Get("next")
	view := signInView{Next: next, Form: page.Form{
		Action: v.Link(SignInPath, "next", next), Submit: v.Say("entrance.sign_in"), Faults: faults,
		Fields: []page.Field{
			{Name: "login", Label: v.Say("entrance.login"), Value: login, Required: true, Focus: login == "", Complete: "username", Max: 64},
			{Name: "password", Label: v.Say("entrance.password"), Type: page.Password, Required: true, Focus: login != "", Complete: "current-password", Max: 1024},
			{Name: "code", Label: v.Say("entrance.code"), Hint: v.Say("entrance.code_hint"), Complete: "one-time-code", Max: 20},
		},
	}}
	if s.Vouched {
		view.Begin = v.Link(beginPath)
	}
	if s.Guests != nil {
		guests, err := s.Guests.Guests(v.Context())
		if err != nil {
			return nil, errs.Wrap("entrance.guests", err)
		}
		for _, g := range guests {
			view.Guests = append(view.Guests, guestView{g.Login, bulletin.InLanguage(v.Lang, g.Name), g.Where, v.Link("/sign-in/guest", "next", next)})
		}
	}
	return &page.Screen{Layout: "entrance/signin", Title: v.Say("entrance.title"), Data: view, Private: true, Status: refused(faults)}, nil
}

// refused is the status of a form that is shown again.
func refused(faults []string) int {
	if len(faults) > 0 {
		return 422 //nolint:mnd // Unprocessable Content
	}
	return 0
}

func (s *room) signIn(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	c := people.Credentials{Login: sent.Get("login"), Password: sent.Get("password"), Code: sent.Get("code")}
	t, err := s.People.SignIn(v.Context(), c, s.from(v))
	return s.entered(v, t, err, c.Login)
}

// guest lets somebody into a demonstration.
func (s *room) guest(v *page.Visit) (*page.Screen, error) {
	if s.Guests == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	t, err := s.Guests.Enter(v.Context(), sent.Get("login"), s.from(v))
	return s.entered(v, t, err, "")
}

// entered goes on with a session, or shows again why there is none.
func (s *room) entered(v *page.Visit, t people.Ticket, err error, login string) (*page.Screen, error) {
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("entrance.sign_in", err)
		}
		return s.showSignIn(v, told, login)
	}
	to := page.Next(v.Query.Get("next"), v.Link(home))
	if t.MustChange {
		to = v.Link(passPath)
	}
	screen := &page.Screen{Goto: to}
	screen.Cookies = append(screen.Cookies, v.Session(t.Token, t.Ends))
	return screen, nil
}

func (s *room) signOut(v *page.Visit) (*page.Screen, error) {
	screen := &page.Screen{Goto: v.Link("/")}
	screen.Cookies = append(screen.Cookies, v.Session("", people.Ticket{}.Ends))
	token := v.Token()
	if token == "" {
		return screen, nil
	}
	// the session ends though the browser has gone meanwhile
	err := s.People.SignOut(context.WithoutCancel(v.Context()), token)
	if errs.Is(err, errs.Denied) { // it had ended
		err = nil
	}
	return screen, errs.Wrap("entrance.sign_out", err)
}
