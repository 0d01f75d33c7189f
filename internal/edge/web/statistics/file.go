package statistics

import (
	"bytes"
	"encoding/csv"
	"net/http"

	"huying/internal/domain/csvtext"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// file writes the table as a file.
func (s *room) file(w http.ResponseWriter, v *page.Visit) error {
	name := v.PathValue("table")
	if name != "statistics.csv" && (name != "statistics.xlsx" || s.Workbook == nil) {
		return v.Missing("page.not_found", "error.page")
	}
	found, err := s.ask(v)
	if err != nil {
		return err
	}
	a := &asking{v, &found}
	rows := a.sheet()
	if name == "statistics.csv" {
		return writeCSV(w, name, rows)
	}
	body, err := s.Workbook(v.Say("stat.title"), rows)
	if err != nil {
		return errs.Wrap("statistics.workbook", err)
	}
	attach(w, name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body)
	return nil
}

// sheet is the table with a column of its own for what a figure is made of.
func (a *asking) sheet() [][]string {
	t := a.table()
	head := []string{a.dimension(a.s.By)}
	for _, c := range t.Head {
		head = append(head, c.Name, c.Note)
	}
	rows := [][]string{head}
	for _, l := range append(t.Rows, t.Total) {
		row := []string{l.Name}
		for _, c := range l.Cells {
			row = append(row, c.Text, c.Made)
		}
		rows = append(rows, row)
	}
	return rows
}

// writeCSV writes rows as Excel opens them: with a mark that it is UTF-8, and no
// cell a formula.
func writeCSV(w http.ResponseWriter, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString(csvtext.Mark)
	out := csv.NewWriter(&b)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = csvtext.Inert(cell)
		}
		if err := out.Write(row); err != nil {
			return errs.Wrap("statistics.csv", err)
		}
	}
	out.Flush()
	attach(w, name, "text/csv; charset=utf-8", b.Bytes())
	return nil
}

func attach(w http.ResponseWriter, name, media string, body []byte) {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the visitor has gone: nothing to tell anybody
}
