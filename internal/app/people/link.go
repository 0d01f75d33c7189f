package people

import (
	"context"
	"errors"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const linkLife = 24 * time.Hour

var errLink = errs.New(errs.Denied, "setup.link", "this link was used, replaced, or is older than a day; ask for a new one", "链接已使用、已更换或已超过一天，请重新申请")

// Link makes a link by which the owner of an account chooses a password: good
// once, for a day, in place of an earlier one. What an edge puts into an
// address is the token. Errors: Denied; NotFound; Conflict ("account.disabled").
func (p *People) Link(ctx context.Context, by identity.Account, id ident.UserID) (token string, ends time.Time, err error) {
	if token, err = p.token(); err != nil {
		return "", time.Time{}, errs.Wrap("people.link", err)
	}
	err = p.change(ctx, by, "account.link", id, func(tx *store.Tx, a *store.Account) (map[string]any, error) {
		if a.Disabled {
			return nil, errs.New(errs.Conflict, "account.disabled", "the account is shut; open it first", "账号已停用，请先启用")
		}
		ends = tx.Now().Add(linkLife)
		return nil, tx.PutSetupLink(id, digest(token), ends)
	})
	if err != nil {
		return "", time.Time{}, errs.Wrap("people.link", err)
	}
	return token, ends, nil
}

// SetUp uses a link: the account has the password, is not locked out, and
// whoever was signed in is not any more. Errors: Denied ("setup.link");
// Invalid ("password.weak"), which does not use the link up.
func (p *People) SetUp(ctx context.Context, token, password string, from From) error {
	var a store.Account
	find := func(tx *store.Tx) error {
		id, ok, err := tx.SetupLink(digest(token))
		if err != nil {
			return err
		}
		if !ok {
			return errLink
		}
		a, err = tx.AccountForUpdate(id)
		if err == nil && (a.Disabled || a.Region != p.o.Region) {
			err = errLink
		}
		return err
	}
	// Before the work of a digest, which strangers must not be able to ask for.
	if err := p.o.Store.Update(ctx, find); err != nil {
		return errs.Wrap("people.set_up", err)
	}
	made, err := p.newPassword(ctx, a, password)
	if err != nil {
		return errs.Wrap("people.set_up", err)
	}
	err = p.o.Store.Update(ctx, func(tx *store.Tx) error {
		if err := find(tx); err != nil { // it may have been used meanwhile
			return err
		}
		if err := tx.DropSetupLink(a.ID); err != nil {
			return err
		}
		if err := p.setPassword(tx, &a, made, false); err != nil {
			return err
		}
		if err := p.note(tx, fact{by: a.ID, action: "account.set_up", object: string(a.ID), from: from}); err != nil {
			return err
		}
		return tx.Settle(string(a.ID))
	})
	p.known.forget()
	return errs.Wrap("people.set_up", err)
}

// SetPassword gives somebody's account a password that they must change when
// they sign in. Errors: Denied; NotFound; Invalid ("password.weak").
func (p *People) SetPassword(ctx context.Context, by identity.Account, id ident.UserID, password string) error {
	if actor, err := p.manager(by); err != nil {
		return errors.Join(err, p.refuse(ctx, fact{by: by.ID, role: actor.Role, action: "password.set", object: string(id)}))
	}
	var a store.Account
	err := p.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.Account(id)
		return err
	})
	if err != nil {
		return errs.Wrap("people.set_password", err)
	}
	made, err := p.newPassword(ctx, a, password)
	if err != nil {
		return errs.Wrap("people.set_password", err)
	}
	return errs.Wrap("people.set_password", p.change(ctx, by, "password.set", id, func(tx *store.Tx, a *store.Account) (map[string]any, error) {
		return nil, p.setPassword(tx, a, made, true)
	}))
}

// newPassword is the digest of a password that will do for an account.
func (p *People) newPassword(ctx context.Context, a store.Account, password string) (string, error) {
	if err := CheckPassword(password, a.Login, a.Name); err != nil {
		return "", err
	}
	return p.digestOf(ctx, password)
}

// setPassword puts a password in place of what was there and signs everybody
// out.
func (p *People) setPassword(tx *store.Tx, a *store.Account, made string, mustChange bool) error {
	a.Password, a.MustChange, a.Failures, a.Locked = made, mustChange, 0, time.Time{}
	if _, err := tx.EndSessions(a.ID, ""); err != nil {
		return err
	}
	return tx.SaveAccount(*a)
}

// ResetCode takes a device that shows codes from somebody who has lost it.
// Errors: Denied; NotFound.
func (p *People) ResetCode(ctx context.Context, by identity.Account, id ident.UserID) error {
	return errs.Wrap("people.reset_code", p.change(ctx, by, "code.reset", id, func(tx *store.Tx, a *store.Account) (map[string]any, error) {
		return nil, p.unbind(tx, a)
	}))
}
