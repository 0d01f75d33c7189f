package workbook_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/bulletin/bulletintest"
	"huying/internal/edge/export/paper"
	"huying/internal/edge/export/workbook"
)

var made = time.Date(2021, time.November, 8, 0, 0, 0, 0, time.UTC)

func printed(t *testing.T, p *paper.Paper) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := workbook.Write(p, made, &b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// TestReadBack: a sheet for each table, whose figures are numbers with every
// digit and show what the bulletin prints.
func TestReadBack(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	f := printed(t, &p)
	sheets := f.GetSheetList()
	if len(sheets) != 1+len(p.Tables()) || sheets[0] != "通报" {
		t.Fatalf("sheets %v", sheets)
	}
	figures := 0
	for i, table := range p.Tables() {
		raw, err := f.GetRows(sheets[i+1], excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, err := f.GetRows(sheets[i+1])
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) != len(table.Rows)+1 {
			t.Fatalf("%s has %d rows; expected %d", sheets[i+1], len(raw), len(table.Rows)+1)
		}
		for j, c := range table.Columns {
			if raw[0][j] != c.Name {
				t.Errorf("%s: head %s; expected %s", sheets[i+1], raw[0][j], c.Name)
			}
		}
		for r, row := range table.Rows {
			for j, c := range row {
				if c.Text == "" {
					continue
				}
				got, saw := raw[r+1][j], shown[r+1][j]
				if c.Value == nil {
					if got != c.Text {
						t.Errorf("%s: %q; expected %q", sheets[i+1], got, c.Text)
					}
					continue
				}
				figures++
				if want := strings.ReplaceAll(c.Text, "−", "-"); got != c.Value.String() || saw != want {
					t.Errorf("%s, %s: %s, shown %s; expected %s, shown %s", sheets[i+1], table.Columns[j].Name, got, saw, c.Value, want)
				}
			}
		}
	}
	if figures < 400 {
		t.Errorf("only %d figures were compared", figures)
	}
}

// TestCharts: tables that are worth it have one, of their own cells.
func TestCharts(t *testing.T) {
	t.Parallel()
	d := bulletintest.Rich()
	p := paper.Of(&d, nil)
	f := printed(t, &p)
	want := 0
	for _, table := range p.Tables() {
		if table.Chart > 0 && len(table.Rows) > 1 {
			want++
		}
	}
	got := 0
	for name := range allParts(t, f) {
		if strings.HasPrefix(name, "xl/charts/chart") {
			got++
		}
	}
	if got != want || want < 5 {
		t.Errorf("%d charts; expected %d", got, want)
	}
}

func allParts(t *testing.T, f *excelize.File) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	f.Pkg.Range(func(name, _ any) bool {
		if s, ok := name.(string); ok {
			all[s] = true
		}
		return true
	})
	return all
}

// TestNames: sheets are told apart whatever their tables are called.
func TestNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("很长的名称", 10)
	names := []string{"通报", long, long, "a:b/c", "A?B*C", "'quoted'", "", "x\ny", "😀" + strings.Repeat("字", 40)}
	p := paper.Paper{Title: "t"}
	for _, name := range names {
		p.Annex = append(p.Annex, &paper.Table{Name: name, Columns: []paper.Column{{Name: "c", Wide: 3}}, Rows: [][]paper.Cell{{{Text: "=1+1"}}}})
	}
	f := printed(t, &p)
	if got := f.GetSheetList(); len(got) != len(names)+1 {
		t.Errorf("%d sheets for %d tables: %q", len(got), len(names), got)
	}
	for _, sheet := range f.GetSheetList()[1:] {
		if formula, err := f.GetCellFormula(sheet, "A2"); err != nil || formula != "" {
			t.Errorf("%s: a text became the formula %q (%v)", sheet, formula, err)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for _, d := range []bulletin.Document{bulletintest.Hostile(), bulletintest.Bare()} {
		p := paper.Of(&d, nil)
		f := printed(t, &p)
		if got, err := f.GetCellValue(f.GetSheetList()[0], "A1"); err != nil || got != d.Title {
			t.Errorf("titled %q (%v); expected %q", got, err, d.Title)
		}
	}
}

// failing is a writer on a full disk.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReturned(t *testing.T) {
	t.Parallel()
	if err := workbook.Write(&paper.Paper{Title: "t"}, made, failing{}); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("on a full disk: %v", err)
	}
}
