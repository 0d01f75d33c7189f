package calendar

import (
	"fmt"
	"slices"
	"time"

	"huying/internal/kernel/errs"
)

// Calendar is one version of working time. It is immutable and safe for use
// by several goroutines.
type Calendar struct {
	spec    Spec
	loc     *time.Location
	week    [7]bool
	days    map[Date]Day
	special map[Date][]Span
	years   map[int]bool
	first   Date    // of the table below
	ordinal []int32 // working days from first up to and including each day
	daily   time.Duration
}

// New builds a calendar. Error: Invalid, naming what is wrong with the spec.
func New(s Spec) (*Calendar, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	loc, err := location(s.Zone)
	if err != nil {
		return nil, err
	}
	c := &Calendar{spec: s, loc: loc, days: make(map[Date]Day, len(s.Days)), special: map[Date][]Span{}, years: map[int]bool{}}
	week := s.Week
	if len(week) == 0 {
		week = weekdays[1:6]
	}
	for i, name := range weekdays {
		c.week[i] = slices.Contains(week, name)
	}
	for _, d := range s.Days {
		c.days[d.Date] = d
	}
	for date, spans := range s.Special {
		d, err := ParseDate(date)
		if err != nil {
			return nil, err
		}
		c.special[d] = spans
	}
	for _, y := range s.Years {
		c.years[y] = true
	}
	for _, span := range s.Hours {
		c.daily += span.Close - span.Open
	}
	c.count()
	return c, nil
}

// location is the zone; one that this machine's data does not have is refused,
// but China's, which every region here uses, needs no data.
func location(zone string) (*time.Location, error) {
	if zone == "" || zone == "Asia/Shanghai" {
		// China has kept UTC+8 without summer time since 1992.
		return time.FixedZone("Asia/Shanghai", 8*60*60), nil
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, errs.Invalidf("calendar.zone", "%q is not a time zone; expected an IANA name such as Asia/Shanghai", zone)
	}
	return loc, nil
}

// count tabulates working days over the years that the calendar speaks of, and
// a year around them, so that adding days is a search, not a walk.
func (c *Calendar) count() {
	lo, hi := 2000, 2001
	for i, y := range c.spec.Years {
		if i == 0 || y < lo {
			lo = y
		}
		if i == 0 || y > hi {
			hi = y
		}
	}
	c.first = DateFrom(lo-1, time.January, 1)
	last := DateFrom(hi+2, time.December, 31)
	n := int32(0)
	for d := c.first; d <= last; d++ {
		if c.Workday(d) {
			n++
		}
		c.ordinal = append(c.ordinal, n)
	}
}

// Location is the region's time zone.
func (c *Calendar) Location() *time.Location { return c.loc }

// Ref names the calendar's version: key@version.
func (c *Calendar) Ref() string { return fmt.Sprintf("%s@%d", c.spec.Key, c.spec.Version) }

// Spec returns the calendar as data.
func (c *Calendar) Spec() Spec { return c.spec }

// Covered reports whether the holidays of the day's year are published. Other
// days follow the weekly pattern, and limits over them are provisional.
func (c *Calendar) Covered(d Date) bool { return c.years[d.Year()] }

// Workday reports whether the day is worked.
func (c *Calendar) Workday(d Date) bool {
	if day, ok := c.days[d]; ok {
		return !day.Off
	}
	return c.week[d.Weekday()]
}

// Spans are the openings of a day, none on a day off.
func (c *Calendar) Spans(d Date) []Span {
	if !c.Workday(d) {
		return nil
	}
	if own, ok := c.special[d]; ok {
		return own
	}
	return c.spec.Hours
}

// Why says what makes a day worked or not.
type Why struct {
	Date Date
	Work bool
	Name string // of the holiday or override; empty: the weekly pattern
}

// Why explains a day.
func (c *Calendar) Why(d Date) Why {
	if day, ok := c.days[d]; ok {
		return Why{d, !day.Off, day.Name}
	}
	return Why{Date: d, Work: c.Workday(d)}
}

// Chinese writes the explanation: 国庆节放假, 调休上班, 周末, 工作日.
func (w Why) Chinese() string {
	switch {
	case w.Name != "" && w.Work:
		return w.Name + "调休上班"
	case w.Name != "":
		return w.Name + "放假"
	case w.Work:
		return "工作日"
	}
	return "休息日"
}

// English writes the explanation.
func (w Why) English() string {
	switch {
	case w.Name != "" && w.Work:
		return "make-up working day (" + w.Name + ")"
	case w.Name != "":
		return "holiday (" + w.Name + ")"
	case w.Work:
		return "working day"
	}
	return "day of rest"
}
