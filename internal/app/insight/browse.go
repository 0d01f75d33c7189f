package insight

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// CasePage is one page of a list of cases, latest first.
type CasePage struct {
	Cases  []*casework.Case
	Titles map[ident.CaseID]string
	Book   *rulebook.Book // for units' names
	More   bool
	Count  int // of all pages, as far as was asked for
}

// CaseKey is a place in the list of cases.
type CaseKey = store.CaseKey

// CaseQuery takes the cases that fit every field that is filled, of those in
// the scope.
type CaseQuery struct {
	Scope   identity.Scope
	Number  string // start of the case number
	Unit    string // name of a unit that has a leg
	UnitID  ident.UnitID
	State   casework.CaseState
	LegIn   casework.LegState // has a leg in that state: of the unit named, of the scope's units, of any
	Channel casework.Channel
	Kind    casework.Kind
	Subject string // this one and all below it
	Late    bool   // a limit has passed: of the scope's units, where the scope is of units
	Due     bool   // likewise, a limit comes within 24 hours
	Stands  Standing
	Verdict survey.Verdict   // a citizen said so of a unit's leg that counts, when called back in Called
	Called  *calendar.Period // whole days; nil: whenever
	Period  *calendar.Period // of receipt
	Asked   bool             // a leg's exclusion is asked for and not decided
	Oldest  bool             // the one received first comes first
	After   *CaseKey         // the last case of the page before
	Limit   int
	Count   int // how far to count what the query takes on all pages; 0: not at all
}

// Cases lists cases by a query. Error: Invalid ("unit.unknown") for a unit
// that the region does not have.
func (in *Insight) Cases(ctx context.Context, q CaseQuery) (CasePage, error) {
	var page CasePage
	f := store.CaseFilter{
		Region: in.region, Scope: q.Scope, Number: q.Number, State: q.State, Channel: q.Channel, Period: q.Period, After: q.After,
		Unit: q.UnitID, LegIn: q.LegIn, Kind: q.Kind, Subject: q.Subject, Late: q.Late, Stands: q.Stands, Asked: q.Asked, Oldest: q.Oldest,
		Limit: q.Limit + 1, // one more tells whether there is a next page
	}
	err := in.store.View(ctx, func(tx *store.Tx) (err error) {
		page = CasePage{}
		if page.Book, err = tx.Book(in.region); err != nil {
			return err
		}
		if q.Unit != "" {
			u, ok := page.Book.Units.Named(q.Unit)
			if !ok {
				return errs.Newf(errs.Invalid, "unit.unknown", "there is no unit %q", "没有单位“%s”", q.Unit)
			}
			f.Unit = u.ID
		}
		q.timed(&f, tx.Now(), page.Book.Location)
		if page.Cases, err = tx.CaseList(f); err != nil {
			return err
		}
		if page.More = len(page.Cases) > q.Limit; page.More {
			page.Cases = page.Cases[:q.Limit]
		}
		if q.Count > 0 {
			if page.Count, err = tx.CaseCount(f, q.Count); err != nil {
				return err
			}
		}
		page.Titles, err = tx.Titles(page.Cases)
		return err
	})
	return page, errs.Wrap("insight.cases", err)
}

// timed adds what depends on the moment or on the region's clocks.
func (q *CaseQuery) timed(f *store.CaseFilter, now time.Time, loc *time.Location) {
	if q.Due {
		f.DueBy = now.Add(near)
	}
	if q.Verdict == "" {
		return
	}
	f.Called = &store.Called{Verdict: q.Verdict, To: now.Add(time.Microsecond)}
	if q.Called != nil {
		f.Called.From, f.Called.To = q.Called.Bounds(loc)
	}
}

// Edition is a period that has cases, and the moment that its figures are
// shown as of: that of the published bulletin, or zero.
type Edition struct {
	Period   calendar.Period
	AsOf     time.Time
	Received int // cases received in it, as they stand now
}

// Editions lists what has been published, and the quarters that have cases
// and a scheme to score them by; latest period first.
func (in *Insight) Editions(ctx context.Context) ([]Edition, error) {
	var list []Edition
	err := in.store.View(ctx, func(tx *store.Tx) error {
		list = nil
		published, err := tx.Publications(in.region)
		if err != nil {
			return err
		}
		seen := map[calendar.Period]bool{}
		for _, p := range published {
			if seen[p.Period] {
				continue
			}
			seen[p.Period] = true
			received, err := tx.ReceivedIn(in.region, p.Period)
			if err != nil {
				return err
			}
			list = append(list, Edition{p.Period, p.AsOf, received})
		}
		open, err := in.unpublished(tx, seen)
		list = append(list, open...)
		return err
	})
	slices.SortStableFunc(list, func(a, b Edition) int {
		return cmp.Or(cmp.Compare(b.Period.To, a.Period.To), cmp.Compare(a.Period.From, b.Period.From))
	})
	return list, errs.Wrap("insight.editions", err)
}

// unpublished are the quarters of which a bulletin can be made, but for those
// that were seen already.
func (in *Insight) unpublished(tx *store.Tx, seen map[calendar.Period]bool) ([]Edition, error) {
	book, err := tx.Book(in.region)
	if err != nil {
		return nil, err
	}
	span, ok, err := tx.ReceivedDays(in.region)
	if err != nil || !ok {
		return nil, err
	}
	var all []Edition
	for _, q := range quarters(span) {
		if _, err := book.SchemeOn(q.To); err != nil || seen[q] {
			continue // nothing scores it, or it is listed
		}
		received, err := tx.ReceivedIn(in.region, q)
		if err != nil {
			return nil, err
		}
		if received > 0 {
			all = append(all, Edition{Period: q, Received: received})
		}
	}
	return all, nil
}

// quarters are the calendar quarters that overlap a span, latest first.
func quarters(span calendar.Period) []calendar.Period {
	var all []calendar.Period
	const months = 3
	first := (span.To.Month()-1)/months*months + 1
	for from := calendar.DateFrom(span.To.Year(), first, 1); ; from = calendar.DateFrom(from.Year(), from.Month()-months, 1) {
		q := calendar.Period{From: from, To: calendar.DateFrom(from.Year(), from.Month()+months, 0)}
		if q.To < span.From {
			return all
		}
		all = append(all, q)
	}
}

// Book returns the region's rulebook as it stands.
func (in *Insight) Book(ctx context.Context) (*rulebook.Book, error) {
	var book *rulebook.Book
	err := in.store.View(ctx, func(tx *store.Tx) (err error) {
		book, err = tx.Book(in.region)
		return err
	})
	return book, errs.Wrap("insight.book", err)
}
