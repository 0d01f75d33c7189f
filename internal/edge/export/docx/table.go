package docx

import (
	"fmt"
	"strings"

	"huying/internal/edge/export/paper"
)

// across is the width of the type area, 156 mm, in twentieths of a point.
const across = 8844

// table writes a table as wide as the type area. Its head is repeated on every
// page, and no row is torn apart.
func (b *body) table(t *paper.Table) {
	wide := widths(t.Columns)
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/><w:tblW w:w="` + fmt.Sprint(across) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range wide {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		b.cell(wide[i], "CellHead", "", c.Name)
	}
	b.WriteString(`</w:tr>`)
	for _, row := range t.Rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range row {
			align := "right"
			if t.Columns[i].Words {
				align = ""
			}
			b.cell(wide[i], "Cell", align, strings.Repeat("　", c.Depth)+c.Text)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	b.paragraph("Cell", "") // tables that touch would become one
}

func (b *body) cell(wide int, style, align, text string) {
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, wide)
	b.aligned(style, align, text)
	b.WriteString(`</w:tc>`)
}

// widths shares the type area among the columns as they would like it.
func widths(columns []paper.Column) []int {
	all := 0
	for _, c := range columns {
		all += c.Wide
	}
	wide, left := make([]int, len(columns)), across
	for i, c := range columns {
		wide[i] = across * c.Wide / max(all, 1)
		left -= wide[i]
	}
	if len(wide) > 0 {
		wide[len(wide)-1] += left
	}
	return wide
}
