package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"huying/internal/app/attachment"
	"huying/internal/app/vault"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/cli/door"
	"huying/internal/edge/cli/folder"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// installation is an opened one: its records, its only region, and the key
// that its texts are referenced by, which never goes into the database.
type installation struct {
	store    *store.Store
	region   ident.RegionCode
	name     string
	location *time.Location
	units    map[string]ident.UnitID // by name
	key      []byte
	vault    *sealing.Vault              // nil where there is no ring of keys
	persons  *vault.Keeper               // likewise
	files    *attachment.Cabinet         // nil but while it is served
	rotate   func(context.Context) error // where somebody has asked for a new key; likewise
	demo     bool                        // the demonstration
	door     door.Door                   // how it is served
}

// access is what an installation is opened for.
type access int

const (
	reading access = iota // beside a running server, too
	writing
)

// Close ends the use of the records.
func (i *installation) Close() error { return i.store.Close() }

const (
	databaseFile = "huying.db"
	keyBytes     = 32
	private      = 0o600 // only the owner
)

// url is where the records are: PostgreSQL, or a file in the folder.
func (g *Globals) url(env *Env) string {
	if g.Database != "" {
		return string(g.Database)
	}
	return filepath.Join(env.Path(g.Data), databaseFile)
}

// openInstallation opens what init has made. Errors: Unready when there is
// none, or its records are of an older or newer program.
func openInstallation(ctx context.Context, env *Env, g *Globals, a access) (*installation, error) {
	return openAt(ctx, env, g, store.Options{URL: g.url(env), Clock: env.Clock, ReadOnly: a == reading})
}

// using opens the installation for use, and closes it after.
func using(ctx context.Context, env *Env, g *Globals, a access, use func(*installation) error) (err error) {
	inst, err := openInstallation(ctx, env, g, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inst.Close()) }()
	return use(inst)
}

func openAt(ctx context.Context, env *Env, g *Globals, o store.Options) (_ *installation, err error) {
	if _, err := readKey(env, g); err != nil {
		return nil, err // before anything is opened
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	a := writing
	if o.ReadOnly {
		a = reading
	}
	i, err := over(ctx, env, g, s, a)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return i, nil
}

// over is the installation of records that are open, with the keys of the
// folder.
func over(ctx context.Context, env *Env, g *Globals, s *store.Store, a access) (*installation, error) {
	key, err := readKey(env, g)
	if err != nil {
		return nil, err
	}
	i := &installation{store: s, key: key}
	if err := s.View(ctx, i.read); err != nil {
		return nil, err
	}
	return i, i.unlock(ctx, env, g, a)
}

// read reads what the installation is.
func (i *installation) read(tx *store.Tx) error {
	regions, err := tx.Regions()
	if err != nil {
		return err
	}
	if len(regions) == 0 {
		return errNotInstalled("the database")
	}
	i.region, i.name = regions[0].Code, regions[0].Name
	book, err := tx.Book(i.region)
	if err != nil {
		return err
	}
	i.location, i.units = book.Location, map[string]ident.UnitID{}
	for _, u := range book.Units.All() {
		i.units[u.Name] = u.ID
	}
	state, _, err := tx.Fact(factDemo)
	i.demo = state.Value != ""
	return err
}

func errNotInstalled(where string) error {
	return errs.New(errs.Unready, "installation.missing",
		where+" is not an installation; make one with huying init, or try huying demo", where+" 不是安装目录；请先运行 huying init，或试用 huying demo")
}

func readKey(env *Env, g *Globals) ([]byte, error) {
	path := filepath.Join(env.Path(g.Data), folder.KeyFile)
	key, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errNotInstalled(g.Data)
	case err != nil:
		return nil, errs.Wrap("read "+path, err)
	case len(key) != keyBytes:
		return nil, errs.New(errs.Unready, "installation.key", path+" is damaged: expected 32 bytes", path+" 已损坏：应为 32 字节")
	}
	return key, nil
}

// makeKey puts a fresh key into the folder, unless one is there.
func makeKey(env *Env, g *Globals) error {
	dir := env.Path(g.Data)
	if err := os.MkdirAll(dir, folder.Private); err != nil {
		return folder.Unwritable(g.Data, err)
	}
	path := filepath.Join(dir, folder.KeyFile)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	key := make([]byte, keyBytes)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return folder.Unwritable(filepath.Join(g.Data, folder.KeyFile), os.WriteFile(path, key, private))
}

// makeFile makes the embedded database's file, still empty, for its owner
// alone: whatever the database puts beside it later is as private as it is.
func makeFile(env *Env, g *Globals) error {
	if g.Database != "" {
		return nil
	}
	f, err := os.OpenFile(g.url(env), os.O_WRONLY|os.O_CREATE, private)
	if err == nil {
		err = f.Close()
	}
	return folder.Unwritable(filepath.Join(g.Data, databaseFile), err)
}

// founding opens the records to found a region in them, and brings the schema
// up to date.
func founding(ctx context.Context, env *Env, g *Globals, c clock.Source) (*store.Store, error) {
	if err := makeKey(env, g); err != nil {
		return nil, err
	}
	if err := makeRing(env, g); err != nil {
		return nil, err
	}
	if err := makeFile(env, g); err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Options{URL: g.url(env), Clock: c, Migrate: true})
}
