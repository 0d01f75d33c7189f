package admin

import (
	"context"
	"errors"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Apply brings a configuration into force and returns how many things it
// changed; the same again changes nothing. What it does not name stays as it
// is. Nothing is kept unless all of it can be. Error: Invalid, naming what is
// wrong with which unit or rule, and where it stands if it came from a file.
func (a *Admin) Apply(ctx context.Context, code ident.RegionCode, c Config) (int, error) {
	changed := 0
	err := a.store.Update(ctx, func(tx *store.Tx) error {
		n, err := a.applyTo(tx, code, c)
		changed = n
		return err
	})
	return changed, errs.Wrap("admin.apply", err)
}

func (a *Admin) applyTo(tx *store.Tx, code ident.RegionCode, c Config) (changed int, err error) {
	l := a.ledgerOn(tx, code, console())
	for _, part := range []func(*ledger, Config) (int, error){(*ledger).applyUnits, (*ledger).applyRules, (*ledger).applyExternals} {
		n, err := part(l, c)
		if err != nil {
			return 0, err
		}
		changed += n
	}
	if changed == 0 {
		return 0, nil
	}
	if err := tx.ReviseRegion(code); err != nil {
		return 0, err
	}
	book, err := tx.Book(code) // what was written can be read
	if err != nil {
		return 0, err
	}
	return changed, errors.Join(c.place(book.Check()), checkLists(book, c.Units))
}
