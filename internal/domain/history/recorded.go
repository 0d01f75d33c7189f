package history

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
)

// recordedCycle is a cycle of a leg as it is on record.
type recordedCycle struct {
	closed   time.Time // zero: not yet
	close    *casework.Clock
	callBack *casework.Clock // nil before the first closing is accepted
	calls    []casework.Call
}

// recordedCycles takes a leg apart: a rework begins a turn of the close clock,
// and an accepted closing one of the call-back clock.
func recordedCycles(c *casework.Case, l *casework.Leg) []recordedCycle {
	closings, callBacks := turns(c, deadline.Close, l.Seq), turns(c, deadline.CallBack, l.Seq)
	all := make([]recordedCycle, len(closings))
	for i, k := range closings {
		cy := &all[i]
		cy.close, cy.closed = k, k.Met
		until := time.Time{}
		if i+1 < len(closings) {
			until = closings[i+1].Start
		} else {
			cy.closed = l.ClosedAt // what was handed in may not be accepted yet
		}
		if i < len(callBacks) {
			cy.callBack = callBacks[i]
		}
		cy.calls = slices.DeleteFunc(slices.Clone(l.Calls), func(k casework.Call) bool {
			return cy.closed.IsZero() || k.At.Before(cy.closed) || !until.IsZero() && k.At.After(until)
		})
	}
	return all
}

// turns are the clocks of a kind on a leg, in order.
func turns(c *casework.Case, kind deadline.Clock, leg int) []*casework.Clock {
	var all []*casework.Clock
	for i := range c.Clocks {
		if k := &c.Clocks[i]; k.Kind == kind && k.Leg == leg {
			all = append(all, k)
		}
	}
	return all
}

// dues are the limits that a clock has had: those that were extended too.
func dues(k *casework.Clock) []time.Time {
	if k == nil {
		return nil
	}
	all := []time.Time{k.Due}
	for _, e := range k.Extended {
		all = append(all, e.Before)
	}
	return all
}

// everyDue are the limits of clocks of one kind, those of the last one first.
func everyDue(clocks []*casework.Clock) []time.Time {
	var all []time.Time
	for _, k := range slices.Backward(clocks) {
		all = append(all, dues(k)...)
	}
	return all
}
