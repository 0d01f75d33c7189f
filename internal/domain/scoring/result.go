package scoring

import (
	"huying/internal/kernel/exact"
)

// Result is the outcome of one scoring run.
type Result struct {
	Scheme     Ref
	Region     RegionScore
	Outside    Tally                   // legs of units outside the lists: in the region, in no row
	References map[Measure]exact.Value // region values that rows are held against, and the mean days
	Lists      []ListResult            // in the scheme's order; a list with bands once for each
	Full       exact.Value             // points of a satisfied leg: full satisfaction
}

// RegionScore 全区 is the region over all legs, listed or not.
type RegionScore struct {
	Tally    Tally
	Measures Measures
	Index    exact.Value
	Working  []Working
}

// ListResult is one ranking: a list, or one band of it.
type ListResult struct {
	Key, Name string
	Band      string // band key; empty without bands
	Rows      []Row  // by rank, unranked last, then by unit name by code point
}

// Row is one unit in its list.
type Row struct {
	Unit, List string
	Tally      Tally
	Measures   Measures
	Index      exact.Value
	Rank       int    // from 1; 0 when below the scheme's minimum
	Tier       string // tier key; empty when no tier fits
	Working    []Working
}

// rows walks every row of every list.
func (r *Result) rows(visit func(*Row)) {
	for i := range r.Lists {
		for j := range r.Lists[i].Rows {
			visit(&r.Lists[i].Rows[j])
		}
	}
}

// OverAverage are the listed units with at least one handled leg whose printed
// average days exceed the region's strictly (超平均时长).
func (r *Result) OverAverage() []*Row {
	mean, ok := r.References[AvgDays]
	var over []*Row
	r.rows(func(row *Row) {
		days := row.Measures.Printed(AvgDays)
		if ok && row.Tally.Handled > 0 && days != nil && days.Cmp(mean) > 0 {
			over = append(over, row)
		}
	})
	return over
}

// BelowFullSatisfaction are the listed units with at least one handled leg
// whose printed satisfaction is less than full (满意率未达 100 %).
func (r *Result) BelowFullSatisfaction() []*Row {
	var below []*Row
	r.rows(func(row *Row) {
		s := row.Measures.Printed(Satisfaction)
		if row.Tally.Handled > 0 && s != nil && s.Cmp(r.Full) < 0 {
			below = append(below, row)
		}
	})
	return below
}

// Units is the number of listed units with at least one handled leg.
func (r *Result) Units() int {
	n := 0
	r.rows(func(row *Row) {
		if row.Tally.Handled > 0 {
			n++
		}
	})
	return n
}
