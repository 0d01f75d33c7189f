package store

import (
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const sqlUnits = `
SELECT id, name, list, kind, parent, division, from_day, to_day FROM unit WHERE region = $1 ORDER BY name`

const sqlPutUnit = `
INSERT INTO unit (id, region, name, list, kind, parent, division, from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, list = excluded.list, kind = excluded.kind,
    parent = excluded.parent, division = excluded.division, from_day = excluded.from_day, to_day = excluded.to_day
WHERE unit.region = excluded.region`

// Units returns the units of a region.
func (tx *Tx) Units(code ident.RegionCode) ([]org.Unit, error) {
	return query(tx, sqlUnits, func(r row) (org.Unit, error) {
		var u org.Unit
		err := r.Scan((*string)(&u.ID), &u.Name, (*string)(&u.List), (*string)(&u.Kind), opt((*string)(&u.Parent)),
			&u.Division, (*int32)(&u.From), (*int32)(&u.To))
		return u, err
	}, code)
}

var errForeignUnit = errs.New(errs.Conflict, "unit.region", "it is a unit of another region", "该单位属于其他区划")

// PutUnit adds a unit, or changes it. Errors: Conflict for a name that another
// unit of the region has, and for a unit of another region ("unit.region");
// Invalid for a parent or region that is not there yet.
func (tx *Tx) PutUnit(code ident.RegionCode, u org.Unit) error {
	n, err := tx.exec(sqlPutUnit, u.ID, code, u.Name, u.List, u.Kind, orNull(u.Parent), u.Division, u.From, u.To)
	if err == nil && n == 0 {
		err = errForeignUnit
	}
	return err
}
