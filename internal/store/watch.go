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
	// Next is the point that is to be told next; zero when nobody has looked at
	// this limit yet, and after the last.
	Next time.Time
}

const sqlDueWatches = `
SELECT case_id, kind, leg, due_at, NULLIF(look_at, 0) FROM clock
WHERE region = $1 AND NOT paused AND look_at <= $2 ORDER BY look_at LIMIT $3`

// DueWatches lists the limits of which there may be something to tell now: new
// ones and those that have moved, then those whose next point has come. A
// limit that stands still is not among them.
func (tx *Tx) DueWatches(region ident.RegionCode, most int) ([]Watch, error) {
	return query(tx, sqlDueWatches, func(r row) (w Watch, err error) {
		err = r.Scan((*string)(&w.Case), (*string)(&w.Kind), &w.Leg, at(&w.Due), at(&w.Next))
		return w, err
	}, region, tx.Now(), most)
}

const sqlPutWatch = `
UPDATE clock SET look_at = $5 WHERE case_id = $1 AND kind = $2 AND leg = $3 AND due_at = $4`

// PutWatches keeps when limits are to be looked at next: never again where Next
// is zero. One that has ended or moved meanwhile is left as it is.
func (tx *Tx) PutWatches(list []Watch) error {
	for _, w := range list {
		if _, err := tx.exec(sqlPutWatch, w.Case, w.Kind, w.Leg, w.Due, w.Next); err != nil {
			return err
		}
	}
	return nil
}

const sqlSettledCases = `
SELECT id, last_at FROM work_case WHERE region = $1 AND last_at < $2 AND (last_at, id) > ($3, $4)
    AND (state = 'closed' OR state = 'refused' OR state = 'emergency' OR state = 'invalid' OR state = 'diverted' OR
        state = 'merged' OR state = 'withdrawn')
ORDER BY last_at, id LIMIT $5`

// Settled is a case that has come to an end, with the moment of what last
// happened to it.
type Settled struct {
	ID     ident.CaseID
	LastAt time.Time
}

// SettledCases lists those to which nothing happened since that moment, the
// longest settled first: after a given one, so many at most.
func (tx *Tx) SettledCases(region ident.RegionCode, before time.Time, after Settled, most int) ([]Settled, error) {
	return query(tx, sqlSettledCases, scanSettled, region, before, after.LastAt.UnixMicro(), after.ID, most)
}

func scanSettled(r row) (s Settled, err error) {
	err = r.Scan((*string)(&s.ID), at(&s.LastAt))
	return s, err
}

const sqlPromisesDue = `
SELECT case_id FROM clock WHERE region = $1 AND kind = 'track' AND paused = $2 AND due_at <= $3 ORDER BY due_at, case_id LIMIT $4`

// PromisesDue lists the tracked cases whose promised day has come.
func (tx *Tx) PromisesDue(region ident.RegionCode, most int) ([]ident.CaseID, error) {
	return query(tx, sqlPromisesDue, scalar[ident.CaseID], region, false, tx.Now(), most)
}
