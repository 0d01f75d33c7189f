package bulletin

import (
	"strings"

	"huying/internal/kernel/exact"
)

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

// Places is the greatest number of decimal places that a row prints in the
// column, so that all can be written alike and align.
func (c Column) Places(rows []Row) int {
	places := 0
	for i := range rows {
		places = max(places, Places(c.figure(&rows[i])))
	}
	return places
}

// Places is the number of decimal places of a figure as it is printed.
func Places(v *exact.Value) int {
	if v == nil {
		return 0
	}
	_, decimals, _ := strings.Cut(v.String(), ".")
	return len(decimals)
}

// Unknown stands where a figure is not known.
const Unknown = "—"

// Print writes a figure with the decimal places; Unknown for nil.
func Print(v *exact.Value, places int) string {
	if v == nil {
		return Unknown
	}
	return v.Fixed(places)
}

// Plain writes a figure in its shortest form; Unknown for nil.
func Plain(v *exact.Value) string {
	if v == nil {
		return Unknown
	}
	return v.String()
}
