package store

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Queues 待办 are the counts of what is still to be done.
type Queues struct {
	Cases map[casework.CaseState]int // that are neither closed nor archived
	Legs  map[casework.LegState]int  // that are neither done nor taken away
	Late  map[deadline.Clock]int     // clocks that run past their limit
	Soon  map[deadline.Clock]int     // clocks whose limit comes before the given moment
}

// Queues counts what is to be done of what the scope holds. A unit counts its
// own legs and their clocks, and no cases: those are the centre's. Paused
// clocks are neither late nor soon.
func (tx *Tx) Queues(region ident.RegionCode, s identity.Scope, soon time.Time) (Queues, error) {
	q := Queues{Cases: map[casework.CaseState]int{}, Legs: map[casework.LegState]int{}, Late: map[deadline.Clock]int{}, Soon: map[deadline.Clock]int{}}
	if s.All || s.Receiver != "" {
		if err := tx.countCases(q.Cases, region, s); err != nil {
			return q, err
		}
	}
	if !s.All && len(s.Units) == 0 {
		return q, nil
	}
	if err := tx.countLegs(q.Legs, region, s); err != nil {
		return q, err
	}
	return q, tx.countClocks(q, region, s, soon)
}

func (tx *Tx) countCases(into map[casework.CaseState]int, region ident.RegionCode, s identity.Scope) error {
	var w where
	w.and("c.region = ? AND c.state <> 'closed' AND c.state <> 'archived'", region)
	if !s.All {
		w.and("c.received_by = ?", s.Receiver)
	}
	return each(tx, "SELECT c.state, COUNT(*) FROM work_case c"+w.String()+" GROUP BY c.state", func(r row) error {
		var state string
		var n int
		err := r.Scan(&state, &n)
		into[casework.CaseState(state)] = n
		return err
	}, w.args...)
}

func (tx *Tx) countLegs(into map[casework.LegState]int, region ident.RegionCode, s identity.Scope) error {
	var w where
	w.and("l.region = ? AND l.state <> 'closed' AND l.state <> 'returned' AND l.state <> 'cancelled'", region)
	if !s.All {
		in(&w, "l.unit", s.Units)
	}
	return each(tx, "SELECT l.state, COUNT(*) FROM leg l"+w.String()+" GROUP BY l.state", func(r row) error {
		var state string
		var n int
		err := r.Scan(&state, &n)
		into[casework.LegState(state)] = n
		return err
	}, w.args...)
}

func (tx *Tx) countClocks(q Queues, region ident.RegionCode, s identity.Scope, soon time.Time) error {
	var w where
	w.and("k.region = ? AND k.due_at < ? AND k.paused = ?", region, soon, false)
	if !s.All {
		in(&w, "k.unit", s.Units)
	}
	now := w.arg(tx.Now())
	return each(tx, "SELECT k.kind, SUM(CASE WHEN k.due_at < "+now+" THEN 1 ELSE 0 END), COUNT(*) FROM clock k"+w.String()+" GROUP BY k.kind",
		func(r row) error {
			var kind string
			var late, all int
			if err := r.Scan(&kind, &late, &all); err != nil {
				return err
			}
			if late > 0 {
				q.Late[deadline.Clock(kind)] = late
			}
			if all > late {
				q.Soon[deadline.Clock(kind)] = all - late
			}
			return nil
		}, w.args...)
}
