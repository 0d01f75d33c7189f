package casework

import (
	"testing"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// TestRedispatch: the old leg is cancelled and its clocks stop; the new one
// begins anew (domain.md §3.2, 改派).
func TestRedispatch(t *testing.T) {
	t.Parallel()
	to := func(unit int) Command {
		return Command{Do: DoRedispatch, Leg: 1, Unit: unitIDs[unit], Reason: "first_wrong"}
	}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: "10-16 09:00", by: clerk(housing), cmd: to(2), refused: "denied denied"},
		beat{at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: to(0), refused: "conflict unit.same"},
		beat{at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRedispatch, Leg: 1, Unit: "u-nowhere", Reason: "r"}, refused: "invalid unit.unknown"},
		beat{
			at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: to(2), want: "handling 1:cancelled 2:to_sign",
			clocks: "leg 2 u-market lead, start sign/2 10-18 00:00, start return/2 10-18 00:00, start contact/2 10-18 00:00, start close/2 10-31 00:00, stop return/1, stop contact/1, stop close/1",
		},
		beat{at: "10-16 10:00", by: clerk(housing), cmd: submission(1), refused: "conflict flow.state"},
		beat{at: "10-16 10:00", by: clerk(market), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:cancelled 2:signed", clocks: "meet sign/2"},
	)
	old := &s.c.Legs[0]
	if old.Counts() || !old.EndedAt.Equal(local(t, "10-16 09:00")) || s.c.Legs[1].DispatchedAt != local(t, "10-16 09:00") {
		t.Errorf("old %+v, new %+v", old, s.c.Legs[1])
	}
	// Signing was met, the rest stopped before it ran out: nothing is late.
	if got := s.c.LegFact(old); !got.Close.Due.IsZero() || got.Sign.Met != local(t, "10-14 11:00") {
		t.Errorf("the facts of the cancelled leg: %+v", got)
	}
	// Not from a unit that carries the case already, nor once it is handed in.
	perform(t, testEnv(t), receive(), dispatchTwo(),
		beat{at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: to(1), refused: "conflict unit.twice"})
	perform(t, testEnv(t), receive(), dispatch(), sign(), submit(),
		beat{at: "10-18 09:00", by: staff(identity.Dispatcher), cmd: to(2), refused: "conflict flow.state"})
	// Back to who had it before, by way of another: a new leg.
	s.play(beat{
		at: "10-17 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRedispatch, Leg: 2, Unit: housing, Reason: "yours_after_all"}, want: "handling 1:cancelled 2:cancelled 3:to_sign",
		clocks: "leg 3 u-housing lead, start sign/3 10-19 00:00, start return/3 10-19 00:00, start contact/3 10-19 00:00, start close/3 11-01 00:00, stop return/2, stop contact/2, stop close/2",
	})
	if !s.c.Legs[2].Counts() || s.c.Legs[2].Role != Lead {
		t.Errorf("the third leg: %+v", s.c.Legs[2])
	}
}

// TestRedispatchOfARequest: whatever the unit had asked for is gone with it.
func TestRedispatchOfARequest(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{
			at: "10-15 09:00", by: leader(housing), cmd: Command{Do: DoExtend, Leg: 1, Reason: "works", Until: local(t, "11-05 00:00")},
			want: "handling 1:extension_pending", clocks: "start adjudicate/1 10-17 00:00",
		},
		beat{
			at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRedispatch, Leg: 1, Unit: market, Reason: "first_wrong"},
			want:   "handling 1:cancelled 2:to_sign",
			clocks: "leg 2 u-market lead, start sign/2 10-18 00:00, start return/2 10-18 00:00, start contact/2 10-18 00:00, start close/2 10-31 00:00, stop return/1, stop contact/1, stop close/1, stop adjudicate/1",
		},
	)
	if s.c.Legs[0].Asked != nil {
		t.Error("the cancelled leg still asks for time")
	}
}

