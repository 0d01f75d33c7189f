package store

import (
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

const sqlRegion = `
SELECT code, name, zone, revision FROM region WHERE code = $1`

const sqlRegions = `
SELECT code, name, zone, revision FROM region ORDER BY code`

const sqlPutRegion = `
INSERT INTO region (code, name, zone, revision) VALUES ($1, $2, $3, $4)`

const sqlReviseRegion = `
UPDATE region SET revision = revision + 1 WHERE code = $1`

const sqlRules = `
SELECT kind, key, version, body, entered, entered_by FROM rule WHERE region = $1 ORDER BY kind, key, version`

const sqlPutRule = `
INSERT INTO rule (region, kind, key, version, body, entered, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`

const sqlExternals = `
SELECT name, period_from, period_to, recorded, value, source FROM external_figure
WHERE region = $1 ORDER BY name, period_from, period_to, recorded`

const sqlPutExternal = `
INSERT INTO external_figure (region, name, period_from, period_to, recorded, value, source)
VALUES ($1, $2, $3, $4, $5, $6, $7)`

func scanHead(r row) (h rulebook.Head, err error) {
	err = r.Scan((*string)(&h.Code), &h.Name, &h.Zone, &h.Revision)
	return h, err
}

var errNoRegion = errs.New(errs.Unready, "region.missing", "there is no such region in this installation", "本安装中没有该区划")

// Region returns what a region is. Error: Unready ("region.missing").
func (tx *Tx) Region(code ident.RegionCode) (rulebook.Head, error) {
	return one(tx, errNoRegion, sqlRegion, scanHead, code)
}

// Regions lists the regions of the installation.
func (tx *Tx) Regions() ([]rulebook.Head, error) { return query(tx, sqlRegions, scanHead) }

// PutRegion founds a region. Error: Conflict when it is there already.
func (tx *Tx) PutRegion(h rulebook.Head) error {
	tx.revised = true
	_, err := tx.exec(sqlPutRegion, h.Code, h.Name, h.Zone, h.Revision)
	return err
}

// ReviseRegion makes the next revision of a region's configuration. Whoever
// changes units, rules or external figures calls it in the same transaction.
func (tx *Tx) ReviseRegion(code ident.RegionCode) error {
	tx.revised = true
	n, err := tx.exec(sqlReviseRegion, code)
	if err == nil && n == 0 {
		err = errNoRegion
	}
	return err
}

// Rules returns every version of every rule of a region, by kind, key and
// version.
func (tx *Tx) Rules(code ident.RegionCode) ([]rulebook.Rule, error) {
	return query(tx, sqlRules, func(r row) (rulebook.Rule, error) {
		var u rulebook.Rule
		err := r.Scan((*string)(&u.Kind), &u.Key, &u.Version, &u.Text, at(&u.Entered), (*string)(&u.By))
		return u, err
	}, code)
}

// PutRule adds a version of a rule. Errors: Conflict when that version exists;
// Invalid when the region does not.
func (tx *Tx) PutRule(code ident.RegionCode, r rulebook.Rule) error {
	_, err := tx.exec(sqlPutRule, code, r.Kind, r.Key, r.Version, r.Text, tx.Now(), r.By)
	return err
}

// Externals returns other regions' figures as they were entered.
func (tx *Tx) Externals(code ident.RegionCode) ([]rulebook.External, error) {
	return query(tx, sqlExternals, func(r row) (rulebook.External, error) {
		var x rulebook.External
		var value string
		err := r.Scan(&x.Name, (*int32)(&x.Period.From), (*int32)(&x.Period.To), at(&x.Recorded), &value, &x.Source)
		if err == nil {
			err = x.Index.UnmarshalText([]byte(value))
		}
		return x, err
	}, code)
}

// PutExternal enters another region's figure. Errors: Conflict when there is one
// of that moment; Invalid when the region does not exist.
func (tx *Tx) PutExternal(code ident.RegionCode, x rulebook.External) error {
	_, err := tx.exec(sqlPutExternal, code, x.Name, x.Period.From, x.Period.To, x.Recorded, x.Index.String(), x.Source)
	return err
}

// Book returns the region's rulebook as this transaction sees it. It is parsed
// once for each revision and shared.
func (tx *Tx) Book(code ident.RegionCode) (*rulebook.Book, error) {
	head, err := tx.Region(code)
	if err != nil {
		return nil, err
	}
	if kept, ok := tx.books.Load(code); ok && kept.(*rulebook.Book).Head == head {
		return kept.(*rulebook.Book), nil
	}
	units, err := tx.Units(code)
	if err != nil {
		return nil, err
	}
	rules, err := tx.Rules(code)
	if err != nil {
		return nil, err
	}
	externals, err := tx.Externals(code)
	if err != nil {
		return nil, err
	}
	book, err := rulebook.New(head, units, rules, externals)
	if err != nil {
		return nil, err
	}
	if !tx.revised { // a revision that is being written may yet be undone
		tx.books.Store(code, book)
	}
	return book, nil
}
