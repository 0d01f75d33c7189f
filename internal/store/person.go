package store

import (
	"time"

	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Person 诉求人 is who brought a case, sealed.
type Person struct {
	vault.Sealed
	Region  ident.RegionCode
	Case    ident.CaseID
	Entered time.Time
}

const personColumns = `id, region, case_id, key_id, name, phone, phone2, id_number, address, company, credit_code, note, companions,
    phone_index, phone2_index, id_number_index, entered_at`

const sqlPutPerson = `
INSERT INTO person (` + personColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`

const sqlReseal = `
UPDATE person SET key_id = $2, name = $3, phone = $4, phone2 = $5, id_number = $6, address = $7, company = $8,
    credit_code = $9, note = $10, companions = $11
WHERE id = $1 AND key_id = $12`

const sqlPersonOf = `
SELECT ` + personColumns + ` FROM person WHERE case_id = $1`

const sqlPersonsByPhone = `
SELECT ` + personColumns + ` FROM person WHERE region = $1 AND (phone_index = $2 OR phone2_index = $2)
ORDER BY entered_at DESC, id DESC LIMIT $3`

const sqlPersonsByIDNumber = `
SELECT ` + personColumns + ` FROM person WHERE region = $1 AND id_number_index = $2
ORDER BY entered_at DESC, id DESC LIMIT $3`

const sqlPersonsUnder = `
SELECT ` + personColumns + ` FROM person WHERE key_id = $1 ORDER BY id LIMIT $2`

const sqlRetained = `
SELECT c.id, c.last_at FROM work_case c WHERE c.region = $1 AND c.state = 'archived' AND c.last_at < $2 AND (c.last_at, c.id) > ($3, $4)
    AND EXISTS (SELECT 1 FROM person p WHERE p.case_id = c.id)
ORDER BY c.last_at, c.id LIMIT $5`

const sqlRetainedTexts = `
SELECT c.id, c.last_at FROM work_case c WHERE c.region = $1 AND c.state = 'archived' AND c.last_at < $2 AND (c.last_at, c.id) > ($3, $4)
    AND EXISTS (SELECT 1 FROM case_text t WHERE t.case_id = c.id)
ORDER BY c.last_at, c.id LIMIT $5`

const sqlDropPerson = `
DELETE FROM person WHERE case_id = $1`

func scanPerson(r row) (Person, error) {
	var p Person
	all := person.Fields()
	sealed := make([]string, len(all))
	into := []any{(*string)(&p.ID), (*string)(&p.Region), (*string)(&p.Case), &p.Key}
	for i := range sealed {
		into = append(into, &sealed[i])
	}
	into = append(into, opt(&p.Phone), opt(&p.Phone2), opt(&p.IDNumber), at(&p.Entered))
	err := r.Scan(into...)
	p.Fields = map[person.Field]string{}
	for i, f := range all {
		if sealed[i] != "" {
			p.Fields[f] = sealed[i]
		}
	}
	return p, err
}

// sealedFields are the sealed texts in the order of the columns.
func sealedFields(s vault.Sealed) []any {
	var values []any
	for _, f := range person.Fields() {
		values = append(values, s.Fields[f])
	}
	return values
}

// PutPersons keeps persons of new cases, entered now. Errors: Conflict for a
// case that has one; Invalid ("store.reference") for a case that is not there,
// or a key that may not seal.
func (tx *Tx) PutPersons(list []Person) error {
	rows := make([][]any, len(list))
	for i, p := range list {
		rows[i] = append([]any{p.ID, p.Region, p.Case, p.Key}, sealedFields(p.Sealed)...)
		rows[i] = append(rows[i], orNull(p.Phone), orNull(p.Phone2), orNull(p.IDNumber), tx.Now())
	}
	return tx.insertRows(sqlPutPerson, rows)
}

// ErrNoPerson is what a case without a person comes to: brought by nobody
// known, or erased.
var ErrNoPerson = errs.New(errs.NotFound, "person.not_found", "no person is on record for this case", "该诉求件没有诉求人信息")

// PersonOf returns who brought a case. Error: NotFound ("person.not_found").
func (tx *Tx) PersonOf(id ident.CaseID) (Person, error) {
	return one(tx, ErrNoPerson, sqlPersonOf, scanPerson, id)
}

// PersonsOf returns who brought each of the cases, by case; cases without a
// person are left out.
func (tx *Tx) PersonsOf(ids []ident.CaseID) (map[ident.CaseID]Person, error) {
	var w where
	in(&w, "case_id", ids)
	all := map[ident.CaseID]Person{}
	err := each(tx, "SELECT "+personColumns+" FROM person"+w.String(), func(r row) error {
		p, err := scanPerson(r)
		all[p.Case] = p
		return err
	}, w.args...)
	return all, err
}

// PersonsByPhone returns the latest persons who can be called by the number
// of that index.
func (tx *Tx) PersonsByPhone(region ident.RegionCode, index string, limit int) ([]Person, error) {
	return query(tx, sqlPersonsByPhone, scanPerson, region, index, limit)
}

// PersonsByIDNumber returns the latest persons with the number of that index.
func (tx *Tx) PersonsByIDNumber(region ident.RegionCode, index string, limit int) ([]Person, error) {
	return query(tx, sqlPersonsByIDNumber, scanPerson, region, index, limit)
}

// PersonsUnder returns some persons who are sealed under a key.
func (tx *Tx) PersonsUnder(key string, limit int) ([]Person, error) {
	return query(tx, sqlPersonsUnder, scanPerson, key, limit)
}

// Reseal keeps a person sealed under another key than before, unless somebody
// else has done so, or erased the person. Who it is stays the same, so the
// indexes do.
func (tx *Tx) Reseal(s vault.Sealed, before string) error {
	_, err := tx.exec(sqlReseal, append(append([]any{s.ID, s.Key}, sealedFields(s)...), before)...)
	return err
}

// DropPerson deletes who brought a case, and tells whether there was anybody.
func (tx *Tx) DropPerson(id ident.CaseID) (bool, error) {
	n, err := tx.exec(sqlDropPerson, id)
	return n > 0, err
}

// ArchivedWithPerson lists cases that were archived before a moment and still
// have a person, those archived longest first: after a given one, so many at
// most.
func (tx *Tx) ArchivedWithPerson(region ident.RegionCode, before time.Time, after Settled, most int) ([]Settled, error) {
	return query(tx, sqlRetained, scanSettled, region, before, after.LastAt.UnixMicro(), after.ID, most)
}

// ArchivedWithTexts likewise lists those that still have texts.
func (tx *Tx) ArchivedWithTexts(region ident.RegionCode, before time.Time, after Settled, most int) ([]Settled, error) {
	return query(tx, sqlRetainedTexts, scanSettled, region, before, after.LastAt.UnixMicro(), after.ID, most)
}
