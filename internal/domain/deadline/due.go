package deadline

import (
	"time"

	"huying/internal/domain/calendar"
)

const wholeDay = 24 * time.Hour

// Due returns the moment, UTC, at which a limit runs out whose clock started
// at start; the limit is kept by what happens at that moment or before. It is
// provisional where it hangs on days whose holidays are not published yet.
// Due allocates nothing.
func Due(cal *calendar.Calendar, r Rule, start time.Time) (due time.Time, provisional bool) {
	switch {
	case r.Limit.byDay():
		due = dueByDay(cal, r, start)
	case r.Limit.Measure == Workhours:
		due = cal.AddWorktime(begin(cal, r, start), r.Limit.duration())
	default:
		due = begin(cal, r, start).Add(r.Limit.duration()).UTC()
	}
	return due, uncovered(cal, r, start, due)
}

// uncovered reports whether a day from start to due is not covered by the
// calendar, when the rule asks the calendar at all.
func uncovered(cal *calendar.Calendar, r Rule, start, due time.Time) bool {
	asks := r.Limit.Measure == Workdays || r.Limit.Measure == Workhours || r.End == Closing
	// The published days are one period, so that the ends of the way tell.
	return asks && (!cal.Covered(cal.DayOf(start)) || !cal.Covered(cal.DayOf(due.Add(-time.Nanosecond))))
}

// begin is the moment from which a limit in hours or minutes counts.
func begin(cal *calendar.Calendar, r Rule, start time.Time) time.Time {
	if r.Convention == NextDay {
		return cal.At(cal.DayOf(start), wholeDay)
	}
	return start
}

// dueByDay is the end of a limit in days.
func dueByDay(cal *calendar.Calendar, r Rule, start time.Time) time.Time {
	day, since := cal.Wall(start)
	if r.End == SameTime {
		if r.Limit.Measure == Workdays {
			return cal.AddWorkdayTime(start, time.Duration(r.Limit.N)*wholeDay)
		}
		return cal.At(day.Add(r.Limit.N), since)
	}
	if countsFirst(cal, r, start) {
		day = day.Add(-1)
	}
	return endOf(cal, r, addDays(cal, day, r.Limit.N, r.Limit.Measure))
}

// countsFirst reports whether the day of the event itself is counted, should
// it be a day that counts at all.
func countsFirst(cal *calendar.Calendar, r Rule, start time.Time) bool {
	if r.Convention != AtOnce || r.End == SameTime {
		return false
	}
	day, since := cal.Wall(start)
	return r.End != Closing || since < closing(cal, day)
}

// addDays returns the n-th day after day, of working or of all days.
func addDays(cal *calendar.Calendar, day calendar.Date, n int, m Measure) calendar.Date {
	if m == Workdays {
		return cal.AddWorkdays(day, n)
	}
	return day.Add(n)
}

// endOf is the moment of the last day at which a limit in days ends.
func endOf(cal *calendar.Calendar, r Rule, last calendar.Date) time.Time {
	if r.End == Closing {
		return cal.At(last, closing(cal, last))
	}
	return cal.At(last, wholeDay)
}

// closing is when a day closes; a day off does not before its end.
func closing(cal *calendar.Calendar, d calendar.Date) time.Duration {
	if since, open := cal.Closing(d); open {
		return since
	}
	return wholeDay
}
