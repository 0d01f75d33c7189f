package store

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Entry 登记 is an event as it is told to whoever watches: that a case moved,
// and nothing of what was said.
type Entry struct {
	Case    ident.CaseID
	Version int
	Action  casework.Action
	At      time.Time
	Entered time.Time
}

const sqlEntries = `
SELECT case_id, version, action, at, entered FROM case_event
WHERE region = $1 AND entered >= $2 ORDER BY entered, case_id, version LIMIT $3`

// Entries returns the events entered from that moment on, in order of entry,
// limit at most. What is committed later may have been entered earlier: by a
// second here, by half a minute from another node.
func (tx *Tx) Entries(region ident.RegionCode, since time.Time, limit int) ([]Entry, error) {
	return query(tx, sqlEntries, func(r row) (e Entry, err error) {
		err = r.Scan((*string)(&e.Case), &e.Version, (*string)(&e.Action), at(&e.At), at(&e.Entered))
		return e, err
	}, region, since, limit)
}

// reachPage is how many cases one statement asks for.
const reachPage = 256

// Reaches tells who sees each of these cases, as identity.Sees asks it. A case
// that is not of the region is not in the answer.
func (tx *Tx) Reaches(region ident.RegionCode, ids []ident.CaseID) (map[ident.CaseID]identity.Reach, error) {
	all := make(map[ident.CaseID]identity.Reach, len(ids))
	for len(ids) > 0 {
		page := ids[:min(len(ids), reachPage)]
		ids = ids[len(page):]
		if err := tx.reaches(all, region, page); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (tx *Tx) reaches(into map[ident.CaseID]identity.Reach, region ident.RegionCode, ids []ident.CaseID) error {
	var w where
	w.and("region = ?", region)
	in(&w, "id", ids)
	err := each(tx, "SELECT id, received_by FROM work_case"+w.String(), func(r row) error {
		var id ident.CaseID
		reach := identity.Reach{Region: region}
		err := r.Scan((*string)(&id), (*string)(&reach.Receiver))
		into[id] = reach
		return err
	}, w.args...)
	if err != nil {
		return err
	}
	var legs where
	legs.and("region = ?", region)
	in(&legs, "case_id", ids)
	return each(tx, "SELECT case_id, unit FROM leg"+legs.String(), func(r row) error {
		var id ident.CaseID
		var unit ident.UnitID
		err := r.Scan((*string)(&id), (*string)(&unit))
		if reach, ok := into[id]; ok {
			reach.Units = append(reach.Units, unit)
			into[id] = reach
		}
		return err
	}, legs.args...)
}
