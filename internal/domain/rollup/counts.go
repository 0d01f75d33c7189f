package rollup

import (
	"slices"

	"huying/internal/domain/scoring"
)

// Counts are the measures of one bucket, in the order of LegMeasures or
// CaseMeasures.
type Counts []int64

// LegMeasures name what is counted of legs. Given and returned count every
// leg of a unit, sub-units' apart; all others those that count (design §4.3).
func LegMeasures() []string {
	return []string{
		"given", "returned", "handled", "closed", "days", "micros",
		"satisfied", "basic", "dissatisfied", "unreached", "declined", "solved_yes", "solved_partly", "solved_no",
		"sign_due", "sign_met", "close_due", "close_met", "callback_due", "callback_met",
		"returns", "reworks", "extensions", "excluded_survey", "excluded_all",
	}
}

// CaseMeasures name what is counted of cases.
func CaseMeasures() []string {
	return []string{
		"received", "answered", "transferred", "closed", "dropped", "reopened", "astray",
		"satisfied", "basic", "dissatisfied", "unreached", "declined",
	}
}

// Legs are the measures of some legs, by name.
type Legs struct {
	Given    int // legs that units were given
	Returned int // of those, returned with the centre's assent
	scoring.Tally
}

// Counts are the measures in their order. The length of closed legs is that of
// scoring: whole days, and microseconds apart from them.
func (l *Legs) Counts() Counts {
	t := &l.Tally
	return Counts{
		int64(l.Given), int64(l.Returned), int64(t.Handled), int64(t.Closed), t.Length.Days, t.Length.Micros,
		int64(t.Satisfied), int64(t.Basic), int64(t.Dissatisfied), int64(t.Unreached), int64(t.Declined),
		int64(t.SolvedYes), int64(t.SolvedPartly), int64(t.SolvedNo),
		int64(t.SignDue), int64(t.SignMet), int64(t.CloseDue), int64(t.CloseMet), int64(t.CallBackDue), int64(t.CallBackMet),
		int64(t.Returns), int64(t.Reworks), int64(t.Extensions), int64(t.ExcludedSurvey), int64(t.ExcludedAll),
	}
}

// LegsOf reads counts of legs back.
func LegsOf(c Counts) Legs {
	n := func(i int) int { return int(c[i]) }
	return Legs{
		Given: n(0), Returned: n(1),
		Tally: scoring.Tally{
			Handled: n(2), Closed: n(3), Length: scoring.Span{}.Plus(scoring.Span{Days: c[4], Micros: c[5]}),
			Satisfied: n(6), Basic: n(7), Dissatisfied: n(8), Unreached: n(9), Declined: n(10),
			SolvedYes: n(11), SolvedPartly: n(12), SolvedNo: n(13),
			SignDue: n(14), SignMet: n(15), CloseDue: n(16), CloseMet: n(17), CallBackDue: n(18), CallBackMet: n(19),
			Returns: n(20), Reworks: n(21), Extensions: n(22), ExcludedSurvey: n(23), ExcludedAll: n(24),
		},
	}
}

// Cases are the measures of some cases, by name. Verdicts are those of cases
// that the centre answered itself; those of legs are with the legs.
type Cases struct {
	Received    int
	Answered    int // by the centre itself
	Transferred int // with a leg that counts
	Closed      int // brought to an end with an answer
	Dropped     int // ended without one: refused, withdrawn, merged …
	Reopened    int // opened in place of one that was archived
	Astray      int // first sent to a unit that gave it back, or from which it was taken

	Satisfied, Basic, Dissatisfied, Unreached, Declined int
}

// Counts are the measures in their order.
func (c *Cases) Counts() Counts {
	return Counts{
		int64(c.Received), int64(c.Answered), int64(c.Transferred), int64(c.Closed), int64(c.Dropped), int64(c.Reopened), int64(c.Astray),
		int64(c.Satisfied), int64(c.Basic), int64(c.Dissatisfied), int64(c.Unreached), int64(c.Declined),
	}
}

// CasesOf reads counts of cases back.
func CasesOf(c Counts) Cases {
	n := func(i int) int { return int(c[i]) }
	return Cases{
		Received: n(0), Answered: n(1), Transferred: n(2), Closed: n(3), Dropped: n(4), Reopened: n(5), Astray: n(6),
		Satisfied: n(7), Basic: n(8), Dissatisfied: n(9), Unreached: n(10), Declined: n(11),
	}
}

// plus adds other counts to these; nil counts nothing.
func (c Counts) plus(o Counts) Counts {
	if c == nil {
		return slices.Clone(o)
	}
	for i := range o {
		c[i] += o[i]
	}
	return c
}

// minus is what c has more than o; nil counts nothing.
func (c Counts) minus(o Counts) Counts {
	d := make(Counts, max(len(c), len(o)))
	copy(d, c)
	for i := range o {
		d[i] -= o[i]
	}
	return d
}

func (c Counts) zero() bool { return !slices.ContainsFunc(c, func(n int64) bool { return n != 0 }) }
