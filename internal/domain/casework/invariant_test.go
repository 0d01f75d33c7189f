package casework

import (
	"fmt"
	"slices"
	"testing"
)

// checkCase asks everything that must hold of a case at any moment. It is
// written against domain.md §3, not against the code.
func checkCase(t *testing.T, c *Case) {
	t.Helper()
	for _, wrong := range slices.Concat(wrongLegs(c), wrongClocks(c), wrongState(c)) {
		t.Errorf("version %d, %s: %s", c.Version, c.State, wrong)
	}
}

func wrongLegs(c *Case) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	leads := 0
	for i := range c.Legs {
		l := &c.Legs[i]
		if l.Role == Lead && l.State.Live() {
			leads++
		}
		if l.Seq != i+1 {
			say("leg %d is number %d", l.Seq, i+1)
		}
		if closed := l.State == LegClosed || l.State == AwaitingCallBack; l.State.Live() && closed == l.ClosedAt.IsZero() {
			say("leg %d is %s and closed at %v", l.Seq, l.State, l.ClosedAt)
		}
		if l.State == AwaitingCallBack && (l.ClosedAt.IsZero() || !l.ClosedAt.Equal(l.SubmittedAt)) {
			say("leg %d was accepted: submitted %v, closed %v", l.Seq, l.SubmittedAt, l.ClosedAt)
		}
		if l.State.Live() != l.EndedAt.IsZero() {
			say("leg %d is %s and ended at %v", l.Seq, l.State, l.EndedAt)
		}
		if pending := slices.Contains([]LegState{ReturnPending, ExtensionPending, SuspendPending, PleaPending}, l.State); pending != (l.Asked != nil) {
			say("leg %d is %s and asks %v", l.Seq, l.State, l.Asked)
		}
		if l.Role == Child && l.State.Live() && l.State != LegClosed {
			if p := c.Legs[l.Parent-1]; !slices.Contains([]LegState{Signed, AtWork, ExtensionPending, SuspendPending, Suspended, PleaPending, UnitReview}, p.State) {
				say("leg %d is at work for leg %d, which is %s", l.Seq, p.Seq, p.State)
			}
		}
	}
	if leads > 1 {
		say("%d lead legs are live", leads)
	}
	return wrong
}

func wrongClocks(c *Case) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	open := map[string]int{}
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if !k.Met.IsZero() && !k.Stopped.IsZero() {
			say("the %s clock of leg %d was both met and stopped", k.Kind, k.Leg)
		}
		if !k.Open() {
			continue
		}
		key := fmt.Sprint(k.Kind, k.Leg)
		if open[key]++; open[key] > 1 {
			say("two %s clocks of leg %d run", k.Kind, k.Leg)
		}
		if caseRests(c.State) {
			say("the %s clock of leg %d runs on", k.Kind, k.Leg)
		}
		if l, ok := c.Leg(k.Leg); ok && legRests(l.State) {
			say("leg %d is %s while its %s clock runs", l.Seq, l.State, k.Kind)
		}
		if l, ok := c.Leg(k.Leg); ok && k.Paused() != (l.State == Suspended) && k.Kind == "close" {
			say("leg %d is %s and its limit paused: %t", l.Seq, l.State, k.Paused())
		}
	}
	supervised := open["supervise0"] > 0
	if supervised != (c.Supervision > 0) {
		say("supervision is %d and its clock runs: %t", c.Supervision, supervised)
	}
	if (c.State == Tracked) == c.TrackedUntil.IsZero() {
		say("tracked until %v", c.TrackedUntil)
	}
	return wrong
}

// wrongState holds the state of the case to what its legs have come to.
func wrongState(c *Case) []string {
	least, working, counted, lead := "", false, 0, false
	// from the least to the most advanced
	order := []LegState{ToSign, ReturnPending, Signed, AtWork, UnitReview, ExtensionPending, SuspendPending, Suspended, PleaPending, Submitted, AwaitingCallBack, LegClosed}
	rank := len(order)
	for i := range c.Legs {
		l := &c.Legs[i]
		if !l.Counts() {
			continue
		}
		counted++
		lead = lead || l.Role == Lead
		at := slices.Index(order, l.State)
		working = working || at >= slices.Index(order, Signed)
		rank = min(rank, at)
	}
	if rank < len(order) {
		least = string(order[rank])
	}
	done := counted == 0 || rank == slices.Index(order, LegClosed) // what assisting units did before the lead was gone
	holds := true
	switch c.State {
	case Registered:
		holds = len(c.Legs) == 0
	case ToDispatch:
		holds = !lead
	case Dispatched:
		holds = lead && !working
	case Handling:
		holds = lead && rank < slices.Index(order, Submitted)
	case ToReview:
		holds = lead && order[rank] == Submitted
	case ToCallBack:
		holds = lead && order[rank] == AwaitingCallBack
	case Tracked:
		holds = lead && order[rank] == LegClosed
	case Closed:
		holds = c.Answer != nil && !lead && done || c.Answer == nil && lead && order[rank] == LegClosed
	case Refused, Emergency, Invalid, Diverted:
		holds = !lead && done
	case Merged, Withdrawn:
		holds = counted == 0
	}
	if (c.State == Closed || c.State == Tracked) == c.ClosedAt.IsZero() && c.State != Archived {
		return []string{fmt.Sprintf("closed at %v", c.ClosedAt)}
	}
	if holds {
		return nil
	}
	return []string{fmt.Sprintf("%d legs count, the least advanced is %s", counted, least)}
}
