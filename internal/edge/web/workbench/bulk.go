package workbench

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// bulkPath is where several cases are worked on at once.
const bulkPath = "/desk/bulk"

// bulkable are the actions that make sense on several cases at once, with what
// they need: the same reason, note or mark fits all of them. What reverses an
// action is offered afterwards, where the flow has it and nothing more is to be
// said for it.
var bulkable = []bulkAction{
	{casework.DoQueue, identity.CaseReceive, ""},
	{casework.DoSign, identity.LegSign, ""},
	{casework.DoEndorse, identity.LegEndorse, ""},
	{casework.DoAccept, identity.CaseReview, ""},
	{casework.DoHasten, identity.CaseHasten, ""},
	{casework.DoSupervise, identity.CaseSupervise, casework.DoLift},
	{casework.DoLift, identity.CaseSupervise, ""},
	{casework.DoTag, identity.CaseClassify, casework.DoUntag},
	{casework.DoUntag, identity.CaseClassify, casework.DoTag},
	{casework.DoPublish, identity.CasePublish, casework.DoUnpublish},
	{casework.DoUnpublish, identity.CasePublish, casework.DoPublish},
	{casework.DoArchive, identity.CaseArchive, ""},
	{casework.DoNote, identity.CaseNote, ""},
}

type bulkAction struct {
	do      casework.Action
	need    identity.Permission
	reverse casework.Action
}

// bulkChoice is what the visitor may do with several cases of a list.
type bulkChoice struct {
	Action  string
	Actions []Choice
}

// bulkChoice is nil for who may do nothing with several.
func (s *room) bulkChoice(v *page.Visit) *bulkChoice {
	c := &bulkChoice{Action: v.Link(bulkPath)}
	for _, b := range bulkable {
		if may(v.Who, b.need) {
			c.Actions = append(c.Actions, Choice{string(b.do), actionName(v, b.do)})
		}
	}
	if len(c.Actions) == 0 {
		return nil
	}
	return c
}

// bulkView shows what will be done, or what was.
type bulkView struct {
	Action string
	Name   string
	Rows   []bulkRow
	Form   page.Form
	Hidden []page.Option // names and values that go with the form
	Done   string        // how it went; empty before
	Undo   string        // the words of a button that reverses it; empty: none does
	Back   string
}

// bulkRow is one leg or case, and what comes of it.
type bulkRow struct {
	Number  string
	Title   string
	Link    string
	Outcome page.Tag
	place   string // NUMBER:LEG; empty: nothing can be done
}

// several is an action on several cases.
type several struct {
	do    casework.Action
	all   []acting // what can be done, each on its case or leg
	rows  []bulkRow
	sent  url.Values
	first *acting // that its form is made after; nil: it can be done nowhere
}

// bulk shows what an action would do to the cases that were picked, and does it
// when the form comes back: one by one, each for itself.
func (s *room) bulk(v *page.Visit) (*page.Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	do := casework.Action(sent.Get("do"))
	i := slices.IndexFunc(bulkable, func(b bulkAction) bool { return b.do == do && may(v.Who, b.need) })
	if i < 0 {
		return nil, errs.New(errs.Denied, "denied", "you may not do that with several cases", "您不能批量办理此项")
	}
	m, err := s.several(v, do, sent)
	if err != nil {
		return nil, err
	}
	if sent.Get("go") == "" || m.first == nil {
		return m.screen(v, nil), nil
	}
	return s.bulkDone(v, m, bulkable[i].reverse)
}

// several finds on which of the cases, and which of their legs, an action is
// offered.
func (s *room) several(v *page.Visit, do casework.Action, sent url.Values) (*several, error) {
	m := &several{do: do, sent: sent}
	numbers := sent["case"]
	if len(numbers) > pageLength {
		numbers = numbers[:pageLength]
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("workbench.book", err)
	}
	for _, number := range numbers {
		file, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, errs.Wrap("workbench.case", err)
		}
		offers, err := s.Desk.Offers(v.Context(), v.Who, file.Case)
		if err != nil {
			return nil, errs.Wrap("workbench.offers", err)
		}
		m.add(v, file, offers)
		for j := range m.all {
			m.all[j].book = book
		}
	}
	if len(m.all) > 0 {
		m.first = &m.all[0]
	}
	return m, nil
}

