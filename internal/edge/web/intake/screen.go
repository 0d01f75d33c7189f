package intake

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// screenView is the one screen 受理台.
type screenView struct {
	Form     page.Form // Fields is empty: each stands where it belongs
	Way      casework.Channel
	Turns    []turn
	Arrival  []page.Field // how it came in
	File     *page.Field  // nil: no file can come with it
	Scans    []scanView
	Caller   []page.Field // who it is
	More     []page.Field // what else may be known of them
	Written  bool         // some of More is filled in
	Elements []page.Field // when, why, what
	Matter   []page.Field // how it is sorted
	Where    suggested
	Address  *suggested
	Subject  suggested
	Division suggested
	Answer   []page.Field
	Route    page.Field
	Looks    bool // the visitor may look for a caller's cases
	Keeps    bool
	Kept     time.Time // of the draft that is shown; zero: none is
	Draft    string    // address that scripts keep drafts at
	Complete string    // and ask for completions
	Beside   beside
	Keys     []shortcut
}

// suggested is a line with what may be meant beside it.
type suggested struct {
	page.Field
	List []string
	More bool // there is more than List
}

// shortcut is a key, and what it does.
type shortcut struct{ Key, Name string }

// Bounds of what a form may send, in characters; and of a list that is sent
// with the page.
const (
	maxLine = 200
	maxText = 20_000
	maxList = 300
)

// form are all fields of the screen, by name.
type form map[string]*page.Field

// filling is the screen on its way: its fields, what was sent, what to show.
type filling struct {
	v      *page.Visit
	book   *rulebook.Book
	way    casework.Channel
	today  calendar.Date
	fields page.Form
	sent   url.Values
	wrong  map[string]string // by field
	scans  []scanView
}

// blame says what is wrong with what was sent for a field.
func (f *filling) blame(field, said string) {
	if was := f.wrong[field]; was != "" {
		said = was + " " + said
	}
	f.wrong[field] = said
}

// way is the way in that an address names.
func (s *room) way(v *page.Visit) (casework.Channel, error) {
	named := casework.Channel(v.PathValue("way"))
	switch {
	case named == "":
		return casework.Phone, nil
	case named == casework.Phone || !slices.Contains(ways, named):
		return "", v.Missing("page.not_found", "error.page")
	}
	return named, nil
}

// filling is an empty screen of a way.
func (s *room) filling(v *page.Visit, way casework.Channel) (*filling, error) {
	if !receives(v.Who) {
		return nil, errs.New(errs.Denied, "denied", "you do not receive cases", "您没有受理登记的权限")
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("intake.book", err)
	}
	f := &filling{v: v, book: book, way: way, wrong: map[string]string{}, today: calendar.DateOf(s.Clock.Now(), book.Location)}
	f.fields = page.Form{Action: v.Link(wayPath(way)), Once: page.NewOnce(), Submit: v.Say("receive.do"), Fields: arrivalFields(v, book, way, f.today)}
	if s.Files != nil {
		f.fields.Fields = append(f.fields.Fields, page.Field{
			Name: "file", Label: v.Say("receive.scans"), Hint: v.Say("receive.scans_hint", "most", mostScans), Type: page.File, Accept: scanAccept,
		})
	}
	if s.Persons != nil {
		f.fields.Fields = append(f.fields.Fields, personFields(v)...)
	}
	f.fields.Fields = append(f.fields.Fields,
		page.Field{Name: "when", Label: v.Say("receive.when"), Max: maxLine},
		page.Field{Name: "where", Label: v.Say("receive.where"), Hint: v.Say("receive.where_hint"), Max: maxLine},
		page.Field{Name: "cause", Label: v.Say("receive.cause"), Max: maxLine},
	)
	f.fields.Fields = append(f.fields.Fields, workbench.IntakeFields(v, book)...)
	routes, typ := workbench.Listed(v, book, "route", false)
	if typ == page.Select {
		routes = append([]page.Option{{Label: v.Say("field.choose")}}, routes...)
	}
	f.fields.Fields = append(f.fields.Fields,
		page.Field{Name: "reply", Label: v.Say("receive.reply"), Type: page.Area, Rows: 3, Max: maxText},
		page.Field{Name: "public_reply", Label: v.Say("receive.public_reply"), Type: page.Area, Rows: 2, Max: maxText},
		page.Field{Name: "route", Label: v.Say("receive.route"), Type: typ, Options: routes, Max: maxLine},
	)
	for i := range f.fields.Fields {
		one := &f.fields.Fields[i]
		if one.Name == "subject" || one.Name == "division" { // completed as they are typed
			one.Type, one.Options, one.Max = page.Line, nil, maxLine
		}
		if one.Name == "content" {
			one.Label, one.Rows = v.Say("receive.course"), 4
		}
		if one.Name != "content" && one.Name != "kind" && one.Name != "people" {
			one.Required = false
		}
	}
	return f, nil
}

