package casework

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

func extend(at, until, start string) beat {
	b := beat{at: at, by: leader(housing), want: "handling 1:extension_pending", clocks: start}
	b.cmd = Command{Do: DoExtend, Leg: 1, Reason: "works"}
	var err error
	if b.cmd.Until, err = parseLocal(until); err != nil {
		panic(err)
	}
	return b
}

func TestExtension(t *testing.T) {
	t.Parallel()
	grant := beat{
		at: "10-25 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantExtension, Leg: 1},
		want: "handling 1:at_work", clocks: "meet adjudicate/1, extend close/1 11-05 00:00",
	}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		// By the unit's leader, with a reason and a date after the limit.
		beat{at: "10-24 10:00", by: clerk(housing), cmd: extend("", "11-05 00:00", "").cmd, refused: "denied denied"},
		beat{at: "10-24 10:00", by: leader(housing), cmd: Command{Do: DoExtend, Leg: 1, Reason: "works"}, refused: "invalid command.missing"},
		beat{at: "10-24 10:00", by: leader(housing), cmd: extend("", "10-24 09:00", "").cmd, refused: "invalid until.past"},
		beat{at: "10-24 10:00", by: leader(housing), cmd: extend("", "10-29 00:00", "").cmd, refused: "invalid extension.until"},
		beat{at: "10-24 10:00", by: leader(housing), cmd: extend("", "11-12 00:01", "").cmd, refused: "invalid extension.max"},
		extend("10-24 10:00", "11-05 00:00", "start adjudicate/1 10-26 00:00"),
		beat{at: "10-25 09:00", by: leader(housing), cmd: grant.cmd, refused: "denied denied"},
		grant,
	)
	k, _ := s.c.Clock(deadline.Close, 1)
	want := []Extension{{At: local(t, "10-25 10:00"), Before: local(t, "10-29 00:00"), After: local(t, "11-05 00:00")}}
	if diff := cmp.Diff(want, k.Extended); diff != "" {
		t.Errorf("extensions (-want +got):\n%s", diff)
	}
	// The effective limit decides, not the first one.
	s.play(
		beat{at: "11-04 16:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 11-07 00:00"},
	)
	if got := s.c.Kept(deadline.Close, 1); got.Met.After(got.Due) || got.Due != local(t, "11-05 00:00") {
		t.Errorf("the close limit: %+v", got)
	}
	if s.c.Legs[0].Extensions != 1 || s.c.Legs[0].Asked != nil {
		t.Errorf("the leg: %+v", s.c.Legs[0])
	}
}

// TestExtensionTimes: the house rules and the limit's own rule both bound the
// number; what was refused does not count.
func TestExtensionTimes(t *testing.T) {
	t.Parallel()
	grant := func(at, effect string) beat {
		return beat{at: at, by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantExtension, Leg: 1}, want: "handling 1:at_work", clocks: effect}
	}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		extend("10-24 10:00", "11-01 00:00", "start adjudicate/1 10-26 00:00"),
		beat{at: "10-24 11:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRefuseExtension, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-24 11:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRefuseExtension, Leg: 1, Reason: "no_need"}, want: "handling 1:at_work", clocks: "meet adjudicate/1"},
		extend("10-25 10:00", "11-01 00:00", "start adjudicate/1 10-29 00:00"),
		grant("10-25 11:00", "meet adjudicate/1, extend close/1 11-01 00:00"),
		// The centre may give more, or less, than was asked for.
		extend("10-30 10:00", "11-05 00:00", "start adjudicate/1 11-01 00:00"),
		beat{
			at: "10-30 11:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantExtension, Leg: 1, Until: local(t, "11-12 00:00")},
			want: "handling 1:at_work", clocks: "meet adjudicate/1, extend close/1 11-12 00:00",
		},
		beat{at: "11-01 10:00", by: leader(housing), cmd: extend("", "11-15 00:00", "").cmd, refused: "conflict flow.extensions_left"},
	)
	if s.c.Legs[0].Extensions != 2 {
		t.Errorf("%d extensions", s.c.Legs[0].Extensions)
	}
	// After the limit it is too late to ask; to the moment it is not.
	tooLate := extend("10-29 00:01", "11-05 00:00", "")
	tooLate.refused = "conflict flow.before_due"
	perform(t, testEnv(t), receive(), dispatch(), sign(), tooLate)
	perform(t, testEnv(t), receive(), dispatch(), sign(), extend("10-29 00:00", "11-05 00:00", "start adjudicate/1 10-31 00:00"))
	// One that was asked for in time is granted after it as well.
	late := perform(t, testEnv(t), receive(), dispatch(), sign(),
		extend("10-28 10:00", "11-05 00:00", "start adjudicate/1 10-30 00:00"),
		grant("10-29 09:00", "meet adjudicate/1, extend close/1 11-05 00:00"))
	if got := late.c.Kept(deadline.Close, 1); got.Due != local(t, "11-05 00:00") {
		t.Errorf("the limit: %+v", got)
	}
	one := testEnv(t)
	one.Rules.ExtensionTimes = 1
	again := extend("10-30 10:00", "11-05 00:00", "")
	again.refused = "conflict flow.extensions_left"
	perform(t, one, receive(), dispatch(), sign(), extend("10-25 10:00", "11-01 00:00", "start adjudicate/1 10-29 00:00"), grant("10-25 11:00", "meet adjudicate/1, extend close/1 11-01 00:00"), again)
}

