package calendar

import (
	"slices"
	"time"
)

const minutesPerDay = 24 * 60

// ruler measures the time during which something is open: a weekly pattern,
// and listed days that differ from it. Any span of days is measured by two
// look-ups, whatever its length: the pattern by arithmetic, the listed days by
// sums made beforehand. Lengths of days are in minutes.
type ruler struct {
	week   Week
	before [8]int64 // before[i]: minutes of a week's first i days, Monday first
	days   []Date   // listed, ascending
	spans  [][]Span // what opens on them
	extra  []int64  // extra[i]: minutes by which the first i listed days exceed the pattern
}

// newRuler makes a ruler; spans[i] is what opens on days[i].
func newRuler(week Week, days []Date, spans [][]Span) *ruler {
	r := &ruler{week: week, days: days, spans: spans, extra: make([]int64, len(days)+1)}
	for i := range 7 {
		r.before[i+1] = r.before[i] + openMinutes(week[(i+1)%7])
	}
	for i, d := range days {
		r.extra[i+1] = r.extra[i] + openMinutes(spans[i]) - openMinutes(week[d.Weekday()])
	}
	return r
}

// mondays counts weeks and days from a Monday before the epoch, a Thursday.
func mondays(d Date) (weeks, days int64) {
	n := int64(d) + 3
	weeks, days = n/7, n%7
	if days < 0 {
		weeks, days = weeks-1, days+7
	}
	return weeks, days
}

// total is the open minutes before the day, from some fixed day on.
func (r *ruler) total(d Date) int64 {
	weeks, days := mondays(d)
	i, _ := slices.BinarySearch(r.days, d)
	return weeks*r.before[7] + r.before[days] + r.extra[i]
}

// on is what opens on the day.
func (r *ruler) on(d Date) []Span {
	if i, listed := slices.BinarySearch(r.days, d); listed {
		return r.spans[i]
	}
	_, days := mondays(d)
	return r.week[(days+1)%7]
}

// reach returns the first day at whose end at least need minutes, more than
// none, were open since the start of from.
func (r *ruler) reach(from Date, need int64) Date {
	base := r.total(from)
	return from + Date(r.offset(need, func(n int64) bool {
		return r.total(from+Date(n)+1)-base >= need
	}))
}

// back returns the last day at whose start at least need minutes, more than
// none, were still to open before the start of from.
func (r *ruler) back(from Date, need int64) Date {
	base := r.total(from)
	return from - Date(r.offset(need, func(n int64) bool {
		return base-r.total(from-Date(n)) >= need
	}))
}

// offset returns the first number of days from 0 for which enough holds. The
// weekly pattern gives the guess, which the listed days may fail.
func (r *ruler) offset(need int64, enough func(days int64) bool) int64 {
	low, high := int64(0), 7*(need/r.before[7]+1)
	for step := int64(7); !enough(high); step *= 2 {
		low, high = high+1, high+step
	}
	for low < high {
		if mid := (low + high) / 2; enough(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// moment is a point of a local day by the wall clock; since may be 24 h.
type moment struct {
	day   Date
	since time.Duration
}

// passed is how much of the day's openings is over by then.
func passed(spans []Span, since time.Duration) time.Duration {
	var d time.Duration
	for _, s := range spans {
		if since <= s.Open {
			break
		}
		d += min(since, s.Close) - s.Open
	}
	return d
}

// between is the open time from one moment to another, negative when they
// stand the other way round.
func (r *ruler) between(from, to moment) time.Duration {
	minutes := r.total(to.day) - r.total(from.day)
	return time.Duration(minutes)*time.Minute + passed(r.on(to.day), to.since) - passed(r.on(from.day), from.since)
}

// add returns the first moment by which d, more than nothing, of open time has
// passed since m. So it lies within an opening or on its end.
func (r *ruler) add(m moment, d time.Duration) moment {
	d += passed(r.on(m.day), m.since)
	day := r.reach(m.day, ceilMinutes(d))
	rest := d - time.Duration(r.total(day)-r.total(m.day))*time.Minute
	for _, s := range r.on(day) {
		if length := s.Close - s.Open; rest > length {
			rest -= length
			continue
		}
		return moment{day, s.Open + rest}
	}
	return moment{day, wholeDay} // reach found enough on this day
}

// sub returns the last moment since which d, more than nothing, of open time
// has passed at m. So it lies within an opening or on its start.
func (r *ruler) sub(m moment, d time.Duration) moment {
	day, rest := m.day, passed(r.on(m.day), m.since)-d
	if rest < 0 {
		day = r.back(m.day, ceilMinutes(-rest))
		rest += time.Duration(r.total(m.day)-r.total(day)) * time.Minute
	}
	for _, s := range r.on(day) {
		if length := s.Close - s.Open; rest >= length {
			rest -= length
			continue
		}
		return moment{day, s.Open + rest}
	}
	return moment{day, 0} // back found enough on this day
}

func ceilMinutes(d time.Duration) int64 {
	return int64((d + time.Minute - 1) / time.Minute)
}
