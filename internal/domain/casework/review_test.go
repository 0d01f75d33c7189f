package casework

import (
	"testing"
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// TestSubmission: with a reply and a result, from a unit that has signed; what
// is handed in ends the limit for handling and starts the centre's own.
func TestSubmission(t *testing.T) {
	t.Parallel()
	without := func(change func(*Command)) Command {
		cmd := submission(1)
		change(&cmd)
		return cmd
	}
	s := perform(t, testEnv(t), receive(), dispatch(),
		beat{at: "10-14 10:30", by: clerk(housing), cmd: submission(1), refused: "conflict flow.state"},
		sign(),
		beat{at: "10-17 15:00", by: officer(street), cmd: submission(1), refused: "denied denied"},
		beat{at: "10-17 15:00", by: staff(identity.Dispatcher), cmd: submission(1), refused: "denied denied"},
		beat{at: "10-17 15:00", by: officer(housing), cmd: submission(2), refused: "not_found leg.not_found"},
		beat{at: "10-17 15:00", by: officer(housing), cmd: without(func(c *Command) { c.Reply = "" }), refused: "invalid command.missing"},
		beat{at: "10-17 15:00", by: officer(housing), cmd: without(func(c *Command) { c.Result = "" }), refused: "invalid command.missing"},
		beat{at: "10-17 15:00", by: officer(housing), cmd: without(func(c *Command) { c.Result = "done" }), refused: "invalid result.unknown"},
		// What only a decision of the centre or another system's silence can bring.
		beat{at: "10-17 15:00", by: officer(housing), cmd: without(func(c *Command) { c.Result = ResultPlea }), refused: "invalid result.unknown"},
		beat{at: "10-17 15:00", by: officer(housing), cmd: without(func(c *Command) { c.Result = ResultUnrecorded }), refused: "invalid result.unknown"},
		beat{at: "10-14 10:59", by: officer(housing), cmd: submission(1), refused: "invalid flow.order"},
		submit(),
		beat{at: "10-17 17:00", by: officer(housing), cmd: submission(1), refused: "conflict flow.state"},
	)
	l := s.c.Legs[0]
	if l.Reply != s.env.Ref("路灯已修复，当晚恢复照明。") || l.Result != ResultSolved || !l.SubmittedAt.Equal(local(t, "10-17 16:00")) {
		t.Errorf("what was handed in: %+v", l)
	}
	if !l.ClosedAt.IsZero() {
		t.Errorf("closed at %v, before the centre accepted it", l.ClosedAt)
	}
}

// TestResults: each result that a unit may report.
func TestResults(t *testing.T) {
	t.Parallel()
	for _, result := range []Result{ResultSolved, ResultPartly, ResultExplained, ResultUnfounded, ResultNotAllowed, ResultPlanned} {
		t.Run(string(result), func(t *testing.T) {
			t.Parallel()
			b := submit()
			b.cmd.Result = result
			if s := perform(t, testEnv(t), receive(), dispatch(), sign(), b); s.c.Legs[0].Result != result {
				t.Errorf("the leg says %q", s.c.Legs[0].Result)
			}
		})
	}
}

// TestLateSubmission: handed in after the limit, the limit was missed; at its
// very moment it was kept.
func TestLateSubmission(t *testing.T) {
	t.Parallel()
	for at, kept := range map[string]bool{"10-29 00:00": true, "10-29 00:01": false} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			b := submit()
			b.at, b.clocks = at, "meet close/1, stop return/1, stop contact/1, start review/1 11-01 00:00"
			got := perform(t, testEnv(t), receive(), dispatch(), sign(), b).c.Kept(deadline.Close, 1)
			if got.Met.After(got.Due) == kept {
				t.Errorf("due %v, met %v; kept: %t expected", got.Due, got.Met, kept)
			}
		})
	}
}

