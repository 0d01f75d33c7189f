package store

import "huying/internal/domain/casework"

// CaseCount counts the cases that the filter takes, on whichever page, up to
// most: no list is counted for longer than anybody reads it.
func (tx *Tx) CaseCount(f CaseFilter, most int) (int, error) {
	if units := f.walked(); len(units) > 0 {
		return tx.countOfUnits(f, units, most)
	}
	w := f.where(tx.Now())
	limit := w.arg(most)
	n, err := one(tx, nil, "SELECT COUNT(*) FROM (SELECT 1 FROM work_case c"+w.String()+" LIMIT "+limit+") AS taken", scalar[int64], w.args...)
	return int(n), err
}

// few tells whether the filter names what is few at any time, legs that are
// open or clocks that run late or soon will: those cases are found first and
// then put in order. To walk the list and ask of each case would read all that
// has ended.
func (f CaseFilter) few() bool {
	return f.Late || !f.DueBy.IsZero() || f.LegIn != "" && !legEnded(f.LegIn)
}

// legEnded tells whether a leg in that state is done or taken away. Those pile
// up over the years; the others are few, however many cases there are.
func legEnded(s casework.LegState) bool {
	return s == casework.LegClosed || s == casework.Returned || s == casework.Cancelled
}

// caseEnded tells the same of a case.
func caseEnded(s casework.CaseState) bool { return s == casework.Closed || s == casework.Archived }
