package casework

import (
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// TestEvaluation: whoever brought the case says what they think of the answer
// without being called: that is the verdict, once.
func TestEvaluation(t *testing.T) {
	t.Parallel()
	word := Command{Do: DoEvaluate, Leg: 1, Answer: &survey.Answer{Outcome: survey.Dissatisfied, Attitude: survey.Satisfied, Solved: survey.SolvedNo}, Note: "还是不亮。"}
	course := closed(survey.Satisfied)
	s := perform(t, testEnv(t), course[:len(course)-2]...)
	s.refuseAs(staff(identity.Citizen), word, "conflict flow.state")
	s = perform(t, testEnv(t), course[:len(course)-1]...)
	s.play(
		beat{at: "10-20 09:00", by: clerk(housing), cmd: word, refused: "denied denied"},
		beat{at: "10-20 09:00", by: staff(identity.CallBackers), cmd: word, refused: "denied denied"},
		beat{at: "10-20 09:00", by: staff(identity.Citizen), cmd: word, want: "closed 1:closed", clocks: "meet callback/1"},
		beat{at: "10-20 10:00", by: staff(identity.Citizen), cmd: word, refused: "conflict flow.state"},
	)
	if got := s.c.Legs[0].Last(); got != *word.Answer {
		t.Errorf("the verdict is %+v", got)
	}
	// An answer of the centre's own is judged on the case, once.
	direct := perform(t, testEnv(t), receive(), beat{at: "10-14 10:00", by: staff(identity.Operator), cmd: Command{Do: DoAnswer, Reply: "已答复"}, want: "closed", clocks: "meet dispatch"})
	own := Command{Do: DoAppraise, Answer: &survey.Answer{Outcome: survey.Satisfied}}
	direct.play(
		beat{at: "10-15 09:00", by: staff(identity.Operator), cmd: own, refused: "denied denied"},
		beat{at: "10-15 09:00", by: staff(identity.Citizen), cmd: own, want: "closed"},
		beat{at: "10-15 10:00", by: staff(identity.Citizen), cmd: own, refused: "conflict flow.not_called"},
	)
	perform(t, testEnv(t), course...).refuseAs(staff(identity.Citizen), own, "conflict flow.own_verdict")
}

// TestDisputedClosure: whoever brought the case says that it is not done; once
// for each time that it was handled.
func TestDisputedClosure(t *testing.T) {
	t.Parallel()
	word := Command{Do: DoDispute, Leg: 1, Note: "并没有修。"}
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(
		beat{at: "10-21 09:00", by: clerk(housing), cmd: word, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.Citizen), cmd: Command{Do: DoDispute, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-21 09:00", by: staff(identity.Citizen), cmd: word, want: "closed 1:closed"},
		beat{at: "10-21 10:00", by: staff(identity.Citizen), cmd: word, refused: "conflict flow.not_objected"},
	)
	if !s.c.Legs[0].Objected {
		t.Error("not on record")
	}
	s.play(rework("10-22 09:00", "start close/1 10-30 00:00"))
	if s.c.Legs[0].Objected {
		t.Error("still disputed though it is handled again")
	}
}

// TestConsent: what is published with the leave of whoever brought it is taken
// back with it.
func TestConsent(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), closed(survey.Satisfied)...)
	s.refuseAs(staff(identity.Citizen), Command{Do: DoWithhold}, "conflict flow.consented")
	s.play(
		beat{at: "10-21 09:00", by: staff(identity.Reviewer), cmd: Command{Do: DoConsent}, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.Citizen), cmd: Command{Do: DoConsent}, want: "closed 1:closed"},
		beat{at: "10-21 09:10", by: staff(identity.Citizen), cmd: Command{Do: DoConsent}, refused: "conflict flow.not_consented"},
		beat{at: "10-21 09:20", by: staff(identity.Reviewer), cmd: Command{Do: DoPublish}, want: "closed 1:closed"},
	)
	if !s.c.Public || !s.c.Consented {
		t.Error("not public")
	}
	s.play(beat{at: "10-21 10:00", by: staff(identity.Citizen), cmd: Command{Do: DoWithhold}, want: "closed 1:closed"})
	if s.c.Public || s.c.Consented {
		t.Error("public without leave")
	}
}
