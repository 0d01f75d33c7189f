package export

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
	"huying/internal/edge/export/paper"
	"huying/internal/kernel/errs"
)

// Markdown writes the document in Markdown with pipe tables (GFM). Every text
// of the document is escaped, so none can become markup.
func Markdown(d bulletin.Document, seal *openleg.Seal, w io.Writer) error {
	m, p := &markdown{}, paper.Of(&d, seal)
	m.heading(1, p.Title)
	for i, f := range p.Facts {
		end := "  "
		if i == len(p.Facts)-1 {
			end = "\n"
		}
		m.line("%s：%s%s", f.Name, text(f.Text), end)
	}
	m.blocks(p.Prose)
	m.blocks(p.Annex)
	for _, seal := range p.Seals {
		m.line("%s：`%s`  ", seal.Name, seal.Text)
	}
	_, err := w.Write(m.Bytes())
	return errs.Wrap("export.Markdown", err)
}

// markdown collects the output.
type markdown struct{ bytes.Buffer }

func (m *markdown) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *markdown) heading(level int, title string) {
	m.line("%s %s\n", strings.Repeat("#", level), text(title))
}

func (m *markdown) blocks(all []paper.Block) {
	for _, b := range all {
		switch b := b.(type) {
		case paper.Heading:
			m.heading(b.Level+1, b.Text)
		case paper.Paragraph:
			m.line("%s\n", text(string(b)))
		case paper.Items:
			for _, item := range b {
				m.line("- %s", text(item))
			}
			m.line("")
		case *paper.Table:
			m.table(b)
		}
	}
}

// table writes a pipe table: words aligned left, figures right.
func (m *markdown) table(t *paper.Table) {
	head, marks := make([]string, len(t.Columns)), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i], marks[i] = text(c.Name), "---:"
		if c.Words {
			marks[i] = "---"
		}
	}
	m.line("| %s |", strings.Join(head, " | "))
	m.line("| %s |", strings.Join(marks, " | "))
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = strings.Repeat("　", c.Depth) + c.Text
			if c.Value == nil { // words, which may hold anything
				cells[i] = strings.Repeat("　", c.Depth) + text(c.Text)
			}
		}
		m.line("| %s |", strings.Join(cells, " | "))
	}
	m.line("")
}
