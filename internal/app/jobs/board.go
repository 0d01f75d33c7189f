package jobs

import (
	"context"
	"slices"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Board 通知栏 is where people read what they are told: each the notices for the
// roles and units that they have by then, of cases that they may see.
type Board struct {
	store  *store.Store
	region ident.RegionCode
}

// NewBoard returns the board of a region.
func NewBoard(s *store.Store, region ident.RegionCode) *Board { return &Board{s, region} }

// Notice 通知 is what the holders of a post are told.
type Notice = store.Notice

// NoticeQuery says which notices are wanted; what is empty is not asked.
type NoticeQuery struct {
	Level  deadline.Level
	Unread bool
	Before string // ID: the last of the page before
	Limit  int
}

// NoticePage is one page of notices, latest first.
type NoticePage struct {
	Notices []Notice
	More    bool
	Unread  int // of all, to MostUnread at most
}

// MostUnread is how far unread notices are counted.
const MostUnread = 100

// Notices reads a page of what somebody is told.
func (b *Board) Notices(ctx context.Context, who identity.Account, q NoticeQuery) (page NoticePage, err error) {
	f := b.of(who)
	err = b.store.View(ctx, func(tx *store.Tx) (err error) {
		f.Level, f.Unread, f.Before, f.Limit = q.Level, q.Unread, q.Before, q.Limit+1
		if page.Notices, err = tx.Notices(f); err != nil {
			return err
		}
		all := b.of(who)
		all.Unread, all.Limit = true, MostUnread
		page.Unread, err = tx.CountNotices(all)
		return err
	})
	if page.More = len(page.Notices) > q.Limit; page.More {
		page.Notices = page.Notices[:q.Limit]
	}
	return page, errs.Wrap("jobs.notices", err)
}

var errNoNotice = errs.New(errs.NotFound, "notice.not_found", "there is no such notice for this account", "没有发给该账号的此通知")

// Read says that somebody has read notices. A second time changes nothing.
// Error: NotFound ("notice.not_found") when one of them is not theirs, or no
// more; then none is marked.
func (b *Board) Read(ctx context.Context, who identity.Account, ids []string) error {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return nil
	}
	f := b.of(who)
	f.IDs, f.Limit = ids, len(ids)
	err := b.store.Update(ctx, func(tx *store.Tx) error {
		n, err := tx.CountNotices(f)
		if err == nil && n < len(ids) {
			err = errNoNotice
		}
		if err != nil {
			return err
		}
		if err := tx.MarkNotices(who.ID, ids); err != nil {
			return err
		}
		return tx.Settle("")
	})
	return errs.Wrap("jobs.read", err)
}

func (b *Board) of(who identity.Account) store.NoticeFilter {
	return store.NoticeFilter{Region: b.region, For: who.Grants, Account: who.ID, Scope: who.Scope()}
}
