package workbench

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"huying/internal/domain/csvtext"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// MostListed is how many cases a list comes with as a file.
const MostListed = 10_000

// listPage is how many cases are read at a time for a file.
const listPage = 500

// fileLink is a list as a file.
type fileLink struct {
	Label string
	Link  string
	Name  string
}

// fileLinks are the forms that a list comes in.
func fileLinks(v *page.Visit, o Options, filled []string) []fileLink {
	all := []fileLink{{v.Say("list.csv", "n", MostListed), v.Link("/desk/lists/cases.csv", filled...), "cases.csv"}}
	if o.Workbook != nil {
		all = append(all, fileLink{v.Say("list.xlsx", "n", MostListed), v.Link("/desk/lists/cases.xlsx", filled...), "cases.xlsx"})
	}
	return all
}

// listFile writes the cases that a filter takes as a table: what the list shows,
// to whoever sees it, and nobody's name.
func (s *room) listFile(w http.ResponseWriter, v *page.Visit) error {
	f, err := caseFilter(v)
	if err != nil {
		return err
	}
	f.Limit, f.Plain = listPage, true
	switch name := v.PathValue("file"); {
	case name == "cases.csv":
		rows, err := s.table(v, f)
		if err != nil {
			return err
		}
		return writeCSV(w, name, rows)
	case name == "cases.xlsx" && s.Workbook != nil:
		rows, err := s.table(v, f)
		if err != nil {
			return err
		}
		body, err := s.Workbook(v.Say("cases.title"), rows)
		if err != nil {
			return errs.Wrap("workbench.workbook", err)
		}
		return attach(w, name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body)
	}
	return v.Missing("page.not_found", "error.page")
}

// table is the list as rows under a header; what was left out is said below.
func (s *room) table(v *page.Visit, f CaseFilter) ([][]string, error) {
	rows := [][]string{{
		v.Say("cases.number"), v.Say("cases.matter"), v.Say("cases.channel"), v.Say("case.kind"), v.Say("case.subject"),
		v.Say("cases.state"), v.Say("cases.unit"), v.Say("cases.received"),
	}}
	for {
		found, err := s.Source.Cases(v.Context(), v.Who, f)
		if err != nil {
			return nil, errs.Wrap("workbench.list_file", err)
		}
		for _, c := range found.Rows {
			rows = append(rows, []string{
				c.Number, c.Title, c.Channel, c.Kind, c.Subject, c.State.Text, strings.Join(c.Units, v.Lang.Pick("、", ", ")),
				c.ReceivedAt.In(v.Site.Location).Format(time.DateTime),
			})
		}
		switch {
		case found.Next == "":
			return rows, nil
		case len(rows) > MostListed:
			return append(rows, []string{v.Say("list.limit", "n", MostListed)}), nil
		}
		f.After = found.Next
	}
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
			return errs.Wrap("workbench.csv", err)
		}
	}
	out.Flush()
	return attach(w, name, "text/csv; charset=utf-8", b.Bytes())
}

func attach(w http.ResponseWriter, name, media string, body []byte) error {
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // the visitor has gone: nothing to tell anybody
	return nil
}
