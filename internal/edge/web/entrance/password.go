package entrance

import (
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// plainView is a page that is one form.
type plainView struct {
	Heading string
	Lead    string
	Form    page.Form
}

func (s *room) plain(v *page.Visit, title, lead i18n.Key, f page.Form) *page.Screen {
	return &page.Screen{
		Layout: "entrance/plain", Title: v.Say(title), Private: true, Status: refused(f.Faults),
		Data: plainView{Heading: v.Say(title), Lead: v.Say(lead), Form: f},
	}
}

// fresh asks for a new password, twice.
func fresh(v *page.Visit) []page.Field {
	return []page.Field{
		{Name: "fresh", Label: v.Say("entrance.fresh"), Hint: v.Say("entrance.fresh_hint"), Type: page.Password, Required: true, Complete: "new-password", Max: 1024},
		{Name: "again", Label: v.Say("entrance.again"), Type: page.Password, Required: true, Complete: "new-password", Max: 1024},
	}
}

// errTwice is said of a new password that was not written the same twice.
var errTwice = errs.New(errs.Invalid, "password.twice", "the two new passwords are not the same", "两次输入的新密码不一致")

func (s *room) setUpForm(v *page.Visit, token string, faults []string) *page.Screen {
	return s.plain(v, "entrance.setup", "entrance.setup_lead", page.Form{
		Action: v.Link("/setup"), Submit: v.Say("entrance.setup_do"), Faults: faults,
		Fields: append([]page.Field{{Name: "token", Label: v.Say("entrance.token"), Hint: v.Say("entrance.token_hint"), Value: token, Required: true, Focus: true, Max: 200}}, fresh(v)...),
	})
}

func (s *room) setUpPage(v *page.Visit) (*page.Screen, error) { return s.setUpForm(v, "", nil), nil }

// setUp takes the first password of an account.
func (s *room) setUp(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	if sent.Get("fresh") != sent.Get("again") {
		err = errTwice
	} else {
		err = s.People.SetUp(v.Context(), sent.Get("token"), sent.Get("fresh"), s.from(v))
	}
	if err == nil {
		return &page.Screen{Goto: v.Link(SignInPath)}, nil
	}
	told, err := v.Told(err)
	if err != nil {
		return nil, errs.Wrap("entrance.setup", err)
	}
	return s.setUpForm(v, sent.Get("token"), told), nil
}

func (s *room) passwordForm(v *page.Visit, faults []string) *page.Screen {
	return s.plain(v, "entrance.change", "entrance.change_lead", page.Form{
		Action: v.Link(passPath), Submit: v.Say("entrance.change_do"), Faults: faults, Cancel: v.Link(AccountPath),
		Fields: append([]page.Field{{Name: "old", Label: v.Say("entrance.old"), Type: page.Password, Required: true, Focus: true, Complete: "current-password", Max: 1024}}, fresh(v)...),
	})
}

// passwordPage is open to whoever holds a session, though nothing else is to
// one that has to choose a password first.
func (s *room) passwordPage(v *page.Visit) (*page.Screen, error) {
	if v.Token() == "" {
		return &page.Screen{Goto: v.Link(SignInPath, "next", passPath)}, nil
	}
	return s.passwordForm(v, nil), nil
}

func (s *room) password(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	if sent.Get("fresh") != sent.Get("again") {
		err = errTwice
	} else {
		err = s.People.ChangePassword(v.Context(), v.Token(), sent.Get("old"), sent.Get("fresh"))
	}
	if err == nil {
		return &page.Screen{Goto: v.Link(AccountPath, "done", "password")}, nil
	}
	if errs.CodeOf(err) == "sign_in" {
		return &page.Screen{Goto: v.Link(SignInPath, "next", passPath)}, nil
	}
	told, err := v.Told(err)
	if err != nil {
		return nil, errs.Wrap("entrance.password", err)
	}
	return s.passwordForm(v, told), nil
}
