package escalation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/escalation"
	"huying/internal/domain/identity"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func china(t *testing.T) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// midnight is the end of a day of October 2019.
func midnight(day int) time.Time { return time.Date(2019, 10, day+1, 0, 0, 0, 0, shanghai).UTC() }

func warned(t *testing.T, warnings ...string) *deadline.Rule {
	t.Helper()
	r := &deadline.Rule{
		Key: "r", Clock: deadline.Close, Limit: deadline.Limit{N: 5, Measure: deadline.Workdays},
		Start: deadline.Dispatched, Convention: deadline.NextDay, End: deadline.Midnight,
	}
	for _, text := range warnings {
		w, err := deadline.ParseWarning(text)
		if err != nil {
			t.Fatal(err)
		}
		r.Warnings = append(r.Warnings, w)
	}
	return r
}

// print writes an alarm as "day level step: posts".
func print(a escalation.Alarm) string {
	var to []string
	for _, p := range a.To {
		name := string(p.Role)
		if p.AtUnit {
			name = "unit:" + name
		}
		to = append(to, name)
	}
	return a.At.In(shanghai).Format("01-02T15:04 ") + string(a.Level) + " " + string(rune('0'+a.Step)) + ": " + strings.Join(to, " ")
}

func printed(all []escalation.Alarm) []string {
	var lines []string
	for _, a := range all {
		lines = append(lines, print(a))
	}
	return lines
}

