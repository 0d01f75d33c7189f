// Package figures is the check list of the demonstration: every figure of the
// printed bulletin, and where the engine's document has it. It knows nothing of
// the cases that the demonstration is made of, and they know nothing of it.
package figures

import (
	_ "embed"
	"encoding/csv"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// printed is the list: the figure's name, how it is printed, where the
// document has it, and for what cannot be reproduced what the engine gives
// instead and why.
//
//go:embed printed.csv
var printed string

// columns of the list.
const (
	columnFigure = iota
	columnPrinted
	columnWhere
	columnComputed
	columnReason
)

// Result is one figure of the printed bulletin beside what the engine makes of
// the same. Reason says, for the few that no cases can give, why.
type Result struct {
	Figure   string
	Printed  string
	Computed string
	OK       bool
	Reason   string
}

// Check compares every printed figure with the documents: the bulletin of
// 2019 Q4 as of 2020-02-19, and that of 2020-01-01..2020-03-09 as of the day
// after. A figure whose source is known to be wrong is never OK, but has a
// Reason as long as the engine gives what the source should have said.
func Check(now, epidemic bulletin.Document) ([]Result, error) {
	rows, err := list()
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(rows))
	for i, row := range rows {
		r := Result{Figure: row[columnFigure], Printed: row[columnPrinted], Computed: find(row[columnWhere], now, epidemic)}
		r.OK = same(r.Printed, r.Computed)
		if row[columnReason] != "" && same(row[columnComputed], r.Computed) {
			r.OK, r.Reason = false, row[columnReason]
		}
		results[i] = r
	}
	return results, nil
}

// list reads the rows below the header.
func list() ([][]string, error) {
	rows, err := csv.NewReader(strings.NewReader(printed)).ReadAll()
	if err != nil {
		return nil, errs.Wrap("figures.list", err)
	}
	return rows[1:], nil
}

// Flaw is a figure of the printed bulletin that no cases can give: what the
// engine gives instead, and why, in both languages.
type Flaw struct {
	Figure, Printed, Computed string
	Chinese, English          string
}

// Flaws lists the printed figures that are proved irreproducible.
func Flaws() ([]Flaw, error) {
	rows, err := list()
	if err != nil {
		return nil, err
	}
	var flaws []Flaw
	for _, row := range rows {
		if row[columnReason] != "" {
			zh, en, _ := strings.Cut(row[columnReason], " / ")
			flaws = append(flaws, Flaw{row[columnFigure], row[columnPrinted], row[columnComputed], zh, en})
		}
	}
	return flaws, nil
}

// same compares figures as numbers and everything else as text.
func same(printed, computed string) bool {
	a, errA := exact.Parse(printed)
	b, errB := exact.Parse(computed)
	if errA == nil && errB == nil {
		return a.Equal(b)
	}
	return printed == computed
}
