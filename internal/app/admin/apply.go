package admin

import (
	"context"
	"errors"

	"huying/internal/domain/rulebook"
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
	if changed, err = l.apply(c); err != nil || changed == 0 {
		return 0, err
	}
	if err := tx.ReviseRegion(code); err != nil {
		return 0, err
	}
	_, err = l.agreed(c)
	return changed, err
}

// apply writes what a configuration says anew, part by part.
func (l *ledger) apply(c Config) (changed int, err error) {
	for _, part := range []func(*ledger, Config) (int, error){(*ledger).applyUnits, (*ledger).applyRules, (*ledger).applyExternals} {
		n, err := part(l, c)
		if err != nil {
			return 0, err
		}
		changed += n
	}
	return changed, nil
}

// agreed reads back what was written of a configuration, and checks that all of
// it goes together.
func (l *ledger) agreed(c Config) (*rulebook.Book, error) {
	book, err := l.Book(l.code)
	if err != nil {
		return nil, err
	}
	return book, errors.Join(c.place(book.Check()), checkLists(book, c.Units))
}
