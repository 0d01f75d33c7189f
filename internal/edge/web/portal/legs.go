package portal

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// legsView is what a unit has before it, one kind of it at a time.
type legsView struct {
	Tabs  []tab
	Rows  []legRow
	First string
	Next  string
	Empty string
	Files []listing.Link
}

type tab struct {
	Name    string
	Link    string
	Current bool
}

// legRow is one leg with its countdowns.
type legRow struct {
	Number  string
	Title   string
	Link    string
	Leg     int
	Unit    string
	Role    string
	Kind    string
	Subject string
	State   page.Tag
	Counts  []countdown
	Below   []string // units that it was handed down to
	Offers  []workbench.OfferView
}

// countdown is a limit that runs, and what is left of it.
type countdown struct {
	Name string
	Due  time.Time
	Left string
	Tone page.Tone
}

// stage is a stage of a unit's work.
type stage struct {
	key    string
	word   i18n.Key
	empty  i18n.Key
	states []casework.LegState
	clocks []deadline.Clock // that are counted down
}

func stages() []stage {
	return []stage{
		{"sign", "portal.sign", "portal.sign_none", []casework.LegState{casework.ToSign}, []deadline.Clock{deadline.Sign, deadline.Return}},
		{"hand", "portal.hand", "portal.hand_none", []casework.LegState{casework.Signed, casework.AtWork, casework.Suspended}, []deadline.Clock{deadline.Close, deadline.Contact}},
		{"approve", "portal.approve", "portal.approve_none", []casework.LegState{casework.UnitReview}, []deadline.Clock{deadline.Close}},
		{"asked", "portal.asked", "portal.asked_none", []casework.LegState{casework.ReturnPending, casework.ExtensionPending, casework.SuspendPending, casework.PleaPending}, []deadline.Clock{deadline.Close, deadline.Adjudicate}},
		{"handed", "portal.handed", "portal.handed_none", []casework.LegState{casework.Submitted, casework.AwaitingCallBack}, []deadline.Clock{deadline.Review, deadline.CallBack}},
		{"returned", "portal.returned", "portal.returned_none", []casework.LegState{casework.Returned}, nil},
	}
}

// pageLength is how many cases are read for a page.
const pageLength = 30

// shownOffers are how many actions stand beside a leg; all are on its page.
const shownOffers = 3

func (s *room) legs(v *page.Visit) (*page.Screen, error) {
	own, err := admitted(v)
	if err != nil {
		return nil, err
	}
	all := stages()
	now, err := staged(v)
	if err != nil {
		return nil, err
	}
	after, err := place(v.Query.Get("after"))
	if err != nil {
		return nil, err
	}
	found, more, err := s.found(v, now, after, pageLength)
	if err != nil {
		return nil, err
	}
	view := &legsView{Empty: v.Say(now.empty), Files: s.Lists.Links(v, listing.List{Name: "unit"}, "what", now.key)}
	for _, st := range all {
		view.Tabs = append(view.Tabs, tab{v.Say(st.word), v.Link(Path, "what", st.key), st.key == now.key})
	}
	for _, c := range found.Cases {
		rows, err := s.rows(v, now, c, found, own)
		if err != nil {
			return nil, err
		}
		view.Rows = append(view.Rows, rows...)
	}
	if n := len(found.Cases); more && n > 0 {
		view.Next = v.Link(Path, "what", now.key, "after", placeOf(found.Cases[n-1]))
	}
	if after != nil {
		view.First = v.Link(Path, "what", now.key)
	}
	return &page.Screen{Layout: "portal/legs", Title: v.Say("portal.title"), Section: "unit", Data: view, Private: true, Style: "desk.css", Script: "desk.js"}, nil
}

// staged is the stage that an address names, or the first.
func staged(v *page.Visit) (stage, error) {
	all, what := stages(), v.Query.Get("what")
	i := slices.IndexFunc(all, func(st stage) bool { return what == "" || st.key == what })
	if i < 0 {
		return stage{}, v.Missing("page.not_found", "error.page")
	}
	return all[i], nil
}

