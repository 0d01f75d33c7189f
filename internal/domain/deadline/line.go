package deadline

import (
	"time"

	"huying/internal/domain/calendar"
)

// LineKind is what a line of an explanation tells.
type LineKind string

// The kinds of lines, in the order in which they come.
const (
	LineStart       LineKind = "start"       // the event, its time and the limit
	LineConvention  LineKind = "convention"  // when counting begins
	LineClosed      LineKind = "closed"      // the day of the event had closed already
	LineCounted     LineKind = "counted"     // days counted
	LineWorked      LineKind = "worked"      // working time counted
	LineSkipped     LineKind = "skipped"     // days not counted, and why
	LineEnd         LineKind = "end"         // where the limit ends
	LinePaused      LineKind = "paused"      // the clock stood still, perhaps still does
	LineExtended    LineKind = "extended"    // an extension set another due time
	LineAmended     LineKind = "amended"     // an amended calendar moved it
	LineMoved       LineKind = "moved"       // the record differs from all this
	LineProvisional LineKind = "provisional" // holidays not published yet
	LineDue         LineKind = "due"         // the due time
)

// Line is one line of an explanation: what it tells, with the parts that it is
// told of; Chinese and English put it in words. Times are in the region's zone.
type Line struct {
	Kind LineKind `json:"kind"`
	// At is the moment of the line; Until ends a pause.
	At    time.Time `json:"at,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// From and To are the first and last day of a run of days.
	From calendar.Date `json:"from,omitzero"`
	To   calendar.Date `json:"to,omitzero"`
	// N is the number of the run's last day among those counted.
	N int `json:"n,omitempty"`
	// Time is how much working time a run of days gave, or a pause left over.
	Time   time.Duration   `json:"time,omitempty"`
	Reason calendar.Reason `json:"reason,omitzero"`
	// Due is the due time that a change led to.
	Due  time.Time `json:"due,omitzero"`
	Note string    `json:"note,omitempty"` // a basis, a calendar's name
	Rule Rule      `json:"-"`
}

// Explain derives a clock's due time line by line: the event, the convention,
// each run of days or hours counted or skipped and why, where the last day
// ends, then what happened to the clock, and last the due time as it stands.
// Where the record has another due time than this derivation, a line says so.
// Explain takes any length of limit; days of one kind share a line.
func Explain(cal *calendar.Calendar, r Rule, c Course) []Line {
	x := &explanation{cal: cal, rule: r, start: c.Start}
	x.add(Line{Kind: LineStart, At: c.Start, Note: r.Basis})
	x.add(Line{Kind: LineConvention})
	due := x.changes(c, x.count())
	if uncovered(x.cal, r, c.Start, due) {
		x.add(Line{Kind: LineProvisional})
	}
	if !c.Due.IsZero() && !c.Due.Equal(due) {
		x.add(Line{Kind: LineMoved, At: due, Due: c.Due})
		due = c.Due
	}
	x.add(Line{Kind: LineDue, Due: due})
	return x.lines
}

// explanation is lines being written.
type explanation struct {
	cal   *calendar.Calendar
	rule  Rule
	start time.Time
	lines []Line
}

// add adds a line with its times in the region's zone.
func (x *explanation) add(l Line) {
	for _, t := range []*time.Time{&l.At, &l.Until, &l.Due} {
		if !t.IsZero() {
			*t = t.In(x.cal.Location())
		}
	}
	l.Rule = x.rule
	x.lines = append(x.lines, l)
}

// count tells what the limit counts by the calendar at hand, and returns when
// it runs out. Limits in hours or minutes have nothing to count.
func (x *explanation) count() time.Time {
	due, _ := Due(x.cal, x.rule, x.start)
	switch x.rule.Limit.Measure {
	case Workdays, Days:
		x.days(due)
		x.add(Line{Kind: LineEnd, At: due, From: x.lastDay(due)})
	case Workhours:
		x.hours(due)
	}
	return due
}

// lastDay is the day that a due time belongs to: midnight ends a day.
func (x *explanation) lastDay(due time.Time) calendar.Date {
	return x.cal.DayOf(due.Add(-time.Nanosecond))
}

// changes tells what happened to the clock, and returns the due time after it.
func (x *explanation) changes(c Course, due time.Time) time.Time {
	all := c.changes()
	for i, change := range all {
		next := change.apply(x.cal, x.rule, c.Start, due, all[:i])
		switch {
		case change.cal != nil:
			x.cal = change.cal
			x.add(Line{Kind: LineAmended, At: change.at, Due: next, Note: change.cal.Ref()})
			x.count()
		case !change.until.IsZero():
			x.add(Line{Kind: LineExtended, At: change.at, Due: next})
		default:
			rest := max(0, left(x.cal, x.rule, change.pause.From, due))
			x.add(Line{Kind: LinePaused, At: change.at, Until: change.pause.Until, Time: rest, Due: next})
		}
		due = next
	}
	return due
}
