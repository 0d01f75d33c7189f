package store

import (
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Account is an account as it is kept. Times are UTC; zero ones have not been.
type Account struct {
	ID         ident.UserID
	Region     ident.RegionCode
	Login      string // folded: lower case, as it is looked up
	Name       string
	Unit       ident.UnitID // empty at the centre
	Password   string       // digest in PHC form; empty: none
	MustChange bool         // the password, before anything else
	Code       Device
	Failures   int // wrong sign-ins since the last right one
	Locked     time.Time
	Disabled   bool
	Issuer     string // of the identity provider that knows the account; empty: none
	Subject    string // by which it does
	Created    time.Time
	SignedIn   time.Time
	Roles      []identity.Role // in order; written by PutRoles
}

// Device is what shows an account's sign-in codes. Secrets are sealed.
type Device struct {
	Secret  string // empty: none
	Pending string // shown, and not yet confirmed by a code
	Step    int64  // the last whose code was used
}

const accountColumns = `id, region, login, name, unit, password, must_change, totp, totp_pending, totp_step,
    failures, locked_until, disabled, issuer, subject, created_at, signed_in_at`

const sqlAddAccount = `
INSERT INTO account (` + accountColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`

const sqlSaveAccount = `
UPDATE account SET name = $2, unit = $3, password = $4, must_change = $5, totp = $6, totp_pending = $7, totp_step = $8,
    failures = $9, locked_until = $10, disabled = $11, issuer = $12, subject = $13, signed_in_at = $14
WHERE id = $1`

const (
	sqlAccount          = `SELECT ` + accountColumns + ` FROM account WHERE id = $1`
	sqlAccountForUpdate = `SELECT ` + accountColumns + ` FROM account WHERE id = $1 {{forUpdate}}`
	sqlAccountOfLogin   = `SELECT ` + accountColumns + ` FROM account WHERE region = $1 AND login = $2`
	sqlAccountOfSubject = `SELECT ` + accountColumns + ` FROM account WHERE issuer = $1 AND subject = $2`
	sqlAccounts         = `SELECT ` + accountColumns + ` FROM account WHERE region = $1 ORDER BY login`
)

const (
	sqlRoles       = `SELECT role FROM account_role WHERE account = $1 ORDER BY place`
	sqlRegionRoles = `
		SELECT r.account, r.role FROM account_role r JOIN account a ON a.id = r.account WHERE a.region = $1 ORDER BY r.account, r.place`
	sqlDropRoles = `DELETE FROM account_role WHERE account = $1`
	sqlPutRole   = `INSERT INTO account_role (account, place, role) VALUES ($1, $2, $3)`
)

// ErrNoAccount is what an account that is not there comes to.
var ErrNoAccount = errs.New(errs.NotFound, "account.not_found", "there is no such account", "没有该账号")

// AddAccount adds an account with its roles. Errors: Conflict
// ("store.duplicate") for a login of the region, or a subject of an issuer,
// that another account has; Invalid ("store.reference") for a unit or region
// that is not there.
func (tx *Tx) AddAccount(a Account) error {
	_, err := tx.exec(sqlAddAccount, a.ID, a.Region, a.Login, a.Name, orNull(a.Unit), a.Password, a.MustChange,
		a.Code.Secret, a.Code.Pending, a.Code.Step, a.Failures, a.Locked, a.Disabled, orNull(a.Issuer), orNull(a.Subject), a.Created, a.SignedIn)
	if err != nil {
		return err
	}
	return tx.PutRoles(a.ID, a.Roles)
}

// SaveAccount keeps all of an account but its region, login, time of creation
// and roles. Errors: those of AddAccount; NotFound.
func (tx *Tx) SaveAccount(a Account) error {
	n, err := tx.exec(sqlSaveAccount, a.ID, a.Name, orNull(a.Unit), a.Password, a.MustChange, a.Code.Secret, a.Code.Pending, a.Code.Step,
		a.Failures, a.Locked, a.Disabled, orNull(a.Issuer), orNull(a.Subject), a.SignedIn)
	if err == nil && n == 0 {
		err = ErrNoAccount
	}
	return err
}

// PutRoles gives an account these roles, in this order, in place of those that
// it had.
func (tx *Tx) PutRoles(id ident.UserID, roles []identity.Role) error {
	if _, err := tx.exec(sqlDropRoles, id); err != nil {
		return err
	}
	for i, role := range roles {
		if _, err := tx.exec(sqlPutRole, id, i, role); err != nil {
			return err
		}
	}
	return nil
}

// Account loads an account. Error: NotFound ("account.not_found").
func (tx *Tx) Account(id ident.UserID) (Account, error) {
	return tx.account(sqlAccount, id)
}

// AccountForUpdate loads an account and holds it until the transaction ends,
// so that of two sign-ins at once each counts. Error: NotFound.
func (tx *Tx) AccountForUpdate(id ident.UserID) (Account, error) {
	return tx.account(sqlAccountForUpdate, id)
}

// AccountOfLogin loads the account of a folded login. Error: NotFound.
func (tx *Tx) AccountOfLogin(region ident.RegionCode, login string) (Account, error) {
	return tx.account(sqlAccountOfLogin, region, login)
}

// AccountOfSubject loads the account that an identity provider knows by a
// subject. Error: NotFound.
func (tx *Tx) AccountOfSubject(issuer, subject string) (Account, error) {
	return tx.account(sqlAccountOfSubject, issuer, subject)
}

func (tx *Tx) account(sql string, args ...any) (Account, error) {
	a, err := one(tx, ErrNoAccount, sql, scanAccount, args...)
	if err != nil {
		return Account{}, err
	}
	a.Roles, err = query(tx, sqlRoles, scalar[identity.Role], a.ID)
	return a, err
}

// Accounts lists a region's accounts by login.
func (tx *Tx) Accounts(region ident.RegionCode) ([]Account, error) {
	all, err := query(tx, sqlAccounts, scanAccount, region)
	if err != nil {
		return nil, err
	}
	type given struct {
		account ident.UserID
		role    identity.Role
	}
	roles, err := query(tx, sqlRegionRoles, func(r row) (g given, err error) {
		err = r.Scan((*string)(&g.account), (*string)(&g.role))
		return g, err
	}, region)
	of := map[ident.UserID][]identity.Role{}
	for _, g := range roles {
		of[g.account] = append(of[g.account], g.role)
	}
	for i := range all {
		all[i].Roles = of[all[i].ID]
	}
	return all, err
}

const sqlHoldAccounts = `SELECT id FROM account WHERE region = $1 ORDER BY id {{forUpdate}}`

// HoldAccounts holds all accounts of a region until the transaction ends, so
// that what is true of all of them together stays so.
func (tx *Tx) HoldAccounts(region ident.RegionCode) error {
	_, err := query(tx, sqlHoldAccounts, scalar[ident.UserID], region)
	return err
}

func scanAccount(r row) (a Account, err error) {
	err = r.Scan((*string)(&a.ID), (*string)(&a.Region), &a.Login, &a.Name, opt((*string)(&a.Unit)), &a.Password, &a.MustChange,
		&a.Code.Secret, &a.Code.Pending, &a.Code.Step, &a.Failures, at(&a.Locked), &a.Disabled, opt(&a.Issuer), opt(&a.Subject), at(&a.Created), at(&a.SignedIn))
	return a, err
}
