package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"huying/internal/app/attachment"
	"huying/internal/app/vault"
	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/store"
)

// BackupCmd copies the records into one file while they are served; attachments
// and keys into folders of their own if asked to.
type BackupCmd struct {
	File        string `arg:"" help:"The new file." zh:"备份文件（须不存在）。" placeholder:"FILE"`
	Attachments string `help:"Copy the attachments, too, into this folder; what is there already, of an earlier backup, is left." zh:"另将附件复制到此文件夹；其中已有的（先前备份的）不再复制。" placeholder:"DIR"`
	Keys        string `help:"Copy the keys, too, into this folder; without them nobody can read persons, with them everybody can." zh:"另将密钥复制到此文件夹；没有密钥无人能读诉求人信息，有了密钥人人能读。" placeholder:"DIR"`
}

// Run backs up, beside a running server too.
func (c *BackupCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		before, err := folder.ReadKeys(env.Path(g.Data), env.Path(c.Keys), c.Keys != "")
		if err != nil {
			return err
		}
		if err := inst.store.Backup(ctx, env.Path(c.File)); err != nil {
			return err
		}
		if err := env.tell("backup.done", i18n.Args{"file": c.File}); err != nil {
			return err
		}
		if err := c.attachments(ctx, env, g, inst); err != nil {
			return err
		}
		if c.Keys == "" {
			env.say(message.Catalogue.Say(env.Lang, "backup.bare", nil))
			return nil
		}
		if err := c.keys(ctx, env, g, before); err != nil {
			return err
		}
		env.say(message.Catalogue.Say(env.Lang, "backup.keys", i18n.Args{"dir": c.Keys}))
		return nil
	})
}

// attachments copies the files that the records name. They are read from the
// records that go on: whatever the backup names is among them, unless it has
// been erased since.
func (c *BackupCmd) attachments(ctx context.Context, env *Env, g *Globals, inst *installation) error {
	if c.Attachments == "" {
		env.say(message.Catalogue.Say(env.Lang, "backup.no_files", nil))
		return nil
	}
	blobs, end, err := g.blobs(ctx, env)
	if err != nil {
		return err
	}
	defer end()
	return inst.copyFiles(ctx, env, blobs, attachment.NewFolder(env.Path(c.Attachments)), "backup.files", c.Attachments)
}

// copyFiles copies all attachments from one place to another, and fails when one
// is not as it is on record, after the others have been copied.
func (i *installation) copyFiles(ctx context.Context, env *Env, from, to attachment.Blobs, said i18n.Key, dir string) error {
	var unsound []error
	n, err := attachment.New(attachment.Options{Store: i.store, Region: i.region, Blobs: from}).CopyTo(ctx, to, func(u attachment.Unsound) {
		unsound = append(unsound, errs.New(errs.Invalid, "backup.file", unsoundIn(i18n.English, u), unsoundIn(i18n.Chinese, u)))
	})
	if err != nil {
		return err
	}
	env.say(message.Catalogue.Say(env.Lang, said, i18n.Args{"n": n, "dir": dir}))
	return errors.Join(unsound...)
}

// unsoundIn says what is wrong with a file.
func unsoundIn(lang i18n.Lang, u attachment.Unsound) string {
	if u.Missing {
		return message.Catalogue.Say(lang, "doctor.missing", i18n.Args{"id": u.ID})
	}
	return message.Catalogue.Say(lang, "doctor.changed", i18n.Args{"id": u.ID})
}

// keys copies the keys that open the backup: those of now, or, where a rotation
// has ended meanwhile, those of before.
func (c *BackupCmd) keys(ctx context.Context, env *Env, g *Globals, before folder.Keys) error {
	after, err := folder.ReadKeys(env.Path(g.Data), env.Path(c.Keys), true)
	if err != nil {
		return err
	}
	for _, keys := range []folder.Keys{after, before} {
		if err := keys.Write(); err != nil {
			return err
		}
		if err = opens(ctx, env, env.Path(c.File), env.Path(c.Keys)); err == nil {
			return nil
		}
		keys.TakeBack()
	}
	return err
}

