package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"huying/internal/app/vault"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/cli/folder"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// ringPath is where the ring is kept.
func (g *Globals) ringPath(env *Env) string { return filepath.Join(env.Path(g.Data), folder.RingFile) }

// readRing reads the ring. Errors: fs.ErrNotExist where there is none, as in
// an installation of before there were persons; Unready "vault.ring".
func readRing(env *Env, g *Globals) (*sealing.Ring, error) {
	text, err := os.ReadFile(g.ringPath(env))
	if err != nil {
		return nil, errs.Wrap("read "+g.ringPath(env), err)
	}
	ring, err := sealing.Decode(text)
	return ring, errs.Wrap(g.ringPath(env), err)
}

// makeRing puts a fresh ring into the folder, unless one is there.
func makeRing(env *Env, g *Globals) error {
	if _, err := os.Stat(g.ringPath(env)); !errors.Is(err, fs.ErrNotExist) {
		return folder.Unwritable(filepath.Join(g.Data, folder.RingFile), err)
	}
	ring, err := sealing.NewRing(rand.Reader, env.Now())
	if err != nil {
		return err
	}
	return keepRing(env, g, ring)
}

// keepRing replaces the ring in one step, durably: after a crash either ring
// is there whole.
func keepRing(env *Env, g *Globals, ring *sealing.Ring) error {
	text, err := ring.Encode()
	if err != nil {
		return err
	}
	if err := folder.Keep(g.ringPath(env), text); err != nil {
		return err
	}
	return folder.Sync(env.Path(g.Data))
}

// unlock gives the installation its vault, and holds the ring against the
// records when they may be written. Without a ring it keeps no persons.
func (i *installation) unlock(ctx context.Context, env *Env, g *Globals, a access) error {
	ring, err := readRing(env, g)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	i.vault = sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return readRing(env, g) })
	i.persons = i.keeper(env, g)
	if a == reading {
		return nil
	}
	if err := i.persons.Sync(ctx); err != nil {
		return err
	}
	return i.levelErased(ctx, env, g)
}

// keeper is the use cases of the installation's vault.
func (i *installation) keeper(env *Env, g *Globals) *vault.Keeper {
	return vault.New(vault.Options{
		Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Vault: i.vault, Random: rand.Reader,
		Keep: func(ring *sealing.Ring) error { return keepRing(env, g, ring) },
		Also: func(ctx context.Context) error {
			_, err := i.people(env).Reseal(ctx)
			return errors.Join(err, i.hooks().Reseal(ctx), i.tray().Reseal(ctx))
		},
		Register: func(list []vault.Erased) error { return folder.AddErased(g.erasedPath(env), list) },
		Sweep: func(ctx context.Context) (int, error) {
			if i.files == nil {
				return 0, nil // the server's own job will
			}
			return i.files.Sweep(ctx)
		},
	})
}
