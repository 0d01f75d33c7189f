package insight

import (
	"context"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/rollup"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// StatQuery says what is to be counted, and by what.
type StatQuery struct {
	Cases  bool             // cases by the day of receipt; else legs by that of dispatch
	By     rollup.Face      // a face of one thing
	Under  string           // the subject, or street, below which rows are told apart
	Unit   ident.UnitID     // legs of this unit alone
	Period *calendar.Period // nil: the quarter of the last day on which anything counts
}

// Statistics are figures of a period, each with what it is made of.
type Statistics struct {
	StatQuery
	Period  calendar.Period
	AsOf    time.Time // of the day of the period that was counted longest ago; zero: no day was
	Waiting int       // days on which something has moved since they were counted
	Rows    []StatRow // the most first, then by name
	Total   StatRow
	Monthly bool // Trend is by month
	Trend   []StatPoint
	Units   []ident.UnitID // whose legs are told of; none for all
	Book    *rulebook.Book
}

// StatRow is one row. Legs or Cases is filled, as was asked for.
type StatRow struct {
	Key        string // empty: nothing was said
	Legs       rollup.Legs
	Cases      rollup.Cases
	Before     int // handled, or received, in the period before (环比)
	YearBefore int // and in the same period of the year before (同比)
	Days       rollup.Spread
}

// Count is what rows are compared by: handled, or received.
func (r *StatRow) Count() int { return r.Legs.Handled + r.Cases.Received }

// StatPoint is one day or month.
type StatPoint struct {
	Span  calendar.Date
	Count int
}

// Rate 比率 is a part of a whole.
type Rate struct{ Part, Whole int }

// Percent is the rate half up 2; nil of nothing.
func (r Rate) Percent() *exact.Value { return share(r.Part, r.Whole) }

// Content is the share of those surveyed that are not dissatisfied (满意率).
func Content(l *rollup.Legs) Rate { return Rate{l.Surveyed() - l.Dissatisfied, l.Surveyed()} }

// AverageDays are the natural days of closed legs, half up 2; nil of none.
func AverageDays(l *rollup.Legs) *exact.Value {
	if l.Closed == 0 {
		return nil
	}
	return l.Length.Value().Div(exact.Int(int64(l.Closed))).Round(printedShare).Ptr()
}

// LegDimensions and CaseDimensions are by what statistics can be asked for.
func LegDimensions() []rollup.Face {
	return []rollup.Face{rollup.LegUnit, rollup.LegSubject, rollup.LegDivision, rollup.LegKind, rollup.LegChannel, rollup.LegDays, rollup.LegTopic}
}

// CaseDimensions are those of cases.
func CaseDimensions() []rollup.Face {
	return []rollup.Face{rollup.CaseSubject, rollup.CaseDivision, rollup.CaseKind, rollup.CaseChannel, rollup.CaseTopic}
}

// Statistics counts what an account may know of. Errors: Denied ("denied");
// Invalid ("statistics.by") for what cannot be asked for.
func (in *Insight) Statistics(ctx context.Context, who identity.Account, q StatQuery) (Statistics, error) {
	s := Statistics{StatQuery: q}
	scope := briefScope(who)
	if !MayBrief(who) || !scope.All && len(scope.Units) == 0 {
		return s, errs.New(errs.Denied, "denied", "statistics are for those who lead, supervise or read reports", "统计供领导、督办和有权查看报表的人员使用")
	}
	if err := s.check(scope); err != nil {
		return s, err
	}
	err := in.store.View(ctx, func(tx *store.Tx) error {
		s.Rows, s.Trend, s.Total, s.Waiting = nil, nil, StatRow{}, 0
		return in.statistics(tx, &s)
	})
	return s, errs.Wrap("insight.statistics", err)
}

// check keeps to what the scope holds and to what is counted.
func (s *Statistics) check(scope identity.Scope) error {
	known := LegDimensions()
	if s.Cases {
		known = CaseDimensions()
	}
	switch {
	case !slices.Contains(known, s.By):
		return errs.Newf(errs.Invalid, "statistics.by", "nothing is counted by %q", "没有按“%s”的统计", string(s.By))
	case s.Cases && (s.Unit != "" || !scope.All):
		return errs.New(errs.Denied, "denied", "figures of cases are of the whole region: legs are counted by unit", "诉求件统计为全区口径；分单位请看承办任务统计")
	case s.Unit != "" && !scope.All && !slices.Contains(scope.Units, s.Unit):
		return errs.New(errs.Denied, "denied", "the unit is not yours", "该单位不在您的范围内")
	case s.Unit != "":
		s.Units = []ident.UnitID{s.Unit}
	case !scope.All:
		s.Units = scope.Units
	}
	if s.Units != nil && s.By == rollup.LegTopic {
		return errs.New(errs.Invalid, "statistics.by", "topics are counted of the whole region", "专题按全区统计")
	}
	return nil
}

func (in *Insight) statistics(tx *store.Tx, s *Statistics) (err error) {
	if s.Book, err = tx.Book(in.region); err != nil {
		return err
	}
	if err := in.statPeriod(tx, s); err != nil {
		return err
	}
	if s.AsOf, s.Waiting, err = tx.RollupState(in.region, s.Period, tx.Now(), s.Book.CountingRules()); err != nil {
		return err
	}
	now, err := in.split(tx, s, s.Period)
	if err != nil {
		return err
	}
	before, err := in.split(tx, s, s.Period.Before())
	if err != nil {
		return err
	}
	year, err := in.split(tx, s, s.Period.YearBefore())
	if err != nil {
		return err
	}
	s.fill(now, before, year)
	if err := in.spreads(tx, s); err != nil {
		return err
	}
	return in.series(tx, s)
}

// statPeriod is the period that was asked for, or the latest quarter.
func (in *Insight) statPeriod(tx *store.Tx, s *Statistics) error {
	if s.StatQuery.Period != nil {
		s.Period = *s.StatQuery.Period
		return nil
	}
	days, err := tx.RollupDays(in.region)
	if err != nil {
		return err
	}
	last := calendar.DateOf(tx.Now(), s.Book.Location)
	if len(days) > 0 {
		last = days[0]
	}
	first := (last.Month()-1)/3*3 + 1
	s.Period = calendar.Period{From: calendar.DateFrom(last.Year(), first, 1), To: calendar.DateFrom(last.Year(), first+3, 1) - 1}
	return nil
}
