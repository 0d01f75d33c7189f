package admin

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Limits counts running limits anew by another calendar: foretells what would
// move, and moves it.
type Limits interface {
	Forecast(ctx context.Context, book *rulebook.Book, after ident.CaseID, most int) (casework.Outlook, error)
	Recompute(ctx context.Context) (int, error)
}

// Office 管理处 is the administration of one region by accounts: every change
// asks for a permission, is made on a revision that its author has seen, and
// goes on record with what it changed. It is safe for use by several
// goroutines.
type Office struct {
	a      *Admin
	region ident.RegionCode
	limits Limits
}

// Office returns the administration of a region.
func (a *Admin) Office(region ident.RegionCode, limits Limits) *Office {
	return &Office{a: a, region: region, limits: limits}
}

// Asker 提出人 is the account that asks for something, and from where.
type Asker struct {
	Account identity.Account
	Address string
}

// author is the role in which an account may do something. Error: Denied.
func (o *Office) author(by Asker, need identity.Permission) (Author, error) {
	on := identity.Target{Region: o.region}
	actor, ok := by.Account.For(need, on)
	if !ok {
		return Author{}, identity.Require(identity.Actor{}, need, on)
	}
	return Author{ID: by.Account.ID, Role: actor.Role, Address: by.Address}, nil
}

// mayRead: whoever configures, and whoever reads the audit, reads what is
// configured.
func (o *Office) mayRead(by Asker) error {
	_, err := o.author(by, identity.ViewAudit)
	if err != nil {
		_, err = o.author(by, identity.Configure)
	}
	return err
}

// errRevision is what a change on a revision comes to that is no longer the
// latest: of two who edit at once, the second looks again.
var errRevision = errs.New(errs.Conflict, "config.revision",
	"the configuration has been changed meanwhile; read it again", "配置已被他人更改，请重新读取后再改")

// change makes one change on a revision and returns the next. No revision (0)
// is the latest. Errors: Conflict ("config.revision"), and those of do; then
// nothing is kept.
func (o *Office) change(ctx context.Context, by Author, revision int, do func(*ledger) error) (int, error) {
	next := 0
	err := o.a.store.Update(ctx, func(tx *store.Tx) error {
		// First of all, which holds the region until the end: nobody else changes
		// it after this has been compared.
		if err := tx.ReviseRegion(o.region); err != nil {
			return err
		}
		head, err := tx.Region(o.region)
		if err != nil {
			return err
		}
		if next = head.Revision; revision != 0 && next != revision+1 {
			return errRevision
		}
		if err := do(o.a.ledgerOn(tx, o.region, by)); err != nil {
			return err
		}
		return tx.Settle("")
	})
	return next, err
}

// Refused puts on record that something was refused to an account: what it
// asked for, and of what.
func (o *Office) Refused(ctx context.Context, by Asker, action, object string) error {
	err := o.a.store.Update(ctx, func(tx *store.Tx) error {
		author := Author{ID: by.Account.ID, Address: by.Address}
		if len(by.Account.Grants) > 0 {
			author.Role = by.Account.Grants[0].Role
		}
		return o.a.ledgerOn(tx, o.region, author).add(action, object, store.Refused, nil)
	})
	return errs.Wrap("admin.refused", err)
}
