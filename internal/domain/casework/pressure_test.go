package casework

import (
	"testing"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// TestHastening: a repeat call on an open case hastens it, no state changes,
// and not too often (domain.md §3.2, 催办).
func TestHastening(t *testing.T) {
	t.Parallel()
	hasten := func(at string, by identity.Role) beat {
		return beat{at: at, by: staff(by), cmd: Command{Do: DoHasten, Reason: "repeat_call"}}
	}
	refused := func(b beat, code string) beat {
		b.refused = code
		return b
	}
	s := perform(t, testEnv(t), receive(), hasten("10-14 09:30", identity.Citizen), dispatch(),
		refused(hasten("10-14 13:29", identity.Operator), "conflict flow.hasten_spaced"),
		hasten("10-14 13:30", identity.Operator),
		refused(hasten("10-14 15:00", identity.Citizen), "conflict flow.hasten_spaced"),
		hasten("10-15 09:00", identity.Supervisor),
		hasten("10-16 00:00", identity.System),
		beat{at: "10-16 09:00", by: clerk(housing), cmd: Command{Do: DoHasten}, refused: "denied denied"},
		beat{at: "10-16 09:00", by: staff(identity.CallBackers), cmd: Command{Do: DoHasten}, refused: "denied denied"},
	)
	if s.c.Hastened != 4 || !s.c.HastenedAt.Equal(local(t, "10-16 00:00")) || s.c.State != Dispatched {
		t.Errorf("%s, hastened %d times, last at %v", s.c.State, s.c.Hastened, s.c.HastenedAt)
	}
	done := perform(t, testEnv(t), closed(survey.Satisfied)...)
	done.refuseAs(staff(identity.Citizen), Command{Do: DoHasten}, "conflict flow.state")
}

func supervise(at string, level int, clocks string) beat {
	return beat{at: at, by: staff(identity.Supervisor), cmd: Command{Do: DoSupervise, Level: level, Reason: "overdue"}, clocks: clocks}
}

// TestSupervision: a flag and a clock of its own, in four levels, with a
// condition of closing (domain.md §3.2, 督办).
func TestSupervision(t *testing.T) {
	t.Parallel()
	lift := Command{Do: DoLift, Note: "已督促到位。"}
	s := perform(t, testEnv(t), receive(), dispatch(), sign(),
		beat{at: "10-17 09:00", by: staff(identity.Dispatcher), cmd: supervise("", 1, "").cmd, refused: "denied denied"},
		beat{at: "10-17 09:00", by: leader(housing), cmd: supervise("", 1, "").cmd, refused: "denied denied"},
		beat{at: "10-17 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoSupervise, Reason: "overdue"}, refused: "invalid command.missing"},
		beat{at: "10-17 09:00", by: staff(identity.Supervisor), cmd: Command{Do: DoSupervise, Level: 1}, refused: "invalid command.missing"},
		beat{at: "10-17 09:00", by: staff(identity.Supervisor), cmd: supervise("", 5, "").cmd, refused: "invalid supervision.level"},
		beat{at: "10-17 09:00", by: staff(identity.Supervisor), cmd: supervise("", -1, "").cmd, refused: "invalid supervision.level"},
		beat{at: "10-17 09:00", by: staff(identity.Supervisor), cmd: lift, refused: "conflict flow.is_supervised"},
		supervise("10-17 09:00", 2, "start supervise 10-23 00:00"),
		beat{at: "10-17 10:00", by: staff(identity.Leader), cmd: supervise("", 4, "").cmd, refused: "conflict flow.not_supervised"},
		beat{at: "10-18 09:00", by: leader(housing), cmd: lift, refused: "denied denied"},
	)
	if s.c.Supervision != 2 || s.c.State != Handling {
		t.Errorf("%s under supervision %d", s.c.State, s.c.Supervision)
	}
	lifted := s.fork()
	lifted.play(beat{at: "10-18 09:00", by: staff(identity.Supervisor), cmd: lift, want: "handling 1:signed", clocks: "meet supervise"})
	if lifted.c.Supervision != 0 {
		t.Errorf("supervision %d after it was lifted", lifted.c.Supervision)
	}
	// And a second time, with a promised date that is kept as it is.
	next := supervise("10-21 09:00", 4, "start supervise 10-21 18:00")
	next.by, next.cmd.Until = staff(identity.Leader), local(t, "10-21 18:00")
	lifted.play(next)
	if got, want := lifted.clocks(0), "dispatch met 10-14 10:00, supervise met 10-18 09:00, supervise open"; got != want {
		t.Errorf("clocks %q; expected %q", got, want)
	}
	// What ends under supervision ends it, and not as something that was met.
	s.play(
		beat{at: "10-18 10:00", by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, stop return/1, stop contact/1, start review/1 10-23 00:00"},
		beat{at: "10-18 11:00", by: staff(identity.Reviewer), cmd: Command{Do: DoAccept, Leg: 1}, want: "to_callback 1:awaiting_callback", clocks: "meet review/1, start callback/1 10-26 00:00"},
		beat{at: "10-18 15:00", by: staff(identity.CallBackers), cmd: Command{Do: DoCallBack, Leg: 1, Answer: answered(survey.Satisfied)}, want: "closed 1:closed", clocks: "meet callback/1, stop supervise"},
	)
	if s.c.Supervision != 0 {
		t.Errorf("a closed case is under supervision %d", s.c.Supervision)
	}
	if got := s.c.Kept(deadline.Supervise, 0); got != (Punctuality{}) {
		t.Errorf("supervision that ended before its limit: %+v", got)
	}
}

// TestSupervisionOfWhatWaits: a case that nobody has sent on may be under
// supervision, too, and stays so on its way.
func TestSupervisionOfWhatWaits(t *testing.T) {
	t.Parallel()
	s := perform(t, testEnv(t), receive(),
		beat{at: "10-14 09:10", by: staff(identity.Operator), cmd: Command{Do: DoQueue}, want: "to_dispatch"},
		supervise("10-14 09:30", 1, "start supervise 10-18 00:00"), dispatch(), returned("10-14 14:00"),
		beat{
			at: "10-15 09:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoUpholdReturn, Leg: 1, Reason: "not_ours"},
			want: "to_dispatch 1:returned", clocks: "meet adjudicate/1, stop contact/1, stop close/1, start dispatch 10-17 00:00",
		},
	)
	if s.c.Supervision != 1 {
		t.Errorf("supervision %d", s.c.Supervision)
	}
	for name, c := range map[string]struct {
		cmd    Command
		clocks string
	}{
		"answered": {Command{Do: DoAnswer, Reply: "已答复。"}, "meet dispatch, stop supervise"},
		"refused":  {Command{Do: DoRefuse, Reason: "litigation", Route: "诉讼"}, "meet dispatch, stop supervise"},
		"merged":   {merge("").cmd, "stop supervise, stop dispatch"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := s.fork()
			f.T = t
			f.play(beat{at: "10-15 10:00", by: staff(identity.Dispatcher), cmd: c.cmd, clocks: c.clocks})
			if f.c.Supervision != 0 {
				t.Errorf("supervision %d", f.c.Supervision)
			}
		})
	}
}
