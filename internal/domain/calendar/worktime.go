package calendar

import "time"

// AddWorktime returns the first moment by which d of opening hours has passed
// since t; for negative d, the last moment since which it has. With d = 0 it
// returns t. The result is UTC. Spans of time are limited to those of
// time.Duration, about 290 years.
func (c *Calendar) AddWorktime(t time.Time, d time.Duration) time.Time { return c.add(c.hours, t, d) }

// Worktime returns how much of [from, to) is opening hours; negative when to
// comes first.
func (c *Calendar) Worktime(from, to time.Time) time.Duration {
	return c.hours.between(c.wall(from), c.wall(to))
}

// AddWorkdayTime is AddWorktime by a clock that runs all 24 hours of working
// days and stands still on days off: 24 h from Friday 16:00 is Monday 16:00.
func (c *Calendar) AddWorkdayTime(t time.Time, d time.Duration) time.Time {
	return c.add(c.whole, t, d)
}

// WorkdayTime is Worktime by the clock of AddWorkdayTime.
func (c *Calendar) WorkdayTime(from, to time.Time) time.Duration {
	return c.whole.between(c.wall(from), c.wall(to))
}

func (c *Calendar) add(r *ruler, t time.Time, d time.Duration) time.Time {
	switch {
	case d > 0:
		return c.moment(r.add(c.wall(t), d)).UTC()
	case d < 0:
		return c.moment(r.sub(c.wall(t), -d)).UTC()
	}
	return t.UTC()
}

// NextOpening returns t when it lies within an opening, or else the start of
// the next one, UTC.
func (c *Calendar) NextOpening(t time.Time) time.Time {
	m := c.wall(t)
	for _, s := range c.hours.on(m.day) {
		switch {
		case m.since < s.Open:
			return c.moment(moment{m.day, s.Open}).UTC()
		case m.since < s.Close:
			return t.UTC()
		}
	}
	day := c.AddWorkdays(m.day, 1)
	return c.moment(moment{day, c.hours.on(day)[0].Open}).UTC()
}
