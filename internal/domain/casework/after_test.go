package casework

import (
	"slices"
	"testing"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

func track(t *testing.T) beat {
	return beat{
		at: "10-21 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoTrack, Reason: "funds", Until: local(t, "2020-03-01 00:00")},
		want: "tracked 1:closed", clocks: "start track 03-01 00:00",
	}
}

// TestTracking: what cannot be solved now is followed to a promised date, and
// taken up again on it (domain.md §3.2, 挂账).
func TestTracking(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), closed(survey.Dissatisfied)...)
	s.play(
		beat{at: "10-21 09:00", by: leader(housing), cmd: track(t).cmd, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.CallBackers), cmd: track(t).cmd, refused: "denied denied"},
		beat{at: "10-21 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoTrack, Reason: "funds"}, refused: "invalid command.missing"},
		beat{at: "10-21 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoTrack, Until: local(t, "2020-03-01 00:00")}, refused: "invalid command.missing"},
		beat{at: "10-21 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoTrack, Reason: "funds", Until: local(t, "10-21 09:00")}, refused: "invalid until.past"},
		track(t),
		beat{at: "10-21 10:00", by: staff(identity.System), cmd: Command{Do: DoArchive}, refused: "conflict flow.state"},
	)
	if !s.c.TrackedUntil.Equal(local(t, "2020-03-01 00:00")) || !s.c.ClosedAt.Equal(local(t, "10-18 15:00")) || !s.c.Legs[0].Counts() {
		t.Errorf("tracked until %v, closed at %v", s.c.TrackedUntil, s.c.ClosedAt)
	}
	kept, ended := s.fork(), s.fork()
	// On the day the system takes it up: the same leg in a new cycle.
	kept.play(beat{
		at: "2020-03-01 00:00", by: staff(identity.System), cmd: Command{Do: DoRework, Leg: 1, Reason: "promised_day"},
		want: "handling 1:at_work", clocks: "start close/1 03-07 00:00, meet track",
	})
	if got := kept.c.Kept(deadline.Track, 0); !kept.c.TrackedUntil.IsZero() || got.Met.After(got.Due) || !kept.c.ClosedAt.IsZero() {
		t.Errorf("tracked until %v, kept %+v, closed at %v", kept.c.TrackedUntil, got, kept.c.ClosedAt)
	}
	// Or it came true earlier, and was closed all the time.
	ended.play(
		beat{at: "12-01 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUntrack}, refused: "invalid command.missing"},
		beat{at: "12-01 09:00", by: leader(housing), cmd: Command{Do: DoUntrack, Reason: "done"}, refused: "denied denied"},
		beat{at: "12-01 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUntrack, Reason: "done"}, want: "closed 1:closed", clocks: "meet track"},
	)
	if !ended.c.TrackedUntil.IsZero() || !ended.c.ClosedAt.Equal(local(t, "10-18 15:00")) {
		t.Errorf("tracked until %v, closed at %v", ended.c.TrackedUntil, ended.c.ClosedAt)
	}
	// And again, to another day.
	ended.play(beat{
		at: "12-02 09:00", by: staff(identity.System), cmd: Command{Do: DoTrack, Reason: "season", Until: local(t, "2020-05-01 00:00")},
		want: "tracked 1:closed", clocks: "start track 05-01 00:00",
	})
	// Only what is closed can be tracked.
	perform(t, testEnv(t), receive(), dispatch(), sign()).refuseAs(staff(identity.Supervisor), track(t).cmd, "conflict flow.state")
}

// TestTrackedUnderSupervision: it may be supervised meanwhile; taken up again
// it still is, called off it is not.
func TestTrackedUnderSupervision(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), append(closed(survey.Dissatisfied), track(t), supervise("10-22 09:00", 1, "start supervise 10-26 00:00"))...)
	again := s.fork()
	again.play(beat{
		at: "10-23 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoRework, Leg: 1, Reason: "promised_day"},
		want: "handling 1:at_work", clocks: "start close/1 10-31 00:00, meet track",
	})
	if again.c.Supervision != 1 {
		t.Errorf("supervision %d", again.c.Supervision)
	}
	s.play(beat{
		at: "10-23 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoUntrack, Reason: "done"},
		want: "closed 1:closed", clocks: "meet track, stop supervise",
	})
	if s.c.Supervision != 0 {
		t.Errorf("supervision %d", s.c.Supervision)
	}
}

func archived() []beat {
	return append(closed(survey.Satisfied), beat{at: "11-18 03:00", by: staff(identity.System), cmd: Command{Do: DoArchive}, want: "archived 1:closed"})
}

// TestArchive: what rests is sealed: nothing can be done to it any more but to
// open a new case that is linked to it (domain.md §3.2, 归档).
func TestArchive(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(), dispatch(), sign())
	s.refuseAs(staff(identity.System), Command{Do: DoArchive}, "conflict flow.state")
	s = perform(t, testEnv(t), closed(survey.Satisfied)...)
	s.refuseAs(leader(housing), Command{Do: DoArchive}, "denied denied")
	s = perform(t, testEnv(t), archived()...)
	if !s.c.ClosedAt.Equal(local(t, "10-18 15:00")) || !s.c.State.Final() {
		t.Errorf("%s, closed at %v", s.c.State, s.c.ClosedAt)
	}
	everyone := Act{By: centre(monday).By, Now: local(t, "11-18 04:00")}
	everyone.By.Units = []ident.UnitID{housing}
	var open []Action
	for _, o := range Allowed(s.env, s.c, everyone) {
		open = append(open, o.Do)
	}
	if !slices.Equal(open, []Action{DoReopen}) {
		t.Errorf("still possible: %v", open)
	}
	for _, note := range []Command{
		{Do: DoNote, Note: "补记"}, {Do: DoTag, Tags: []Tag{{Topic: "t"}}}, {Do: DoPublish}, {Do: DoMessage, Note: "再问"}, {Do: DoHasten},
	} {
		s.refuseAs(everyone.By, note, "conflict flow.state")
	}
	s.refuseAs(everyone.By, Command{Do: DoLegNote, Leg: 1, Note: "补记"}, "conflict case.ended")
}

