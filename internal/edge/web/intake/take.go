package intake

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// formName is the form that drafts are kept of.
const formName = "receive"

// receivedView is the screen after a receipt.
type receivedView struct {
	Number string
	Code   string // query code, to be told to whoever brought it
	Link   string
	Also   string   // what was done besides
	Faults []string // why it was not
	Next   []workbench.OfferView
	Again  string
	Letter string   // address of the notice of acceptance; empty: none is printed
	Lost   []string // of files that did not go with it
}

// digest is what makes one sending of the form the same as another: files that
// are sent again are others, and the same.
func (f *filling) digest() string {
	told := maps.Clone(f.sent)
	delete(told, "scan")
	return told.Encode()
}

// said is what was written in a field.
func (f *filling) said(name string) string { return strings.TrimSpace(f.sent.Get(name)) }

// take does what a button of the screen says.
func (s *room) take(v *page.Visit) (*page.Screen, error) {
	way, err := s.way(v)
	if err != nil {
		return nil, err
	}
	f, err := s.filling(v, way)
	if err != nil {
		return nil, err
	}
	sent, err := s.read(f)
	if err != nil {
		return nil, err
	}
	do, number, _ := strings.Cut(sent.Get("do"), ":")
	if turned := casework.Channel(number); do == "turn" && slices.Contains(ways, turned) {
		wrong := f.wrong
		if f, err = s.filling(v, turned); err != nil {
			return nil, err
		}
		f.wrong = wrong
	}
	f.fill(sent)
	if err := s.waits(f); err != nil {
		return nil, err
	}
	switch do {
	case "turn":
		return s.look(f, false)
	case "unscan":
		return s.unscan(f, number)
	case "find":
		return s.look(f, true)
	case "alike":
		return s.look(f, false)
	case "keep":
		if err := s.keep(v, sent, way); err != nil || len(f.wrong) > 0 {
			return s.refused(f, err)
		}
		return &page.Screen{Goto: v.Link(wayPath(way))}, nil
	case "drop":
		if err := s.drop(f); err != nil {
			return nil, err
		}
		return &page.Screen{Goto: v.Link(wayPath(way))}, nil
	case "hasten":
		return s.hasten(f, number)
	}
	return s.receive(f, do)
}

// taken answers what the screen has sent, which may be files over a slow line.
func (s *room) taken(w http.ResponseWriter, v *page.Visit) error {
	unhurried(w)
	screen, err := s.take(v)
	if err != nil {
		return err
	}
	return v.Show(w, screen)
}

// drop drops what was begun, with its files.
func (s *room) drop(f *filling) error {
	if s.Files != nil {
		if err := s.Files.Forget(f.v.Context(), f.v.Who, f.sent["scan"]); err != nil {
			return errs.Wrap("intake.drop", err)
		}
	}
	return errs.Wrap("intake.drop", s.Drafts.Drop(f.v.Context(), f.v.Who, draftName(f.way)))
}

// look shows what is known beside what has been written.
func (s *room) look(f *filling, caller bool) (*page.Screen, error) {
	if caller && s.Persons == nil {
		return nil, f.v.Missing("page.not_found", "error.page")
	}
	b, err := s.beside(f, caller)
	if err != nil {
		return s.refused(f, err)
	}
	return s.screen(f, nil, b), nil
}

// refused shows the screen again, with what was wrong and all that was written.
func (s *room) refused(f *filling, refusal error) (*page.Screen, error) {
	var told []string
	if refusal != nil {
		said, err := f.v.Told(refusal)
		if err != nil {
			return nil, errs.Wrap("intake.refused", err)
		}
		if told = said; fieldOf(refusal) != "" {
			f.blame(fieldOf(refusal), strings.Join(said, " "))
			told = nil
		}
	}
	b, err := s.beside(f, false)
	if err != nil {
		return nil, err
	}
	return s.screen(f, told, b), nil
}

