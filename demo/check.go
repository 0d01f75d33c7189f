package demo

import (
	"huying/internal/domain/bulletin"
	"huying/internal/kernel/exact"
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
// Quarter as of QuarterAsOf, and that of Epidemic as of EpidemicAsOf. A figure
// whose source is known to be wrong is never OK, but has a Reason as long as
// the engine gives what the source should have said.
func Check(now, epidemic bulletin.Document) ([]Result, error) {
	rows, err := readTable("figures.csv")
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(rows))
	for i, row := range rows {
		r := Result{Figure: row["figure"], Printed: row["printed"], Computed: find(row["where"], now, epidemic)}
		r.OK = same(r.Printed, r.Computed)
		if row["reason"] != "" && same(row["computed"], r.Computed) {
			r.OK, r.Reason = false, row["reason"]
		}
		results[i] = r
	}
	return results, nil
}

// Passed reports whether every figure agrees or has its reason.
func Passed(results []Result) bool {
	for _, r := range results {
		if !r.OK && r.Reason == "" {
			return false
		}
	}
	return len(results) > 0
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
