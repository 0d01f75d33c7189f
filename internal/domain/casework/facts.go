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

// Kept is KeptAt without an as-of: every turn is taken to be due.
func (c *Case) Kept(kind deadline.Clock, leg int) Punctuality {
	return c.kept(kind, leg, func(time.Time) bool { return true })
}

// KeptAt returns the clock of a kind that decides about a leg as of a moment,
// for a case as it stood then. A leg may run several turns of a clock (a
// rework, a rejected return). Of those whose limit has come, inclusive, the
// first that was missed decides, else the last: a leg that was late stays
// late, and one that kept its limit is not forgotten while a later turn still
// has time (design §4.3: the denominator is what was due by the as-of). Where
// none has come yet, the last turn is returned, whose limit is to come. A turn
// that was stopped before it ran out, that stands still, or that had no limit,
// does not decide; one that ended unmet does. A pause counts from its grant:
// one that was granted when the limit had passed gives back nothing, and the
// leg is late while it rests and after (domain.md §4: pauses subtract exactly).
func (c *Case) KeptAt(kind deadline.Clock, leg int, asOf time.Time) Punctuality {
	if p := c.kept(kind, leg, func(due time.Time) bool { return !due.After(asOf) }); p != (Punctuality{}) {
		return p
	}
	return c.Kept(kind, leg)
}

// kept chooses among the turns whose limit has come.
func (c *Case) kept(kind deadline.Clock, leg int, come func(due time.Time) bool) Punctuality {
	var last Punctuality
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.Kind != kind || k.Leg != leg || !k.decides() || !come(k.Due) {
			continue
		}
		last = Punctuality{Due: k.Due, Met: k.Met}
		if k.late() {
			return last
		}
	}
	return last
}

// decides reports whether the clock says anything about who had to meet it.
func (k *Clock) decides() bool {
	switch {
	case k.Due.IsZero():
		return false
	case !k.Stopped.IsZero() && !k.Missed && !k.Stopped.After(k.Due):
		return false
	case k.Open() && k.Paused() && !k.ranOut():
		return false // its limit is not running
	}
	return true
}

// ranOut reports whether a clock that stands still had run out when its pause
// began.
func (k *Clock) ranOut() bool { return !k.Pauses[len(k.Pauses)-1].From.Before(k.Due) }

// late reports whether the clock ended too late, or unmet.
func (k *Clock) late() bool {
	return !k.Stopped.IsZero() || !k.Met.IsZero() && k.Met.After(k.Due)
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

// LegFact gathers the facts of a leg of the case, every limit taken as come.
func (c *Case) LegFact(l *Leg) LegFact {
	return c.legFact(l, c.Kept)
}

// LegFactAt gathers the facts of a leg of the case as of a moment; the case is
// as it stood then.
func (c *Case) LegFactAt(l *Leg, asOf time.Time) LegFact {
	return c.legFact(l, func(kind deadline.Clock, leg int) Punctuality { return c.KeptAt(kind, leg, asOf) })
}

func (c *Case) legFact(l *Leg, kept func(deadline.Clock, int) Punctuality) LegFact {
	last := l.Last()
	f := LegFact{
		Verdict: last.Outcome, Solved: last.Solved,
		Sign: kept(deadline.Sign, l.Seq), Close: kept(deadline.Close, l.Seq), CallBack: kept(deadline.CallBack, l.Seq),
	}
	if l.Exclusion != nil {
		f.Excluded = l.Exclusion.Scope
	}
	return f
}
