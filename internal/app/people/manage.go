package people

import (
	"context"
	"errors"
	"slices"

	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// manager is the role in which somebody keeps accounts. Error: Denied.
func (p *People) manager(by identity.Account) (identity.Actor, error) {
	on := identity.Target{Region: p.o.Region}
	actor, ok := by.For(identity.ManagePeople, on)
	if !ok {
		return identity.Actor{}, identity.Require(identity.Actor{}, identity.ManagePeople, on)
	}
	return actor, nil
}

// manage does something to accounts and puts it on record in the same
// transaction, or that it was refused.
func (p *People) manage(ctx context.Context, by identity.Account, action string, do func(*store.Tx) (ident.UserID, map[string]any, error)) error {
	actor, err := p.manager(by)
	if err == nil {
		err = p.o.Store.Update(ctx, func(tx *store.Tx) error {
			object, detail, err := do(tx)
			if err != nil {
				return err
			}
			if err := p.note(tx, fact{by: by.ID, role: actor.Role, action: action, object: string(object), detail: detail}); err != nil {
				return err
			}
			return tx.Settle(string(object))
		})
	}
	p.known.forget()
	if errs.Is(err, errs.Denied) {
		return errors.Join(err, p.refuse(ctx, fact{by: by.ID, role: actor.Role, action: action}))
	}
	return err
}

// refuse puts on record that something was refused.
func (p *People) refuse(ctx context.Context, f fact) error {
	f.refused = true
	return p.o.Store.Update(ctx, func(tx *store.Tx) error { return p.note(tx, f) })
}

// change loads an account, changes and keeps it. The region is left with
// somebody who can let people in, as long as it had one.
func (p *People) change(ctx context.Context, by identity.Account, action string, id ident.UserID, do func(*store.Tx, *store.Account) (map[string]any, error)) error {
	return p.manage(ctx, by, action, func(tx *store.Tx) (ident.UserID, map[string]any, error) {
		book, err := tx.Book(p.o.Region)
		if err != nil {
			return "", nil, err
		}
		if err := tx.HoldAccounts(p.o.Region); err != nil { // two at once must not each leave the other
			return "", nil, err
		}
		before, err := p.keepers(tx, book)
		if err != nil {
			return "", nil, err
		}
		a, err := tx.AccountForUpdate(id)
		if err != nil || a.Region != p.o.Region {
			if err == nil {
				err = store.ErrNoAccount
			}
			return "", nil, err
		}
		detail, err := do(tx, &a)
		if err != nil {
			return "", nil, err
		}
		if err := tx.SaveAccount(a); err != nil {
			return "", nil, err
		}
		after, err := p.keepers(tx, book)
		if err == nil && before > 0 && after == 0 {
			err = errs.New(errs.Conflict, "account.last", "then nobody could manage people any more", "此后将无人可管理人员")
		}
		return id, detail, err
	})
}

// keepers is how many accounts could let people in.
func (p *People) keepers(tx *store.Tx, book *rulebook.Book) (int, error) {
	all, err := tx.Accounts(p.o.Region)
	n := 0
	for _, a := range all {
		if !a.Disabled && slices.ContainsFunc(a.Roles, func(r identity.Role) bool {
			right, _ := book.Rights().Right(r)
			return slices.Contains(right.May, identity.ManagePeople)
		}) {
			n++
		}
	}
	return n, err
}

// account is who a kept account is under the region's rights: an actor for each
// of its roles that the region still knows.
func account(a store.Account, book *rulebook.Book) identity.Account {
	who := identity.Account{ID: a.ID, Login: a.Login, Name: a.Name}
	var units []ident.UnitID
	if a.Unit != "" {
		units = book.Units.Subtree(a.Unit)
	}
	for _, role := range a.Roles {
		if actor, ok := book.Rights().Actor(role, a.ID, a.Region, units); ok {
			who.Grants = append(who.Grants, actor)
		}
	}
	return who
}
