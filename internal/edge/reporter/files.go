package reporter

import (
	"context"
	"io"

	"huying/internal/app/attachment"
	"huying/internal/app/desk"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Files keeps what those who brought cases send with them.
type Files interface {
	PutOwn(ctx context.Context, account ident.UserID, s attachment.Sent) (attachment.Attachment, error)
	ListOwn(ctx context.Context, account ident.UserID, id ident.CaseID) ([]attachment.Attachment, error)
	GetOwn(ctx context.Context, account ident.UserID, of ident.CaseID, id ident.AttachmentID) (attachment.Attachment, io.ReadSeekCloser, error)
}

var _ Files = (*attachment.Cabinet)(nil)

var errNoFiles = errs.New(errs.NotFound, "attachment.none", "no files are kept here", "此处不保存文件")

// Keeps reports whether files may come with a case.
func (d *Door) Keeps() bool { return d.o.Files != nil }

// Put keeps a file with a case that has been opened; once may be empty.
func (d *Door) Put(ctx context.Context, s attachment.Sent, once string) (attachment.Attachment, error) {
	if !d.Keeps() {
		return attachment.Attachment{}, errNoFiles
	}
	if once != "" {
		s.Once = attachment.Once{Account: desk.OwnAccount(s.Case), Key: once}
	}
	return d.o.Files.PutOwn(ctx, desk.OwnAccount(s.Case), s)
}

// List lists the files of a case that has been opened which are its reporter's
// to know: what they have sent, and what was named in a letter to them.
func (d *Door) List(ctx context.Context, id ident.CaseID) ([]attachment.Attachment, error) {
	if !d.Keeps() {
		return nil, nil
	}
	return d.o.Files.ListOwn(ctx, desk.OwnAccount(id), id)
}

// Get opens one of them; the caller closes it.
func (d *Door) Get(ctx context.Context, of ident.CaseID, id ident.AttachmentID) (attachment.Attachment, io.ReadSeekCloser, error) {
	if !d.Keeps() {
		return attachment.Attachment{}, nil, errNoFiles
	}
	return d.o.Files.GetOwn(ctx, desk.OwnAccount(of), of, id)
}
