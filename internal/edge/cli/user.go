package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// UserCmd keeps the accounts of an installation from its folder: it lets the
// first administrator in, and anybody who is locked out.
type UserCmd struct {
	Add      UserAddCmd      `cmd:"" help:"Make an account and a link by which its owner chooses a password." zh:"开户，并给出由本人设置密码的链接。"`
	List     UserListCmd     `cmd:"" help:"List the accounts." zh:"列出账号。"`
	Roles    UserRolesCmd    `cmd:"" help:"Give an account these roles in place of those that it has." zh:"重新指定账号的角色。"`
	Link     UserLinkCmd     `cmd:"" help:"Make a new link by which the owner chooses a password: good once, for a day." zh:"给出新的开户链接：一天内有效，仅用一次。"`
	Password UserPasswordCmd `cmd:"" help:"Set a password, read from the terminal or standard input; its owner must change it." zh:"设置密码（从终端或标准输入读取），本人登录后须修改。"`
	Unlock   UserUnlockCmd   `cmd:"" help:"End a lock-out." zh:"解除锁定。"`
	Disable  UserDisableCmd  `cmd:"" help:"Shut an account: its sessions and keys end." zh:"停用账号：会话与密钥随即失效。"`
	Enable   UserEnableCmd   `cmd:"" help:"Open an account that was shut." zh:"启用账号。"`
}

// Login is the account that a verb is about.
type Login struct {
	Login string `arg:"" help:"The account's login." zh:"账号。" placeholder:"LOGIN"`
}

// duties are what somebody is given to do.
type duties struct {
	Role []identity.Role `help:"A role; give the flag once for each, the first first." zh:"角色；可多次给出，先给者优先。" placeholder:"ROLE"`
	Unit string          `help:"The unit, by name, for roles of units." zh:"所属单位名称，单位角色必填。" placeholder:"NAME"`
}

// unit finds the named unit.
func (d duties) unit(inst *installation) (ident.UnitID, error) {
	if d.Unit == "" {
		return "", nil
	}
	id, ok := inst.units[d.Unit]
	if !ok {
		return "", errs.New(errs.Invalid, "cli.unit", "there is no unit "+d.Unit, "没有单位 "+d.Unit)
	}
	return id, nil
}

// managing opens the installation to keep its accounts, as the console.
func managing(ctx context.Context, env *Env, g *Globals, use func(*people.People, *installation, identity.Account) error) error {
	return using(ctx, env, g, writing, func(inst *installation) error {
		return use(inst.people(env), inst, people.Console(inst.region))
	})
}

// people are the accounts of the installation. Their devices are sealed under
// its ring, where it has one.
func (i *installation) people(env *Env) *people.People {
	o := people.Options{Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Clock: env.Clock, Random: rand.Reader}
	if i.vault != nil {
		o.Sealer = people.VaultSealer{Vault: i.vault, Random: rand.Reader}
	}
	o.Provider = i.door.Provider()
	return people.New(o)
}

// onOne does something to a named account and says that it is done.
func (l Login) onOne(ctx context.Context, env *Env, g *Globals, do func(*people.People, identity.Account, ident.UserID) error) error {
	return managing(ctx, env, g, func(p *people.People, _ *installation, by identity.Account) error {
		id, err := p.Named(ctx, by, l.Login)
		if err != nil {
			return err
		}
		if err := do(p, by, id); err != nil {
			return err
		}
		return env.tell("user.changed", i18n.Args{"login": l.Login})
	})
}

// tell writes a message as what was asked for.
func (e *Env) tell(key i18n.Key, args i18n.Args) error {
	_, err := fmt.Fprintln(e.Stdout, message.Catalogue.Say(e.Lang, key, args))
	return err
}

// UserAddCmd makes an account.
type UserAddCmd struct {
	Login
	Name string `required:"" help:"The person's name." zh:"姓名。" placeholder:"NAME"`
	duties
}

// Run makes the account and prints its link.
func (c *UserAddCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return managing(ctx, env, g, func(p *people.People, inst *installation, by identity.Account) error {
		unit, err := c.unit(inst)
		if err != nil {
			return err
		}
		id, err := p.Create(ctx, by, people.NewAccount{Login: c.Login.Login, Name: c.Name, Unit: unit, Roles: c.Role})
		if err != nil {
			return err
		}
		return printLink(ctx, env, p, inst, by, id)
	})
}

