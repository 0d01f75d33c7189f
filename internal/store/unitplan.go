package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// UnitPlan is what a unit is to be called, and where it is to stand, from a
// local day on that has not come.
type UnitPlan struct {
	Unit    ident.UnitID
	Day     calendar.Date
	Name    string
	List    org.List
	Parent  ident.UnitID
	Entered time.Time
	By      ident.UserID
}

const (
	sqlUnitPlans = `
SELECT unit, day, name, list, parent, entered, entered_by FROM unit_plan WHERE region = $1 ORDER BY day, unit`

	sqlPutUnitPlan = `
INSERT INTO unit_plan (unit, day, region, name, list, parent, entered, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (unit, day) DO UPDATE SET name = excluded.name, list = excluded.list, parent = excluded.parent,
    entered = excluded.entered, entered_by = excluded.entered_by`

	sqlDropUnitPlan = `
DELETE FROM unit_plan WHERE region = $1 AND unit = $2 AND day = $3`
)

// UnitPlans lists what is planned, the nearest day first.
func (tx *Tx) UnitPlans(region ident.RegionCode) ([]UnitPlan, error) {
	return query(tx, sqlUnitPlans, func(r row) (p UnitPlan, err error) {
		err = r.Scan((*string)(&p.Unit), (*int32)(&p.Day), &p.Name, (*string)(&p.List), opt((*string)(&p.Parent)), at(&p.Entered), (*string)(&p.By))
		return p, err
	}, region)
}

// PutUnitPlan plans for a unit and a day, in place of what was planned for that
// day. Error: Invalid for a unit or superior that is not there.
func (tx *Tx) PutUnitPlan(region ident.RegionCode, p UnitPlan) error {
	_, err := tx.exec(sqlPutUnitPlan, p.Unit, p.Day, region, p.Name, p.List, orNull(p.Parent), tx.Now(), p.By)
	return err
}

var errNoPlan = errs.New(errs.NotFound, "unit.plan", "nothing is planned for this unit on that day", "该单位在该日没有预定变更")

// DropUnitPlan forgets a plan. Error: NotFound ("unit.plan").
func (tx *Tx) DropUnitPlan(region ident.RegionCode, unit ident.UnitID, day calendar.Date) error {
	n, err := tx.exec(sqlDropUnitPlan, region, unit, day)
	if err == nil && n == 0 {
		err = errNoPlan
	}
	return err
}
