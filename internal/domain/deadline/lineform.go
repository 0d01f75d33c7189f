package deadline

import (
	"fmt"
	"strings"
	"time"

	"huying/internal/domain/calendar"
)

// kindOfTime says in what the rule's limit is measured while it is paused.
func (l Line) kindOfTime(openings, workdays, natural string) string {
	switch {
	case l.Rule.Limit.Measure == Workhours, l.Rule.Limit.Measure == Workdays && l.Rule.End == Closing:
		return openings
	case l.Rule.Limit.Measure == Workdays:
		return workdays
	}
	return natural
}

// why puts the reason for counting a day in brackets, where it is not the
// usual one.
func (l Line) why(open, reason, end string) string {
	if l.Reason.Kind == calendar.Ordinary {
		return ""
	}
	return open + reason + end
}

// span writes a run of days.
func (l Line) span(to string) string {
	if l.From == l.To {
		return l.From.String()
	}
	return l.From.String() + to + l.To.String()
}

// ordinals writes the numbers of a run's days among those counted.
func (l Line) ordinals(to string) string {
	if l.From == l.To {
		return fmt.Sprint(l.N)
	}
	return fmt.Sprintf("%d%s%d", l.N-int(l.To-l.From), to, l.N)
}

// clockForm leaves out seconds where there are none.
func clockForm(t time.Time) string {
	if t.Second() == 0 {
		return "15:04"
	}
	return "15:04:05"
}

// stamp writes a moment.
func stamp(t time.Time) string { return t.Format(time.DateOnly + " " + clockForm(t)) }

// midnight reports whether a moment ends a day.
func midnight(t time.Time) bool {
	h, m, s := t.Clock()
	return h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0
}

// dueStamp writes a due time; midnight belongs to the day that it ends.
func dueStamp(t time.Time) string {
	if midnight(t) {
		return t.Add(-time.Nanosecond).Format(time.DateOnly) + " 24:00"
	}
	return stamp(t)
}

// spell writes a span of time in its parts: 3小时30分, 3 h 30 min.
func spell(d time.Duration, hours, minutes, seconds string) string {
	var parts []string
	add := func(n time.Duration, word string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d%s", n, word))
		}
	}
	add(d/time.Hour, hours)
	add(d%time.Hour/time.Minute, minutes)
	add(d%time.Minute/time.Second, seconds)
	if len(parts) == 0 {
		return "0" + minutes
	}
	glue := ""
	if strings.HasPrefix(hours, " ") {
		glue = " "
	}
	return strings.Join(parts, glue)
}
