package store

import (
	"time"

	"huying/internal/kernel/ident"
)

// Erasure 删除登记 says that what a case held of persons is gone, and why. It
// holds nothing of what it was.
type Erasure struct {
	ID      string
	Region  ident.RegionCode
	Case    ident.CaseID
	At      time.Time
	Account ident.UserID // who ordered it
	Ground  string
	Rule    string // the retention rule, name@version; empty where somebody decided
	Persons int    // how many rows went
	Texts   int
	Files   int
}

const sqlPutErasure = `
INSERT INTO erasure (id, region, case_id, at, account, ground, rule, persons, texts, files)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const sqlErasures = `
SELECT id, region, case_id, at, account, ground, rule, persons, texts, files
FROM erasure WHERE region = $1 ORDER BY at, id`

const sqlErasuresOf = `
SELECT id, region, case_id, at, account, ground, rule, persons, texts, files
FROM erasure WHERE case_id = $1 ORDER BY at, id`

const sqlDropTexts = `
DELETE FROM case_text WHERE case_id = $1`

// PutErasure registers an erasure, now.
func (tx *Tx) PutErasure(e Erasure) error {
	_, err := tx.exec(sqlPutErasure, e.ID, e.Region, e.Case, tx.Now(), e.Account, e.Ground, e.Rule, e.Persons, e.Texts, e.Files)
	return err
}

func scanErasure(r row) (e Erasure, err error) {
	err = r.Scan(&e.ID, (*string)(&e.Region), (*string)(&e.Case), at(&e.At), (*string)(&e.Account), &e.Ground, &e.Rule, &e.Persons, &e.Texts, &e.Files)
	return e, err
}

// Erasures lists the register of a region, oldest first.
func (tx *Tx) Erasures(region ident.RegionCode) ([]Erasure, error) {
	return query(tx, sqlErasures, scanErasure, region)
}

// ErasuresOf lists what was erased of a case, oldest first.
func (tx *Tx) ErasuresOf(id ident.CaseID) ([]Erasure, error) {
	return query(tx, sqlErasuresOf, scanErasure, id)
}

// DropTexts deletes all texts of a case, and tells how many there were. Its
// events keep their keyed digests, so their chain stays whole.
func (tx *Tx) DropTexts(id ident.CaseID) (int, error) {
	n, err := tx.exec(sqlDropTexts, id)
	return int(n), err
}