// TestNoExtension: a rule that allows none allows none; a limit that another
// system set is bound by the house rules alone.
func TestNoExtension(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	n := newIntake(1)
	n.Urgency = Urgent
	never := extend("10-14 12:00", "10-16 00:00", "")
	never.refused = "conflict flow.extensions_left"
	perform(t, env,
		beat{at: "10-14 09:00", by: staff(identity.Operator), cmd: Command{Do: DoReceive, New: n}, clocks: "start dispatch 10-16 00:00"},
		beat{
			at: "10-14 10:00", by: staff(identity.Dispatcher), cmd: give(DoDispatch, Lead, 0, nil),
			clocks: "leg 1 u-housing lead, start sign/1 10-16 00:00, start return/1 10-16 00:00, start contact/1 10-16 00:00, start close/1 10-15 10:00, meet dispatch",
		},
		sign(), never)
	foreign := extend("10-14 12:00", "2020-06-30 00:00", "start adjudicate/1 10-16 00:00")
	perform(t, env, receive(), beat{
		at: "10-14 10:00", by: staff(identity.Importer), cmd: give(DoDispatch, Lead, 0, &Dues{Close: local(t, "10-20 00:00")}),
		clocks: "leg 1 u-housing lead, start sign/1, start return/1, start contact/1, start close/1 10-20 00:00, meet dispatch",
	}, sign(), foreign, beat{
		at: "10-14 13:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantExtension, Leg: 1},
		want: "handling 1:at_work", clocks: "meet adjudicate/1, extend close/1 06-30 00:00",
	})
	// Where there is no limit there is nothing to extend, and nothing breaks.
	perform(t, env, receive(), beat{
		at: "10-14 10:00", by: staff(identity.Importer), cmd: give(DoDispatch, Lead, 0, &Dues{}),
		clocks: "leg 1 u-housing lead, start sign/1, start return/1, start contact/1, start close/1, meet dispatch",
	}, sign(), foreign, beat{
		at: "10-14 13:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantExtension, Leg: 1},
		want: "handling 1:at_work", clocks: "meet adjudicate/1",
	})
}

