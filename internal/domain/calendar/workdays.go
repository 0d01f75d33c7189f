package calendar

// Workday reports whether anything opens on the day.
func (c *Calendar) Workday(d Date) bool { return len(c.whole.on(d)) > 0 }

// AddWorkdays returns the n-th working day after from, which itself is not
// counted; for negative n, the one before. With n = 0 it returns from.
func (c *Calendar) AddWorkdays(from Date, n int) Date {
	switch {
	case n > 0:
		return c.whole.reach(from+1, int64(n)*minutesPerDay)
	case n < 0:
		return c.whole.back(from, int64(-n)*minutesPerDay)
	}
	return from
}

// WorkdaysBetween counts the working days after from, up to and with to. When
// to lies before from it counts, negatively, those from to until before from;
// so it undoes AddWorkdays.
func (c *Calendar) WorkdaysBetween(from, to Date) int {
	if to < from {
		return int((c.whole.total(to) - c.whole.total(from)) / minutesPerDay)
	}
	return int((c.whole.total(to+1) - c.whole.total(from+1)) / minutesPerDay)
}
