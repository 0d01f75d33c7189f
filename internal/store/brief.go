package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// IntakeCell counts the cases that were received on one local day and are alike
// in everything else, as they stand now.
type IntakeCell struct {
	Day      calendar.Date
	Channel  casework.Channel
	Kind     casework.Kind
	Subject  string
	State    casework.CaseState
	Answered bool // by the centre itself
	Sent     bool // to a unit
	Cases    int
}

// Intake counts what was received on some days, of what the scope holds, drafts
// and void ones left out.
func (tx *Tx) Intake(region ident.RegionCode, s identity.Scope, days []calendar.Date) ([]IntakeCell, error) {
	var w where
	w.and("c.region = ? AND c.state <> 'draft' AND c.state <> 'void'", region)
	in(&w, "c.received_day", days)
	inScope(&w, s)
	return query(tx, `SELECT c.received_day, c.channel, c.kind, c.subject, c.state, CASE WHEN c.answered_at IS NULL THEN 0 ELSE 1 END,
    CASE WHEN EXISTS (SELECT 1 FROM leg d WHERE d.case_id = c.id) THEN 1 ELSE 0 END, COUNT(*)
FROM work_case c`+w.String()+` GROUP BY 1, 2, 3, 4, 5, 6, 7`, func(r row) (c IntakeCell, err error) {
		var answered, sent int
		err = r.Scan((*int32)(&c.Day), (*string)(&c.Channel), (*string)(&c.Kind), &c.Subject, (*string)(&c.State), &answered, &sent, &c.Cases)
		c.Answered, c.Sent = answered == 1, sent == 1
		return c, err
	}, w.args...)
}

// DayCount is how many cases were received on a local day.
type DayCount struct {
	Day   calendar.Date
	Cases int
}

// IntakeByDay counts what was received on each day of a period on which
// anything was, as Intake does.
func (tx *Tx) IntakeByDay(region ident.RegionCode, s identity.Scope, p calendar.Period) ([]DayCount, error) {
	var w where
	w.and("c.region = ? AND c.received_day BETWEEN ? AND ? AND c.state <> 'draft' AND c.state <> 'void'", region, p.From, p.To)
	inScope(&w, s)
	return query(tx, "SELECT c.received_day, COUNT(*) FROM work_case c"+w.String()+" GROUP BY c.received_day ORDER BY c.received_day",
		func(r row) (d DayCount, err error) {
			err = r.Scan((*int32)(&d.Day), &d.Cases)
			return d, err
		}, w.args...)
}

// UnitIntake counts the cases of a day that were sent to a unit.
type UnitIntake struct {
	Day   calendar.Date
	Unit  ident.UnitID
	Cases int
}

// IntakeByUnit counts what was received on some days by the units, of those
// named, that were given it; a case with two of them counts with each.
func (tx *Tx) IntakeByUnit(region ident.RegionCode, s identity.Scope, days []calendar.Date, units []ident.UnitID) ([]UnitIntake, error) {
	var w where
	w.and("c.region = ? AND c.state <> 'draft' AND c.state <> 'void'", region)
	in(&w, "c.received_day", days)
	in(&w, "l.unit", units)
	inScope(&w, s)
	return query(tx, "SELECT c.received_day, l.unit, COUNT(DISTINCT c.id) FROM work_case c JOIN leg l ON l.case_id = c.id"+w.String()+" GROUP BY 1, 2",
		func(r row) (u UnitIntake, err error) {
			err = r.Scan((*int32)(&u.Day), (*string)(&u.Unit), &u.Cases)
			return u, err
		}, w.args...)
}

// CountOpen counts the cases about which something is still to be done.
func (tx *Tx) CountOpen(region ident.RegionCode, s identity.Scope) (int, error) {
	var w where
	w.and("c.region = ?", region)
	standing(&w, StandsOpen)
	inScope(&w, s)
	return one(tx, nil, "SELECT COUNT(*) FROM work_case c"+w.String(), scalar[int], w.args...)
}

// Pressed counts the cases that have run past a limit, and those of which one
// comes before soon. A case may be both. Clocks of the scope's units count
// where the scope is of units; paused ones, and those of a right, never do.
func (tx *Tx) Pressed(region ident.RegionCode, s identity.Scope, soon time.Time) (late, due int, err error) {
	count := func(condition string, args ...any) (int, error) {
		w := running(region, s)
		w.and(condition, args...)
		// The || keeps SQLite from reading all clocks in the order of their cases.
		return one(tx, nil, "SELECT COUNT(DISTINCT k.case_id || '') FROM clock k"+w.String(), scalar[int], w.args...)
	}
	if late, err = count("k.due_at < ?", tx.Now()); err != nil {
		return 0, 0, err
	}
	due, err = count("k.due_at >= ? AND k.due_at < ?", tx.Now(), soon)
	return late, due, err
}

func running(region ident.RegionCode, s identity.Scope) *where {
	w := &where{}
	w.and("k.region = ? AND k.paused = ? AND k.kind <> ?", region, false, deadline.Return)
	if !s.All {
		in(w, "k.unit", s.Units)
	}
	return w
}

// PassedLimit is a limit that has passed.
type PassedLimit struct {
	Case ident.CaseNumber
	Kind deadline.Clock
	Leg  int
	Unit ident.UnitID // empty: the case as a whole
	Due  time.Time
}

// LongestPassed lists the limits that passed longest ago, n at most.
func (tx *Tx) LongestPassed(region ident.RegionCode, s identity.Scope, n int) ([]PassedLimit, error) {
	w := running(region, s)
	w.and("k.due_at < ?", tx.Now())
	limit := w.arg(n)
	return query(tx, "SELECT c.number, k.kind, k.leg, k.unit, k.due_at FROM clock k JOIN work_case c ON c.id = k.case_id"+w.String()+
		" ORDER BY k.due_at, k.case_id, k.kind, k.leg LIMIT "+limit, func(r row) (p PassedLimit, err error) {
		err = r.Scan((*string)(&p.Case), (*string)(&p.Kind), &p.Leg, (*string)(&p.Unit), at(&p.Due))
		return p, err
	}, w.args...)
}

// Verdicts counts the cases by what citizens said of units' legs that count,
// when called back in [from, to). A case of two legs may count with two.
func (tx *Tx) Verdicts(region ident.RegionCode, s identity.Scope, from, to time.Time) (map[survey.Verdict]int, error) {
	var w where
	w.and("v.region = ? AND v.callback_met >= ? AND v.callback_met < ? AND v.counts AND v.verdict <> ''", region, from, to)
	if !s.All {
		in(&w, "v.unit", s.Units)
	}
	all := map[survey.Verdict]int{}
	err := each(tx, "SELECT v.verdict, COUNT(DISTINCT v.case_id) FROM leg v"+w.String()+" GROUP BY v.verdict", func(r row) error {
		var verdict string
		var n int
		err := r.Scan(&verdict, &n)
		all[survey.Verdict(verdict)] = n
		return err
	}, w.args...)
	return all, err
}
