package citizen

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/edge/reporter"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// actionPath is the address of an action's form.
func actionPath(do casework.Action, leg int) string {
	if leg == 0 {
		return minePath + "/" + string(do)
	}
	return minePath + "/legs/" + strconv.Itoa(leg) + "/" + string(do)
}

// actView is the screen of an action's form.
type actView struct {
	Form   page.Form
	Name   string
	About  string
	Unit   string
	Photos int
}

// acting is an action that is about to be taken on the case that is open.
type acting struct {
	opening
	offer casework.Offer
	unit  string
	book  *rulebook.Book
}

// begin finds the action of an address. Whoever has no case open is sent to
// open one; where it cannot be taken now it is said why not.
func (s *room) begin(v *page.Visit) (a acting, away *page.Screen, err error) {
	one, open := s.opened(v)
	if !open {
		return a, &page.Screen{Goto: v.Link(queryPath)}, nil
	}
	a.opening = one
	told, offers, err := s.Door.Read(v.Context(), one.number)
	if err != nil {
		return a, nil, errs.Wrap("citizen.read", err)
	}
	do := casework.Action(v.PathValue("action"))
	leg, _ := strconv.Atoi(v.PathValue("leg"))
	i := slices.IndexFunc(offers, func(o casework.Offer) bool { return o.Do == do && o.Leg == leg })
	if i < 0 {
		if again, err := s.again(v, told, offers); do == casework.DoHasten && err == nil && !again.IsZero() {
			return a, nil, conflict("hasten.early", "mine.again", "at", again.In(v.Site.Location).Format("2006-01-02 15:04"))
		}
		return a, nil, conflict("action.not_now", "mine.not_now")
	}
	a.offer = offers[i]
	for _, h := range told.Holders {
		if h.Leg == leg {
			a.unit = h.Unit
		}
	}
	a.book, err = s.Records.Book(v.Context())
	return a, nil, errs.Wrap("citizen.book", err)
}

func (s *room) actionPage(v *page.Visit) (*page.Screen, error) {
	a, away, err := s.begin(v)
	if err != nil || away != nil {
		return away, err
	}
	return s.actScreen(v, &a, nil, nil), nil
}

func (s *room) actScreen(v *page.Visit, a *acting, sent url.Values, faults []string) *page.Screen {
	do := string(a.offer.Do)
	view := &actView{Name: v.Say(i18n.Key("do." + do)), About: v.Say(i18n.Key("about." + do)), Unit: a.unit}
	view.Form = page.Form{
		Action: v.Link(actionPath(a.offer.Do, a.offer.Leg)), Once: page.NewOnce(), Faults: faults, Submit: v.Say("act.do"), Cancel: v.Link(minePath),
	}
	for _, f := range a.offer.Ask {
		view.Form.Fields = append(view.Form.Fields, a.fields(v, f, true)...)
	}
	for _, f := range a.offer.May {
		view.Form.Fields = append(view.Form.Fields, a.fields(v, f, false)...)
		if f == casework.AskEvidence && s.Door.Keeps() {
			view.Photos = mostPhotos
		}
	}
	screen := s.screen("act", view.Name, view)
	screen.Private = true
	if len(view.Form.Fields) > 0 {
		view.Form.Fields[0].Focus = true
	}
	if sent != nil {
		view.Form.Fill(sent)
		view.Form.Once = sent.Get("once")
		screen.Status = http.StatusUnprocessableEntity
	}
	return screen
}

// fields are how a field of a command is asked for. Photos have a place of
// their own.
func (a *acting) fields(v *page.Visit, f casework.Field, required bool) []page.Field {
	switch f {
	case casework.AskNote:
		return []page.Field{{Name: "note", Label: v.Say("act.note"), Type: page.Area, Rows: 5, Max: maxText, Required: required}}
	case casework.AskReason:
		one := page.Field{Name: "reason", Label: v.Say("act.reason"), Max: maxLine, Required: required}
		if list, there := a.book.ReasonLists()[casework.ReasonList(a.offer.Do)]; there && required {
			one.Type = page.Radio
			for _, r := range list.Reasons {
				one.Options = append(one.Options, page.Option{Value: r.Code, Label: r.Name})
			}
		} else if !required {
			return nil
		}
		return []page.Field{one}
	case casework.AskAnswer:
		var verdicts, solved []page.Option
		for _, w := range survey.Verdicts() {
			if w.Surveyed() {
				verdicts = append(verdicts, page.Option{Value: string(w), Label: v.Say(i18n.Key("verdict." + string(w)))})
			}
		}
		for _, w := range []survey.Solved{survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo} {
			solved = append(solved, page.Option{Value: string(w), Label: v.Say(i18n.Key("solved." + string(w)))})
		}
		return []page.Field{
			{Name: "solved", Label: v.Say("act.solved"), Type: page.Radio, Options: solved},
			{Name: "outcome", Label: v.Say("act.outcome"), Type: page.Radio, Options: verdicts, Required: true},
			{Name: "attitude", Label: v.Say("act.attitude"), Type: page.Radio, Options: verdicts},
		}
	}
	return nil
}

