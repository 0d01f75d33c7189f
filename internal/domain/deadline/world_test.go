package deadline_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
)

func china(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// at reads a local time; 24:00 ends a day.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	var d string
	var h, m int
	if _, err := fmt.Sscanf(s, "%10s %d:%d", &d, &h, &m); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	date, err := calendar.ParseDate(d)
	if err != nil {
		t.Fatal(err)
	}
	loc, err := time.LoadLocation(calendar.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	return date.At(loc, time.Duration(h)*time.Hour+time.Duration(m)*time.Minute)
}

func limit(t testing.TB, s string) deadline.Limit {
	t.Helper()
	l, err := deadline.ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// rule makes a rule from a limit with its convention and end, such as
// "5wd next_day midnight".
func rule(t testing.TB, s string) deadline.Rule {
	t.Helper()
	var l, convention, end string
	if n, err := fmt.Sscan(s, &l, &convention, &end); n < 2 {
		t.Fatalf("%q: %v", s, err)
	}
	return deadline.Rule{
		Key: "r", Clock: deadline.Close, Limit: limit(t, l), Start: deadline.Dispatched, Basis: "[A] 示例 / an example",
		Convention: deadline.Convention(convention), End: deadline.End(end),
	}
}

// ways are all the ways to count that there are.
var ways = []string{
	"wd at_once midnight", "wd at_once closing", "wd at_once same_time", "wd next_day midnight", "wd next_day closing",
	"d at_once midnight", "d at_once closing", "d at_once same_time", "d next_day midnight", "d next_day closing",
	"wh at_once", "wh next_day", "h at_once", "h next_day", "min at_once", "min next_day",
}

// anyRule draws a rule of a moderate limit.
func anyRule(t *rapid.T) deadline.Rule {
	var measure, convention, end string
	_, _ = fmt.Sscan(rapid.SampledFrom(ways).Draw(t, "way"), &measure, &convention, &end)
	most := map[string]int{"wd": 8, "d": 12, "wh": 30, "h": 100, "min": 3000}[measure]
	return deadline.Rule{
		Key: "r", Clock: deadline.Close, Start: deadline.Dispatched, Basis: "[A] 示例 / an example",
		Limit:      deadline.Limit{N: rapid.IntRange(1, most).Draw(t, "n"), Measure: deadline.Measure(measure)},
		Convention: deadline.Convention(convention), End: deadline.End(end),
	}
}

// world is a calendar with a plain way to ask it about one day, read from its
// words alone.
type world struct {
	*calendar.Calendar
	listed map[calendar.Date]calendar.Day
	week   calendar.Week
}

// anyWorld draws China's calendar with a few local days, some of them short,
// around the autumn of 2019.
func anyWorld(t *rapid.T) *world {
	spec := calendar.China()
	if rapid.Bool().Draw(t, "saturdays") {
		spec.Week[time.Saturday] = []calendar.Span{{Open: 9 * time.Hour, Close: 11 * time.Hour}}
	}
	first := calendar.DateFrom(2019, 9, 10)
	var local []calendar.Day
	for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 70), 0, 12, rapid.ID[int]).Draw(t, "local") {
		d := calendar.Day{Date: first.Add(n), Name: "本地", Local: true, Off: rapid.Bool().Draw(t, "off")}
		if !d.Off && rapid.Bool().Draw(t, "short") {
			d.Spans = []calendar.Span{{Open: 8 * time.Hour, Close: 10*time.Hour + 15*time.Minute}}
		}
		local = append(local, d)
	}
	spec, err := spec.Amend(2, local...)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{cal, map[calendar.Date]calendar.Day{}, spec.Week}
	for _, d := range spec.Days {
		w.listed[d.Date] = d
	}
	return w
}

func (w *world) spans(d calendar.Date) []calendar.Span {
	listed, ok := w.listed[d]
	switch {
	case ok && listed.Off:
		return nil
	case ok && listed.Spans != nil:
		return listed.Spans
	case ok && len(w.week[d.Weekday()]) == 0:
		return calendar.OfficeHours()
	}
	return w.week[d.Weekday()]
}

func (w *world) workday(d calendar.Date) bool { return len(w.spans(d)) > 0 }

// anyStart draws a whole minute of the autumn of 2019, often one at which a
// day begins, opens or closes.
func anyStart(t *rapid.T, name string) time.Time {
	day := calendar.DateFrom(2019, 9, 15).Add(rapid.IntRange(0, 45).Draw(t, name))
	minute := rapid.OneOf(
		rapid.IntRange(0, 24*60-1),
		rapid.SampledFrom([]int{0, 8*60 + 30, 12 * 60, 14 * 60, 17*60 + 30, 24*60 - 1}),
	).Draw(t, name+" minute")
	return day.At(time.FixedZone("", 8*60*60), time.Duration(minute)*time.Minute)
}
