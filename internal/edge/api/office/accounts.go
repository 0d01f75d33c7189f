package office

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/api/once"
	"huying/internal/kernel/ident"
)

// Accounts keeps accounts, and shows the audit.
type Accounts interface {
	List(ctx context.Context, by identity.Account) ([]people.Entry, error)
	Create(ctx context.Context, by identity.Account, n people.NewAccount) (ident.UserID, error)
	Assign(ctx context.Context, by identity.Account, id ident.UserID, unit ident.UnitID, roles []identity.Role) error
	Disable(ctx context.Context, by identity.Account, id ident.UserID) error
	Enable(ctx context.Context, by identity.Account, id ident.UserID) error
	Unlock(ctx context.Context, by identity.Account, id ident.UserID) error
	ResetCode(ctx context.Context, by identity.Account, id ident.UserID) error
	Link(ctx context.Context, by identity.Account, id ident.UserID) (token string, ends time.Time, err error)
	Trail(ctx context.Context, by identity.Account, f people.TrailFilter) ([]people.TrailRow, error)
}

var _ Accounts = (*people.People)(nil)

// AccountTag marks the operations that keep accounts.
const AccountTag = "account 账号"

func (f *front) registerAccounts() {
	if f.Accounts == nil {
		return
	}
	const keepers = "Needs the permission `people.manage`. No answer holds a password or anything that it could be found from."
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: f.Prefix + "/accounts" + path, Tags: []string{AccountTag}, Summary: summary, Description: keepers,
		}
	}
	done := func(o huma.Operation) huma.Operation {
		o.DefaultStatus = http.StatusNoContent
		return o
	}
	huma.Register(f.API, op("accounts", http.MethodGet, "", "账号列表 The accounts, by login"), f.accounts)
	made := op("create_account", http.MethodPost, "", "开户 Make an account; a set-up link lets its owner choose a password")
	made.DefaultStatus = http.StatusCreated
	huma.Register(f.API, made, f.createAccount)
	huma.Register(f.API, done(op("assign_roles", http.MethodPut, "/{account}/roles", "指定角色 Give these roles, and this unit, in place of those that it has")), f.assignRoles)
	huma.Register(f.API, once.Told(op("link_account", http.MethodPost, "/{account}/link", "开户链接 Make a link by which the owner chooses a password: good once, for a day")), f.linkAccount)
	for _, act := range []struct {
		id, path, summary string
		do                func(context.Context, identity.Account, ident.UserID) error
	}{
		{"disable_account", "/{account}/disable", "停用账号 Shut an account: its sessions and keys end", f.Accounts.Disable},
		{"enable_account", "/{account}/enable", "启用账号 Open an account that was shut", f.Accounts.Enable},
		{"unlock_account", "/{account}/unlock", "解除锁定 End a lock-out", f.Accounts.Unlock},
		{"reset_device", "/{account}/reset-device", "解除动态口令 Take the device away from somebody who has lost it", f.Accounts.ResetCode},
	} {
		huma.Register(f.API, done(op(act.id, http.MethodPost, act.path, act.summary)), func(ctx context.Context, in *AccountPath) (*struct{}, error) {
			if err := act.do(ctx, f.Asker(ctx).Account, in.Account); err != nil {
				return nil, f.Problem(err)
			}
			return nil, nil //nolint:nilnil // huma's form of an answer without a body
		})
	}
}

// AccountView is an account as those who keep them see it.
type AccountView struct {
	ID       ident.UserID    `json:"id"`
	Login    string          `json:"login"`
	Name     string          `json:"name"`
	Unit     ident.UnitID    `json:"unit,omitempty" doc:"Absent: at the centre"`
	Roles    []identity.Role `json:"roles"`
	SetUp    bool            `json:"set_up" doc:"Its owner has chosen a password, or signs in elsewhere"`
	Device   bool            `json:"device" doc:"A sign-in needs a code 动态口令"`
	Disabled bool            `json:"disabled,omitempty"`
	Locked   time.Time       `json:"locked,omitzero" doc:"Until then"`
	Created  time.Time       `json:"created"`
	SignedIn time.Time       `json:"signed_in,omitzero" doc:"Last"`
}

type accountsOutput struct {
	Body struct {
		Accounts []AccountView `json:"accounts"`
	}
}

func (f *front) accounts(ctx context.Context, _ *struct{}) (*accountsOutput, error) {
	all, err := f.Accounts.List(ctx, f.Asker(ctx).Account)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &accountsOutput{}
	out.Body.Accounts = make([]AccountView, len(all))
	for i, a := range all {
		out.Body.Accounts[i] = AccountView{
			ID: a.ID, Login: a.Login, Name: a.Name, Unit: a.Unit, Roles: append([]identity.Role{}, a.Roles...), SetUp: a.Password || a.Subject != "",
			Device: a.Code, Disabled: a.Disabled, Locked: a.Locked, Created: a.Created, SignedIn: a.SignedIn,
		}
	}
	return out, nil
}

type createAccountInput struct {
	Body struct {
		Login string          `json:"login" minLength:"2" maxLength:"64"`
		Name  string          `json:"name" minLength:"1" maxLength:"60"`
		Unit  ident.UnitID    `json:"unit,omitempty" maxLength:"40"`
		Roles []identity.Role `json:"roles" minItems:"1" maxItems:"20" doc:"The first first"`
	}
}

type createAccountOutput struct {
	Location string `header:"Location"`
	Body     struct {
		ID ident.UserID `json:"id"`
	}
}

func (f *front) createAccount(ctx context.Context, in *createAccountInput) (*createAccountOutput, error) {
	id, err := f.Accounts.Create(ctx, f.Asker(ctx).Account, people.NewAccount{Login: in.Body.Login, Name: in.Body.Name, Unit: in.Body.Unit, Roles: in.Body.Roles})
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &createAccountOutput{Location: f.Prefix + "/accounts/" + string(id)}
	out.Body.ID = id
	return out, nil
}

// AccountPath is where an account stands.
type AccountPath struct {
	Account ident.UserID `path:"account" maxLength:"40"`
}

type assignInput struct {
	AccountPath
	Body struct {
		Unit  ident.UnitID    `json:"unit,omitempty" maxLength:"40"`
		Roles []identity.Role `json:"roles" maxItems:"20"`
	}
}

func (f *front) assignRoles(ctx context.Context, in *assignInput) (*struct{}, error) {
	if err := f.Accounts.Assign(ctx, f.Asker(ctx).Account, in.Account, in.Body.Unit, in.Body.Roles); err != nil {
		return nil, f.Problem(err)
	}
	return nil, nil //nolint:nilnil // huma's form of an answer without a body
}

type linkOutput struct {
	Body struct {
		Path string    `json:"path" doc:"For the owner's eyes only; what stands behind # no server sees" example:"/setup#…"`
		Ends time.Time `json:"ends"`
	}
}

func (f *front) linkAccount(ctx context.Context, in *AccountPath) (*linkOutput, error) {
	token, ends, err := f.Accounts.Link(ctx, f.Asker(ctx).Account, in.Account)
	if err != nil {
		return nil, f.Problem(err)
	}
	out := &linkOutput{}
	out.Body.Path, out.Body.Ends = "/setup#"+token, ends
	return out, nil
}
