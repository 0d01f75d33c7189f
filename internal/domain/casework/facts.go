package casework

import (
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/domain/survey"
)

// Punctuality is what decides whether a leg kept one kind of limit: the
// effective due time (after extensions and pauses) and when it was met; both
// zero when the leg never had such a limit.
type Punctuality struct {
	Due time.Time
	Met time.Time
}

// Kept returns the clock of a kind that decides about a leg. A leg may have
// run several turns of a clock (a rework, a rejected return): the first turn
// that was missed decides, else the last. A turn that was stopped before it
// ran out, or that had no limit, does not count; one that ended unmet does.
func (c *Case) Kept(kind deadline.Clock, leg int) Punctuality {
	var last Punctuality
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.Kind != kind || k.Leg != leg || k.Due.IsZero() {
			continue
		}
		stopped := !k.Stopped.IsZero()
		if stopped && !k.Missed && !k.Stopped.After(k.Due) {
			continue
		}
		if k.Open() && k.Paused() {
			continue // its limit is not running
		}
		last = Punctuality{Due: k.Due, Met: k.Met}
		missed := stopped || !k.Met.IsZero() && k.Met.After(k.Due)
		if missed {
			return last
		}
	}
	return last
}

// LegFact is what figures are made of, for one leg as the case stands.
type LegFact struct {
	Verdict  survey.Verdict
	Solved   survey.Solved
	Excluded ExclusionScope // empty: counted
	Sign     Punctuality
	Close    Punctuality
	CallBack Punctuality
}

// LegFact gathers the facts of a leg of the case.
func (c *Case) LegFact(l *Leg) LegFact {
	last := l.Last()
	f := LegFact{
		Verdict: last.Outcome, Solved: last.Solved,
		Sign: c.Kept(deadline.Sign, l.Seq), Close: c.Kept(deadline.Close, l.Seq), CallBack: c.Kept(deadline.CallBack, l.Seq),
	}
	if l.Exclusion != nil {
		f.Excluded = l.Exclusion.Scope
	}
	return f
}
