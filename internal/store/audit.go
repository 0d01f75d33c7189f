package store

import (
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// Audit 审计 is one thing that was done, or refused, on record for good.
type Audit struct {
	ID      string // sorts in time
	Region  ident.RegionCode
	At      time.Time
	Account ident.UserID // who did it; empty: nobody that is known
	Role    identity.Role
	Action  string // a word such as "account.disable"
	Object  string // an identifier of what it was done to
	Outcome AuditOutcome
	Detail  string // JSON; no secret and nothing personal of citizens
	Address string // from where
}

// AuditOutcome is how something on record ended.
type AuditOutcome string

// The two ways in which something ends.
const (
	Done    AuditOutcome = "done"
	Refused AuditOutcome = "refused"
)

// AuditFilter takes the rows that fit every field that is filled.
type AuditFilter struct {
	Region  ident.RegionCode
	Account ident.UserID
	Action  string
	Object  string
	Outcome AuditOutcome
	From    time.Time
	Until   time.Time // not with it
	Before  *AuditKey // the last row of the page before
	Limit   int
}

// AuditKey is a place in the audit, latest first.
type AuditKey struct {
	At time.Time
	ID string
}

const (
	auditColumns = `id, region, at, account, role, action, object, outcome, detail, address`

	sqlAddAudit = `INSERT INTO audit (` + auditColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

	sqlCountRefused = `SELECT COUNT(*) FROM audit WHERE outcome = 'refused' AND address = $1 AND at > $2 AND action = $3`
)

// AddAudit puts a row on record.
func (tx *Tx) AddAudit(a Audit) error {
	_, err := tx.exec(sqlAddAudit, a.ID, a.Region, a.At, a.Account, a.Role, a.Action, a.Object, a.Outcome, a.Detail, a.Address)
	return err
}

// CountRefused is how often an action was refused to an address since then.
func (tx *Tx) CountRefused(address, action string, since time.Time) (int, error) {
	return one(tx, nil, sqlCountRefused, scalar[int], address, since, action)
}

// AuditTrail is one page of the audit, latest first.
func (tx *Tx) AuditTrail(f AuditFilter) ([]Audit, error) {
	var w where
	w.and("region = ?", f.Region)
	for _, is := range []struct{ column, value string }{
		{"account", string(f.Account)}, {"action", f.Action}, {"object", f.Object}, {"outcome", string(f.Outcome)},
	} {
		if is.value != "" {
			w.and(is.column+" = ?", is.value)
		}
	}
	if !f.From.IsZero() {
		w.and("at >= ?", f.From)
	}
	if !f.Until.IsZero() {
		w.and("at < ?", f.Until)
	}
	if f.Before != nil {
		w.and("(at, id) < (?, ?)", f.Before.At, f.Before.ID)
	}
	limit := w.arg(f.Limit)
	return query(tx, "SELECT "+auditColumns+" FROM audit"+w.String()+" ORDER BY at DESC, id DESC LIMIT "+limit, func(r row) (a Audit, err error) {
		err = r.Scan(&a.ID, (*string)(&a.Region), at(&a.At), (*string)(&a.Account), (*string)(&a.Role), &a.Action, &a.Object, (*string)(&a.Outcome), &a.Detail, &a.Address)
		return a, err
	}, w.args...)
}