// TestAlarms: a working day before the limit the unit is warned, when it passes
// its leader and the supervisor, then higher; over a weekend no day is lost.
func TestAlarms(t *testing.T) {
	t.Parallel()
	friday := midnight(18) // Monday 14 to Friday 18, five working days
	for _, c := range []struct {
		name  string
		limit escalation.Limit
		want  []string
	}{
		{
			"a unit's limit, by its rule",
			escalation.Limit{Clock: deadline.Close, Start: midnight(13), Due: friday, Rule: warned(t, "T-1wd yellow", "T red")},
			[]string{
				"10-18T00:00 yellow 0: unit:unit_clerk unit:officer unit:unit_leader",
				"10-19T00:00 red 0: unit:unit_clerk unit:officer unit:unit_leader supervisor",
				"10-22T00:00 red 1: unit:unit_leader supervisor",
				"10-26T00:00 red 2: unit:unit_leader leader",
			},
		},
		{
			"a limit that another system set",
			escalation.Limit{Clock: deadline.Sign, Start: midnight(13), Due: friday},
			[]string{
				"10-18T00:00 yellow 0: unit:unit_clerk unit:officer unit:unit_leader",
				"10-19T00:00 red 0: unit:unit_clerk unit:officer unit:unit_leader supervisor",
				"10-22T00:00 red 1: unit:unit_leader supervisor",
				"10-26T00:00 red 2: unit:unit_leader leader",
			},
		},
		{"a right that lapses is no duty", escalation.Limit{Clock: deadline.Return, Start: midnight(13), Due: friday, Rule: warned(t)}, nil},
		{
			"the centre's own", escalation.Limit{Clock: deadline.Review, Start: midnight(13), Due: friday, Rule: warned(t, "T red")},
			[]string{"10-19T00:00 red 0: reviewer supervisor"},
		},
		{
			"shorter than its warning", escalation.Limit{Clock: deadline.Contact, Start: midnight(17), Due: midnight(17).Add(3 * time.Hour)},
			[]string{"10-18T03:00 red 0: unit:unit_clerk unit:officer unit:unit_leader supervisor"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, printed(escalation.Alarms(china(t), c.limit, escalation.Ladder()))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestOwnLadder: a region climbs its own, or none.
func TestOwnLadder(t *testing.T) {
	t.Parallel()
	limit := escalation.Limit{Clock: deadline.Close, Start: midnight(13), Due: midnight(18), Rule: warned(t, "T red")}
	red := "10-19T00:00 red 0: unit:unit_clerk unit:officer unit:unit_leader supervisor"
	own := []escalation.Rung{{After: deadline.Limit{N: 3, Measure: deadline.Hours}, To: []escalation.Post{{Role: identity.Leader}}}}
	for _, c := range []struct {
		ladder []escalation.Rung
		want   []string
	}{{nil, []string{red}}, {own, []string{red, "10-19T03:00 red 1: leader"}}} {
		if diff := cmp.Diff(c.want, printed(escalation.Alarms(china(t), limit, c.ladder))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestDue: of what has passed unheard each hears the latest.
func TestDue(t *testing.T) {
	t.Parallel()
	all := escalation.Alarms(china(t), escalation.Limit{Clock: deadline.Close, Start: midnight(13), Due: midnight(18)}, escalation.Ladder())
	for _, c := range []struct {
		name       string
		since, now time.Time
		want       []string
		next       time.Time
	}{
		{"before", midnight(13), midnight(16), nil, midnight(17)},
		{"at the point", midnight(13), midnight(17), []string{"10-18T00:00 yellow 0: unit:unit_clerk unit:officer unit:unit_leader"}, midnight(18)},
		{"looked at late", midnight(13), midnight(24), []string{
			"10-19T00:00 red 0: unit:unit_clerk unit:officer",
			"10-22T00:00 red 1: unit:unit_leader supervisor",
		}, midnight(25)},
		{"the last", midnight(25), midnight(30), []string{"10-26T00:00 red 2: unit:unit_leader leader"}, time.Time{}},
	} {
		tell, next := escalation.Due(all, c.since, c.now)
		if diff := cmp.Diff(c.want, printed(tell)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if !next.Equal(c.next) {
			t.Errorf("%s: next at %s, want %s", c.name, next, c.next)
		}
	}
}

// TestScannedAnyhow: however often and whenever a limit is looked at, once its
// last alarm has fallen every post has heard that which is the last for it,
// nobody has heard one twice, and no time went back.
func TestScannedAnyhow(t *testing.T) {
	t.Parallel()
	cal := china(t)
	rapid.Check(t, func(r *rapid.T) {
		l := escalation.Limit{
			Clock: rapid.SampledFrom(deadline.Clocks()).Draw(r, "clock"), Start: midnight(8),
			Due: midnight(8).Add(time.Duration(rapid.IntRange(1, 400).Draw(r, "hours")) * time.Hour),
		}
		all := escalation.Alarms(cal, l, escalation.Ladder())
		last := map[escalation.Post]string{}
		for _, a := range all {
			for _, p := range a.To {
				last[p] = print(escalation.Alarm{At: a.At, Level: a.Level, Step: a.Step})
			}
		}
		heard := map[escalation.Post][]string{}
		since := l.Start
		for now := l.Start; !since.IsZero(); now = now.Add(time.Duration(rapid.IntRange(1, 300).Draw(r, "pause")) * time.Hour) {
			if now.Before(since) {
				continue
			}
			tell, next := escalation.Due(all, since, now)
			for _, a := range tell {
				for _, p := range a.To {
					heard[p] = append(heard[p], print(escalation.Alarm{At: a.At, Level: a.Level, Step: a.Step}))
				}
			}
			since = next
		}
		for p, want := range last {
			got := heard[p]
			if len(got) == 0 || got[len(got)-1] != want {
				r.Errorf("%v heard %q, and should have heard %q last", p, got, want)
			}
			if len(slices.Compact(slices.Sorted(slices.Values(got)))) != len(got) {
				r.Errorf("%v heard one twice: %q", p, got)
			}
		}
	})
}

// TestLadder: each rung is above the one before, is somebody's, and says on what
// it rests.
func TestLadder(t *testing.T) {
	t.Parallel()
	before := 0
	for i, rung := range escalation.Ladder() {
		if rung.After.N <= before || len(rung.To) == 0 || rung.Basis == "" {
			t.Errorf("rung %d is %+v after %d", i+1, rung, before)
		}
		before = rung.After.N
	}
	if !slices.ContainsFunc(escalation.Ladder(), func(r escalation.Rung) bool {
		return slices.Contains(r.To, escalation.Post{Role: identity.Leader})
	}) {
		t.Error("nobody above the supervisor is ever told")
	}
}
