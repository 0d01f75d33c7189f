package casework

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

func merge(at string) beat {
	return beat{
		at: at, by: staff(identity.Dispatcher), cmd: Command{Do: DoMerge, Target: "case-2", Reason: "same_matter"},
		want: "merged 1:cancelled 2:cancelled", clocks: "cancel 1, cancel 2, stop return/1, stop contact/1, stop close/1, stop sign/2, stop return/2, stop contact/2, stop close/2",
	}
}

func signFirstOfTwo() beat {
	return beat{at: "10-14 11:00", by: clerk(housing), cmd: Command{Do: DoSign, Leg: 1}, want: "handling 1:signed 2:to_sign", clocks: "meet sign/1"}
}

// TestMerge: two callers with one matter are one case at the units; what had
// begun on this one ends there and does not count (domain.md §3.2, 并单).
func TestMerge(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatchTwo(), signFirstOfTwo(),
		beat{at: "10-15 09:00", by: clerk(housing), cmd: merge("").cmd, refused: "denied denied"},
		beat{at: "10-15 09:00", by: staff(identity.Operator), cmd: merge("").cmd, refused: "denied denied"},
		beat{at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoMerge, Reason: "same_matter"}, refused: "invalid command.missing"},
		beat{at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoMerge, Target: "case-2"}, refused: "invalid command.missing"},
		beat{at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoMerge, Target: "case-1", Reason: "r"}, refused: "invalid link.self"},
		merge("10-15 09:00"),
		beat{at: "10-15 09:01", by: staff(identity.Dispatcher), cmd: merge("").cmd, refused: "conflict flow.state"},
		beat{at: "10-15 10:00", by: clerk(street), cmd: Command{Do: DoSign, Leg: 2}, refused: "conflict flow.state"},
	)
	if s.c.MergedInto != "case-2" || s.c.Reason != "same_matter" || !s.c.ClosedAt.IsZero() {
		t.Errorf("merged into %q for %q, closed at %v", s.c.MergedInto, s.c.Reason, s.c.ClosedAt)
	}
	for i := range s.c.Legs {
		if s.c.Legs[i].Counts() {
			t.Errorf("leg %d counts beside the surviving case's", i+1)
		}
	}
	// Before anybody works on it, too; not once the answer is with the centre.
	perform(t, testEnv(t), receive(), beat{at: "10-14 09:30", by: staff(identity.Dispatcher), cmd: merge("").cmd, want: "merged", clocks: "stop dispatch"})
	perform(t, testEnv(t), receive(), dispatch(), sign(), submit(),
		beat{at: "10-18 09:00", by: staff(identity.Dispatcher), cmd: merge("").cmd, refused: "conflict flow.state"})
}