// fieldOf is the field that a refusal is about; "" for none.
func fieldOf(refusal error) string {
	code := errs.CodeOf(refusal)
	if name, ok := strings.CutPrefix(code, "intake."); ok && name != "id" && name != "anonymous" && name != "channel" {
		return name
	}
	return map[string]string{"intake.anonymous": "disclosure", "reply.missing": "reply", "route.missing": "route", "route.unknown": "route"}[code]
}

// keep keeps what has been written: all but what makes one sending of it.
func (s *room) keep(v *page.Visit, sent url.Values, way casework.Channel) error {
	kept := url.Values{}
	for name, values := range sent {
		if name != "once" && name != "do" {
			kept[name] = values
		}
	}
	return s.Drafts.Keep(v.Context(), v.Who, draftName(way), kept.Encode())
}

// saved keeps a draft for a script, and says when.
func (s *room) saved(w http.ResponseWriter, v *page.Visit) error {
	if !receives(v.Who) {
		return errs.New(errs.Denied, "denied", "you do not receive cases", "您没有受理登记的权限")
	}
	sent, err := v.Sent()
	if err != nil {
		return err
	}
	way := casework.Phone
	if named := casework.Channel(sent.Get("channel")); slices.Contains(ways, named) {
		way = named
	}
	if err := s.keep(v, sent, way); err != nil {
		return err
	}
	draft, _, err := s.Drafts.Draft(v.Context(), v.Who, draftName(way))
	if err != nil {
		return err
	}
	return page.Answer(w, v.Say("receive.saved", "at", draft.Saved.In(v.Site.Location).Format("15:04:05")))
}

// hasten makes a repeat call of a case that is in hand one more reason to hurry.
func (s *room) hasten(f *filling, number string) (*page.Screen, error) {
	id, err := s.caseID(f.v, number)
	if err != nil {
		return s.refused(f, err)
	}
	_, err = s.Desk.Act(f.v.Context(), f.v.Who, desk.Request{
		Case: id, Cmd: casework.Command{Do: casework.DoHasten, Note: f.said("content")}, Once: workbench.Once(f.v, f.sent.Get("once"), f.sent.Encode()),
	})
	if err != nil {
		return s.refused(f, err)
	}
	if err := s.drop(f); err != nil {
		return nil, err
	}
	return &page.Screen{Goto: f.v.Link(workbench.CasePath(number), "done", string(casework.DoHasten))}, nil
}

// receive receives the case, and does at once what the button says besides.
func (s *room) receive(f *filling, do string) (*page.Screen, error) {
	then, err := f.then(do)
	if err != nil {
		return s.refused(f, err)
	}
	cmd, who := f.intake(then.Do == casework.DoEmergency)
	if len(f.wrong) > 0 {
		return s.refused(f, nil)
	}
	ctx, v := f.v.Context(), f.v
	key, digest := f.sent.Get("once"), f.digest()
	done, err := s.Desk.Act(ctx, v.Who, desk.Request{Cmd: cmd, Person: who, Once: workbench.Once(v, key, digest)})
	if err != nil {
		return s.refused(f, err)
	}
	lost, err := s.adopt(f, done.Case)
	if err != nil {
		return nil, err
	}
	if err := s.Drafts.Drop(ctx, v.Who, draftName(f.way)); err != nil {
		return nil, errs.Wrap("intake.drop", err)
	}
	number := string(done.Case.Number)
	view := &receivedView{Number: number, Code: s.Desk.QueryCode(done.Case.ID), Link: v.Link(workbench.CasePath(number)), Again: v.Link(wayPath(f.way)), Lost: lost}
	if s.Letters && workbench.WritesLetters(v.Who) {
		view.Letter = v.Link(workbench.LettersPath(number))
	}
	after := done.Case
	if then.Do != "" {
		if key != "" {
			key += " " + string(then.Do)
		}
		also, err := s.Desk.Act(ctx, v.Who, desk.Request{Case: done.Case.ID, Cmd: then, Once: workbench.Once(v, key, digest)})
		if err == nil {
			view.Also, after = v.Say("case.did", "action", workbench.ActionName(v, then.Do)), also.Case
		} else if view.Faults, err = v.Told(err); err != nil {
			return nil, errs.Wrap("intake.then", err)
		}
	}
	if view.Next, err = workbench.Offered(ctx, v, s.Desk, after, 0); err != nil {
		return nil, err
	}
	return &page.Screen{
		Layout: "intake/received", Title: v.Say("receive.done", "number", number), Section: "receive", Data: view, Private: true, Script: "desk.js",
	}, nil
}

