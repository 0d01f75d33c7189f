package callback

import (
	"strconv"
	"strings"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/person"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// queueView is whom to call.
type queueView struct {
	Action string
	Plan   string
	Plans  []tab
	Rest   bool // those that the plan leaves out are shown
	Other  string
	Rows   []row
	Gone   string
	First  string
	Next   string
	Files  []listing.Link
}

type tab struct {
	Name    string
	Link    string
	Current bool
}

// row is a leg whose citizen waits to be called.
type row struct {
	Number   string
	Title    string
	Leg      int
	Unit     string
	Call     string // address of the page on which it is made
	Who      string // masked
	Phone    string // masked
	Withheld bool
	Why      string
	Tries    int
	Due      time.Time
	Late     bool
	Kind     string
	Subject  string
	Held     workbench.HoldingView
}

const (
	pageLength = 30
	// readMost bounds how many cases are looked at for a page of a thin sample.
	readMost = 600
)

var errDenied = errs.New(errs.Denied, "denied", "you do not call citizens back", "您没有回访的权限")

func (s *room) queue(v *page.Visit) (*page.Screen, error) {
	if !calls(v.Who) {
		return nil, errDenied
	}
	return s.queueScreen(v, v.Query.Get("plan"), "")
}

func (s *room) queueScreen(v *page.Visit, key, gone string) (*page.Screen, error) {
	p, err := planned(key)
	if err != nil {
		return nil, err
	}
	after, err := place(v.Query.Get("after"))
	if err != nil {
		return nil, err
	}
	view := &queueView{Action: v.Link(Path), Plan: p.key, Rest: v.Query.Get("rest") != "", Gone: gone}
	for _, one := range plans() {
		view.Plans = append(view.Plans, tab{v.Say(one.word), v.Link(Path, "plan", one.key), one.key == p.key && !view.Rest})
	}
	if p.one > 1 {
		view.Other = v.Link(Path, "plan", p.key, "rest", "true")
	}
	rows, last, more, err := s.rows(v, p, view.Rest, after)
	if err != nil {
		return nil, err
	}
	view.Rows = rows
	rest := ""
	if view.Rest {
		rest = "true"
	}
	view.Files = s.Lists.Links(v, listing.List{Name: "callbacks"}, "plan", p.key, "rest", rest)
	if more && last != nil {
		view.Next = v.Link(Path, "plan", p.key, "rest", rest, "after", placeOf(last))
	}
	if after != nil {
		view.First = v.Link(Path, "plan", p.key, "rest", rest)
	}
	return &page.Screen{Layout: "callback/queue", Title: v.Say("call.title"), Section: "callbacks", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// rows are a page of the queue: read on until it is full, the sample is thin.
func (s *room) rows(v *page.Visit, p plan, rest bool, after *insight.CaseKey) (all []row, last *casework.Case, more bool, err error) {
	for read := 0; read < readMost; read += pageLength {
		found, err := s.Records.Cases(v.Context(), insight.CaseQuery{Scope: v.Who.Scope(), LegIn: casework.AwaitingCallBack, Oldest: true, After: after, Limit: pageLength})
		if err != nil {
			return nil, nil, false, errs.Wrap("callback.queue", err)
		}
		now, err := s.pageOf(v, p, rest, found)
		if err != nil {
			return nil, nil, false, err
		}
		all = append(all, now...)
		if n := len(found.Cases); n > 0 {
			last = found.Cases[n-1]
			after = &insight.CaseKey{ReceivedAt: last.ReceivedAt, ID: last.ID}
		}
		if more = found.More; !more || len(all) >= pageLength {
			break
		}
	}
	return all, last, more, nil
}

func (s *room) pageOf(v *page.Visit, p plan, rest bool, found insight.CasePage) (all []row, err error) {
	var ids []ident.CaseID
	for _, c := range found.Cases {
		ids = append(ids, c.ID)
	}
	held, err := s.Desk.Holdings(v.Context(), ids...)
	if err != nil {
		return nil, errs.Wrap("callback.holdings", err)
	}
	for _, c := range found.Cases {
		for i := range c.Legs {
			l := &c.Legs[i]
			if l.State != casework.AwaitingCallBack {
				continue
			}
			why := p.why(v, c, l)
			if (why == "") != rest {
				continue
			}
			one := row{
				Number: string(c.Number), Title: found.Titles[c.ID], Leg: l.Seq, Why: why, Tries: len(l.Calls), Call: v.Link(callPath(string(c.Number), l.Seq), "plan", p.key),
				Kind: workbench.Spelt(v, c.Kind.Chinese(), string(c.Kind)), Subject: c.Subject, Held: workbench.Held(v, c, held[c.ID], true),
			}
			if u, ok := found.Book.Units.Unit(l.Unit); ok {
				one.Unit = u.Name
			}
			one.Due, one.Late = s.due(c, l.Seq)
			all = append(all, one)
		}
	}
	return all, s.masked(v, all, found.Cases)
}

// masked adds who is to be called, as far as a list may show.
func (s *room) masked(v *page.Visit, rows []row, cases []*casework.Case) error {
	if s.Persons == nil || len(rows) == 0 {
		return nil
	}
	masked, err := s.Persons.Mask(v.Context(), v.Who, cases...)
	if err != nil {
		return errs.Wrap("callback.mask", err)
	}
	for _, c := range cases {
		for i := range rows {
			if rows[i].Number == string(c.Number) {
				m := masked[c.ID]
				rows[i].Who, rows[i].Phone, rows[i].Withheld = m.Person.Get(person.Name), m.Person.Get(person.Phone), m.Withheld
			}
		}
	}
	return nil
}

// due is when a leg's citizen is to be called by.
func (s *room) due(c *casework.Case, leg int) (due time.Time, late bool) {
	for _, k := range c.Clocks {
		if k.Kind == deadline.CallBack && k.Leg == leg && k.Open() {
			return k.Due, !k.Due.IsZero() && k.Due.Before(s.Clock.Now())
		}
	}
	return time.Time{}, false
}

// begin takes a case in hand and leads to its call.
func (s *room) begin(v *page.Visit) (*page.Screen, error) {
	if !calls(v.Who) {
		return nil, errDenied
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	number, leg, _ := strings.Cut(sent.Get("call"), ":")
	file, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
	if err != nil {
		return nil, errs.Wrap("callback.case", err)
	}
	seq, _ := strconv.Atoi(leg)
	if _, err := s.Desk.Take(v.Context(), v.Who, file.Case.ID); err != nil {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("callback.take", err)
		}
		return s.queueScreen(v, sent.Get("plan"), strings.Join(told, " "))
	}
	return &page.Screen{Goto: v.Link(callPath(number, seq), "plan", sent.Get("plan"))}, nil
}

func callPath(number string, leg int) string {
	return Path + "/" + number + "/legs/" + strconv.Itoa(leg)
}

// placeOf writes a case's place in a list; place reads it back.
func placeOf(c *casework.Case) string {
	return strconv.FormatInt(c.ReceivedAt.UnixMicro(), 36) + "-" + string(c.ID)
}

func place(text string) (*insight.CaseKey, error) {
	if text == "" {
		return nil, nil
	}
	at, id, ok := strings.Cut(text, "-")
	us, err := strconv.ParseInt(at, 36, 64)
	if !ok || err != nil || id == "" {
		return nil, errs.New(errs.Invalid, "page.after", "there is no such page", "没有该页")
	}
	return &insight.CaseKey{ReceivedAt: time.UnixMicro(us).UTC(), ID: ident.CaseID(id)}, nil
}
