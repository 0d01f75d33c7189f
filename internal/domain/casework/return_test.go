package casework

import (
	"testing"
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

func returned(at string) beat {
	return beat{
		at: at, by: clerk(housing), cmd: Command{Do: DoReturn, Leg: 1, Reason: "not_ours", Basis: "三定方案第四条", Unit: market},
		want: "dispatched 1:return_pending", clocks: "meet sign/1, meet return/1, start adjudicate/1 10-16 00:00",
	}
}

func TestReturnUpheld(t *testing.T) {
	t.Parallel()
	uphold := Command{Do: DoUpholdReturn, Leg: 1, Reason: "not_ours"}
	s := perform(t, testEnv(t), receive(), dispatch(),
		beat{at: "10-14 14:00", by: officer(housing), cmd: returned("").cmd, refused: "denied denied"},
		beat{at: "10-14 14:00", by: clerk(housing), cmd: Command{Do: DoReturn, Leg: 1, Reason: "not_ours"}, refused: "invalid command.missing"},
		returned("10-14 14:00"),
		beat{at: "10-14 14:30", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, refused: "conflict flow.state"},
	)
	if a := s.c.Legs[0].Asked; a == nil || a.Unit != market || a.Reason != "not_ours" {
		t.Errorf("asked: %+v", a)
	}
	if !s.c.Legs[0].Counts() {
		t.Error("a pending return counts (design §4.3)")
	}
	s.play(
		beat{at: "10-15 09:00", by: leader(housing), cmd: uphold, refused: "denied denied"},
		beat{
			at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: uphold, want: "to_dispatch 1:returned",
			clocks: "meet adjudicate/1, stop contact/1, stop close/1, start dispatch 10-17 00:00",
		},
		// The same unit may be right after all: it gets a new leg with new clocks.
		beat{
			at: "10-15 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{market, Lead}}}, want: "dispatched 1:returned 2:to_sign",
			clocks: "leg 2 u-market lead, start sign/2 10-17 00:00, start return/2 10-17 00:00, start contact/2 10-17 00:00, start close/2 10-30 00:00, meet dispatch",
		},
	)
	l := s.c.Legs[0]
	if l.Counts() || !l.EndedAt.Equal(local(t, "10-15 09:00")) || l.Returns != 1 || l.Asked != nil {
		t.Errorf("the returned leg: %+v", l)
	}
	if f := s.c.LegFact(&s.c.Legs[1]); f.Sign.Due != local(t, "10-17 00:00") {
		t.Errorf("the new leg is to be signed by %v", f.Sign.Due)
	}
}

// TestWhatIsDoneStays: the lead leg was returned, and the centre ends the case
// itself. An assisting unit that had done its part keeps it, with the caller's
// verdict; one that had not is called off. Only a withdrawal or a merge takes
// both out of the count (design §4.3).
func TestWhatIsDoneStays(t *testing.T) {
	t.Parallel()
	start := local(t, "10-14 10:00")
	c := perform(t, testEnv(t), receive()).c
	for i, cmd := range []Command{
		{Do: DoDispatch, Units: []Assignment{{housing, Lead}, {street, Assist}, {water, Assist}}},
		{Do: DoSign, Leg: 2}, submission(2), {Do: DoAccept, Leg: 2},
		{Do: DoCallBack, Leg: 2, Answer: answered("dissatisfied")},
		{Do: DoReturn, Leg: 1, Reason: "duty", Basis: "三定方案第四条"}, {Do: DoUpholdReturn, Leg: 1, Reason: "duty"},
	} {
		c = mustStep(t, testEnv(t), c, everyone(start.Add(time.Duration(i)*time.Minute)), cmd)
	}
	const kept, gone = " 1:returned 2:closed 3:cancelled", " 1:returned 2:cancelled 3:cancelled"
	for _, end := range []struct {
		cmd  Command
		want string
	}{
		{Command{Do: DoAnswer, Reply: "已由中心答复。"}, "closed" + kept},
		{Command{Do: DoRefuse, Reason: "outside", Route: "诉讼"}, "refused" + kept},
		{Command{Do: DoEmergency, Route: "110"}, "emergency" + kept},
		{Command{Do: DoInvalidate, Reason: "abuse"}, "invalid" + kept},
		{Command{Do: DoDivert, Route: "信访"}, "diverted" + kept},
		{Command{Do: DoWithdraw, Reason: "solved"}, "withdrawn" + gone},
		{Command{Do: DoMerge, Target: "case-2", Reason: "same_matter"}, "merged" + gone},
	} {
		after := mustStep(t, testEnv(t), c, everyone(start.Add(time.Hour)), end.cmd)
		checkCase(t, after)
		if got := standing(after); got != end.want {
			t.Errorf("%s: the case stands at %q; expected %q", end.cmd.Do, got, end.want)
		}
		if l := &after.Legs[1]; l.Counts() && after.LegFact(l).Verdict != "dissatisfied" {
			t.Errorf("%s: the verdict on what was done: %+v", end.cmd.Do, after.LegFact(l))
		}
		if after.State == Closed {
			// The centre answered: nobody's part can be opened again.
			(&performance{T: t, env: testEnv(t), c: after}).refuseAs(everyone(start).By, Command{Do: DoRework, Leg: 2, Reason: "r"}, "conflict flow.not_answered")
		}
	}
}

// TestReturnRejected: once, and then the unit signs within a second limit.
func TestReturnRejected(t *testing.T) {
	t.Parallel()
	reject := beat{
		at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRejectReturn, Leg: 1, Reason: "is_yours"},
		want: "dispatched 1:to_sign", clocks: "meet adjudicate/1, start sign/1 10-17 00:00",
	}
	again := returned("10-15 10:00")
	again.refused = "conflict flow.may_return"
	s := perform(t, testEnv(t), receive(), dispatch(), returned("10-14 14:00"), reject, again)
	if !s.c.Legs[0].ReturnBarred || !s.c.Legs[0].Counts() {
		t.Errorf("after the refusal: %+v", s.c.Legs[0])
	}
	inTime, late := s.fork(), s.fork()
	inTime.play(beat{at: "10-16 16:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed", clocks: "meet sign/1"})
	if got, want := inTime.c.Kept(deadline.Sign, 1), (Punctuality{Due: local(t, "10-17 00:00"), Met: local(t, "10-16 16:00")}); got != want {
		t.Errorf("signing in the second limit: %+v; expected %+v", got, want)
	}
	late.play(beat{at: "10-17 00:01", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed", clocks: "meet sign/1"})
	if got := late.c.Kept(deadline.Sign, 1); !got.Met.After(got.Due) {
		t.Errorf("signing after the second limit: %+v", got)
	}
	// The close limit never stood still: it runs from dispatch.
	if k, _ := late.c.Clock(deadline.Close, 1); !k.Due.Equal(local(t, "10-29 00:00")) || k.Turn != 0 {
		t.Errorf("the close clock: %+v", k)
	}
}

// TestReturnAfterSigning: signed or not, before the window closes, and the
// first signing stays on record.
func TestReturnAfterSigning(t *testing.T) {
	t.Parallel()
	after := returned("10-14 14:00")
	after.want, after.clocks = "handling 1:return_pending", "meet return/1, start adjudicate/1 10-16 00:00"
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), after,
		beat{at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRejectReturn, Leg: 1, Reason: "is_yours"}, want: "handling 1:to_sign", clocks: "meet adjudicate/1, start sign/1 10-17 00:00"},
		beat{at: "10-15 10:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed", clocks: "meet sign/1"},
	)
	if want := local(t, "10-14 11:00"); !s.c.Legs[0].SignedAt.Equal(want) {
		t.Errorf("signed at %v; expected the first time, %v", s.c.Legs[0].SignedAt, want)
	}
	work := beat{at: "10-14 12:00", by: clerk(housing), cmd: Command{Do: DoAssign, Leg: 1, Office: "照明科"}, want: "handling 1:at_work"}
	tooLate := returned("10-14 14:00")
	tooLate.refused = "conflict flow.state"
	perform(t, testEnv(t), receive(), dispatch(), sign(), work, tooLate)
}

