package calendar_test

import (
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
)

// at reads a local time of Shanghai.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai(t))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAddWorktime(t *testing.T) {
	t.Parallel()
	c := china(t)
	for _, tt := range []struct {
		name, from string
		add        time.Duration
		want       string
	}{
		{"nothing", "2019-10-12 20:00", 0, "2019-10-12 20:00"},
		{"within the morning", "2019-10-09 09:00", time.Hour, "2019-10-09 10:00"},
		{"to the lunch break, not past it", "2019-10-09 09:00", 3 * time.Hour, "2019-10-09 12:00"},
		{"over the lunch break", "2019-10-09 11:30", time.Hour, "2019-10-09 14:30"},
		{"from within the lunch break", "2019-10-09 13:00", time.Hour, "2019-10-09 15:00"},
		{"to closing time, not the next morning", "2019-10-09 08:30", 7 * time.Hour, "2019-10-09 17:30"},
		{"from before opening", "2019-10-09 03:00", time.Minute, "2019-10-09 08:31"},
		{"from after closing", "2019-10-09 18:00", time.Minute, "2019-10-10 08:31"},
		{"over a weekend", "2019-11-08 17:00", time.Hour, "2019-11-11 09:00"},
		{"into a make-up Sunday", "2019-09-27 17:00", time.Hour, "2019-09-29 09:00"},
		{"over National Day", "2019-09-30 17:00", time.Hour, "2019-10-08 09:00"},
		{"over the long Spring Festival 2020", "2020-01-23 17:00", time.Hour, "2020-02-03 09:00"},
		{"a year", "2019-01-01 00:00", 250 * 7 * time.Hour, "2019-12-31 17:30"},
		{"back within the morning", "2019-10-09 10:00", -time.Hour, "2019-10-09 09:00"},
		{"back over the lunch break", "2019-10-09 14:30", -time.Hour, "2019-10-09 11:30"},
		{"back to the opening", "2019-10-09 12:30", -3*time.Hour - 30*time.Minute, "2019-10-09 08:30"},
		{"back to the end of lunch, not before it", "2019-10-09 15:00", -time.Hour, "2019-10-09 14:00"},
		{"back to opening time, not the day before", "2019-10-09 09:30", -time.Hour, "2019-10-09 08:30"},
		{"back over National Day", "2019-10-08 09:00", -time.Hour, "2019-09-30 17:00"},
	} {
		if got, want := c.AddWorktime(at(t, tt.from), tt.add), at(t, tt.want); !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%s: %s + %v = %v, want %v", tt.name, tt.from, tt.add, got.In(c.Location()), want)
		}
	}
}

func TestWorktime(t *testing.T) {
	t.Parallel()
	c := china(t)
	for _, tt := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2019-10-09 00:00", "2019-10-10 00:00", 7 * time.Hour},
		{"2019-10-09 12:00", "2019-10-09 14:00", 0},
		{"2019-10-09 11:59", "2019-10-09 14:01", 2 * time.Minute},
		{"2019-09-30 17:00", "2019-10-08 08:45", 45 * time.Minute},
		{"2019-10-01 00:00", "2019-10-08 00:00", 0},
		{"2019-10-08 09:00", "2019-09-30 17:00", -time.Hour},
		{"2019-01-01 00:00", "2020-01-01 00:00", 250 * 7 * time.Hour},
	} {
		if got := c.Worktime(at(t, tt.from), at(t, tt.to)); got != tt.want {
			t.Errorf("from %s to %s: %v, want %v", tt.from, tt.to, got, tt.want)
		}
	}
}

func TestNextOpening(t *testing.T) {
	t.Parallel()
	c := china(t)
	for from, want := range map[string]string{
		"2019-10-09 10:17": "2019-10-09 10:17",
		"2019-10-09 08:30": "2019-10-09 08:30",
		"2019-10-09 12:00": "2019-10-09 14:00",
		"2019-10-09 17:30": "2019-10-10 08:30",
		"2019-09-28 10:00": "2019-09-29 08:30",
		"2019-10-01 00:00": "2019-10-08 08:30",
	} {
		if got := c.NextOpening(at(t, from)); !got.Equal(at(t, want)) {
			t.Errorf("next opening from %s is %v, want %s", from, got.In(c.Location()), want)
		}
	}
}