// TestMergedCallers: each keeps a reply and a verdict of its own.
func TestMergedCallers(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatchTwo(), signFirstOfTwo(), merge("10-15 09:00"),
		beat{at: "10-16 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoBoxReply, Note: "您反映的路灯已修复。"}, want: "merged 1:cancelled 2:cancelled"},
		beat{at: "10-16 10:00", by: clerk(housing), cmd: Command{Do: DoRate, Answer: answered(survey.Basic)}, refused: "denied denied"},
		beat{at: "10-16 10:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRate, Answer: answered(survey.Basic)}, want: "merged 1:cancelled 2:cancelled"},
	)
	if got := s.c.LastAnswer().Outcome; got != survey.Basic {
		t.Errorf("the caller's verdict is %q", got)
	}
	// Undone, the case has units of its own to be asked about.
	s.play(beat{
		at: "10-17 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUnmerge, Reason: "another_matter"},
		want: "to_dispatch 1:cancelled 2:cancelled", clocks: "start dispatch 10-19 00:00",
	})
	if len(s.c.Calls) != 0 {
		t.Errorf("the verdict on another case's handling stayed: %+v", s.c.Calls)
	}
}

// TestAbsorb: the other side of a merge, once for each case, while it is open.
func TestAbsorb(t *testing.T) {
	t.Parallel()
	absorb := func(from string) Command { return Command{Do: DoAbsorb, Target: ident.CaseID(from)} }
	at := "10-15 09:00"
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: at, by: clerk(housing), cmd: absorb("case-7"), refused: "denied denied"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: absorb(""), refused: "invalid command.missing"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: absorb("case-1"), refused: "invalid link.self"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: absorb("case-7"), want: "handling 1:signed"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: absorb("case-8"), want: "handling 1:signed"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: absorb("case-7"), refused: "conflict link.twice"},
		// It can't itself vanish into a third: the callers of both would be lost sight of.
		beat{at: at, by: staff(identity.Dispatcher), cmd: merge("").cmd, refused: "conflict flow.not_absorbing"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: Command{Do: DoRelease, Target: "case-9"}, refused: "conflict link.none"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: Command{Do: DoRelease, Target: "case-7"}, want: "handling 1:signed"},
		beat{at: at, by: staff(identity.Dispatcher), cmd: Command{Do: DoRelease, Target: "case-7"}, refused: "conflict link.none"},
	)
	if diff := cmp.Diff([]ident.CaseID{"case-8"}, s.c.Absorbed); diff != "" {
		t.Errorf("merged into this one (-want +got):\n%s", diff)
	}
	perform(t, testEnv(t), closed(survey.Satisfied)...).refuseAs(staff(identity.Dispatcher), absorb("case-7"), "conflict flow.state")
	for _, side := range []struct{ given, mirrored Action }{{DoMerge, DoAbsorb}, {DoUnmerge, DoRelease}} {
		if got, ok := Mirrored(side.given); !ok || got != side.mirrored {
			t.Errorf("%s is mirrored by %q", side.given, got)
		}
	}
	for _, o := range Allowed(s.env, s.c, Act{By: staff(identity.Dispatcher), Now: local(t, at)}) {
		if o.Do == DoAbsorb || o.Do == DoRelease {
			t.Errorf("%s is offered by itself", o.Do)
		}
	}
}

// TestAbsorbingEndsInAnAnswer: a case that others were merged into cannot be
// refused, or taken back by its own caller, while theirs wait in it; they can
// be answered with it.
func TestAbsorbingEndsInAnAnswer(t *testing.T) {
	t.Parallel()
	by := staff(identity.Dispatcher)
	absorb := beat{at: "10-14 09:10", by: by, cmd: Command{Do: DoAbsorb, Target: "case-7"}, want: "registered"}
	ended := map[bool]string{true: "stop dispatch", false: "meet dispatch"} // by whether it was taken back
	for _, end := range []Command{
		{Do: DoRefuse, Reason: "outside", Route: "诉讼"}, {Do: DoEmergency, Route: "110"},
		{Do: DoInvalidate, Reason: "abuse"}, {Do: DoDivert, Route: "信访"}, {Do: DoWithdraw, Reason: "solved"},
	} {
		s := perform(t, testEnv(t), receive(), absorb)
		s.refuseAs(centre(monday).By, end, "conflict flow.not_absorbing")
		for _, o := range Allowed(s.env, s.c, centre(local(t, "10-14 09:20"))) {
			if o.Do == end.Do {
				t.Errorf("%s is offered", end.Do)
			}
		}
		s.play(
			beat{at: "10-14 09:30", by: by, cmd: Command{Do: DoRelease, Target: "case-7"}, want: "registered"},
			beat{at: "10-14 09:40", by: centre(monday).By, cmd: end, clocks: ended[end.Do == DoWithdraw]},
		)
	}
	perform(t, testEnv(t), receive(), absorb,
		beat{at: "10-14 09:20", by: staff(identity.Operator), cmd: Command{Do: DoAnswer, Reply: "当晚恢复照明。"}, want: "closed", clocks: "meet dispatch"})
}

