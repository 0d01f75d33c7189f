package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"huying/internal/edge/export/paper"
)

// Of a chart, in pixels: how wide it is, how high its frame, and how much each
// bar adds.
const (
	chartWide  = 720
	chartFrame = 120
	barHigh    = 22
)

// chart draws the column that is worth it as bars, beside the table, the first
// row on top.
func (b *book) chart(sheet string, t *paper.Table) error {
	if t.Chart == 0 || len(t.Rows) < 2 {
		return nil
	}
	names := 0
	for i, c := range t.Columns {
		if c.Words {
			names = i // the last of the columns of words says whose figure it is
		}
	}
	place, err := excelize.CoordinatesToCellName(len(t.Columns)+2, 1)
	if err != nil {
		return err
	}
	return b.AddChart(sheet, place, &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name:       span(sheet, t.Chart, 1, 1),
			Categories: span(sheet, names, 2, len(t.Rows)+1),
			Values:     span(sheet, t.Chart, 2, len(t.Rows)+1),
		}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: t.Name + "：" + t.Columns[t.Chart].Name}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{ReverseOrder: true},
		Dimension: excelize.ChartDimension{Width: chartWide, Height: uint(chartFrame + barHigh*len(t.Rows))}, //nolint:gosec // a count
	})
}

// span names cells of a column as formulas do.
func span(sheet string, column, from, to int) string {
	name, err := excelize.ColumnNumberToName(column + 1)
	if err != nil { // no table has 16,384 columns
		return ""
	}
	at := fmt.Sprintf("'%s'!$%s$%d", strings.ReplaceAll(sheet, "'", "''"), name, from)
	if to > from {
		at += fmt.Sprintf(":$%s$%d", name, to)
	}
	return at
}
