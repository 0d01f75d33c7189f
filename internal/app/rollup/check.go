package rollup

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Check holds the counts that are kept against the cases, and those of months
// against those of days; report is called with the day or month, and what is
// wrong. A day on which something has moved since it was counted is left out:
// it is to be counted yet.
func (r *Rollup) Check(ctx context.Context, report func(where, what string)) error {
	err := r.store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(r.region)
		if err != nil {
			return err
		}
		stale, err := tx.StaleDays(r.region, tx.Now(), book.CountingRules())
		if err != nil {
			return err
		}
		days, err := tx.RollupDays(r.region)
		if err != nil {
			return err
		}
		for _, day := range days {
			if slices.Contains(stale, day) {
				continue
			}
			if err := r.checkDay(tx, book, day, report); err != nil {
				return err
			}
		}
		for _, month := range months(days) {
			strays, err := tx.StrayMonths(r.region, month)
			if err != nil {
				return err
			}
			for _, what := range strays {
				report(month.String()[:len("2006-01")], what)
			}
		}
		return nil
	})
	return errs.Wrap("rollup.check", err)
}

func (r *Rollup) checkDay(tx *store.Tx, book *rulebook.Book, day calendar.Date, report func(where, what string)) error {
	kept, err := tx.RollupDay(r.region, day)
	if err != nil {
		return err
	}
	c, err := r.compareIn(tx, book, day, kept, kept.AsOf)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		of       string
		measures []string
		changes  []rollup.Change
	}{{"legs", rollup.LegMeasures(), c.legs}, {"cases", rollup.CaseMeasures(), c.cases}} {
		slices.SortFunc(side.changes, func(a, b rollup.Change) int {
			return cmp.Or(cmp.Compare(a.Face, b.Face), cmp.Compare(a.One, b.One), cmp.Compare(a.Two, b.Two))
		})
		for _, ch := range side.changes {
			report(day.String(), "the counts of "+side.of+" by "+string(ch.Face)+" "+ch.One+" "+ch.Two+differences(side.measures, ch))
		}
	}
	return nil
}

// differences writes the measures that are off: what is kept, and what it is.
func differences(measures []string, c rollup.Change) string {
	text := ""
	for i, name := range measures {
		if c.Delta[i] != 0 {
			text += fmt.Sprintf("; %s is %d instead of %d", name, c.Now[i]-c.Delta[i], c.Now[i])
		}
	}
	return text
}