// act gives the command that a form has sent, after the files that came with
// it.
func (s *room) act(v *page.Visit) (*page.Screen, error) {
	sent, err := read(v)
	defer sent.drain(v)
	if err != nil {
		return nil, err
	}
	a, away, err := s.begin(v)
	if err != nil || away != nil {
		return s.repeated(v, away, err)
	}
	if missing := a.missing(v, sent.Values); len(missing) > 0 {
		return s.actScreen(v, &a, sent.Values, missing), nil
	}
	digest := v.URL.Path + " " + sent.Encode()
	cmd := a.command(sent.Values)
	var faults []string
	if slices.Contains(a.offer.May, casework.AskEvidence) {
		if cmd.Evidence, faults, err = s.keep(v, a.id, sent); err != nil {
			return nil, errs.Wrap("citizen.photos", err)
		}
	}
	if len(faults) == 0 {
		err = s.Door.Give(v.Context(), reporter.Sent{Case: a.id, Cmd: cmd, Once: pageKey(sent.once), Digest: digest})
		if err == nil {
			return &page.Screen{Goto: v.Link(minePath, "done", string(a.offer.Do))}, nil
		}
		if faults, err = v.Told(err); err != nil {
			return nil, errs.Wrap("citizen.act", err)
		}
	}
	return s.actScreen(v, &a, sent.Values, faults), nil
}

// repeated is the answer to what cannot be done now. A second click on a form
// that has just been done lands here, too: the case says what has become of it.
func (s *room) repeated(v *page.Visit, away *page.Screen, err error) (*page.Screen, error) {
	if away != nil || errs.CodeOf(err) != "action.not_now" {
		return away, err
	}
	return &page.Screen{Goto: v.Link(minePath)}, nil
}

func pageKey(once string) string {
	if once == "" {
		return ""
	}
	return "page " + once
}

// missing says what a form should have said.
func (a *acting) missing(v *page.Visit, sent url.Values) (faults []string) {
	needs := map[casework.Field][2]string{
		casework.AskNote: {"note", "act.note_missing"}, casework.AskReason: {"reason", "act.reason_missing"}, casework.AskAnswer: {"outcome", "act.outcome_missing"},
	}
	for _, f := range a.offer.Ask {
		if n, known := needs[f]; known && strings.TrimSpace(sent.Get(n[0])) == "" {
			faults = append(faults, v.Say(i18n.Key(n[1])))
		}
	}
	if len([]rune(sent.Get("note"))) > maxText {
		faults = append(faults, v.Say("submit.long", "most", strconv.Itoa(maxText)))
	}
	return faults
}

// command is what a form has sent.
func (a *acting) command(sent url.Values) casework.Command {
	cmd := casework.Command{Do: a.offer.Do, Leg: a.offer.Leg}
	allowed := func(f casework.Field) bool { return slices.Contains(a.offer.Ask, f) || slices.Contains(a.offer.May, f) }
	if allowed(casework.AskNote) {
		cmd.Note = strings.TrimSpace(sent.Get("note"))
	}
	if allowed(casework.AskReason) {
		cmd.Reason = sent.Get("reason")
	}
	if allowed(casework.AskAnswer) {
		cmd.Answer = &survey.Answer{Outcome: survey.Verdict(sent.Get("outcome")), Attitude: survey.Verdict(sent.Get("attitude")), Solved: survey.Solved(sent.Get("solved"))}
	}
	return cmd
}

// conflict is an error that says in both languages how things stand.
func conflict(code string, key i18n.Key, args ...any) error {
	named := page.Named(args...)
	return errs.New(errs.Conflict, code, messages.Say(i18n.English, key, named), messages.Say(i18n.Chinese, key, named))
}
