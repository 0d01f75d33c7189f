package history

import (
	"time"
)

// Forms in which a table may hold a moment (design §4.2).
const (
	toTheMinute = "2006-01-02 15:04"
	toTheSecond = "2006-01-02 15:04:05"
)

// firstMoment is the earliest that is taken: before it there was no hotline,
// and a table that says so has an empty date of a spreadsheet in it.
var firstMoment = time.Date(1970, time.January, 2, 0, 0, 0, 0, time.UTC)

// lastYear is the last one that has four digits, as every form of a moment has.
const lastYear = 9999

// writable reports a moment that formatMoment can write.
func writable(t time.Time, loc *time.Location) bool {
	return !t.Before(firstMoment) && t.UTC().Year() <= lastYear && t.In(loc).Year() <= lastYear
}

// parseMoment reads a moment: local time of the region, or RFC 3339. Moments
// are kept in whole microseconds.
func parseMoment(cell string, loc *time.Location) (time.Time, bool) {
	for _, form := range []string{toTheSecond, toTheMinute} {
		if t, err := time.ParseInLocation(form, cell, loc); err == nil {
			return t.UTC().Truncate(time.Microsecond), true
		}
	}
	t, err := time.Parse(time.RFC3339, cell)
	return t.UTC().Truncate(time.Microsecond), err == nil
}

// formatMoment writes a moment in the shortest form that reads back as the
// same: local time, or RFC 3339 for fractions of a second and for the hour
// that a change of the clocks repeats. Empty for the zero time.
func formatMoment(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(loc)
	form := toTheSecond
	if local.Second() == 0 {
		form = toTheMinute
	}
	text := local.Format(form)
	if back, ok := parseMoment(text, loc); !ok || !back.Equal(t) {
		return local.Format(time.RFC3339Nano)
	}
	return text
}

// moment reads a cell that holds a moment; an empty one is the zero time.
func (r *row) moment(c column) time.Time {
	cell := r.cell(c)
	if cell == "" {
		return time.Time{}
	}
	t, ok := parseMoment(cell, r.sheet.setting.Location)
	if !ok || !writable(t, r.sheet.setting.Location) {
		r.fail(c, says("history.time", "%s %q; expected a time such as 2019-10-08 09:30, or as RFC 3339",
			"%s“%s”不是时间，应如 2019-10-08 09:30，或 RFC 3339", c, cell))
		return time.Time{}
	}
	return t
}

// show writes a moment in a problem.
func (s *Sheet) show(t time.Time) string { return formatMoment(t, s.setting.Location) }
