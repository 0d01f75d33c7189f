package citizen

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/reporter"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/square"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// submitView is the screen on which a case is written down.
type submitView struct {
	Form   page.Form
	What   []page.Field
	Where  []page.Field
	Who    []page.Field
	Leave  page.Field
	Photos int               // as many as may be sent with it; 0: no files are kept
	Wrong  map[string]string // by field
}

// takenView is the screen after it.
type takenView struct {
	Number string
	Code   string
	Query  string // address to look it up, in words
	Code2D *square.Square
	Due    time.Time
	Mine   string
	Faults []string // of files that were not kept
}

const (
	maxLine = 100
	maxText = 5_000
)

func (s *room) submitPage(v *page.Visit) (*page.Screen, error) {
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("citizen.book", err)
	}
	return s.submitScreen(v, book, nil, nil, nil), nil
}

// submitScreen shows the form, with what has been sent and what was wrong.
func (s *room) submitScreen(v *page.Visit, book *rulebook.Book, sent url.Values, faults []string, wrong map[string]string) *page.Screen {
	view := &submitView{Wrong: wrong}
	what := []page.Field{
		{Name: "kind", Label: v.Say("submit.kind"), Type: page.Radio, Options: kinds(v), Required: true},
		{Name: "subject", Label: v.Say("submit.subject"), Hint: v.Say("submit.subject_hint"), Type: page.Select, Options: subjects(v, book)},
		{Name: "content", Label: v.Say("submit.content"), Hint: v.Say("submit.content_hint"), Type: page.Area, Rows: 7, Max: maxText, Required: true},
	}
	where := []page.Field{
		{Name: "division", Label: v.Say("submit.division"), Type: page.Select, Options: places(v, book)},
		{Name: "place", Label: v.Say("submit.place"), Hint: v.Say("submit.place_hint"), Max: maxLine},
	}
	who := []page.Field{
		{Name: "disclosure", Label: v.Say("submit.disclosure"), Type: page.Radio, Required: true, Options: page.Chosen([]page.Option{
			{Value: "", Label: v.Say("submit.open")}, {Value: string(casework.Confidential), Label: v.Say("submit.confidential")},
			{Value: string(casework.Anonymous), Label: v.Say("submit.anonymous")},
		}, "")},
		{Name: "name", Label: v.Say("submit.name"), Max: maxLine, Complete: "name"},
		{Name: "phone", Label: v.Say("submit.phone"), Hint: v.Say("submit.phone_hint"), Max: 40, Type: page.Phone, Complete: "tel"},
	}
	if !s.Persons {
		who = who[:1]
	}
	leave := page.Field{Name: "consent", Label: v.Say("submit.consent"), Type: page.Checks, Options: []page.Option{{Value: "yes", Label: v.Say("submit.consent_yes")}}}
	all := page.Form{Action: v.Link(submitPath), Once: page.NewOnce(), Faults: faults, Submit: v.Say("submit.do"), Fields: slices.Concat(what, where, who, []page.Field{leave})}
	screen := s.screen("submit", v.Say("citizen.submit"), view)
	if sent != nil {
		all.Fill(sent)
		all.Once = cmp.Or(sent.Get("once"), all.Once)
		screen.Status = http.StatusUnprocessableEntity
	}
	for i := range all.Fields {
		if said := wrong[all.Fields[i].Name]; said != "" {
			all.Fields[i].Hint = said
		}
	}
	a, b, c := len(what), len(what)+len(where), len(what)+len(where)+len(who)
	view.What, view.Where, view.Who, view.Leave = all.Fields[:a], all.Fields[a:b], all.Fields[b:c], all.Fields[c]
	all.Fields = nil
	view.Form = all
	if s.Door.Keeps() {
		view.Photos = mostPhotos
	}
	screen.Private = true
	return screen
}

func kinds(v *page.Visit) (all []page.Option) {
	for _, k := range casework.Kinds() {
		all = append(all, page.Option{Value: string(k), Label: v.Say(i18n.Key("submit.kind_" + string(k)))})
	}
	return all
}

// subjects are those of the first level: nobody has to know the tree.
func subjects(v *page.Visit, book *rulebook.Book) []page.Option {
	all := []page.Option{{Label: v.Say("submit.unknown")}}
	for _, path := range book.Subjects.Paths {
		first, _, _ := strings.Cut(path, "/")
		if !slices.ContainsFunc(all, func(o page.Option) bool { return o.Value == first }) {
			all = append(all, page.Option{Value: first, Label: first})
		}
	}
	return all
}

