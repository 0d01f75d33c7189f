package casework

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// TestCallBack: outcome, attitude and solved are asked apart, by who does not
// handle the case (domain.md §3.2, 回访核实; §5.3).
func TestCallBack(t *testing.T) {
	t.Parallel()
	full := &survey.Answer{Outcome: survey.Dissatisfied, Attitude: survey.Satisfied, Solved: survey.SolvedPartly}
	call := func(a *survey.Answer) Command { return Command{Do: DoCallBack, Leg: 1, Answer: a} }
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), submit(),
		beat{at: "10-17 17:00", by: staff(identity.CallBackers), cmd: call(full), refused: "conflict flow.state"},
		accept(),
		beat{at: "10-18 15:00", by: officer(housing), cmd: call(full), refused: "denied denied"},
		beat{at: "10-18 15:00", by: leader(housing), cmd: call(full), refused: "denied denied"},
		beat{at: "10-18 15:00", by: staff(identity.Reviewer), cmd: call(full), refused: "denied denied"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: call(nil), refused: "invalid command.missing"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: call(&survey.Answer{}), refused: "invalid answer.outcome"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: call(&survey.Answer{Outcome: "fine"}), refused: "invalid answer.outcome"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: call(&survey.Answer{Outcome: survey.Satisfied, Attitude: "fine"}), refused: "invalid answer.attitude"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: call(&survey.Answer{Outcome: survey.Satisfied, Solved: "maybe"}), refused: "invalid answer.solved"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: call(full), want: "closed 1:closed", clocks: "meet callback/1"},
		beat{at: "10-18 16:00", by: staff(identity.CallBackers), cmd: call(full), refused: "conflict flow.state"},
	)
	at := local(t, "10-18 15:00")
	if diff := cmp.Diff([]Call{{At: at, Answer: *full}}, s.c.Legs[0].Calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if f := s.c.LegFact(&s.c.Legs[0]); f.Verdict != survey.Dissatisfied || f.Solved != survey.SolvedPartly || f.CallBack.Met != at {
		t.Errorf("the facts: %+v", f)
	}
	// The unit's claim and the citizen's word are kept apart.
	if s.c.Legs[0].Result != ResultSolved {
		t.Errorf("the unit's result became %q", s.c.Legs[0].Result)
	}
	if !s.c.ClosedAt.Equal(at) || !s.c.Legs[0].ClosedAt.Equal(local(t, "10-17 16:00")) {
		t.Errorf("the case closed at %v, its leg at %v", s.c.ClosedAt, s.c.Legs[0].ClosedAt)
	}
}

func attempt(at, clocks string) beat {
	return beat{
		at: at, by: staff(identity.CallBackers), cmd: Command{Do: DoAttempt, Leg: 1, Reason: "no_answer"},
		want: "to_callback 1:awaiting_callback", clocks: clocks,
	}
}

// TestCallBackAttempts: an attempt meets the limit for calling back
// (design §4.3), and the case waits for the next; silence is no verdict.
func TestCallBackAttempts(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), submit(), accept(),
		beat{at: "10-18 15:00", by: officer(housing), cmd: Command{Do: DoAttempt, Leg: 1, Reason: "no_answer"}, refused: "denied denied"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: Command{Do: DoAttempt, Leg: 1}, refused: "invalid command.missing"},
		attempt("10-18 15:00", "meet callback/1"),
		attempt("10-21 15:00", ""),
	)
	if f := s.c.LegFact(&s.c.Legs[0]); f.Verdict != survey.Unreached || f.Verdict.Surveyed() || f.CallBack.Met != local(t, "10-18 15:00") {
		t.Errorf("after two attempts: %+v", f)
	}
	reached, given, declined := s.fork(), s.fork(), s.fork()
	last := func(v survey.Verdict) beat {
		return beat{at: "10-28 10:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 1, Answer: answered(v)}, want: "closed 1:closed"}
	}
	reached.play(last(survey.Basic))
	given.play(last(survey.Unreached))
	declined.play(last(survey.Declined))
	for name, c := range map[string]struct {
		s       *performance
		verdict survey.Verdict
	}{"reached at last": {reached, survey.Basic}, "given up": {given, survey.Unreached}, "will not say": {declined, survey.Declined}} {
		l := c.s.c.Legs[0]
		if f := c.s.c.LegFact(&l); f.Verdict != c.verdict || len(l.Calls) != 3 || f.CallBack.Met.After(f.CallBack.Due) {
			t.Errorf("%s: %+v with %d calls", name, f, len(l.Calls))
		}
	}
}

