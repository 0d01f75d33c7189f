package rollup

import (
	"context"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Counter counts what was dispatched and received on a local day as it stands,
// with the limits that have come by the as-of; next is when one comes that
// changes the count by itself.
type Counter interface {
	CountDay(tx *store.Tx, book *rulebook.Book, day calendar.Date, asOf time.Time) (counted *rollup.Day, next time.Time, err error)
}

// Rollup keeps the counts of one region. It is safe for use by several
// goroutines and processes.
type Rollup struct {
	store  *store.Store
	region ident.RegionCode
	count  Counter
}

// New returns a Rollup.
func New(s *store.Store, region ident.RegionCode, count Counter) *Rollup {
	return &Rollup{store: s, region: region, count: count}
}

// portion is how many days are counted before a stop is looked for.
const portion = 16

// CatchUp counts days on which something has moved, the latest first: as many
// as a portion has. It reports whether more are left.
func (r *Rollup) CatchUp(ctx context.Context) (more bool, err error) {
	stale, err := r.stale(ctx)
	if err != nil {
		return false, errs.Wrap("rollup.catch_up", err)
	}
	for i, day := range stale {
		if i == portion {
			return true, nil
		}
		if err := r.countAnew(ctx, day); err != nil {
			return false, errs.Wrap("rollup.catch_up", err)
		}
	}
	return false, nil
}

func (r *Rollup) stale(ctx context.Context) (days []calendar.Date, err error) {
	err = r.store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(r.region)
		if err == nil {
			days, err = tx.StaleDays(r.region, tx.Now(), book.CountingRules())
		}
		return err
	})
	return days, err
}

// countAnew counts a day and writes what has changed since it was counted.
// The counting is done beside those who write: a mark that is made meanwhile
// stays, and a round of another process wins.
func (r *Rollup) countAnew(ctx context.Context, day calendar.Date) error {
	c, err := r.compare(ctx, day)
	if err != nil {
		return err
	}
	err = r.store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutRollup(r.region, day, c.how, c.legs, c.cases); err != nil {
			return err
		}
		return tx.DropMarks(r.region, day, c.marks)
	})
	if errs.CodeOf(err) == "rollup.counted" {
		return nil // the marks that the other has not seen are still there
	}
	return err
}

// comparison is a day as it is, against what is kept of it.
type comparison struct {
	how         store.RollupDay // with the round that is kept
	marks       []int64
	legs, cases []rollup.Change
}

func (r *Rollup) compare(ctx context.Context, day calendar.Date) (c comparison, err error) {
	err = r.store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(r.region)
		if err != nil {
			return err
		}
		kept, err := tx.RollupDay(r.region, day)
		if err == nil {
			c, err = r.compareIn(tx, book, day, kept, tx.Now())
		}
		return err
	})
	return c, err
}

// compareIn reads the marks first, after what is kept: what is read later may
// know more than they do, and is then counted once more.
func (r *Rollup) compareIn(tx *store.Tx, book *rulebook.Book, day calendar.Date, kept store.RollupDay, asOf time.Time) (c comparison, err error) {
	if c.marks, err = tx.DayMarks(r.region, day); err != nil {
		return c, err
	}
	legs, cases, err := tx.DayCells(r.region, day)
	if err != nil {
		return c, err
	}
	now, next, err := r.count.CountDay(tx, book, day, asOf)
	if err != nil {
		return c, err
	}
	c.how = store.RollupDay{Round: kept.Round, AsOf: asOf, Rules: book.CountingRules(), Next: next}
	c.legs, c.cases = now.Legs.Since(legs), now.Cases.Since(cases)
	return c, nil
}

// Rebuild counts every day anew and sums the months from the days. told is
// called with each day that is done. It may run beside everything else.
func (r *Rollup) Rebuild(ctx context.Context, told func(done, all int)) error {
	days, err := r.markAll(ctx)
	if err != nil {
		return errs.Wrap("rollup.rebuild", err)
	}
	for i, day := range days {
		if err := r.countAnew(ctx, day); err != nil {
			return errs.Wrap("rollup.rebuild", err)
		}
		told(i+1, len(days))
	}
	for _, month := range months(days) {
		err := r.store.Update(ctx, func(tx *store.Tx) error { return tx.SumMonth(r.region, month) })
		if err != nil {
			return errs.Wrap("rollup.rebuild", err)
		}
	}
	return nil
}

// markAll marks all days on which anything counts, and lists all that are
// marked or kept.
func (r *Rollup) markAll(ctx context.Context) (days []calendar.Date, err error) {
	if err := r.store.Update(ctx, func(tx *store.Tx) error { return tx.MarkAllDays(r.region) }); err != nil {
		return nil, err
	}
	err = r.store.View(ctx, func(tx *store.Tx) (err error) {
		days, err = tx.RollupDays(r.region)
		return err
	})
	return days, err
}

// months are the first days of the months that some days lie in, each once;
// the days come latest first.
func months(days []calendar.Date) []calendar.Date {
	var list []calendar.Date
	for _, d := range days {
		first := calendar.DateFrom(d.Year(), d.Month(), 1)
		if len(list) == 0 || list[len(list)-1] != first {
			list = append(list, first)
		}
	}
	return list
}
