package insight

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/recount"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Sheet answers "why this score" for one unit: its row with the working, and
// every leg that cost points or earned them, with how many.
type Sheet struct {
	Title    string
	AsOf     time.Time
	Scheme   string // key@version
	ListKey  string
	ListName string
	Ranked   int // rows of the list that have a rank
	Row      bulletin.Row
	Base     exact.Value
	Sums     []Sum             // one for each component of the working, in its order
	Grades   scoring.Grades    // points by verdict
	DayRule  scoring.DayRule   // how long a leg took
	Subjects map[string]string // leg reference → subject of its case
	Costs    []scoring.Cost
	Legs     []scoring.Leg // the unit's, in order of dispatch
	Days     []int         // closed legs by whole days taken; the last holds all longer ones
}

// longestDay is the last bar of the distribution of days: that many or more.
const longestDay = 15

// Sheet computes the score sheet of a unit in a period as of a moment, which
// is understood as Bulletin does. Error: NotFound when the unit has no row.
func (in *Insight) Sheet(ctx context.Context, p calendar.Period, asOf time.Time, unit string) (Sheet, error) {
	var s Sheet
	err := in.store.View(ctx, func(tx *store.Tx) error {
		b, err := in.begin(tx, p, asOf)
		if err != nil {
			return err
		}
		s, err = b.sheet(unit)
		return err
	})
	return s, errs.Wrap("insight.sheet", err)
}

func (b *building) sheet(unit string) (Sheet, error) {
	list, row := b.row(unit)
	if row == nil {
		return Sheet{}, errs.New(errs.NotFound, "unit.no_row", "the unit has no row in this period", "该单位本期没有得分")
	}
	costs, err := scoring.Costs(b.scheme, row, slices.Values(b.now.facts.legs), b.book.Location)
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{
		Title: b.title(), AsOf: b.asOf, Scheme: b.scheme.Ref().String(), ListKey: list.Key, ListName: list.Name,
		Row: recount.Row(row), Base: b.scheme.Base, Sums: sums(b.scheme, row, costs),
		Grades: b.scheme.Measures.Satisfaction, DayRule: b.scheme.Measures.Days, Subjects: map[string]string{}, Costs: costs,
	}
	for i := range list.Rows {
		if list.Rows[i].Rank > 0 {
			s.Ranked++
		}
	}
	b.addLegs(&s, row)
	s.Days = spread(s.Legs, b.book.Location)
	return s, nil
}

// addLegs adds the unit's legs, in order of dispatch, with their subjects.
func (b *building) addLegs(s *Sheet, row *scoring.Row) {
	subjects := map[ident.CaseID]string{}
	for i := range b.now.facts.cases {
		subjects[b.now.facts.cases[i].id] = b.now.facts.cases[i].matter.Subject
	}
	for i, l := range b.now.facts.legs {
		if l.Unit != row.Unit || l.List != row.List || l.Excluded == scoring.OutOfAll {
			continue
		}
		s.Legs = append(s.Legs, l)
		s.Subjects[l.Ref] = subjects[b.now.facts.legCase[i]]
	}
	slices.SortFunc(s.Legs, func(x, y scoring.Leg) int {
		return cmp.Or(x.Dispatched.Compare(y.Dispatched), cmp.Compare(x.Ref, y.Ref))
	})
}

// spread counts closed legs by the whole days they took, on loc's dates. A leg
// that is on record as closed on a day before its dispatch took none.
func spread(legs []scoring.Leg, loc *time.Location) []int {
	bars := make([]int, longestDay+1)
	for i := range legs {
		if l := &legs[i]; !l.Closed.IsZero() {
			days := int(calendar.DateOf(l.Closed, loc) - calendar.DateOf(l.Dispatched, loc))
			bars[max(0, min(days, longestDay))]++
		}
	}
	return bars
}

func (b *building) row(unit string) (*scoring.ListResult, *scoring.Row) {
	for i := range b.now.result.Lists {
		l := &b.now.result.Lists[i]
		for j := range l.Rows {
			if l.Rows[j].Unit == unit {
				return l, &l.Rows[j]
			}
		}
	}
	return nil, nil
}
