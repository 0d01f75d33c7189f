package office

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// unitView is the screen of one unit.
type unitView struct {
	Above  []step
	Title  string
	Done   string
	Pairs  []pair
	Form   *page.Form // nil: only to be looked at
	Close  *page.Form
	Open   *button
	Plans  table
	Legs   table
	LegSum string // how many there are
}

// pair is a name with its value.
type pair struct{ Name, Value string }

var errNoUnit = errs.New(errs.NotFound, "unit.not_found", "there is no such unit", "没有该单位")

// unitPage shows one unit, with the forms that change it.
func (s *room) unitPage(v *page.Visit) (*page.Screen, error) { return s.unitScreen(v, returned{}) }

// returned is a form that comes back: which one, with what was sent and what
// was wrong with it.
type returned struct {
	form   string
	sent   url.Values
	faults []string
}

// unitScreen shows the unit of the address.
func (s *room) unitScreen(v *page.Visit, back returned) (*page.Screen, error) {
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	u, ok := book.Units.Unit(ident.UnitID(v.PathValue("unit")))
	if !ok {
		return nil, errNoUnit
	}
	today := s.today(book)
	view := &unitView{Above: above(v, step{v.Say("units.title"), v.Link(unitsPath)}), Title: u.Name}
	if done := v.Query.Get("done"); done == "added" || done == "changed" || done == "planned" {
		view.Done = v.Say(key("units.done_" + done))
	}
	parent, _ := book.Units.Unit(u.Parent)
	view.Pairs = []pair{
		{v.Say("units.parent"), orDash(parent.Name)}, {v.Say("units.list"), orDash(listName(book, u.List, today))}, {v.Say("units.kind"), unitKind(v, u.Kind)},
		{v.Say("units.division"), orDash(u.Division)}, {v.Say("units.days"), orDash(span(v, u.From, u.To))},
	}
	if err := s.unitPlans(v, book, u, view); err != nil {
		return nil, err
	}
	if may(v.Who, identity.Configure) {
		if err := s.unitForms(v, book, u, view, back); err != nil {
			return nil, err
		}
	}
	return &page.Screen{Layout: "office/unit", Title: u.Name, Data: view, Status: unprocessable(back.faults)}, nil
}

// unprocessable is the status of a form that comes back with faults.
func unprocessable(faults []string) int {
	if len(faults) > 0 {
		return http.StatusUnprocessableEntity
	}
	return 0
}

// unitForms are those by which a unit is changed, ended and opened again.
func (s *room) unitForms(v *page.Visit, book *rulebook.Book, u org.Unit, view *unitView, back returned) error {
	here := at(unitsPath, string(u.ID))
	view.Form = &page.Form{Action: v.Link(here), Fields: s.unitFields(v, book, u), Submit: v.Say("units.change")}
	view.Form.Fields = append(view.Form.Fields, page.Field{Name: "on", Label: v.Say("units.on"), Type: "date", Hint: v.Say("units.on_hint")})
	view.Close = &page.Form{Action: v.Link(here + "/close"), Submit: v.Say("units.close"), Fields: []page.Field{
		{Name: "last", Label: v.Say("units.last"), Type: "date", Required: true, Hint: v.Say("units.last_hint"), Value: s.today(book).String()},
	}}
	for name, f := range map[string]*page.Form{"change": view.Form, "close": view.Close} {
		if back.sent != nil && name == back.form {
			f.Fill(back.sent)
			f.Faults = back.faults
		}
		f.Fields = append(f.Fields, seen(book))
	}
	if u.To != 0 {
		view.Open = &button{Action: v.Link(here + "/open"), Label: v.Say("units.reopen"), Revision: book.Revision, Plain: true}
	}
	legs, n, err := s.Office.OpenLegs(v.Context(), s.asker(v), u.ID, mostLegs)
	if err != nil {
		return err
	}
	view.LegSum = v.Say("units.legs_count", "n", n)
	view.Legs = table{Caption: v.Say("units.legs"), Heads: []string{v.Say("units.leg_case"), v.Say("units.leg"), v.Say("office.state")}}
	for _, l := range legs {
		view.Legs.Rows = append(view.Legs.Rows, []cell{
			{Text: l.Number, Link: v.Link(at("/desk/cases", l.Number)), Code: true}, {Text: strconv.Itoa(l.Leg)}, {Text: spelt(v, l.State.Chinese(), string(l.State))},
		})
	}
	return nil
}

