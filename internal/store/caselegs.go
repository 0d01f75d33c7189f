package store

import (
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// sideBySide is for how many units their legs are walked side by side. Of more
// units, the list itself holds enough cases to be walked.
const sideBySide = 16

// walked are the units along whose legs the cases are found that the filter
// takes; nil where the scope is of something else, or what it asks is few and
// found first.
func (f CaseFilter) walked() []ident.UnitID {
	if f.few() || f.Number != "" || f.State != "" && !caseEnded(f.State) || f.Stands == StandsOpen {
		return nil
	}
	switch s := f.Scope; {
	case f.Unit == "" && !s.All && s.Receiver == "":
		return s.Units
	case f.Unit != "" && (s.All || slices.Contains(s.Units, f.Unit)):
		return []ident.UnitID{f.Unit}
	}
	return nil
}

// listOfUnits reads a page along the legs of each unit, latest receipt first,
// and puts those few together: a leg holds the moment at which its case was
// received, so that a page costs what is on it.
func (tx *Tx) listOfUnits(f CaseFilter, units []ident.UnitID) ([]*casework.Case, error) {
	var args []any
	walks := make([]string, len(units))
	for i, u := range units {
		w := where{args: args}
		w.and("l.unit = ?", u)
		f.ofLegs(&w)
		if f.After != nil {
			w.and("(l.received_at, l.case_id) < (?, ?)", f.After.ReceivedAt, f.After.ID)
		}
		from := f.legsAndCases(&w, tx.Now())
		walks[i] = "SELECT * FROM (SELECT DISTINCT l.received_at, l.case_id FROM " + from + w.String() +
			" ORDER BY l.received_at DESC, l.case_id DESC LIMIT " + w.arg(f.Limit) + ") AS walk"
		args = w.args
	}
	w := where{args: args}
	limit := w.arg(f.Limit)
	return query(tx, "SELECT c.body FROM ("+strings.Join(walks, " UNION ")+") AS u JOIN work_case c ON c.id = u.case_id"+
		" ORDER BY u.received_at DESC, u.case_id DESC LIMIT "+limit, scanCase, w.args...)
}

// countOfUnits counts along the legs, of one unit in the order of their index.
// Where the filter asks nothing of the cases themselves, none is read. A case
// that has several of the legs counts once.
func (tx *Tx) countOfUnits(f CaseFilter, units []ident.UnitID, most int) (int, error) {
	var w where
	in(&w, "l.unit", units)
	f.ofLegs(&w)
	from := f.legsAndCases(&w, tx.Now())
	limit := w.arg(most)
	n, err := one(tx, nil, "SELECT COUNT(*) FROM (SELECT DISTINCT l.received_at, l.case_id FROM "+from+w.String()+" LIMIT "+limit+") AS taken", scalar[int64], w.args...)
	return int(n), err
}

// ofLegs adds what is asked of the legs l.
func (f CaseFilter) ofLegs(w *where) {
	w.and("l.region = ?", f.Region)
	if f.LegIn != "" {
		w.and("l.state = ?", f.LegIn)
	}
	if f.Period != nil {
		from, to := around(*f.Period)
		w.and("l.received_at >= ? AND l.received_at < ?", from, to)
	}
}

// legsAndCases is what to read for all that is asked: the cases c of the legs
// only where something is asked of them. CROSS JOIN keeps SQLite to that order.
func (f CaseFilter) legsAndCases(w *where, now time.Time) string {
	before := len(w.conditions)
	f.ofCase(w, now, amongUnits(f.asked()))
	if len(w.conditions) == before {
		return "leg l"
	}
	w.and("c.id = l.case_id")
	return "leg l CROSS JOIN work_case c"
}

// around are the moments between which every local day of a period lies,
// wherever its region: a day is compared exactly besides, and these bounds let
// an index by moments find where to begin and to end.
func around(p calendar.Period) (from, to time.Time) {
	const east, west = 14 * time.Hour, 12 * time.Hour // of UTC, as far as any zone goes
	return p.From.Start(time.UTC).Add(-east), p.To.Add(1).Start(time.UTC).Add(west)
}
