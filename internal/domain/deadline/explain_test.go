package deadline_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/kernel/golden"
)

// announced is China's calendar as of 2020-01-23, before Spring Festival was
// made longer.
func announced(t testing.TB) *calendar.Calendar {
	t.Helper()
	spec := calendar.China()
	var days []calendar.Day
	for _, d := range spec.Days {
		switch d.Date.String() {
		case "2020-01-31", "2020-02-02", "2020-02-03":
			continue
		case "2020-02-01":
			d.Off = false
		}
		days = append(days, d)
	}
	spec.Days = days
	cal, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

func extendedFestival(t testing.TB) *calendar.Calendar {
	t.Helper()
	spec := calendar.China()
	spec.Version = 2
	cal, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// stories are clocks whose explanation a person should be able to follow.
func stories(t testing.TB) []struct {
	name   string
	rule   deadline.Rule
	course deadline.Course
} {
	moment := func(s string) time.Time { return at(t, s) }
	return []struct {
		name   string
		rule   deadline.Rule
		course deadline.Course
	}{
		{"over National Day", rule(t, "15wd next_day midnight"), deadline.Course{Start: moment("2019-09-27 16:20")}},
		{"at once, past closing time", rule(t, "2wd at_once closing"), deadline.Course{Start: moment("2019-10-11 18:05")}},
		{"at once, within the day", rule(t, "2wd at_once closing"), deadline.Course{Start: moment("2019-10-11 09:05")}},
		{"the same time of day", rule(t, "1wd at_once same_time"), deadline.Course{Start: moment("2019-09-30 09:05").Add(7 * time.Second)}},
		{"the same time of day, at midnight", rule(t, "2wd at_once same_time"), deadline.Course{Start: moment("2019-10-11 00:00")}},
		{"natural days", rule(t, "7d next_day midnight"), deadline.Course{Start: moment("2019-09-27 16:20")}},
		{"working hours", rule(t, "16wh at_once"), deadline.Course{Start: moment("2019-09-27 16:20")}},
		{"working hours of the next day", rule(t, "8wh next_day"), deadline.Course{Start: moment("2019-09-30 09:00")}},
		{"minutes", rule(t, "20min at_once"), deadline.Course{Start: moment("2020-01-26 23:50")}},
		{"suspended, extended, suspended", rule(t, "5wd next_day closing"), deadline.Course{
			Start: moment("2019-10-14 10:00"), Due: moment("2019-10-28 17:30"),
			Pauses: []deadline.Pause{
				{From: moment("2019-10-15 10:00"), Until: moment("2019-10-17 10:00")},
				{From: moment("2019-10-24 09:00")},
			},
			Extended: []deadline.Extension{{At: moment("2019-10-22 15:00"), Before: moment("2019-10-23 17:30"), After: moment("2019-10-28 17:30")}},
		}},
		{"the calendar amended in the holiday", rule(t, "5wd next_day midnight"), deadline.Course{
			Start: moment("2020-01-22 10:00"), Due: moment("2020-02-06 24:00"),
			Amended: []deadline.Amendment{{At: moment("2020-01-27 09:00"), Calendar: extendedFestival(t)}},
		}},
		{"set otherwise, and not published", rule(t, "5wd next_day midnight"), deadline.Course{
			Start: moment("2026-12-30 10:00"), Due: moment("2027-01-20 12:00"),
		}},
	}
}

func TestExplainGolden(t *testing.T) {
	t.Parallel()
	cal := announced(t)
	var b strings.Builder
	for _, s := range stories(t) {
		b.WriteString("# " + s.name + "\n")
		lines := deadline.Explain(cal, s.rule, s.course)
		for _, l := range lines {
			b.WriteString(l.Chinese() + "\n")
		}
		for _, l := range lines {
			b.WriteString(l.English() + "\n")
		}
		b.WriteString("\n")
	}
	golden.Check(t, "testdata/explained.txt", []byte(b.String()))
}

// The lines account for every day from the start to the due time, each as the
// calendar has it, and add up to the limit.
func TestLinesAgreeWithDue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		d := deadline.Compute(w.Calendar, r, start)
		due, provisional := deadline.Due(w.Calendar, r, start)
		if !d.Due.Equal(due) || d.Provisional != provisional || !d.Start.Equal(start) || d.Clock != r.Clock {
			t.Fatalf("computed %v, %v; due %v, %v", d.Due, d.Provisional, due, provisional)
		}
		if last := d.Lines[len(d.Lines)-1]; last.Kind != deadline.LineDue || !last.Due.Equal(due) {
			t.Fatalf("the last line says %s %v, due %v", last.Kind, last.Due, due)
		}
		checkCount(t, w, r, start, d)
	})
}

