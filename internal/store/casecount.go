package store

import (
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// CaseCount counts the cases that the filter takes, on whichever page, up to
// most: no list is counted for longer than anybody reads it.
func (tx *Tx) CaseCount(f CaseFilter, most int) (int, error) {
	if units := f.onlyUnits(); len(units) > 0 {
		return tx.countOfUnits(f, units, most)
	}
	w := f.where(tx.Now())
	limit := w.arg(most)
	n, err := one(tx, nil, "SELECT COUNT(*) FROM (SELECT 1 FROM work_case c"+w.String()+" LIMIT "+limit+") AS taken", scalar[int64], w.args...)
	return int(n), err
}

// onlyUnits are the units whose legs alone decide which cases the filter
// takes; nil where it asks anything else.
func (f CaseFilter) onlyUnits() []ident.UnitID {
	if f.Number != "" || f.State != "" || f.Channel != "" || f.Kind != "" || f.Subject != "" || f.Late || f.Period != nil ||
		!f.DueBy.IsZero() || f.Stands != "" || f.Called != nil {
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

// countOfUnits counts from the legs, which hold what is asked: the cases
// themselves are not read. A case that has several of the legs counts once.
func (tx *Tx) countOfUnits(f CaseFilter, units []ident.UnitID, most int) (int, error) {
	var w where
	w.and("l.region = ?", f.Region)
	in(&w, "l.unit", units)
	if f.LegIn != "" {
		w.and("l.state = ?", f.LegIn)
	}
	limit := w.arg(most)
	n, err := one(tx, nil, "SELECT COUNT(*) FROM (SELECT DISTINCT l.case_id FROM leg l"+w.String()+" LIMIT "+limit+") AS taken", scalar[int64], w.args...)
	return int(n), err
}

// few tells whether the filter names what is few at any time, legs that are
// open or clocks that run late: those cases are found first and then put in
// order. To walk the list and ask of each case would read all that has ended.
func (f CaseFilter) few() bool {
	return f.Late || f.LegIn != "" && !legEnded(f.LegIn)
}

// legEnded tells whether a leg in that state is done or taken away. Those pile
// up over the years; the others are few, however many cases there are.
func legEnded(s casework.LegState) bool {
	return s == casework.LegClosed || s == casework.Returned || s == casework.Cancelled
}
