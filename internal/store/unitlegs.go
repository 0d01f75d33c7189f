package store

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// OpenLeg is a leg that a unit still has to do something about, or that may yet
// come back to it.
type OpenLeg struct {
	Case   ident.CaseID
	Number string
	Leg    int
	State  casework.LegState
}

const openLegs = ` FROM leg l JOIN work_case c ON c.id = l.case_id
WHERE l.region = $1 AND l.unit = $2 AND l.state <> 'closed' AND l.state <> 'returned' AND l.state <> 'cancelled'`

const (
	sqlOpenLegs  = `SELECT l.case_id, c.number, l.seq, l.state` + openLegs + ` ORDER BY l.dispatched_at, l.case_id, l.seq LIMIT $3`
	sqlCountLegs = `SELECT COUNT(*)` + openLegs
)

// OpenLegs lists the open legs of one unit, those below it not among them, the
// longest open first, and counts all of them.
func (tx *Tx) OpenLegs(region ident.RegionCode, unit ident.UnitID, most int) (list []OpenLeg, all int, err error) {
	list, err = query(tx, sqlOpenLegs, func(r row) (l OpenLeg, err error) {
		err = r.Scan((*string)(&l.Case), &l.Number, &l.Leg, (*string)(&l.State))
		return l, err
	}, region, unit, most)
	if err != nil {
		return nil, 0, err
	}
	all, err = one(tx, nil, sqlCountLegs, scalar[int], region, unit)
	return list, all, err
}
