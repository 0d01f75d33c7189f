package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// Span is one opening within a day, as time since midnight by the wall clock.
type Span struct {
	Open  time.Duration
	Close time.Duration
}

// ParseSpan reads 08:30-12:00; 24:00 closes a day.
func ParseSpan(s string) (Span, error) {
	open, until, ok := strings.Cut(s, "-")
	a, ok1 := parseClock(open)
	b, ok2 := parseClock(until)
	if !ok || !ok1 || !ok2 || a >= b {
		return Span{}, errs.Invalidf("calendar.span", "%q is not an opening; expected HH:MM-HH:MM, such as 08:30-12:00", s)
	}
	return Span{a, b}, nil
}

func parseClock(s string) (time.Duration, bool) {
	h, m, ok := strings.Cut(s, ":")
	hours, ok1 := digits(h, 2)
	minutes, ok2 := digits(m, 2)
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	return d, ok && ok1 && ok2 && minutes < 60 && d <= 24*time.Hour
}

// String writes 08:30-12:00.
func (s Span) String() string { return clockText(s.Open) + "-" + clockText(s.Close) }

func clockText(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// MarshalText writes 08:30-12:00.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads 08:30-12:00.
func (s *Span) UnmarshalText(b []byte) error {
	v, err := ParseSpan(string(b))
	if err != nil {
		return err
	}
	*s = v
	return nil
}

// Day is one dated exception to the weekly pattern: a holiday, a make-up
// working day, or a local override.
type Day struct {
	Date  Date   `yaml:"date"`
	Name  string `yaml:"name"`
	Off   bool   `yaml:"off,omitempty"`
	Paper string `yaml:"paper,omitempty"` // the notice it is from
}

// Spec is one version of a calendar as data.
type Spec struct {
	Key     string            `yaml:"key"`
	Version int               `yaml:"version"`
	Name    string            `yaml:"name"`
	Zone    string            `yaml:"zone"`           // IANA name, Asia/Shanghai
	Hours   []Span            `yaml:"hours"`          // of a working day, in order; the gap is the lunch break
	Week    []string          `yaml:"week,omitempty"` // worked weekdays, mon … sun; default mon–fri
	Years   []int             `yaml:"years"`          // whose holidays are published; others are provisional
	Days    []Day             `yaml:"days"`
	Notes   []string          `yaml:"notes,omitempty"`
	Special map[string][]Span `yaml:"special,omitempty"` // dates with hours of their own
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Amend returns the next version with days added or replaced, as a notice in
// the middle of a holiday does. Open deadlines are recomputed by it, ended
// ones never.
func (s Spec) Amend(days ...Day) Spec {
	next := s
	next.Version++
	next.Days = slices.Clone(s.Days)
	for _, d := range days {
		if i := slices.IndexFunc(next.Days, func(x Day) bool { return x.Date == d.Date }); i >= 0 {
			next.Days[i] = d
			continue
		}
		next.Days = append(next.Days, d)
	}
	slices.SortFunc(next.Days, func(a, b Day) int { return int(a.Date) - int(b.Date) })
	return next
}

// Check reports the first thing wrong with the spec.
func (s Spec) Check() error {
	switch {
	case s.Key == "" || s.Version < 1:
		return errs.Invalidf("calendar.key", "a calendar needs a key and a version from 1")
	case len(s.Hours) == 0:
		return errs.Invalidf("calendar.hours", "calendar %q has no hours; expected openings such as 08:30-12:00", s.Key)
	}
	if err := checkSpans(s.Hours); err != nil {
		return err
	}
	for _, w := range s.Week {
		if !slices.Contains(weekdays, w) {
			return errs.Invalidf("calendar.week", "%q is not a weekday; expected mon, tue … sun", w)
		}
	}
	seen := map[Date]bool{}
	for _, d := range s.Days {
		if seen[d.Date] {
			return errs.Invalidf("calendar.twice", "the day %s stands twice", d.Date)
		}
		seen[d.Date] = true
	}
	for date, spans := range s.Special {
		if _, err := ParseDate(date); err != nil {
			return err
		}
		if err := checkSpans(spans); err != nil {
			return err
		}
	}
	return nil
}

func checkSpans(spans []Span) error {
	last := time.Duration(-1)
	for _, s := range spans {
		if s.Open < last || s.Open >= s.Close {
			return errs.Invalidf("calendar.hours", "the opening %s overlaps the one before it, or ends before it begins", s)
		}
		last = s.Close
	}
	return nil
}

// ParseSpec reads one version of a calendar from YAML. Error: Invalid, with
// file:line:column where the text itself is wrong.
func ParseSpec(data []byte, file string) (Spec, error) {
	var s Spec
	if err := yamltext.Decode(data, file, &s); err != nil {
		return Spec{}, err
	}
	return s, errs.At(errs.Position{File: file}, s.Check())
}

// YAML writes the spec so that ParseSpec reads it back.
func (s Spec) YAML() ([]byte, error) { return yamltext.Encode(s) }
