package attachment

import (
	"context"
	"io"
	"slices"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// List lists the files of a case that the account may know, oldest first.
// Error: NotFound for a case that it does not see.
func (k *Cabinet) List(ctx context.Context, who identity.Account, id ident.CaseID) ([]Attachment, error) {
	var list []Attachment
	err := k.o.Store.View(ctx, func(tx *store.Tx) error {
		c, err := seen(tx, who, id)
		if err != nil {
			return err
		}
		list, err = tx.AttachmentsOf(id)
		list = slices.DeleteFunc(list, func(a Attachment) bool { return !a.ShownTo(who, c) })
		return err
	})
	return list, errs.Wrap("attachment.list", err)
}

// Get opens a file of a case; the caller closes it. Of a case whose reporter
// is kept from people it is put on record who has opened what may tell of them,
// before that is opened. Errors: NotFound for a case that the account does not
// see ("case.not_found"), for a file that is not there or not for it
// ("attachment.not_found"), and "blob.missing".
func (k *Cabinet) Get(ctx context.Context, who identity.Account, of ident.CaseID, id ident.AttachmentID) (Attachment, io.ReadSeekCloser, error) {
	var a Attachment
	var c *casework.Case
	err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		if c, err = seen(tx, who, of); err != nil {
			return err
		}
		if a, err = tx.Attachment(id); err == nil && (a.Case != of || !a.ShownTo(who, c)) {
			err = store.ErrNoAttachment
		}
		return err
	})
	if err == nil && c.Disclosure != casework.Open && !a.ByUnit && !a.Cleared {
		err = k.log(ctx, who, c, a)
	}
	if err != nil {
		return Attachment{}, nil, errs.Wrap("attachment.get", err)
	}
	body, err := k.o.Blobs.Get(ctx, a.Digest)
	return a, body, errs.Wrap("attachment.get", err)
}

// log puts on record that somebody has opened what may tell who brought a case.
func (k *Cabinet) log(ctx context.Context, who identity.Account, c *casework.Case, a Attachment) error {
	return k.o.Store.Update(ctx, func(tx *store.Tx) error {
		line := store.Sight{Region: k.o.Region, Case: c.ID, Account: who.ID, What: vault.View, Reason: "附件 " + string(a.ID)}
		for _, g := range who.Grants {
			if line.Role == "" && identity.Sees(g, c.Reach()) {
				line.Role = g.Role
			}
		}
		p, err := tx.PersonOf(c.ID)
		switch {
		case err == nil:
			line.Person = p.ID
		case !errs.Is(err, errs.NotFound):
			return err
		}
		if line.ID, err = k.o.IDs.New(tx.Now()); err != nil {
			return err
		}
		return tx.PutSights([]store.Sight{line})
	})
}
