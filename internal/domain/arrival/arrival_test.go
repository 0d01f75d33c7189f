package arrival_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/arrival"
	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
)

var today = calendar.DateFrom(2019, 10, 14)

// TestFaults: everything that cannot be is told at once, each by its field.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		channel string
		arrival arrival.Arrival
		want    []string
	}{
		"nothing":          {"phone", arrival.Arrival{}, nil},
		"letter":           {"letter", arrival.Arrival{Written: today - 4, Arrived: today, Post: arrival.Registered, Pages: 3, People: 12}, nil},
		"undated letter":   {"letter", arrival.Arrival{Arrived: today}, nil},
		"from the future":  {"letter", arrival.Arrival{Written: today + 1, Arrived: today + 2}, []string{"written", "arrived"}},
		"before written":   {"letter", arrival.Arrival{Written: today, Arrived: today - 1}, []string{"arrived"}},
		"all of it wrong":  {"letter", arrival.Arrival{Post: "pigeon", Pages: -1, People: 100_000}, []string{"post", "pages", "people"}},
		"visit":            {"visit", arrival.Arrival{People: 4, Police: arrival.Absent}, nil},
		"group":            {"visit", arrival.Arrival{People: 5, Representatives: 5, Police: arrival.Present}, nil},
		"group unspoken":   {"visit", arrival.Arrival{People: 5}, []string{"representatives"}},
		"too many speak":   {"visit", arrival.Arrival{People: 30, Representatives: 6}, []string{"representatives"}},
		"no group":         {"visit", arrival.Arrival{People: 4, Representatives: 1}, []string{"representatives"}},
		"police":           {"visit", arrival.Arrival{Police: "perhaps"}, []string{"police"}},
		"visit of a paper": {"visit", arrival.Arrival{Written: today, Arrived: today, Post: arrival.Box, Pages: 1}, []string{"written", "arrived", "post", "pages"}},
		"portal":           {"web", arrival.Arrival{People: 3}, nil},
		"portal of people": {"web", arrival.Arrival{Representatives: 1, Police: arrival.Present}, []string{"representatives", "police"}},
	} {
		var got []string
		for _, err := range c.arrival.Faults(c.channel, today) {
			if !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v is not the sender's fault", name, err)
			}
			got = append(got, errs.CodeOf(err)[len("arrival."):])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestPosts: each has a printed name of its own.
func TestPosts(t *testing.T) {
	t.Parallel()
	var names []string
	for _, p := range arrival.Posts() {
		if p.Chinese() == "" || slices.Contains(names, p.Chinese()) {
			t.Errorf("%s is printed %q", p, p.Chinese())
		}
		names = append(names, p.Chinese())
	}
	if (arrival.Arrival{People: 4}).Group() || !(arrival.Arrival{People: 5}).Group() {
		t.Error("a group is five and more")
	}
}
