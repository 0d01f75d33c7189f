package casework

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// TestKeptAsOf: which turn of a limit decides, before, at and after each of
// them is due (design §4.3, On-time rates).
func TestKeptAsOf(t *testing.T) {
	t.Parallel()
	const first, second = "10-29 00:00", "11-07 00:00"
	reworked := append(closed(survey.Dissatisfied), rework("10-30 09:00", "start close/1 "+second))
	again := func(at string) beat {
		return beat{at: at, by: officer(housing), cmd: submission(1), want: "to_review 1:submitted", clocks: "meet close/1, start review/1 " + reviewBy(at)}
	}
	late := submit()
	late.at, late.clocks = "10-29 16:00", "meet close/1, stop return/1, stop contact/1, start review/1 11-01 00:00"
	accepted := accept()
	accepted.at, accepted.clocks = "10-30 09:30", "meet review/1, start callback/1 11-07 00:00"
	rung := callBack(survey.Dissatisfied)
	rung.at = "10-30 15:00"
	kept := Punctuality{Due: local(t, first), Met: local(t, "10-17 16:00")}
	was := Punctuality{Due: local(t, first), Met: local(t, "10-29 16:00")}
	missed := Punctuality{Due: local(t, second)}
	for name, c := range map[string]struct {
		beats []beat
		want  map[string]Punctuality
	}{
		"one turn, unmet": {[]beat{receive(), dispatch(), sign()}, map[string]Punctuality{
			"10-28 23:59": {Due: local(t, first)}, first: {Due: local(t, first)}, "10-29 00:01": {Due: local(t, first)},
		}},
		"kept, then reworked": {reworked, map[string]Punctuality{
			"10-30 10:00": kept, "11-06 23:59": kept, second: missed, "11-07 00:01": missed,
		}},
		"kept twice": {append(reworked[:len(reworked):len(reworked)], again("11-05 10:00")), map[string]Punctuality{
			"11-05 10:00": kept, "11-06 23:59": kept, second: {Due: local(t, second), Met: local(t, "11-05 10:00")},
		}},
		"kept, then late": {append(reworked[:len(reworked):len(reworked)], again("11-12 10:00")), map[string]Punctuality{
			"11-12 10:00": {Due: local(t, second), Met: local(t, "11-12 10:00")},
		}},
		// A leg that was late stays late, however quick its second turn.
		"late, then kept": {[]beat{receive(), dispatch(), sign(), late, accepted, rung, rework("10-30 16:00", "start close/1 "+second), again("11-05 10:00")}, map[string]Punctuality{
			"11-05 10:00": was, second: was, "11-30 00:00": was,
		}},
		"reworked before the first was due": {append(closed(survey.Dissatisfied), rework("10-21 09:00", "start close/1 10-29 00:00")), map[string]Punctuality{
			"10-28 23:59": {Due: local(t, first)}, first: {Due: local(t, first)},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := perform(t, testEnv(t), c.beats...)
			for at, want := range c.want {
				if diff := cmp.Diff(want, s.c.KeptAt(deadline.Close, 1, local(t, at))); diff != "" {
					t.Errorf("as of %s (-want +got):\n%s", at, diff)
				}
				if f := s.c.LegFactAt(&s.c.Legs[0], local(t, at)); f.Close != want {
					t.Errorf("as of %s the fact says %+v; expected %+v", at, f.Close, want)
				}
			}
		})
	}
}

// reviewBy is when the centre must have reviewed what comes in on a day of
// that story.
func reviewBy(at string) string {
	if at < "11-09" {
		return "11-08 00:00"
	}
	return "11-15 00:00"
}

// TestLatePause: a suspension that is granted when the limit has passed hides
// nothing, though it was asked for in time; nor does it give time back.
func TestLatePause(t *testing.T) {
	t.Parallel()
	const due = "10-29 00:00"
	missed, none := Punctuality{Due: local(t, due)}, Punctuality{}
	for name, c := range map[string]struct {
		granted        string
		resting, after Punctuality
		resumed        string
	}{
		"in time":     {"10-28 23:00", none, Punctuality{Due: local(t, "11-07 01:00")}, "11-07 01:00"},
		"at the due":  {due, missed, missed, due},
		"a day later": {"10-30 00:00", missed, missed, due},
	} {
		for _, policy := range []string{"known", "forgotten"} {
			t.Run(name+", the rule "+policy, func(t *testing.T) {
				t.Parallel()
				env := *testEnv(t)
				s := perform(t, &env, receive(), dispatch(), sign(),
					beat{at: "10-28 22:00", by: leader(housing), cmd: Command{Do: DoSuspend, Leg: 1, Reason: "season"}, clocks: "start adjudicate/1 10-30 00:00"},
					beat{at: c.granted, by: staff(identity.Dispatcher), cmd: Command{Do: DoGrantSuspension, Leg: 1}, clocks: "meet adjudicate/1, pause close/1"},
				)
				for _, at := range []string{c.granted, "11-05 00:00"} {
					if got := s.c.KeptAt(deadline.Close, 1, local(t, at)); got != c.resting {
						t.Errorf("resting, as of %s: %+v; expected %+v", at, got, c.resting)
					}
				}
				if policy == "forgotten" {
					env.RuleNamed = func(string) (deadline.Rule, bool) { return deadline.Rule{}, false }
				}
				s.play(beat{at: "11-07 00:00", by: staff(identity.Dispatcher), cmd: Command{Do: DoResume, Leg: 1}, clocks: "resume close/1 " + c.resumed})
				if got := s.c.KeptAt(deadline.Close, 1, local(t, "11-07 00:00")); got != c.after {
					t.Errorf("at work again: %+v; expected %+v", got, c.after)
				}
			})
		}
	}
}
