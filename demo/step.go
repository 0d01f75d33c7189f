package demo

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Step is one command of the plan. Units are named, not identified; other
// cases that the command refers to are named by their place in the plan.
type Step struct {
	Case   int // the case's place in the plan
	At     time.Time
	Role   identity.Role
	User   ident.UserID
	Unit   string // that the actor belongs to; empty at the centre
	Cmd    casework.Command
	Others []int // target of a merge, new case of a reopening, parts of a split
}

// beat is a step of one case whose leg numbers are not known yet: they follow
// the order in which the legs are dispatched.
type beat struct {
	Step
	leg   *duty
	spawn []*duty
}

// settle orders the beats of one case, numbers its legs and keeps two steps
// from standing in the same second.
func settle(beats []beat) []Step {
	slices.SortStableFunc(beats, func(a, b beat) int { return a.At.Compare(b.At) })
	steps := make([]Step, len(beats))
	legs := 0
	var last time.Time
	for i, b := range beats {
		for _, d := range b.spawn {
			legs++
			d.seq = legs
		}
		steps[i] = b.Step
		if b.leg != nil {
			steps[i].Cmd.Leg = b.leg.seq
		}
		if !steps[i].At.After(last) {
			steps[i].At = last.Add(time.Second)
		}
		last = steps[i].At
	}
	return steps
}

// inOrder returns the steps of many cases by time; those of one case keep
// their order. Steps are large, so places are sorted and steps moved once.
func inOrder(steps []Step) []Step {
	type place struct {
		at   int64
		step int
	}
	places := make([]place, len(steps))
	for i := range steps {
		places[i] = place{steps[i].At.UnixNano(), i}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.step, b.step)) })
	sorted := make([]Step, len(steps))
	for i, p := range places {
		sorted[i] = steps[p.step]
	}
	return sorted
}