// then is what a button wants done with the case as soon as it is received.
func (f *filling) then(do string) (casework.Command, error) {
	switch do {
	case "queue":
		return casework.Command{Do: casework.DoQueue}, nil
	case "answer":
		if f.said("reply") == "" {
			return casework.Command{}, f.v.Invalid("reply.missing", "error.reply")
		}
		return casework.Command{Do: casework.DoAnswer, Reply: f.said("reply"), PublicReply: f.said("public_reply")}, nil
	case "emergency":
		if f.said("route") == "" {
			return casework.Command{}, f.v.Invalid("route.missing", "error.route")
		}
		return casework.Command{Do: casework.DoEmergency, Route: f.said("route")}, nil
	}
	return casework.Command{}, nil
}

// urgent is what is on record of a matter that was handed on before anything
// could be written down.
const urgent = "紧急来电，接听时即转紧急热线。"

// intake is what the screen has sent, as the desk wants it. What is handed to an
// emergency line at once may say nothing yet.
func (f *filling) intake(atOnce bool) (casework.Command, *person.Person) {
	who := f.person()
	n := &casework.NewIntake{
		Title: f.said("title"), Content: f.content(),
		Intake: casework.Intake{
			Channel: f.way, Kind: casework.Kind(f.said("kind")), Urgency: casework.Urgency(f.said("urgency")),
			Disclosure: casework.Disclosure(f.said("disclosure")),
		},
	}
	if atOnce {
		if n.Content == "" {
			n.Content = urgent
		}
		if n.Kind == "" {
			n.Kind = casework.Help
		}
		if n.Urgency == casework.General {
			n.Urgency = casework.Critical
		}
	}
	cmd := casework.Command{Do: casework.DoReceive, New: n}
	f.arrived(n)
	var ok bool
	if n.Subject, ok = subject(f.book.Subjects.Paths, f.said("subject")); !ok {
		f.blame("subject", unsure(f.v, f.book.Subjects.Paths, f.said("subject")))
	}
	list := places(f.book)
	if n.Division, ok = list.place(f.said("division")); !ok {
		f.blame("division", unsure(f.v, list.names, f.said("division")))
	}
	if n.Content == "" {
		f.blame("content", f.v.Say("error.content"))
	}
	if !n.Kind.Valid() {
		f.blame("kind", f.v.Say("receive.no_kind"))
	}
	if who.IsZero() {
		return cmd, nil
	}
	return cmd, &who
}

// person is who brings it; what cannot be is put beside its field.
func (f *filling) person() person.Person {
	var who person.Person
	for _, one := range person.Fields() {
		name := "person_" + string(one)
		p := person.Person{}.With(one, strings.ReplaceAll(f.said(name), "\n", " "))
		if _, err := p.Normal(); err != nil {
			f.blame(name, strings.Join(page.Spoken(f.v.Lang, err), " "))
		}
		who = who.With(one, p.Get(one))
	}
	return who
}

// content is what was told: the elements 要素 that were filled in, each in a line
// of its own, and the course of it.
func (f *filling) content() string {
	var lines []string
	for _, one := range []struct{ name, label string }{{"when", "时间"}, {"where", "地点"}, {"cause", "起因"}} {
		if said := f.said(one.name); said != "" {
			lines = append(lines, one.label+"："+said)
		}
	}
	course := f.said("content")
	if len(lines) > 0 && course != "" {
		course = "经过：" + course
	}
	if course != "" {
		lines = append(lines, course)
	}
	return strings.Join(lines, "\n")
}
