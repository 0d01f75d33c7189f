package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// receiveView is the screen on which a case is received (受理单).
type receiveView struct {
	Form   page.Form
	Person []page.Field
	Intake []page.Field
	Looks  bool // the visitor may look for earlier cases by a number
	Asked  bool // and has
	Found  []caseRow
}

// receivedView is the screen after it.
type receivedView struct {
	Number string
	Code   string // query code, to be told to whoever brought it
	Link   string
	Next   []offerView
	Again  string
}

func (s *room) receivePage(v *page.Visit) (*page.Screen, error) {
	book, err := s.receiving(v)
	if err != nil {
		return nil, err
	}
	return s.receiveScreen(v, book, nil, nil, nil), nil
}

// receiving lets whoever may receive cases go on.
func (s *room) receiving(v *page.Visit) (*rulebook.Book, error) {
	if !may(v.Who, identity.CaseReceive) {
		return nil, errs.New(errs.Denied, "denied", "you do not receive cases", "您没有受理登记的权限")
	}
	book, err := s.Records.Book(v.Context())
	return book, errs.Wrap("workbench.book", err)
}

func (s *room) receiveScreen(v *page.Visit, book *rulebook.Book, sent url.Values, faults []string, found []caseRow) *page.Screen {
	var channels []page.Option
	for _, c := range []casework.Channel{casework.Phone, casework.Web, casework.Letter, casework.Visit} {
		channels = append(channels, page.Option{Value: string(c), Label: spelt(v, c.Chinese(), string(c)), Chosen: c == casework.Phone})
	}
	form := page.Form{Action: v.Link(receivePath), Once: page.NewOnce(), Faults: faults, Submit: v.Say("receive.do")}
	form.Fields = []page.Field{{Name: "channel", Label: v.Say("cases.channel"), Type: page.Radio, Options: channels, Required: true}}
	people := len(form.Fields)
	if s.Persons != nil {
		form.Fields = append(form.Fields, personFields(v)...)
	}
	intake := len(form.Fields)
	form.Fields = append(form.Fields, intakeFields(v, book)...)
	status := 0
	if sent != nil {
		form.Fill(sent)
		form.Once = sent.Get("once")
		if len(faults) > 0 {
			status = http.StatusUnprocessableEntity
		}
	}
	view := &receiveView{Looks: s.Persons != nil && may(v.Who, identity.RevealPerson), Found: found, Asked: sent.Get("do") == "find"}
	view.Person, view.Intake = form.Fields[people:intake], form.Fields[intake:]
	form.Fields = form.Fields[:people]
	view.Form = form
	return &page.Screen{Layout: "workbench/receive", Title: v.Say("receive.title"), Section: "receive", Data: view, Private: true, Status: status}
}

// personFields are who brings the case; they go into the vault.
func personFields(v *page.Visit) (all []page.Field) {
	for _, f := range person.Fields() {
		one := page.Field{Name: "person_" + string(f), Label: spelt(v, f.Chinese(), string(f)), Max: maxLine}
		switch f {
		case person.Phone:
			one.Type, one.Focus = page.Phone, true
		case person.Phone2:
			one.Type = page.Phone
		case person.Note:
			one.Type, one.Rows = page.Area, 2
		}
		all = append(all, one)
	}
	return all
}

// receive receives a case, or looks for earlier ones of the same caller.
func (s *room) receive(v *page.Visit) (*page.Screen, error) {
	book, err := s.receiving(v)
	if err != nil {
		return nil, err
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	if sent.Get("do") == "find" {
		return s.find(v, book, sent)
	}
	cmd, who := intake(sent)
	var done desk.Receipt
	if cmd.New.Content == "" {
		err = v.Invalid("content.missing", "error.content")
	} else {
		done, err = s.Desk.Act(v.Context(), v.Who, desk.Request{Cmd: cmd, Person: who, Once: once(v, sent)})
	}
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("workbench.receive", err)
		}
		return s.receiveScreen(v, book, sent, told, nil), nil
	}
	number := string(done.Case.Number)
	view := &receivedView{Number: number, Code: s.Desk.QueryCode(done.Case.ID), Link: v.Link(casePath(number)), Again: v.Link(receivePath)}
	offers, err := s.Desk.Offers(v.Context(), v.Who, done.Case)
	if err != nil {
		return nil, errs.Wrap("workbench.offers", err)
	}
	view.Next = offerViews(v, number, offers, 0)
	return &page.Screen{Layout: "workbench/received", Title: v.Say("receive.done", "number", number), Section: "receive", Data: view, Private: true}, nil
}

// intake is what a receipt has sent.
func intake(sent url.Values) (casework.Command, *person.Person) {
	said := func(name string) string { return strings.TrimSpace(sent.Get(name)) }
	var who person.Person
	for _, f := range person.Fields() {
		who = who.With(f, said("person_"+string(f)))
	}
	cmd := casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Title: said("title"), Content: said("content"),
		Intake: casework.Intake{
			Channel: casework.Channel(said("channel")), Kind: casework.Kind(said("kind")), Urgency: casework.Urgency(said("urgency")),
			Subject: said("subject"), Division: said("division"), Disclosure: casework.Disclosure(said("disclosure")),
		},
	}}
	if who.IsZero() {
		return cmd, nil
	}
	return cmd, &who
}

// find looks for the earlier cases of whoever has a number. That is on record.
func (s *room) find(v *page.Visit, book *rulebook.Book, sent url.Values) (*page.Screen, error) {
	if s.Persons == nil {
		return nil, v.Missing("page.not_found", "error.page")
	}
	cases, err := s.Persons.FindByPhone(v.Context(), v.Who, sent.Get("person_phone"))
	if err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("workbench.find", err)
		}
		return s.receiveScreen(v, book, sent, told, nil), nil
	}
	var found []caseRow
	for _, c := range cases {
		f, err := s.Source.Case(v.Context(), v.Who, string(c.Number), v.Lang)
		if err != nil {
			return nil, errs.Wrap("workbench.find", err)
		}
		found = append(found, caseRow{CaseLine{Number: f.Number, Title: f.Title, State: f.State, ReceivedAt: f.ReceivedAt}, v.Link(casePath(f.Number))})
	}
	return s.receiveScreen(v, book, sent, nil, found), nil
}