// add takes a case in: once for each leg that the action is offered on.
func (m *several) add(v *page.Visit, file CaseFile, offers []casework.Offer) {
	row := bulkRow{Number: file.Number, Title: file.Title, Link: v.Link(casePath(file.Number))}
	found := false
	for _, o := range offers {
		if o.Do != m.do {
			continue
		}
		found = true
		row.Outcome = page.Tag{Text: v.Say("bulk.will")}
		if o.Leg > 0 {
			row.Outcome.Text = v.Say("bulk.will_leg", "n", o.Leg)
		}
		row.place = file.Number + ":" + strconv.Itoa(o.Leg)
		m.rows = append(m.rows, row)
		m.all = append(m.all, acting{file: file, offer: o})
	}
	if !found {
		row.Outcome = page.Tag{Text: v.Say("bulk.not_now"), Tone: page.Warn}
		m.rows = append(m.rows, row)
	}
}

// screen shows what will be done, with the form of the action.
func (m *several) screen(v *page.Visit, faults []string) *page.Screen {
	view := &bulkView{Action: v.Link(bulkPath), Name: actionName(v, m.do), Rows: m.rows, Back: v.Link(casesPath)}
	view.Hidden = []page.Option{{Value: "do", Label: string(m.do)}, {Value: "go", Label: "1"}}
	seen := map[string]bool{}
	for _, row := range m.rows {
		if row.place != "" && !seen[row.Number] {
			seen[row.Number] = true
			view.Hidden = append(view.Hidden, page.Option{Value: "case", Label: row.Number})
		}
	}
	if m.first != nil {
		fields := slices.DeleteFunc(m.first.fields(v), func(f page.Field) bool { return f.Name == string(casework.AskEvidence) })
		view.Form = page.Form{
			Action: view.Action, Fields: fields, Once: page.NewOnce(), Faults: faults,
			Submit: v.Say("bulk.do", "n", len(m.all), "action", view.Name),
		}
	}
	return &page.Screen{Layout: "workbench/bulk", Title: v.Say("bulk.title"), Section: "cases", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}
}

// bulkDone gives the command on each case and leg. What one of them refuses
// keeps no other from being done.
func (s *room) bulkDone(v *page.Visit, m *several, reverse casework.Action) (*page.Screen, error) {
	view := &bulkView{Action: v.Link(bulkPath), Name: actionName(v, m.do), Back: v.Link(casesPath)}
	done := []page.Option{}
	at := map[string]int{}
	for i, row := range m.rows {
		if row.place != "" {
			at[row.place] = i
		}
	}
	for i := range m.all {
		a := &m.all[i]
		row := &m.rows[at[a.file.Number+":"+strconv.Itoa(a.offer.Leg)]]
		told, err := s.giveOne(v, a, m.sent)
		switch {
		case err != nil:
			return nil, err
		case len(told) > 0:
			row.Outcome = page.Tag{Text: strings.Join(told, " "), Tone: page.Bad}
		default:
			row.Outcome = page.Tag{Text: v.Say("bulk.did"), Tone: page.Good}
			done = append(done, page.Option{Value: "case", Label: row.Number})
		}
	}
	view.Rows, view.Done = m.rows, v.Say("bulk.count", "done", len(done), "refused", len(m.rows)-len(done))
	if reverse != "" && len(done) > 0 {
		view.Undo = v.Say("bulk.undo", "action", actionName(v, reverse))
		view.Form.Once = page.NewOnce()
		view.Hidden = slices.Concat(done, []page.Option{{Value: "do", Label: string(reverse)}, {Value: "go", Label: "1"}})
		for _, tag := range m.sent["tags"] {
			view.Hidden = append(view.Hidden, page.Option{Value: "tags", Label: tag})
		}
	}
	return &page.Screen{Layout: "workbench/bulk", Title: v.Say("bulk.title"), Section: "cases", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// giveOne gives the command on one case or leg; told is why it was refused.
func (s *room) giveOne(v *page.Visit, a *acting, sent url.Values) (told []string, err error) {
	cmd, refusal := s.command(v, a, sent)
	if refusal == nil {
		key := sent.Get("once")
		if key != "" {
			key += " " + a.file.Number + " " + strconv.Itoa(a.offer.Leg)
		}
		_, refusal = s.Desk.Act(v.Context(), v.Who, desk.Request{Case: a.file.Case.ID, Cmd: cmd, Version: a.file.Case.Version, Once: Once(v, key, sent.Encode())})
	}
	if refusal == nil {
		return nil, nil
	}
	told, err = v.Told(refusal)
	return told, errs.Wrap("workbench.bulk", err)
}
