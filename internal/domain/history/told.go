package history

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
)

// told is one leg as the rows tell it, or the centre's own answer, which has
// no unit and is given at the closing of its one cycle. One row tells a leg;
// more rows of the same leg add to it what was not known before.
type told struct {
	rows       []*row // the first one first, as they stand in the table
	unit       string
	role       casework.LegRole
	dispatched time.Time
	signDue    stamp
	signed     stamp
	cycles     []cycle // at least one; each after the first is a rework
}

// cycle is the work on a leg up to a closing, and what the caller said of it.
type cycle struct {
	closeDue stamp
	closed   stamp // zero: not yet
	callDue  stamp
	calls    []call // in order of time
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

// first is the row that a problem of the whole leg is laid to.
func (t *told) first() *row { return t.rows[0] }

// take puts a good row to its leg, or to the centre's answer.
func (c *sent) take(r *row) {
	switch {
	case r.unit == "" && len(c.legs) > 0:
		r.fail(colUnit, says("history.mixed", "unit is empty, and line %d has one; expected a unit, or one row without any",
			"承办单位为空，而第 %d 行有承办单位；直接答复件应只有不含单位的行", c.legs[0].first().line()))
	case r.unit != "" && c.direct != nil:
		r.fail(colUnit, says("history.mixed_direct", "the case has a unit, and in line %d none; expected the one or the other",
			"本件有承办单位，而第 %d 行没有；两者只应有其一", c.direct.first().line()))
	case r.unit == "":
		if c.direct == nil {
			c.direct = &told{}
		}
		c.direct.rows = append(c.direct.rows, r)
	default:
		c.leg(r)
	}
}

// leg puts a row to its leg: that of the same unit and moment of dispatch.
func (c *sent) leg(r *row) {
	for _, l := range c.legs {
		if l.unit != r.unit || !l.dispatched.Equal(r.dispatched) {
			continue
		}
		if l.role != r.role {
			r.contradict(colRole, sayRole(r.role), sayRole(l.role), l.first())
			return
		}
		l.rows = append(l.rows, r)
		return
	}
	c.legs = append(c.legs, &told{rows: []*row{r}, unit: r.unit, role: r.role, dispatched: r.dispatched})
}

// contradict reports what another row has told differently.
func (r *row) contradict(c column, here, there said, other *row) {
	r.fail(c, says("history.contradiction", "%s is %s here and %s in line %d; expected the same", "%s此处为 %s，第 %[4]d 行为 %[3]s，应相同", c, here, there, other.line()))
}

// merge makes one story of the leg's rows, in order of what they tell.
func (t *told) merge() {
	t.cycles = []cycle{{}}
	rows := slices.Clone(t.rows)
	slices.SortStableFunc(rows, func(a, b *row) int {
		return cmp.Or(a.closed.Compare(b.closed), a.called.Compare(b.called))
	})
	for _, r := range rows {
		t.add(r)
	}
}

func (t *told) add(r *row) {
	r.tell(&t.signDue, colSignDue, r.signDue)
	r.tell(&t.signed, colSigned, r.signed)
	k := t.cycleOf(r)
	if k == nil {
		return
	}
	r.tell(&k.closeDue, colCloseDue, r.closeDue)
	r.tell(&k.closed, colClosed, r.closed)
	r.tell(&k.callDue, colCallDue, r.callDue)
	if !r.called.IsZero() {
		k.addCall(r)
	}
}

// cycleOf is the cycle that a row tells of: that which ends with its closing. A
// closing after a call-back that followed another closing begins a rework.
func (t *told) cycleOf(r *row) *cycle {
	for i := range t.cycles {
		if k := &t.cycles[i]; k.closed.at.IsZero() || k.closed.at.Equal(r.closed) || r.closed.IsZero() {
			return k
		}
	}
	last := &t.cycles[len(t.cycles)-1]
	if n := len(last.calls); t.unit == "" || n == 0 || r.closed.Before(last.calls[n-1].at) {
		r.contradict(colClosed, saidOr(r.sheet.show(r.closed)), saidOr(r.sheet.show(last.closed.at)), last.closed.by)
		return nil
	}
	t.cycles = append(t.cycles, cycle{})
	return &t.cycles[len(t.cycles)-1]
}

// tell adds a moment to what is known, unless the row tells none.
func (r *row) tell(to *stamp, c column, at time.Time) {
	switch {
	case at.IsZero():
	case to.at.IsZero():
		*to = stamp{at, r}
	case !to.at.Equal(at):
		r.contradict(c, saidOr(r.sheet.show(at)), saidOr(r.sheet.show(to.at)), to.by)
	}
}

// addCall adds a row's call-back; a later row may bring the verdict of one.
func (k *cycle) addCall(r *row) {
	for i := range k.calls {
		made := &k.calls[i]
		if !made.at.Equal(r.called) {
			continue
		}
		switch {
		case made.answer == r.answer || r.answer == survey.Answer{}:
		case made.answer == survey.Answer{}:
			*made = call{stamp{r.called, r}, r.answer}
		default:
			r.contradict(colVerdict, say(r.answer), say(made.answer), made.by)
		}
		return
	}
	k.calls = append(k.calls, call{stamp{r.called, r}, r.answer})
	slices.SortStableFunc(k.calls, func(a, b call) int { return a.at.Compare(b.at) })
}

// sayRole writes a role in a problem.
func sayRole(role casework.LegRole) said { return said{string(role), role.Chinese()} }

// say writes an answer in a problem.
func say(a survey.Answer) said {
	switch {
	case a.Outcome == "":
		return saidOr("")
	case a.Solved == "":
		return said{string(a.Outcome), a.Outcome.Chinese()}
	}
	return said{string(a.Outcome) + "/" + string(a.Solved), a.Outcome.Chinese() + "/" + a.Solved.Chinese()}
}
