package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
)

func TestWorkdays(t *testing.T) {
	t.Parallel()
	c := china(t)
	for _, tt := range []struct {
		day     string
		work    bool
		kind    calendar.DayKind
		chinese string
		english string
	}{
		{"2019-09-27", true, calendar.Ordinary, "工作日", "working day"},
		{"2019-09-28", false, calendar.Weekend, "休息日", "weekend"},
		{"2019-09-29", true, calendar.MakeUp, "国庆节调休上班", "make-up day for National Day"},
		{"2019-09-30", true, calendar.Ordinary, "工作日", "working day"},
		{"2019-10-01", false, calendar.Holiday, "国庆节", "National Day"},
		{"2019-10-07", false, calendar.Holiday, "国庆节", "National Day"},
		{"2019-10-08", true, calendar.Ordinary, "工作日", "working day"},
		{"2019-10-12", true, calendar.MakeUp, "国庆节调休上班", "make-up day for National Day"},
		{"2019-10-13", false, calendar.Weekend, "休息日", "weekend"},
		{"2020-01-19", true, calendar.MakeUp, "春节调休上班", "make-up day for Spring Festival"},
		{"2020-01-31", false, calendar.Holiday, "春节", "Spring Festival"},
		{"2020-02-02", false, calendar.Holiday, "春节", "Spring Festival"},
		{"2020-02-03", true, calendar.Ordinary, "工作日", "working day"},
		{"2020-10-01", false, calendar.Holiday, "国庆节、中秋节", "National Day and Mid-Autumn Festival"},
		{"2026-01-04", true, calendar.MakeUp, "元旦调休上班", "make-up day for New Year's Day"},
		{"2026-02-14", true, calendar.MakeUp, "春节调休上班", "make-up day for Spring Festival"},
		{"2026-02-23", false, calendar.Holiday, "春节", "Spring Festival"},
		{"2026-06-19", false, calendar.Holiday, "端午节", "Dragon Boat Festival"},
	} {
		d := day(t, tt.day)
		if got := c.Workday(d); got != tt.work {
			t.Errorf("%s worked: %v", d, got)
		}
		r := c.Reason(d)
		if r.Kind != tt.kind || r.Off() == tt.work || r.Chinese() != tt.chinese || r.English() != tt.english {
			t.Errorf("%s: %+v, %s, %s", d, r, r.Chinese(), r.English())
		}
		if open := len(c.Spans(d)) > 0; open != tt.work {
			t.Errorf("%s has openings: %v", d, open)
		}
	}
}

// The days of 2026 as domain knowledge has them: 32 days off or moved, six
// weekends worked.
func TestHolidaysOf2026(t *testing.T) {
	t.Parallel()
	c := china(t)
	off := map[string]int{"2026-01-01": 3, "2026-02-15": 9, "2026-04-04": 3, "2026-05-01": 5, "2026-06-19": 3, "2026-09-25": 3, "2026-10-01": 7}
	want := map[calendar.Date]calendar.DayKind{}
	for first, n := range off {
		for i := range n {
			want[day(t, first).Add(i)] = calendar.Holiday
		}
	}
	for _, d := range []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"} {
		want[day(t, d)] = calendar.MakeUp
	}
	for d := day(t, "2026-01-01"); d.Year() == 2026; d++ {
		kind := want[d]
		switch weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday; {
		case kind != "":
		case weekend:
			kind = calendar.Weekend
		default:
			kind = calendar.Ordinary
		}
		if got := c.Reason(d).Kind; got != kind {
			t.Errorf("%s is %s, want %s", d, got, kind)
		}
	}
}

