package casework

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/deadline"
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
