package casework

import (
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/ident"
)

// Move is a running limit that would come on another moment.
type Move struct {
	Case   ident.CaseID
	Number ident.CaseNumber
	Clock  deadline.Clock
	Leg    int          // 0 for one of the case
	Unit   ident.UnitID // of the leg
	Was    time.Time
	Due    time.Time // as it would be
}

// Forecast says what Recompute would do to a case if the region had decided as
// env says. Nothing is changed.
func Forecast(env *Env, c *Case) []Move {
	steps := moved(env, c)
	moves := make([]Move, 0, len(steps))
	for _, step := range steps {
		m := Move{Case: c.ID, Number: c.Number, Clock: step.Kind, Leg: step.Leg, Due: step.Due}
		if k, ok := c.Clock(step.Kind, step.Leg); ok {
			m.Was = k.Due
		}
		if leg, ok := c.Leg(step.Leg); ok {
			m.Unit = leg.Unit
		}
		moves = append(moves, m)
	}
	return moves
}

// Outlook 期限变动预览 is what would move in a whole region.
type Outlook struct {
	Cases  int          // on which something would move
	Limits int          // that would
	Moves  []Move       // of the first cases that were asked for, by case
	Next   ident.CaseID // the last case listed, where there are more; empty: none
}

// Add counts the moves of one case, those of the cases up to most being listed
// that come after a given one: none of them, but counted, where most is 0. Cases
// must come in order.
func (o *Outlook) Add(moves []Move, after ident.CaseID, most int) {
	if len(moves) == 0 {
		return
	}
	o.Cases++
	o.Limits += len(moves)
	switch last := len(o.Moves); {
	case moves[0].Case <= after:
	case last < most:
		o.Moves = append(o.Moves, moves...)
	case last > 0 && o.Next == "":
		o.Next = o.Moves[last-1].Case
	}
}
