package casework

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/domain/deadline"
)

// CheckFlow proves of both tables, before anything runs on them: every action
// stands once, every state can be reached, every state that is not final has
// a way out, every guard and driven action exists, and on every path each
// clock that was started has been met or stopped when the machine rests.
func CheckFlow() []error {
	var problems []error
	problems = append(problems, checkRows("case", caseFlow)...)
	problems = append(problems, checkRows("leg", legFlow)...)
	problems = append(problems, checkDriven()...)
	problems = append(problems, checkReach("case", caseFlow, NewCase, CaseStates(), CaseState.Final)...)
	problems = append(problems, checkReach("leg", legFlow, ToSign, LegStates(), func(s LegState) bool { return !s.Live() })...)
	problems = append(problems, checkClocks("case", caseFlow, NewCase, nil, caseRests)...)
	problems = append(problems, checkClocks("leg", legFlow, ToSign, SpawnClocks(), legRests)...)
	return problems
}

// caseRests are the states in which nothing of the case may be running.
func caseRests(s CaseState) bool { return slices.Contains(settled, s) || s.Final() }

func legRests(s LegState) bool { return s == LegClosed || !s.Live() }

func checkRows[S ~string](name string, f Flow[S]) []error {
	var problems []error
	seen := map[Action]bool{}
	for _, r := range f {
		if seen[r.Do] {
			problems = append(problems, fmt.Errorf("%s flow: action %s stands twice", name, r.Do))
		}
		seen[r.Do] = true
		if r.Do.Chinese() == "" {
			problems = append(problems, fmt.Errorf("%s flow: action %s has no Chinese name", name, r.Do))
		}
		for _, g := range r.Guards {
			if _, ok := guardTable[g]; !ok {
				problems = append(problems, fmt.Errorf("%s flow: action %s asks the unknown guard %s", name, r.Do, g))
			}
		}
		for _, field := range slices.Concat(r.Ask, r.May) {
			if field.Chinese() == "" {
				problems = append(problems, fmt.Errorf("%s flow: action %s asks the unknown field %s", name, r.Do, field))
			}
		}
	}
	return problems
}

func checkDriven() []error {
	var problems []error
	driven := map[Action]bool{}
	drives := func(name string, do Action, what []Action) {
		for _, a := range what {
			driven[a] = true
			if row, ok := caseRow(a); !ok || row.Need != "" {
				problems = append(problems, fmt.Errorf("%s flow: action %s drives %s, which is not a driven action of the case", name, do, a))
			}
		}
	}
	for _, r := range legFlow {
		if r.Need == "" {
			problems = append(problems, fmt.Errorf("leg flow: action %s needs no permission", r.Do))
		}
		drives("leg", r.Do, r.Drives)
	}
	for _, r := range caseFlow {
		drives("case", r.Do, r.Drives)
	}
	for _, r := range caseFlow {
		if r.Need == "" && !driven[r.Do] {
			problems = append(problems, fmt.Errorf("case flow: action %s is neither commanded nor driven", r.Do))
		}
	}
	return problems
}

func checkReach[S ~string](name string, f Flow[S], start S, all []S, final func(S) bool) []error {
	var problems []error
	reached := map[S]bool{start: true}
	for grew := true; grew; {
		grew = false
		for _, r := range f {
			if r.To == "" || reached[r.To] {
				continue
			}
			for _, from := range r.From {
				if reached[from] {
					reached[r.To], grew = true, true
				}
			}
		}
	}
	// Redispatch and CancelLegs end legs without a row of the leg's own.
	for _, s := range all {
		if !reached[s] {
			problems = append(problems, fmt.Errorf("%s flow: state %s cannot be reached", name, s))
		}
		if final(s) {
			continue
		}
		exit := slices.ContainsFunc(f, func(r Row[S]) bool { return r.To != "" && r.To != s && slices.Contains(r.From, s) })
		if !exit {
			problems = append(problems, fmt.Errorf("%s flow: state %s has no way out", name, s))
		}
	}
	return problems
}

// checkClocks walks every combination of state and running clocks, and
// reports each state of rest in which one still runs.
func checkClocks[S ~string](name string, f Flow[S], start S, running []deadline.Clock, rests func(S) bool) []error {
	type at struct {
		state S
		open  string
	}
	kinds := deadline.Clocks()
	pack := func(open map[deadline.Clock]bool) string {
		var s string
		for _, k := range kinds {
			if open[k] {
				s += string(k) + " "
			}
		}
		return s
	}
	unpack := func(s string) map[deadline.Clock]bool {
		open := map[deadline.Clock]bool{}
		for _, k := range splitClocks(s) {
			open[k] = true
		}
		return open
	}
	begin := map[deadline.Clock]bool{}
	for _, k := range running {
		begin[k] = true
	}
	var problems []error
	queue := []at{{start, pack(begin)}}
	seen := map[at]bool{queue[0]: true}
	for len(queue) > 0 {
		here := queue[0]
		queue = queue[1:]
		if rests(here.state) && here.open != "" {
			problems = append(problems, fmt.Errorf("%s flow: in state %s a clock can still run: %s", name, here.state, here.open))
			continue
		}
		for _, r := range f {
			if !slices.Contains(r.From, here.state) {
				continue
			}
			next := at{here.state, pack(after(r, unpack(here.open)))}
			if r.To != "" {
				next.state = r.To
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return problems
}

// after is what a row leaves running.
func after[S ~string](r Row[S], open map[deadline.Clock]bool) map[deadline.Clock]bool {
	for _, k := range slices.Concat(r.Meet, r.Miss, r.Stop) {
		delete(open, k)
	}
	if r.StopAll {
		clear(open)
	}
	for _, k := range slices.Concat(r.Reopen, r.Start) {
		open[k] = true
	}
	return open
}

func splitClocks(s string) []deadline.Clock {
	var all []deadline.Clock
	for _, f := range strings.Fields(s) {
		all = append(all, deadline.Clock(f))
	}
	return all
}
