package desk

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// recomputeBatch is how many cases share a transaction of Recompute: others
// give commands between.
const recomputeBatch = 200

// Recompute counts the running limits of all cases anew by the calendar in
// force, and returns on how many cases one moved. Whoever amends a calendar
// runs it afterwards (domain.md §4); again it changes nothing, so that one
// that was cut short is run again. What has ended stays as it was counted.
func (d *Desk) Recompute(ctx context.Context) (moved int, err error) {
	var after ident.CaseID
	for {
		var ids []ident.CaseID
		var n int
		err := d.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
			if ids, err = tx.CasesWithLimits(d.o.Region, after, recomputeBatch); err != nil || len(ids) == 0 {
				return err
			}
			n, err = d.recompute(tx, ids)
			return err
		})
		if err != nil {
			return moved, errs.Wrap("desk.recompute", err)
		}
		moved += n
		if len(ids) < recomputeBatch {
			return moved, nil
		}
		after = ids[len(ids)-1]
	}
}

func (d *Desk) recompute(tx *store.Tx, ids []ident.CaseID) (moved int, err error) {
	w, err := d.work(tx)
	if err != nil {
		return 0, err
	}
	env, err := d.env(w.book, day(w.now, w.book.Location))
	if err != nil {
		return 0, err
	}
	cases, err := tx.CasesForUpdate(ids)
	if err != nil {
		return 0, err
	}
	by := identity.As(identity.System, "system", d.o.Region)
	for _, c := range cases {
		at := w.now
		if at.Before(c.LastAt) {
			at = c.LastAt
		}
		decision, ok, err := casework.Recompute(env, c, casework.Act{By: by, Now: at})
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		if err := w.seal(w.hold(c), decision, at); err != nil {
			return 0, err
		}
		moved++
	}
	return moved, w.flush()
}