// TestJointHandling: several units, one case: it is as far as the least
// advanced of them.
func TestJointHandling(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatchTwo(),
		beat{at: "10-14 11:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 1}, refused: "denied denied"},
		beat{at: "10-14 11:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:to_sign 2:signed", clocks: "meet sign/2"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed 2:signed", clocks: "meet sign/1"},
		beat{at: "10-15 12:00", by: officer(street), cmd: submission(2), want: "handling 1:signed 2:submitted", clocks: "meet close/2, stop return/2, stop contact/2, start review/2 10-18 00:00"},
		beat{at: "10-15 15:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 2}, want: "handling 1:signed 2:awaiting_callback", clocks: "meet review/2, start callback/2 10-23 00:00"},
		beat{at: "10-16 12:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted 2:awaiting_callback", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-19 00:00"},
		beat{at: "10-16 15:00", by: staff(identity.Reviewer), cmd: Command{Do: DoSendBack, Leg: 1, Reason: "incomplete"}, want: "handling 1:at_work 2:awaiting_callback", clocks: "meet review/1, reopen close/1"},
		beat{at: "10-17 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 2, Answer: answered("satisfied")}, want: "handling 1:at_work 2:closed", clocks: "meet callback/2"},
		beat{at: "10-17 12:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted 2:closed", clocks: "meet close/1, start review/1 10-22 00:00"},
		beat{at: "10-17 15:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1}, want: "to_callback 1:awaiting_callback 2:closed", clocks: "meet review/1, start callback/1 10-25 00:00"},
		beat{at: "10-18 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 1, Answer: answered("dissatisfied")}, want: "closed 1:closed 2:closed", clocks: "meet callback/1"},
	)
	for i, want := range []LegFact{
		{Verdict: "dissatisfied", Sign: Punctuality{local(t, "10-16 00:00"), local(t, "10-14 12:00")}, Close: Punctuality{local(t, "10-29 00:00"), local(t, "10-17 12:00")}, CallBack: Punctuality{local(t, "10-25 00:00"), local(t, "10-18 09:00")}},
		{Verdict: "satisfied", Sign: Punctuality{local(t, "10-16 00:00"), local(t, "10-14 11:00")}, Close: Punctuality{local(t, "10-29 00:00"), local(t, "10-15 12:00")}, CallBack: Punctuality{local(t, "10-23 00:00"), local(t, "10-17 09:00")}},
	} {
		if got := s.c.LegFact(&s.c.Legs[i]); got != want {
			t.Errorf("leg %d: %+v; expected %+v", i+1, got, want)
		}
	}
}

// TestInvitation: whoever signs for the lead unit may ask others to assist,
// not to lead; nobody else spreads a case about.
func TestInvitation(t *testing.T) {
	t.Parallel()
	invite := func(units ...Assignment) Command {
		return Command{Do: DoInvite, Leg: 1, Units: units, Note: "请会同处理。"}
	}
	s := perform(t, testEnv(t), receive(), dispatch(),
		beat{at: "10-14 10:30", by: clerk(housing), cmd: invite(Assignment{water, Assist}), refused: "conflict flow.state"},
		sign(),
		beat{at: "10-14 12:00", by: officer(housing), cmd: invite(Assignment{water, Assist}), refused: "denied denied"},
		beat{at: "10-14 12:00", by: clerk(street), cmd: invite(Assignment{water, Assist}), refused: "denied denied"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: invite(Assignment{water, Lead}), refused: "invalid units.assist"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: invite(Assignment{water, Child}), refused: "invalid units.assist"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: invite(Assignment{housing, Assist}), refused: "conflict unit.twice"},
		beat{
			at: "10-14 12:00", by: clerk(housing), cmd: invite(Assignment{water, Assist}, Assignment{market, Assist}), want: "handling 1:at_work 2:to_sign 3:to_sign",
			clocks: "leg 2 u-water assist, leg 3 u-market assist, " + newLeg(2) + ", " + newLeg(3),
		},
		// The centre may call an assistant off, not the lead.
		beat{at: "10-14 13:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoCancelLeg, Leg: 1, Reason: "no_need"}, refused: "conflict flow.is_not_lead"},
		beat{at: "10-14 13:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoCancelLeg, Leg: 3, Reason: "no_need"}, want: "handling 1:at_work 2:to_sign 3:cancelled", clocks: "stop sign/3, stop return/3, stop contact/3, stop close/3"},
	)
	if s.c.Legs[2].Counts() || !s.c.Legs[1].Counts() || s.c.Legs[1].Parent != 0 {
		t.Errorf("legs: %+v", s.c.Legs)
	}
	// Who assists, or was delegated to, invites nobody.
	byAssist := invite(Assignment{market, Assist})
	byAssist.Leg = 2
	perform(t, testEnv(t), receive(), dispatchTwo(), signFirstOfTwo(),
		beat{at: "10-14 12:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:signed 2:signed", clocks: "meet sign/2"},
		beat{at: "10-14 12:30", by: clerk(street), cmd: byAssist, refused: "conflict flow.is_lead"},
	)
	// The last one that was waited for is called off: the case is ready for review.
	perform(t, testEnv(t), receive(), dispatchTwo(),
		beat{at: "10-14 11:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed 2:to_sign", clocks: "meet sign/1"},
		beat{at: "10-14 12:00", by: officer(housing), cmd: submission(1), want: "handling 1:submitted 2:to_sign", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-17 00:00"},
		beat{at: "10-14 13:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoCancelLeg, Leg: 2, Reason: "no_need"}, want: "to_review 1:submitted 2:cancelled", clocks: "stop sign/2, stop return/2, stop contact/2, stop close/2"},
	)
}

// TestDelegation: downwards only, with a limit of its own that does not move
// the parent's, and never counted (domain.md §3.2, 下派).
func TestDelegation(t *testing.T) {
	t.Parallel()
	delegate := func(unit int) Command {
		return Command{Do: DoDelegate, Leg: 1, Unit: []ident.UnitID{estates, "u-street-east", market}[unit], Note: "请物业管理处现场处理。"}
	}
	promised := delegate(0)
	promised.Until = local(t, "10-18 17:30")
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: "10-14 12:00", by: officer(housing), cmd: delegate(0), refused: "denied denied"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: delegate(1), refused: "invalid unit.not_below"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: delegate(2), refused: "invalid unit.not_below"},
		beat{
			at: "10-14 12:00", by: clerk(housing), cmd: promised, want: "handling 1:at_work 2:to_sign",
			clocks: "leg 2 u-housing-estates child of 1, start sign/2 10-16 00:00, start contact/2 10-16 00:00, start close/2 10-18 17:30",
		},
		beat{at: "10-14 12:30", by: clerk(housing), cmd: delegate(0), refused: "conflict unit.twice"},
		beat{at: "10-14 13:00", by: clerk(estates), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:at_work 2:signed", clocks: "meet sign/2"},
		// What is the parent's to ask, the child cannot.
		beat{at: "10-14 13:00", by: clerk(estates), cmd: Command{Do: DoReturn, Leg: 2, Reason: "r", Basis: "b"}, refused: "conflict flow.is_not_child"},
		beat{at: "10-14 13:00", by: leader(estates), cmd: Command{Do: DoExtend, Leg: 2, Reason: "r", Until: local(t, "10-30 00:00")}, refused: "conflict flow.is_not_child"},
		beat{at: "10-14 13:00", by: officer(estates), cmd: submission(2), refused: "conflict flow.is_not_child"},
		beat{at: "10-14 13:00", by: clerk(housing), cmd: Command{Do: DoCompleteChild, Leg: 1, Reply: "r"}, refused: "conflict flow.is_child"},
		beat{at: "10-15 13:00", by: officer(estates), cmd: Command{Do: DoCompleteChild, Leg: 2, Reply: "已更换灯泡。"}, want: "handling 1:at_work 2:closed", clocks: "meet close/2, stop contact/2"},
		// Done once, it may be asked again.
		beat{
			at: "10-15 14:00", by: clerk(housing), cmd: delegate(0), want: "handling 1:at_work 2:closed 3:to_sign",
			clocks: "leg 3 u-housing-estates child of 1, start sign/3 10-17 00:00, start contact/3 10-17 00:00, start close/3 10-23 00:00",
		},
	)
	if k, _ := s.c.Clock(deadline.Close, 1); !k.Due.Equal(local(t, "10-29 00:00")) || !k.Open() {
		t.Errorf("the parent's limit moved: %+v", k)
	}
	if s.c.Legs[1].Counts() || s.c.Legs[2].Counts() {
		t.Error("a child leg counts")
	}
	// Handing in ends what is not done below; what is done stays done.
	handed := s.fork()
	handed.play(beat{
		at: "10-16 10:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted 2:closed 3:cancelled",
		clocks: "cancel 3, stop sign/3, stop contact/3, stop close/3, meet close/1, stop return/1, stop contact/1, start review/1 10-19 00:00",
	})
	// So does a redispatch, even to the unit below.
	s.play(beat{
		at: "10-16 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRedispatch, Leg: 1, Unit: estates, Reason: "closer"}, want: "handling 1:cancelled 2:closed 3:cancelled 4:to_sign",
		clocks: "leg 4 u-housing-estates lead, cancel 3, stop sign/3, stop contact/3, stop close/3, start sign/4 10-18 00:00, start return/4 10-18 00:00, start contact/4 10-18 00:00, start close/4 10-31 00:00, stop return/1, stop contact/1, stop close/1",
	})
}

// TestNobodyBelow: a unit without others below it is not offered to delegate.
func TestNobodyBelow(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	c := mustStep(t, env, received(t, env), centre(monday), give(DoDispatch, Lead, 2, nil))
	c = mustStep(t, env, c, unitAct(market, monday), Command{Do: DoSign, Leg: 1})
	for _, o := range Allowed(env, c, Act{By: clerk(market), Now: monday}) {
		if o.Do == DoDelegate {
			t.Error("delegation is offered")
		}
	}
	_, err := Decide(env, c, Act{By: clerk(market), Now: monday}, Command{Do: DoDelegate, Leg: 1, Unit: estates})
	if got := refusal(err); got != "conflict flow.has_below" {
		t.Errorf("%q", got)
	}
}
