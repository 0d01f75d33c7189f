package statistics

import (
	"net/http"

	"huying/internal/edge/web/listing"
	"huying/internal/edge/web/page"
)

// file writes the table as a file.
func (s *room) file(w http.ResponseWriter, v *page.Visit) error {
	l := list(v)
	l.Fill = func(t *listing.Table) error {
		found, err := s.ask(v)
		if err != nil {
			return err
		}
		(&asking{v, &found}).sheet(t)
		return nil
	}
	return s.Lists.Write(w, v, l)
}

// list is the table as a file.
func list(v *page.Visit) listing.List {
	return listing.List{Name: "statistics", Path: Path, Title: v.Say("stat.title")}
}

// sheet is the table with a column of its own for what a figure is made of.
func (a *asking) sheet(to *listing.Table) {
	t := a.table()
	head := []string{a.dimension(a.s.By)}
	for _, c := range t.Head {
		head = append(head, c.Name, c.Note)
	}
	to.Head(head...)
	for _, l := range append(t.Rows, t.Total) {
		row := []string{l.Name}
		for _, c := range l.Cells {
			row = append(row, c.Text, c.Made)
		}
		to.Add(row...)
	}
}

// files are the table as files, asked for as the page was.
func (a *asking) files(w listing.Writer) []listing.Link {
	return w.Links(a.v, list(a.v), "of", a.of(), "by", string(a.s.By), "period", a.s.Period.String(), "unit", string(a.s.Unit), "under", a.s.Under)
}