// TestUnmerge: a wrong merge is undone: the case waits for dispatch, with a
// limit that begins anew; the legs that ended stay ended (ADR 0004).
func TestUnmerge(t *testing.T) {
	t.Parallel()
	undo := Command{Do: DoUnmerge, Reason: "another_matter"}
	s := perform(t, testEnv(t), receive(), dispatchTwo(), signFirstOfTwo(),
		beat{at: "10-15 08:00", by: staff(identity.Dispatcher), cmd: undo, refused: "conflict flow.state"},
		merge("10-15 09:00"),
		beat{at: "10-16 09:00", by: staff(identity.Operator), cmd: undo, refused: "denied denied"},
		beat{at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUnmerge}, refused: "invalid command.missing"},
		beat{at: "10-16 09:00", by: staff(identity.Dispatcher), cmd: undo, want: "to_dispatch 1:cancelled 2:cancelled", clocks: "start dispatch 10-18 00:00"},
	)
	if s.c.MergedInto != "" || s.c.Reason != "" {
		t.Errorf("still merged into %q for %q", s.c.MergedInto, s.c.Reason)
	}
	s.play(beat{
		at: "10-16 10:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoDispatch, Units: []Assignment{{housing, Lead}}},
		want:   "dispatched 1:cancelled 2:cancelled 3:to_sign",
		clocks: "leg 3 u-housing lead, start sign/3 10-18 00:00, start return/3 10-18 00:00, start contact/3 10-18 00:00, start close/3 10-31 00:00, meet dispatch",
	})
	if got, want := s.clocks(0), "dispatch met 10-14 10:00, dispatch met 10-16 10:00"; got != want {
		t.Errorf("the case's clocks: %q; expected %q", got, want)
	}
	if !s.c.Legs[2].Counts() || s.c.Legs[0].Counts() {
		t.Errorf("legs: %+v", s.c.Legs)
	}
}

// TestSplit: one appeal, one case: each part becomes a case of its own, and
// says what it was split from.
func TestSplit(t *testing.T) {
	t.Parallel()
	split := func(parts ...ident.CaseID) Command { return Command{Do: DoSplit, Parts: parts} }
	by := staff(identity.Dispatcher)
	s := perform(t, testEnv(t), receive(),
		beat{at: "10-14 09:10", by: staff(identity.Operator), cmd: split("case-2"), refused: "denied denied"},
		beat{at: "10-14 09:10", by: by, cmd: split(), refused: "invalid command.missing"},
		beat{at: "10-14 09:10", by: by, cmd: split("case-1"), refused: "invalid link.self"},
		beat{at: "10-14 09:10", by: by, cmd: split("case-2", "case-2"), refused: "invalid split.part"},
		beat{at: "10-14 09:10", by: by, cmd: split("case-2", ""), refused: "invalid split.part"},
		beat{at: "10-14 09:10", by: by, cmd: split("case-2", "case-3"), want: "registered"},
		beat{at: "10-14 09:20", by: by, cmd: split("case-3"), refused: "invalid split.part"},
		beat{at: "10-14 09:20", by: by, cmd: split("case-4"), want: "registered"},
	)
	if diff := cmp.Diff([]ident.CaseID{"case-2", "case-3", "case-4"}, s.c.Parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if k, _ := s.c.Clock(deadline.Dispatch, 0); !k.Open() || !k.Due.Equal(local(t, "10-16 00:00")) {
		t.Errorf("the first part's own limit: %+v", k)
	}
	part := newIntake(2)
	part.SplitFrom = "case-1"
	p := perform(t, testEnv(t), beat{at: "10-14 09:11", by: by, cmd: Command{Do: DoReceive, New: part}, want: "registered", clocks: "start dispatch 10-16 00:00"})
	if p.c.SplitFrom != "case-1" {
		t.Errorf("split from %q", p.c.SplitFrom)
	}
	// Units would not know which part is theirs.
	perform(t, testEnv(t), receive(), dispatch()).refuseAs(by, split("case-2"), "conflict flow.state")
}
