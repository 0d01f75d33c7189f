package workbook

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"huying/internal/edge/export/paper"
)

// mostName is how many characters a sheet's name may have.
const mostName = 31

// free is a name for a sheet that no other has: without the characters that a
// name may not hold, cut to its length.
func (b *book) free(name string) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, name), " '")
	if name == "" {
		name = "表"
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = " " + strconv.Itoa(n)
		}
		tried := cut(name, mostName-len(end)) + end
		if key := strings.ToLower(tried); !b.names[key] {
			b.names[key] = true
			return tried
		}
	}
}

// cut is a text of at most n UTF-16 units, by which names are measured.
func cut(text string, n int) string {
	units := 0
	for i, r := range text {
		units++
		if r > 0xffff {
			units++
		}
		if units > n {
			return text[:i]
		}
	}
	return text
}

// table writes a table from the first cell on: a head that stays in sight and
// can filter, and the rows.
func (b *book) table(sheet string, t *paper.Table) error {
	for i, c := range t.Columns {
		if err := b.put(sheet, i+1, 1, paper.Cell{Text: c.Name}, look{bold: true, wrap: true, centred: !c.Words, filled: true}); err != nil {
			return err
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.SetColWidth(sheet, column, column, float64(2*c.Wide+3)); err != nil {
			return err
		}
	}
	for i, row := range t.Rows {
		for j, c := range row {
			if err := b.put(sheet, j+1, i+2, c, look{wrap: t.Columns[j].Words, depth: c.Depth, right: !t.Columns[j].Words}); err != nil {
				return err
			}
		}
	}
	if err := b.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(t.Columns), len(t.Rows)+1)
	if err != nil {
		return err
	}
	if err := b.AutoFilter(sheet, "A1:"+last, nil); err != nil {
		return err
	}
	return b.chart(sheet, t)
}

// put writes a cell: a figure as the number it is, digit by digit, words as
// words, whatever they begin with.
func (b *book) put(sheet string, column, row int, c paper.Cell, l look) error {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	if c.Value != nil {
		l.format = format(c)
		err = b.SetCellDefault(sheet, cell, c.Value.String())
	} else {
		err = b.SetCellStr(sheet, cell, c.Text)
	}
	if err != nil {
		return err
	}
	style, err := b.style(l)
	if err != nil {
		return err
	}
	return b.SetCellStyle(sheet, cell, cell, style)
}

// format prints a figure to its places, and with the words that stand around
// it in the bulletin.
func format(c paper.Cell) string {
	_, fraction, _ := strings.Cut(c.Value.String(), ".")
	format := "0"
	if places := max(c.Unit.Places(), len(fraction)); places > 0 {
		format += "." + strings.Repeat("0", places)
	}
	before, after, _ := strings.Cut(c.Text, c.Unit.Print(c.Value))
	return quoted(before) + format + quoted(after)
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return `"` + strings.ReplaceAll(text, `"`, "") + `"`
}
