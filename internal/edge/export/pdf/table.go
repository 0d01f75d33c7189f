package pdf

import (
	"strings"

	"huying/internal/edge/export/paper"
)

// pad is the room around a cell's text, in millimetres: beside it, and above
// and below.
const padX, padY = 1, 0.9

// row is one row of a table, broken into lines.
type row struct {
	cells [][]string
	high  float64
}

// table prints a table as wide as the type area. Its head is repeated on every
// page, and no row is torn apart.
func (p *printing) table(t *paper.Table) {
	p.use(cell)
	head := p.headRow(t)
	p.room(head.high + cell.high() + 2*padY)
	p.printHead(t, head)
	for _, cells := range t.Rows {
		r := p.measured(t, cells)
		if p.out.GetY()+r.high > foot {
			p.out.AddPage()
			p.use(cell)
			p.printHead(t, head)
		}
		p.printRow(t, r, false)
	}
	p.rule(0.3)
	p.gap(2)
}

func (p *printing) printHead(t *paper.Table, head row) {
	p.rule(0.3)
	p.printRow(t, head, true)
	p.rule(0.2)
}

// rule draws a line across the type area.
func (p *printing) rule(thick float64) {
	p.out.SetLineWidth(thick)
	y := p.out.GetY()
	p.out.Line(left, y, left+wide, y)
}

// widths shares the type area among the columns as they would like it.
func widths(columns []paper.Column) []float64 {
	all := 0
	for _, c := range columns {
		all += c.Wide
	}
	shares := make([]float64, len(columns))
	for i, c := range columns {
		shares[i] = wide * float64(c.Wide) / float64(max(all, 1))
	}
	return shares
}

func (p *printing) headRow(t *paper.Table) row {
	cells := make([]paper.Cell, len(t.Columns))
	for i, c := range t.Columns {
		cells[i] = paper.Cell{Text: c.Name}
	}
	return p.measured(t, cells)
}

// measured breaks a row's texts and says how high that makes it.
func (p *printing) measured(t *paper.Table, cells []paper.Cell) row {
	p.use(cell)
	r := row{cells: make([][]string, len(cells))}
	most := 1
	for i, share := range widths(t.Columns) {
		text := strings.Repeat("　", cells[i].Depth) + clean(cells[i].Text)
		r.cells[i] = broken(text, share-2*padX, p.measure)
		most = max(most, len(r.cells[i]))
	}
	r.high = float64(most)*cell.high() + 2*padY
	return r
}

func (p *printing) printRow(t *paper.Table, r row, head bool) {
	x, y := float64(left), p.out.GetY()
	for i, share := range widths(t.Columns) {
		align := "R"
		switch {
		case t.Columns[i].Words:
			align = "L"
		case head:
			align = "C"
		}
		down := (r.high - float64(len(r.cells[i]))*cell.high()) / 2
		for n, line := range r.cells[i] {
			p.out.SetXY(x+padX, y+down+float64(n)*cell.high())
			p.out.CellFormat(share-2*padX, cell.high(), line, "", 0, align, false, 0, "")
		}
		x += share
	}
	p.out.SetXY(left, y+r.high)
	if !head {
		p.out.SetDrawColor(190, 190, 190)
		p.rule(0.1)
		p.out.SetDrawColor(0, 0, 0)
	}
}
