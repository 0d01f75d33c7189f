package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const sweepPage = 200

// Sweep deletes bytes that nothing names: of files that were erased, and of
// those whose coming in was cut short. It tells how many. What was claimed
// within the hour is left alone.
func (k *Cabinet) Sweep(ctx context.Context) (int, error) {
	if err := k.tidySpool(); err != nil {
		return 0, errs.Wrap("attachment.sweep", err)
	}
	err := k.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.ForgetScans(k.o.Region, tx.Now().Add(-waiting)) })
	if err != nil {
		return 0, errs.Wrap("attachment.sweep", err)
	}
	since := k.o.Store.Now().Add(-grace)
	swept, after := 0, ""
	for {
		var page []string
		err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
			page, err = tx.StrayBlobs(after, since, sweepPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return swept, errs.Wrap("attachment.sweep", err)
		}
		for _, digest := range page {
			gone, err := k.sweep(ctx, digest, since)
			if err != nil {
				return swept, errs.Wrap("attachment.sweep", err)
			}
			if gone {
				swept++
			}
		}
		after = page[len(page)-1]
	}
}

// sweep deletes the bytes while their record is held: nobody can claim them
// anew and find them gone after. Should the transaction be undone, there is a
// record of nothing, which the next sweep takes.
func (k *Cabinet) sweep(ctx context.Context, digest string, since time.Time) (gone bool, err error) {
	err = k.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if gone, err = tx.DropBlob(digest, since); err != nil || !gone {
			return err
		}
		return k.o.Blobs.Delete(ctx, digest)
	})
	if errs.CodeOf(err) == "store.reference" { // something has come to name it
		return false, nil
	}
	return gone, err
}

// tidySpool removes what a process that ended had not finished to take in.
func (k *Cabinet) tidySpool() error {
	left, err := filepath.Glob(filepath.Join(k.o.Spool, "*.part"))
	for _, path := range left {
		info, err := os.Stat(path)
		if err != nil || k.o.Store.Now().Sub(info.ModTime()) < 24*time.Hour {
			continue // it has been finished meanwhile, or is being
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return err
}

// Unsound is a file that is not as it is on record.
type Unsound struct {
	Attachment
	Missing bool // else it is another one than was kept
}

// Check reads every file and tells of those that are missing or changed, and
// how many there are.
func (k *Cabinet) Check(ctx context.Context, tell func(Unsound)) (int, error) {
	n, after := 0, ident.AttachmentID("")
	for {
		var page []Attachment
		err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
			page, err = tx.AttachmentsAfter(after, sweepPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return n, errs.Wrap("attachment.check", err)
		}
		for _, a := range page {
			n++
			sound, err := k.sound(ctx, a)
			if missing := errs.CodeOf(err) == ErrMissing.Code; missing || err == nil && !sound {
				tell(Unsound{a, missing})
				continue
			}
			if err != nil {
				return n, errs.Wrap("attachment.check", err)
			}
		}
		after = page[len(page)-1].ID
	}
}

func (k *Cabinet) sound(ctx context.Context, a Attachment) (bool, error) {
	body, err := k.o.Blobs.Get(ctx, a.Digest)
	if err != nil {
		return false, err
	}
	sum := sha256.New()
	size, err := io.Copy(sum, body)
	err = errors.Join(err, body.Close())
	return size == a.Size && hex.EncodeToString(sum.Sum(nil)) == a.Digest, err
}
