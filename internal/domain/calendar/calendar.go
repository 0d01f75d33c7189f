package calendar

import (
	"slices"
	"time"
)

// Calendar answers which days and hours are worked. It is made from a Spec,
// never changes, and any number of goroutines may read it at once. Answers
// hold for every day, but beyond Covered days they are provisional.
type Calendar struct {
	spec  Spec
	loc   *time.Location
	days  []Day  // listed days by date
	hours *ruler // opening hours
	whole *ruler // working days from midnight to midnight
}

// New makes a calendar. Errors are those of Spec.Check.
func New(s Spec) (*Calendar, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	loc, err := location(s.Location)
	if err != nil {
		return nil, err
	}
	days := s.sorted()
	dates, spans, whole := make([]Date, len(days)), make([][]Span, len(days)), make([][]Span, len(days))
	for i, d := range days {
		dates[i], spans[i] = d.Date, slices.Clone(s.openings(d))
		whole[i] = wholeSpans(spans[i])
	}
	var week, wholeWeek Week
	for i := range week {
		week[i] = slices.Clone(s.Week[i])
		wholeWeek[i] = wholeSpans(week[i])
	}
	return &Calendar{
		spec: s, loc: loc, days: days,
		hours: newRuler(week, dates, spans),
		whole: newRuler(wholeWeek, dates, whole),
	}, nil
}

// wholeSpans opens a day with any opening from midnight to midnight.
func wholeSpans(spans []Span) []Span {
	if len(spans) == 0 {
		return nil
	}
	return []Span{{0, wholeDay}}
}

// Key returns the key that all versions of the calendar share.
func (c *Calendar) Key() string { return c.spec.Key }

// Version returns the number of this version, from 1.
func (c *Calendar) Version() int { return c.spec.Version }

// Ref names this version: key@version.
func (c *Calendar) Ref() string { return c.spec.Ref() }

// Location returns the region's time zone.
func (c *Calendar) Location() *time.Location { return c.loc }

// Covered reports whether the holidays around the day are published. The
// notice of the year to come may still move a few days of late December.
func (c *Calendar) Covered(d Date) bool { return c.spec.Published.Contains(d) }

// Spans returns the openings of the day, none for a day off.
func (c *Calendar) Spans(d Date) []Span { return slices.Clone(c.hours.on(d)) }

// Closing returns when the last opening of the day ends; false for a day off.
func (c *Calendar) Closing(d Date) (since time.Duration, ok bool) {
	spans := c.hours.on(d)
	if len(spans) == 0 {
		return 0, false
	}
	return spans[len(spans)-1].Close, true
}

// DayOf returns the region's local day of t.
func (c *Calendar) DayOf(t time.Time) Date { return c.wall(t).day }

// Wall returns the region's local day of t, and the time since midnight that a
// wall clock shows.
func (c *Calendar) Wall(t time.Time) (d Date, since time.Duration) {
	m := c.wall(t)
	return m.day, m.since
}

// At returns the moment, in UTC, of the region's day at which the wall clock
// shows since after midnight; 24 h is the end of the day.
func (c *Calendar) At(d Date, since time.Duration) time.Time { return d.At(c.loc, since).UTC() }

// wall returns what a calendar and a clock on the region's wall show at t.
func (c *Calendar) wall(t time.Time) moment {
	_, offset := t.In(c.loc).Zone()
	seconds := t.Unix() + int64(offset)
	day := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		day--
	}
	since := time.Duration(seconds-day*secondsPerDay)*time.Second + time.Duration(t.Nanosecond())
	return moment{Date(day), since}
}

// moment is the reverse of wall. A time that a zone's clock skips moves by the
// hour that was skipped; of one that it repeats, it is the first.
func (c *Calendar) moment(m moment) time.Time { return m.day.At(c.loc, m.since) }
