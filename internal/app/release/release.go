// Package release brings bulletins out: one person draws a bulletin up, another
// one looks at it and releases it (two-person rule). What is released is frozen.
package release

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Figures computes bulletins and publishes them.
type Figures interface {
	Bulletin(ctx context.Context, p calendar.Period, asOf time.Time) (bulletin.Document, error)
	Release(ctx context.Context, p calendar.Period, asOf time.Time, hash string, also func(*store.Tx) error) error
}

// Options are what a Press stands on.
type Options struct {
	Store   *store.Store
	Region  ident.RegionCode
	IDs     *ident.Source
	Figures Figures
}

// Press 发布 is where bulletins are drawn up and released. It is safe for use by
// several goroutines.
type Press struct{ o Options }

// New returns a press.
func New(o Options) *Press { return &Press{o} }

// Draft is a bulletin that waits to be released.
type Draft struct {
	store.BulletinDraft
	Name string // of who drew it up
	Mine bool   // drawn up by who asks, who may not release it
}

// May reports whether an account draws up and releases bulletins.
func (p *Press) May(who identity.Account) bool {
	_, may := p.actor(who)
	return may
}

func (p *Press) actor(who identity.Account) (identity.Actor, bool) {
	return who.For(identity.Release, identity.Target{Region: p.o.Region})
}

// Drafts lists what waits, the earliest first. Error: Denied.
func (p *Press) Drafts(ctx context.Context, who identity.Account) ([]Draft, error) {
	if _, may := p.actor(who); !may {
		return nil, errDenied
	}
	var all []Draft
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		found, err := tx.BulletinDrafts(p.o.Region)
		if err != nil {
			return err
		}
		all = make([]Draft, len(found))
		for i, d := range found {
			all[i] = Draft{BulletinDraft: d, Mine: d.By == who.ID}
			by, err := tx.Account(d.By)
			if err != nil && !errs.Is(err, errs.NotFound) {
				return err
			}
			all[i].Name = by.Name
		}
		return nil
	})
	return all, errs.Wrap("release.drafts", err)
}

var (
	errDenied = errs.New(errs.Denied, "denied", "bulletins are drawn up and released by those who may", "无通报拟稿、发布权限")
	errAlone  = errs.New(errs.Conflict, "release.alone", "whoever drew a bulletin up does not release it; somebody else must look at it", "拟稿人不能发布自己拟的通报，须由另一人审核发布")
)

// Draw draws a bulletin up as of a moment, and returns the draft's id. Errors: Denied; those of
// Figures.Bulletin; Conflict ("release.gap") where figures do not agree and
// nothing says why, ("store.duplicate") when it has been drawn up already.
func (p *Press) Draw(ctx context.Context, who identity.Account, period calendar.Period, asOf time.Time) (id string, err error) {
	actor, may := p.actor(who)
	if !may {
		return "", errDenied
	}
	doc, err := p.o.Figures.Bulletin(ctx, period, asOf)
	if err != nil {
		return "", err
	}
	if err := explained(&doc); err != nil {
		return "", err
	}
	d := store.BulletinDraft{Region: p.o.Region, Period: period, AsOf: doc.AsOf.UTC(), Hash: doc.Hash, By: who.ID}
	err = p.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if d.ID, err = p.o.IDs.New(tx.Now()); err != nil {
			return err
		}
		d.At = tx.Now()
		if err := tx.PutBulletinDraft(d); err != nil {
			return err
		}
		return p.note(tx, who, actor, "bulletin.draw", d)
	})
	return d.ID, errs.Wrap("release.draw", err)
}

// explained refuses a bulletin of which figures do not agree with nothing said
// about it: a data note of the period says it, and is printed.
func explained(d *bulletin.Document) error {
	var en, zh []string
	for i := range d.Reconciliation {
		if r := &d.Reconciliation[i]; !r.OK() && r.Note == "" {
			en, zh = append(en, d.CheckName(i18n.English, r.Check)), append(zh, d.CheckName(i18n.Chinese, r.Check))
		}
	}
	if len(en) == 0 {
		return nil
	}
	return errs.New(errs.Conflict, "release.gap", "figures do not agree and nothing says why: "+strings.Join(en, "; "), "数据核对不一致且没有说明："+strings.Join(zh, "；"))
}

// Release publishes a draft of somebody else's. Errors: Denied; NotFound;
// Conflict ("release.alone"); those of Figures.Release.
func (p *Press) Release(ctx context.Context, who identity.Account, id string) error {
	actor, may := p.actor(who)
	if !may {
		return errDenied
	}
	d, err := p.draft(ctx, id)
	if err != nil {
		return err
	}
	if d.By == who.ID {
		return errAlone
	}
	err = p.o.Figures.Release(ctx, d.Period, d.AsOf, d.Hash, func(tx *store.Tx) error {
		if err := tx.DropBulletinDraft(p.o.Region, id); err != nil {
			return err
		}
		return p.note(tx, who, actor, "bulletin.release", d)
	})
	return errs.Wrap("release.release", err)
}

// Drop takes a draft back, whoever drew it up. Errors: Denied; NotFound.
func (p *Press) Drop(ctx context.Context, who identity.Account, id string) error {
	actor, may := p.actor(who)
	if !may {
		return errDenied
	}
	err := p.o.Store.Update(ctx, func(tx *store.Tx) error {
		d, err := tx.BulletinDraft(p.o.Region, id)
		if err != nil {
			return err
		}
		if err := tx.DropBulletinDraft(p.o.Region, id); err != nil {
			return err
		}
		return p.note(tx, who, actor, "bulletin.drop", d)
	})
	return errs.Wrap("release.drop", err)
}

func (p *Press) draft(ctx context.Context, id string) (d store.BulletinDraft, err error) {
	err = p.o.Store.View(ctx, func(tx *store.Tx) error {
		d, err = tx.BulletinDraft(p.o.Region, id)
		return err
	})
	return d, err
}

// note puts on record who did what with which bulletin.
func (p *Press) note(tx *store.Tx, who identity.Account, actor identity.Actor, action string, d store.BulletinDraft) error {
	detail, err := json.Marshal(map[string]any{"period": d.Period.String(), "as_of": d.AsOf, "hash": d.Hash})
	if err != nil {
		return err
	}
	id, err := p.o.IDs.New(tx.Now())
	if err != nil {
		return err
	}
	row := store.Audit{
		ID: id, Region: p.o.Region, At: tx.Now(), Account: who.ID, Role: actor.Role, Action: action, Object: d.ID, Outcome: store.Done, Detail: string(detail),
	}
	if err := tx.AddAudit(row); err != nil {
		return err
	}
	return tx.Settle(d.ID)
}