func places(v *page.Visit, book *rulebook.Book) []page.Option {
	all := []page.Option{{Label: v.Say("submit.unknown")}}
	names := book.Places()
	for _, code := range slices.Sorted(maps.Keys(names)) {
		all = append(all, page.Option{Value: code, Label: names[code]})
	}
	return all
}

// submit receives what was written down, and then its photos as they come.
func (s *room) submit(v *page.Visit) (*page.Screen, error) {
	sent, err := read(v)
	defer sent.drain(v)
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("citizen.book", err)
	}
	written, wrong := s.written(v, sent)
	if len(wrong) > 0 {
		return s.submitScreen(v, book, sent.Values, []string{v.Say("submit.wrong")}, wrong), nil
	}
	taken, err := s.Door.Submit(v.Context(), written)
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("citizen.submit", err)
		}
		return s.submitScreen(v, book, sent.Values, told, nil), nil
	}
	view := &takenView{Number: string(taken.Number), Code: taken.Code, Query: s.address(v), Due: taken.Due, Mine: v.Link(minePath)}
	if _, view.Faults, err = s.keep(v, taken.Case, sent); err != nil {
		return nil, errs.Wrap("citizen.photos", err)
	}
	if sent.Get("consent") == "yes" && written.Intake.Disclosure != casework.Confidential {
		if err := s.consent(v, taken.Case); err != nil {
			return nil, errs.Wrap("citizen.consent", err)
		}
	}
	if view.Code2D, err = square.New(view.Query + "#" + view.Number); err != nil {
		return nil, errs.Wrap("citizen.square", err)
	}
	screen := s.screen("taken", v.Say("taken.title"), view)
	screen.Private, screen.Cookies = true, []*http.Cookie{ticket(v, s.open.begin(taken.Case, taken.Number))}
	return screen, nil
}

// consent says that the answer may be published; said twice it is said.
func (s *room) consent(v *page.Visit, id ident.CaseID) error {
	err := s.Door.Give(v.Context(), reporter.Sent{Case: id, Cmd: casework.Command{Do: casework.DoConsent}})
	if errs.Is(err, errs.Conflict) {
		return nil
	}
	return err
}

// address is where a case is looked up, as people have to type it.
func (s *room) address(v *page.Visit) string {
	base := strings.TrimSuffix(s.Public, "/")
	if base == "" {
		base = "http://" + v.Host
		if v.Site.Secure || v.TLS != nil {
			base = "https://" + v.Host
		}
	}
	return base + queryPath
}

// written is what a form has sent, and what is wrong with it by field.
func (s *room) written(v *page.Visit, sent *form) (reporter.Written, map[string]string) {
	said := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	wrong := map[string]string{}
	content, place := said("content"), said("place")
	disclosure := casework.Disclosure(said("disclosure"))
	if !casework.Kind(said("kind")).Valid() {
		wrong["kind"] = v.Say("submit.kind_missing")
	}
	if content == "" {
		wrong["content"] = v.Say("submit.content_missing")
	}
	for name, most := range map[string]int{"content": maxText, "place": maxLine, "name": maxLine, "phone": maxLine} {
		if len([]rune(said(name))) > most {
			wrong[name] = v.Say("submit.long", "most", strconv.Itoa(most))
		}
	}
	var who person.Person
	if s.Persons {
		who = who.With(person.Name, said("name")).With(person.Phone, said("phone"))
	}
	if disclosure == casework.Anonymous && !who.IsZero() {
		wrong["disclosure"] = v.Say("submit.anonymous_named")
	}
	title := content
	if first := []rune(content); len(first) > titleRunes {
		title = string(first[:titleRunes]) + "…"
	}
	if place != "" {
		content = v.Say("submit.at", "place", place) + "\n" + content
	}
	w := reporter.Written{
		Once: sent.once, Digest: sent.Encode(),
		Intake: casework.NewIntake{Title: strings.ReplaceAll(title, "\n", " "), Content: content, Intake: casework.Intake{
			Kind: casework.Kind(said("kind")), Subject: said("subject"), Division: said("division"), Disclosure: disclosure,
		}},
	}
	if !who.IsZero() {
		w.Person = &who
	}
	return w, wrong
}

// titleRunes is how much of what was written makes its title.
const titleRunes = 24
