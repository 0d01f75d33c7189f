package store

import (
	"time"

	"huying/internal/domain/attachment"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Attachment 附件 is a file that came with a case. Its bytes are kept
// elsewhere, under their digest.
type Attachment struct {
	ID      ident.AttachmentID // sorts in time
	Region  ident.RegionCode
	Case    ident.CaseID
	Leg     int    // 0: of the case
	Digest  string // SHA-256 of the bytes as they are kept, hexadecimal
	Size    int64  // bytes
	Kind    attachment.Kind
	Name    string // without anybody's numbers
	Marks   []attachment.Mark
	Account ident.UserID // who put it
	Role    identity.Role
	ByUnit  bool
	Cleared bool // it tells nothing of who brought the case
	At      time.Time
}

const attachmentColumns = `id, region, case_id, leg, digest, size, kind, name, marks, account, role, by_unit, cleared, at`

const sqlPutAttachment = `
INSERT INTO attachment (` + attachmentColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`

const sqlAttachment = `
SELECT ` + attachmentColumns + ` FROM attachment WHERE id = $1`

const sqlAttachmentsOf = `
SELECT ` + attachmentColumns + ` FROM attachment WHERE case_id = $1 ORDER BY id`

const sqlAttachmentsAfter = `
SELECT ` + attachmentColumns + ` FROM attachment WHERE id > $1 ORDER BY id LIMIT $2`

const sqlDropAttachments = `
DELETE FROM attachment WHERE case_id = $1 AND ($2 OR NOT (by_unit OR cleared))`

func scanAttachment(r row) (a Attachment, err error) {
	var marks string
	err = r.Scan((*string)(&a.ID), (*string)(&a.Region), (*string)(&a.Case), &a.Leg, &a.Digest, &a.Size, (*string)(&a.Kind), &a.Name,
		&marks, (*string)(&a.Account), (*string)(&a.Role), &a.ByUnit, &a.Cleared, at(&a.At))
	a.Marks = marksIn(marks)
	return a, err
}

// PutAttachment puts a file on record, now. Error: Invalid ("store.reference")
// for a case that is not there, or bytes that nobody has claimed.
func (tx *Tx) PutAttachment(a Attachment) error {
	_, err := tx.exec(sqlPutAttachment, a.ID, a.Region, a.Case, a.Leg, a.Digest, a.Size, a.Kind, a.Name,
		words(a.Marks), a.Account, a.Role, a.ByUnit, a.Cleared, tx.Now())
	return err
}

// ErrNoAttachment is what a file that is not there comes to, or not for whoever
// asks.
var ErrNoAttachment = errs.New(errs.NotFound, "attachment.not_found", "there is no such attachment", "没有该附件")

// Attachment returns a file's record. Error: NotFound ("attachment.not_found").
func (tx *Tx) Attachment(id ident.AttachmentID) (Attachment, error) {
	return one(tx, ErrNoAttachment, sqlAttachment, scanAttachment, id)
}

// AttachmentsOf lists what came with a case, oldest first.
func (tx *Tx) AttachmentsOf(id ident.CaseID) ([]Attachment, error) {
	return query(tx, sqlAttachmentsOf, scanAttachment, id)
}

// AttachmentsAfter lists the files of all regions page by page, oldest first.
func (tx *Tx) AttachmentsAfter(after ident.AttachmentID, limit int) ([]Attachment, error) {
	return query(tx, sqlAttachmentsAfter, scanAttachment, after, limit)
}

// DropAttachments takes files off record that came with a case, all of them or
// those that may tell who brought it, and tells how many there were. Their
// bytes are to be swept away after.
func (tx *Tx) DropAttachments(id ident.CaseID, all bool) (int, error) {
	n, err := tx.exec(sqlDropAttachments, id, all)
	return int(n), err
}
