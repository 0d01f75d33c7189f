package letter

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huying/internal/app/vault"
	"huying/internal/domain/calendar"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/square"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// queryPath is where a case is looked up by whoever brought it.
const queryPath = "/public/query"

// style is the sheet of the room's own.
const style = "letter.css"

// chooseView is the screen with the letters that a case has.
type chooseView struct {
	workbench.CaseFile
	Back    string
	Letters []choice
}

type choice struct{ Name, Link string }

// letterView is a letter as it is printed.
type letterView struct {
	workbench.CaseFile
	Back   string
	Head   string // of the paper
	Name   string
	To     string // who it goes to; masked but on the copy that is sent
	Place  string // the address on the cover; empty but on that copy
	Text   []string
	Sender string
	Day    string
	Query  string
	Code   string // query code, likewise
	Square *square.Square
	Form   *page.Form // asks for that copy; nil: it is one, or is not for the visitor
}

// at is a visit to a case's letters.
type at struct {
	v    *page.Visit
	file workbench.CaseFile
	book *rulebook.Book
	kind kind
}

func (s *room) at(v *page.Visit) (*at, error) {
	if !workbench.WritesLetters(v.Who) {
		return nil, errs.New(errs.Denied, "denied", "you do not write to those who bring cases", "您没有打印告知书和答复函的权限")
	}
	file, err := s.Source.Case(v.Context(), v.Who, v.PathValue("number"), v.Lang)
	if err != nil {
		return nil, errs.Wrap("letter.case", err)
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("letter.book", err)
	}
	a := &at{v: v, file: file, book: book}
	if named := v.PathValue("kind"); named != "" {
		i := slices.IndexFunc(kinds, func(k kind) bool { return string(k.use) == named && k.fits(file) })
		if i < 0 {
			return nil, v.Missing("letter.none", "letter.none")
		}
		a.kind = kinds[i]
	}
	return a, nil
}

func (s *room) choose(v *page.Visit) (*page.Screen, error) {
	a, err := s.at(v)
	if err != nil {
		return nil, err
	}
	view := &chooseView{CaseFile: a.file, Back: v.Link(workbench.CasePath(a.file.Number))}
	for _, k := range kinds {
		if k.fits(a.file) {
			view.Letters = append(view.Letters, choice{k.title, v.Link(workbench.LettersPath(a.file.Number) + "/" + string(k.use))})
		}
	}
	return &page.Screen{Layout: "letter/choose", Title: v.Say("letter.title"), Section: "cases", Data: view, Private: true}, nil
}

// show shows a letter with nobody's name in clear.
func (s *room) show(v *page.Visit) (*page.Screen, error) {
	a, err := s.at(v)
	if err != nil {
		return nil, err
	}
	return s.screen(a, nil, nil)
}

// screen is the letter; with the form for the copy that is sent, as it was
// filled in and what was wrong.
func (s *room) screen(a *at, sent url.Values, faults []string) (*page.Screen, error) {
	view, known, err := s.view(a)
	if err != nil {
		return nil, err
	}
	status := 0
	if known.MayReveal {
		form := page.Form{
			Action: a.v.Link(workbench.LettersPath(a.file.Number) + "/" + string(a.kind.use)), Submit: a.v.Say("letter.send"), Faults: faults,
			Fields: []page.Field{{Name: "reason", Label: a.v.Say("letter.reason"), Hint: a.v.Say("letter.record"), Required: true, Max: maxReason}},
		}
		if sent != nil {
			form.Fill(sent)
			status = http.StatusUnprocessableEntity
		}
		view.Form = &form
	}
	return a.shown(view, status), nil
}

const maxReason = 200

func (a *at) shown(view *letterView, status int) *page.Screen {
	return &page.Screen{Layout: "letter/letter", Title: a.kind.title + " " + a.file.Number, Section: "cases", Data: view, Private: true, Status: status, Style: style}
}

// view is the letter with whoever it goes to masked.
func (s *room) view(a *at) (*letterView, vault.Masked, error) {
	v, c := a.v, a.file
	today := calendar.DateOf(s.Clock.Now(), a.book.Location)
	view := &letterView{
		CaseFile: c, Back: v.Link(workbench.LettersPath(c.Number)), Head: a.book.RegionName + "12345政务服务热线", Name: a.kind.title,
		Text: written(a.kind, c, a.book, today), Sender: sender(a.kind, c, a.book.RegionName+"12345政务服务热线"), Day: today.Chinese(), Query: s.address(v),
	}
	var err error
	if view.Square, err = square.New(view.Query + "#" + c.Number); err != nil {
		return nil, vault.Masked{}, errs.Wrap("letter.square", err)
	}
	if s.Persons == nil {
		return view, vault.Masked{}, nil
	}
	known, err := s.Persons.Mask(v.Context(), v.Who, c.Case)
	if err != nil {
		return nil, vault.Masked{}, errs.Wrap("letter.mask", err)
	}
	one := known[c.Case.ID]
	view.To = one.Person.Name
	return view, one, nil
}

// send shows the copy that is sent: with name, address and query code, once it
// is on record who prints it and why.
func (s *room) send(v *page.Visit) (*page.Screen, error) {
	a, err := s.at(v)
	if err != nil {
		return nil, err
	}
	if s.Persons == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	plain, err := s.Persons.Reveal(v.Context(), v.Who, vault.Asked{
		Case: a.file.Case.ID, Fields: []person.Field{person.Name, person.Address}, Reason: strings.TrimSpace(sent.Get("reason")), What: sealing.Print,
	})
	switch {
	case errs.Is(err, errs.Denied), errs.Is(err, errs.NotFound): // there is no such copy to ask for
		return nil, errs.Wrap("letter.reveal", err)
	case err != nil:
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("letter.reveal", err)
		}
		return s.screen(a, sent, told)
	}
	view, _, err := s.view(a)
	if err != nil {
		return nil, err
	}
	view.To, view.Place, view.Code = plain.Name, plain.Address, s.Desk.QueryCode(a.file.Case.ID)
	return a.shown(view, 0), nil
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
