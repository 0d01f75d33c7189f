package dispatch

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// pageLength is how many cases a page has.
const pageLength = 40

// poolView is the pool: what waits to be given to a unit, the longest first.
type poolView struct {
	Action string
	Rows   []poolRow
	Free   bool // somebody could take the next one
	Gone   string
	First  string
	Next   string
	Files  []listing.Link
}

// poolRow is a case that waits.
type poolRow struct {
	Number  string
	Title   string
	Link    string
	Do      string // address of the form that dispatches it
	Kind    string
	Subject string
	Place   string
	Urgency string
	Tag     page.Tag
	At      time.Time
	Due     time.Time
	Late    bool
	Rules   []rulebook.DispatchEntry
	Held    workbench.HoldingView
}

// waitingStates are those in which a case waits for a dispatcher.
func waitingStates() []casework.CaseState {
	return []casework.CaseState{casework.Registered, casework.ToDispatch}
}

var errDispatch = errs.New(errs.Denied, "denied", "you do not dispatch cases", "您没有派单的权限")

func (s *room) pool(v *page.Visit) (*page.Screen, error) {
	if !dispatches(v.Who) {
		return nil, errDispatch
	}
	return s.poolScreen(v, "")
}

func (s *room) poolScreen(v *page.Visit, gone string) (*page.Screen, error) {
	after, err := place(v.Query.Get("after"))
	if err != nil {
		return nil, err
	}
	found, more, err := s.waiting(v, after, pageLength)
	if err != nil {
		return nil, err
	}
	held, err := s.Desk.Holdings(v.Context(), ids(found.Cases)...)
	if err != nil {
		return nil, errs.Wrap("dispatch.holdings", err)
	}
	view := &poolView{Action: v.Link(Pool), Gone: gone, Files: s.Lists.Links(v, listing.List{Name: "pool"})}
	for _, c := range found.Cases {
		row := poolOf(v, c, found, held[c.ID])
		view.Free = view.Free || row.Held.Takes
		view.Rows = append(view.Rows, row)
	}
	if n := len(found.Cases); more && n > 0 {
		view.Next = v.Link(Pool, "after", placeOf(found.Cases[n-1]))
	}
	if after != nil {
		view.First = v.Link(Pool)
	}
	return &page.Screen{Layout: "dispatch/pool", Title: v.Say("pool.title"), Section: "pool", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// waiting reads a page of what waits, the longest first.
func (s *room) waiting(v *page.Visit, after *insight.CaseKey, most int) (all insight.CasePage, more bool, err error) {
	for _, state := range waitingStates() {
		found, err := s.Records.Cases(v.Context(), insight.CaseQuery{Scope: v.Who.Scope(), State: state, Oldest: true, After: after, Limit: most})
		if err != nil {
			return all, false, errs.Wrap("dispatch.pool", err)
		}
		if all.Titles == nil {
			all = found
			more = found.More
			continue
		}
		all.Cases = append(all.Cases, found.Cases...)
		more = more || found.More
		for id, title := range found.Titles {
			all.Titles[id] = title
		}
	}
	slices.SortFunc(all.Cases, func(a, b *casework.Case) int {
		if n := a.ReceivedAt.Compare(b.ReceivedAt); n != 0 {
			return n
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	if len(all.Cases) > most {
		all.Cases, more = all.Cases[:most], true
	}
	return all, more, nil
}

func poolOf(v *page.Visit, c *casework.Case, found insight.CasePage, h desk.Holding) poolRow {
	number := string(c.Number)
	row := poolRow{
		Number: number, Title: found.Titles[c.ID], Link: v.Link(workbench.CasePath(number)),
		Do:   v.Link(workbench.ActionPath(number, casework.DoDispatch, 0)),
		Kind: workbench.Spelt(v, c.Kind.Chinese(), string(c.Kind)), Subject: c.Subject, Place: found.Book.PlaceName(c.Division), At: c.ReceivedAt,
		Tag:   page.Tag{Text: workbench.Spelt(v, c.State.Chinese(), string(c.State))},
		Rules: workbench.Suggested(found.Book, c, found.Titles[c.ID]), Held: workbench.Held(v, c, h, true),
	}
	if c.Urgency != casework.General {
		row.Urgency = workbench.Spelt(v, c.Urgency.Chinese(), string(c.Urgency))
	}
	for _, k := range c.Clocks {
		if k.Kind == deadline.Dispatch && k.Open() {
			row.Due, row.Late = k.Due, !k.Due.IsZero() && k.Due.Before(time.Now())
		}
	}
	return row
}

// hold takes a case of the pool in hand, the next one that nobody has, or gives
// one back.
func (s *room) hold(v *page.Visit) (*page.Screen, error) {
	if !dispatches(v.Who) {
		return nil, errDispatch
	}
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	do, number, _ := strings.Cut(sent.Get("do"), ":")
	if do == "next" {
		return s.next(v)
	}
	file, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
	if err != nil {
		return nil, errs.Wrap("dispatch.case", err)
	}
	if do == "leave" {
		if err := s.Desk.Leave(v.Context(), v.Who, file.Case.ID); err != nil {
			return nil, errs.Wrap("dispatch.leave", err)
		}
		return &page.Screen{Goto: v.Link(Pool)}, nil
	}
	_, err = s.Desk.Take(v.Context(), v.Who, file.Case.ID)
	if errs.Is(err, errs.Conflict) {
		told, err := v.Told(err)
		if err != nil {
			return nil, errs.Wrap("dispatch.take", err)
		}
		return s.poolScreen(v, strings.Join(told, " "))
	}
	if err != nil {
		return nil, errs.Wrap("dispatch.take", err)
	}
	return &page.Screen{Goto: v.Link(workbench.ActionPath(number, casework.DoDispatch, 0))}, nil
}

// next takes the case that has waited longest of those that nobody has. Of
// several who ask at once each gets another.
func (s *room) next(v *page.Visit) (*page.Screen, error) {
	for after := (*insight.CaseKey)(nil); ; {
		found, more, err := s.waiting(v, after, pageLength)
		if err != nil {
			return nil, err
		}
		held, err := s.Desk.Holdings(v.Context(), ids(found.Cases)...)
		if err != nil {
			return nil, errs.Wrap("dispatch.holdings", err)
		}
		for _, c := range found.Cases {
			if h, taken := held[c.ID]; taken && h.Account != v.Who.ID {
				continue
			}
			_, err := s.Desk.Take(v.Context(), v.Who, c.ID)
			switch {
			case err == nil:
				return &page.Screen{Goto: v.Link(workbench.ActionPath(string(c.Number), casework.DoDispatch, 0))}, nil
			case !errs.Is(err, errs.Conflict):
				return nil, errs.Wrap("dispatch.next", err)
			}
		}
		if !more || len(found.Cases) == 0 {
			return s.poolScreen(v, v.Say("pool.none_free"))
		}
		after = behind(found.Cases)
	}
}

// behind is the place of the last of some cases.
func behind(cases []*casework.Case) *insight.CaseKey {
	last := cases[len(cases)-1]
	return &insight.CaseKey{ReceivedAt: last.ReceivedAt, ID: last.ID}
}

func ids(cases []*casework.Case) (all []ident.CaseID) {
	for _, c := range cases {
		all = append(all, c.ID)
	}
	return all
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
