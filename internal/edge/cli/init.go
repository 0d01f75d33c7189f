package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"huying/internal/app/admin"
	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// InitCmd makes an installation: lists, subject tree, reason lists, limits and
// the scheme in force; and, from a guided file, units, rules and the first
// administrator.
type InitCmd struct {
	File    string `arg:"" optional:"" help:"A guided file in place of the flags; - is standard input." zh:"向导文件，可代替各选项；- 为标准输入。" placeholder:"FILE.yaml"`
	Example bool   `help:"Print a guided file, every field explained, and make nothing." zh:"打印一份向导文件（逐项有说明），不安装。"`
	Region  string `help:"Division code of the region." zh:"区划代码。" placeholder:"CODE"`
	Name    string `help:"Name of the region." zh:"地区名称。" placeholder:"NAME"`
	Preset  string `help:"What to start from (default ${default})." zh:"以何种预设开始（默认 ${default}）。" default:"district" placeholder:"NAME"`
}

// Run founds the installation, or fails where there is one.
func (c *InitCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	if c.Example {
		_, err := env.Stdout.Write(admin.Example())
		return err
	}
	f, err := c.founding(env)
	if err != nil {
		return err
	}
	if err := c.found(ctx, env, g, f); err != nil {
		return err
	}
	if err := env.tell("cli.installed", i18n.Args{"name": f.Name, "code": string(f.Region), "dir": g.Data}); err != nil || f.Admin.Login == "" {
		return err
	}
	return managing(ctx, env, g, func(p *people.People, inst *installation, by identity.Account) error {
		id, err := p.Create(ctx, by, people.NewAccount{Login: f.Admin.Login, Name: f.Admin.Name, Roles: []identity.Role{identity.Admin}})
		if err != nil {
			return err
		}
		return printLink(ctx, env, p, inst, by, id)
	})
}

// founding is what the flags say, or the guided file.
func (c *InitCmd) founding(env *Env) (admin.Founding, error) {
	if c.File != "" {
		if c.Region != "" || c.Name != "" {
			return admin.Founding{}, misuse("--region and --name stand in the file; give one or the other", "--region 与 --name 应写在文件里，二者择一")
		}
		data, err := env.ReadFile(c.File)
		if err != nil {
			return admin.Founding{}, err
		}
		return admin.ParseFounding(data, c.File)
	}
	var missing []string
	if c.Region == "" {
		missing = append(missing, "--region=CODE")
	}
	if c.Name == "" {
		missing = append(missing, "--name=NAME")
	}
	if len(missing) > 0 {
		return admin.Founding{}, usageError{errors.New(message.Catalogue.Say(env.Lang, "cli.usage", i18n.Args{
			"problem": message.InWords(env.Lang, "missing flags: "+strings.Join(missing, ", ")), "help": "huying init --help",
		}))}
	}
	if err := admin.CheckInstall(ident.RegionCode(c.Region), c.Name, c.Preset); err != nil {
		return admin.Founding{}, usageError{err}
	}
	return admin.Founding{Region: ident.RegionCode(c.Region), Name: c.Name, Preset: c.Preset}, nil
}

func (c *InitCmd) found(ctx context.Context, env *Env, g *Globals, f admin.Founding) (err error) {
	s, err := founding(ctx, env, g, env.Clock)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return newAdmin(s).Found(ctx, f)
}

func newAdmin(s *store.Store) *admin.Admin {
	return admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
}

// MigrateCmd brings the records up to this program's schema.
type MigrateCmd struct{}

// Run migrates and says which version is in force. It makes no records where
// there are none: a file that was moved away is to be put back.
func (c *MigrateCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	if _, err := readKey(env, g); err != nil {
		return err
	}
	o := store.Options{URL: g.url(env), Clock: env.Clock, ReadOnly: true}
	s, err := store.Open(ctx, o)
	switch {
	case err == nil:
		err = s.Close()
	case errs.CodeOf(err) == "store.schema_pending":
		err = nil
	}
	if err != nil {
		return err
	}
	o.ReadOnly, o.Migrate = false, true
	s, err = store.Open(ctx, o)
	if err != nil {
		return err
	}
	version := s.SchemaVersion()
	if err := s.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "cli.migrated", i18n.Args{"version": version}))
	return err
}
