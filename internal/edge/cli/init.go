package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"huying/internal/app/admin"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// InitCmd makes an empty installation: lists, subject tree, reason lists,
// limits and the scheme in force, and no unit.
type InitCmd struct {
	Region string `required:"" help:"Division code of the region." zh:"区划代码。" placeholder:"CODE"`
	Name   string `required:"" help:"Name of the region." zh:"地区名称。" placeholder:"NAME"`
	Preset string `help:"What to start from (default ${default})." zh:"以何种预设开始（默认 ${default}）。" default:"district" placeholder:"NAME"`
}

// Run founds the installation, or fails where there is one.
func (c *InitCmd) Run(ctx context.Context, env *Env, g *Globals) (err error) {
	if err := admin.CheckInstall(ident.RegionCode(c.Region), c.Name, c.Preset); err != nil {
		return usageError{err}
	}
	s, err := founding(ctx, env, g, env.Clock)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := newAdmin(s).Install(ctx, ident.RegionCode(c.Region), c.Name, c.Preset); err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.Stdout, messages.Say(env.Lang, "cli.installed", i18n.Args{"name": c.Name, "code": c.Region, "dir": g.Data}))
	return err
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
	_, err = fmt.Fprintln(env.Stdout, messages.Say(env.Lang, "cli.migrated", i18n.Args{"version": version}))
	return err
}
