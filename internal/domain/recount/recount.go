// Package recount 复算 is what a bulletin says of legs, made from their score:
// once when it is computed, and again by whoever holds it against the open data.
// The package is pure.
package recount

import (
	"huying/internal/domain/bulletin"
	"huying/internal/domain/scoring"
)

// Lists are the ranking lists of a score.
func Lists(r *scoring.Result) []bulletin.List {
	all := make([]bulletin.List, 0, len(r.Lists))
	for _, l := range r.Lists {
		list := bulletin.List{Key: l.Key, Name: l.Name, Rows: make([]bulletin.Row, len(l.Rows))}
		for i := range l.Rows {
			list.Rows[i] = Row(&l.Rows[i])
		}
		all = append(all, list)
	}
	return all
}

// Row is a row of a ranking list as it is printed.
func Row(r *scoring.Row) bulletin.Row {
	m := r.Measures
	printed := bulletin.Row{
		Unit: r.Unit, Handled: r.Tally.Handled, Surveyed: r.Tally.Surveyed(), Dissatisfied: r.Tally.Dissatisfied,
		AvgDays: m.Printed(scoring.AvgDays), Satisfaction: m.Printed(scoring.Satisfaction),
		SignRate: m.Printed(scoring.SignRate), CloseRate: m.Printed(scoring.CloseRate), CallBackRate: m.Printed(scoring.CallBackRate),
		Index: r.Index.Ptr(), Rank: r.Rank, Tier: r.Tier, Working: make([]bulletin.Working, len(r.Working)),
	}
	for i, w := range r.Working {
		printed.Working[i] = bulletin.Working{Component: w.Component, Measure: w.Measure, Target: w.Target, Points: w.Points, Assumed: w.Assumed}
	}
	return printed
}

// Summary is what a headline says of legs; cases and contacts are not among
// them.
func Summary(r *scoring.Result) bulletin.Summary {
	t, m := r.Region.Tally, r.Region.Measures
	sum := bulletin.Summary{
		Transferred: t.Handled, Units: r.Units(),
		SignRate: m.Printed(scoring.SignRate), CloseRate: m.Printed(scoring.CloseRate), CallBackRate: m.Printed(scoring.CallBackRate),
		AvgDays: m.Printed(scoring.AvgDays), Surveyed: t.Surveyed(), Dissatisfied: t.Dissatisfied,
		Satisfaction: m.Printed(scoring.Satisfaction),
		OverAverage:  len(r.OverAverage()), BelowFullSatisfaction: len(r.BelowFullSatisfaction()),
	}
	if t.Handled > 0 {
		sum.Index = r.Region.Index.Ptr()
	}
	return sum
}
