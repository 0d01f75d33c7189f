package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/store"
)

// BackupCmd copies the records into one file while they are served, and the
// keys into a folder of their own if asked to. Attachments are files already:
// they are copied as files (docs/operations.md).
type BackupCmd struct {
	File string `arg:"" help:"The new file." zh:"备份文件（须不存在）。" placeholder:"FILE"`
	Keys string `help:"Copy the keys, too, into this folder; without them nobody can read persons, with them everybody can." zh:"另将密钥复制到此文件夹；没有密钥无人能读诉求人信息，有了密钥人人能读。" placeholder:"DIR"`
}

// Run backs up, beside a running server too.
func (c *BackupCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		if err := inst.store.Backup(ctx, env.Path(c.File)); err != nil {
			return err
		}
		if err := env.tell("backup.done", i18n.Args{"file": c.File}); err != nil {
			return err
		}
		if c.Keys == "" {
			env.say(messages.Say(env.Lang, "backup.bare", nil))
			return nil
		}
		// After the records: a ring only ever gains keys, so that it opens them.
		if err := copyKeys(env.Path(g.Data), env.Path(c.Keys)); err != nil {
			return err
		}
		env.say(messages.Say(env.Lang, "backup.keys", i18n.Args{"dir": c.Keys}))
		return nil
	})
}

// RestoreCmd puts a backup into a place that holds no records.
type RestoreCmd struct {
	File string `arg:"" help:"A file that huying backup has written." zh:"huying backup 写出的备份文件。" placeholder:"FILE"`
	Keys string `required:"" help:"The folder that holds the keys." zh:"密钥所在文件夹。" placeholder:"DIR"`
}

// Run restores, and recomputes every chain of what it has put there.
func (c *RestoreCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	if err := os.MkdirAll(env.Path(g.Data), privateDir); err != nil {
		return unwritable(g.Data, err)
	}
	if err := copyKeys(env.Path(c.Keys), env.Path(g.Data)); err != nil {
		return err
	}
	if err := store.Restore(ctx, env.Path(c.File), store.Options{URL: g.url(env), Clock: env.Clock}); err != nil {
		return err
	}
	if err := env.tell("backup.restored", i18n.Args{"file": c.File}); err != nil {
		return err
	}
	return new(VerifyCmd).Run(ctx, env, g)
}

// copyKeys copies the keys of an installation from one folder to another. Such
// as are there already must be the same.
func copyKeys(from, to string) error {
	if err := os.MkdirAll(to, privateDir); err != nil {
		return unwritable(to, err)
	}
	for _, name := range []string{keyFile, ringFile} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, os.ErrNotExist) && name == ringFile {
			continue // an installation of before there were persons
		}
		if err != nil {
			return unreadable(filepath.Join(from, name), err)
		}
		if err := copyKey(filepath.Join(to, name), text); err != nil {
			return err
		}
	}
	return syncDir(to)
}

func copyKey(path string, text []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, private)
	if errors.Is(err, os.ErrExist) {
		there, err := os.ReadFile(path)
		if err != nil {
			return unreadable(path, err)
		}
		if bytes.Equal(there, text) {
			return nil
		}
		return errs.New(errs.Conflict, "backup.other_key", path+" is there already and is another key; it is not written over", path+" 已存在且为另一密钥，不予覆盖")
	}
	if err != nil {
		return unwritable(path, err)
	}
	_, err = out.Write(text)
	if err == nil {
		err = out.Sync()
	}
	return unwritable(path, errors.Join(err, out.Close()))
}
