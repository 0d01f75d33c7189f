package demo

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// TestFold gives every step to casework under the district's policy: all are
// allowed, and within the quarters everything is in time and comes to its end.
func TestFold(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	cases := folded(t, s, asOf(EpidemicAsOf()))
	if len(cases) < 20_900 || len(cases) > 21_100 {
		t.Errorf("%d cases; expected about 21,000", len(cases))
	}
	open := 0
	for n, c := range cases {
		quarterly := Quarter().Contains(calendar.DateOf(c.ReceivedAt, shanghai)) || Quarter().YearBefore().Contains(calendar.DateOf(c.ReceivedAt, shanghai))
		for i := range c.Legs {
			l := &c.Legs[i]
			switch {
			case l.Counts() && quarterly:
				checkLeg(t, n, c, l)
			case l.Counts() && l.ClosedAt.IsZero():
				open++
			}
		}
	}
	if open == 0 {
		t.Error("nothing is open when the simulation ends")
	}
}

func checkLeg(t *testing.T, n int, c *casework.Case, l *casework.Leg) {
	t.Helper()
	if l.State != casework.LegClosed || c.State != casework.Closed {
		t.Errorf("case %d: the leg of %s is %s, the case %s", n, l.Unit, l.State, c.State)
	}
	f := c.LegFact(l)
	for name, p := range map[string]casework.Punctuality{"sign": f.Sign, "close": f.Close, "callback": f.CallBack} {
		if p.Due.IsZero() || p.Met.IsZero() || p.Met.After(p.Due) || p.Due.After(asOf(QuarterAsOf())) {
			t.Errorf("case %d: %s of %s is due %s, met %s", n, name, l.Unit, p.Due, p.Met)
		}
	}
}

// TestEveryAction: whatever staff can do is done somewhere; but in the quarters
// only what a table of cases can tell.
func TestEveryAction(t *testing.T) {
	t.Parallel()
	taken := map[casework.Action]int{}
	for _, step := range plan(t, Seed).Steps {
		taken[step.Cmd.Do]++
		switch step.Cmd.Do {
		case casework.DoRefuse, casework.DoInvalidate, casework.DoWithdraw, casework.DoMerge, casework.DoSplit, casework.DoDivert,
			casework.DoEmergency, casework.DoExclude, casework.DoPlead, casework.DoDraft, casework.DoTrack, casework.DoArchive, casework.DoReopen:
			if step.At.Before(asOf(Epidemic().From)) {
				t.Errorf("%s at %s", step.Cmd.Do, step.At)
			}
		}
	}
	// The desk gives these two itself, beside merge and unmerge.
	taken[casework.DoAbsorb], taken[casework.DoRelease] = taken[casework.DoMerge], taken[casework.DoUnmerge]
	for _, row := range casework.CaseFlow() {
		if row.Need != "" && taken[row.Do] == 0 {
			t.Errorf("nobody takes %s", row.Do)
		}
	}
	for _, row := range casework.LegFlow() {
		// What only other systems let happen comes in with their history.
		if row.Need != identity.SystemStep && taken[row.Do] == 0 {
			t.Errorf("nobody takes %s", row.Do)
		}
	}
}

// TestOrder: steps come by time, those of a case one after another in whole
// seconds, and a case begins with its receipt.
func TestOrder(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	last := map[int]time.Time{}
	for i, step := range s.Steps {
		if i > 0 && step.At.Before(s.Steps[i-1].At) {
			t.Fatalf("step %d comes before the one before it", i)
		}
		before, begun := last[step.Case]
		if !begun != (step.Cmd.New != nil) || begun && !step.At.After(before) || step.At.Nanosecond() != 0 {
			t.Fatalf("case %d: %s at %s, after %s", step.Case, step.Cmd.Do, step.At, before)
		}
		last[step.Case] = step.At
	}
}

// TestSamePlan: the same seed gives the same scenario, another one another.
func TestSamePlan(t *testing.T) {
	t.Parallel()
	a, err := Plan(Seed)
	if err != nil {
		t.Fatal(err)
	}
	b := plan(t, Seed)
	if !reflect.DeepEqual(a, b) {
		t.Error("two plans of one seed differ")
	}
	if c := plan(t, otherSeed); len(c.Steps) == len(a.Steps) && c.Steps[0].At.Equal(a.Steps[0].At) {
		t.Error("another seed gives the same scenario")
	}
}

// TestWorkingHours: units work when offices are open, with few exceptions, and
// the usual case takes six to eight commands.
func TestWorkingHours(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	cal, err := calendar.New(calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	all, off := 0, 0
	commands := make([]int, s.Cases)
	for _, step := range s.Steps {
		commands[step.Case]++
		if step.Unit == "" {
			continue
		}
		all++
		hour := step.At.In(shanghai).Hour()
		if !cal.Workday(calendar.DateOf(step.At, shanghai)) || hour < 8 || hour > 17 {
			off++
		}
	}
	if off*25 > all {
		t.Errorf("%d of %d steps of units are outside working hours", off, all)
	}
	slices.Sort(commands)
	if median := commands[len(commands)/2]; median < 6 || median > 8 {
		t.Errorf("the usual case takes %d commands", median)
	}
}

func BenchmarkPlan(b *testing.B) {
	for b.Loop() {
		if _, err := Plan(Seed); err != nil {
			b.Fatal(err)
		}
	}
}
