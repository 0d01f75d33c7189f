package store

import (
	"strings"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/ident"
)

// Sight 查看记录 says that an account has seen who brought a case.
type Sight struct {
	ID      string // sorts in time
	Region  ident.RegionCode
	At      time.Time
	Case    ident.CaseID   // empty: a search that found nothing
	Person  ident.PersonID // empty: likewise
	Account ident.UserID
	Role    identity.Role
	What    vault.Use
	Fields  []person.Field
	Reason  string // without numbers of anybody
}

const sqlPutSight = `
INSERT INTO sight_log (id, region, at, case_id, person, account, role, what, fields, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const sqlSights = `
SELECT id, region, at, case_id, person, account, role, what, fields, reason
FROM sight_log WHERE region = $1 AND case_id = $2 ORDER BY at DESC, id DESC LIMIT $3`

const sqlSightsBy = `
SELECT id, region, at, case_id, person, account, role, what, fields, reason
FROM sight_log WHERE region = $1 AND account = $2 AND at >= $3 ORDER BY at DESC, id DESC LIMIT $4`

// What was seen is named in fields; without them the reason is the program's own.
const sqlDropReasons = `
UPDATE sight_log SET reason = '' WHERE case_id = $1 AND fields <> '' AND reason <> ''`

// DropReasons takes out why people looked at who brought a case, which may name
// them. That they looked, when, and at what stays.
func (tx *Tx) DropReasons(id ident.CaseID) error {
	_, err := tx.exec(sqlDropReasons, id)
	return err
}

// PutSights puts on record who has seen whom, now.
func (tx *Tx) PutSights(list []Sight) error {
	rows := make([][]any, len(list))
	for i, s := range list {
		fields := make([]string, len(s.Fields))
		for j, f := range s.Fields {
			fields[j] = string(f)
		}
		rows[i] = []any{s.ID, s.Region, tx.Now(), s.Case, s.Person, s.Account, s.Role, s.What, strings.Join(fields, " "), s.Reason}
	}
	return tx.insertRows(sqlPutSight, rows)
}

func scanSight(r row) (Sight, error) {
	var s Sight
	var fields string
	err := r.Scan(&s.ID, (*string)(&s.Region), at(&s.At), (*string)(&s.Case), (*string)(&s.Person), (*string)(&s.Account),
		(*string)(&s.Role), (*string)(&s.What), &fields, &s.Reason)
	for f := range strings.FieldsSeq(fields) {
		s.Fields = append(s.Fields, person.Field(f))
	}
	return s, err
}

// Sights lists who has seen who brought a case, latest first.
func (tx *Tx) Sights(region ident.RegionCode, id ident.CaseID, limit int) ([]Sight, error) {
	return query(tx, sqlSights, scanSight, region, id, limit)
}

// SightsBy lists what an account has seen since, latest first.
func (tx *Tx) SightsBy(region ident.RegionCode, account ident.UserID, since time.Time, limit int) ([]Sight, error) {
	return query(tx, sqlSightsBy, scanSight, region, account, since.UnixMicro(), limit)
}
