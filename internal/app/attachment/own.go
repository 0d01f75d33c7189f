package attachment

import (
	"context"
	"io"
	"slices"
	"strings"

	"huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// What whoever brought a case may put with it: nobody knows who they are, and
// a disk is soon full.
const (
	MostOwn      = 9
	MostOwnBytes = 100 * attachment.MiB
)

var (
	errManyOwn = errs.Newf(errs.Conflict, "attachment.many_own", "you have sent %d files with this case already; that is all it takes", "本件已上传 %d 个文件，不能再传", MostOwn)
	errFullOwn = errs.New(errs.Conflict, "attachment.full_own", "what you have sent with this case is 100 MB together; that is all it takes", "本件上传的文件合计已达 100 MB，不能再传")
)

// PutOwn is Put for whoever brought a case and has opened it; account is under
// which their files are kept. Errors: as Put; Conflict "attachment.many_own" and
// "attachment.full_own".
func (k *Cabinet) PutOwn(ctx context.Context, account ident.UserID, s Sent) (Attachment, error) {
	s.Leg, s.Cleared = 0, false
	return k.put(ctx, s, account, func(tx *store.Tx) (identity.Actor, error) {
		by := identity.As(identity.Citizen, account, k.o.Region)
		c, err := tx.Case(s.Case)
		switch {
		case err != nil:
			return by, err
		case c.State == casework.Archived:
			return by, errArchived
		}
		list, err := tx.AttachmentsOf(s.Case)
		n, size := 0, int64(0)
		for _, a := range list {
			if a.Account == account {
				n, size = n+1, size+a.Size
			}
		}
		switch {
		case err != nil:
			return by, err
		case n >= MostOwn:
			return by, errManyOwn
		case size >= MostOwnBytes:
			return by, errFullOwn
		}
		return by, nil
	})
}

// ListOwn lists the files of a case that whoever brought it may know, oldest
// first: what they have sent, and what the centre has named in a letter to them.
func (k *Cabinet) ListOwn(ctx context.Context, account ident.UserID, id ident.CaseID) ([]Attachment, error) {
	var list []Attachment
	err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		list, err = ownFiles(tx, account, id)
		return err
	})
	return list, errs.Wrap("attachment.list_own", err)
}

func ownFiles(tx *store.Tx, account ident.UserID, id ident.CaseID) ([]Attachment, error) {
	list, err := tx.AttachmentsOf(id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	events, err := tx.Events(id)
	if err != nil {
		return nil, err
	}
	told := map[ident.AttachmentID]bool{}
	for _, e := range events {
		if e.Action != casework.DoBoxReply {
			continue
		}
		for _, ref := range e.Data.Evidence {
			named, _, _ := strings.Cut(string(ref), ".")
			told[ident.AttachmentID(named)] = true
		}
	}
	return slices.DeleteFunc(list, func(a Attachment) bool { return a.Account != account && !told[a.ID] }), nil
}

// GetOwn opens one of those files; the caller closes it. Errors: NotFound
// ("attachment.not_found") for any other, and "blob.missing".
func (k *Cabinet) GetOwn(ctx context.Context, account ident.UserID, of ident.CaseID, id ident.AttachmentID) (Attachment, io.ReadSeekCloser, error) {
	list, err := k.ListOwn(ctx, account, of)
	if err != nil {
		return Attachment{}, nil, err
	}
	i := slices.IndexFunc(list, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return Attachment{}, nil, errs.Wrap("attachment.get_own", store.ErrNoAttachment)
	}
	body, err := k.o.Blobs.Get(ctx, list[i].Digest)
	return list[i], body, errs.Wrap("attachment.get_own", err)
}
