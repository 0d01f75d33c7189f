package casework

import (
	"slices"
	"testing"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

func plead() beat {
	return beat{
		at: "10-21 10:00", by: clerk(housing), cmd: Command{Do: DoPlead, Leg: 1, Reason: "beyond_scope", Basis: "条例第九条", Reply: "该诉求超出法定职责，已当面说明。"},
		want: "handling 1:plea_pending", clocks: "meet close/1, start adjudicate/1 10-23 00:00",
	}
}

// TestUnreasonableDemand: the unit applies with a ground and a basis, the
// centre decides, the citizen is told why and may object
// (domain.md §3.2, 不合理/不予办理).
func TestUnreasonableDemand(t *testing.T) {
	t.Parallel()
	uphold := Command{Do: DoUpholdPlea, Leg: 1, Reason: "beyond_scope"}
	without := func(change func(*Command)) Command {
		cmd := plead().cmd
		change(&cmd)
		return cmd
	}
	s := perform(t, testEnv(t), receive(), dispatch(),
		beat{at: "10-14 10:30", by: clerk(housing), cmd: plead().cmd, refused: "conflict flow.state"},
		sign(),
		beat{at: "10-21 10:00", by: officer(housing), cmd: plead().cmd, refused: "denied denied"},
		beat{at: "10-21 10:00", by: clerk(street), cmd: plead().cmd, refused: "denied denied"},
		beat{at: "10-21 10:00", by: clerk(housing), cmd: without(func(c *Command) { c.Reason = "" }), refused: "invalid command.missing"},
		beat{at: "10-21 10:00", by: clerk(housing), cmd: without(func(c *Command) { c.Basis = "" }), refused: "invalid command.missing"},
		beat{at: "10-21 10:00", by: clerk(housing), cmd: without(func(c *Command) { c.Reply = "" }), refused: "invalid command.missing"},
		plead(),
		beat{at: "10-21 11:00", by: officer(housing), cmd: submission(1), refused: "conflict flow.state"},
		beat{at: "10-22 09:00", by: leader(housing), cmd: uphold, refused: "denied denied"},
		beat{at: "10-22 09:00", by: staff(identity.Reviewer), cmd: uphold, refused: "denied denied"},
		beat{at: "10-22 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUpholdPlea, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-22 09:00", by: staff(identity.Dispatcher), cmd: uphold, want: "closed 1:closed", clocks: "meet adjudicate/1, stop return/1, stop contact/1"},
	)
	l := s.c.Legs[0]
	if l.Result != ResultPlea || l.Asked != nil || l.Reply != s.env.Ref("该诉求超出法定职责，已当面说明。") || !l.Counts() {
		t.Errorf("found unreasonable: %+v", l)
	}
	// The duty ended with the finding, not with the centre's agreement.
	if at := local(t, "10-21 10:00"); !l.SubmittedAt.Equal(at) || !l.ClosedAt.Equal(at) || s.c.LegFact(&l).Close.Met != at {
		t.Errorf("submitted %v, closed %v", l.SubmittedAt, l.ClosedAt)
	}
	objection := Command{Do: DoObject, Leg: 1, Note: "本人不认可。"}
	s.play(
		beat{at: "10-23 09:00", by: clerk(housing), cmd: objection, refused: "denied denied"},
		beat{at: "10-23 09:00", by: staff(identity.Citizen), cmd: Command{Do: DoObject, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-23 09:00", by: staff(identity.Citizen), cmd: objection, want: "closed 1:closed"},
		beat{at: "10-23 10:00", by: staff(identity.Citizen), cmd: objection, refused: "conflict flow.not_objected"},
		rework("10-24 09:00", "start close/1 11-01 00:00"),
		beat{at: "10-24 10:00", by: staff(identity.Citizen), cmd: objection, refused: "conflict flow.state"},
	)
	again := plead()
	again.at, again.clocks = "10-25 10:00", "meet close/1, start adjudicate/1 10-29 00:00"
	s.play(again,
		beat{at: "10-26 09:00", by: staff(identity.Dispatcher), cmd: uphold, want: "closed 1:closed", clocks: "meet adjudicate/1"},
		// A second finding may be objected to anew.
		beat{at: "10-27 09:00", by: staff(identity.Citizen), cmd: objection, want: "closed 1:closed"})
	perform(t, testEnv(t), closed(survey.Satisfied)...).refuseAs(staff(identity.Citizen), objection, "conflict flow.is_plea")
}

// TestUnreasonableDemandRejected: the unit has to handle it after all, by the
// limit that it had.
func TestUnreasonableDemandRejected(t *testing.T) {
	t.Parallel()
	reject := Command{Do: DoRejectPlea, Leg: 1, Reason: "is_reasonable"}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), plead(),
		beat{at: "10-22 09:00", by: leader(housing), cmd: reject, refused: "denied denied"},
		beat{at: "10-22 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoRejectPlea, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-22 09:00", by: staff(identity.Dispatcher), cmd: reject, want: "handling 1:at_work", clocks: "meet adjudicate/1, reopen close/1"},
	)
	if l := s.c.Legs[0]; l.Asked != nil || !l.ClosedAt.IsZero() || l.Result == ResultPlea {
		t.Errorf("to be handled: %+v", l)
	}
	if k, _ := s.c.Clock(deadline.Close, 1); !k.Open() || !k.Due.Equal(local(t, "10-29 00:00")) {
		t.Errorf("the limit: %+v", k)
	}
	s.play(beat{at: "10-30 09:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 11-02 00:00"})
	if got := s.c.Kept(deadline.Close, 1); !got.Met.After(got.Due) {
		t.Errorf("handled after the limit: %+v", got)
	}
}

// TestUnreasonableDemandOnOneOfTwo: the others go on.
func TestUnreasonableDemandOnOneOfTwo(t *testing.T) {
	t.Parallel()
	first := plead()
	first.want = "handling 1:plea_pending 2:to_sign"
	perform(t, testEnv(t), receive(), dispatchTwo(), signFirstOfTwo(), first,
		beat{
			at: "10-22 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUpholdPlea, Leg: 1, Reason: "beyond_scope"},
			want: "handling 1:closed 2:to_sign", clocks: "meet adjudicate/1, stop return/1, stop contact/1",
		},
		beat{at: "10-22 10:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 2}, want: "handling 1:closed 2:signed", clocks: "meet sign/2"},
	)
}

// TestUnreasonableDemandLeavesTheRest: with a plea upheld the case is as far as
// the others have come, and what was delegated ends.
func TestUnreasonableDemandLeavesTheRest(t *testing.T) {
	t.Parallel()
	both := []Command{toReceive, {Do: DoDispatch, Units: []Assignment{{housing, Lead}, {market, Assist}}}, toSign, {Do: DoSign, Leg: 2}}
	accepted := Command{Do: DoAccept, Leg: 2}
	upheld := Command{Do: DoUpholdPlea, Leg: 1, Reason: "beyond_scope"}
	for want, course := range map[string][]Command{
		"to_review 1:closed 2:submitted":                   {submission(2), plead().cmd, upheld},
		"to_callback 1:closed 2:awaiting_callback":         {submission(2), accepted, plead().cmd, upheld},
		"handling 1:closed 2:signed 3:cancelled":           {{Do: DoDelegate, Leg: 1, Unit: estates}, plead().cmd, upheld},
		"handling 1:at_work 2:awaiting_callback 3:to_sign": {{Do: DoDelegate, Leg: 1, Unit: estates}, submission(2), accepted, plead().cmd, {Do: DoRejectPlea, Leg: 1, Reason: "r"}},
	} {
		c := courseTo(t, testEnv(t), append(slices.Clone(both), course...)...)
		if got := standing(c); got != want {
			t.Errorf("the case stands at %q; expected %q", got, want)
		}
		checkCase(t, c)
	}
}
