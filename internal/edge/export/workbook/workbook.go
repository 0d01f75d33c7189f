// Package workbook prints a bulletin as an Excel workbook: its text on the
// first sheet, then a sheet for each table, with figures that can be computed
// with, printed as the bulletin prints them, and charts of those that compare
// units, subjects or facets.
package workbook

import (
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"huying/internal/edge/export/paper"
	"huying/internal/kernel/errs"
)

// Media is the media type of what Write writes.
const Media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Write prints the paper. The file says that it was made at the given moment.
func Write(p *paper.Paper, made time.Time, w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it stays in memory
	b := &book{File: f, styles: map[look]int{}, names: map[string]bool{}}
	if err := b.write(p, made); err != nil {
		return errs.Wrap("workbook.Write", err)
	}
	return errs.Wrap("workbook.Write", f.Write(w))
}

// book is a workbook that is being written.
type book struct {
	*excelize.File
	styles map[look]int
	names  map[string]bool // of sheets, folded
}

func (b *book) write(p *paper.Paper, made time.Time) error {
	moment := made.UTC().Format(time.RFC3339)
	if err := b.SetDocProps(&excelize.DocProperties{Title: p.Title, Creator: "Huying", Language: "zh-CN", Created: moment, Modified: moment}); err != nil {
		return err
	}
	front := b.free("通报")
	if err := b.SetSheetName(b.GetSheetName(0), front); err != nil {
		return err
	}
	if err := b.front(front, p); err != nil {
		return err
	}
	for _, t := range p.Tables() {
		name := b.free(t.Name)
		if _, err := b.NewSheet(name); err != nil {
			return err
		}
		if err := b.table(name, t); err != nil {
			return err
		}
	}
	return nil
}

// front is the first sheet: title, facts, text and notes, a paragraph a row.
func (b *book) front(sheet string, p *paper.Paper) error {
	if err := b.SetColWidth(sheet, "A", "A", 96); err != nil {
		return err
	}
	w := &rows{b, sheet, 0}
	if err := w.add(p.Title, look{size: 16, bold: true, wrap: true}); err != nil {
		return err
	}
	for _, f := range p.Facts {
		if err := w.add(f.Name+"："+f.Text, look{}); err != nil {
			return err
		}
	}
	for _, blocks := range [][]paper.Block{p.Prose, p.Annex} {
		for _, block := range blocks {
			if err := w.block(block); err != nil {
				return err
			}
		}
	}
	for _, seal := range p.Seals {
		if err := w.add(seal.Name+"："+seal.Text, look{}); err != nil {
			return err
		}
	}
	return nil
}

// rows writes texts below each other.
type rows struct {
	*book
	sheet string
	n     int
}

// block writes words; tables have sheets of their own, of which the headings
// say the contents.
func (w *rows) block(block paper.Block) error {
	switch block := block.(type) {
	case paper.Heading:
		return w.add(block.Text, look{size: float64(15 - 2*block.Level), bold: true, wrap: true})
	case paper.Paragraph:
		return w.add(string(block), look{wrap: true})
	case paper.Items:
		for _, item := range block {
			if err := w.add(item, look{wrap: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *rows) add(text string, l look) error {
	w.n++
	return w.put(w.sheet, 1, w.n, paper.Cell{Text: text}, l)
}