// personFields are who brings the case; they go into the vault.
func personFields(v *page.Visit) (all []page.Field) {
	for _, f := range person.Fields() {
		one := page.Field{Name: "person_" + string(f), Label: workbench.Spelt(v, f.Chinese(), string(f)), Max: maxLine}
		switch f {
		case person.Phone:
			one.Type, one.Focus = page.Phone, true
		case person.Phone2:
			one.Type = page.Phone
		case person.Note, person.Companions:
			one.Type, one.Rows = page.Area, 2
		}
		all = append(all, one)
	}
	return all
}

// fill puts what was sent, or kept, into the fields.
func (f *filling) fill(sent url.Values) {
	f.sent = sent
	f.fields.Fill(sent)
	if once := sent.Get("once"); once != "" {
		f.fields.Once = once
	}
}

// screen puts every field where it belongs.
func (s *room) screen(f *filling, faults []string, b beside) *page.Screen {
	v := f.v
	faults = append(faults, f.fields.Blame(f.wrong)...)
	if len(faults) == 0 && len(f.wrong) > 0 {
		faults = []string{v.Say("receive.marked", "n", len(f.wrong))}
	}
	byName := form{}
	for i := range f.fields.Fields {
		byName[f.fields.Fields[i].Name] = &f.fields.Fields[i]
	}
	pick := func(names ...string) (all []page.Field) {
		for _, name := range names {
			if one := byName[name]; one != nil {
				all = append(all, *one)
			}
		}
		return all
	}
	f.fields.Faults = faults
	view := &screenView{
		Form: f.fields, Way: f.way, Turns: turns(v, f.way), Arrival: pick(arrivalNames[f.way]...), File: byName["file"], Scans: f.scans,
		Elements: pick("cause", "content"), Where: suggestions(*byName["where"], nil), Matter: pick("kind", "urgency", "disclosure"),
		Subject: suggestions(*byName["subject"], f.book.Subjects.Paths), Division: suggestions(*byName["division"], places(f.book).names),
		Answer: pick("reply", "public_reply"), Route: *byName["route"], Beside: b,
		Looks: s.looks(v), Keeps: s.Drafts.Keeps(), Draft: v.Link(draftPath), Complete: v.Link(completePath), Keys: shortcuts(v),
	}
	view.Where.More = true
	view.Form.Fields = pick("title", "when")
	called, more := callers(f.way)
	view.Caller, view.More = pick(called...), pick(more...)
	if one := byName["person_address"]; one != nil {
		view.Address = &suggested{*one, nil, true}
	}
	for _, one := range view.More {
		view.Written = view.Written || one.Value != ""
	}
	status := 0
	if len(faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return &page.Screen{
		Layout: "intake/screen", Title: v.Say("receive.title"), Section: "receive", Data: view, Private: true, Status: status,
		Style: "desk.css", Script: "desk.js",
	}
}

// callers are the fields of who brings it that are always shown, and those that
// are at times.
func callers(way casework.Channel) (called, more []string) {
	called, more = []string{"person_phone", "person_name"}, []string{"person_phone2", "person_id_number"}
	switch way {
	case casework.Letter, casework.Visit:
		called = append(called, "person_companions")
	default:
		more = append(more, "person_companions")
	}
	return called, append(more, "person_company", "person_credit_code", "person_note")
}

func suggestions(f page.Field, list []string) suggested {
	return suggested{f, list[:min(len(list), maxList)], len(list) > maxList}
}

// shortcuts are the keys of the screen, as they are written beside it.
func shortcuts(v *page.Visit) []shortcut {
	return []shortcut{
		{"?", v.Say("receive.key_help")}, {"/", v.Say("receive.key_search")}, {"Alt+L", v.Say("receive.find")}, {"Alt+H", v.Say("receive.key_hasten")},
		{"Alt+S", v.Say("receive.keep")}, {"Ctrl+Enter", v.Say("receive.do")}, {"Alt+Q", v.Say("receive.queue")}, {"Alt+R", v.Say("receive.answer")},
		{"Alt+U", v.Say("receive.emergency")}, {"Alt+1–4", v.Say("receive.key_ways")}, {"Alt+N", v.Say("receive.again")},
	}
}

// show shows the screen, with what was begun on it.
func (s *room) show(v *page.Visit) (*page.Screen, error) {
	way, err := s.way(v)
	if err != nil {
		return nil, err
	}
	f, err := s.filling(v, way)
	if err != nil {
		return nil, err
	}
	draft, there, err := s.Drafts.Draft(v.Context(), v.Who, draftName(way))
	if err != nil {
		return nil, errs.Wrap("intake.draft", err)
	}
	if !there {
		return s.screen(f, nil, beside{}), nil
	}
	kept, err := url.ParseQuery(draft.Text)
	if err != nil {
		return s.screen(f, nil, beside{}), nil //nolint:nilerr // a draft of an older form is as good as none
	}
	f.fill(kept)
	if err := s.waits(f); err != nil {
		return nil, err
	}
	b, err := s.beside(f, false)
	if err != nil {
		return nil, err
	}
	screen := s.screen(f, nil, b)
	if view, ok := screen.Data.(*screenView); ok {
		view.Kept = draft.Saved
	}
	return screen, nil
}
