package history

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
)

// told is one leg as the rows tell it, or the centre's own answer, which has
// no unit and is given at closed. One row tells a leg; more rows of the same
// leg may add to it what was not known before.
type told struct {
	first      *row
	unit       string
	role       casework.LegRole
	dispatched time.Time
	signDue    stamp
	signed     stamp
	closeDue   stamp
	closed     stamp
	callDue    stamp
	calls      []call // in order of time
}

// stamp is a moment and the row that tells it.
type stamp struct {
	at time.Time
	by *row
}

// call is one call-back and the row that tells it; without an outcome only
// that there was one.
type call struct {
	stamp
	answer survey.Answer
}

// moments are the moments that rows add to a leg, call-backs apart.
func (t *told) moments() [5]struct {
	column column
	*stamp
} {
	return [...]struct {
		column column
		*stamp
	}{{colSignDue, &t.signDue}, {colSigned, &t.signed}, {colCloseDue, &t.closeDue}, {colClosed, &t.closed}, {colCallDue, &t.callDue}}
}

// take puts a good row to its leg, or to the centre's answer.
func (c *sent) take(r *row) {
	switch {
	case r.unit == "" && len(c.legs) > 0:
		r.fail(colUnit, says("history.mixed", "unit is empty, and line %d has one; expected a unit, or one row without any",
			"承办单位为空，而第 %d 行有承办单位；直接答复件应只有不含单位的行", c.legs[0].first.line()))
	case r.unit != "" && c.direct != nil:
		r.fail(colUnit, says("history.mixed_direct", "the case has a unit, and in line %d none; expected the one or the other",
			"本件有承办单位，而第 %d 行没有；两者只能有其一", c.direct.first.line()))
	case r.unit == "":
		if c.direct == nil {
			c.direct = &told{first: r}
		}
		c.direct.merge(r)
	default:
		c.leg(r).merge(r)
	}
}

// leg finds the leg of a row: that of the same unit and moment of dispatch.
func (c *sent) leg(r *row) *told {
	for _, l := range c.legs {
		if l.unit == r.unit && l.dispatched.Equal(r.dispatched) {
			if l.role != r.role {
				r.contradict(colRole, string(r.role), string(l.role), l.first)
			}
			return l
		}
	}
	l := &told{first: r, unit: r.unit, role: r.role, dispatched: r.dispatched}
	c.legs = append(c.legs, l)
	return l
}

// contradict reports what another row has told differently.
func (r *row) contradict(c column, here, there string, other *row) {
	r.fail(c, says("history.contradiction", "%s is %s here and %s in line %d", "%s 此处为 %s，第 %[4]d 行为 %[3]s", c, here, there, other.line()))
}

// merge adds what a row tells.
func (t *told) merge(r *row) {
	for _, m := range t.moments() {
		at := r.moment(m.column)
		switch {
		case r.bad():
			return
		case at.IsZero():
		case m.at.IsZero():
			*m.stamp = stamp{at, r}
		case !m.at.Equal(at):
			r.contradict(m.column, r.sheet.show(at), r.sheet.show(m.at), m.by)
		}
	}
	if !r.called.IsZero() {
		t.addCall(r)
	}
}

// addCall adds a row's call-back; a later row may bring the verdict of one.
func (t *told) addCall(r *row) {
	for i := range t.calls {
		k := &t.calls[i]
		if !k.at.Equal(r.called) {
			continue
		}
		switch {
		case k.answer == r.answer || r.answer == survey.Answer{}:
		case k.answer == survey.Answer{}:
			*k = call{stamp{r.called, r}, r.answer}
		default:
			r.contradict(colVerdict, say(r.answer), say(k.answer), k.by)
		}
		return
	}
	t.calls = append(t.calls, call{stamp{r.called, r}, r.answer})
	slices.SortStableFunc(t.calls, func(a, b call) int { return a.at.Compare(b.at) })
}

// say writes an answer in a problem.
func say(a survey.Answer) string {
	if a.Solved == "" {
		return cmp.Or(string(a.Outcome), "empty")
	}
	return string(a.Outcome) + "/" + string(a.Solved)
}

// checkOrder reports what cannot have happened in the order told. Each moment
// is held against the one before, so that one slip is one problem.
func (t *told) checkOrder(c *sent) {
	head := c.head()
	if t.first.bad() || head.bad() {
		return
	}
	last, lastColumn := head.received, colReceived
	step := func(col column, s stamp) {
		switch {
		case s.at.IsZero():
			return
		case s.at.Before(last):
			s.by.early(col, s.at, lastColumn, last)
			return
		}
		s.by.notLater(col, s.at)
		last, lastColumn = s.at, col
	}
	if t.unit != "" {
		step(colDispatched, stamp{t.dispatched, t.first})
		for _, due := range []struct {
			column column
			stamp
		}{{colSignDue, t.signDue}, {colCloseDue, t.closeDue}} {
			if !due.at.IsZero() && due.at.Before(t.dispatched) {
				due.by.early(due.column, due.at, colDispatched, t.dispatched)
			}
		}
	}
	step(colSigned, t.signed)
	step(colClosed, t.closed)
	for _, k := range t.calls {
		if t.unit != "" && t.closed.at.IsZero() {
			k.by.fail(colCalled, says("history.not_closed", "%s without %s: a leg is called back once it is closed",
				"有 %s 而没有 %s：办结后才回访", colCalled, colClosed))
			return
		}
		step(colCalled, k.stamp)
	}
}

func (r *row) early(c column, at time.Time, before column, earliest time.Time) {
	r.fail(c, says("history.order", "%s %s is before %s %s", "%s %s 早于 %s %s", c, r.sheet.show(at), before, r.sheet.show(earliest)))
}