// TestReturnWindow: until the moment of the limit itself, and not after.
func TestReturnWindow(t *testing.T) {
	t.Parallel()
	atLast := returned("10-16 00:00")
	atLast.clocks = "meet sign/1, meet return/1, start adjudicate/1 10-18 00:00"
	perform(t, testEnv(t), receive(), dispatch(), atLast)
	tooLate := returned("10-16 00:01")
	tooLate.refused = "conflict flow.in_return_window"
	perform(t, testEnv(t), receive(), dispatch(), tooLate)
	twice := testEnv(t)
	twice.Rules.ReturnTimes = 0
	never := returned("10-14 14:00")
	never.refused = "conflict flow.may_return"
	perform(t, twice, receive(), dispatch(), never)
}

// TestReturnOfAnAssist: the case goes on with its lead.
func TestReturnOfAnAssist(t *testing.T) {
	t.Parallel()
	ret := func(leg int) Command { return Command{Do: DoReturn, Leg: leg, Reason: "not_ours", Basis: "依据"} }
	perform(t, testEnv(t), receive(), dispatchTwo(),
		beat{at: "10-14 11:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed 2:to_sign", clocks: "meet sign/1"},
		beat{at: "10-14 12:00", by: officer(housing), cmd: submission(1), want: "handling 1:submitted 2:to_sign", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-17 00:00"},
		beat{at: "10-14 13:00", by: clerk(street), cmd: ret(2), want: "handling 1:submitted 2:return_pending", clocks: "meet sign/2, meet return/2, start adjudicate/2 10-16 00:00"},
		// The last that was waited for is gone: what is left awaits review.
		beat{at: "10-14 14:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUpholdReturn, Leg: 2, Reason: "not_ours"}, want: "to_review 1:submitted 2:returned", clocks: "meet adjudicate/2, stop contact/2, stop close/2"},
	)
	// The lead is gone: the case waits for another, the assist works on.
	s := perform(t, testEnv(t), receive(), dispatchTwo(),
		beat{at: "10-14 11:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:to_sign 2:signed", clocks: "meet sign/2"},
		beat{at: "10-14 13:00", by: clerk(housing), cmd: ret(1), want: "handling 1:return_pending 2:signed", clocks: "meet sign/1, meet return/1, start adjudicate/1 10-16 00:00"},
		beat{at: "10-14 14:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUpholdReturn, Leg: 1, Reason: "not_ours"}, want: "to_dispatch 1:returned 2:signed", clocks: "meet adjudicate/1, stop contact/1, stop close/1, start dispatch 10-16 00:00"},
		beat{at: "10-14 15:00", by: officer(street), cmd: submission(2), want: "to_dispatch 1:returned 2:submitted", clocks: "meet close/2, stop return/2, stop contact/2, start review/2 10-17 00:00"},
		// With a unit at work the case is being handled, whoever leads.
		beat{
			at: "10-14 16:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{market, Lead}}}, want: "handling 1:returned 2:submitted 3:to_sign",
			clocks: "leg 3 u-market lead, " + newLeg(3) + ", meet dispatch",
		},
	)
	if got := []bool{s.c.Legs[0].Counts(), s.c.Legs[1].Counts(), s.c.Legs[2].Counts()}; got[0] || !got[1] || !got[2] {
		t.Errorf("legs count: %v", got)
	}
}
