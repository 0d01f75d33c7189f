package desk

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Forecast says what Recompute would move if the region had decided as the book
// says: of all cases how many, and the moves of the cases after a given one
// until there are most of them. Nothing is written, and nobody waits for it.
func (d *Desk) Forecast(ctx context.Context, book *rulebook.Book, after ident.CaseID, most int) (casework.Outlook, error) {
	var found casework.Outlook
	var at ident.CaseID
	for {
		var cases []*casework.Case
		var env *casework.Env
		err := d.o.Store.View(ctx, func(tx *store.Tx) (err error) {
			if env, err = d.env(book, day(tx.Now(), book.Location)); err != nil {
				return err
			}
			cases, err = tx.LimitedCases(d.o.Region, at, recomputeBatch)
			return err
		})
		if err != nil {
			return casework.Outlook{}, errs.Wrap("desk.forecast", err)
		}
		for _, c := range cases {
			found.Add(casework.Forecast(env, c), after, most)
		}
		if len(cases) < recomputeBatch {
			return found, nil
		}
		at = cases[len(cases)-1].ID
	}
}
