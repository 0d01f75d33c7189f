package people

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// NewAccount is an account to be made. It has no password until somebody sets
// one, or its owner does by a set-up link.
type NewAccount struct {
	Login string
	Name  string
	Unit  ident.UnitID // empty at the centre
	Roles []identity.Role
}

// Entry is an account as administrators see it: whether it has secrets, and
// none of them.
type Entry struct {
	ID       ident.UserID
	Login    string
	Name     string
	Unit     ident.UnitID
	Roles    []identity.Role
	Password bool
	Code     bool
	Subject  string // by which the identity provider knows it
	Disabled bool
	Locked   time.Time // zero: it is not
	Created  time.Time
	SignedIn time.Time
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{1,63}$`)

// checkNames reports what is wrong with a login and a name.
func checkNames(login, name string) error {
	const mostName = 60
	switch {
	case !loginForm.MatchString(login):
		return errs.New(errs.Invalid, "account.login",
			fmt.Sprintf("%q is not a login; expected 2 to 64 letters, digits or . _ @ -", login), "账号须为 2 至 64 个字母、数字或 . _ @ -")
	case strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > mostName || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return errs.New(errs.Invalid, "account.name", "a name of 1 to 60 visible characters is needed", "姓名须为 1 至 60 个可见字符")
	}
	return nil
}

// Create makes an account and returns its identifier. Errors: Denied without
// people.manage; Invalid for a login, name, role or unit that cannot be, and
// for roles that one person may not hold together; Conflict
// ("account.login_taken").
func (p *People) Create(ctx context.Context, by identity.Account, n NewAccount) (ident.UserID, error) {
	login := strings.ToLower(strings.TrimSpace(n.Login))
	if err := checkNames(login, n.Name); err != nil {
		return "", err
	}
	var id ident.UserID
	err := p.manage(ctx, by, "account.create", func(tx *store.Tx) (ident.UserID, map[string]any, error) {
		book, err := tx.Book(p.o.Region)
		if err != nil {
			return "", nil, err
		}
		if err := checkRoles(book, n.Roles, n.Unit); err != nil {
			return "", nil, err
		}
		if _, err := tx.AccountOfLogin(p.o.Region, login); !errs.Is(err, errs.NotFound) {
			if err == nil {
				err = errs.New(errs.Conflict, "account.login_taken", "there is an account "+login+" already", "账号 "+login+" 已存在")
			}
			return "", nil, err
		}
		fresh, err := p.o.IDs.New(tx.Now())
		if err != nil {
			return "", nil, err
		}
		id = ident.UserID(fresh)
		return id, map[string]any{"roles": n.Roles, "unit": n.Unit}, tx.AddAccount(store.Account{
			ID: id, Region: p.o.Region, Login: login, Name: n.Name, Unit: n.Unit, Created: tx.Now(), Roles: n.Roles,
		})
	})
	return id, errs.Wrap("people.create", err)
}

// checkRoles reports what is wrong with giving these roles to one person.
func checkRoles(book *rulebook.Book, roles []identity.Role, unit ident.UnitID) error {
	rights := book.Rights()
	if _, ok := book.Units.Unit(unit); unit != "" && !ok {
		return errs.New(errs.Invalid, "account.unit", "there is no such unit", "没有该单位")
	}
	for i, role := range roles {
		right, ok := rights.Right(role)
		switch {
		case !ok:
			return errs.New(errs.Invalid, "account.role", fmt.Sprintf("%q is not a role of people here", role), fmt.Sprintf("没有角色 %s", role))
		case slices.Contains(roles[:i], role):
			return errs.New(errs.Invalid, "account.role", fmt.Sprintf("the role %q is given twice", role), fmt.Sprintf("角色 %s 重复", right.Zh))
		case unit == "" && (right.Sight == identity.UnitCases || slices.ContainsFunc(right.May, identity.Permission.OfUnit)):
			return errs.New(errs.Invalid, "account.unit", "the role "+right.En+" is of a unit; which?", "角色“"+right.Zh+"”须指定单位")
		}
	}
	if pair, clash := rights.Clash(roles...); clash {
		return errs.New(errs.Invalid, "account.clash",
			fmt.Sprintf("one person may not hold both %s and %s: %s", pair.One, pair.Other, pair.En),
			fmt.Sprintf("一人不得兼有“%s”与“%s”：%s", pair.One.Chinese(), pair.Other.Chinese(), pair.Zh))
	}
	return nil
}

// Assign gives an account these roles and this unit in place of those that it
// had. Errors: those of Create; Denied ("account.self") for one's own;
// Conflict ("account.last") where nobody could manage people any more.
func (p *People) Assign(ctx context.Context, by identity.Account, id ident.UserID, unit ident.UnitID, roles []identity.Role) error {
	return errs.Wrap("people.assign", p.change(ctx, by, "account.assign", id, func(tx *store.Tx, a *store.Account) (map[string]any, error) {
		if a.ID == by.ID {
			return nil, errs.New(errs.Denied, "account.self", "nobody changes their own roles", "不得更改本人的角色")
		}
		book, err := tx.Book(p.o.Region)
		if err != nil {
			return nil, err
		}
		if err := checkRoles(book, roles, unit); err != nil {
			return nil, err
		}
		was := map[string]any{"roles": roles, "unit": unit, "roles_before": a.Roles, "unit_before": a.Unit}
		a.Unit, a.Roles = unit, roles
		return was, tx.PutRoles(id, roles)
	}))
}

// Disable shuts an account: its sessions and keys end. Errors: Denied;
// NotFound; Conflict ("account.last").
func (p *People) Disable(ctx context.Context, by identity.Account, id ident.UserID) error {
	return errs.Wrap("people.disable", p.change(ctx, by, "account.disable", id, func(tx *store.Tx, a *store.Account) (map[string]any, error) {
		a.Disabled = true
		if err := tx.DropSetupLink(id); err != nil {
			return nil, err
		}
		if _, err := tx.EndSessions(id, ""); err != nil {
			return nil, err
		}
		return nil, tx.RevokeKeys(id)
	}))
}

// EndSessions ends every session of an account, whose owner signs in anew.
// Errors: Denied; NotFound.
func (p *People) EndSessions(ctx context.Context, by identity.Account, id ident.UserID) error {
	return errs.Wrap("people.end_sessions", p.change(ctx, by, "account.end_sessions", id, func(tx *store.Tx, _ *store.Account) (map[string]any, error) {
		n, err := tx.EndSessions(id, "")
		return map[string]any{"ended": n}, err
	}))
}

// Enable opens an account that was shut. Errors: Denied; NotFound.
func (p *People) Enable(ctx context.Context, by identity.Account, id ident.UserID) error {
	return errs.Wrap("people.enable", p.change(ctx, by, "account.enable", id, func(_ *store.Tx, a *store.Account) (map[string]any, error) {
		a.Disabled = false
		return nil, nil
	}))
}

// Unlock ends a lock-out. Errors: Denied; NotFound.
func (p *People) Unlock(ctx context.Context, by identity.Account, id ident.UserID) error {
	return errs.Wrap("people.unlock", p.change(ctx, by, "account.unlock", id, func(_ *store.Tx, a *store.Account) (map[string]any, error) {
		a.Failures, a.Locked = 0, time.Time{}
		return nil, nil
	}))
}

// List lists the region's accounts by login. Error: Denied without
// people.manage, which goes on record.
func (p *People) List(ctx context.Context, by identity.Account) ([]Entry, error) {
	if _, err := p.manager(by); err != nil {
		return nil, errors.Join(err, p.refuse(ctx, fact{by: by.ID, action: "account.list"}))
	}
	var all []Entry
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		all = nil
		accounts, err := tx.Accounts(p.o.Region)
		for _, a := range accounts {
			e := Entry{
				ID: a.ID, Login: a.Login, Name: a.Name, Unit: a.Unit, Roles: a.Roles, Password: a.Password != "", Code: a.Code.Secret != "",
				Subject: a.Subject, Disabled: a.Disabled, Created: a.Created, SignedIn: a.SignedIn,
			}
			if a.Locked.After(tx.Now()) {
				e.Locked = a.Locked
			}
			all = append(all, e)
		}
		return err
	})
	return all, errs.Wrap("people.list", err)
}

// Named finds an account by login. Errors: Denied without people.manage;
// NotFound.
func (p *People) Named(ctx context.Context, by identity.Account, login string) (ident.UserID, error) {
	if _, err := p.manager(by); err != nil {
		return "", err
	}
	var id ident.UserID
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		a, err := tx.AccountOfLogin(p.o.Region, strings.ToLower(strings.TrimSpace(login)))
		id = a.ID
		return err
	})
	return id, errs.Wrap("people.named", err)
}
