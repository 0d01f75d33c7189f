package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"huying/internal/app/vault"
	"huying/internal/edge/cli/folder"
)

// erasedPath is where the register of erasures is kept beside the records.
func (g *Globals) erasedPath(env *Env) string {
	return filepath.Join(env.Path(g.Data), folder.ErasedFile)
}

// levelErased makes the register whole: a crash may have come between an erasure
// and its line.
func (i *installation) levelErased(ctx context.Context, env *Env, g *Globals) error {
	on, err := i.persons.Erased(ctx)
	if err != nil || len(on) == 0 {
		return err
	}
	kept, err := folder.ReadErased(g.erasedPath(env))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	there := map[string]bool{}
	for _, e := range kept {
		there[e.ID] = true
	}
	var missing []vault.Erased
	for _, e := range on {
		if !there[e.ID] {
			missing = append(missing, e)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return folder.AddErased(g.erasedPath(env), missing)
}
