package office

import (
	"slices"
	"strings"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// people shows the accounts that a filter takes.
func (s *room) people(v *page.Visit) (*page.Screen, error) {
	all, err := s.Accounts.List(v.Context(), v.Who)
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	q, role, unit, state := trimmed(v.Query.Get("q")), v.Query.Get("role"), v.Query.Get("unit"), v.Query.Get("state")
	all = slices.DeleteFunc(all, func(a people.Entry) bool {
		return q != "" && !strings.Contains(a.Login, strings.ToLower(q)) && !strings.Contains(a.Name, q) ||
			role != "" && !slices.Contains(a.Roles, identity.Role(role)) || unit != "" && a.Unit != ident.UnitID(unit) || state != "" && stateOf(a) != state
	})
	view := &listView{Above: above(v), Title: v.Say("people.title"), New: &step{v.Say("people.new"), v.Link(peoplePath + "/new")}}
	view.Filter = peopleFilter(v, book, q, role, unit, state)
	t := &view.Table
	t.Caption, t.Nothing = view.Title, v.Say("people.none")
	t.Heads = []string{v.Say("people.login"), v.Say("people.roles"), v.Say("people.unit"), v.Say("office.state"), v.Say("people.signed_in")}
	t.Smalls = []string{v.Say("people.name")}
	for _, a := range paged(v, all, t, peoplePath, "q", q, "role", role, "unit", unit, "state", state) {
		u, _ := book.Units.Unit(a.Unit)
		t.Rows = append(t.Rows, []cell{
			{Text: a.Login, Link: v.Link(at(peoplePath, string(a.ID))), Small: a.Name}, {Text: orDash(strings.Join(roleNames(v, book, a.Roles), v.Lang.Pick("、", ", ")))},
			{Text: orDash(u.Name)}, {Tag: stateTag(v, a)}, {Text: moment(v, a.SignedIn)},
		})
	}
	return &page.Screen{Layout: "office/list", Title: view.Title, Data: view}, nil
}

// stateOf is how an account stands: the first of these that holds.
func stateOf(a people.Entry) string {
	switch {
	case a.Disabled:
		return "disabled"
	case !a.Locked.IsZero():
		return "locked"
	case !a.Password && a.Subject == "":
		return "fresh"
	}
	return "open"
}

func stateTag(v *page.Visit, a people.Entry) *page.Tag {
	state := stateOf(a)
	return &page.Tag{
		Text: v.Say(key("people.state_" + state)), Tone: map[string]page.Tone{"open": page.Good, "locked": page.Bad, "fresh": page.Warn}[state],
	}
}

func peopleFilter(v *page.Visit, book *rulebook.Book, q, role, unit, state string) *filter {
	roles := append([]page.Option{{Value: "", Label: v.Say("office.any")}}, roleOptions(v, book)...)
	units := unitOptions(v, book, "")
	units[0].Label = v.Say("office.any")
	states := []page.Option{{Value: "", Label: v.Say("office.any")}}
	for _, one := range []string{"open", "fresh", "locked", "disabled"} {
		states = append(states, page.Option{Value: one, Label: v.Say(key("people.state_" + one))})
	}
	f := &filter{Action: peoplePath, Label: v.Say("office.filter"), Lang: v.Query.Get("lang"), Fields: []page.Field{
		{Name: "q", Label: v.Say("people.holds"), Value: q},
		{Name: "role", Label: v.Say("people.role"), Type: page.Select, Options: page.Chosen(roles, role)},
		{Name: "unit", Label: v.Say("people.unit"), Type: page.Select, Options: page.Chosen(units, unit)},
		{Name: "state", Label: v.Say("office.state"), Type: page.Select, Options: page.Chosen(states, state)},
	}}
	if q+role+unit+state != "" {
		f.Clear = v.Link(peoplePath)
	}
	return f
}

// roleOptions are the roles that people may have in the region.
func roleOptions(v *page.Visit, book *rulebook.Book) (all []page.Option) {
	for _, r := range book.Rights() {
		if !r.Role.Reserved() {
			all = append(all, page.Option{Value: string(r.Role), Label: v.Lang.Pick(r.Zh, r.En)})
		}
	}
	return all
}

func roleNames(v *page.Visit, book *rulebook.Book, roles []identity.Role) (all []string) {
	for _, role := range roles {
		if r, ok := book.Rights().Right(role); ok {
			all = append(all, v.Lang.Pick(r.Zh, r.En))
		} else {
			all = append(all, string(role))
		}
	}
	return all
}
