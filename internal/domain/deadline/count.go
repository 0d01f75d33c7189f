package deadline

import (
	"time"

	"huying/internal/domain/calendar"
)

// days tells which days a limit in days counts, up to the last one, on which
// it is due.
func (x *explanation) days(due time.Time) {
	day, since := x.cal.Wall(x.start)
	first, last := day.Add(1), x.lastDay(due)
	switch {
	case countsFirst(x.cal, x.rule, x.start), x.rule.End == SameTime && since == 0:
		first = day
	case x.rule.Convention == AtOnce && x.rule.End == Closing && x.cal.Workday(day):
		x.add(Line{Kind: LineClosed, From: day})
	}
	if x.rule.Limit.Measure == Days {
		if first <= last {
			x.add(Line{Kind: LineCounted, From: first, To: last, N: int(last-first) + 1})
		}
		return
	}
	n := 0
	x.runs(first, last, func(run Line) {
		if run.Kind = LineSkipped; !run.Reason.Off() {
			n += int(run.To-run.From) + 1
			run.Kind, run.N = LineCounted, n
		}
		x.add(run)
	})
}

// hours tells how much working time each run of days gave to a limit in
// working hours.
func (x *explanation) hours(due time.Time) {
	from := begin(x.cal, x.rule, x.start)
	x.runs(x.cal.DayOf(from), x.lastDay(due), func(run Line) {
		begins := latest(from, x.cal.At(run.From, 0))
		ends := earliest(due, x.cal.At(run.To, wholeDay))
		if run.Kind = LineSkipped; !run.Reason.Off() {
			run.Kind, run.Time = LineWorked, x.cal.Worktime(begins, ends)
		}
		x.add(run)
	})
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// runs calls tell with each run of days that are worked, or not, for one and
// the same reason.
func (x *explanation) runs(first, last calendar.Date, tell func(Line)) {
	for day := first; day <= last; {
		run := Line{From: day, To: day, Reason: x.cal.Reason(day)}
		for run.To < last && same(run.Reason, x.cal.Reason(run.To+1)) {
			run.To++
		}
		tell(run)
		day = run.To + 1
	}
}

// same reports whether two days are as they are for one reason, though it may
// have been announced in several papers.
func same(a, b calendar.Reason) bool {
	return a.Kind == b.Kind && (a.Name == b.Name || a.Kind == calendar.Ordinary)
}
