package store

import (
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/ident"
)

// Watch is how far the points of one running limit have been told.
type Watch struct {
	Case ident.CaseID
	Kind deadline.Clock
	Leg  int
	Due  time.Time // of the limit, as it is on record
	// Next is the point that is to be told next; zero when none of this limit
	// has been looked at, and after the last.
	Next time.Time
}

const sqlDueWatches = `
SELECT k.case_id, k.kind, k.leg, k.due_at, CASE WHEN w.due_at = k.due_at THEN w.next_at END
FROM clock k LEFT JOIN clock_watch w ON w.case_id = k.case_id AND w.kind = k.kind AND w.leg = k.leg
WHERE k.region = $1 AND k.paused = $2 AND (w.due_at IS NULL OR w.due_at <> k.due_at OR w.next_at <= $3)
ORDER BY k.due_at, k.case_id, k.kind, k.leg LIMIT $4`

// DueWatches lists the limits of which there may be something to tell now, those
// that end first before others: new ones, those that have moved, and those
// whose next point has come. A limit that stands still is not among them.
func (tx *Tx) DueWatches(region ident.RegionCode, most int) ([]Watch, error) {
	return query(tx, sqlDueWatches, func(r row) (w Watch, err error) {
		err = r.Scan((*string)(&w.Case), (*string)(&w.Kind), &w.Leg, at(&w.Due), at(&w.Next))
		return w, err
	}, region, false, tx.Now(), most)
}

const sqlPutWatch = `
INSERT INTO clock_watch (case_id, kind, leg, due_at, next_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id, kind, leg) DO UPDATE SET due_at = excluded.due_at, next_at = excluded.next_at`

// PutWatches keeps how far limits have been told.
func (tx *Tx) PutWatches(list []Watch) error {
	rows := make([][]any, len(list))
	for i, w := range list {
		rows[i] = []any{w.Case, w.Kind, w.Leg, w.Due, w.Next}
	}
	return tx.insertRows(sqlPutWatch, rows)
}

const sqlForgetWatches = `
DELETE FROM clock_watch WHERE NOT EXISTS (
    SELECT 1 FROM clock k WHERE k.case_id = clock_watch.case_id AND k.kind = clock_watch.kind AND k.leg = clock_watch.leg)`

// ForgetWatches drops what was kept of limits that run no more, and tells how
// many.
func (tx *Tx) ForgetWatches() (int64, error) { return tx.exec(sqlForgetWatches) }

const sqlSettledCases = `
SELECT id, last_at FROM work_case WHERE region = $1 AND last_at < $2 AND (last_at, id) > ($3, $4)
    AND (state = 'closed' OR state = 'refused' OR state = 'emergency' OR state = 'invalid' OR state = 'diverted' OR
        state = 'merged' OR state = 'withdrawn')
ORDER BY last_at, id LIMIT $5`

// Settled is a case that has come to an end and is not archived, with the
// moment of what last happened to it.
type Settled struct {
	ID     ident.CaseID
	LastAt time.Time
}

// SettledCases lists those to which nothing happened since that moment, the
// longest settled first: after a given one, so many at most.
func (tx *Tx) SettledCases(region ident.RegionCode, before time.Time, after Settled, most int) ([]Settled, error) {
	return query(tx, sqlSettledCases, func(r row) (s Settled, err error) {
		err = r.Scan((*string)(&s.ID), at(&s.LastAt))
		return s, err
	}, region, before, after.LastAt.UnixMicro(), after.ID, most)
}

const sqlPromisesDue = `
SELECT case_id FROM clock WHERE region = $1 AND kind = 'track' AND paused = $2 AND due_at <= $3 ORDER BY due_at, case_id LIMIT $4`

// PromisesDue lists the tracked cases whose promised day has come.
func (tx *Tx) PromisesDue(region ident.RegionCode, most int) ([]ident.CaseID, error) {
	return query(tx, sqlPromisesDue, scalar[ident.CaseID], region, false, tx.Now(), most)
}
