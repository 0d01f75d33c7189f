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
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// ringFile is the ring of keys under which persons are sealed. Without it, and
// its copy, nobody can read them any more.
const ringFile = "keys.json"

// ringPath is where the ring is kept.
func (g *Globals) ringPath(env *Env) string { return filepath.Join(env.Path(g.Data), ringFile) }

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
		return unwritable(filepath.Join(g.Data, ringFile), err)
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
	if err := keepFile(g.ringPath(env), text); err != nil {
		return err
	}
	return syncDir(env.Path(g.Data))
}

// keepFile writes a file for its owner alone, and names it when it is whole.
func keepFile(path string, text []byte) error {
	out, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part") // for its owner alone
	if err != nil {
		return unwritable(path, err)
	}
	_, err = out.Write(text)
	if err == nil {
		err = out.Sync()
	}
	err = errors.Join(err, out.Close())
	if err == nil {
		err = os.Rename(out.Name(), path)
	}
	if err != nil {
		_ = os.Remove(out.Name()) // what matters is why it could not be written
		return unwritable(path, err)
	}
	return nil
}

// syncDir makes a new name in a folder durable.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return unwritable(path, err)
	}
	if err = d.Sync(); errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	return unwritable(path, errors.Join(err, d.Close()))
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
	return i.persons.Sync(ctx)
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
		Sweep: func(ctx context.Context) (int, error) {
			if i.files == nil {
				return 0, nil // the server's own job will
			}
			return i.files.Sweep(ctx)
		},
	})
}
