package deadline

import (
	"slices"
	"time"

	"huying/internal/domain/calendar"
)

// Deadline is one due time with how it came about. Times are UTC.
type Deadline struct {
	Clock       Clock
	Start       time.Time
	Due         time.Time
	Provisional bool // it hangs on days whose holidays are not published yet
	Rule        Rule
	Lines       []Line
}

// Compute is Due with the explanation.
func Compute(cal *calendar.Calendar, r Rule, start time.Time) Deadline {
	due, provisional := Due(cal, r, start)
	return Deadline{
		Clock: r.Clock, Start: start.UTC(), Due: due, Provisional: provisional, Rule: r,
		Lines: Explain(cal, r, Course{Start: start}),
	}
}

// Course is what happened to one clock. Explain and Effective take it in the
// order of time.
type Course struct {
	Start    time.Time
	Due      time.Time // as it stands on record; zero where nothing is recorded
	Pauses   []Pause
	Extended []Extension
	Amended  []Amendment
}

// Pause is one span in which the clock stood still; Until is zero while it
// does.
type Pause struct{ From, Until time.Time }

// Extension is one that was granted: when, and the due time before and after.
type Extension struct{ At, Before, After time.Time }

// Amendment is a later version of the calendar by which the open clock was
// computed anew from its start.
type Amendment struct {
	At       time.Time
	Calendar *calendar.Calendar
}

// Effective returns the due time, UTC, after everything that happened to the
// clock, by the rule and the calendar that it started with. An amended
// calendar moves what was counted; a due time that an extension set stays.
func (c Course) Effective(cal *calendar.Calendar, r Rule) time.Time {
	return dueAfter(cal, r, c.Start, c.changes())
}

// change is one of the things that happen to a clock.
type change struct {
	at    time.Time
	pause Pause
	until time.Time          // of an extension
	cal   *calendar.Calendar // of an amendment
}

// changes returns what happened by time.
func (c Course) changes() []change {
	var all []change
	for _, p := range c.Pauses {
		all = append(all, change{at: p.From, pause: p})
	}
	for _, x := range c.Extended {
		all = append(all, change{at: x.At, until: x.After})
	}
	for _, a := range c.Amended {
		all = append(all, change{at: a.At, cal: a.Calendar})
	}
	slices.SortStableFunc(all, func(a, b change) int { return a.at.Compare(b.at) })
	return all
}

// dueAfter is the due time after some changes.
func dueAfter(cal *calendar.Calendar, r Rule, start time.Time, changes []change) time.Time {
	due, _ := Due(cal, r, start)
	for i, x := range changes {
		due = x.apply(cal, r, start, due, changes[:i])
		if x.cal != nil {
			cal = x.cal
		}
	}
	return due
}

// apply is the due time after one more change than those before it.
func (x change) apply(cal *calendar.Calendar, r Rule, start, due time.Time, before []change) time.Time {
	switch {
	case x.cal != nil:
		return dueAfter(x.cal, r, start, withoutAmendments(before))
	case !x.until.IsZero():
		return x.until.UTC()
	case x.pause.Until.IsZero():
		return due // the clock still stands; what is left is known when it resumes
	}
	return Resume(cal, r, due, x.pause.From, x.pause.Until)
}

// withoutAmendments leaves the changes that a newer calendar does not replace.
func withoutAmendments(changes []change) []change {
	var kept []change
	for _, x := range changes {
		if x.cal == nil {
			kept = append(kept, x)
		}
	}
	return kept
}
