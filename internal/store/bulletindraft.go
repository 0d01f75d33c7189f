package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// BulletinDraft 通报稿 is a bulletin that somebody has drawn up, to be released
// by somebody else.
type BulletinDraft struct {
	ID     string
	Region ident.RegionCode
	Period calendar.Period
	AsOf   time.Time
	Hash   string       // of the document as it was computed then
	By     ident.UserID // who drew it up
	At     time.Time
}

const sqlPutBulletinDraft = `
INSERT INTO bulletin_draft (id, region, period_from, period_to, as_of, hash, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// PutBulletinDraft keeps a draft. Error: Conflict ("store.duplicate") when there
// is one of that period and moment.
func (tx *Tx) PutBulletinDraft(d BulletinDraft) error {
	_, err := tx.exec(sqlPutBulletinDraft, d.ID, d.Region, d.Period.From, d.Period.To, d.AsOf, d.Hash, d.By, d.At)
	return err
}

const bulletinDraftColumns = `id, region, period_from, period_to, as_of, hash, account, at`

const sqlBulletinDrafts = `
SELECT ` + bulletinDraftColumns + ` FROM bulletin_draft WHERE region = $1 ORDER BY at, id`

// BulletinDrafts lists what waits to be released, the earliest first.
func (tx *Tx) BulletinDrafts(region ident.RegionCode) ([]BulletinDraft, error) {
	return query(tx, sqlBulletinDrafts, scanBulletinDraft, region)
}

const sqlBulletinDraft = `
SELECT ` + bulletinDraftColumns + ` FROM bulletin_draft WHERE region = $1 AND id = $2`

var errNoBulletinDraft = errs.New(errs.NotFound, "bulletin_draft.not_found", "there is no such draft; it may have been released or dropped", "没有该通报稿，可能已发布或撤回")

// BulletinDraft reads one. Error: NotFound ("bulletin_draft.not_found").
func (tx *Tx) BulletinDraft(region ident.RegionCode, id string) (BulletinDraft, error) {
	return one(tx, errNoBulletinDraft, sqlBulletinDraft, scanBulletinDraft, region, id)
}

func scanBulletinDraft(r row) (BulletinDraft, error) {
	var d BulletinDraft
	err := r.Scan(&d.ID, (*string)(&d.Region), (*int32)(&d.Period.From), (*int32)(&d.Period.To), at(&d.AsOf), &d.Hash, (*string)(&d.By), at(&d.At))
	return d, err
}

const sqlDropBulletinDraft = `
DELETE FROM bulletin_draft WHERE region = $1 AND id = $2`

// DropBulletinDraft takes a draft away. Error: NotFound
// ("bulletin_draft.not_found") when somebody else has.
func (tx *Tx) DropBulletinDraft(region ident.RegionCode, id string) error {
	n, err := tx.exec(sqlDropBulletinDraft, region, id)
	if err == nil && n == 0 {
		err = errNoBulletinDraft
	}
	return err
}