// TestEndorsement: where the unit's leader signs first, the limit runs until
// then (domain.md §3.2, 经办→单位审核).
func TestEndorsement(t *testing.T) {
	t.Parallel()
	propose := func(at string) beat {
		cmd := submission(1)
		cmd.Do, cmd.PublicReply = DoPropose, "已修复。"
		return beat{at: at, by: officer(housing), cmd: cmd, want: "handling 1:unit_review"}
	}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), propose("10-15 10:00"),
		beat{at: "10-15 11:00", by: officer(housing), cmd: Command{Do: DoEndorse, Leg: 1}, refused: "denied denied"},
		beat{at: "10-15 11:00", by: leader(street), cmd: Command{Do: DoEndorse, Leg: 1}, refused: "denied denied"},
		beat{at: "10-15 11:00", by: officer(housing), cmd: submission(1), refused: "conflict flow.state"},
		beat{at: "10-15 11:00", by: leader(housing), cmd: Command{Do: DoUnitSendBack, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-15 11:00", by: leader(housing), cmd: Command{Do: DoUnitSendBack, Leg: 1, Reason: "incomplete"}, want: "handling 1:at_work"},
		propose("10-16 10:00"),
		beat{
			at: "10-16 11:00", by: leader(housing), cmd: Command{Do: DoEndorse, Leg: 1},
			want: "to_review 1:submitted", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-19 00:00",
		},
	)
	l := s.c.Legs[0]
	if !l.SubmittedAt.Equal(local(t, "10-16 11:00")) || l.Reply != s.env.Ref("路灯已修复，当晚恢复照明。") || l.PublicReply != s.env.Ref("已修复。") || l.Result != ResultSolved {
		t.Errorf("what was handed in: %+v", l)
	}
}