// TestLateCallBack: nobody rang before the limit.
func TestLateCallBack(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), submit(), accept(), attempt("10-26 00:01", "meet callback/1"))
	if got := s.c.Kept(deadline.CallBack, 1); !got.Met.After(got.Due) {
		t.Errorf("the limit for calling back: %+v", got)
	}
}

// TestRevisit: asked again after closing, the first and the last verdict are
// both kept, and the last that is one counts (design §4.3).
func TestRevisit(t *testing.T) {
	t.Parallel()
	revisit := func(at string, v survey.Verdict) beat {
		return beat{at: at, by: staff(identity.CallBackers), cmd: Command{Do: DoRevisit, Leg: 1, Answer: answered(v)}, want: "closed 1:closed"}
	}
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(
		beat{at: "10-21 10:00", by: leader(housing), cmd: revisit("", survey.Satisfied).cmd, refused: "denied denied"},
		beat{at: "10-21 10:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRevisit, Leg: 1}, refused: "invalid command.missing"},
		revisit("10-21 10:00", survey.Satisfied), revisit("10-22 10:00", survey.Declined),
	)
	l := &s.c.Legs[0]
	if l.First().Outcome != survey.Dissatisfied || l.Last().Outcome != survey.Satisfied || len(l.Calls) != 3 {
		t.Errorf("first %q, last %q of %d", l.First().Outcome, l.Last().Outcome, len(l.Calls))
	}
	if !s.c.ClosedAt.Equal(local(t, "10-18 15:00")) {
		t.Errorf("asking again closed the case anew, at %v", s.c.ClosedAt)
	}
	s.play(beat{at: "10-23 10:00", by: staff(identity.System), cmd: Command{Do: DoArchive}, want: "archived 1:closed"})
	s.refuseAs(staff(identity.CallBackers), Command{Do: DoRevisit, Leg: 1, Answer: answered(survey.Basic)}, "conflict flow.case_unsealed")
}

func rework(at, clocks string) beat {
	return beat{
		at: at, by: staff(identity.CallBackers), cmd: Command{Do: DoRework, Leg: 1, Reason: "unsolved"},
		want: "handling 1:at_work", clocks: clocks,
	}
}

// TestRework: a new cycle of the same leg, with a limit of its own; handled
// once, open until closed again, and the last verdict counts (design §4.3).
func TestRework(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(
		beat{at: "10-21 09:00", by: leader(housing), cmd: rework("", "").cmd, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.Citizen), cmd: rework("", "").cmd, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRework, Leg: 1}, refused: "invalid command.missing"},
		rework("10-21 09:00", "start close/1 10-29 00:00"),
	)
	if l := s.c.Legs[0]; l.Cycle != 1 || !l.ClosedAt.IsZero() || !l.SubmittedAt.IsZero() || l.Result != "" || !l.Counts() {
		t.Errorf("at work again: %+v", l)
	}
	if !s.c.ClosedAt.IsZero() || len(s.c.Legs) != 1 {
		t.Errorf("the case: closed at %v, %d legs", s.c.ClosedAt, len(s.c.Legs))
	}
	s.play(
		beat{at: "10-23 10:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, start review/1 10-26 00:00"},
		beat{at: "10-24 10:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1}, want: "to_callback 1:awaiting_callback", clocks: "meet review/1, start callback/1 11-01 00:00"},
		beat{at: "10-25 10:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 1, Answer: answered(survey.Satisfied)}, want: "closed 1:closed", clocks: "meet callback/1"},
	)
	l := s.c.Legs[0]
	if l.First().Outcome != survey.Dissatisfied || l.Last().Outcome != survey.Satisfied {
		t.Errorf("first %q, last %q", l.First().Outcome, l.Last().Outcome)
	}
	if !l.DispatchedAt.Equal(local(t, "10-14 10:00")) || !l.ClosedAt.Equal(local(t, "10-23 10:00")) || !l.SignedAt.Equal(local(t, "10-14 11:00")) {
		t.Errorf("days run from %v to %v", l.DispatchedAt, l.ClosedAt)
	}
	if got, want := s.clocks(1), "sign met 10-14 11:00, return stopped 10-17 16:00, contact stopped 10-17 16:00, close met 10-17 16:00, review met 10-18 09:30, "+
		"callback met 10-18 15:00, close met 10-23 10:00, review met 10-24 10:00, callback met 10-25 10:00"; got != want {
		t.Errorf("clocks %q; expected %q", got, want)
	}
}

// TestReworkLimits: the first cycle that was missed decides; whoever was
// waiting to be rung need not be.
func TestReworkLimits(t *testing.T) {
	t.Parallel()
	again := perform(t, testEnv(t), receive(), dispatch(), sign(), submit(), accept(), rework("10-21 09:00", "stop callback/1, start close/1 10-29 00:00"))
	again.play(beat{at: "10-29 09:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, start review/1 11-01 00:00"})
	if got := again.c.Kept(deadline.Close, 1); !got.Met.After(got.Due) {
		t.Errorf("the second cycle was late: %+v", got)
	}
	if got := again.c.Kept(deadline.CallBack, 1); got != (Punctuality{}) {
		t.Errorf("a call-back that was no longer wanted: %+v", got)
	}
	// The system may send back on a bad mark, where the region configures it.
	auto := rework("10-18 15:01", "start close/1 10-26 00:00")
	auto.by = staff(identity.System)
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(auto)
	// Not while the unit is at work on it, and not once it is sealed.
	s.refuseAs(staff(identity.CallBackers), rework("", "").cmd, "conflict flow.state")
	sealed := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	sealed.play(beat{at: "10-28 10:00", by: staff(identity.System), cmd: Command{Do: DoArchive}, want: "archived 1:closed"})
	sealed.refuseAs(staff(identity.CallBackers), rework("", "").cmd, "conflict flow.case_open")
}

// TestReworkOfOneOfTwo: the case is as far as who works; the other's verdict
// stays.
func TestReworkOfOneOfTwo(t *testing.T) {
	t.Parallel()
	signed := func(leg int, by identity.Actor) beat {
		return beat{at: "10-14 11:00", by: by, cmd: Command{Do: DoSign, Leg: leg}, clocks: "meet sign/" + string(rune('0'+leg))}
	}
	s := perform(t, testEnv(t), receive(), dispatchTwo(), signed(1, clerk(housing)), signed(2, clerk(street)),
		beat{at: "10-15 10:00", by: officer(housing), cmd: submission(1), want: "handling 1:submitted 2:signed", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-18 00:00"},
		beat{at: "10-15 10:00", by: officer(street), cmd: submission(2), want: "to_review 1:submitted 2:submitted", clocks: "meet close/2, stop return/2, stop contact/2, start review/2 10-18 00:00"},
		beat{at: "10-15 11:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1}, want: "to_review 1:awaiting_callback 2:submitted", clocks: "meet review/1, start callback/1 10-23 00:00"},
		beat{at: "10-15 11:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 2}, want: "to_callback 1:awaiting_callback 2:awaiting_callback", clocks: "meet review/2, start callback/2 10-23 00:00"},
		beat{at: "10-15 12:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 1, Answer: answered(survey.Satisfied)}, want: "to_callback 1:closed 2:awaiting_callback", clocks: "meet callback/1"},
		beat{at: "10-15 12:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRework, Leg: 2, Reason: "unsolved"}, want: "handling 1:closed 2:at_work", clocks: "stop callback/2, start close/2 10-23 00:00"},
	)
	if s.c.Legs[0].Last().Outcome != survey.Satisfied || s.c.Legs[0].Cycle != 0 || s.c.Legs[1].Cycle != 1 {
		t.Errorf("legs: %+v", s.c.Legs)
	}
}
