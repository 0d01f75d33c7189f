package workbench

import (
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
)

// chooses reports whether the action chooses the units that answer for a case.
func (a *acting) chooses() bool {
	return a.offer.Do == casework.DoDispatch || a.offer.Do == casework.DoRedispatch
}

// suggestions are how many lines of the dispatch list are named.
const suggestions = 3

// suggested are the lines of the dispatch list that fit the case, the closest
// first.
func (a *acting) suggested() []rulebook.DispatchEntry {
	return Suggested(a.book, a.file.Case, a.file.Title+" "+a.file.Content)
}

// Suggested are the lines of the dispatch list in force that fit a case, the
// closest first, three at most. Text is what it says.
func Suggested(book *rulebook.Book, c *casework.Case, text string) []rulebook.DispatchEntry {
	today := calendar.DateOf(time.Now(), book.Location)
	found := book.DispatchOn(today, rulebook.DispatchQuery{Subject: c.Subject, Division: c.Division, Text: text})
	return found[:min(len(found), suggestions)]
}

// propose fills a form that chooses units with the closest line of the dispatch
// list, and its reason; whoever dispatches changes it or lets it stand.
func (a *acting) propose(fields []page.Field) {
	if !a.chooses() {
		return
	}
	found := a.suggested()
	if len(found) == 0 {
		return
	}
	unit, _ := a.book.Units.Named(found[0].Unit)
	field := func(names ...string) *page.Field {
		i := slices.IndexFunc(fields, func(f page.Field) bool { return slices.Contains(names, f.Name) })
		if i < 0 {
			return &page.Field{}
		}
		return &fields[i]
	}
	if a.offer.Do == casework.DoDispatch {
		lead := field("lead")
		lead.Options = page.Chosen(lead.Options, string(unit.ID))
	}
	field("basis").Value = found[0].Reason
}