func TestWorktimeAgainstMinutes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, o := anyCalendar(t)
		from := anyMoment(t, "from")
		to := from.Add(time.Duration(rapid.IntRange(0, 8*24*60).Draw(t, "minutes")) * time.Minute)
		if got, want := c.Worktime(from, to), time.Duration(o.minutes(from, to, false))*time.Minute; got != want {
			t.Fatalf("worktime from %v to %v is %v, by the minute %v", from, to, got, want)
		}
		if got, want := c.WorkdayTime(from, to), time.Duration(o.minutes(from, to, true))*time.Minute; got != want {
			t.Fatalf("workday time from %v to %v is %v, by the minute %v", from, to, got, want)
		}
		if back := c.Worktime(to, from); back != -c.Worktime(from, to) {
			t.Fatalf("the way back from %v to %v is %v", to, from, back)
		}
	})
}

func TestAddWorktimeAgainstMinutes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, o := anyCalendar(t)
		from := anyMoment(t, "from")
		n := rapid.IntRange(1, 600).Draw(t, "minutes")
		d := time.Duration(n) * time.Minute
		for _, tt := range []struct {
			name      string
			got, want time.Time
		}{
			{"opening hours", c.AddWorktime(from, d), o.add(from, n, false)},
			{"opening hours back", c.AddWorktime(from, -d), o.sub(from, n, false)},
			{"working days", c.AddWorkdayTime(from, d), o.add(from, n, true)},
			{"working days back", c.AddWorkdayTime(from, -d), o.sub(from, n, true)},
		} {
			if !tt.got.Equal(tt.want) {
				t.Fatalf("%s: %v and %d minutes are %v, by the minute %v", tt.name, from, n, tt.got, tt.want)
			}
		}
	})
}

func TestWorktimeToTheNanosecond(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, _ := anyCalendar(t)
		from := anyMoment(t, "from").Add(time.Duration(rapid.Int64Range(0, int64(time.Minute)).Draw(t, "rest")))
		a := time.Duration(rapid.Int64Range(1, int64(50*time.Hour)).Draw(t, "a"))
		b := time.Duration(rapid.Int64Range(1, int64(50*time.Hour)).Draw(t, "b"))
		end := c.AddWorktime(from, a)
		if got := c.Worktime(from, end); got != a {
			t.Fatalf("%v and %v is %v, %v apart", from, a, end, got)
		}
		if c.Worktime(from, end.Add(-1)) >= a {
			t.Fatalf("%v is not the first moment %v after %v", end, a, from)
		}
		if once, twice := c.AddWorktime(from, a+b), c.AddWorktime(end, b); !once.Equal(twice) {
			t.Fatalf("%v, %v and %v: at once %v, in turn %v", from, a, b, once, twice)
		}
		before := c.AddWorktime(from, -a)
		if got := c.Worktime(before, from); got != a || c.Worktime(before.Add(1), from) >= a {
			t.Fatalf("%v less %v is %v, %v apart", from, a, before, got)
		}
	})
}

func TestNextOpeningIsOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, o := anyCalendar(t)
		from := anyMoment(t, "from")
		next := c.NextOpening(from)
		if now, _ := o.open(next); !now || next.Before(from) || c.Worktime(from, next) != 0 {
			t.Fatalf("next opening from %v is %v", from, next)
		}
	})
}

// In a zone with summer time, days and hours are those of the wall clock.
func TestSummerTime(t *testing.T) {
	t.Parallel()
	spec := calendar.Spec{
		Key: "berlin", Version: 1, Location: "Europe/Berlin", Week: calendar.OfficeWeek(),
		Published: calendar.Period{To: calendar.DateFrom(2030, 1, 1)},
	}
	c, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2020, 3, 27, 16, 0, 0, 0, c.Location()) // the clock moves on Sunday
	monday := time.Date(2020, 3, 30, 16, 0, 0, 0, c.Location())
	if got := c.AddWorkdayTime(friday, 24*time.Hour); !got.Equal(monday) {
		t.Errorf("a working day from %v is %v, want %v", friday, got.In(c.Location()), monday)
	}
	if got := c.AddWorktime(friday, 7*time.Hour); !got.Equal(monday) {
		t.Errorf("seven hours from %v are %v, want %v", friday, got.In(c.Location()), monday)
	}
	if got := c.Worktime(friday, monday); got != 7*time.Hour {
		t.Errorf("between them lie %v, want 7h", got)
	}
}

func TestManyReaders(t *testing.T) {
	t.Parallel()
	c := china(t)
	start := at(t, "2019-09-27 16:20")
	want := c.AddWorktime(start, 40*time.Hour)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for range 200 {
				if got := c.AddWorktime(start, 40*time.Hour); !got.Equal(want) {
					t.Errorf("%v, want %v", got, want)
				}
				if r := c.Reason(c.DayOf(start).Add(2)); r.Kind != calendar.MakeUp {
					t.Errorf("%v", r)
				}
			}
		})
	}
	readers.Wait()
}