// checkCount adds up the lines that count.
func checkCount(t *rapid.T, w *world, r deadline.Rule, start time.Time, d deadline.Deadline) {
	next := w.DayOf(start)
	days, worked := 0, time.Duration(0)
	for _, l := range d.Lines {
		if l.Kind != deadline.LineCounted && l.Kind != deadline.LineSkipped && l.Kind != deadline.LineWorked {
			continue
		}
		if l.From != next && l.From != next+1 || l.To < l.From || l.From > next && next != w.DayOf(start) {
			t.Fatalf("%s from %s to %s follows on %s", l.Kind, l.From, l.To, next)
		}
		for day := l.From; day <= l.To; day++ {
			if r.Limit.Measure != deadline.Days && w.workday(day) == (l.Kind == deadline.LineSkipped) {
				t.Fatalf("%s is %s", day, l.Kind)
			}
			if l.Kind == deadline.LineCounted {
				days++
			}
		}
		if l.Kind == deadline.LineCounted && l.N != days {
			t.Fatalf("%s to %s: day %d by the line, %d by the days", l.From, l.To, l.N, days)
		}
		worked += l.Time
		next = l.To + 1
	}
	switch r.Limit.Measure {
	case deadline.Workdays, deadline.Days:
		if days != r.Limit.N {
			t.Fatalf("%d days counted of %s %s %s from %v: %v", days, r.Limit, r.Convention, r.End, start, d.Lines)
		}
		fallthrough
	case deadline.Workhours:
		if last := w.DayOf(d.Due.Add(-1)); next != last+1 {
			t.Fatalf("the days end before %s, due %v", next, d.Due)
		}
	}
	if r.Limit.Measure == deadline.Workhours && worked != time.Duration(r.Limit.N)*time.Hour {
		t.Fatalf("%v worked of %s", worked, r.Limit)
	}
}

// anyCourse draws pauses and extensions of a clock, with the due time that
// they lead to.
func anyCourse(t *rapid.T, w *world, r deadline.Rule, start time.Time) deadline.Course {
	c := deadline.Course{Start: start}
	c.Due, _ = deadline.Due(w.Calendar, r, start)
	now := start
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		m := anyMoments(t, now.Add(1), 2)
		now = m[1]
		if rapid.Bool().Draw(t, "extend") {
			after := deadline.Extend(w.Calendar, r, c.Due, deadline.Limit{N: rapid.IntRange(1, 9).Draw(t, "by"), Measure: deadline.Workdays})
			c.Extended = append(c.Extended, deadline.Extension{At: m[0], Before: c.Due, After: after})
			c.Due = after
			continue
		}
		c.Pauses = append(c.Pauses, deadline.Pause{From: m[0], Until: m[1]})
		c.Due = deadline.Resume(w.Calendar, r, c.Due, m[0], m[1])
	}
	return c
}

func TestExplainAgreesWithTheRecord(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		c := anyCourse(t, w, r, start)
		if got := c.Effective(w.Calendar, r); !got.Equal(c.Due) {
			t.Fatalf("effective %v, on record %v", got, c.Due)
		}
		var changes int
		for _, l := range deadline.Explain(w.Calendar, r, c) {
			switch l.Kind {
			case deadline.LineMoved:
				t.Fatalf("the derivation comes to %v, the record to %v", l.At, l.Due)
			case deadline.LinePaused, deadline.LineExtended:
				changes++
			}
			if l.Chinese() == "" || l.English() == "" || strings.Contains(l.Chinese()+l.English(), "%!") {
				t.Fatalf("%s is told %q, %q", l.Kind, l.Chinese(), l.English())
			}
		}
		if changes != len(c.Pauses)+len(c.Extended) {
			t.Fatalf("%d changes told of %d", changes, len(c.Pauses)+len(c.Extended))
		}
		off := c
		off.Due = c.Due.Add(time.Minute)
		lines := deadline.Explain(w.Calendar, r, off)
		if moved := lines[len(lines)-2]; moved.Kind != deadline.LineMoved || !moved.At.Equal(c.Due) || !moved.Due.Equal(off.Due) {
			t.Fatalf("a record of %v is told as %v", off.Due, moved)
		}
	})
}

// A clock that ran under an amended calendar is due as if that calendar had
// always held, but what an extension set stays.
func TestAmendmentsComputeAnew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := anyWorld(t), anyWorld(t)
		r, start := anyRule(t), anyStart(t, "start")
		c := anyCourse(t, after, r, start)
		amended := c
		amended.Amended = []deadline.Amendment{{At: start.Add(100 * 24 * time.Hour), Calendar: after.Calendar}}
		if got := amended.Effective(before.Calendar, r); !got.Equal(c.Due) {
			t.Fatalf("amended afterwards %v, by the new calendar throughout %v", got, c.Due)
		}
		amended.Amended[0].At = start
		if got := amended.Effective(before.Calendar, r); !got.Equal(c.Due) {
			t.Fatalf("amended at the start %v, by the new calendar throughout %v", got, c.Due)
		}
		amended.Amended = []deadline.Amendment{
			{At: start.Add(200 * 24 * time.Hour), Calendar: after.Calendar},
			{At: start.Add(100 * 24 * time.Hour), Calendar: anyWorld(t).Calendar},
		}
		if got := amended.Effective(before.Calendar, r); !got.Equal(c.Due) {
			t.Fatalf("amended twice %v, by the last calendar throughout %v", got, c.Due)
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	cal, r, c := china(b), rule(b, "15wd next_day midnight"), deadline.Course{Start: at(b, "2019-09-27 16:20")}
	for b.Loop() {
		deadline.Explain(cal, r, c)
	}
}
