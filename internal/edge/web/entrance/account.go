package entrance

import (
	"time"

	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// accountView is somebody's own page.
type accountView struct {
	Name     string
	Login    string
	Roles    []string
	Done     string // what has just been done
	Sessions []sessionView
	Action   string // where a session is ended
	Password string // address of the form for another one
	Device   string // address of the second factor's page
	Second   string // what the account has of it
}

// sessionView is one open session.
type sessionView struct {
	Ref     string
	Started time.Time
	Seen    time.Time
	Ends    time.Time
	Address string
	Agent   string
	This    bool
}

func (s *room) account(v *page.Visit) (*page.Screen, error) {
	open, err := s.People.Sessions(v.Context(), v.Token())
	if err != nil {
		return nil, errs.Wrap("entrance.account", err)
	}
	view := accountView{Name: v.Who.Name, Login: v.Who.Login, Action: v.Link("/account/sessions"), Password: v.Link(passPath)}
	if err := s.second(v, &view); err != nil {
		return nil, err
	}
	for _, g := range v.Who.Grants {
		view.Roles = append(view.Roles, v.Lang.Pick(g.Role.Chinese(), string(g.Role)))
	}
	for _, o := range open {
		view.Sessions = append(view.Sessions, sessionView(o))
	}
	switch done := v.Query.Get("done"); done {
	case "password", "ended", "dropped":
		view.Done = v.Say(i18n.Key("entrance.done_" + done))
	}
	return &page.Screen{Layout: "entrance/account", Title: v.Say("page.account"), Section: "account", Data: view, Private: true}, nil
}

// end ends one of somebody's sessions, or all others.
func (s *room) end(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	if ref := sent.Get("session"); ref != "" {
		err = s.People.End(v.Context(), v.Token(), ref)
	} else {
		_, err = s.People.EndOthers(v.Context(), v.Token())
	}
	if err != nil {
		return nil, errs.Wrap("entrance.end", err)
	}
	return &page.Screen{Goto: v.Link(AccountPath, "done", "ended")}, nil
}
