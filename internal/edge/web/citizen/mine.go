package citizen

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/edge/reporter"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// mineView is the screen of one's own case.
type mineView struct {
	reporter.View
	State   page.Tag
	Done    string
	Holders []holder
	Course  []step
	Offers  []offer
	Again   time.Time // when it may be hastened again; zero: now, or never
	Files   []sentFile
	Counted []counted
	Write   string // address of the form for a letter; empty: none may be written
	Leave   string
	Lang    i18n.Lang
}

// holder is a unit that has the case.
type holder struct {
	reporter.HolderView
	State  page.Tag
	Reason string // why it takes long
	Offers []offer
}

// step is one stop on the way.
type step struct {
	At   time.Time
	Name string
	Unit string
}

// offer is one thing that may be done, and the way to its form.
type offer struct {
	Name, About, Link string
	Major             bool
	last              bool
}

// sentFile is a file that is theirs to know.
type sentFile struct {
	Name, Link string
	Photo      bool
}

// mine shows the case that is open.
func (s *room) mine(v *page.Visit) (*page.Screen, error) {
	one, open := s.opened(v)
	if !open {
		return &page.Screen{Goto: v.Link(queryPath)}, nil
	}
	told, offers, err := s.Door.Read(v.Context(), one.number)
	if err != nil {
		return nil, errs.Wrap("citizen.mine", err)
	}
	view := &mineView{View: told, State: stateTag(v, told.State), Offers: s.offers(v, offers, 0), Leave: v.Link(leavePath), Lang: v.Lang}
	for _, h := range told.Holders {
		view.Holders = append(view.Holders, s.holder(v, h, offers))
	}
	for _, m := range slices.Backward(told.Course) {
		view.Course = append(view.Course, step{m.At, v.Say(i18n.Key("step." + string(m.Action))), m.Unit})
	}
	if did := casework.Action(v.Query.Get("done")); did.Chinese() != "" {
		view.Done = v.Say("mine.done")
	}
	if slices.ContainsFunc(offers, func(o casework.Offer) bool { return o.Do == casework.DoMessage }) {
		view.Write = v.Link(minePath + "/" + string(casework.DoMessage))
	}
	if view.Again, err = s.again(v, told, offers); err != nil {
		return nil, err
	}
	list, err := s.Door.List(v.Context(), one.id)
	if err != nil {
		return nil, errs.Wrap("citizen.files", err)
	}
	for _, a := range list {
		view.Files = append(view.Files, sentFile{a.Name, v.Link(filePath + url.PathEscape(string(a.ID))), a.Kind.Photo()})
	}
	if view.Counted, err = s.counted(v, one); err != nil {
		return nil, err
	}
	screen := s.screen("mine", v.Say("mine.title"), view)
	screen.Private = true
	return screen, nil
}

func (s *room) holder(v *page.Visit, h reporter.HolderView, offers []casework.Offer) holder {
	one := holder{HolderView: h, State: page.Tag{Text: v.Lang.Pick(h.Name, strings.ReplaceAll(string(h.State), "_", " "))}, Offers: s.offers(v, offers, h.Leg)}
	if h.Late {
		one.State.Tone = page.Bad
	}
	if h.Why != "" {
		one.Reason = v.Say(i18n.Key("why." + h.Why))
	}
	return one
}

// again is when a case that waits may be hastened again, where it may not now.
func (s *room) again(v *page.Visit, told reporter.View, offers []casework.Offer) (time.Time, error) {
	may := slices.ContainsFunc(offers, func(o casework.Offer) bool { return o.Do == casework.DoHasten })
	if may || told.HastenedAt.IsZero() || !told.ClosedAt.IsZero() {
		return time.Time{}, nil
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return time.Time{}, errs.Wrap("citizen.book", err)
	}
	at := told.HastenedAt.Add(book.RulesOn(calendar.DateOf(told.HastenedAt, book.Location)).HastenEvery)
	if !at.After(told.ReadAt) {
		return time.Time{}, nil
	}
	return at, nil
}

// offers are what may be done on the case (0) or with one unit, but for
// letters, which have a place of their own.
func (s *room) offers(v *page.Visit, offers []casework.Offer, leg int) (all []offer) {
	for _, o := range offers {
		if o.Leg != leg || o.Do == casework.DoMessage {
			continue
		}
		all = append(all, offer{
			Name: v.Say(i18n.Key("do." + string(o.Do))), About: v.Say(i18n.Key("about." + string(o.Do))), Link: v.Link(actionPath(o.Do, leg)),
			Major: o.Do == casework.DoEvaluate || o.Do == casework.DoAppraise || o.Do == casework.DoSupplement || o.Do == casework.DoHasten,
			last:  o.Do == casework.DoWithdraw,
		})
	}
	rank := func(o offer) int {
		switch {
		case o.Major:
			return 0
		case o.last: // there is no way back from it
			return 2
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b offer) int { return rank(a) - rank(b) })
	return all
}

// stateTag is how a case stands, in words for whoever brought it.
func stateTag(v *page.Visit, state casework.CaseState) page.Tag {
	tag := page.Tag{Text: v.Lang.Pick(state.Chinese(), strings.ReplaceAll(string(state), "_", " "))}
	switch state {
	case casework.Closed, casework.Archived:
		tag.Tone = page.Good
	case casework.Refused, casework.Invalid:
		tag.Tone = page.Warn
	}
	return tag
}
