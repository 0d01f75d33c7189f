package tray

import (
	"context"
	"strings"
	"unicode/utf8"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// View 常用视图 is a list that an account has kept.
type View struct {
	ID    string
	Name  string
	Query string // of its address
}

// Bounds of what an account keeps.
const (
	MostViews = 30
	MostName  = 30
	mostQuery = 2000
)

var (
	errName = errs.Newf(errs.Invalid, "view.name", "a view needs a name of up to %d characters", "视图名称须为 1 至 %d 个字符", MostName)
	errMany = errs.Newf(errs.Invalid, "view.many", "no more than %d views are kept; drop one first", "最多保存 %d 个视图，请先删除一个", MostViews)
)

// Views lists what an account has kept, in the order of keeping.
func (t *Tray) Views(ctx context.Context, who identity.Account) ([]View, error) {
	var all []View
	err := t.o.Store.View(ctx, func(tx *store.Tx) error {
		all = nil
		kept, err := tx.SavedViews(t.o.Region, who.ID)
		for _, v := range kept {
			all = append(all, View{v.ID, v.Name, v.Query})
		}
		return err
	})
	return all, errs.Wrap("tray.views", err)
}

// KeepView keeps a list under a name, in place of one of that name. Errors:
// Invalid "view.name", "view.many".
func (t *Tray) KeepView(ctx context.Context, who identity.Account, name, query string) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > MostName || len(query) > mostQuery {
		return errName
	}
	err := t.o.Store.Update(ctx, func(tx *store.Tx) error {
		kept, err := tx.SavedViews(t.o.Region, who.ID)
		if err != nil {
			return err
		}
		there := false
		for _, v := range kept {
			there = there || v.Name == name
		}
		if !there && len(kept) >= MostViews {
			return errMany
		}
		id, err := t.o.IDs.New(tx.Now())
		if err != nil {
			return err
		}
		return tx.PutSavedView(store.SavedView{ID: id, Region: t.o.Region, Account: who.ID, Name: name, Query: query})
	})
	return errs.Wrap("tray.keep_view", err)
}

// DropView drops one of the account's views, if it is there.
func (t *Tray) DropView(ctx context.Context, who identity.Account, id string) error {
	err := t.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.DropSavedView(who.ID, id) })
	return errs.Wrap("tray.drop_view", err)
}