func TestAddWorkdays(t *testing.T) {
	t.Parallel()
	c := china(t)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2019-09-27", 1, "2019-09-29"},
		{"2019-09-27", 2, "2019-09-30"},
		{"2019-09-27", 3, "2019-10-08"},
		{"2019-09-27", 7, "2019-10-12"},
		{"2019-09-27", 8, "2019-10-14"},
		{"2019-09-28", 0, "2019-09-28"},
		{"2019-10-03", 1, "2019-10-08"},
		{"2019-10-08", -1, "2019-09-30"},
		{"2019-10-03", -2, "2019-09-29"},
		{"2018-12-31", 250, "2019-12-31"},
		{"2030-01-04", 1, "2030-01-07"},
		{"1970-01-02", 1, "1970-01-05"},
		{"1970-01-01", -1, "1969-12-31"},
	} {
		from, want := day(t, tt.from), day(t, tt.want)
		if got := c.AddWorkdays(from, tt.n); got != want {
			t.Errorf("%s and %d working days are %s, want %s", from, tt.n, got, want)
		}
		if got := c.WorkdaysBetween(from, want); got != tt.n {
			t.Errorf("between %s and %s lie %d working days, want %d", from, want, got, tt.n)
		}
	}
}

func TestAddWorkdaysAgainstDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, o := anyCalendar(t)
		from := c.DayOf(anyMoment(t, "from"))
		n := rapid.IntRange(-60, 60).Draw(t, "n")
		want := from
		for left := n; left > 0; {
			if want++; o.workday(want) {
				left--
			}
		}
		for left := n; left < 0; {
			if want--; o.workday(want) {
				left++
			}
		}
		if got := c.AddWorkdays(from, n); got != want {
			t.Fatalf("%s and %d working days are %s, day by day %s", from, n, got, want)
		}
		if got := c.WorkdaysBetween(from, want); got != n {
			t.Fatalf("between %s and %s lie %d working days, want %d", from, want, got, n)
		}
	})
}

func TestWorkdaysBetweenAgainstDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, o := anyCalendar(t)
		from := c.DayOf(anyMoment(t, "from"))
		to := from.Add(rapid.IntRange(-90, 90).Draw(t, "days"))
		want := 0
		for d := from + 1; d <= to; d++ {
			if o.workday(d) {
				want++
			}
		}
		for d := to; d < from; d++ {
			if o.workday(d) {
				want--
			}
		}
		if got := c.WorkdaysBetween(from, to); got != want {
			t.Fatalf("between %s and %s lie %d working days, day by day %d", from, to, got, want)
		}
	})
}

func TestCovered(t *testing.T) {
	t.Parallel()
	c := china(t)
	for s, want := range map[string]bool{"2017-12-31": false, "2018-01-01": true, "2026-12-31": true, "2027-01-01": false} {
		if got := c.Covered(day(t, s)); got != want {
			t.Errorf("%s covered: %v", s, got)
		}
	}
}

func TestClosing(t *testing.T) {
	t.Parallel()
	c := china(t)
	if since, open := c.Closing(day(t, "2019-09-29")); !open || since != 17*time.Hour+30*time.Minute {
		t.Errorf("a make-up day closes at %v, %v", since, open)
	}
	if since, open := c.Closing(day(t, "2019-10-01")); open || since != 0 {
		t.Errorf("National Day closes at %v, %v", since, open)
	}
}

// Wall and At are each other's reverse, and agree with package time.
func TestWallClock(t *testing.T) {
	t.Parallel()
	c := china(t)
	rapid.Check(t, func(t *rapid.T) {
		// Shanghai had no summer time from 1950 to 1985, nor since 1992.
		seconds := rapid.OneOf(rapid.Int64Range(-600000000, 400000000), rapid.Int64Range(700000000, 200000000000))
		moment := time.Unix(seconds.Draw(t, "seconds"), rapid.Int64Range(0, 999999999).Draw(t, "ns"))
		d, since := c.Wall(moment)
		local := moment.In(c.Location())
		if want := calendar.DateFrom(local.Date()); d != want || d != c.DayOf(moment) {
			t.Fatalf("%v is %s, want %s", moment, d, want)
		}
		h, m, s := local.Clock()
		want := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second + time.Duration(local.Nanosecond())
		if since != want {
			t.Fatalf("the wall shows %v at %v, want %v", since, moment, want)
		}
		if back := c.At(d, since); !back.Equal(moment) {
			t.Fatalf("%v comes back as %v", moment, back)
		}
	})
}