func TestSuspension(t *testing.T) {
	t.Parallel()
	suspend := Command{Do: DoSuspend, Leg: 1, Reason: "awaiting_citizen"}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: "10-17 10:00", by: clerk(housing), cmd: suspend, refused: "denied denied"},
		beat{at: "10-17 10:00", by: leader(housing), cmd: Command{Do: DoSuspend, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-17 10:00", by: leader(housing), cmd: suspend, want: "handling 1:suspend_pending", clocks: "start adjudicate/1 10-19 00:00"},
		// Asked for, the limit still runs.
		beat{at: "10-17 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantSuspension, Leg: 1}, want: "handling 1:suspended", clocks: "meet adjudicate/1, pause close/1"},
		beat{at: "10-18 10:00", by: officer(housing), cmd: submission(1), refused: "conflict flow.state"},
		beat{at: "10-18 10:00", by: leader(housing), cmd: Command{Do: DoResume, Leg: 1}, refused: "denied denied"},
	)
	if got := s.c.Kept(deadline.Close, 1); !got.Due.IsZero() {
		t.Errorf("a limit that stands still decides: %+v", got)
	}
	// Three working days in between, Friday, Monday and Tuesday: the limit
	// moves by as many, over the weekend (domain.md §4, d).
	s.play(beat{
		at: "10-22 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoResume, Leg: 1, Reason: "supplemented"},
		want: "handling 1:at_work", clocks: "resume close/1 11-01 00:00",
	})
	k, _ := s.c.Clock(deadline.Close, 1)
	if diff := cmp.Diff([]Pause{{From: local(t, "10-17 15:00"), Until: local(t, "10-22 15:00")}}, k.Pauses); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
	if s.c.Legs[0].Suspensions != 1 {
		t.Errorf("%d suspensions", s.c.Legs[0].Suspensions)
	}
	// And again, once more; every pause keeps its span.
	s.play(
		beat{at: "10-31 10:00", by: leader(housing), cmd: suspend, want: "handling 1:suspend_pending", clocks: "start adjudicate/1 11-02 00:00"},
		beat{at: "10-31 12:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantSuspension, Leg: 1}, want: "handling 1:suspended", clocks: "meet adjudicate/1, pause close/1"},
		beat{at: "11-06 12:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoResume, Leg: 1}, want: "handling 1:at_work", clocks: "resume close/1 11-07 00:00"},
	)
	if k, _ := s.c.Clock(deadline.Close, 1); len(k.Pauses) != 2 {
		t.Errorf("pauses: %v", k.Pauses)
	}
}

func TestSuspensionRefused(t *testing.T) {
	t.Parallel()
	suspend := Command{Do: DoSuspend, Leg: 1, Reason: "season"}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: "10-17 10:00", by: leader(housing), cmd: suspend, want: "handling 1:suspend_pending", clocks: "start adjudicate/1 10-19 00:00"},
		beat{at: "10-17 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRefuseSuspend, Leg: 1, Reason: "no_need"}, want: "handling 1:at_work", clocks: "meet adjudicate/1"},
		beat{at: "10-29 00:01", by: leader(housing), cmd: suspend, refused: "conflict flow.before_due"},
	)
	if k, _ := s.c.Clock(deadline.Close, 1); len(k.Pauses) != 0 || !k.Due.Equal(local(t, "10-29 00:00")) {
		t.Errorf("the limit: %+v", k)
	}
}

// TestAskTakenBack: while a unit waits for the centre's word on more time, it
// may take its ask back, or hand in what is done: then nobody need decide.
func TestAskTakenBack(t *testing.T) {
	t.Parallel()
	suspend := beat{
		at: "10-17 10:00", by: leader(housing), cmd: Command{Do: DoSuspend, Leg: 1, Reason: "season"},
		want: "handling 1:suspend_pending", clocks: "start adjudicate/1 10-19 00:00",
	}
	back := Command{Do: DoTakeBack, Leg: 1}
	handedIn := "meet close/1, stop return/1, stop contact/1, stop adjudicate/1, start review/1 10-22 00:00"
	for name, ask := range map[string]beat{"extension": extend("10-17 10:00", "11-05 00:00", "start adjudicate/1 10-19 00:00"), "suspension": suspend} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := perform(t, testEnv(t), receive(), dispatch(), sign(), ask,
				beat{at: "10-17 11:00", by: clerk(housing), cmd: back, refused: "denied denied"})
			asked.fork().play(
				beat{at: "10-17 11:00", by: leader(housing), cmd: back, want: "handling 1:at_work", clocks: "stop adjudicate/1"},
				beat{at: "10-17 11:01", by: leader(housing), cmd: back, refused: "conflict flow.state"},
				beat{at: "10-17 11:02", by: leader(housing), cmd: ask.cmd, clocks: "start adjudicate/1 10-19 00:00"},
			)
			asked.fork().play(beat{at: "10-17 16:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: handedIn})
			propose := submission(1)
			propose.Do = DoPropose
			asked.play(
				beat{at: "10-17 15:00", by: officer(housing), cmd: propose, want: "handling 1:unit_review", clocks: "stop adjudicate/1"},
				beat{at: "10-17 15:30", by: leader(housing), cmd: Command{Do: DoUnitSendBack, Leg: 1, Reason: "missing"}, want: "handling 1:at_work"},
			)
			if l := asked.c.Legs[0]; l.Asked != nil || l.Extensions+l.Suspensions != 0 {
				t.Errorf("the leg still asks: %+v", l)
			}
		})
	}
}

// TestSuspensionHasAnEnd: as the unit asked for it, or as the centre says; it
// is told while the leg rests, and no longer.
func TestSuspensionHasAnEnd(t *testing.T) {
	t.Parallel()
	asked := perform(t, testEnv(t), receive(), dispatch(), sign(), beat{
		at: "10-17 10:00", by: leader(housing), cmd: Command{Do: DoSuspend, Leg: 1, Reason: "season", Until: local(t, "11-20 00:00")},
		want: "handling 1:suspend_pending", clocks: "start adjudicate/1 10-19 00:00",
	})
	for _, granted := range []struct{ by, want time.Time }{
		{time.Time{}, local(t, "11-20 00:00")},
		{local(t, "11-10 00:00"), local(t, "11-10 00:00")},
	} {
		s := asked.fork()
		s.play(beat{
			at: "10-17 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantSuspension, Leg: 1, Until: granted.by},
			want: "handling 1:suspended", clocks: "meet adjudicate/1, pause close/1",
		})
		if got := s.c.Legs[0].SuspendedUntil; !got.Equal(granted.want) {
			t.Errorf("suspended until %v; expected %v", got, granted.want)
		}
		s.play(beat{at: "10-22 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoResume, Leg: 1}, want: "handling 1:at_work", clocks: "resume close/1 11-01 00:00"})
		if got := s.c.Legs[0].SuspendedUntil; !got.IsZero() {
			t.Errorf("suspended until %v, and at work", got)
		}
	}
}

// TestSuspensionUnderAnOlderPolicy: the rule that set the limit is found, by
// whatever version of the policy, or natural time is given back.
func TestSuspensionUnderAnOlderPolicy(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	paused := perform(t, env, receive(), dispatch(), sign(),
		beat{at: "10-17 10:00", by: leader(housing), cmd: Command{Do: DoSuspend, Leg: 1, Reason: "season"}, want: "handling 1:suspend_pending", clocks: "start adjudicate/1 10-19 00:00"},
		beat{at: "10-17 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantSuspension, Leg: 1}, want: "handling 1:suspended", clocks: "meet adjudicate/1, pause close/1"},
	)
	old := env.Policy
	newer := *old
	newer.Version = 2
	next := *env
	next.Policy = &newer
	resume := beat{at: "10-22 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoResume, Leg: 1}, want: "handling 1:at_work", clocks: "resume close/1 11-03 00:00"}
	unknown := paused.fork()
	unknown.env = &next
	unknown.play(resume)
	known := paused.fork()
	withPast := next
	withPast.RuleNamed = func(ref string) (deadline.Rule, bool) { return old.Rule(ref) }
	known.env = &withPast
	resume.clocks = "resume close/1 11-01 00:00"
	known.play(resume)
}

// TestAmendedCalendar: what runs is counted anew, what has ended is not.
func TestAmendedCalendar(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	amended := amendedEnv(t, env) // 10-21 to 10-25 are off
	s := perform(t, env, receive(), dispatchTwo(),
		beat{at: "10-14 11:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed 2:to_sign", clocks: "meet sign/1"},
		extendLeg("10-15 09:00", "11-05 00:00"),
	)
	system := staff(identity.System)
	d, moved, err := Recompute(amended, s.c, Act{By: system, Now: local(t, "10-17 09:00")})
	if err != nil || !moved {
		t.Fatal(moved, err)
	}
	// Ten working days from 10-15 with a week off: to 11-04. Signing, return
	// and contact run out before that week.
	if got, want := effects(d.Event.Data), "amend close/1 11-05 00:00, amend close/2 11-05 00:00"; got != want {
		t.Errorf("%q; expected %q", got, want)
	}
	if d.Event.Action != DoRecompute || d.Event.Version != s.c.Version+1 || d.Event.Prev != s.c.Hash || d.Event.By.Role != identity.System {
		t.Errorf("the event: %+v", d.Event)
	}
	c := Apply(s.c, d.Event)
	for leg := 1; leg <= 2; leg++ {
		if k, _ := c.Clock(deadline.Close, leg); !k.Due.Equal(local(t, "11-05 00:00")) || k.Calendar != amended.Calendar.Ref() {
			t.Errorf("leg %d: %+v", leg, k)
		}
	}
	if c.State != s.c.State || c.Legs[0].Asked == nil {
		t.Error("more than limits changed")
	}
	if _, moved, err := Recompute(amended, c, Act{By: system, Now: local(t, "10-17 09:01")}); moved || err != nil {
		t.Errorf("moved twice: %t, %v", moved, err)
	}
	if _, _, err := Recompute(amended, s.c, Act{By: staff(identity.Dispatcher), Now: local(t, "10-17 09:00")}); refusal(err) != "denied denied" {
		t.Errorf("a dispatcher moved limits: %v", err)
	}
	if _, _, err := Recompute(amended, s.c, Act{By: system, Now: local(t, "10-14 09:00")}); refusal(err) != "invalid flow.order" {
		t.Errorf("in the past: %v", err)
	}
	if _, err := Decide(amended, s.c, Act{By: system, Now: local(t, "10-17 09:00")}, Command{Do: DoRecompute}); refusal(err) != "invalid command.unknown" {
		t.Errorf("as a command: %v", err)
	}
	done := perform(t, env, closed("satisfied")...)
	if _, moved, err := Recompute(amended, done.c, Act{By: system, Now: local(t, "10-19 09:00")}); moved || err != nil {
		t.Errorf("limits of a closed case moved: %t, %v", moved, err)
	}
}

func extendLeg(at, until string) beat {
	b := extend(at, until, "start adjudicate/1 10-17 00:00")
	b.want = "handling 1:extension_pending 2:to_sign"
	return b
}

// TestAmendedCalendarKeepsGrants: a date that was granted stays; a pause is
// given back by the new days.
func TestAmendedCalendarKeepsGrants(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	amended := amendedEnv(t, env)
	granted := perform(t, env, receive(), dispatch(), sign(),
		extend("10-15 09:00", "11-05 00:00", "start adjudicate/1 10-17 00:00"),
		beat{at: "10-15 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantExtension, Leg: 1}, want: "handling 1:at_work", clocks: "meet adjudicate/1, extend close/1 11-05 00:00"},
	)
	if d, moved, _ := Recompute(amended, granted.c, Act{By: staff(identity.System), Now: local(t, "10-17 09:00")}); moved {
		t.Errorf("a granted date moved: %s", effects(d.Event.Data))
	}
	paused := perform(t, env, receive(), dispatch(), sign(),
		beat{at: "10-15 09:00", by: leader(housing), cmd: Command{Do: DoSuspend, Leg: 1, Reason: "season"}, want: "handling 1:suspend_pending", clocks: "start adjudicate/1 10-17 00:00"},
		beat{at: "10-15 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantSuspension, Leg: 1}, want: "handling 1:suspended", clocks: "meet adjudicate/1, pause close/1"},
		beat{at: "10-17 15:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoResume, Leg: 1}, want: "handling 1:at_work", clocks: "resume close/1 10-31 00:00"},
	)
	d, moved, err := Recompute(amended, paused.c, Act{By: staff(identity.System), Now: local(t, "10-18 09:00")})
	if got, want := effects(d.Event.Data), "amend close/1 11-07 00:00"; !moved || err != nil || got != want {
		t.Errorf("%q, %v; expected %q", got, err, want)
	}
}
