package attachment

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Sent is a file as a client sends it.
type Sent struct {
	Case    ident.CaseID
	Leg     int    // 0: of the case
	Name    string // as it is called there
	Media   string // the media type that it is said to be; may be empty
	Cleared bool   // it tells nothing of who brought the case
	Body    io.Reader
	Once    Once // Digest is left to be filled
}

var (
	errMany     = errs.New(errs.Conflict, "attachment.many", "this case has 200 attachments already", "该诉求件已有 200 个附件")
	errArchived = errs.New(errs.Conflict, "attachment.archived", "the case is archived: nothing is added to it", "诉求件已归档，不能再添加附件")
	errOther    = errs.New(errs.Invalid, "once.other", "this idempotency key belongs to another request", "该幂等键已用于另一请求")
)

// Put keeps a file with a case, without what a photo tells of place and maker,
// once that is durable. Errors: NotFound for a case that the account does not
// see, or a leg that it has not; Denied; Conflict "attachment.many",
// "attachment.archived"; Invalid for a file that is not taken, and "once.other".
func (k *Cabinet) Put(ctx context.Context, who identity.Account, s Sent) (Attachment, error) {
	return k.put(ctx, s, who.ID, func(tx *store.Tx) (identity.Actor, error) { return k.admit(tx, who, s) })
}

// admission says whether a file may be put, and under which role.
type admission func(*store.Tx) (identity.Actor, error)

func (k *Cabinet) put(ctx context.Context, s Sent, account ident.UserID, admit admission) (Attachment, error) {
	// Who may not put anything is told before the file is read.
	err := k.o.Store.View(ctx, func(tx *store.Tx) error {
		_, err := admit(tx)
		return err
	})
	if err != nil {
		return Attachment{}, errs.Wrap("attachment.put", err)
	}
	f, err := k.spool(s)
	if err != nil {
		return Attachment{}, errs.Wrap("attachment.put", err)
	}
	a, err := k.keep(ctx, s, f, func(tx *store.Tx, a *Attachment) error {
		by, err := admit(tx)
		a.Account, a.Role, a.ByUnit = account, by.Role, by.OfUnit()
		return err
	})
	return a, errs.Wrap("attachment.put", errors.Join(err, f.drop()))
}

// admit is the admission of accounts.
func (k *Cabinet) admit(tx *store.Tx, who identity.Account, s Sent) (identity.Actor, error) {
	c, err := seen(tx, who, s.Case)
	if err != nil {
		return identity.Actor{}, err
	}
	by, err := mayPut(who, c, s.Leg)
	if err != nil {
		return by, err
	}
	if c.State == casework.Archived {
		return by, errArchived
	}
	return by, nil
}

// spooled is a file that has come in whole and clean.
type spooled struct {
	file   *os.File
	digest string
	size   int64
	kind   attachment.Kind
	marks  []attachment.Mark
}

func (f *spooled) drop() error { return errors.Join(f.file.Close(), os.Remove(f.file.Name())) }

// spool writes the clean file beside, so that its digest is known before it
// gets its place.
func (k *Cabinet) spool(s Sent) (_ *spooled, err error) {
	in := bufio.NewReaderSize(s.Body, attachment.Head)
	head, err := in.Peek(attachment.Head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) { // what breaks off is judged as far as it goes
		return nil, err
	}
	f := &spooled{}
	if f.kind, err = attachment.Tell(head, s.Name, s.Media); err != nil {
		return nil, err
	}
	if f.file, err = os.CreateTemp(k.o.Spool, "*.part"); err != nil { // for its owner alone
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.drop())
		}
	}()
	sum := sha256.New()
	if f.marks, err = attachment.Clean(io.MultiWriter(f.file, sum), in, f.kind); err != nil {
		return nil, err
	}
	f.digest = hex.EncodeToString(sum.Sum(nil))
	f.size, err = f.file.Seek(0, io.SeekEnd)
	return f, err
}

// keep claims the bytes, puts them in their place, and puts the attachment on
// record. Should the claim have been swept away meanwhile, it begins again.
func (k *Cabinet) keep(ctx context.Context, s Sent, f *spooled, admit func(*store.Tx, *Attachment) error) (a Attachment, err error) {
	if s.Once.Key != "" {
		// As a digest: the name may be somebody's, and the key outlives the file.
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d %t %s", f.digest, s.Case, s.Leg, s.Cleared, attachment.Name(s.Name, f.kind)))
		s.Once.Digest = hex.EncodeToString(sum[:])
	}
	const attempts = 3
	for range attempts {
		if a, err = k.before(ctx, s, f); a.ID != "" || err != nil {
			return a, err
		}
		if err := k.place(ctx, f); err != nil {
			return Attachment{}, err
		}
		if a, err = k.record(ctx, s, f, admit); errs.CodeOf(err) != "store.reference" && errs.CodeOf(err) != "store.duplicate" {
			return a, err
		}
	}
	return Attachment{}, err
}

func (k *Cabinet) place(ctx context.Context, f *spooled) error {
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return k.o.Blobs.Put(ctx, f.digest, f.file, f.size)
}

// before claims the bytes, unless the request was done before: then it returns
// what came of it.
func (k *Cabinet) before(ctx context.Context, s Sent, f *spooled) (a Attachment, err error) {
	err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
		a = Attachment{}
		if s.Once.Key != "" {
			was, found, err := tx.Outcome(s.Once)
			switch {
			case err != nil:
				return err
			case found && was.Digest != s.Once.Digest:
				return errOther
			case found:
				a, err = tx.Attachment(ident.AttachmentID(was.Object))
				return err
			}
		}
		return tx.ClaimBlob(f.digest, f.size)
	})
	return a, err
}

func (k *Cabinet) record(ctx context.Context, s Sent, f *spooled, admit func(*store.Tx, *Attachment) error) (a Attachment, err error) {
	err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
		a = Attachment{
			Region: k.o.Region, Case: s.Case, Leg: s.Leg, Digest: f.digest, Size: f.size, Kind: f.kind,
			Name: attachment.Name(s.Name, f.kind), Marks: f.marks, Cleared: s.Cleared, At: tx.Now(),
		}
		if err := admit(tx, &a); err != nil {
			return err
		}
		if list, err := tx.AttachmentsOf(s.Case); err != nil || len(list) >= mostFiles {
			return errors.Join(err, errMany)
		}
		id, err := k.o.IDs.New(tx.Now())
		if err != nil {
			return err
		}
		a.ID = ident.AttachmentID(id)
		if err := tx.PutAttachment(a); err != nil || s.Once.Key == "" {
			return err
		}
		return tx.PutOutcome(s.Once, id, 0)
	})
	if err != nil {
		return Attachment{}, err
	}
	return a, nil
}
