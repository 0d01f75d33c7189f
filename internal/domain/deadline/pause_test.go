package deadline_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
)

func TestResume(t *testing.T) {
	t.Parallel()
	cal := china(t)
	for _, tt := range []struct{ name, rule, due, paused, resumed, want string }{
		{"working days, whole: 3 days 14 h are left", "5wd next_day midnight", "2019-10-18 24:00", "2019-10-15 10:00", "2019-10-21 09:00", "2019-10-24 23:00"},
		{"over a weekend nothing runs", "5wd next_day midnight", "2019-10-18 24:00", "2019-10-19 10:00", "2019-10-21 09:00", "2019-10-18 24:00"},
		{"from Saturday to Sunday", "5wd next_day midnight", "2019-10-21 24:00", "2019-10-19 10:00", "2019-10-20 09:00", "2019-10-21 24:00"},
		{"working days to closing: 26 h 30 min of openings are left", "5wd next_day closing", "2019-10-18 17:30", "2019-10-15 10:00", "2019-10-21 09:00", "2019-10-24 16:30"},
		{"over lunch nothing runs", "5wd next_day closing", "2019-10-18 17:30", "2019-10-15 12:00", "2019-10-15 14:00", "2019-10-18 17:30"},
		{"working hours", "8wh at_once", "2019-10-16 10:00", "2019-10-15 16:30", "2019-10-17 08:30", "2019-10-17 11:00"},
		{"natural days", "7d next_day midnight", "2019-10-18 24:00", "2019-10-15 10:00", "2019-10-16 11:00", "2019-10-20 01:00"},
		{"hours", "24h at_once", "2019-10-16 10:00", "2019-10-15 20:00", "2019-10-15 20:30", "2019-10-16 10:30"},
		{"of no length", "5wd next_day midnight", "2019-10-18 24:00", "2019-10-15 10:00", "2019-10-15 10:00", "2019-10-18 24:00"},
		{"after it had run out", "24h at_once", "2019-10-16 10:00", "2019-10-16 10:00", "2019-10-20 10:00", "2019-10-16 10:00"},
		{"backwards", "24h at_once", "2019-10-16 10:00", "2019-10-15 10:00", "2019-10-14 10:00", "2019-10-16 10:00"},
		{"a due time set on a day off keeps its distance", "5wd next_day midnight", "2019-10-20 10:00", "2019-10-19 10:00", "2019-10-21 10:00", "2019-10-22 10:00"},
	} {
		got := deadline.Resume(cal, rule(t, tt.rule), at(t, tt.due), at(t, tt.paused), at(t, tt.resumed))
		if !got.Equal(at(t, tt.want)) || got.Location() != time.UTC {
			t.Errorf("%s: %v, want %s", tt.name, got.In(cal.Location()), tt.want)
		}
	}
}

// anyMoments draws moments in order, to the nanosecond, none before start.
func anyMoments(t *rapid.T, start time.Time, n int) []time.Time {
	all := make([]time.Time, n)
	for i := range all {
		start = start.Add(time.Duration(rapid.Int64Range(0, int64(5*24*time.Hour)).Draw(t, "after")))
		all[i] = start
	}
	return all
}

func TestPauseOfNoLengthChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, due := anyWorld(t), anyRule(t), anyStart(t, "any due time")
		m := anyMoments(t, due.Add(-10*24*time.Hour), 1)[0]
		if got := deadline.Resume(w.Calendar, r, due, m, m); !got.Equal(due) {
			t.Fatalf("%s %s: due %v, after a pause at %v %v", r.Limit, r.End, due, m, got)
		}
	})
}

func TestPauseNeverMakesEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, due := anyWorld(t), anyRule(t), anyStart(t, "any due time")
		m := anyMoments(t, due.Add(-10*24*time.Hour), 3)
		short := deadline.Resume(w.Calendar, r, due, m[0], m[1])
		long := deadline.Resume(w.Calendar, r, due, m[0], m[2])
		if short.Before(due) || long.Before(short) {
			t.Fatalf("%s %s: due %v, paused to %v due %v, to %v due %v", r.Limit, r.End, due, m[1], short, m[2], long)
		}
	})
}

func TestPausesCompose(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		due, _ := deadline.Due(w.Calendar, r, start)
		m := anyMoments(t, start, 3)
		first := deadline.Resume(w.Calendar, r, due, m[0], m[1])
		inTurn := deadline.Resume(w.Calendar, r, first, m[1], m[2])
		atOnce := deadline.Resume(w.Calendar, r, due, m[0], m[2])
		if m[0].Before(due) && !inTurn.Equal(atOnce) {
			t.Fatalf("%s %s %s from %v, due %v, paused at %v, %v, %v: in turn %v, at once %v",
				r.Limit, r.Convention, r.End, start, due, m[0], m[1], m[2], inTurn, atOnce)
		}
	})
}

