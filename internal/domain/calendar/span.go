package calendar

import (
	"fmt"
	"strings"
	"time"

	"huying/internal/kernel/errs"
)

const wholeDay = 24 * time.Hour

// Span is one opening of a day, from Open to just before Close, both by the
// wall clock since midnight, in whole minutes, at most 24 h.
type Span struct{ Open, Close time.Duration }

// ParseSpan reads an opening such as 08:30-12:00; 24:00 is the end of the day.
// Errors are Invalid.
func ParseSpan(s string) (Span, error) {
	from, to, ok := strings.Cut(s, "-")
	open, openOK := clockTime(from)
	closing, closeOK := clockTime(to)
	if !ok || !openOK || !closeOK || open >= closing {
		return Span{}, errs.Newf(errs.Invalid, "calendar.span", "%q is not an opening; expected from-to such as 08:30-12:00", "“%s”不是时段，应如 08:30-12:00", s)
	}
	return Span{open, closing}, nil
}

// clockTime reads 08:30 as time since midnight, up to 24:00.
func clockTime(s string) (time.Duration, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, errH := digits(s[:2], 2)
	m, errM := digits(s[3:], 2)
	since := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute
	return since, errH == nil && errM == nil && m < 60 && since <= wholeDay
}

// String writes the opening as 08:30-12:00.
func (s Span) String() string { return ClockTime(s.Open) + "-" + ClockTime(s.Close) }

// ClockTime writes a time since midnight as 08:30, leaving out seconds.
func ClockTime(since time.Duration) string {
	return fmt.Sprintf("%02d:%02d", since/time.Hour, since%time.Hour/time.Minute)
}

// valid reports whether the opening is one that ParseSpan could have read.
func (s Span) valid() bool {
	return 0 <= s.Open && s.Open < s.Close && s.Close <= wholeDay &&
		s.Open%time.Minute == 0 && s.Close%time.Minute == 0
}

// ordered reports whether openings follow each other with a break between.
func ordered(spans []Span) bool {
	for i := 1; i < len(spans); i++ {
		if spans[i].Open <= spans[i-1].Close {
			return false
		}
	}
	return true
}

// openMinutes is how long a day with these openings is open.
func openMinutes(spans []Span) int64 {
	var total time.Duration
	for _, s := range spans {
		total += s.Close - s.Open
	}
	return int64(total / time.Minute)
}
