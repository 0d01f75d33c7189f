package calendar_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
)

// oracle answers by walking day by day and minute by minute over the words of
// a Spec, knowing nothing of sums and searches.
type oracle struct {
	spec calendar.Spec
	loc  *time.Location
	days map[calendar.Date]calendar.Day
}

func newOracle(s calendar.Spec, loc *time.Location) *oracle {
	o := &oracle{spec: s, loc: loc, days: map[calendar.Date]calendar.Day{}}
	for _, d := range s.Days {
		o.days[d.Date] = d
	}
	return o
}

func (o *oracle) spans(d calendar.Date) []calendar.Span {
	listed, ok := o.days[d]
	usual := o.spec.Week[d.Weekday()]
	switch {
	case ok && listed.Off:
		return nil
	case ok && len(listed.Spans) > 0:
		return listed.Spans
	case ok && len(usual) == 0:
		return o.spec.MakeUp
	}
	return usual
}

func (o *oracle) workday(d calendar.Date) bool { return len(o.spans(d)) > 0 }

// open reports whether work is done at t, and whether its day is worked.
func (o *oracle) open(t time.Time) (now, today bool) {
	local := t.In(o.loc)
	since := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute
	spans := o.spans(calendar.DateFrom(local.Date()))
	for _, s := range spans {
		now = now || s.Open <= since && since < s.Close
	}
	return now, len(spans) > 0
}

// add walks n minutes of opening hours forward from t, a whole minute; of
// whole working days when whole is set.
func (o *oracle) add(t time.Time, n int, whole bool) time.Time {
	for n > 0 {
		if now, today := o.open(t); now || whole && today {
			n--
		}
		t = t.Add(time.Minute)
	}
	return t
}

func (o *oracle) sub(t time.Time, n int, whole bool) time.Time {
	for n > 0 {
		t = t.Add(-time.Minute)
		if now, today := o.open(t); now || whole && today {
			n--
		}
	}
	return t
}

// minutes counts the open minutes of [from, to).
func (o *oracle) minutes(from, to time.Time, whole bool) int {
	n := 0
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		if now, today := o.open(t); now || whole && today {
			n++
		}
	}
	return n
}

func shanghai(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func china(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// anySpans draws up to three openings in order.
func anySpans(t *rapid.T, name string) []calendar.Span {
	minutes := rapid.SliceOfNDistinct(rapid.IntRange(0, 24*60), 0, 6, rapid.ID[int]).Draw(t, name)
	slices.Sort(minutes)
	var spans []calendar.Span
	for i := 0; i+1 < len(minutes); i += 2 {
		spans = append(spans, calendar.Span{
			Open:  time.Duration(minutes[i]) * time.Minute,
			Close: time.Duration(minutes[i+1]) * time.Minute,
		})
	}
	return spans
}

// anySpec draws a calendar around the turn of 2019, with holidays, make-up
// days and short days at random.
func anySpec(t *rapid.T) calendar.Spec {
	s := calendar.Spec{
		Key: "any", Version: rapid.IntRange(1, 9).Draw(t, "version"), Location: calendar.DefaultZone,
		MakeUp: []calendar.Span{{Open: 9 * time.Hour, Close: 17 * time.Hour}},
	}
	s.Published = calendar.Period{From: calendar.DateFrom(2019, 12, 1), To: calendar.DateFrom(2020, 1, 31)}
	for i := range s.Week {
		s.Week[i] = anySpans(t, "weekday")
	}
	if s.Check() != nil { // a week without openings
		s.Week[rapid.IntRange(0, 6).Draw(t, "open day")] = calendar.OfficeHours()
	}
	offsets := rapid.SliceOfNDistinct(rapid.IntRange(-25, 25), 0, 30, rapid.ID[int]).Draw(t, "listed")
	for _, n := range offsets {
		d := calendar.Day{
			Date: s.Published.To.Add(n - 31), Name: rapid.SampledFrom([]string{"春节", "元旦", "创建日"}).Draw(t, "name"),
			Off: rapid.Bool().Draw(t, "off"), Local: rapid.Bool().Draw(t, "local"),
		}
		if !d.Off && rapid.Bool().Draw(t, "own hours") {
			d.Spans = anySpans(t, "hours")
		}
		s.Days = append(s.Days, d)
	}
	return s
}

// anyMoment draws a whole minute of December 2019 or January 2020.
func anyMoment(t *rapid.T, name string) time.Time {
	start := time.Date(2019, 12, 1, 0, 0, 0, 0, time.UTC)
	return start.Add(time.Duration(rapid.IntRange(0, 62*24*60).Draw(t, name)) * time.Minute)
}

// anyCalendar draws a calendar with its oracle; now and then China's own.
func anyCalendar(t *rapid.T) (*calendar.Calendar, *oracle) {
	spec := calendar.China()
	if rapid.IntRange(0, 4).Draw(t, "china") > 0 {
		spec = anySpec(t)
	}
	c, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c, newOracle(spec, c.Location())
}
