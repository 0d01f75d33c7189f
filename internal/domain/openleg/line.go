// Package openleg is the open data of a bulletin: a line for each leg 交转件 in
// its figures, without any person, enough for everybody to compute the tables
// again. Each line names its leg by a digest that only those can make who hold
// the case's record, so that a reporter can find the own one and nobody
// another's. The package is pure.
package openleg

import (
	"encoding/hex"
	"strconv"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
)

// Line is one leg as it was counted. What is said of a leg beside its figures
// (Place) is left out where fewer than Cell legs have it in common.
type Line struct {
	ID   string // Name of the case's last event and the leg
	List string // key of the ranking list; empty: in none
	Unit string

	Verdict survey.Verdict // the last one; empty: none yet
	First   survey.Verdict // the first one, where a later one took its place
	Solved  survey.Solved

	Closed bool
	Length scoring.Span // from dispatch to closing, by the scheme's rule; zero while open

	Sign, Close, CallBack scoring.Punctual

	Returns, Reworks, Extensions int

	Excluded scoring.Scope

	Place
}

// Place is what else a leg is known by; empty: left out.
type Place struct {
	Street  string // division code of the street or town
	Subject string // first level of the subject's path
	Kind    string // kind of the case
	Month   string // of its dispatch, as 2019-10
}

// Name is the digest that names a leg: SM3 over the hash of the last event of
// its case that was counted, and the leg's number, with their lengths told
// apart by a space.
func Name(head string, leg int) string {
	sum := sm3.Sum([]byte(head + " " + strconv.Itoa(leg)))
	return hex.EncodeToString(sum[:])
}

// Of is the line of a leg, as a scheme counts its days on loc's dates. First is
// its first verdict.
func Of(name string, l *scoring.Leg, first survey.Verdict, rule scoring.DayRule, loc *time.Location) Line {
	line := Line{
		ID: name, List: l.List, Unit: l.Unit, Verdict: l.Verdict, Solved: l.Solved,
		Sign: l.Sign, Close: l.Close, CallBack: l.CallBack,
		Returns: l.Returns, Reworks: l.Reworks, Extensions: l.Extensions, Excluded: l.Excluded,
	}
	if first != l.Verdict {
		line.First = first
	}
	if !l.Closed.IsZero() {
		line.Closed, line.Length = true, rule.Span(l.Dispatched, l.Closed, loc)
	}
	return line
}

// epoch is when all legs are taken to have been dispatched that are computed
// again: only how long they took counts.
var epoch = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// Leg is the line as scoring counts it, on dates of UTC: by either rule of days
// it has the length that it was counted with.
func (l *Line) Leg() scoring.Leg {
	leg := scoring.Leg{
		Ref: l.ID, Unit: l.Unit, List: l.List, Dispatched: epoch, Verdict: l.Verdict, Solved: l.Solved,
		Sign: l.Sign, Close: l.Close, CallBack: l.CallBack,
		Returns: l.Returns, Reworks: l.Reworks, Extensions: l.Extensions, Excluded: l.Excluded,
	}
	if l.Closed {
		leg.Closed = epoch.AddDate(0, 0, int(l.Length.Days)).Add(time.Duration(l.Length.Micros) * time.Microsecond)
	}
	return leg
}
