package history

import "time"

// checkOrder reports what cannot have happened in the order told. Each moment
// is held against the one before, so that one slip is one problem.
func (t *told) checkOrder(head *row) {
	if head.bad() || t.bad() {
		return
	}
	walk := &walk{last: head.received, column: colReceived}
	if t.unit != "" {
		walk.step(colDispatched, stamp{t.dispatched, t.first()})
		walk.limit(colSignDue, t.signDue, t.dispatched)
		walk.limit(colCloseDue, t.cycles[0].closeDue, t.dispatched)
	}
	walk.step(colSigned, t.signed)
	for _, k := range t.cycles {
		walk.step(colClosed, k.closed)
		for _, c := range k.calls {
			if t.unit != "" && k.closed.at.IsZero() {
				c.by.fail(colCalled, says("history.not_closed", "%s without %s; expected both, for a leg is called back once it is closed",
					"有%s而没有%s；办结后才回访，两者都应填写", colCalled, colClosed))
				return
			}
			walk.step(colCalled, c.stamp)
		}
	}
}

// bad reports whether a row of the leg is.
func (t *told) bad() bool {
	for _, r := range t.rows {
		if r.bad() {
			return true
		}
	}
	return false
}

// walk goes through the moments of a leg.
type walk struct {
	last   time.Time
	column column
}

func (w *walk) step(c column, s stamp) {
	switch {
	case s.at.IsZero():
	case s.at.Before(w.last):
		s.by.early(c, s.at, w.column, w.last)
	default:
		s.by.notLater(c, s.at)
		w.last, w.column = s.at, c
	}
}

// limit reports one that had run out before its clock began.
func (w *walk) limit(c column, due stamp, start time.Time) {
	if !due.at.IsZero() && due.at.Before(start) {
		due.by.early(c, due.at, w.column, start)
	}
}

func (r *row) early(c column, at time.Time, before column, earliest time.Time) {
	r.fail(c, says("history.order", "%s %s is before %s %s; expected no earlier moment", "%s %s 早于%s %s，应不早于后者", c, r.sheet.show(at), before, r.sheet.show(earliest)))
}
