package intake

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// beside is what stands beside the form: who calls and what they have brought,
// what may be the same, and whose it is.
type beside struct {
	Asked  bool // the caller's cases were looked for
	Who    string
	Found  []earlier
	Others int // further cases of the caller
	Open   int
	Alike  []earlier
	Placed bool // subject and place are known, so that Alike was looked for
	Rules  []rule
	Sorted bool // the subject is known
}

// earlier is a case that was brought before.
type earlier struct {
	Number     string
	Title      string
	Link       string
	State      page.Tag
	ReceivedAt time.Time
	Open       bool
	Hasten     bool // it may be hastened now
	First      bool // the one that the key hastens
}

// rule is a line of the dispatch list that fits.
type rule struct{ Unit, Reason string }

// earlierMost is how many cases of a caller, and how many alike, are shown.
const earlierMost = 8

// looks reports whether the visitor may look for a caller's cases.
func (s *room) looks(v *page.Visit) bool {
	return s.Persons != nil && workbench.May(v.Who, "person.reveal")
}

// beside looks up what is known of what has been written so far. That a number
// was looked for is on record, so it is done only when asked.
func (s *room) beside(f *filling, caller bool) (beside, error) {
	var b beside
	if caller && s.looks(f.v) && f.said("person_phone") != "" {
		if err := s.caller(f, &b); err != nil {
			return b, err
		}
	}
	matter, known := subject(f.book.Subjects.Paths, f.said("subject"))
	place, placed := places(f.book).place(f.said("division"))
	b.Sorted = known && matter != ""
	b.Placed = b.Sorted && placed && place != ""
	if b.Sorted {
		for _, e := range f.book.DispatchOn(f.today, rulebook.DispatchQuery{Subject: matter, Division: place, Text: f.said("title") + f.said("content")}) {
			if len(b.Rules) < 3 {
				b.Rules = append(b.Rules, rule{e.Unit, e.Reason})
			}
		}
	}
	if !b.Placed {
		return b, nil
	}
	alike, err := s.Records.Alike(f.v.Context(), f.v.Who.Scope(), matter, place, earlierMost)
	if err != nil {
		return b, errs.Wrap("intake.alike", err)
	}
	for _, c := range alike.Cases {
		b.Alike = append(b.Alike, lineOf(f.v, c, alike.Titles[c.ID]))
	}
	return b, nil
}

// caller finds the cases of whoever has the number, those in hand first.
func (s *room) caller(f *filling, b *beside) error {
	ctx := f.v.Context()
	cases, err := s.Persons.FindByPhone(ctx, f.v.Who, f.said("person_phone"))
	if err != nil {
		return err
	}
	b.Asked = true
	slices.SortStableFunc(cases, func(x, y *casework.Case) int {
		switch inHand(x) {
		case inHand(y):
			return 0
		case true:
			return -1
		}
		return 1
	})
	for _, c := range cases {
		if inHand(c) {
			b.Open++
		}
	}
	shown := cases[:min(len(cases), earlierMost)]
	b.Others = len(cases) - len(shown)
	titles, err := s.Records.Titles(ctx, shown...)
	if err != nil {
		return errs.Wrap("intake.titles", err)
	}
	masked, err := s.Persons.Mask(ctx, f.v.Who, shown...)
	if err != nil {
		return errs.Wrap("intake.mask", err)
	}
	first := true
	for _, c := range shown {
		one := lineOf(f.v, c, titles[c.ID])
		if b.Who == "" {
			b.Who = masked[c.ID].Person.Get(person.Name)
		}
		if one.Open {
			offers, err := s.Desk.Offers(ctx, f.v.Who, c)
			if err != nil {
				return errs.Wrap("intake.offers", err)
			}
			one.Hasten = slices.ContainsFunc(offers, func(o casework.Offer) bool { return o.Do == casework.DoHasten })
			one.First = one.Hasten && first
			first = first && !one.First
		}
		b.Found = append(b.Found, one)
	}
	return nil
}

// inHand reports whether somebody still works on a case.
func inHand(c *casework.Case) bool {
	switch c.State {
	case casework.Registered, casework.ToDispatch, casework.Dispatched, casework.Handling, casework.ToReview, casework.ToCallBack, casework.Tracked:
		return true
	}
	return false
}

func lineOf(v *page.Visit, c *casework.Case, title string) earlier {
	one := earlier{
		Number: string(c.Number), Title: title, Link: v.Link(workbench.CasePath(string(c.Number))), ReceivedAt: c.ReceivedAt, Open: inHand(c),
		State: page.Tag{Text: workbench.Spelt(v, c.State.Chinese(), string(c.State))},
	}
	if one.Open {
		one.State.Tone = page.Warn
	}
	return one
}

// caseID is the identity of a case that the visitor sees.
func (s *room) caseID(v *page.Visit, number string) (ident.CaseID, error) {
	file, err := s.Source.Case(v.Context(), v.Who, number, v.Lang)
	if err != nil {
		return "", errs.Wrap("intake.case", err)
	}
	return file.Case.ID, nil
}
