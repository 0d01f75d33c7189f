package demo

import (
	"bytes"
	"embed"
	"encoding/csv"
	"strconv"

	"huying/internal/kernel/errs"
)

//go:embed units.csv divisions.csv quarter2018.csv quarter2019.csv matters/*.txt
var files embed.FS

// record is one row of an embedded table, by column.
type record map[string]string

// number reads a whole number; the tables hold no other figures.
func (r record) number(column string) (int, error) {
	n, err := strconv.Atoi(r[column])
	if err != nil {
		return 0, errs.Invalidf("demo.number", "column %s holds %q; expected a whole number", column, r[column])
	}
	return n, nil
}

// readTable reads an embedded CSV file with a header row.
func readTable(name string) ([]record, error) {
	b, err := files.ReadFile(name)
	if err != nil {
		return nil, errs.Wrap("demo."+name, err)
	}
	lines, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, errs.Wrap("demo."+name, err)
	}
	rows := make([]record, 0, len(lines))
	for _, line := range lines[1:] {
		row := record{}
		for i, value := range line {
			row[lines[0][i]] = value
		}
		rows = append(rows, row)
	}
	return rows, nil
}
