package office

import (
	"strings"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// listView is the screen of a list.
type listView struct {
	Above  []step
	Title  string
	Lead   string
	Done   string
	Filter *filter
	New    *step
	Also   []step // other ways to see it
	Files  []listing.Link
	Table  table
}

// list is the list itself, of whatever screen it is part of.
func (l *listView) list() *listView { return l }

// leaf is a unit in the tree, and how deep in it.
type leaf struct {
	org.Unit
	depth int
}

// tree orders units so that each stands below its superior.
func tree(units []org.Unit) (all []leaf) {
	below := map[ident.UnitID][]org.Unit{}
	for _, u := range units {
		below[u.Parent] = append(below[u.Parent], u)
	}
	var grow func(parent ident.UnitID, depth int)
	grow = func(parent ident.UnitID, depth int) {
		for _, u := range below[parent] {
			all = append(all, leaf{u, depth})
			grow(u.ID, depth+1)
		}
	}
	grow("", 0)
	return all
}

// units shows the units of the region, each below its superior.
func (s *room) units(v *page.Visit) (*page.Screen, error) {
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	plans, err := s.Office.Plans(v.Context())
	if err != nil {
		return nil, err
	}
	today, q, state := s.today(book), trimmed(v.Query.Get("q")), v.Query.Get("state")
	var shown []leaf
	for _, u := range tree(book.Units.All()) {
		closed := u.To != 0 && u.To < today
		if q != "" && !strings.Contains(u.Name, q) || state == "open" && closed || state == "closed" && !closed {
			continue
		}
		if q != "" || state != "" {
			u.depth = 0
		}
		shown = append(shown, u)
	}
	view := &listView{Above: above(v), Title: v.Say("units.title"), Lead: v.Say("units.lead"), Filter: unitFilter(v, q, state)}
	if may(v.Who, identity.Configure) {
		view.New = &step{v.Say("units.new"), v.Link(unitsPath + "/new")}
	}
	t := &view.Table
	t.Caption, t.Nothing = v.Say("units.title"), v.Say("units.none")
	t.Heads = []string{v.Say("units.name"), v.Say("units.list"), v.Say("units.kind"), v.Say("units.division"), v.Say("units.days")}
	t.Smalls = []string{v.Say("units.plan")}
	for _, u := range paged(v, shown, t, unitsPath, "q", q, "state", state) {
		t.Rows = append(t.Rows, unitRow(v, book, u, plans, today))
	}
	return &page.Screen{Layout: "office/list", Title: view.Title, Data: view}, nil
}

func unitFilter(v *page.Visit, q, state string) *filter {
	f := &filter{Action: unitsPath, Label: v.Say("office.filter"), Lang: v.Query.Get("lang")}
	f.Fields = []page.Field{
		{Name: "q", Label: v.Say("units.holds"), Value: q},
		{Name: "state", Label: v.Say("office.state"), Type: page.Select, Options: page.Chosen([]page.Option{
			{Value: "", Label: v.Say("office.any")}, {Value: "open", Label: v.Say("units.open")}, {Value: "closed", Label: v.Say("units.closed")},
		}, state)},
	}
	if q != "" || state != "" {
		f.Clear = v.Link(unitsPath)
	}
	return f
}

func unitRow(v *page.Visit, book *rulebook.Book, u leaf, plans []admin.UnitPlan, today calendar.Date) []cell {
	name := cell{Deep: strings.Repeat("　", u.depth), Text: u.Name, Link: v.Link(at(unitsPath, string(u.ID)))}
	days := cell{Text: orDash(span(v, u.From, u.To))}
	switch {
	case u.To != 0 && u.To < today:
		days.Tag = &page.Tag{Text: v.Say("units.closed")}
	case u.From > today:
		days.Tag = &page.Tag{Text: v.Say("units.coming"), Tone: page.Warn}
	}
	for _, p := range plans {
		if p.Unit == u.ID {
			name.Small = v.Say("units.planned", "day", p.Day.String(), "name", p.Name)
		}
	}
	return []cell{name, {Text: orDash(listName(book, u.List, today))}, {Text: unitKind(v, u.Kind)}, {Text: orDash(u.Division), Code: true}, days}
}

// span is from which day to which.
func span(v *page.Visit, from, to calendar.Date) string {
	switch {
	case from == 0 && to == 0:
		return ""
	case to == 0:
		return v.Say("office.from", "day", from.String())
	case from == 0:
		return v.Say("office.until", "day", to.String())
	}
	return from.String() + " – " + to.String()
}

// unitKind is what sort of body a unit is.
func unitKind(v *page.Visit, k org.Kind) string {
	if k == org.Body {
		return v.Say("units.kind_body")
	}
	return v.Say(key("units.kind_" + string(k)))
}

// listName is a list as the scheme in force names it.
func listName(book *rulebook.Book, list org.List, today calendar.Date) string {
	if scheme, err := book.SchemeOn(today); err == nil {
		for _, l := range scheme.Lists {
			if l.Key == string(list) {
				return l.Name
			}
		}
	}
	return string(list)
}