// What is left before the pause is left after it, by the walker's count.
func TestPauseLeavesWhatWasLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		due, _ := deadline.Due(w.Calendar, r, start)
		paused := start.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(t, "paused")) * time.Minute)
		resumed := paused.Add(time.Duration(rapid.IntRange(0, 6*24*60).Draw(t, "for")) * time.Minute)
		if !paused.Before(due) {
			t.Skip("run out before the pause")
		}
		next := deadline.Resume(w.Calendar, r, due, paused, resumed)
		before, after := countedMinutes(w, r, paused, due), countedMinutes(w, r, resumed, next)
		if before != after {
			t.Fatalf("%s %s: %d min left at %v, %d at %v", r.Limit, r.End, before, paused, after, resumed)
		}
	})
}

// countedMinutes walks over [from, to) and counts what the rule's measure does.
func countedMinutes(w *world, r deadline.Rule, from, to time.Time) int {
	n := 0
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		local := t.In(w.Location())
		spans := w.spans(w.DayOf(t))
		since := time.Duration(local.Hour()*60+local.Minute()) * time.Minute
		open := false
		for _, s := range spans {
			open = open || s.Open <= since && since < s.Close
		}
		switch {
		case r.Limit.Measure == deadline.Workhours, r.Limit.Measure == deadline.Workdays && r.End == deadline.Closing:
			if open {
				n++
			}
		case r.Limit.Measure != deadline.Workdays, len(spans) > 0:
			n++
		}
	}
	return n
}

func TestExtend(t *testing.T) {
	t.Parallel()
	cal := china(t)
	for _, tt := range []struct{ rule, due, by, want string }{
		{"5wd next_day midnight", "2019-10-18 24:00", "1wd", "2019-10-21 24:00"},
		{"5wd next_day midnight", "2019-09-27 24:00", "10wd", "2019-10-16 24:00"},
		{"5wd next_day closing", "2019-10-18 17:30", "1wd", "2019-10-21 17:30"},
		{"5wd next_day closing", "2019-10-18 16:10", "1wd", "2019-10-21 16:10"}, // after a pause
		{"5wd next_day closing", "2019-10-18 17:30", "2d", "2019-10-20 24:00"},
		{"7d next_day midnight", "2019-10-18 24:00", "8d", "2019-10-26 24:00"},
		{"24h at_once", "2019-10-18 16:10", "24h", "2019-10-19 16:10"},
		{"24h at_once", "2019-10-18 16:10", "30min", "2019-10-18 16:40"},
		{"8wh at_once", "2019-10-18 16:30", "2wh", "2019-10-21 09:30"},
	} {
		got := deadline.Extend(cal, rule(t, tt.rule), at(t, tt.due), limit(t, tt.by))
		if !got.Equal(at(t, tt.want)) || got.Location() != time.UTC {
			t.Errorf("%s, due %s and %s: %v, want %s", tt.rule, tt.due, tt.by, got.In(cal.Location()), tt.want)
		}
	}
}

// Extended by as much as its limit, a limit in days from the next day on is
// one of twice the length.
func TestExtensionAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		if r.Limit.Measure == deadline.Days && r.End == deadline.Closing {
			t.Skip("a last day off, without closing time, moves to another day's closing time or end")
		}
		by := deadline.Limit{N: rapid.IntRange(1, 12).Draw(t, "by"), Measure: r.Limit.Measure}
		due, _ := deadline.Due(w.Calendar, r, start)
		longer := r
		longer.Limit.N += by.N
		want, _ := deadline.Due(w.Calendar, longer, start)
		if got := deadline.Extend(w.Calendar, r, due, by); !got.Equal(want) {
			t.Fatalf("%s %s %s from %v, due %v, and %s: %v, want %v", r.Limit, r.Convention, r.End, start, due, by, got, want)
		}
	})
}

func TestAllowance(t *testing.T) {
	t.Parallel()
	x := deadline.Allowance{Max: limit(t, "10wd"), Times: 2}
	for _, tt := range []struct {
		by      string
		granted int
		want    string
	}{
		{"10wd", 0, ""},
		{"1wd", 1, ""},
		{"1wd", 2, "extended as often as the rule allows / 延期次数已用完"},
		{"11wd", 0, "an extension of 11 working days; at most 10 working days is allowed / 一次延期不得超过10个工作日"},
		{"5d", 0, "an extension of 5 days; expected one in working days / 延期应以“个工作日”计"},
	} {
		err := x.Allows(limit(t, tt.by), tt.granted)
		if got := text(err); got != tt.want {
			t.Errorf("%s after %d: %q, want %q", tt.by, tt.granted, got, tt.want)
		}
		if err != nil && (errs.KindOf(err) != errs.Invalid || errs.CodeOf(err) != "policy.extension") {
			t.Errorf("%s of kind %s", errs.CodeOf(err), errs.KindOf(err))
		}
	}
	if err := (deadline.Allowance{}).Allows(limit(t, "1wd"), 0); text(err) != "this limit cannot be extended / 该时限不得延期" {
		t.Errorf("no allowance: %v", err)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
