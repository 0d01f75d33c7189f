package demo

import (
	"math/rand/v2"
	"time"

	"huying/internal/domain/calendar"
)

// rhythm is when people call and when offices work.
type rhythm struct {
	r   *rand.Rand
	cal *calendar.Calendar
}

// office hours that everyone keeps; the house's own calendar may open longer.
const (
	morning = 8*time.Hour + 35*time.Minute
	noon    = 11*time.Hour + 55*time.Minute
	after   = 14*time.Hour + 5*time.Minute
	evening = 17*time.Hour + 20*time.Minute
)

// weights of a working day, a weekend day and a public holiday, by the number
// of matters that come in.
const (
	workWeight    = 100
	weekendWeight = 52
	holidayWeight = 38
)

// days lists the days of a period with their weights.
func (y *rhythm) days(p calendar.Period) []option[calendar.Date] {
	var all []option[calendar.Date]
	for d := p.From; d <= p.To; d++ {
		weight := holidayWeight
		switch {
		case y.cal.Workday(d):
			weight = workWeight
		case d.Weekday() == time.Saturday || d.Weekday() == time.Sunday:
			weight = weekendWeight
		}
		all = append(all, option[calendar.Date]{d, weight})
	}
	return all
}

// forward returns the first working day on or after d.
func (y *rhythm) forward(d calendar.Date) calendar.Date {
	for !y.cal.Workday(d) {
		d++
	}
	return d
}

// back returns the n-th working day before d.
func (y *rhythm) back(d calendar.Date, n int) calendar.Date {
	for n > 0 {
		d--
		if y.cal.Workday(d) {
			n--
		}
	}
	return d
}

// at draws a whole second of the day between two times of it.
func (y *rhythm) at(d calendar.Date, from, to time.Duration) time.Time {
	return d.At(y.cal.Location(), from+time.Duration(y.r.Int64N(int64((to-from)/time.Second)+1))*time.Second)
}

// office draws a moment of the day's working hours.
func (y *rhythm) office(d calendar.Date) time.Time {
	if y.r.IntN(7) < 4 {
		return y.at(d, morning+10*time.Minute, noon)
	}
	return y.at(d, after, evening)
}

// day is the local day of a moment, and the time of it.
func (y *rhythm) day(t time.Time) (calendar.Date, time.Duration) {
	d := calendar.DateOf(t, y.cal.Location())
	return d, t.Sub(d.Start(y.cal.Location()))
}

// opening returns the first moment at or after t at which offices are open.
func (y *rhythm) opening(t time.Time) time.Time {
	d, since := y.day(t)
	loc := y.cal.Location()
	switch {
	case !y.cal.Workday(d) || since > evening:
		return y.forward(d+1).At(loc, morning)
	case since < morning:
		return d.At(loc, morning)
	case since > noon && since < after:
		return d.At(loc, after)
	}
	return t
}

// soon draws a moment of working hours, from a to b minutes after t or after
// the offices open; what would fall after they close is done soon after they
// open again.
func (y *rhythm) soon(t time.Time, a, b int) time.Time {
	done := y.opening(t).Add(y.minutes(a, b))
	if again := y.opening(done); again.After(done) {
		return again.Add(y.minutes(1, 40))
	}
	return done
}

// minutes draws a length from a to b minutes, in seconds.
func (y *rhythm) minutes(a, b int) time.Duration {
	return time.Duration(between(y.r, a*60, b*60)) * time.Second
}

// call draws a moment of the day at which the hotline's phones ring: much in
// the morning, something at night.
func (y *rhythm) call(d calendar.Date) time.Time {
	hour, _ := choose(y.r, []option[int]{
		{0, 4}, {1, 2}, {2, 1}, {3, 1}, {4, 1}, {5, 3}, {6, 8}, {7, 22}, {8, 70}, {9, 95}, {10, 90}, {11, 60}, {12, 38},
		{13, 40}, {14, 72}, {15, 80}, {16, 74}, {17, 52}, {18, 36}, {19, 34}, {20, 30}, {21, 22}, {22, 14}, {23, 7},
	})
	return y.at(d, time.Duration(hour)*time.Hour, time.Duration(hour)*time.Hour+59*time.Minute+59*time.Second)
}
