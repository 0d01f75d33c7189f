package insight

import (
	"fmt"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// moment is the as-of that is meant, see Bulletin.
func (in *Insight) moment(tx *store.Tx, book *rulebook.Book, p calendar.Period, asOf time.Time) (time.Time, error) {
	now := tx.Now()
	if asOf.IsZero() {
		last, err := tx.LastEntered(in.region)
		if err != nil {
			return asOf, err
		}
		asOf = usual(last, now, p.From.Start(book.Location), (p.To + 1).Start(book.Location))
	}
	local := asOf.In(book.Location).Format(time.DateTime)
	switch {
	case asOf.After(now):
		return asOf, errs.New(errs.Invalid, "bulletin.future",
			fmt.Sprintf("as of %s, which is yet to come: nobody knows what will be on record by then", local), "取数时间"+local+"尚未到来，届时的记录无从得知")
	case asOf.Before(p.From.Start(book.Location)):
		return asOf, errs.New(errs.Invalid, "bulletin.as_of",
			fmt.Sprintf("as of %s, before the period begins on %s", local, p.From), "取数时间早于统计时间")
	}
	return asOf, nil
}

// usual is the moment that a period from start to end is shown as of when
// nobody names one.
func usual(last, now, start, end time.Time) time.Time {
	// Bulletins print whole seconds: the next one still holds what was entered
	// last.
	asOf := last.Add(time.Second - 1).Truncate(time.Second)
	switch {
	case asOf.Before(end) && !end.After(now):
		return end // nothing since
	case asOf.Before(start), asOf.After(now):
		return now
	}
	return asOf
}
