package deadline

import (
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

// Point is a moment at which somebody should be warned.
type Point struct {
	At   time.Time
	Rule string // as the policy writes it: 50%, T-1wd, T
}

// warning is a parsed warning: a share of the limit, or a limit before due.
type warning struct {
	percent int
	before  Limit
}

// parseWarning reads 50%, T-1wd or T.
func parseWarning(s string) (warning, error) {
	if s == "T" {
		return warning{}, nil
	}
	if n, ok := strings.CutSuffix(s, "%"); ok {
		if p, err := strconv.Atoi(n); err == nil && p > 0 && p < 100 {
			return warning{percent: p}, nil
		}
	}
	if l, ok := strings.CutPrefix(s, "T-"); ok {
		if limit, err := ParseLimit(l); err == nil {
			return warning{before: limit}, nil
		}
	}
	return warning{}, errs.Invalidf("warning.invalid", "%q is not a warning", s)
}

// Warn lists the warning points of a running limit, earliest first as the
// policy writes them. T-1wd is the same time of day one working day before.
func Warn(cal *calendar.Calendar, r Rule, start, due time.Time) []Point {
	var points []Point
	for _, text := range r.Warnings {
		w, err := parseWarning(text)
		if err != nil {
			continue // Check refuses a policy that holds one
		}
		at := due
		switch {
		case w.percent > 0:
			at = start.Add(due.Sub(start) / 100 * time.Duration(w.percent))
		case w.before.N > 0:
			at = before(cal, due, w.before)
		}
		points = append(points, Point{At: at, Rule: text})
	}
	return points
}

func before(cal *calendar.Calendar, due time.Time, l Limit) time.Time {
	loc := cal.Location()
	last := calendar.DateOf(due.Add(-time.Nanosecond), loc)
	since := due.Sub(last.Start(loc))
	switch l.Unit {
	case Minutes:
		return due.Add(-time.Duration(l.N) * time.Minute)
	case Hours, Workhours:
		return due.Add(-time.Duration(l.N) * time.Hour)
	case Days:
		return last.Add(-l.N).At(loc, since).UTC()
	case Workdays:
		for n := l.N; n > 0; {
			if last--; cal.Workday(last) {
				n--
			}
		}
	}
	return last.At(loc, since).UTC()
}
