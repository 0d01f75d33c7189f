package deadline

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

// A limit's own measure is the time that it runs in: openings for working
// hours, and for working days that end at closing time; all of the working
// days for those that end at midnight or at the same time; and natural time
// for everything else. Pauses and shares of a limit are measured in it.

// left is how much of the rule's measure lies between two moments.
func left(cal *calendar.Calendar, r Rule, from, to time.Time) time.Duration {
	switch {
	case r.Limit.Measure == Workhours, r.Limit.Measure == Workdays && r.End == Closing:
		return cal.Worktime(from, to)
	case r.Limit.Measure == Workdays:
		return cal.WorkdayTime(from, to)
	}
	return to.Sub(from)
}

// after is the first moment at which d of the rule's measure has passed since t.
func after(cal *calendar.Calendar, r Rule, t time.Time, d time.Duration) time.Time {
	switch {
	case r.Limit.Measure == Workhours, r.Limit.Measure == Workdays && r.End == Closing:
		return cal.AddWorktime(t, d)
	case r.Limit.Measure == Workdays:
		return cal.AddWorkdayTime(t, d)
	}
	return t.Add(d).UTC()
}

// Resume returns the due time, UTC, after a pause: what was left of the limit
// at pausedAt, in its own measure, is left again at resumedAt. Pauses subtract
// exactly: one of no length changes nothing, two that meet are one, and none
// makes a limit earlier. A limit that had run out stays run out.
func Resume(cal *calendar.Calendar, r Rule, due, pausedAt, resumedAt time.Time) time.Time {
	if !pausedAt.Before(due) || !pausedAt.Before(resumedAt) {
		return due.UTC()
	}
	rest := left(cal, r, pausedAt, due)
	if rest <= 0 {
		// The due time was set by hand to a time outside the measure.
		return due.Add(resumedAt.Sub(pausedAt)).UTC()
	}
	if next := after(cal, r, resumedAt, rest); next.After(due) {
		return next
	}
	return due.UTC()
}

// Extend returns the due time, UTC, after an extension 延期, counted from the
// due time before. One in days ends at the same time of day; where the rule's
// limit ends at closing time, at the closing time of the new day.
func Extend(cal *calendar.Calendar, r Rule, due time.Time, by Limit) time.Time {
	return shift(cal, r, due, by)
}

// shift moves a due time by a limit, whose number may be negative.
func shift(cal *calendar.Calendar, r Rule, due time.Time, by Limit) time.Time {
	switch by.Measure {
	case Workdays, Days:
		day, since := cal.Wall(due)
		if r.End == Closing && since == closing(cal, day) {
			day = addDays(cal, day, by.N, by.Measure)
			return cal.At(day, closing(cal, day))
		}
		if by.Measure == Workdays {
			return cal.AddWorkdayTime(due, time.Duration(by.N)*wholeDay)
		}
		return cal.At(day.Add(by.N), since)
	case Workhours:
		return cal.AddWorktime(due, by.duration())
	case Hours, Minutes:
		return due.Add(by.duration()).UTC()
	}
	return due.UTC() // no measure: a warning at the due time itself
}

// Allows reports whether a rule allows one more extension by a limit, after so
// many were granted. Errors are Invalid: policy.extension.
func (x Allowance) Allows(by Limit, granted int) error {
	switch {
	case x.Times == 0:
		return extensionError("this limit cannot be extended", "该时限不得延期")
	case granted >= x.Times:
		return extensionError("extended as often as the rule allows", "延期次数已用完")
	case by.Measure != x.Max.Measure:
		return extensionError("an extension of "+by.English()+"; expected one in "+x.Max.Measure.English(), "延期应以“"+x.Max.Measure.Chinese()+"”计")
	case by.N < 1 || by.N > x.Max.N:
		return extensionError("an extension of "+by.English()+"; at most "+x.Max.English()+" is allowed", "一次延期不得超过"+x.Max.Chinese())
	}
	return nil
}

func extensionError(en, zh string) error { return errs.New(errs.Invalid, "policy.extension", en, zh) }
