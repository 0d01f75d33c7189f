package deadline_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
)

func TestDue(t *testing.T) {
	t.Parallel()
	cal := china(t)
	for _, tt := range []struct{ rule, start, due string }{
		// From the next day, to the end of the last.
		{"1wd next_day midnight", "2019-10-09 16:20", "2019-10-10 24:00"},
		{"1wd next_day midnight", "2019-10-09 00:00", "2019-10-10 24:00"},
		{"5wd next_day midnight", "2019-09-27 16:20", "2019-10-10 24:00"}, // 29, 30 September worked, a week off
		{"2wd next_day midnight", "2019-09-27 16:20", "2019-09-30 24:00"},
		{"3wd next_day midnight", "2019-10-10 09:00", "2019-10-14 24:00"}, // Saturday 12 worked
		{"5wd next_day midnight", "2020-01-17 10:00", "2020-01-23 24:00"}, // Sunday 19 worked
		{"6wd next_day midnight", "2020-01-17 10:00", "2020-02-03 24:00"}, // over the extended holiday
		{"1wd next_day midnight", "2026-02-13 10:00", "2026-02-14 24:00"}, // a Saturday worked
		{"2wd next_day midnight", "2026-02-13 10:00", "2026-02-24 24:00"},
		{"1wd next_day midnight", "2019-10-03 10:00", "2019-10-08 24:00"},
		{"1wd next_day closing", "2019-10-09 18:20", "2019-10-10 17:30"},
		{"15wd next_day closing", "2019-09-27 16:20", "2019-10-23 17:30"},
		// At once: the day itself counts while it is worked and open.
		{"1wd at_once midnight", "2019-10-09 23:50", "2019-10-09 24:00"},
		{"1wd at_once closing", "2019-10-09 17:29", "2019-10-09 17:30"},
		{"1wd at_once closing", "2019-10-09 17:30", "2019-10-10 17:30"},
		{"2wd at_once closing", "2019-09-30 09:00", "2019-10-08 17:30"},
		{"1wd at_once midnight", "2019-10-01 09:00", "2019-10-08 24:00"},
		// The same time of day.
		{"1wd at_once same_time", "2019-10-09 16:20", "2019-10-10 16:20"},
		{"1wd at_once same_time", "2019-09-30 16:20", "2019-10-08 16:20"},
		{"1wd at_once same_time", "2019-10-02 16:20", "2019-10-08 24:00"},
		{"3d at_once same_time", "2019-09-30 16:20", "2019-10-03 16:20"},
		// Natural days.
		{"7d next_day midnight", "2019-09-27 16:20", "2019-10-04 24:00"},
		{"1d at_once midnight", "2019-10-01 16:20", "2019-10-01 24:00"},
		{"1d at_once closing", "2019-10-09 16:20", "2019-10-09 17:30"},
		{"1d at_once closing", "2019-10-09 18:20", "2019-10-10 17:30"},
		{"3d next_day closing", "2019-09-30 10:00", "2019-10-03 24:00"}, // a day off has no closing time
		// Working hours, with the lunch break.
		{"1wh at_once", "2019-10-09 11:30", "2019-10-09 14:30"},
		{"7wh at_once", "2019-10-09 08:30", "2019-10-09 17:30"},
		{"8wh at_once", "2019-10-09 08:30", "2019-10-10 09:30"},
		{"2wh at_once", "2019-09-30 16:30", "2019-10-08 09:30"},
		{"1wh next_day", "2019-09-30 09:00", "2019-10-08 09:30"},
		// Around the clock.
		{"24h at_once", "2019-09-30 16:20", "2019-10-01 16:20"},
		{"24h next_day", "2019-09-30 16:20", "2019-10-01 24:00"},
		{"20min at_once", "2019-09-30 23:50", "2019-10-01 00:10"},
	} {
		due, provisional := deadline.Due(cal, rule(t, tt.rule), at(t, tt.start))
		if !due.Equal(at(t, tt.due)) || due.Location() != time.UTC || provisional {
			t.Errorf("%s from %s: %v, provisional %v, want %s", tt.rule, tt.start, due.In(cal.Location()), provisional, tt.due)
		}
	}
}

