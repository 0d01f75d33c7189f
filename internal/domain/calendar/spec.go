package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// Spec is a working calendar 工作日历 as data: one version of it.
type Spec struct {
	Key     string
	Version int
	Name    string
	// Location is the IANA name of the region's time zone.
	Location string
	// Published is the span of days whose holidays have been announced;
	// anything computed from days outside it is provisional.
	Published Period
	// Week is what opens on each weekday, index time.Weekday.
	Week Week
	// MakeUp is what opens on a listed working day whose weekday has no
	// openings and that brings none of its own.
	MakeUp []Span
	// Days are the days that differ from the week: holidays, make-up days,
	// local arrangements. No day is listed twice.
	Days []Day
	// Assumptions are what no notice says, shown wherever the calendar is.
	Assumptions []string
}

// Week is the openings of each weekday, index time.Weekday; none: a day off.
type Week [7][]Span

// Day is one day that is not as its weekday is.
type Day struct {
	Date Date
	// Name is the holiday that the day belongs to, also of a make-up day.
	Name string
	// Off: no work. Otherwise the day is worked, whatever its weekday.
	Off bool
	// Paper is where it was announced: addresses, a space between.
	Paper string
	// Local: arranged by the region itself rather than by the State Council.
	Local bool
	// Spans are the day's own openings; none: those of its weekday or MakeUp.
	Spans []Span
}

// Ref names one version of the calendar, as kept with every clock: key@version.
func (s Spec) Ref() string { return fmt.Sprintf("%s@%d", s.Key, s.Version) }

// Amend returns a later version in which the given days hold instead of what
// was listed for them. Holidays do change after they began: that of Spring
// Festival 2020 was made longer on its third day. Errors are Invalid: a
// version that is not later.
func (s Spec) Amend(version int, days ...Day) (Spec, error) {
	if version <= s.Version {
		return Spec{}, errs.Newf(errs.Invalid, "calendar.version", "version %d of calendar %s; expected a number above %d", "日历 %[2]s 的版本 %[1]d 无效，应大于 %[3]d", version, s.Key, s.Version)
	}
	next := s
	next.Version = version
	next.Assumptions = slices.Clone(s.Assumptions)
	next.MakeUp = slices.Clone(s.MakeUp)
	for i, spans := range s.Week {
		next.Week[i] = slices.Clone(spans)
	}
	replaced := map[Date]bool{}
	for _, d := range days {
		replaced[d.Date] = true
	}
	next.Days = slices.DeleteFunc(slices.Clone(s.Days), func(d Day) bool { return replaced[d.Date] })
	next.Days = append(next.Days, days...)
	for i := range next.Days {
		next.Days[i].Spans = slices.Clone(next.Days[i].Spans)
	}
	return next, nil
}

// Check reports everything that makes the calendar unusable, one Invalid
// error each, joined. ParseSpec and New have checked already.
func (s Spec) Check() error { return s.checks().Err() }

func (s Spec) checks() *yamltext.Checks {
	c := &yamltext.Checks{Code: "calendar.invalid"}
	c.Key("key", s.Key)
	c.Version("version", s.Version)
	c.Plain("name", s.Name)
	if _, err := location(s.Location); err != nil {
		c.Fail("location", "%q; expected the name of a time zone such as Asia/Shanghai", s.Location)
	}
	if s.Published.To < s.Published.From {
		c.Fail("published", "%s ends before it starts", s.Published)
	}
	checkSpans(c, "make_up", s.MakeUp)
	for i, a := range s.Assumptions {
		c.Filled(yamltext.At("assumptions", i), a)
	}
	open := false
	for i, spans := range s.Week {
		checkSpans(c, "week."+weekdayKeys[i], spans)
		open = open || len(spans) > 0
	}
	if !open {
		c.Fail("week", "no openings on any weekday; expected some")
	}
	s.checkDays(c)
	return c
}

func (s Spec) checkDays(c *yamltext.Checks) {
	seen := map[Date]bool{}
	for i, d := range s.Days {
		path := yamltext.At("days", i)
		if y := d.Date.Year(); y < firstYear || y > lastYear {
			c.Fail(path+".date", "%s; expected a day of the years %d to %d", d.Date, firstYear, lastYear)
		}
		if seen[d.Date] {
			c.Fail(path+".date", "%s is listed twice", d.Date)
		}
		seen[d.Date] = true
		c.Filled(path+".name", d.Name)
		c.Plain(path+".paper", d.Paper)
		checkSpans(c, path+".hours", d.Spans)
		switch {
		case d.Off && len(d.Spans) > 0:
			c.Fail(path+".hours", "openings on a day off")
		case !d.Off && len(s.openings(d)) == 0:
			c.Fail(path, "%s is worked, but neither it nor its weekday nor make_up has openings", d.Date)
		}
	}
}

func checkSpans(c *yamltext.Checks, path string, spans []Span) {
	for i, s := range spans {
		if !s.valid() {
			c.Fail(yamltext.At(path, i), "opening from %v to %v; expected whole minutes of one day, the earlier first", s.Open, s.Close)
		}
	}
	if !ordered(spans) {
		c.Fail(path, "openings overlap, touch or run backwards; expected them in order with a break between")
	}
}

// openings returns what opens on a listed day.
func (s Spec) openings(d Day) []Span {
	switch {
	case d.Off:
		return nil
	case len(d.Spans) > 0:
		return d.Spans
	}
	if usual := s.Week[d.Date.Weekday()]; len(usual) > 0 {
		return usual
	}
	return s.MakeUp
}

// sorted returns the listed days by date.
func (s Spec) sorted() []Day {
	return slices.SortedFunc(slices.Values(s.Days), func(a, b Day) int { return cmp.Compare(a.Date, b.Date) })
}

// weekdayKeys are the names of weekdays in a calendar file, index time.Weekday.
var weekdayKeys = [7]string{
	time.Sunday: "sunday", time.Monday: "monday", time.Tuesday: "tuesday", time.Wednesday: "wednesday",
	time.Thursday: "thursday", time.Friday: "friday", time.Saturday: "saturday",
}
