package bulletins

import (
	"context"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/openleg"
	"huying/internal/domain/scoring"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/i18n"
)

// Source is what the pages are filled from. Its errors are those of
// kernel/errs: NotFound for a period or unit that is not there, Unready while it cannot serve.
type Source interface {
	Bulletins

	// Ready returns nil when requests can be served.
	Ready(ctx context.Context) error
}

// Bulletins are the published figures.
type Bulletins interface {
	// Editions lists the periods that have a bulletin, latest first.
	Editions(ctx context.Context) ([]Edition, error)
	// Bulletin returns the bulletin of a period as of a moment.
	Bulletin(ctx context.Context, q BulletinQuery) (Bulletin, error)
	// OpenLegs returns the open data that a published bulletin was made of.
	OpenLegs(ctx context.Context, q BulletinQuery) ([]byte, error)
	// Unit returns why a unit has its score.
	Unit(ctx context.Context, q UnitQuery) (UnitScore, error)
	// Examples lists cases that show a newcomer what the record of one looks
	// like; only a demonstration has any.
	Examples(ctx context.Context) ([]Example, error)
}

// Bulletin is a document, frozen by its publication or computed just now.
type Bulletin struct {
	bulletin.Document
	Published time.Time     // zero: computed just now
	Seal      *openleg.Seal // of its open data; nil: there is none
}

// Example is a case to show, with its name in both languages.
type Example struct{ Number, Name string }

// Edition is a period that one can ask for.
type Edition struct {
	Period calendar.Period
	AsOf   time.Time // of the published edition; zero: none was published
	Cases  int       // received in it, as they stand now
}

// BulletinQuery asks for a period. A zero AsOf leaves the moment to the
// source: that of the published edition, else now.
type BulletinQuery struct {
	Period calendar.Period
	AsOf   time.Time
}

// UnitQuery asks for a unit by its printed name, and for a page of the legs
// that cost it points.
type UnitQuery struct {
	BulletinQuery
	Unit      string
	Component string // only the legs behind this component; empty: all
	After     string // CostPage.Next of the page before; empty: the first
	Limit     int
	Lang      i18n.Lang
}

// UnitScore is a unit's line in its list with everything behind it.
type UnitScore struct {
	Title     string // of the bulletin that it belongs to
	Period    calendar.Period
	AsOf      time.Time
	Published time.Time // when the bulletin as of then was; zero: it was not
	Scheme    string
	List      string // name of the ranking list
	Ranked    int    // rows of the list that have a rank
	Row       bulletin.Row
	Base      exact.Value    // what the index starts from
	Sums      []Sum          // one for each component of the row's working, in its order
	Grades    scoring.Grades // points by verdict
	Legs      map[string]int // by component: how many legs gave or cost points
	Costs     CostPage
	Days      []DayBin // closed legs by whole days
}

// Sum is the arithmetic of one component.
type Sum struct {
	Component scoring.Component
	Origin    scoring.Origin // of the measure
	Weights   exact.Value    // the parts of all legs in the gap together
}

// CostPage is one page of the legs that gave or cost points.
type CostPage struct {
	Rows []Cost
	Next string // empty on the last page
}

// Cost is one leg's share of a component's points.
type Cost struct {
	Component    string
	Case         string // case number
	Leg          int
	Subject      string
	DispatchedAt time.Time
	ClosedAt     time.Time    // zero while open
	Days         *exact.Value // as the scheme counts them; nil while open
	Verdict      page.Tag
	Weight       exact.Value // the leg's part in the gap, in the measure's own unit
	Points       exact.Value // exact share; printed rounded
}

// DayBin is the number of legs that took a whole number of days.
type DayBin struct {
	Days  int // closed within the dispatch date: 0
	Count int
	More  bool // Days and more
}
