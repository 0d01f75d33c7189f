package scoring

import (
	"time"

	"huying/internal/domain/survey"
)

// Tally is everything counted of one unit's legs, or of a region's. Every
// measure is computed from a tally, and so is a single leg's share of one.
type Tally struct {
	Handled int
	Closed  int
	Length  Span // of the closed legs together

	Satisfied, Basic, Dissatisfied int
	Unreached, Declined            int

	SolvedYes, SolvedPartly, SolvedNo int

	SignDue, SignMet         int
	CloseDue, CloseMet       int
	CallBackDue, CallBackMet int

	Returns, Reworks, Extensions, Notices int

	ExcludedSurvey int // legs out of the survey only
	ExcludedAll    int // legs out of every count: they are in no other field
}

// Surveyed is how many legs have a verdict that counts.
func (t *Tally) Surveyed() int { return t.Satisfied + t.Basic + t.Dissatisfied }

// called is how many legs have any outcome of a call-back.
func (t *Tally) called() int { return t.Surveyed() + t.Unreached + t.Declined }

// Add counts one leg; its length is measured by the rule, on loc's dates.
func (t *Tally) Add(l *Leg, rule DayRule, loc *time.Location) {
	if l.Excluded == OutOfAll {
		t.ExcludedAll++
		return
	}
	t.Handled++
	if !l.Closed.IsZero() {
		t.Closed++
		t.Length = t.Length.Plus(rule.Span(l.Dispatched, l.Closed, loc))
	}
	clock(l.Sign, &t.SignDue, &t.SignMet)
	clock(l.Close, &t.CloseDue, &t.CloseMet)
	clock(l.CallBack, &t.CallBackDue, &t.CallBackMet)
	t.Returns += l.Returns
	t.Reworks += l.Reworks
	t.Extensions += l.Extensions
	t.Notices += l.Notices
	if l.Excluded == OutOfSurvey {
		t.ExcludedSurvey++
		return
	}
	t.answer(l)
}

func clock(p Punctual, due, met *int) {
	switch p {
	case Met:
		*due++
		*met++
	case Missed:
		*due++
	}
}

// answer counts what the citizen said when called back.
func (t *Tally) answer(l *Leg) {
	switch l.Verdict {
	case survey.Satisfied:
		t.Satisfied++
	case survey.Basic:
		t.Basic++
	case survey.Dissatisfied:
		t.Dissatisfied++
	case survey.Unreached:
		t.Unreached++
	case survey.Declined:
		t.Declined++
	}
	switch l.Solved {
	case survey.SolvedYes:
		t.SolvedYes++
	case survey.SolvedPartly:
		t.SolvedPartly++
	case survey.SolvedNo:
		t.SolvedNo++
	}
}

// Merge adds the counts of another tally, as a region sums its units.
func (t *Tally) Merge(o *Tally) {
	t.Handled += o.Handled
	t.Closed += o.Closed
	t.Length = t.Length.Plus(o.Length)
	t.Satisfied += o.Satisfied
	t.Basic += o.Basic
	t.Dissatisfied += o.Dissatisfied
	t.Unreached += o.Unreached
	t.Declined += o.Declined
	t.SolvedYes += o.SolvedYes
	t.SolvedPartly += o.SolvedPartly
	t.SolvedNo += o.SolvedNo
	t.SignDue += o.SignDue
	t.SignMet += o.SignMet
	t.CloseDue += o.CloseDue
	t.CloseMet += o.CloseMet
	t.CallBackDue += o.CallBackDue
	t.CallBackMet += o.CallBackMet
	t.Returns += o.Returns
	t.Reworks += o.Reworks
	t.Extensions += o.Extensions
	t.Notices += o.Notices
	t.ExcludedSurvey += o.ExcludedSurvey
	t.ExcludedAll += o.ExcludedAll
}
