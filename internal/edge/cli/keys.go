package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// KeysCmd is about the keys under which persons are sealed.
type KeysCmd struct {
	List   KeysListCmd   `cmd:"" help:"List the keys, and how many persons are sealed under each." zh:"列出密钥及其加密的人数。"`
	Rotate KeysRotateCmd `cmd:"" help:"Make a new key and seal everything anew under it." zh:"生成新密钥，并以其重新加密全部信息。"`
}

var errNoRing = errs.New(errs.Unready, "vault.missing",
	"this installation has no keys.json, so it keeps no persons; huying keys rotate makes one", "本安装没有 keys.json，不保存诉求人信息；运行 huying keys rotate 可生成")

// KeysListCmd lists the keys. It never prints a secret.
type KeysListCmd struct{}

// Run prints a line a key: name, day on which it was made, persons, and which
// one is in use.
func (c *KeysListCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, reading, func(inst *installation) error {
		if inst.vault == nil {
			return errNoRing
		}
		keys, err := inst.keeper(env, g).Keys(ctx)
		if err != nil {
			return err
		}
		for _, k := range keys {
			use := ""
			if k.Current {
				use = "\t" + message.Catalogue.Say(env.Lang, "keys.current", nil)
			}
			if _, err := fmt.Fprintf(env.Stdout, "%s\t%s\t%d%s\n", k.ID, k.Made.In(inst.location).Format("2006-01-02"), k.Persons, use); err != nil {
				return err
			}
		}
		return nil
	})
}

// KeysRotateCmd seals everything under a new key. Cut short, it can be given
// again. Beside a server that holds an SQLite file it leaves that to the server.
type KeysRotateCmd struct{}

// Run rotates, and makes a ring where there is none yet.
func (c *KeysRotateCmd) Run(ctx context.Context, env *Env, g *Globals) error {
	err := c.rotate(ctx, env, g)
	if errs.CodeOf(err) != "store.locked" {
		return err
	}
	if err := folder.Keep(g.rotatePath(env), []byte(env.Now().Format(time.RFC3339)+"\n")); err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "keys.asked", nil))
	return err
}

// rotatePath is where the running server is asked.
func (g *Globals) rotatePath(env *Env) string {
	return filepath.Join(env.Path(g.Data), folder.RotateFile)
}

// rotations is the job by which the running server looks for it.
const rotations = "keys.rotate"

// rotateEvery is how soon the running server hears of it.
const rotateEvery = 15 * time.Second

// rotateAsked rotates where somebody has asked for it. What is cut short is done
// again: the question is taken away only after.
func (i *installation) rotateAsked(ctx context.Context, env *Env, g *Globals) error {
	if _, err := os.Stat(g.rotatePath(env)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return folder.Unreadable(g.rotatePath(env), err)
	}
	if i.persons == nil {
		return errNoRing
	}
	if err := i.persons.Rotate(ctx, nil); err != nil {
		return err
	}
	if err := os.Remove(g.rotatePath(env)); err != nil {
		return folder.Unwritable(g.rotatePath(env), err)
	}
	return folder.Sync(env.Path(g.Data))
}

func (c *KeysRotateCmd) rotate(ctx context.Context, env *Env, g *Globals) error {
	return using(ctx, env, g, writing, func(inst *installation) error {
		if inst.vault == nil {
			if err := makeRing(env, g); err != nil {
				return err
			}
			if err := inst.unlock(ctx, env, g, writing); err != nil {
				return err
			}
			return c.done(env, inst)
		}
		progress := env.Progress(message.Catalogue.Say(env.Lang, "keys.rotate", nil), 0)
		defer progress.Stop()
		last := 0
		err := inst.keeper(env, g).Rotate(ctx, func(done, _ int) {
			progress.Add(int64(done - last))
			last = done
		})
		if err != nil {
			return err
		}
		progress.Done()
		return c.done(env, inst)
	})
}

func (c *KeysRotateCmd) done(env *Env, inst *installation) error {
	_, err := fmt.Fprintln(env.Stdout, message.Catalogue.Say(env.Lang, "keys.rotated", i18n.Args{"key": inst.vault.Ring().Current()}))
	return err
}