// mostLegs is how many open legs a unit's page names.
const mostLegs = 10

// seen is the revision of the configuration that a form is shown with.
func seen(book *rulebook.Book) page.Field {
	return page.Field{Name: "revision", Type: page.Hidden, Value: strconv.Itoa(book.Revision)}
}

// unitPlans are what is planned for a unit.
func (s *room) unitPlans(v *page.Visit, book *rulebook.Book, u org.Unit, view *unitView) error {
	plans, err := s.Office.Plans(v.Context())
	if err != nil {
		return err
	}
	view.Plans = table{Caption: v.Say("units.plans"), Heads: []string{v.Say("units.on"), v.Say("units.name"), v.Say("units.list"), v.Say("units.parent"), v.Say("office.do")}}
	for _, p := range plans {
		if p.Unit != u.ID {
			continue
		}
		parent, _ := book.Units.Unit(p.Parent)
		row := []cell{{Text: p.Day.String()}, {Text: p.Name}, {Text: orDash(listName(book, p.List, p.Day))}, {Text: orDash(parent.Name)}, {}}
		if may(v.Who, identity.Configure) {
			row[4].Buttons = []button{{
				Action: v.Link(at(unitsPath, string(u.ID), "plans", p.Day.String())), Label: v.Say("units.drop_plan"), Revision: book.Revision, Plain: true,
			}}
		}
		view.Plans.Rows = append(view.Plans.Rows, row)
	}
	return nil
}

// unitFields ask for what a unit is.
func (s *room) unitFields(v *page.Visit, book *rulebook.Book, u org.Unit) []page.Field {
	const mostName, mostDivision = 100, 20
	lists, kinds := []page.Option{{Value: "", Label: v.Say("units.no_list")}}, []page.Option{}
	if scheme, err := book.SchemeOn(s.today(book)); err == nil {
		for _, l := range scheme.Lists {
			lists = append(lists, page.Option{Value: l.Key, Label: l.Name})
		}
	}
	for _, k := range unitKinds {
		kinds = append(kinds, page.Option{Value: string(k), Label: unitKind(v, k)})
	}
	return []page.Field{
		{Name: "name", Label: v.Say("units.name"), Value: u.Name, Required: true, Max: mostName},
		{Name: "parent", Label: v.Say("units.parent"), Type: page.Select, Options: page.Chosen(unitOptions(v, book, u.ID), string(u.Parent))},
		{Name: "list", Label: v.Say("units.list"), Type: page.Select, Options: page.Chosen(lists, string(u.List))},
		{Name: "kind", Label: v.Say("units.kind"), Type: page.Select, Options: page.Chosen(kinds, string(u.Kind))},
		{Name: "division", Label: v.Say("units.division"), Value: u.Division, Max: mostDivision, Hint: v.Say("units.division_hint")},
		{Name: "from", Label: v.Say("units.from"), Type: "date", Value: dayText(u.From)},
	}
}

