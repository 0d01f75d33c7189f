package bulletin

import "huying/internal/kernel/exact"

// Column is one column of figures in a ranking list.
type Column struct {
	Key    string // the row's key in the contract
	Unit   Unit
	Course Course
	figure func(*Row) *exact.Value
}

// Columns lists a ranking list's columns in print order. Rank, unit and tier
// are not figures and stand beside them.
func Columns() []Column {
	return []Column{
		{"handled", Legs, Neutral, func(r *Row) *exact.Value { return count(r.Handled) }},
		{"surveyed", Legs, Neutral, func(r *Row) *exact.Value { return count(r.Surveyed) }},
		{"dissatisfied", Legs, LessBetter, func(r *Row) *exact.Value { return count(r.Dissatisfied) }},
		{"satisfaction", Percent, MoreBetter, func(r *Row) *exact.Value { return r.Satisfaction }},
		{"avg_days", Days, LessBetter, func(r *Row) *exact.Value { return r.AvgDays }},
		{"sign_rate", Percent, MoreBetter, func(r *Row) *exact.Value { return r.SignRate }},
		{"close_rate", Percent, MoreBetter, func(r *Row) *exact.Value { return r.CloseRate }},
		{"callback_rate", Percent, MoreBetter, func(r *Row) *exact.Value { return r.CallBackRate }},
		{"index", Score, MoreBetter, func(r *Row) *exact.Value { return r.Index }},
	}
}

// Figure returns the row's figure in the column; nil when it is unknown.
func (c Column) Figure(r *Row) *exact.Value { return c.figure(r) }

// Unknown stands where a figure is not known.
const Unknown = "—"

// Plain writes a figure in its shortest form, as JSON has it; Unknown for nil.
func Plain(v *exact.Value) string {
	if v == nil {
		return Unknown
	}
	return v.String()
}

// PrintRows writes the rows' figures, a line of cells each, in the order of
// Columns.
func PrintRows(rows []Row) [][]string {
	lines := make([][]string, len(rows))
	for _, c := range Columns() {
		for i := range rows {
			lines[i] = append(lines[i], c.Unit.Print(c.figure(&rows[i])))
		}
	}
	return lines
}

// Branch is a facet at its depth, 0 for one that no other holds.
type Branch struct {
	Facet
	Depth int
}

// Flatten lists facets with their parts after them, for a table.
func Flatten(facets []Facet) []Branch { return flatten(facets, 0) }

func flatten(facets []Facet, depth int) []Branch {
	var all []Branch
	for _, f := range facets {
		all = append(all, Branch{f, depth})
		all = append(all, flatten(f.Facets, depth+1)...)
	}
	return all
}

// Compared reports whether any facet of the group knows the year before.
func (g Group) Compared() bool {
	for _, b := range Flatten(g.Facets) {
		if b.Previous != nil {
			return true
		}
	}
	return false
}
