package insight

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/rulebook"
)

// explain derives a clock's due time again, by the very versions of policy and
// calendar that set it. A clock without a rule (set from outside, or promised)
// has nothing to derive.
func explain(book *rulebook.Book, k casework.Clock) ExplainedClock {
	x := ExplainedClock{Clock: k}
	rule, ok := book.RuleNamed(k.Rule)
	if !ok {
		return x
	}
	cal, ok := book.CalendarNamed(k.Calendar)
	if !ok {
		return x
	}
	c := deadline.Course{Start: k.Start, Due: k.Due}
	for _, p := range k.Pauses {
		c.Pauses = append(c.Pauses, deadline.Pause{From: p.From, Until: p.Until})
	}
	for _, e := range k.Extended {
		c.Extended = append(c.Extended, deadline.Extension{At: e.At, Before: e.Before, After: e.After})
	}
	x.Basis, x.Lines = rule.Basis, deadline.Explain(cal, rule, c)
	_, x.Provisional = deadline.Due(cal, rule, k.Start)
	return x
}
