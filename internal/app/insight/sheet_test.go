package insight

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/scoring"
)

// TestSpread: closed legs fall on the bar of the whole days that they took;
// very long ones share the last, and one on record as closed on a day before
// its dispatch stands on the first.
func TestSpread(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("CST", 8*60*60)
	dispatched := time.Date(2019, 10, 1, 9, 0, 0, 0, shanghai)
	after := func(d time.Duration) scoring.Leg {
		return scoring.Leg{Dispatched: dispatched, Closed: dispatched.Add(d)}
	}
	const day = 24 * time.Hour
	got := spread([]scoring.Leg{
		{Dispatched: dispatched}, // open
		after(time.Hour), after(15 * time.Hour), after(day), after(3 * day), after(longestDay * day), after(90 * day), after(-3 * day),
	}, shanghai)
	want := make([]int, longestDay+1)
	want[0], want[1], want[3], want[longestDay] = 2, 2, 1, 2
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(make([]int, longestDay+1), spread(nil, shanghai)); diff != "" {
		t.Errorf("no legs (-want +got):\n%s", diff)
	}
}
