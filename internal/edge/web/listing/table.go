package listing

import (
	"bytes"
	"encoding/csv"
	"net/http"

	"huying/internal/domain/csvtext"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// MostRows is how many lines a list comes with as a file.
const MostRows = 10_000

// Batch is how many lines are read at a time for a file.
const Batch = 500

// Table is a list while it is filled: a header, and lines below it.
type Table struct {
	rows [][]string
	over bool // something was left out
}

// Head names the columns.
func (t *Table) Head(names ...string) { t.rows = append(t.rows, names) }

// Add puts a line below the others. False: the table is full, and the line was
// left out.
func (t *Table) Add(cells ...string) bool {
	if t.over = t.over || len(t.rows) > MostRows; t.over {
		return false
	}
	t.rows = append(t.rows, cells)
	return true
}

// Lines is how many lines there are below the header.
func (t *Table) Lines() int { return max(0, len(t.rows)-1) }

// sheet are the rows as they are written; what was left out is said below.
func (t *Table) sheet(v *page.Visit) [][]string {
	if t.over {
		return append(t.rows, []string{v.Say("list.limit", "n", MostRows)})
	}
	return t.rows
}

// csvOf writes rows as Excel opens them: with a mark that it is UTF-8, and no
// cell a formula.
func csvOf(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(csvtext.Mark)
	out := csv.NewWriter(&b)
	for _, row := range rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = csvtext.Inert(cell)
		}
		if err := out.Write(line); err != nil {
			return nil, errs.Wrap("listing.csv", err)
		}
	}
	out.Flush()
	return b.Bytes(), errs.Wrap("listing.csv", out.Error())
}

// attach answers with a file that is kept nowhere.
func attach(w http.ResponseWriter, name, media string, body []byte) {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the visitor has gone: nothing to tell anybody
}
