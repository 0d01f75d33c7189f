package insight

import (
	"context"
	"slices"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/store"
)

// Trial 试算 is what another scheme would have made of a period, beside the
// one in force then.
type Trial struct {
	Period calendar.Period
	AsOf   time.Time
	Scheme string // in force in the period
	Rows   []TrialRow
	Moved  int // how many rows would have another rank
}

// TrialRow is a unit in its list; a rank of 0 is none.
type TrialRow struct {
	List, Unit string
	Rank, Then int // under the scheme in force; under the other
	Index, New *exact.Value
}

// Try scores a period under another scheme: the legs are the same, whatever is
// written down of neither. A zero asOf is that of the published bulletin, else as
// of Bulletin. Errors: those of Bulletin; Conflict ("bulletin.measure") for a
// scheme that asks for what cases do not record.
func (in *Insight) Try(ctx context.Context, s *scoring.Scheme, p calendar.Period, asOf time.Time) (Trial, error) {
	var t Trial
	if err := recorded(s); err != nil {
		return t, err
	}
	err := in.store.View(ctx, func(tx *store.Tx) error {
		if asOf.IsZero() {
			switch found, err := tx.LatestPublication(in.region, p); {
			case err == nil:
				asOf = found.AsOf
			case !errs.Is(err, errs.NotFound):
				return err
			}
		}
		b, err := in.begin(tx, p, asOf)
		if err != nil {
			return err
		}
		r, err := scoring.Score(s, slices.Values(b.now.facts.legs), b.book.Location, scoring.Options{})
		if err != nil {
			return err
		}
		t = Trial{Period: p, AsOf: b.asOf.In(b.book.Location), Scheme: b.scheme.Ref().String()}
		t.compare(&b.now.result, &r)
		return nil
	})
	return t, errs.Wrap("insight.try", err)
}

// compare lists the units of both results, in the order of the new one; those
// that only the old one has come last.
func (t *Trial) compare(was, now *scoring.Result) {
	type key struct{ list, unit string }
	before := map[key]*scoring.Row{}
	for _, l := range was.Lists {
		for i := range l.Rows {
			before[key{l.Key, l.Rows[i].Unit}] = &l.Rows[i]
		}
	}
	for _, l := range now.Lists {
		for i := range l.Rows {
			r := &l.Rows[i]
			row := TrialRow{List: l.Name, Unit: r.Unit, Then: r.Rank, New: r.Index.Ptr()}
			if old, ok := before[key{l.Key, r.Unit}]; ok {
				row.Rank, row.Index = old.Rank, old.Index.Ptr()
				delete(before, key{l.Key, r.Unit})
			}
			t.add(row)
		}
	}
	var gone []TrialRow
	for _, l := range was.Lists {
		for i := range l.Rows {
			if r := &l.Rows[i]; before[key{l.Key, r.Unit}] != nil {
				gone = append(gone, TrialRow{List: l.Name, Unit: r.Unit, Rank: r.Rank, Index: r.Index.Ptr()})
			}
		}
	}
	slices.SortStableFunc(gone, func(a, b TrialRow) int { return strings.Compare(a.List, b.List) })
	for _, row := range gone {
		t.add(row)
	}
}

func (t *Trial) add(row TrialRow) {
	t.Rows = append(t.Rows, row)
	if row.Rank != row.Then {
		t.Moved++
	}
}
