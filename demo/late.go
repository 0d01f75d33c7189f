package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
)

// lateness is which callers are reached only weeks later: of legs closed from
// one day to another, one in so many, rung up again in the given days.
type lateness struct {
	closed calendar.Period
	oneIn  int
	rung   calendar.Period
}

// lateCalls make the bulletin of 2019 Q4 read differently in early January
// and in late February: callers of late December who were reached in between.
func lateCalls() lateness {
	day := calendar.DateFrom
	return lateness{
		closed: calendar.Period{From: day(2019, time.December, 18), To: day(2020, time.January, 8)},
		oneIn:  9,
		rung:   calendar.Period{From: day(2020, time.January, 16), To: day(2020, time.February, 14)},
	}
}

func (l lateness) takes(v *run) bool {
	return l.oneIn > 0 && l.closed.Contains(v.d.closed) && v.d.verdict.Surveyed() && oneIn(v.r, l.oneIn)
}

// reachLate rings in time and without success; the verdict comes later, on a
// leg that still waits for it or, by a second visit, on one that was closed.
func (v *run) reachLate(first, second time.Time) {
	days := int(v.late.rung.To - v.late.rung.From)
	again := v.y.office(v.y.forward(v.late.rung.From + calendar.Date(v.r.IntN(days))))
	v.attempt(first)
	if oneIn(v.r, 3) {
		v.reach(second, casework.DoCallBack, survey.Unreached)
		v.reach(again, casework.DoRevisit, v.d.verdict)
		return
	}
	v.reach(again, casework.DoCallBack, v.d.verdict)
}
