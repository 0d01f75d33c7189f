package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// CopyTo copies every file on record to another place, for a backup and back
// from one, and tells of those that are missing or not as they are on record:
// these are not copied. What is there already, whole, is left. It returns how
// many files there are, each counted once.
func (k *Cabinet) CopyTo(ctx context.Context, to Blobs, tell func(Unsound)) (int, error) {
	n, after := 0, ident.AttachmentID("")
	seen := map[string]bool{}
	for {
		var page []Attachment
		err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
			page, err = tx.AttachmentsAfter(after, sweepPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return n, errs.Wrap("attachment.copy", err)
		}
		for _, a := range page {
			if seen[a.Digest] {
				continue
			}
			seen[a.Digest] = true
			err := k.copy(ctx, a, to)
			switch missing := errs.CodeOf(err) == ErrMissing.Code; {
			case missing, errors.Is(err, errChanged):
				tell(Unsound{a, missing})
			case err != nil:
				return n, errs.Wrap("attachment.copy", err)
			default:
				n++
			}
		}
		after = page[len(page)-1].ID
	}
}

var errChanged = errors.New("the file is another one than was kept")

// copy copies one file, unless it is there.
func (k *Cabinet) copy(ctx context.Context, a Attachment, to Blobs) (err error) {
	there := &Cabinet{Options{Blobs: to}}
	if sound, err := there.sound(ctx, a); sound || err != nil && errs.CodeOf(err) != ErrMissing.Code {
		return err
	}
	body, err := k.o.Blobs.Get(ctx, a.Digest)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	// Read once to be sure, and once to copy: what is another file gets no name.
	sum := sha256.New()
	size, err := io.Copy(sum, body)
	if err != nil {
		return err
	}
	if size != a.Size || hex.EncodeToString(sum.Sum(nil)) != a.Digest {
		return errChanged
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return to.Put(ctx, a.Digest, body, a.Size)
}
