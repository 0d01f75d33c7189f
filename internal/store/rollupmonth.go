package store

import (
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/ident"
)

// SumMonth makes the buckets of a month anew from those of its days. month is
// its first day.
func (tx *Tx) SumMonth(region ident.RegionCode, month calendar.Date) error {
	for _, t := range []tallied{legTallies(), caseTallies()} {
		if err := t.sumMonth(tx, region, month); err != nil {
			return err
		}
	}
	return nil
}

func (t tallied) sumMonth(tx *Tx, region ident.RegionCode, month calendar.Date) error {
	names, sums := strings.Join(t.measures, ", "), "SUM("+strings.Join(t.measures, "), SUM(")+")"
	for _, face := range t.faces {
		if _, err := tx.exec("DELETE FROM "+t.table+" WHERE region = $1 AND face = $2 AND grain = $3 AND span = $4",
			region, face, grainMonth, month); err != nil {
			return err
		}
		if _, err := tx.exec("INSERT INTO "+t.table+" (region, face, grain, span, one, two, "+names+
			") SELECT region, face, '"+grainMonth+"', CAST($4 AS BIGINT), one, two, "+sums+" FROM "+t.table+
			" WHERE region = $1 AND face = $2 AND grain = $3 AND span BETWEEN $4 AND $5 GROUP BY region, face, one, two",
			region, face, grainDay, month, lastOf(month)); err != nil {
			return err
		}
	}
	return nil
}

// lastOf is the last day of the month that begins with first.
func lastOf(first calendar.Date) calendar.Date {
	return calendar.DateFrom(first.Year(), first.Month()+1, 1) - 1
}

// StrayMonths holds the buckets of a month against those of its days, and says
// which differ.
func (tx *Tx) StrayMonths(region ident.RegionCode, month calendar.Date) ([]string, error) {
	var strays []string
	for _, t := range []tallied{legTallies(), caseTallies()} {
		days, err := t.of(tx, region, grainDay, month, lastOf(month))
		if err != nil {
			return nil, err
		}
		kept, err := t.of(tx, region, grainMonth, month, month)
		if err != nil {
			return nil, err
		}
		for _, c := range days.Since(kept) {
			strays = append(strays, "table "+t.table+": the month by "+string(c.Face)+" "+c.One+" "+c.Two+" is not the sum of its days")
		}
	}
	return strays, nil
}