// TestArchiveOfEveryRest: whatever has come to rest is archived in time.
func TestArchiveOfEveryRest(t *testing.T) {
	t.Parallel()
	for want, cmd := range map[CaseState]Command{
		Closed:    {Do: DoAnswer, Reply: "已答复。"},
		Refused:   {Do: DoRefuse, Reason: "litigation", Route: "诉讼"},
		Emergency: {Do: DoEmergency, Route: "119"},
		Invalid:   {Do: DoInvalidate, Reason: "no_demand"},
		Diverted:  {Do: DoDivert, Route: "矛盾调解"},
		Merged:    {Do: DoMerge, Target: "case-2", Reason: "same_matter"},
		Withdrawn: {Do: DoWithdraw, Reason: "solved_otherwise"},
	} {
		t.Run(string(want), func(t *testing.T) {
			t.Parallel()
			c := mustStep(t, testEnv(t), received(t, testEnv(t)), centre(monday), cmd)
			if c.State != want {
				t.Fatalf("the case is %s", c.State)
			}
			if c = mustStep(t, testEnv(t), c, Act{By: staff(identity.System), Now: monday.AddDate(0, 1, 0)}, Command{Do: DoArchive}); c.State != Archived {
				t.Errorf("the case is %s", c.State)
			}
		})
	}
}

// TestReopening: as another case that says which it goes on from; once.
func TestReopening(t *testing.T) {
	t.Parallel()
	reopen := Command{Do: DoReopen, Target: "case-2", Reason: "came_back"}
	s := perform(t, testEnv(t), archived()...)
	s.play(
		beat{at: "11-20 09:00", by: staff(identity.Operator), cmd: reopen, refused: "denied denied"},
		beat{at: "11-20 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoReopen, Target: "case-2"}, refused: "invalid command.missing"},
		beat{at: "11-20 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoReopen, Reason: "came_back"}, refused: "invalid command.missing"},
		beat{at: "11-20 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoReopen, Target: "case-1", Reason: "came_back"}, refused: "invalid link.self"},
		beat{at: "11-20 09:00", by: staff(identity.Dispatcher), cmd: reopen, want: "archived 1:closed"},
		beat{at: "11-20 09:01", by: staff(identity.Dispatcher), cmd: reopen, refused: "conflict flow.not_reopened"},
	)
	if s.c.ReopenedAs != "case-2" {
		t.Errorf("reopened as %q", s.c.ReopenedAs)
	}
	n := newIntake(2)
	n.ReopenOf = "case-1"
	next := perform(t, testEnv(t), beat{at: "11-20 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoReceive, New: n}, want: "registered", clocks: "start dispatch 11-22 00:00"})
	if next.c.ReopenOf != "case-1" || len(next.c.Legs) != 0 {
		t.Errorf("the new case goes on from %q with %d legs", next.c.ReopenOf, len(next.c.Legs))
	}
	perform(t, testEnv(t), closed(survey.Satisfied)...).refuseAs(staff(identity.Dispatcher), reopen, "conflict flow.state")
}
