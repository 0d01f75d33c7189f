package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	sealing "huying/internal/domain/vault"
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
	keys, err := readKeys(env.Path(c.Keys), env.Path(g.Data))
	if err != nil {
		return err
	}
	if err := keys.write(); err != nil {
		keys.takeBack()
		return err
	}
	if err := store.Restore(ctx, env.Path(c.File), store.Options{URL: g.url(env), Clock: env.Clock}, nil); err != nil {
		keys.takeBack() // or what is founded here next would take them for its own
		return err
	}
	if err := env.tell("backup.restored", i18n.Args{"file": c.File}); err != nil {
		return err
	}
	return new(VerifyCmd).Run(ctx, env, g)
}

// keyCopy are the keys of an installation on their way to another folder.
type keyCopy struct {
	to    string
	texts map[string][]byte // by file name, of those that are not there yet
}

// readKeys reads the keys of a folder and holds them against those of another,
// where nothing is changed yet. A ring must be one. Errors: Conflict
// ("backup.other_key") for a key that is there and another.
func readKeys(from, to string) (keyCopy, error) {
	c := keyCopy{to, map[string][]byte{}}
	for _, name := range []string{keyFile, ringFile} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) && name == ringFile {
			continue // an installation of before there were persons
		}
		if err == nil && name == ringFile {
			_, err = sealing.Decode(text)
		}
		if err != nil {
			return c, unreadable(filepath.Join(from, name), err)
		}
		there, err := os.ReadFile(filepath.Join(to, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.texts[name] = text
		case err != nil:
			return c, unreadable(filepath.Join(to, name), err)
		case !bytes.Equal(there, text):
			path := filepath.Join(to, name)
			return c, errs.New(errs.Conflict, "backup.other_key", path+" is there already and is another key; it is not written over", path+" 已存在且为另一密钥，不予覆盖")
		}
	}
	return c, nil
}

// write puts the keys in place, each whole or not at all.
func (c keyCopy) write() error {
	if err := os.MkdirAll(c.to, privateDir); err != nil {
		return unwritable(c.to, err)
	}
	for name, text := range c.texts {
		if err := keepFile(filepath.Join(c.to, name), text); err != nil {
			return err
		}
	}
	return syncDir(c.to)
}

// takeBack removes what write has put there.
func (c keyCopy) takeBack() {
	for name := range c.texts {
		_ = os.Remove(filepath.Join(c.to, name)) // what matters is why it is taken back
	}
}

// copyKeys copies the keys of an installation from one folder to another. Such
// as are there already must be the same.
func copyKeys(from, to string) error {
	keys, err := readKeys(from, to)
	if err != nil {
		return err
	}
	return keys.write()
}
