package sheet

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"huying/internal/domain/csvtext"
	"huying/internal/kernel/errs"
)

// Page is one sheet of a workbook; every cell is a text.
type Page struct {
	Name string
	Rows [][]string
}

// Write makes a workbook of pages. No cell is taken for a formula, a date or a
// number: what is read back is what was written.
func Write(pages []Page) (_ []byte, err error) {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it stays in memory
	for i, p := range pages {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), p.Name)
		} else {
			_, err = f.NewSheet(p.Name)
		}
		if err == nil {
			err = write(f, p)
		}
		if err != nil {
			return nil, errs.Wrap("sheet.write", err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, errs.Wrap("sheet.write", err)
	}
	return b.Bytes(), nil
}

// Single makes a workbook of one page.
func Single(name string, rows [][]string) ([]byte, error) {
	return Write([]Page{{Name: name, Rows: rows}})
}

func write(f *excelize.File, p Page) error {
	w, err := f.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for i, row := range p.Rows {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = text
		}
		first, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(first, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// ReadPage is one sheet as it was read.
type ReadPage struct {
	Name    string
	Records []csvtext.Record
}

// ReadAll reads every sheet that has anything on it, as Read does the first.
// Errors: those of Read.
func ReadAll(data []byte, name string) ([]ReadPage, error) {
	f, err := open(data, name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var pages []ReadPage
	for _, page := range f.GetSheetList() {
		records, err := readPage(f, page, name)
		if err != nil {
			return nil, err
		}
		if len(records) > 0 {
			pages = append(pages, ReadPage{page, records})
		}
	}
	if len(pages) == 0 {
		return nil, empty(name)
	}
	return pages, nil
}
