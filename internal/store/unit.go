package store

import (
	"huying/internal/domain/org"
	"huying/internal/kernel/ident"
)

const sqlUnits = `
SELECT id, name, list, kind, parent, division, from_day, to_day FROM unit WHERE region = $1 ORDER BY name`

const sqlPutUnit = `
INSERT INTO unit (id, region, name, list, kind, parent, division, from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, list = excluded.list, kind = excluded.kind,
    parent = excluded.parent, division = excluded.division, from_day = excluded.from_day, to_day = excluded.to_day`

// Units returns the units of a region.
func (tx *Tx) Units(code ident.RegionCode) ([]org.Unit, error) {
	return query(tx, sqlUnits, func(r row) (org.Unit, error) {
		var u org.Unit
		err := r.Scan((*string)(&u.ID), &u.Name, (*string)(&u.List), (*string)(&u.Kind), opt((*string)(&u.Parent)),
			&u.Division, (*int32)(&u.From), (*int32)(&u.To))
		return u, err
	}, code)
}

// PutUnit adds a unit, or changes it. A parent must be there before its
// children. Error: Conflict for a name that another unit of the region has.
func (tx *Tx) PutUnit(code ident.RegionCode, u org.Unit) error {
	_, err := tx.exec(sqlPutUnit, u.ID, code, u.Name, u.List, u.Kind, orNull(u.Parent), u.Division, u.From, u.To)
	return err
}
