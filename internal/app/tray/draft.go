package tray

import (
	"context"
	"io"
	"time"

	"huying/internal/domain/identity"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what a Tray stands on.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	IDs    *ident.Source
	// Vault seals drafts; nil: none is kept, for they name people.
	Vault *sealing.Vault
	// Random is crypto/rand.Reader in a running system.
	Random io.Reader
}

// Tray keeps drafts and views of a region's people. It is safe for use by
// several goroutines.
type Tray struct{ o Options }

// New returns a tray.
func New(o Options) *Tray { return &Tray{o} }

const (
	// Lying is how long a draft lies about before it is dropped.
	Lying = 3 * 24 * time.Hour
	// MostDraft is how much a draft holds, in bytes.
	MostDraft = 64 << 10
)

// Draft is what somebody has begun to write on a form.
type Draft struct {
	Text  string
	Saved time.Time
}

// Keeps reports whether drafts are kept here at all.
func (t *Tray) Keeps() bool { return t.o.Vault != nil }

// Draft opens the account's draft of a form; ok is false when there is none,
// or it has lain about for too long.
func (t *Tray) Draft(ctx context.Context, who identity.Account, form string) (d Draft, ok bool, err error) {
	if !t.Keeps() {
		return Draft{}, false, nil
	}
	var kept store.Draft
	err = t.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		kept, ok, err = tx.Draft(t.o.Region, who.ID, form)
		ok = ok && tx.Now().Sub(kept.Saved) < Lying
		return err
	})
	if err != nil || !ok {
		return Draft{}, false, errs.Wrap("tray.draft", err)
	}
	text, err := t.open(kept)
	return Draft{text, kept.Saved}, err == nil, errs.Wrap("tray.draft", err)
}

var (
	errTooLong = errs.New(errs.Invalid, "draft.too_long", "this is too long to be kept as a draft", "内容过长，无法保存草稿")
	errNoVault = errs.New(errs.Unready, "vault.missing",
		"this installation has no keys.json, so no draft can be kept; make one with huying keys rotate", "本安装缺少 keys.json，无法保存草稿；请运行 huying keys rotate 生成")
)

// Keep keeps what the account has written on a form so far, in place of what
// was kept before, and drops what others have let lie. Errors: Invalid
// "draft.too_long"; Unready "vault.missing".
func (t *Tray) Keep(ctx context.Context, who identity.Account, form, text string) error {
	switch {
	case !t.Keeps():
		return errNoVault
	case len(text) > MostDraft:
		return errTooLong
	}
	err := t.o.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.ForgetDrafts(t.o.Region, tx.Now().Add(-Lying)); err != nil {
			return err
		}
		if err := t.holdKey(tx); err != nil {
			return err
		}
		sealed, err := t.seal(who.ID, form, text)
		if err != nil {
			return err
		}
		return tx.PutDraft(store.Draft{Region: t.o.Region, Account: who.ID, Form: form, Sealed: sealed})
	})
	return errs.Wrap("tray.keep", err)
}

// Drop drops the account's draft of a form, if there is one.
func (t *Tray) Drop(ctx context.Context, who identity.Account, form string) error {
	err := t.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.DropDraft(who.ID, form) })
	return errs.Wrap("tray.drop", err)
}

// Reseal seals every draft anew under the key that is current by now. Whoever
// rotates the ring calls it before a key is dropped. A draft that opens no more
// is dropped: it was not sent, and nothing rests on it.
func (t *Tray) Reseal(ctx context.Context) error {
	if !t.Keeps() {
		return nil
	}
	err := t.o.Store.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.Drafts(t.o.Region)
		if err != nil {
			return err
		}
		for _, d := range all {
			text, err := t.open(d)
			if err != nil {
				if err := tx.DropDraft(d.Account, d.Form); err != nil {
					return err
				}
				continue
			}
			sealed, err := t.seal(d.Account, d.Form, text)
			if err != nil {
				return err
			}
			if err := tx.ResealDraft(d, sealed); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap("tray.reseal", err)
}

// holdKey makes sure that what is sealed now can be opened later: the key in
// use may seal until the transaction ends. A process that has not heard of a
// rotation reads its ring anew.
func (t *Tray) holdKey(tx *store.Tx) error {
	held, err := tx.HoldVaultKey(t.o.Vault.Ring().Current())
	if held || err != nil {
		return err
	}
	if err := t.o.Vault.Refresh(); err != nil {
		return err
	}
	keys := t.o.Vault.Ring().Keys()
	return tx.PutVaultKey(keys[len(keys)-1])
}

// place is where a draft belongs: no person has such an identifier, so that
// neither opens as the other, nor one account's as another's.
func place(account ident.UserID, form string) sealing.Place {
	return sealing.Place{Person: ident.PersonID("draft:" + string(account) + ":" + form), Field: "draft"}
}

func (t *Tray) seal(account ident.UserID, form, text string) (string, error) {
	return t.o.Vault.Ring().Seal(t.o.Random, place(account, form), text)
}

// open opens a draft. A key that is not in the ring may be one that another
// process has made: the ring is read anew once.
func (t *Tray) open(d store.Draft) (string, error) {
	text, err := t.o.Vault.Ring().Open(place(d.Account, d.Form), d.Sealed)
	if errs.CodeOf(err) == "vault.key" {
		if err = t.o.Vault.Refresh(); err == nil {
			text, err = t.o.Vault.Ring().Open(place(d.Account, d.Form), d.Sealed)
		}
	}
	return text, err
}
