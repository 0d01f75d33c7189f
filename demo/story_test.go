package demo

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/casework"
)

// told returns the steps of the story with that number.
func told(t *testing.T, s *Scenario, n int) []Step {
	t.Helper()
	var steps []Step
	for _, step := range s.Steps {
		if step.Case == s.Stories[n].Case {
			steps = append(steps, step)
		}
	}
	return steps
}

// first returns when the unit first takes the action.
func first(t *testing.T, steps []Step, unit string, do casework.Action) time.Time {
	t.Helper()
	i := slices.IndexFunc(steps, func(s Step) bool { return s.Unit == unit && s.Cmd.Do == do })
	if i < 0 {
		t.Fatalf("%q never takes %s", unit, do)
	}
	return steps[i].At
}

// TestStories: the courses that the article tells are on record, with every
// hand-over and what was said on the way.
func TestStories(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	cases := folded(t, s, asOf(EpidemicAsOf()))
	for _, story := range s.Stories {
		if c := cases[story.Case]; c.State != casework.Closed {
			t.Errorf("%s ends as %s", story.Title, c.State)
		}
	}

	sewer := told(t, s, 0)
	var order []string
	for _, l := range cases[s.Stories[0].Case].Legs {
		order = append(order, string(l.Unit)+" "+string(l.Role))
	}
	if want := []string{"衢化街道办事处 lead", "区社会矛盾纠纷调处化解中心 assist", "住建局 assist", "住建局物业管理处 child"}; !slices.Equal(order, want) {
		t.Errorf("the sewer goes through %v; expected %v", order, want)
	}
	chats := 0
	for _, step := range sewer {
		if strings.Contains(step.Cmd.Note, "钉钉工作群") {
			chats++
		}
	}
	if chats < 4 {
		t.Errorf("%d lines of the work group are on record", chats)
	}

	medicine := told(t, s, 1)
	const grid = "春晖社区第三网格"
	if took := first(t, medicine, grid, casework.DoCompleteChild).Sub(first(t, medicine, grid, casework.DoSign)); took > 25*time.Minute {
		t.Errorf("the medicine takes %s", took)
	}

	advice := told(t, s, 2)
	if took := first(t, advice, "", casework.DoAnswer).Sub(advice[0].At); took > 20*time.Minute {
		t.Errorf("the answer takes %s", took)
	}
}
