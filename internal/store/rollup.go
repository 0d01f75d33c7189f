package store

import (
	"strconv"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rollup"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// RollupDay is how a local day was counted.
type RollupDay struct {
	Round int       // how often it was; 0: never
	AsOf  time.Time // what was on record by then
	Rules string    // by which, as a digest
	Next  time.Time // when a limit comes that changes the count; zero: none
}

// tallied is one of the two tables of buckets.
type tallied struct {
	table    string
	measures []string
	faces    []rollup.Face
	some     string // a condition that holds for every bucket that holds anything
}

func legTallies() tallied {
	return tallied{"rollup_legs", rollup.LegMeasures(), rollup.LegFaces(), "given > 0"}
}

func caseTallies() tallied {
	return tallied{"rollup_cases", rollup.CaseMeasures(), rollup.CaseFaces(), "received > 0"}
}

// The grains of which buckets are kept.
const (
	grainDay   = "day"
	grainMonth = "month"
)

const sqlRollupDay = `
SELECT round, as_of, rules, next_due FROM rollup_day WHERE region = $1 AND day = $2`

// RollupDay tells how a day was counted last; the zero one where it never was.
func (tx *Tx) RollupDay(region ident.RegionCode, day calendar.Date) (RollupDay, error) {
	d, _, err := maybe(tx, sqlRollupDay, scanRollupDay, region, day)
	return d, err
}

func scanRollupDay(r row) (d RollupDay, err error) {
	err = r.Scan(&d.Round, at(&d.AsOf), &d.Rules, at(&d.Next))
	return d, err
}

// DayCells are the buckets of a day as they were counted.
func (tx *Tx) DayCells(region ident.RegionCode, day calendar.Date) (legs, cases rollup.Cells, err error) {
	if legs, err = legTallies().of(tx, region, grainDay, day, day); err != nil {
		return nil, nil, err
	}
	cases, err = caseTallies().of(tx, region, grainDay, day, day)
	return legs, cases, err
}

// of reads the buckets of every face of one grain, summed over some spans.
func (t tallied) of(tx *Tx, region ident.RegionCode, grain string, from, to calendar.Date) (rollup.Cells, error) {
	cells := rollup.Cells{}
	for _, face := range t.faces {
		if err := t.sum(tx, cells, region, face, run{grain, from, to}); err != nil {
			return nil, err
		}
	}
	return cells, nil
}

// sum adds the buckets of a face, of a run of spans.
func (t tallied) sum(tx *Tx, into rollup.Cells, region ident.RegionCode, face rollup.Face, r run) error {
	sql := "SELECT one, two, " + t.sums() + " FROM " + t.table +
		" WHERE region = $1 AND face = $2 AND grain = $3 AND span BETWEEN $4 AND $5 GROUP BY one, two"
	return each(tx, sql, func(line row) error {
		k := rollup.Key{Face: face}
		n, err := t.scan(line, &k.One, &k.Two)
		if err == nil {
			into.Add(k, n)
		}
		return err
	}, region, face, r.grain, r.from, r.to)
}

func (t tallied) scan(r row, before ...any) (rollup.Counts, error) {
	n := make(rollup.Counts, len(t.measures))
	for i := range n {
		before = append(before, &n[i])
	}
	return n, r.Scan(before...)
}

// errCounted is for who counted a day while somebody else did.
var errCounted = errs.New(errs.Conflict, "rollup.counted", "the day has been counted by another process meanwhile", "该日已由其他进程汇总")

const sqlFirstRound = `
INSERT INTO rollup_day (region, day, round, as_of, rules, next_due) VALUES ($1, $2, 1, $3, $4, $5)
ON CONFLICT (region, day) DO NOTHING`

const sqlNextRound = `
UPDATE rollup_day SET round = round + 1, as_of = $3, rules = $4, next_due = $5 WHERE region = $1 AND day = $2 AND round = $6`

// PutRollup writes what has changed of a day, and of its month. d.Round is the
// round that the changes begin from. Error: Conflict ("rollup.counted") when
// another process has counted the day since.
func (tx *Tx) PutRollup(region ident.RegionCode, day calendar.Date, d RollupDay, legs, cases []rollup.Change) error {
	var n int64
	var err error
	if d.Round == 0 {
		n, err = tx.exec(sqlFirstRound, region, day, d.AsOf, d.Rules, d.Next)
	} else {
		n, err = tx.exec(sqlNextRound, region, day, d.AsOf, d.Rules, d.Next, d.Round)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return errCounted
	}
	if err := legTallies().put(tx, region, day, legs); err != nil {
		return err
	}
	return caseTallies().put(tx, region, day, cases)
}

// put writes the day's buckets anew and adds to those of the month; what holds
// nothing any more goes.
func (t tallied) put(tx *Tx, region ident.RegionCode, day calendar.Date, list []rollup.Change) error {
	month := monthOf(day)
	var days, months, gone [][]any
	for _, c := range list {
		days = append(days, t.row(region, grainDay, day, c.Key, c.Now))
		months = append(months, t.row(region, grainMonth, month, c.Key, c.Delta))
		if c.Empty() {
			gone = append(gone, []any{region, c.Face, grainDay, day, c.One, c.Two}, []any{region, c.Face, grainMonth, month, c.One, c.Two})
		}
	}
	if err := tx.insertRows(t.upsert(""), days); err != nil {
		return err
	}
	if err := tx.insertRows(t.upsert(t.table+"."), months); err != nil {
		return err
	}
	for _, key := range gone {
		if _, err := tx.exec("DELETE FROM "+t.table+" WHERE region = $1 AND face = $2 AND grain = $3 AND span = $4 AND one = $5 AND two = $6"+
			" AND NOT "+t.some, key...); err != nil {
			return err
		}
	}
	return nil
}

func (t tallied) row(region ident.RegionCode, grain string, span calendar.Date, k rollup.Key, n rollup.Counts) []any {
	values := []any{region, k.Face, grain, span, k.One, k.Two}
	for _, m := range n {
		values = append(values, m)
	}
	return values
}

// upsert writes a bucket; with the table's own name before a dot, it adds to
// what is there.
func (t tallied) upsert(own string) string {
	const keys = 6
	names := make([]string, len(t.measures))
	values := make([]string, keys+len(t.measures))
	for i := range values {
		values[i] = "$" + strconv.Itoa(i+1)
	}
	for i, m := range t.measures {
		names[i] = m + " = excluded." + m
		if own != "" {
			names[i] = m + " = " + own + m + " + excluded." + m
		}
	}
	return "INSERT INTO " + t.table + " (region, face, grain, span, one, two, " + strings.Join(t.measures, ", ") + ") VALUES (" +
		strings.Join(values, ", ") + ") ON CONFLICT (region, face, grain, span, one, two) DO UPDATE SET " + strings.Join(names, ", ")
}

// LegFigures sums the buckets of one face of legs dispatched in a period: of
// whole months from those, of the days before and after them from theirs.
func (tx *Tx) LegFigures(region ident.RegionCode, face rollup.Face, p calendar.Period) (rollup.Cells, error) {
	return legTallies().over(tx, region, face, p)
}

// CaseFigures sums the buckets of one face of cases received in a period.
func (tx *Tx) CaseFigures(region ident.RegionCode, face rollup.Face, p calendar.Period) (rollup.Cells, error) {
	return caseTallies().over(tx, region, face, p)
}

func (t tallied) over(tx *Tx, region ident.RegionCode, face rollup.Face, p calendar.Period) (rollup.Cells, error) {
	cells := rollup.Cells{}
	for _, r := range runs(p) {
		if err := t.sum(tx, cells, region, face, r); err != nil {
			return nil, err
		}
	}
	return cells, nil
}

// monthOf is the first day of the day's month.
func monthOf(d calendar.Date) calendar.Date { return calendar.DateFrom(d.Year(), d.Month(), 1) }

// run is some spans of one grain, the first and the last of them included.
type run struct {
	grain    string
	from, to calendar.Date
}

// runs cover a period by whole months, and by days where there is no whole one.
func runs(p calendar.Period) []run {
	first := p.From // of the first whole month
	if first != monthOf(first) {
		first = calendar.DateFrom(first.Year(), first.Month()+1, 1)
	}
	end := monthOf(p.To + 1) // the first day after the last whole one
	if first >= end {
		return []run{{grainDay, p.From, p.To}}
	}
	var list []run
	if p.From < first {
		list = append(list, run{grainDay, p.From, first - 1})
	}
	list = append(list, run{grainMonth, first, end - 1})
	if end <= p.To {
		list = append(list, run{grainDay, end, p.To})
	}
	return list
}

const sqlRollupDays = `
SELECT day FROM rollup_day WHERE region = $1 UNION SELECT day FROM rollup_mark WHERE region = $1 ORDER BY day DESC`

// RollupDays lists the days that are counted or marked, latest first.
func (tx *Tx) RollupDays(region ident.RegionCode) ([]calendar.Date, error) {
	return query(tx, sqlRollupDays, scanDay, region)
}

// Point is what was counted of one day, or of the month that begins with it.
type Point struct {
	Span   calendar.Date
	Counts rollup.Counts
}

// LegSeries sums a face of legs day by day, or month by month, over a period:
// of every first thing, or of those that are named.
func (tx *Tx) LegSeries(region ident.RegionCode, face rollup.Face, p calendar.Period, monthly bool, ones []string) ([]Point, error) {
	return legTallies().series(tx, region, face, p, monthly, ones)
}

// CaseSeries is LegSeries for cases.
func (tx *Tx) CaseSeries(region ident.RegionCode, face rollup.Face, p calendar.Period, monthly bool) ([]Point, error) {
	return caseTallies().series(tx, region, face, p, monthly, nil)
}

func (t tallied) series(tx *Tx, region ident.RegionCode, face rollup.Face, p calendar.Period, monthly bool, ones []string) ([]Point, error) {
	grain := grainDay
	if monthly {
		grain = grainMonth
	}
	var w where
	w.and("region = ? AND face = ? AND grain = ? AND span BETWEEN ? AND ?", region, face, grain, p.From, p.To)
	if ones != nil {
		in(&w, "one", ones)
	}
	return query(tx, "SELECT span, "+t.sums()+" FROM "+t.table+w.String()+" GROUP BY span ORDER BY span", func(r row) (pt Point, err error) {
		pt.Counts, err = t.scan(r, (*int32)(&pt.Span))
		return pt, err
	}, w.args...)
}

// sums are the measures of several buckets together.
func (t tallied) sums() string {
	all := make([]string, len(t.measures))
	for i, m := range t.measures {
		all[i] = "CAST(SUM(" + m + ") AS BIGINT)"
	}
	return strings.Join(all, ", ")
}
