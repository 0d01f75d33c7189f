package casework

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"huying/internal/domain/deadline"
)

// clockSet is the open clocks of a machine, a bit each, and those of them that
// stand still.
type clockSet struct{ open, paused uint16 }

func bitsOf(kinds []deadline.Clock) uint16 {
	var bits uint16
	for _, k := range kinds {
		bits |= 1 << (slices.Index(deadline.Clocks(), k) + 1)
	}
	return bits
}

func clocksIn(bits uint16) string {
	var all []string
	for _, k := range deadline.Clocks() {
		if bits&bitsOf([]deadline.Clock{k}) != 0 {
			all = append(all, string(k))
		}
	}
	return strings.Join(all, " ")
}

// checkStarts reports each clock that a row would change and nothing starts.
func (m machine[S]) checkStarts() []error {
	started := slices.Clone(m.running)
	for i := range m.rows {
		started = append(started, m.rows[i].Start...)
	}
	var problems []error
	for i := range m.rows {
		r := &m.rows[i]
		for _, k := range slices.Concat(r.Meet, r.Stop, r.Miss, r.Pause, r.Resume, r.Reopen) {
			if !slices.Contains(started, k) {
				problems = append(problems, m.errorf("action %s changes the %s clock, which nothing starts", r.Do, k))
			}
		}
	}
	return problems
}

// checkClocks walks every combination of state and clocks, whatever the
// guards say, and reports each state of rest in which a clock still runs, and
// each clock that is met while it stands still.
func (m machine[S]) checkClocks() []error {
	type place struct {
		state  S
		clocks clockSet
	}
	problems := map[string]bool{}
	queue := []place{{m.start, clockSet{open: bitsOf(m.running)}}}
	seen := map[place]bool{queue[0]: true}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		if m.rests(here.state) && here.clocks.open != 0 {
			problems[fmt.Sprintf("in state %s a clock can still run: %s", here.state, clocksIn(here.clocks.open))] = true
			continue
		}
		for i := range m.rows {
			r := &m.rows[i]
			if !slices.Contains(r.From, here.state) {
				continue
			}
			if still := bitsOf(r.Meet) & here.clocks.paused; still != 0 {
				problems[fmt.Sprintf("action %s meets a clock that stands still: %s", r.Do, clocksIn(still))] = true
			}
			next := place{here.state, here.clocks.after(bitsOf(slices.Concat(r.Meet, r.Miss, r.Stop)), r.StopAll)}
			next.clocks.open |= bitsOf(slices.Concat(r.Reopen, r.Start))
			next.clocks.paused |= bitsOf(r.Pause) & next.clocks.open
			next.clocks.paused &^= bitsOf(r.Resume)
			if r.To != "" {
				next.state = r.To
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	var all []error
	for _, p := range slices.Sorted(maps.Keys(problems)) {
		all = append(all, m.errorf("%s", p))
	}
	return all
}

// after is what runs once some clocks have ended, or all.
func (c clockSet) after(ended uint16, all bool) clockSet {
	if all {
		return clockSet{}
	}
	return clockSet{open: c.open &^ ended, paused: c.paused &^ ended}
}
