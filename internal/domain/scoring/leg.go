package scoring

import (
	"time"

	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
)

// Punctual 按期 says how a leg stands against one clock as of the moment asked
// for (design §4.3: the denominator is what was due by then).
type Punctual uint8

const (
	NotDue Punctual = iota // no due time, or not yet due: not in the denominator
	Met                    // due, and met at or before the due time
	Missed                 // due, and met late or not at all
)

// Scope says how far a leg was excluded 剔除 by decision.
type Scope uint8

const (
	Counted     Scope = iota // not excluded
	OutOfSurvey              // leaves surveyed and dissatisfied; stays in handled and days
	OutOfAll                 // leaves every count
)

// Leg 承办任务 is what scoring needs of one leg as of a moment.
type Leg struct {
	Ref  string // case number and leg: names the leg in the working
	Unit string // unit's name
	List string // list key; "" = outside the lists

	Dispatched time.Time
	Closed     time.Time // zero while open

	Verdict survey.Verdict // the last one by the as-of
	Solved  survey.Solved

	Sign, Close, CallBack Punctual

	Returns, Reworks, Extensions, Notices int

	Excluded Scope
}

// check refuses a leg that no record can mean. Scoring never guesses.
func (l *Leg) check() error {
	bad := func(what string) error {
		return errs.Invalidf("scoring.leg_invalid", "leg %q of %q: %s", l.Ref, l.Unit, what)
	}
	switch {
	case l.Unit == "":
		return bad("no unit; expected the unit's name")
	case l.Dispatched.IsZero():
		return bad("no time of dispatch")
	case !l.Closed.IsZero() && l.Closed.Before(l.Dispatched):
		return bad("closed before it was dispatched")
	case l.Verdict != survey.None && !l.Verdict.Valid():
		return bad("unknown verdict " + string(l.Verdict))
	case !l.Solved.Valid():
		return bad("unknown answer on solved: " + string(l.Solved))
	case l.Sign > Missed || l.Close > Missed || l.CallBack > Missed:
		return bad("unknown standing against a clock")
	case l.Excluded > OutOfAll:
		return bad("unknown scope of exclusion")
	case l.Returns < 0 || l.Reworks < 0 || l.Extensions < 0 || l.Notices < 0:
		return bad("negative count of returns, reworks, extensions or notices")
	}
	return nil
}