// opens asks that the keys of a folder open a file of records.
func opens(ctx context.Context, env *Env, file, keys string) error {
	of := &Globals{Data: keys}
	inst, err := openAt(ctx, env, of, store.Options{URL: file, Clock: env.Clock, ReadOnly: true})
	if err != nil {
		return err
	}
	if inst.persons != nil {
		err = inst.persons.Opens(ctx)
	}
	return errors.Join(err, inst.Close())
}

// RestoreCmd puts a backup into a place that holds no records.
type RestoreCmd struct {
	File        string `arg:"" help:"A file that huying backup has written." zh:"huying backup 写出的备份文件。" placeholder:"FILE"`
	Keys        string `required:"" help:"The folder that holds the keys." zh:"密钥所在文件夹。" placeholder:"DIR"`
	Attachments string `help:"The folder that holds the attachments." zh:"附件所在文件夹。" placeholder:"DIR"`
	Erased      string `help:"The register of erasures (erased.jsonl) of the installation that was lost; that of the keys' folder and of --data count besides." zh:"原安装的删除登记（erased.jsonl）；密钥文件夹与安装目录中的登记一并计入。" placeholder:"FILE"`
}

// Run restores, erases again what was erased since the backup was made, and
// recomputes every chain of what it has put there.
func (c *RestoreCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	keys, err := folder.ReadKeys(env.Path(c.Keys), env.Path(g.Data), true)
	if err != nil {
		return err
	}
	erased, err := c.register(env, g)
	if err != nil {
		return err
	}
	if err := keys.Write(); err != nil {
		keys.TakeBack()
		return err
	}
	o := store.Options{URL: g.url(env), Clock: env.Clock}
	if err := store.Restore(ctx, env.Path(c.File), o, c.ready(env, erased)); err != nil {
		keys.TakeBack() // or what is founded here next would take them for its own
		return err
	}
	if c.Attachments != "" {
		if err := using(ctx, env, g, writing, func(inst *installation) error { return c.attachments(ctx, env, g, inst) }); err != nil {
			return err
		}
	}
	if err := env.tell("backup.restored", i18n.Args{"file": c.File}); err != nil {
		return err
	}
	return new(VerifyRecordsCmd).Run(ctx, env, g)
}

// ready tries the keys on what is about to be put in place, and erases in it
// again what was erased since it was.
func (c *RestoreCmd) ready(env *Env, erased []vault.Erased) func(context.Context, *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		of := &Globals{Data: c.Keys}
		inst, err := over(ctx, env, of, s, reading)
		if err != nil {
			return err
		}
		if inst.persons != nil { // an installation of before there were persons has texts to erase, too
			if err := inst.persons.Opens(ctx); err != nil {
				return err
			}
		}
		n, err := inst.keeper(env, of).Replay(ctx, erased)
		if n > 0 {
			env.say(message.Catalogue.Say(env.Lang, "backup.erased", i18n.Args{"n": n}))
		}
		return err
	}
}

// attachments brings the files back that the records name.
func (c *RestoreCmd) attachments(ctx context.Context, env *Env, g *Globals, inst *installation) error {
	blobs, end, err := g.blobs(ctx, env)
	if err != nil {
		return err
	}
	defer end()
	return inst.copyFiles(ctx, env, attachment.NewFolder(env.Path(c.Attachments)), blobs, "backup.files_back", c.Attachments)
}

// register reads the registers of erasures that there are.
func (c *RestoreCmd) register(env *Env, g *Globals) (all []vault.Erased, err error) {
	names := []string{filepath.Join(env.Path(c.Keys), folder.ErasedFile), filepath.Join(env.Path(g.Data), folder.ErasedFile)}
	if c.Erased != "" {
		names = append(names, env.Path(c.Erased))
	}
	for _, name := range names {
		list, err := folder.ReadErased(name)
		if errors.Is(err, fs.ErrNotExist) && name != env.Path(c.Erased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}
