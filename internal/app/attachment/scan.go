package attachment

import (
	"context"
	"errors"
	"slices"
	"time"

	"huying/internal/domain/attachment"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Scan is a file that waits for its case: it came with a form that is not
// finished, and is not to be sent again because something else was wrong.
type Scan = store.Scan

// How many files one account may have waiting, and for how long: as long as a
// draft lies.
const (
	MostWaiting = 60
	waiting     = 3 * 24 * time.Hour
)

var errWaiting = errs.Newf(errs.Conflict, "scan.many", "%d files of yours wait for their cases already; finish those first", "您已有 %d 个文件待登记，请先完成登记", MostWaiting)

// Await keeps a file for whoever receives cases, until it is adopted by one.
// Errors: Denied; Conflict "scan.many"; Invalid for a file that is not taken.
func (k *Cabinet) Await(ctx context.Context, who identity.Account, s Sent) (Scan, error) {
	// Who may not is told before the file is read.
	err := k.o.Store.View(ctx, func(tx *store.Tx) error { return k.mayWait(tx, who) })
	if err != nil {
		return Scan{}, errs.Wrap("attachment.await", err)
	}
	f, err := k.spool(s)
	if err != nil {
		return Scan{}, errs.Wrap("attachment.await", err)
	}
	a, err := k.await(ctx, who, s, f)
	return a, errs.Wrap("attachment.await", errors.Join(err, f.drop()))
}

func (k *Cabinet) mayWait(tx *store.Tx, who identity.Account) error {
	on := identity.Target{Region: k.o.Region}
	if _, ok := who.For(identity.CaseReceive, on); !ok {
		return identity.Require(identity.Actor{}, identity.CaseReceive, on)
	}
	list, err := tx.Scans(k.o.Region, who.ID)
	if err == nil && len(list) >= MostWaiting {
		return errWaiting
	}
	return err
}

func (k *Cabinet) await(ctx context.Context, who identity.Account, s Sent, f *spooled) (waits Scan, err error) {
	const attempts = 3 // its claim may be swept away meanwhile
	for range attempts {
		if err := k.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.ClaimBlob(f.digest, f.size) }); err != nil {
			return Scan{}, err
		}
		if err := k.place(ctx, f); err != nil {
			return Scan{}, err
		}
		err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
			if err := k.mayWait(tx, who); err != nil {
				return err
			}
			id, err := k.o.IDs.New(tx.Now())
			waits = Scan{
				ID: id, Region: k.o.Region, Account: who.ID, Digest: f.digest, Size: f.size, Kind: f.kind,
				Name: attachment.Name(s.Name, f.kind), Marks: f.marks, At: tx.Now(),
			}
			return errors.Join(err, tx.PutScan(waits))
		})
		if errs.CodeOf(err) != "store.reference" {
			break
		}
	}
	if err != nil {
		return Scan{}, err
	}
	return waits, nil
}

// Waiting are those of an account's files that wait and are named, oldest first.
func (k *Cabinet) Waiting(ctx context.Context, who identity.Account, ids []string) (list []Scan, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Scans(k.o.Region, who.ID)
		return err
	})
	return slices.DeleteFunc(list, func(s Scan) bool { return !slices.Contains(ids, s.ID) }), errs.Wrap("attachment.waiting", err)
}

// Adopt puts files that waited with a case. Those that wait no more are there
// already, or were dropped, and the same file goes there once: it may be asked
// for again. Errors: as Put, and
// NotFound "blob.missing" for bytes that are gone.
func (k *Cabinet) Adopt(ctx context.Context, who identity.Account, id ident.CaseID, ids []string) error {
	list, err := k.Waiting(ctx, who, ids)
	if err != nil {
		return err
	}
	for _, s := range list {
		body, err := k.o.Blobs.Get(ctx, s.Digest)
		if err == nil {
			err = body.Close()
		}
		if err != nil {
			return errs.Wrap("attachment.adopt", err)
		}
	}
	err = k.o.Store.Update(ctx, func(tx *store.Tx) error { return k.adopt(tx, who, id, ids) })
	return errs.Wrap("attachment.adopt", err)
}

func (k *Cabinet) adopt(tx *store.Tx, who identity.Account, id ident.CaseID, ids []string) error {
	by, err := k.admit(tx, who, Sent{Case: id})
	if err != nil {
		return err
	}
	list, err := tx.Scans(k.o.Region, who.ID)
	if err != nil {
		return err
	}
	there, err := tx.AttachmentsOf(id)
	if err != nil {
		return err
	}
	n := len(there)
	for _, s := range list {
		if !slices.Contains(ids, s.ID) {
			continue
		}
		if slices.ContainsFunc(there, func(a Attachment) bool { return a.Digest == s.Digest && a.Name == s.Name && a.Account == who.ID }) {
			if err := tx.DropScan(who.ID, s.ID); err != nil { // the form was sent twice
				return err
			}
			continue
		}
		if n++; n > mostFiles {
			return errMany
		}
		err := tx.PutAttachment(Attachment{
			ID: ident.AttachmentID(s.ID), Region: k.o.Region, Case: id, Digest: s.Digest, Size: s.Size, Kind: s.Kind, Name: s.Name, Marks: s.Marks,
			Account: who.ID, Role: by.Role, ByUnit: by.OfUnit(),
		})
		if err := errors.Join(err, tx.DropScan(who.ID, s.ID)); err != nil {
			return err
		}
	}
	return nil
}

// Forget drops files of an account that wait; their bytes are swept away later.
func (k *Cabinet) Forget(ctx context.Context, who identity.Account, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	err := k.o.Store.Update(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if err := tx.DropScan(who.ID, id); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("attachment.forget", err)
}
