package deadline

import (
	"time"

	"huying/internal/domain/calendar"
)

// Due is the moment, in UTC, at which a limit runs out that began at start. A
// limit is met at or before it. provisional says that a day on the way is of a
// year whose holidays are not published yet.
func Due(cal *calendar.Calendar, r Rule, start time.Time) (due time.Time, provisional bool) {
	from := begin(cal, r, start)
	due = add(cal, r, from, r.Limit)
	loc := cal.Location()
	provisional = r.Limit.working() && !(cal.Covered(calendar.DateOf(start, loc)) && cal.Covered(calendar.DateOf(due, loc)))
	return due, provisional
}

// begin is the moment from which the limit counts. With next_day a limit of
// days needs no shift, since days are counted after the first anyway; limits
// of hours begin with the next (working) day.
func begin(cal *calendar.Calendar, r Rule, start time.Time) time.Time {
	if r.Start != NextDay || r.Limit.byDay() {
		return start
	}
	day := calendar.DateOf(start, cal.Location())
	if r.Limit.working() {
		return cal.NextOpening(cal.AddWorkdays(day, 1).Start(cal.Location()))
	}
	return day.Add(1).Start(cal.Location()).UTC()
}

func add(cal *calendar.Calendar, r Rule, from time.Time, l Limit) time.Time {
	loc := cal.Location()
	day := calendar.DateOf(from, loc)
	switch l.Unit {
	case Minutes:
		return from.Add(time.Duration(l.N) * time.Minute).UTC()
	case Hours:
		return from.Add(time.Duration(l.N) * time.Hour).UTC()
	case Workhours:
		return cal.AddWorktime(from, time.Duration(l.N)*time.Hour)
	case Workdays:
		return end(cal, r, from, cal.AddWorkdays(day, l.N))
	case Days:
		return end(cal, r, from, day.Add(l.N))
	}
	return from
}

// end is the moment of the last day at which a limit of days runs out.
func end(cal *calendar.Calendar, r Rule, from time.Time, last calendar.Date) time.Time {
	loc := cal.Location()
	switch r.End {
	case Closing:
		return cal.Closing(last)
	case SameTime:
		return last.At(loc, from.Sub(calendar.DateOf(from, loc).Start(loc))).UTC()
	}
	return last.Add(1).Start(loc).UTC()
}

// Resume is the due time after a pause: what was left of the limit at
// pausedAt, in the limit's own measure, is left again at resumedAt. It is
// never earlier than due, and a limit that had run out stays run out.
func Resume(cal *calendar.Calendar, r Rule, due, pausedAt, resumedAt time.Time) time.Time {
	if !pausedAt.Before(due) || !pausedAt.Before(resumedAt) {
		return due
	}
	var next time.Time
	switch r.Limit.Unit {
	case Workdays:
		next = resumeWorkdays(cal, due, pausedAt, resumedAt)
	case Workhours:
		next = cal.AddWorktime(resumedAt, cal.Worktime(pausedAt, due))
	default:
		next = due.Add(resumedAt.Sub(pausedAt))
	}
	if next.Before(due) {
		return due
	}
	return next
}

// resumeWorkdays moves the due day on by the working days of the pause and
// keeps its time of day. A pause within one working day, or over days of rest,
// costs nothing and gives nothing.
func resumeWorkdays(cal *calendar.Calendar, due, pausedAt, resumedAt time.Time) time.Time {
	loc := cal.Location()
	// Midnight belongs to the day that it ends.
	last := calendar.DateOf(due.Add(-time.Nanosecond), loc)
	since := due.Sub(last.Start(loc))
	paused := cal.WorkdaysBetween(calendar.DateOf(pausedAt, loc), calendar.DateOf(resumedAt, loc))
	if paused == 0 {
		return due
	}
	return cal.AddWorkdays(last, paused).At(loc, since).UTC()
}

// Extend is the due time after an extension by a limit of its own, counted
// from the due time before.
func Extend(cal *calendar.Calendar, r Rule, due time.Time, by Limit) time.Time {
	if !by.byDay() {
		return add(cal, r, due, by)
	}
	loc := cal.Location()
	last := calendar.DateOf(due.Add(-time.Nanosecond), loc)
	since := due.Sub(last.Start(loc))
	if by.Unit == Workdays {
		return cal.AddWorkdays(last, by.N).At(loc, since).UTC()
	}
	return last.Add(by.N).At(loc, since).UTC()
}
