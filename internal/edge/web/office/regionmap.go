package office

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"huying/internal/app/admin"
	"huying/internal/domain/atlas"
	"huying/internal/domain/rulebook"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// mapView is how the shapes of a drafted map and the streets go together.
type mapView struct {
	Sum           string
	Width, Height int
	Paths         []string
	Table         table
}

// reported is nil for a draft that is no map.
func (s *room) reported(v *page.Visit, d admin.Draft) (*mapView, error) {
	if d.Kind != rulebook.Map {
		return nil, nil
	}
	of, err := rulebook.ReadMap(d.Text)
	if err != nil {
		return nil, err
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	var places []atlas.Place
	for _, u := range book.Streets() {
		places = append(places, atlas.Place{Code: u.Division, Name: u.Name})
	}
	report := atlas.Match(of.Areas, places)
	view := &mapView{
		Sum: v.Say("rules.map_sum", "matched", len(report.Matched), "unknown", len(report.Unknown), "missing", len(report.Missing), "datum", string(of.Datum), "source", of.Source),
		// Around the shapes is room for their lines.
		Width: of.Picture.Width + 8, Height: of.Picture.Height + 8,
		Table: table{Caption: v.Say("rules.map_report"), Heads: []string{v.Say("rules.map_shape"), v.Say("rules.map_street"), v.Say("office.state")}},
	}
	for i, a := range of.Areas {
		view.Paths = append(view.Paths, of.Picture.Shapes[i].Path)
		street, state := "—", page.Tag{Text: v.Say("rules.map_unknown"), Tone: page.Warn}
		if k, ok := report.Matched[i]; ok {
			street, state = places[k].Name, page.Tag{Text: v.Say("rules.map_matched"), Tone: page.Good}
		}
		view.Table.Rows = append(view.Table.Rows, []cell{{Text: a.Title()}, {Text: street}, {Tag: &state}})
	}
	for _, p := range report.Missing {
		view.Table.Rows = append(view.Table.Rows, []cell{{Text: "—"}, {Text: p.Name}, {Tag: &page.Tag{Text: v.Say("rules.map_missing"), Tone: page.Warn}}})
	}
	return view, nil
}

// mapFile fills a draft of the region's map in from a file. It writes nothing.
func (s *room) mapFile(v *page.Visit) (*page.Screen, error) {
	v.SetPathValue("kind", string(rulebook.Map))
	view, err := s.drafting(v, string(rulebook.Map))
	if err != nil {
		return nil, err
	}
	v.Body = http.MaxBytesReader(nil, v.Body, maxFile)
	_, data, err := chosen(v)
	if err != nil {
		return view.refused(v, err)
	}
	book, err := s.Records.Book(v.Context())
	if err != nil {
		return nil, errs.Wrap("office.book", err)
	}
	view.Text = mapText(s.today(book).String(), data)
	if !utf8.Valid(data) || len(data) > atlas.MostBytes {
		view.Text = ""
		return view.refused(v, v.Invalid("form.invalid", "error.form"))
	}
	return view.screen(0), nil
}

// mapText is the text of a map that says nothing of its origin yet: that is not
// in the file, and is never guessed.
func mapText(day string, data []byte) string {
	var b strings.Builder
	b.WriteString("effective: " + day + "\ndatum:\nsource:\ncode: code\nname: name\ngeojson: |\n")
	for line := range strings.Lines(linesOf(strings.TrimSpace(strings.TrimPrefix(string(data), "\ufeff")))) {
		b.WriteString("  " + strings.TrimSpace(line) + "\n")
	}
	return b.String()
}

// How much of a line and of a text a page shows, in bytes: a map is longer than
// a page may be. The whole is in the export.
const (
	longLine = 400
	longText = 60_000
)

// clipped is the beginning of a text that is too long to be shown.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
