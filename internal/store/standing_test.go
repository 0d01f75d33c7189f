package store_test

import (
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/store"
)

// TestStandings: every state on record is open or ended, never both, and what
// is off the record is neither.
func TestStandings(t *testing.T) {
	t.Parallel()
	times := map[casework.CaseState]int{}
	for _, s := range []store.Standing{store.StandsOpen, store.StandsEnded} {
		for _, state := range s.States() {
			times[state]++
		}
	}
	for _, state := range casework.CaseStates() {
		want := 1
		if state == casework.NewCase || state == casework.Draft || state == casework.Void {
			want = 0
		}
		if times[state] != want || store.IsOpen(state) && want == 0 {
			t.Errorf("%s is in %d standings", state, times[state])
		}
	}
	for _, s := range store.Standings() {
		if s.Chinese() == "" {
			t.Errorf("%s has no Chinese name", s)
		}
	}
}
