package calendar

import (
	"sort"
	"time"
)

// inTable reports whether the day has a place in the table of working days.
func (c *Calendar) inTable(d Date) bool { return d >= c.first && int(d-c.first) < len(c.ordinal) }

// WorkdaysBetween counts the working days after from, up to and including to.
// It is negative when to is before from.
func (c *Calendar) WorkdaysBetween(from, to Date) int {
	if to < from {
		return -c.WorkdaysBetween(to, from)
	}
	if c.inTable(from) && c.inTable(to) {
		return int(c.ordinal[to-c.first] - c.ordinal[from-c.first])
	}
	n := 0
	for d := from + 1; d <= to; d++ {
		if c.Workday(d) {
			n++
		}
	}
	return n
}

// AddWorkdays returns the n-th working day after from. With n = 0 it is from
// itself where that is worked, else the next working day.
func (c *Calendar) AddWorkdays(from Date, n int) Date {
	if n == 0 {
		for !c.Workday(from) {
			from++
		}
		return from
	}
	if c.inTable(from) {
		want := c.ordinal[from-c.first] + int32(n) //nolint:gosec // limits are days, not billions of them
		if want <= c.ordinal[len(c.ordinal)-1] {
			i := sort.Search(len(c.ordinal), func(i int) bool { return c.ordinal[i] >= want })
			return c.first + Date(i) //nolint:gosec // an index of the table
		}
	}
	for n > 0 {
		from++
		if c.Workday(from) {
			n--
		}
	}
	return from
}

// NextOpening is t where it lies in working time, else the next opening.
func (c *Calendar) NextOpening(t time.Time) time.Time {
	day := DateOf(t, c.loc)
	since := t.Sub(day.Start(c.loc))
	for _, s := range c.Spans(day) {
		switch {
		case since < s.Open:
			return day.At(c.loc, s.Open).UTC()
		case since < s.Close:
			return t
		}
	}
	next := c.AddWorkdays(day, 1)
	return next.At(c.loc, c.Spans(next)[0].Open).UTC()
}

// Closing is the moment at which a day's work ends; midnight after a day off.
func (c *Calendar) Closing(d Date) time.Time {
	spans := c.Spans(d)
	if len(spans) == 0 {
		return d.Add(1).Start(c.loc).UTC()
	}
	return d.At(c.loc, spans[len(spans)-1].Close).UTC()
}

// AddWorktime returns the moment by which d of working time has passed since
// t. With d = 0 it is t. A limit that ends at a closing ends there, not at the
// next opening.
func (c *Calendar) AddWorktime(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t
	}
	day := DateOf(t, c.loc)
	since := t.Sub(day.Start(c.loc))
	for {
		for _, s := range c.Spans(day) {
			open := max(since, s.Open)
			if open >= s.Close {
				continue
			}
			if left := s.Close - open; d > left {
				d -= left
				continue
			}
			return day.At(c.loc, open+d).UTC()
		}
		day, since = c.AddWorkdays(day, 1), 0
	}
}

// Worktime is the working time in [from, to); zero when to is not later.
func (c *Calendar) Worktime(from, to time.Time) time.Duration {
	if !from.Before(to) {
		return 0
	}
	first, last := DateOf(from, c.loc), DateOf(to, c.loc)
	if first == last {
		return c.within(first, from.Sub(first.Start(c.loc)), to.Sub(first.Start(c.loc)))
	}
	total := c.within(first, from.Sub(first.Start(c.loc)), 24*time.Hour) + c.within(last, 0, to.Sub(last.Start(c.loc)))
	if len(c.special) == 0 {
		whole := c.WorkdaysBetween(first, last-1)
		return total + time.Duration(whole)*c.daily
	}
	for d := first + 1; d < last; d++ {
		total += c.within(d, 0, 24*time.Hour)
	}
	return total
}

// within is the working time of one day between two times since midnight.
func (c *Calendar) within(d Date, from, to time.Duration) time.Duration {
	var total time.Duration
	for _, s := range c.Spans(d) {
		if a, b := max(from, s.Open), min(to, s.Close); a < b {
			total += b - a
		}
	}
	return total
}
