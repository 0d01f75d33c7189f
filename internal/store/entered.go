package store

import (
	"time"

	"huying/internal/kernel/ident"
)

const sqlLastEntered = `
SELECT MAX(entered) FROM case_event WHERE region = $1`

const sqlLastContact = `
SELECT MAX(at) FROM contact WHERE region = $1 AND day = (SELECT MAX(day) FROM contact WHERE region = $1)`

// LastEntered is the latest moment at which anything of a region that figures
// are made of was put on record: an event, or a contact. Zero: nothing was.
func (tx *Tx) LastEntered(region ident.RegionCode) (time.Time, error) {
	var last time.Time
	for _, sql := range []string{sqlLastEntered, sqlLastContact} {
		t, err := one(tx, nil, sql, func(r row) (t time.Time, err error) {
			err = r.Scan(at(&t))
			return t, err
		}, region)
		if err != nil {
			return time.Time{}, err
		}
		if t.After(last) {
			last = t
		}
	}
	return last, nil
}

const sqlEnteredSince = `
SELECT COUNT(*) FROM case_event WHERE region = $1 AND entered >= $2 AND at <= $3`

// EnteredSince counts the events entered since a moment that are on record by
// asOf. As long as it stays the same, so do figures as of that moment.
func (tx *Tx) EnteredSince(region ident.RegionCode, since, asOf time.Time) (int, error) {
	n, err := one(tx, nil, sqlEnteredSince, scalar[int64], region, since, asOf)
	return int(n), err
}
