package deadline_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
)

// warned makes a rule with warnings, separated by commas.
func warned(t testing.TB, way, warnings string) deadline.Rule {
	t.Helper()
	r := rule(t, way)
	for s := range strings.SplitSeq(warnings, ", ") {
		w, err := deadline.ParseWarning(s)
		if err != nil {
			t.Fatal(err)
		}
		r.Warnings = append(r.Warnings, w)
	}
	return r
}

func TestWarn(t *testing.T) {
	t.Parallel()
	cal := china(t)
	for _, tt := range []struct{ rule, warnings, start, want string }{
		{"5wd next_day midnight", "T red, T-1wd yellow, 50%", "2019-10-14 10:00", "2019-10-17 05:00 50% notice, 2019-10-21 00:00 T-1wd yellow, 2019-10-22 00:00 T red"},
		{"5wd next_day closing", "50%, T-1wd yellow, T red", "2019-10-14 10:00", "2019-10-17 09:15 50% notice, 2019-10-18 17:30 T-1wd yellow, 2019-10-21 17:30 T red"},
		{"15wd next_day midnight", "T-1wd yellow, T+1wd red", "2019-09-23 10:00", "2019-10-17 00:00 T-1wd yellow, 2019-10-19 00:00 T+1wd red"},
		{"24h at_once", "50% yellow, T-4h yellow, T red", "2019-10-14 10:00", "2019-10-14 22:00 50% yellow, 2019-10-15 06:00 T-4h yellow, 2019-10-15 10:00 T red"},
		{"20min at_once", "T-5min, T+1d red", "2019-10-14 10:00", "2019-10-14 10:15 T-5min notice, 2019-10-15 10:20 T+1d red"},
		{"8wh at_once", "25%, T-2wh yellow", "2019-10-14 14:00", "2019-10-14 16:00 25% notice, 2019-10-15 11:00 T-2wh yellow"},
		{"1wd next_day midnight", "T-1wd yellow, T-2wd yellow, T red", "2019-10-14 10:00", "2019-10-15 00:00 T-1wd yellow, 2019-10-16 00:00 T red"},
	} {
		start := at(t, tt.start)
		r := warned(t, tt.rule, tt.warnings)
		due, _ := deadline.Due(cal, r, start)
		var got []string
		for _, p := range deadline.Warn(cal, r, start, due) {
			got = append(got, p.At.In(cal.Location()).Format("2006-01-02 15:04 ")+p.String())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s, %s, from %s:\n%s", tt.rule, tt.warnings, tt.start, diff)
		}
	}
}

func TestWarningsFallInOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, r, start := anyWorld(t), anyRule(t), anyStart(t, "start")
		a := rapid.IntRange(1, 98).Draw(t, "a")
		r.Warnings = []deadline.Warning{
			{Level: deadline.Red},
			{Percent: rapid.IntRange(a+1, 99).Draw(t, "b"), Level: deadline.Yellow},
			{Percent: a, Level: deadline.Notice},
		}
		due, _ := deadline.Due(w.Calendar, r, start)
		points := deadline.Warn(w.Calendar, r, start, due)
		if len(points) != 3 {
			t.Fatalf("%d points", len(points))
		}
		for i, p := range points {
			if p.At.Before(start) || p.At.After(due) || i > 0 && p.At.Before(points[i-1].At) {
				t.Fatalf("from %v to %v: %v", start, due, points)
			}
		}
		// The levels rise with time, but where shares fall on one moment.
		if points[2].Level != deadline.Red || !points[2].At.Equal(due) || points[0].At.After(points[1].At) {
			t.Fatalf("from %v to %v: %v", start, due, points)
		}
	})
}

func TestWarningText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"50%": "50% notice", "1% red": "1% red", "99% yellow": "99% yellow", "T": "T notice", "T red": "T red",
		"T-1wd yellow": "T-1wd yellow", "T+1wd red": "T+1wd red", "T-30min": "T-30min notice",
	} {
		w, err := deadline.ParseWarning(in)
		if err != nil || w.String() != want {
			t.Errorf("%q is %q, %v, want %q", in, w, err, want)
		}
	}
	for _, in := range []string{"", "0%", "100%", "-5%", "5.5%", "%", "50", "T1wd", "T-", "T-0wd", "T--1wd", "T-1", "t red", "T  red", "T red ", "T rot", "50% T"} {
		_, err := deadline.ParseWarning(in)
		if !errs.Is(err, errs.Invalid) || !strings.Contains(text(err), "is not a warning; expected a share 50%") {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestLimitText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"5wd": "5个工作日, 5 working days", "1wd": "1个工作日, 1 working day", "7d": "7日, 7 days", "8wh": "8个工作小时, 8 working hours",
		"24h": "24小时, 24 hours", "20min": "20分钟, 20 minutes", "9999min": "9999分钟, 9999 minutes",
	} {
		l, err := deadline.ParseLimit(in)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := l.Chinese() + ", " + l.English(); got != want || l.String() != in {
			t.Errorf("%s: %s, %s", in, l, got)
		}
	}
	for _, in := range []string{"", "5", "wd", "0wd", "05wd", "-5wd", "+5wd", "5.5d", "10000d", "99999999999999999999d", "5WD", "5 wd", "5wd ", "5个工作日", "5w", "1e3h"} {
		_, err := deadline.ParseLimit(in)
		if !errs.Is(err, errs.Invalid) || !strings.Contains(text(err), "is not a limit; expected a number from 1 to 9999 with wd, d, wh, h or min, such as 5wd / “"+in+"”不是时限") {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func FuzzParseLimit(f *testing.F) {
	for _, s := range []string{"5wd", "24h", "20min", "0d", "10000wh", "", "5工作日"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := deadline.ParseLimit(s)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatalf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		if l.String() != s || l.N < 1 || l.Chinese() == "" || l.English() == "" {
			t.Fatalf("%q was read as %+v", s, l)
		}
	})
}

func FuzzParseWarning(f *testing.F) {
	for _, s := range []string{"50%", "T", "T-1wd yellow", "T+1wd red", "T-", "0%", "100% red"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := deadline.ParseWarning(s)
		if err != nil {
			return
		}
		if back, err := deadline.ParseWarning(w.String()); err != nil || back != w {
			t.Fatalf("%q was read as %+v, written %s, read back %+v, %v", s, w, w, back, err)
		}
	})
}