// unitOptions are the units that something may be of; without is left out with
// everything below it.
func unitOptions(v *page.Visit, book *rulebook.Book, without ident.UnitID) []page.Option {
	all := []page.Option{{Value: "", Label: v.Say("none")}}
	for _, u := range book.Units.All() {
		if without == "" || u.ID != without && !book.Units.Under(u.ID, without) {
			all = append(all, page.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return all
}

// changeUnit changes a unit, at once or on a day to come.
func (s *room) changeUnit(v *page.Visit) (*page.Screen, error) {
	return s.onUnit(v, "change", func(u org.Unit, sent url.Values) (string, error) {
		on, err := dayOf(sent.Get("on"))
		if err != nil {
			return "", err
		}
		from, err := dayOf(sent.Get("from"))
		if err != nil {
			return "", err
		}
		if err := bodyOf(v, sent); err != nil {
			return "", err
		}
		e := editOf(u, sent, from)
		e.On = on
		book, err := s.Records.Book(v.Context())
		if err != nil {
			return "", errs.Wrap("office.book", err)
		}
		_, _, err = s.Office.ChangeUnit(v.Context(), s.asker(v), u.ID, e, revision(sent))
		if on > s.today(book) {
			return "planned", err
		}
		return "changed", err
	})
}

var unitKinds = []org.Kind{org.Body, org.Centre, org.Mediation, org.Office, org.Community, org.Grid}

// bodyOf refuses a kind that there is none of, and a code that is no code.
func bodyOf(v *page.Visit, sent url.Values) error {
	switch {
	case !slices.Contains(unitKinds, org.Kind(sent.Get("kind"))):
		return v.Invalid("unit.kind", "units.kind_wrong")
	case strings.Trim(trimmed(sent.Get("division")), "0123456789") != "":
		return v.Invalid("unit.division", "units.division_wrong")
	}
	return nil
}

// editOf is what a form says of a unit that is another than it was.
func editOf(u org.Unit, sent url.Values, from calendar.Date) (e admin.UnitEdit) {
	name, parent, list := trimmed(sent.Get("name")), ident.UnitID(sent.Get("parent")), org.List(sent.Get("list"))
	kind, division := org.Kind(sent.Get("kind")), trimmed(sent.Get("division"))
	other(&e.Name, u.Name, name)
	other(&e.Parent, u.Parent, parent)
	other(&e.List, u.List, list)
	other(&e.Kind, u.Kind, kind)
	other(&e.Division, u.Division, division)
	other(&e.From, u.From, from)
	return e
}

func other[T comparable](to **T, was, is T) {
	if was != is {
		*to = &is
	}
}

func (s *room) closeUnit(v *page.Visit) (*page.Screen, error) {
	return s.onUnit(v, "close", func(u org.Unit, sent url.Values) (string, error) {
		last, err := dayOf(sent.Get("last"))
		if err == nil && last == 0 {
			err = v.Invalid("unit.last", "units.last_needed")
		}
		if err == nil {
			_, _, err = s.Office.CloseUnit(v.Context(), s.asker(v), u.ID, last, revision(sent))
		}
		return "changed", err
	})
}

func (s *room) openUnit(v *page.Visit) (*page.Screen, error) {
	return s.onUnit(v, "close", func(u org.Unit, sent url.Values) (string, error) {
		_, _, err := s.Office.CloseUnit(v.Context(), s.asker(v), u.ID, 0, revision(sent))
		return "changed", err
	})
}

func (s *room) dropPlan(v *page.Visit) (*page.Screen, error) {
	return s.onUnit(v, "change", func(u org.Unit, sent url.Values) (string, error) {
		day, err := dayOf(v.PathValue("day"))
		if err == nil {
			_, err = s.Office.DropPlan(v.Context(), s.asker(v), u.ID, day, revision(sent))
		}
		return "changed", err
	})
}

// onUnit does something to the unit of the address and leads back to it; what
// goes wrong is told beside the form.
func (s *room) onUnit(v *page.Visit, form string, do func(org.Unit, url.Values) (string, error)) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	u, ok := book.Units.Unit(ident.UnitID(v.PathValue("unit")))
	if !ok {
		return nil, errNoUnit
	}
	done, err := "", unseen(sent)
	if err == nil {
		done, err = do(u, sent)
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, err
		}
		return s.unitScreen(v, returned{form, sent, told})
	}
	return &page.Screen{Goto: v.Link(at(unitsPath, string(u.ID)), "done", done)}, nil
}

// unseen refuses a form without the revision that it was shown with.
func unseen(sent url.Values) error {
	if revision(sent) < 1 {
		return errs.New(errs.Invalid, "config.unseen", "the form was sent without the page that it belongs to; open it again", "表单与页面不符，请重新打开页面")
	}
	return nil
}
