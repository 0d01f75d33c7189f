package insight

import (
	"context"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// anchorDelay is how long after midnight a day is anchored, so that it seldom
// has to wait for a transaction of that day, nor one for it. That none of them
// is left out does not depend on it.
const anchorDelay = 10 * time.Minute

// longestTransaction is for how many days before the next event a transaction
// that is not done yet is looked for.
const longestTransaction = 400

// Anchor puts an anchor on record for every finished day that has events and no
// anchor yet, and returns how many it made. An anchor covers every event that
// is ever entered on its day: see store.CloseDays and docs/adr/0015.
func (in *Insight) Anchor(ctx context.Context) (int, error) {
	for made := 0; ; {
		n, err := in.anchorSome(ctx)
		if err != nil || n == 0 {
			return made, errs.Wrap("insight.anchor", err)
		}
		made += n
	}
}

// anchorSome anchors the next days that have events, those of a month at most.
func (in *Insight) anchorSome(ctx context.Context) (made int, err error) {
	err = in.store.Update(ctx, func(tx *store.Tx) error {
		made = 0
		book, err := tx.Book(in.region)
		if err != nil {
			return err
		}
		last, err := tx.LastAnchor(in.region)
		if err != nil {
			return err
		}
		today := calendar.DateOf(tx.Now().Add(-anchorDelay), book.Location)
		next, ok, err := tx.FirstEntered(in.region, book.Location, last.Day.Add(1))
		if err != nil || !ok || next >= today {
			return err
		}
		until := min(next.Add(store.AnchorSpan), today)
		first := max(last.Day.Add(1), next.Add(-longestTransaction))
		if err := tx.CloseDays(in.region, first, until); err != nil {
			return err
		}
		fresh, err := tx.ComputeAnchors(in.region, book.Location, first, until, last.Hash)
		if err != nil {
			return err
		}
		for _, a := range fresh {
			if err := tx.PutAnchor(in.region, a); err != nil {
				return err
			}
		}
		made = len(fresh)
		return nil
	})
	return made, err
}
