package cli

import (
	"context"
	"crypto/rand"
	"os"
	"path/filepath"

	"huying/internal/app/attachment"
	"huying/internal/app/attachment/bucket"
	"huying/internal/app/insight"
	"huying/internal/edge/cli/folder"
	"huying/internal/edge/cli/message"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

// Where attachments are kept in the installation's folder, and where they wait
// while they come in.
const (
	filesDir = "files"
	spoolDir = "spool"
)

// serveWithFiles serves the installation with what its attachments are kept in.
func (i *installation) serveWithFiles(ctx context.Context, env *Env, g *Globals, port int) error {
	blobs, end, err := g.blobs(ctx, env)
	if err != nil {
		return err
	}
	defer end()
	spool := filepath.Join(env.Path(g.Data), spoolDir)
	if err := os.MkdirAll(spool, folder.Private); err != nil {
		return folder.Unwritable(filepath.Join(g.Data, spoolDir), err)
	}
	i.files = attachment.New(attachment.Options{
		Store: i.store, Region: i.region, IDs: ident.NewSource(rand.Reader), Blobs: blobs, Spool: spool,
	})
	i.rotate = func(ctx context.Context) error { return i.rotateAsked(ctx, env, g) }
	return i.serve(ctx, env, port)
}

// blobs is where the bytes of attachments are: a folder, or an S3 store. end
// is to be called when they are needed no more.
func (g *Globals) blobs(ctx context.Context, env *Env) (blobs attachment.Blobs, end func(), err error) {
	if g.Files == "" {
		return attachment.NewFolder(filepath.Join(env.Path(g.Data), filesDir)), func() {}, nil
	}
	address, err := bucket.Parse(string(g.Files))
	if err != nil {
		return nil, nil, err
	}
	b, err := bucket.Open(ctx, address)
	if err != nil {
		return nil, nil, err
	}
	return b, b.Close, nil
}

// checkFiles reads every attachment and tells of those that are not as they
// are on record.
func (i *installation) checkFiles(ctx context.Context, env *Env, g *Globals) ([]insight.Finding, error) {
	blobs, end, err := g.blobs(ctx, env)
	if err != nil {
		return nil, err
	}
	defer end()
	var found []insight.Finding
	cabinet := attachment.New(attachment.Options{Store: i.store, Region: i.region, Blobs: blobs})
	_, err = cabinet.Check(ctx, func(u attachment.Unsound) {
		what := message.Catalogue.Say(env.Lang, "doctor.changed", i18n.Args{"id": u.ID})
		if u.Missing {
			what = message.Catalogue.Say(env.Lang, "doctor.missing", i18n.Args{"id": u.ID})
		}
		found = append(found, insight.Finding{Check: "files", Where: string(u.Case), What: what})
	})
	return found, err
}
