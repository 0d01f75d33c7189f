package store

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Notice 通知 tells those who hold a role, in a unit or (Unit "") at the centre,
// of a point of a limit, or of something that was done (About): Turn is then the
// version of that event and Due its moment.
type Notice struct {
	ID     string // sorts in time
	Region ident.RegionCode
	Unit   ident.UnitID
	Role   identity.Role
	Case   ident.CaseID
	Number ident.CaseNumber // of the case; filled on reading
	Leg    int              // 0: the case as a whole
	Clock  deadline.Clock   // empty where About says what was done
	About  casework.Action  // empty where Clock says which limit
	Turn   int              // of the clock on the leg
	Due    time.Time
	Level  deadline.Level
	Step   int // 0: the limit's own warning; then the rung of the ladder
	At     time.Time
	Read   time.Time // by the account that asks; filled on reading
}

const sqlPutNotice = `
INSERT INTO notice (id, region, unit, role, case_id, leg, clock, turn, due_at, level, step, at, about)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (case_id, leg, clock, turn, due_at, level, step, unit, role) DO NOTHING`

// PutNotices gives notices now. One that was given before is not given again.
func (tx *Tx) PutNotices(list []Notice) error {
	rows := make([][]any, len(list))
	for i, n := range list {
		rows[i] = []any{n.ID, n.Region, n.Unit, n.Role, n.Case, n.Leg, n.Clock, n.Turn, n.Due, n.Level, n.Step, tx.Now(), n.About}
	}
	return tx.insertRows(sqlPutNotice, rows)
}

// NoticeFilter takes the notices for any of the actors, of the cases in the
// scope; what is empty is not asked. No actor gets none.
type NoticeFilter struct {
	Region  ident.RegionCode
	For     []identity.Actor
	Account ident.UserID // whose marks count
	Scope   identity.Scope
	Level   deadline.Level
	Unread  bool
	IDs     []string
	Before  string // ID: the last of the page before
	Limit   int
}

// Notices lists notices, latest first.
func (tx *Tx) Notices(f NoticeFilter) ([]Notice, error) {
	var w where
	few, ok := f.few(&w)
	if !ok {
		return nil, nil
	}
	marked := "(SELECT m.at FROM notice_read m WHERE m.notice = n.id AND m.account = " + w.arg(f.Account) + ")"
	return query(tx, "SELECT n.id, n.region, n.unit, n.role, n.case_id, c.number, n.leg, n.clock, n.turn, n.due_at, n.level, n.step, n.at, n.about, "+marked+
		" FROM notice n JOIN work_case c ON c.id = n.case_id WHERE n.id IN ("+few+") ORDER BY n.id DESC LIMIT "+w.arg(f.Limit), scanNotice, w.args...)
}

// CountNotices counts notices, to the limit at most.
func (tx *Tx) CountNotices(f NoticeFilter) (int, error) {
	var w where
	few, ok := f.few(&w)
	if !ok {
		return 0, nil
	}
	return one(tx, nil, "SELECT COUNT(*) FROM (SELECT few.id FROM ("+few+") few LIMIT "+w.arg(f.Limit)+") fewer", scalar[int], w.args...)
}

// few selects the latest notices for each post, as many as are asked for: each
// by its own stretch of an index, however many there are for others. ok is
// false when there is no post.
func (f NoticeFilter) few(w *where) (sql string, ok bool) {
	var parts []string
	for i, p := range postsOf(f.For) {
		w.conditions = nil
		w.and("n.region = ? AND n.role = ?", f.Region, p.role)
		in(w, "n.unit", p.units)
		f.narrow(w)
		parts = append(parts, "SELECT p"+strconv.Itoa(i)+".id FROM (SELECT n.id FROM notice n JOIN work_case c ON c.id = n.case_id"+w.String()+
			" ORDER BY n.id DESC LIMIT "+w.arg(f.Limit)+") p"+strconv.Itoa(i))
	}
	return strings.Join(parts, " UNION ALL "), len(parts) > 0
}

func (f NoticeFilter) narrow(w *where) {
	inScope(w, f.Scope)
	if f.Level != "" {
		w.and("n.level = ?", f.Level)
	}
	if f.Unread {
		w.and("NOT EXISTS (SELECT 1 FROM notice_read m WHERE m.notice = n.id AND m.account = ?)", f.Account)
	}
	if len(f.IDs) > 0 {
		in(w, "n.id", f.IDs)
	}
	if f.Before != "" {
		w.and("n.id < ?", f.Before)
	}
}

// post is a role at the centre (the unit "") or in some units.
type post struct {
	role  identity.Role
	units []ident.UnitID
}

// postsOf are the posts that actors hold, no two with a notice in common: an
// actor of units hears what those units are told in its role, one of the
// centre what the centre is.
func postsOf(actors []identity.Actor) (all []post) {
	units := map[identity.Role][]ident.UnitID{}
	for _, a := range actors {
		if len(a.Units) == 0 {
			units[a.Role] = append(units[a.Role], "")
		}
		units[a.Role] = append(units[a.Role], a.Units...)
	}
	const apart = 16 // units of a role; more are looked through together
	for _, role := range slices.Sorted(maps.Keys(units)) {
		of := slices.Compact(slices.Sorted(slices.Values(units[role])))
		if len(of) > apart {
			all = append(all, post{role, of})
			continue
		}
		for _, u := range of {
			all = append(all, post{role, []ident.UnitID{u}})
		}
	}
	return all
}

const sqlMarkNotice = `
INSERT INTO notice_read (notice, account, at) VALUES ($1, $2, $3) ON CONFLICT (notice, account) DO NOTHING`

// MarkNotices says that an account has read notices, now; what it has read
// before stays read since then.
func (tx *Tx) MarkNotices(account ident.UserID, ids []string) error {
	rows := make([][]any, len(ids))
	for i, id := range ids {
		rows[i] = []any{id, account, tx.Now()}
	}
	return tx.insertRows(sqlMarkNotice, rows)
}

func scanNotice(r row) (n Notice, err error) {
	err = r.Scan(&n.ID, (*string)(&n.Region), (*string)(&n.Unit), (*string)(&n.Role), (*string)(&n.Case), (*string)(&n.Number), &n.Leg,
		(*string)(&n.Clock), &n.Turn, at(&n.Due), (*string)(&n.Level), &n.Step, at(&n.At), (*string)(&n.About), at(&n.Read))
	return n, err
}

const sqlForgetNotices = `
DELETE FROM notice WHERE region = $1 AND at < $2`

// ForgetNotices drops what was told before that moment, and tells how many.
func (tx *Tx) ForgetNotices(region ident.RegionCode, before time.Time) (int64, error) {
	return tx.exec(sqlForgetNotices, region, before)
}