// TestReview: the centre passes what was handed in, or sends it back with a
// reason; then the unit's limit runs on as if it had never been met.
func TestReview(t *testing.T) {
	t.Parallel()
	back := Command{Do: DoSendBack, Leg: 1, Reason: "no_basis_cited"}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(), submit(),
		beat{at: "10-18 09:00", by: leader(housing), cmd: Command{Do: DoAccept, Leg: 1}, refused: "denied denied"},
		beat{at: "10-18 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoAccept, Leg: 1}, refused: "denied denied"},
		beat{at: "10-18 09:00", by: leader(housing), cmd: back, refused: "denied denied"},
		beat{at: "10-18 09:00", by: staff(identity.Reviewer), cmd: Command{Do: DoSendBack, Leg: 1}, refused: "invalid command.missing"},
	)
	passed, sent := s.fork(), s.fork()
	passed.play(accept(),
		beat{at: "10-18 10:00", by: staff(identity.Reviewer), cmd: back, refused: "conflict flow.state"},
		beat{at: "10-18 10:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1}, refused: "conflict flow.state"})
	// The days stop at the submission that was accepted, not at the review.
	if l := passed.c.Legs[0]; !l.ClosedAt.Equal(local(t, "10-17 16:00")) {
		t.Errorf("closed at %v", l.ClosedAt)
	}
	sent.play(
		beat{at: "10-18 09:30", by: staff(identity.Reviewer), cmd: back, want: "handling 1:at_work", clocks: "meet review/1, reopen close/1"},
	)
	if l := sent.c.Legs[0]; l.SentBack != 1 || !l.SubmittedAt.IsZero() || !l.ClosedAt.IsZero() {
		t.Errorf("sent back: %+v", l)
	}
	if got, want := sent.clocks(1), "sign met 10-14 11:00, return stopped 10-17 16:00, contact stopped 10-17 16:00, close open, review met 10-18 09:30"; got != want {
		t.Errorf("clocks %q; expected %q", got, want)
	}
	// First in time and then too late is too late.
	sent.play(beat{at: "10-29 09:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, start review/1 11-01 00:00"})
	if got := sent.c.Kept(deadline.Close, 1); !got.Met.After(got.Due) || got.Due != local(t, "10-29 00:00") {
		t.Errorf("the limit: %+v", got)
	}
	if f := sent.c.Legs[0].SentBack; f != 1 {
		t.Errorf("sent back %d times", f)
	}
}

// TestContact: whether the citizen must be rung before anything is handed in
// is the region's to say (domain.md §4, 先行联系).
func TestContact(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	env.Rules.RequireContact = true
	refused := submit()
	refused.refused = "conflict flow.contact_made"
	ring := Command{Do: DoContact, Leg: 1, Note: "已电话联系，约定明日上门。"}
	handed := submit()
	handed.clocks = "meet close/1, stop return/1, start review/1 10-22 00:00"
	s := perform(t, env, receive(), dispatch(),
		beat{at: "10-14 10:30", by: officer(housing), cmd: ring, refused: "conflict flow.state"},
		sign(),
		beat{at: "10-14 12:00", by: officer(street), cmd: ring, refused: "denied denied"},
		beat{at: "10-14 12:00", by: officer(housing), cmd: Command{Do: DoContact, Leg: 1}, refused: "invalid command.missing"},
		refused,
		beat{at: "10-15 12:00", by: officer(housing), cmd: ring, want: "handling 1:signed", clocks: "meet contact/1"},
		beat{at: "10-16 12:00", by: officer(housing), cmd: ring, want: "handling 1:signed"},
		handed,
	)
	if want := local(t, "10-15 12:00"); !s.c.Legs[0].ContactedAt.Equal(want) {
		t.Errorf("contacted at %v; expected the first time, %v", s.c.Legs[0].ContactedAt, want)
	}
	if got := s.c.Kept(deadline.Contact, 1); got.Met.After(got.Due) || got.Met.IsZero() {
		t.Errorf("the limit for contact: %+v", got)
	}
	// Handed in without contact where none is asked for: not counted while the
	// limit had not run out, missed afterwards.
	early := perform(t, testEnv(t), receive(), dispatch(), sign(), beat{
		at: "10-15 12:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted",
		clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-18 00:00",
	})
	if got := early.c.Kept(deadline.Contact, 1); got != (Punctuality{}) {
		t.Errorf("handed in before the limit for contact: %+v", got)
	}
	late := perform(t, testEnv(t), receive(), dispatch(), sign(), submit())
	if got := late.c.Kept(deadline.Contact, 1); got != (Punctuality{Due: local(t, "10-16 00:00")}) {
		t.Errorf("handed in after it: %+v", got)
	}
}

// TestInsideTheUnit: who does it, and what is noted meanwhile, moves nothing.
func TestInsideTheUnit(t *testing.T) {
	t.Parallel()
	note := Command{Do: DoLegNote, Leg: 1, Note: "已到现场查看。", Evidence: []TextRef{"photo-1"}}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: "10-14 12:00", by: officer(housing), cmd: Command{Do: DoAssign, Leg: 1, Office: "照明科"}, refused: "denied denied"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: Command{Do: DoAssign, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-14 12:00", by: clerk(housing), cmd: Command{Do: DoAssign, Leg: 1, Office: "照明科"}, want: "handling 1:at_work"},
		beat{at: "10-14 13:00", by: officer(street), cmd: note, refused: "denied denied"},
		beat{at: "10-14 13:00", by: officer(housing), cmd: Command{Do: DoLegNote, Leg: 1}, refused: "invalid command.missing"},
		beat{at: "10-14 13:00", by: officer(housing), cmd: note, want: "handling 1:at_work"},
		beat{at: "10-14 14:00", by: clerk(housing), cmd: Command{Do: DoAssign, Leg: 1, Office: "养护科"}, want: "handling 1:at_work"},
	)
	if s.c.Legs[0].Office != "养护科" {
		t.Errorf("with %q", s.c.Legs[0].Office)
	}
	if got := s.log[len(s.log)-2].Data.Evidence; len(got) != 1 || got[0] != "photo-1" {
		t.Errorf("the note's evidence: %v", got)
	}
	s.refuseAs(officer(housing), Command{Do: DoLegNote, Leg: 1, Note: "说明", Evidence: make([]TextRef, maxEvidence+1)}, "invalid evidence.many")
	s.refuseAs(officer(housing), Command{Do: DoLegNote, Leg: 1, Note: "说明", Evidence: []TextRef{""}}, "invalid evidence.empty")
	s.refuseAs(officer(housing), Command{Do: DoLegNote, Leg: 1, Note: "说明", Level: 1}, "invalid command.unexpected")
}

// refuseAs gives one command a minute after the last, and expects its refusal.
func (s *performance) refuseAs(by identity.Actor, cmd Command, want string) {
	s.Helper()
	_, err := Decide(s.env, s.c, Act{By: by, Now: s.c.LastAt.Add(time.Minute)}, cmd)
	if got := refusal(err); got != want {
		s.Errorf("%s: %q (%v); expected %q", cmd.Do, got, err, want)
	}
}
