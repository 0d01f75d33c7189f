package office

import (
	"context"
	"net/url"
	"slices"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// accountView is the screen of one account.
type accountView struct {
	Above   []step
	Title   string
	Login   string
	Done    string
	State   *page.Tag
	Pairs   []pair
	Faults  []string
	Link    string // the set-up link, shown this once
	Ends    string // until when it is good
	Form    *page.Form
	Buttons []button
}

func (s *room) accountPage(v *page.Visit) (*page.Screen, error) {
	return s.accountScreen(v, shownAccount{})
}

// shownAccount is what an account's page shows beside the account.
type shownAccount struct {
	sent       url.Values // to the form of the roles
	faults     []string   // beside it
	told       []string   // of anything else
	link, ends string
}

// entry is the account of the address.
func (s *room) entry(v *page.Visit) (people.Entry, error) {
	all, err := s.Accounts.List(v.Context(), v.Who)
	if err != nil {
		return people.Entry{}, err
	}
	i := slices.IndexFunc(all, func(a people.Entry) bool { return a.ID == ident.UserID(v.PathValue("account")) })
	if i < 0 {
		return people.Entry{}, v.Missing("account.not_found", "people.missing")
	}
	return all[i], nil
}

func (s *room) accountScreen(v *page.Visit, with shownAccount) (*page.Screen, error) {
	a, err := s.entry(v)
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	u, _ := book.Units.Unit(a.Unit)
	view := &accountView{
		Above: above(v, step{v.Say("people.title"), v.Link(peoplePath)}), Title: a.Name, Login: a.Login, State: stateTag(v, a), Faults: with.told,
		Link: with.link, Ends: with.ends, Buttons: accountButtons(v, a),
		Pairs: []pair{
			{v.Say("people.unit"), orDash(u.Name)}, {v.Say("people.device"), v.Say(key("people.device_" + yes(a.Code)))},
			{v.Say("people.created"), moment(v, a.Created)}, {v.Say("people.signed_in"), moment(v, a.SignedIn)},
		},
	}
	if !a.Locked.IsZero() {
		view.Pairs = append(view.Pairs, pair{v.Say("people.locked"), moment(v, a.Locked)})
	}
	switch done := v.Query.Get("done"); done {
	case "created", "roles", "disable", "enable", "unlock", "device", "sessions":
		view.Done = v.Say(key("people.done_" + done))
	}
	if a.ID != v.Who.ID {
		view.Form = &page.Form{Action: v.Link(at(peoplePath, string(a.ID), "roles")), Fields: whereFields(v, book, a.Unit, a.Roles), Submit: v.Say("people.assign"), Faults: with.faults}
		if with.sent != nil {
			view.Form.Fill(with.sent)
		}
	}
	return &page.Screen{Layout: "office/account", Title: a.Login, Data: view, Status: unprocessable(append(with.faults, with.told...))}, nil
}

func yes(so bool) string {
	if so {
		return "yes"
	}
	return "no"
}

// accountButtons are what may be done to an account as it stands.
func accountButtons(v *page.Visit, a people.Entry) (all []button) {
	add := func(act string) {
		all = append(all, button{Action: v.Link(at(peoplePath, string(a.ID), act)), Label: v.Say(key("people.do_" + act)), Plain: act != "link"})
	}
	if a.Disabled {
		add("enable")
		return all
	}
	add("link")
	if !a.Locked.IsZero() {
		add("unlock")
	}
	if a.Code {
		add("device")
	}
	add("sessions")
	if a.ID != v.Who.ID {
		add("disable")
	}
	return all
}

// whereFields ask for the unit and the roles of an account.
func whereFields(v *page.Visit, book *rulebook.Book, unit ident.UnitID, roles []identity.Role) []page.Field {
	var held []string
	for _, r := range roles {
		held = append(held, string(r))
	}
	return []page.Field{
		{Name: "unit", Label: v.Say("people.unit"), Type: page.Select, Options: page.Chosen(unitOptions(v, book, ""), string(unit)), Hint: v.Say("people.unit_hint")},
		{Name: "role", Label: v.Say("people.roles"), Type: page.Checks, Options: page.Chosen(roleOptions(v, book), held...), Required: true},
	}
}

// rolesOf are those that a form has sent, the ones held before in their order
// first: the first of them is the one that its owner works in.
func rolesOf(sent url.Values, held []identity.Role) (all []identity.Role) {
	for _, r := range held {
		if slices.Contains(sent["role"], string(r)) {
			all = append(all, r)
		}
	}
	for _, r := range sent["role"] {
		if !slices.Contains(all, identity.Role(r)) {
			all = append(all, identity.Role(r))
		}
	}
	return all
}

// assign gives an account other roles, and another unit.
func (s *room) assign(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	a, err := s.entry(v)
	if err != nil {
		return nil, err
	}
	if err = s.Accounts.Assign(v.Context(), v.Who, a.ID, ident.UnitID(sent.Get("unit")), rolesOf(sent, a.Roles)); err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.accountScreen(v, shownAccount{sent: sent, faults: told})
	}
	return &page.Screen{Goto: v.Link(at(peoplePath, string(a.ID)), "done", "roles")}, nil
}

// actOnAccount does one of accountButtons. The set-up link is shown on the page
// that answers, and nowhere again.
func (s *room) actOnAccount(v *page.Visit) (*page.Screen, error) {
	act, id := v.PathValue("act"), ident.UserID(v.PathValue("account"))
	do, known := map[string]func(context.Context, identity.Account, ident.UserID) error{
		"disable": s.Accounts.Disable, "enable": s.Accounts.Enable, "unlock": s.Accounts.Unlock, "device": s.Accounts.ResetCode, "sessions": s.Accounts.EndSessions,
	}[act]
	var with shownAccount
	var err error
	switch {
	case act == "link":
		token, ends, linked := s.Accounts.Link(v.Context(), v.Who, id)
		with.link, with.ends, err = origin(v)+"/setup#"+token, moment(v, ends), linked
	case known:
		err = do(v.Context(), v.Who, id)
	default:
		return nil, v.Missing("page.not_found", "error.page")
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.accountScreen(v, shownAccount{told: told})
	}
	if act == "link" {
		return s.accountScreen(v, with)
	}
	return &page.Screen{Goto: v.Link(at(peoplePath, string(id)), "done", act)}, nil
}

// origin is where the visitor has found these pages.
func origin(v *page.Visit) string {
	if v.Site.Secure || v.TLS != nil {
		return "https://" + v.Host
	}
	return "http://" + v.Host
}