// found are the cases with a leg at a stage, the longest on record first.
func (s *room) found(v *page.Visit, st stage, after *insight.CaseKey, most int) (all insight.CasePage, more bool, err error) {
	seen := map[ident.CaseID]bool{}
	for _, state := range st.states {
		one, err := s.Records.Cases(v.Context(), insight.CaseQuery{Scope: v.Who.Scope(), LegIn: state, Oldest: true, After: after, Limit: most})
		if err != nil {
			return all, false, errs.Wrap("portal.legs", err)
		}
		more = more || one.More
		if all.Titles == nil {
			all.Titles, all.Book = one.Titles, one.Book
		}
		for _, c := range one.Cases {
			if !seen[c.ID] {
				seen[c.ID] = true
				all.Cases = append(all.Cases, c)
				all.Titles[c.ID] = one.Titles[c.ID]
			}
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

// rows are the unit's legs of a case at a stage.
func (s *room) rows(v *page.Visit, st stage, c *casework.Case, found insight.CasePage, own []ident.UnitID) (all []legRow, err error) {
	offers, err := s.Desk.Offers(v.Context(), v.Who, c)
	if err != nil {
		return nil, errs.Wrap("portal.offers", err)
	}
	number := string(c.Number)
	for i := range c.Legs {
		l := &c.Legs[i]
		if !slices.Contains(st.states, l.State) || !slices.Contains(own, l.Unit) {
			continue
		}
		row := legRow{
			Number: number, Title: found.Titles[c.ID], Leg: l.Seq, Link: v.Link(legPath(number, l.Seq)),
			Role: workbench.Spelt(v, l.Role.Chinese(), string(l.Role)), Kind: workbench.Spelt(v, c.Kind.Chinese(), string(c.Kind)), Subject: c.Subject,
			State: page.Tag{Text: workbench.Spelt(v, l.State.Chinese(), string(l.State))}, Counts: s.countdowns(v, c, l.Seq, st.clocks),
			Below: below(c, l.Seq, found),
		}
		if u, ok := found.Book.Units.Unit(l.Unit); ok {
			row.Unit = u.Name
		}
		row.Offers = workbench.OfferViews(v, number, offers, l.Seq)
		row.Offers = row.Offers[:min(len(row.Offers), shownOffers)]
		all = append(all, row)
	}
	return all, nil
}

// below are the units that a leg was handed down to, with how far they are.
func below(c *casework.Case, leg int, found insight.CasePage) (all []string) {
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Parent == leg && l.State.Live() {
			u, _ := found.Book.Units.Unit(l.Unit)
			all = append(all, u.Name+"（"+l.State.Chinese()+"）")
		}
	}
	return all
}

// countdowns are the limits of a leg that run, the nearest first.
func (s *room) countdowns(v *page.Visit, c *casework.Case, leg int, clocks []deadline.Clock) (all []countdown) {
	now := s.Clock.Now()
	for _, k := range c.Clocks {
		if k.Leg != leg || !k.Open() || k.Due.IsZero() || !slices.Contains(clocks, k.Kind) {
			continue
		}
		one := countdown{Name: workbench.Spelt(v, k.Kind.Chinese(), string(k.Kind)), Due: k.Due.In(v.Site.Location)}
		one.Left, one.Tone = left(v, k.Due.Sub(now))
		if k.Paused() {
			one.Left, one.Tone = v.Say("portal.paused"), page.Plain
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b countdown) int { return a.Due.Compare(b.Due) })
	return all
}

const day = 24 * time.Hour

// left says in words how long there is, or how long it is over.
func left(v *page.Visit, d time.Duration) (string, page.Tone) {
	tone, key := page.Plain, i18n.Key("portal.left")
	switch {
	case d < 0:
		tone, key, d = page.Bad, "portal.over", -d
	case d < day:
		tone = page.Warn
	}
	span := v.Say("portal.minutes", "n", int(d/time.Minute))
	switch {
	case d >= day:
		span = v.Say("portal.days", "n", int(d/day), "h", int(d%day/time.Hour))
	case d >= time.Hour:
		span = v.Say("portal.hours", "n", int(d/time.Hour), "m", int(d%time.Hour/time.Minute))
	}
	return v.Say(key, "span", span), tone
}

func legPath(number string, leg int) string {
	return legsPath + "/" + number + "/legs/" + strconv.Itoa(leg)
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
