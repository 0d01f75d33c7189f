package scoring

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"huying/internal/kernel/exact"
)

// CSV writes the input columns as they were written, then satisfaction, index
// and rank: lists in the table's order, rows by rank, then unit name. A value
// that there is none of is an empty field. UTF-8 without a byte order mark.
func (t *TableResult) CSV(w io.Writer) error {
	cells := map[[2]string][]string{}
	for i := range t.Table.Rows {
		row := &t.Table.Rows[i]
		cells[[2]string{t.Scheme.listKey(row.List), row.Unit}] = row.Cells
	}
	records := [][]string{append(slices.Clone(t.Table.Header), "satisfaction", "index", "rank")}
	t.Result.rows(func(row *Row) {
		records = append(records, append(slices.Clone(cells[[2]string{row.List, row.Unit}]),
			text(row.Measures.Printed(Satisfaction)), row.Index.String(), rankText(row.Rank)))
	})
	return csv.NewWriter(w).WriteAll(records)
}

// text writes a figure, empty when there is none.
func text(v *exact.Value) string {
	if v == nil {
		return ""
	}
	return v.String()
}

func rankText(rank int) string {
	if rank == 0 {
		return ""
	}
	return strconv.Itoa(rank)
}
