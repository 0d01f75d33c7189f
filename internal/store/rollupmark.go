package store

import (
	"math/rand/v2"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

const sqlMarkDay = `
INSERT INTO rollup_mark (region, day, lot) VALUES ($1, $2, $3)`

// addMarks marks the days on which the case counts, whatever of it has
// changed: that of its receipt, and those on which its legs were dispatched. A
// mark is only ever added, so that no two who write wait for each other.
func (w *CaseRows) addMarks(c *casework.Case) {
	w.mark(c.Region, calendar.DateOf(c.ReceivedAt, w.loc))
	for i := range c.Legs {
		w.mark(c.Region, calendar.DateOf(c.Legs[i].DispatchedAt, w.loc))
	}
}

func (w *CaseRows) mark(region ident.RegionCode, day calendar.Date) {
	if _, marked := w.marked[dayOf{region, day}]; marked {
		return
	}
	if w.marked == nil {
		w.marked = map[dayOf]struct{}{}
	}
	w.marked[dayOf{region, day}] = struct{}{}
	w.marks = append(w.marks, []any{region, day, rand.Int64()})
}

// dayOf is a local day of a region.
type dayOf struct {
	region ident.RegionCode
	day    calendar.Date
}

const sqlStaleDays = `
SELECT DISTINCT day FROM rollup_mark WHERE region = $1
UNION SELECT day FROM rollup_day WHERE region = $1 AND (next_due <= $2 OR rules <> $3)
ORDER BY day DESC`

// StaleDays lists the local days that are to be counted, latest first: those
// on which something has moved since they were, those of which a limit has
// come by now, and those that were counted by other rules.
func (tx *Tx) StaleDays(region ident.RegionCode, now time.Time, rules string) ([]calendar.Date, error) {
	return query(tx, sqlStaleDays, scanDay, region, now, rules)
}

func scanDay(r row) (d calendar.Date, err error) {
	err = r.Scan((*int32)(&d))
	return d, err
}

const sqlDayMarks = `
SELECT lot FROM rollup_mark WHERE region = $1 AND day = $2`

// DayMarks lists the marks of a day, by their lots.
func (tx *Tx) DayMarks(region ident.RegionCode, day calendar.Date) ([]int64, error) {
	return query(tx, sqlDayMarks, scalar[int64], region, day)
}

const sqlDropMarks = `
DELETE FROM rollup_mark WHERE (region, day, lot) IN (VALUES ($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT)))`

// DropMarks takes away the marks that were seen before the day was counted;
// what has moved since keeps its own.
func (tx *Tx) DropMarks(region ident.RegionCode, day calendar.Date, seen []int64) error {
	rows := make([][]any, len(seen))
	for i, lot := range seen {
		rows[i] = []any{region, day, lot}
	}
	return tx.insertRows(sqlDropMarks, rows)
}

const sqlMarkAll = `
INSERT INTO rollup_mark (region, day, lot)
SELECT region, received_day, CAST($2 AS BIGINT) FROM work_case WHERE region = $1
UNION SELECT region, dispatched_day, CAST($2 AS BIGINT) FROM leg WHERE region = $1`

// MarkAllDays marks every day of a region on which anything counts.
func (tx *Tx) MarkAllDays(region ident.RegionCode) error {
	_, err := tx.exec(sqlMarkAll, region, rand.Int64())
	return err
}

const sqlRollupState = `
SELECT MIN(as_of) FROM rollup_day WHERE region = $1 AND day BETWEEN $2 AND $3`

// RollupState tells how old the counts of a period's days are, by the one that
// was counted longest ago (zero: none was), and how many days are stale.
func (tx *Tx) RollupState(region ident.RegionCode, p calendar.Period, now time.Time, rules string) (asOf time.Time, stale int, err error) {
	asOf, err = one(tx, nil, sqlRollupState, func(r row) (t time.Time, err error) {
		err = r.Scan(at(&t))
		return t, err
	}, region, p.From, p.To)
	if err != nil {
		return asOf, 0, err
	}
	days, err := tx.StaleDays(region, now, rules)
	for _, d := range days {
		if p.Contains(d) {
			stale++
		}
	}
	return asOf, stale, err
}