// printLink makes a link and prints where it leads, and until when. The token
// stands behind #, which browsers keep to themselves: no log on the way has it.
func printLink(ctx context.Context, env *Env, p *people.People, inst *installation, by identity.Account, id ident.UserID) error {
	token, ends, err := p.Link(ctx, by, id)
	if err != nil {
		return err
	}
	return env.tell("user.link", i18n.Args{"path": "/setup#" + token, "ends": ends.In(inst.location).Format("2006-01-02 15:04")})
}

// UserListCmd lists the accounts.
type UserListCmd struct{}

// Run prints a line for each account: login, name, unit, roles, state.
func (c *UserListCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		all, err := inst.people(env).List(ctx, people.Console(inst.region))
		if err != nil {
			return err
		}
		for _, a := range all {
			if _, err := fmt.Fprintln(env.Stdout, strings.Join(accountLine(env.Lang, inst, a), "\t")); err != nil {
				return err
			}
		}
		return nil
	})
}

func accountLine(lang i18n.Lang, inst *installation, a people.Entry) []string {
	unit := ""
	for name, id := range inst.units {
		if id == a.Unit {
			unit = name
		}
	}
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	var states []string
	for _, s := range []struct {
		is  bool
		key i18n.Key
	}{
		{a.Disabled, "user.disabled"}, {!a.Locked.IsZero(), "user.locked"}, {!a.Password && a.Subject == "", "user.bare"}, {a.Code, "user.code"},
	} {
		if s.is {
			states = append(states, message.Catalogue.Say(lang, s.key, i18n.Args{"until": a.Locked.In(inst.location).Format(time.DateTime)}))
		}
	}
	return []string{a.Login, a.Name, unit, strings.Join(roles, ","), strings.Join(states, ", ")}
}

// UserRolesCmd gives an account other roles.
type UserRolesCmd struct {
	Login
	duties
}

// Run assigns the roles.
func (c *UserRolesCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return managing(ctx, env, g, func(p *people.People, inst *installation, by identity.Account) error {
		unit, err := c.unit(inst)
		if err != nil {
			return err
		}
		id, err := p.Named(ctx, by, c.Login.Login)
		if err != nil {
			return err
		}
		if err := p.Assign(ctx, by, id, unit, slices.Clone(c.Role)); err != nil {
			return err
		}
		return env.tell("user.changed", i18n.Args{"login": c.Login.Login})
	})
}

// UserLinkCmd makes a set-up link.
type UserLinkCmd struct{ Login }

// Run prints the link.
func (c *UserLinkCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return managing(ctx, env, g, func(p *people.People, inst *installation, by identity.Account) error {
		id, err := p.Named(ctx, by, c.Login.Login)
		if err != nil {
			return err
		}
		return printLink(ctx, env, p, inst, by, id)
	})
}

// UserPasswordCmd sets a password.
type UserPasswordCmd struct{ Login }

// Run reads the password and sets it.
func (c *UserPasswordCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	password, err := env.readPassword()
	if err != nil {
		return err
	}
	return c.onOne(ctx, env, g, func(p *people.People, by identity.Account, id ident.UserID) error {
		return p.SetPassword(ctx, by, id, password)
	})
}

// UserUnlockCmd ends a lock-out.
type UserUnlockCmd struct{ Login }

// Run unlocks the account.
func (c *UserUnlockCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return c.onOne(ctx, env, g, func(p *people.People, by identity.Account, id ident.UserID) error { return p.Unlock(ctx, by, id) })
}

// UserDisableCmd shuts an account.
type UserDisableCmd struct{ Login }

// Run disables the account.
func (c *UserDisableCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return c.onOne(ctx, env, g, func(p *people.People, by identity.Account, id ident.UserID) error { return p.Disable(ctx, by, id) })
}

// UserEnableCmd opens an account.
type UserEnableCmd struct{ Login }

// Run enables the account.
func (c *UserEnableCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return c.onOne(ctx, env, g, func(p *people.People, by identity.Account, id ident.UserID) error { return p.Enable(ctx, by, id) })
}