func TestProvisional(t *testing.T) {
	t.Parallel()
	cal := china(t)
	for _, tt := range []struct {
		rule, start string
		want        bool
	}{
		{"5wd next_day midnight", "2026-12-24 10:00", false},
		{"6wd next_day midnight", "2026-12-24 10:00", true},
		{"5wd next_day midnight", "2017-12-29 10:00", true},
		{"40wh at_once", "2026-12-30 10:00", true},
		{"15d next_day midnight", "2026-12-24 10:00", false},
		{"15d next_day closing", "2026-12-24 10:00", true},
		{"240h at_once", "2026-12-24 10:00", false},
	} {
		if _, got := deadline.Due(cal, rule(t, tt.rule), at(t, tt.start)); got != tt.want {
			t.Errorf("%s from %s: provisional %v", tt.rule, tt.start, got)
		}
	}
}

// naive says when a limit runs out by walking: day by day for limits in days,
// minute by minute for the others.
func naive(w *world, r deadline.Rule, start time.Time) time.Time {
	switch {
	case r.End == deadline.SameTime, r.Limit.Measure != deadline.Workdays && r.Limit.Measure != deadline.Days:
		return naiveMinutes(w, r, start)
	}
	local := start.In(w.Location())
	day := calendar.DateFrom(local.Date())
	closing := func(d calendar.Date) time.Time {
		if spans := w.spans(d); r.End == deadline.Closing && len(spans) > 0 {
			return d.At(w.Location(), spans[len(spans)-1].Close)
		}
		return d.Add(1).Start(w.Location())
	}
	counts := func(d calendar.Date) bool { return r.Limit.Measure == deadline.Days || w.workday(d) }
	left := r.Limit.N
	if r.Convention == deadline.AtOnce && counts(day) && start.Before(closing(day)) {
		left--
	}
	for left > 0 {
		if day++; counts(day) {
			left--
		}
	}
	return closing(day)
}

// naiveMinutes walks until so many minutes have passed that the measure counts.
func naiveMinutes(w *world, r deadline.Rule, start time.Time) time.Time {
	per := map[deadline.Measure]int{
		deadline.Workdays: 24 * 60, deadline.Days: 24 * 60, deadline.Workhours: 60, deadline.Hours: 60, deadline.Minutes: 1,
	}[r.Limit.Measure]
	t := start
	if r.Convention == deadline.NextDay {
		t = calendar.DateFrom(start.In(w.Location()).Date()).Add(1).Start(w.Location())
	}
	for left := r.Limit.N * per; left > 0; t = t.Add(time.Minute) {
		local := t.In(w.Location())
		day := calendar.DateFrom(local.Date())
		since := time.Duration(local.Hour()*60+local.Minute()) * time.Minute
		counts := true
		switch r.Limit.Measure {
		case deadline.Workdays:
			counts = w.workday(day)
		case deadline.Workhours:
			counts = false
			for _, s := range w.spans(day) {
				counts = counts || s.Open <= since && since < s.Close
			}
		}
		if counts {
			left--
		}
	}
	return t
}

func TestDueAgainstWalks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		due, _ := deadline.Due(w.Calendar, r, start)
		if want := naive(w, r, start); !due.Equal(want) {
			t.Fatalf("%s %s %s from %v: %v, walked %v", r.Limit, r.Convention, r.End,
				start.In(w.Location()), due.In(w.Location()), want.In(w.Location()))
		}
	})
}

func TestDueNeverGoesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		later := start.Add(time.Duration(rapid.Int64Range(0, int64(72*time.Hour)).Draw(t, "later")))
		first, _ := deadline.Due(w.Calendar, r, start)
		second, _ := deadline.Due(w.Calendar, r, later)
		if second.Before(first) {
			t.Fatalf("%s %s %s: from %v due %v, from %v due %v", r.Limit, r.Convention, r.End, start, first, later, second)
		}
		if !first.After(start) {
			t.Fatalf("%s %s %s: from %v due %v", r.Limit, r.Convention, r.End, start, first)
		}
		longer := r
		longer.Limit.N++
		if third, _ := deadline.Due(w.Calendar, longer, start); !third.After(first) {
			t.Fatalf("%s %s %s: due %v, one more due %v", r.Limit, r.Convention, r.End, first, third)
		}
	})
}

func TestDueAllocatesNothing(t *testing.T) {
	cal, start := china(t), at(t, "2019-09-27 16:20")
	for _, way := range ways {
		r := rule(t, "9"+way)
		if n := testing.AllocsPerRun(100, func() { _, _ = deadline.Due(cal, r, start) }); n > 0 {
			t.Errorf("%s: %v allocations", way, n)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	cal, start := china(b), at(b, "2019-09-27 16:20")
	for _, way := range []string{"15wd next_day midnight", "15wd next_day closing", "40wh at_once", "24h at_once"} {
		r := rule(b, way)
		b.Run(way, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = deadline.Due(cal, r, start)
			}
		})
	}
}
