package store

import (
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Notice 通知 tells those who hold a role, in a unit or (Unit "") at the centre,
// of a point of a limit.
type Notice struct {
	ID     string // sorts in time
	Region ident.RegionCode
	Unit   ident.UnitID
	Role   identity.Role
	Case   ident.CaseID
	Number ident.CaseNumber // of the case; filled on reading
	Leg    int              // 0: the case as a whole
	Clock  deadline.Clock
	Turn   int // of the clock on the leg
	Due    time.Time
	Level  deadline.Level
	Step   int // 0: the limit's own warning; then the rung of the ladder
	At     time.Time
}

const sqlPutNotice = `
INSERT INTO notice (id, region, unit, role, case_id, leg, clock, turn, due_at, level, step, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (case_id, leg, clock, turn, due_at, level, step, unit, role) DO NOTHING`

// PutNotices gives notices now. One that was given before is not given again.
func (tx *Tx) PutNotices(list []Notice) error {
	rows := make([][]any, len(list))
	for i, n := range list {
		rows[i] = []any{n.ID, n.Region, n.Unit, n.Role, n.Case, n.Leg, n.Clock, n.Turn, n.Due, n.Level, n.Step, tx.Now()}
	}
	return tx.insertRows(sqlPutNotice, rows)
}

// NoticeFilter takes the notices for any of the actors, of the cases in the
// scope; what is empty is not asked. No actor gets none.
type NoticeFilter struct {
	Region ident.RegionCode
	For    []identity.Actor
	Scope  identity.Scope
	Level  deadline.Level
	Before string // ID: the last of the page before
	Limit  int
}

// Notices lists notices, latest first.
func (tx *Tx) Notices(f NoticeFilter) ([]Notice, error) {
	var w where
	w.and("n.region = ?", f.Region)
	addressed(&w, f.For)
	inScope(&w, f.Scope)
	if f.Level != "" {
		w.and("n.level = ?", f.Level)
	}
	if f.Before != "" {
		w.and("n.id < ?", f.Before)
	}
	return query(tx, "SELECT n.id, n.region, n.unit, n.role, n.case_id, c.number, n.leg, n.clock, n.turn, n.due_at, n.level, n.step, n.at "+
		"FROM notice n JOIN work_case c ON c.id = n.case_id"+w.String()+" ORDER BY n.id DESC LIMIT "+w.arg(f.Limit), scanNotice, w.args...)
}

// addressed keeps to the notices n for the posts that actors hold: an actor of
// units hears what those units are told in its role, one of the centre what
// the centre is.
func addressed(w *where, actors []identity.Actor) {
	condition, args := "1 = 0", []any(nil)
	for _, a := range actors {
		if len(a.Units) == 0 {
			condition += " OR n.role = ? AND n.unit = ''"
			args = append(args, a.Role)
			continue
		}
		places, units := marks(a.Units)
		condition += " OR n.role = ? AND n.unit IN (" + places + ")"
		args = append(append(args, a.Role), units...)
	}
	w.and(condition, args...)
}

func scanNotice(r row) (n Notice, err error) {
	err = r.Scan(&n.ID, (*string)(&n.Region), (*string)(&n.Unit), (*string)(&n.Role), (*string)(&n.Case), (*string)(&n.Number), &n.Leg,
		(*string)(&n.Clock), &n.Turn, at(&n.Due), (*string)(&n.Level), &n.Step, at(&n.At))
	return n, err
}

const sqlForgetNotices = `
DELETE FROM notice WHERE region = $1 AND at < $2`

// ForgetNotices drops what was told before that moment, and tells how many.
func (tx *Tx) ForgetNotices(region ident.RegionCode, before time.Time) (int64, error) {
	return tx.exec(sqlForgetNotices, region, before)
}
