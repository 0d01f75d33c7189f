package store

import (
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Draft 草稿 is what somebody has begun to write on a form and not sent, sealed.
type Draft struct {
	Region  ident.RegionCode
	Account ident.UserID
	Form    string // which form: an account has one draft of each
	Sealed  string
	Saved   time.Time // now, when it is put
}

const sqlPutDraft = `
INSERT INTO draft (account, form, region, sealed, saved_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, form) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at`

const sqlDraft = `
SELECT region, account, form, sealed, saved_at FROM draft WHERE account = $1 AND form = $2 AND region = $3`

const sqlDrafts = `
SELECT region, account, form, sealed, saved_at FROM draft WHERE region = $1 ORDER BY account, form`

const sqlResealDraft = `
UPDATE draft SET sealed = $3 WHERE account = $1 AND form = $2 AND sealed = $4`

const sqlDropDraft = `
DELETE FROM draft WHERE account = $1 AND form = $2`

const sqlForgetDrafts = `
DELETE FROM draft WHERE region = $1 AND saved_at < $2`

// PutDraft keeps a draft in place of the one before.
func (tx *Tx) PutDraft(d Draft) error {
	_, err := tx.exec(sqlPutDraft, d.Account, d.Form, d.Region, d.Sealed, tx.Now())
	return err
}

// Draft reads the draft of a form; ok is false when there is none.
func (tx *Tx) Draft(region ident.RegionCode, account ident.UserID, form string) (d Draft, ok bool, err error) {
	return maybe(tx, sqlDraft, scanDraft, account, form, region)
}

// Drafts lists the drafts of a region.
func (tx *Tx) Drafts(region ident.RegionCode) ([]Draft, error) {
	return query(tx, sqlDrafts, scanDraft, region)
}

// ResealDraft seals a draft anew, unless it has been saved again meanwhile.
func (tx *Tx) ResealDraft(d Draft, sealed string) error {
	_, err := tx.exec(sqlResealDraft, d.Account, d.Form, sealed, d.Sealed)
	return err
}

// DropDraft drops a draft, if there is one.
func (tx *Tx) DropDraft(account ident.UserID, form string) error {
	_, err := tx.exec(sqlDropDraft, account, form)
	return err
}

// ForgetDrafts drops what was last saved before a moment.
func (tx *Tx) ForgetDrafts(region ident.RegionCode, before time.Time) error {
	_, err := tx.exec(sqlForgetDrafts, region, before)
	return err
}

func scanDraft(r row) (d Draft, err error) {
	err = r.Scan((*string)(&d.Region), (*string)(&d.Account), &d.Form, &d.Sealed, at(&d.Saved))
	return d, err
}

// SavedView 常用视图 is a list that somebody asks for again and again.
type SavedView struct {
	ID      string // sorts in time
	Region  ident.RegionCode
	Account ident.UserID
	Name    string
	Query   string // of its address
}

const sqlPutSavedView = `
INSERT INTO saved_view (id, region, account, name, query, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account, name) DO UPDATE SET query = excluded.query`

const sqlSavedViews = `
SELECT id, region, account, name, query FROM saved_view WHERE account = $1 AND region = $2 ORDER BY id`

const sqlDropSavedView = `
DELETE FROM saved_view WHERE account = $1 AND id = $2`

// PutSavedView keeps a view; one of the same name is replaced.
func (tx *Tx) PutSavedView(v SavedView) error {
	_, err := tx.exec(sqlPutSavedView, v.ID, v.Region, v.Account, v.Name, v.Query, tx.Now())
	return err
}

// SavedViews lists what an account has kept, in the order of keeping.
func (tx *Tx) SavedViews(region ident.RegionCode, account ident.UserID) ([]SavedView, error) {
	return query(tx, sqlSavedViews, func(r row) (v SavedView, err error) {
		err = r.Scan(&v.ID, (*string)(&v.Region), (*string)(&v.Account), &v.Name, &v.Query)
		return v, err
	}, account, region)
}

// DropSavedView drops one of an account's views, if it is there.
func (tx *Tx) DropSavedView(account ident.UserID, id string) error {
	_, err := tx.exec(sqlDropSavedView, account, id)
	return err
}

// Holding 占有 says that somebody has a case in hand, as it stands: in State, and
// until Ends at the latest.
type Holding struct {
	Region  ident.RegionCode
	Case    ident.CaseID
	Account ident.UserID
	Name    string // of the account, for those who find the case taken
	State   string // of the case when it was taken
	Taken   time.Time
	Ends    time.Time
}

const sqlPutHolding = `
INSERT INTO holding (case_id, region, account, name, state, taken_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (case_id) DO UPDATE SET
    taken_at = CASE WHEN holding.account = excluded.account AND holding.ends_at > $6 THEN holding.taken_at ELSE excluded.taken_at END,
    account = excluded.account, name = excluded.name, state = excluded.state, ends_at = excluded.ends_at
WHERE holding.account = excluded.account OR holding.ends_at <= $6`

const sqlDropHolding = `
DELETE FROM holding WHERE case_id = $1 AND account = $2`

const sqlForgetHoldings = `
DELETE FROM holding WHERE region = $1 AND ends_at < $2`

// PutHolding takes a case for an account from now until c.Ends, or for longer
// where it has it already. Error: Conflict ("case.held") while somebody else
// has it.
func (tx *Tx) PutHolding(c Holding) error {
	n, err := tx.exec(sqlPutHolding, c.Case, c.Region, c.Account, c.Name, c.State, tx.Now(), c.Ends)
	if err == nil && n == 0 {
		return ErrHeld
	}
	return err
}

// ErrHeld is what taking a case comes to that somebody else has in hand.
var ErrHeld = errs.New(errs.Conflict, "case.held", "somebody else has this case in hand", "此件已由他人占有办理")

// Holdings returns who has which of the cases in hand now.
func (tx *Tx) Holdings(ids ...ident.CaseID) (map[ident.CaseID]Holding, error) {
	all := map[ident.CaseID]Holding{}
	if len(ids) == 0 {
		return all, nil
	}
	var w where
	w.and("ends_at > ?", tx.Now())
	in(&w, "case_id", ids)
	err := each(tx, "SELECT region, case_id, account, name, state, taken_at, ends_at FROM holding"+w.String(), func(r row) error {
		var c Holding
		err := r.Scan((*string)(&c.Region), (*string)(&c.Case), (*string)(&c.Account), &c.Name, &c.State, at(&c.Taken), at(&c.Ends))
		all[c.Case] = c
		return err
	}, w.args...)
	return all, err
}

// DropHolding gives a case back that an account has in hand, if it does.
func (tx *Tx) DropHolding(id ident.CaseID, account ident.UserID) error {
	_, err := tx.exec(sqlDropHolding, id, account)
	return err
}

// ForgetHoldings drops the holdings that ended before a moment.
func (tx *Tx) ForgetHoldings(region ident.RegionCode, before time.Time) error {
	_, err := tx.exec(sqlForgetHoldings, region, before)
	return err
}
