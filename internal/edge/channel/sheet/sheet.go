package sheet

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"huying/internal/domain/csvtext"
	"huying/internal/kernel/errs"
)

// maxUnzipped bounds a workbook once it is unpacked, in bytes.
const maxUnzipped = 1 << 30

// Signatures of files: a ZIP archive, which an XLSX workbook is, and the older
// container that holds .xls workbooks and ones with a password.
const (
	archive   = "PK\x03\x04"
	container = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
)

// Is reports whether a file is a workbook rather than a text: one that Read
// reads, or knows why it cannot.
func Is(data []byte) bool {
	return bytes.HasPrefix(data, []byte(archive)) || bytes.HasPrefix(data, []byte(container))
}

// Read reads the first sheet that has anything on it: one record a row, with
// the row's number, blank ones included so that numbers stay true. Records are
// as wide as the first one that is not blank. Dates come out as
// 2006-01-02 15:04:05, or without the time where the cell shows none. Error:
// Invalid ("sheet.unreadable", "sheet.old", "sheet.empty"), at the file.
func Read(data []byte, name string) ([]csvtext.Record, error) {
	f, err := open(data, name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	for _, page := range f.GetSheetList() {
		if records, err := readPage(f, page, name); err != nil || len(records) > 0 {
			return records, err
		}
	}
	return nil, empty(name)
}

func open(data []byte, name string) (*excelize.File, error) {
	if bytes.HasPrefix(data, []byte(container)) {
		return nil, errs.At(errs.Position{File: name}, errs.New(errs.Invalid, "sheet.old",
			"an .xls workbook, or one with a password; expected XLSX without one, or CSV", "这是旧式 .xls 或加了密码的工作簿，应为无密码的 XLSX 或 CSV"))
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped})
	if err != nil {
		return nil, unreadable(name, err)
	}
	return f, nil
}

func empty(name string) error {
	return errs.At(errs.Position{File: name}, errs.New(errs.Invalid, "sheet.empty", "the workbook is empty", "工作簿是空的"))
}

// readPage reads one sheet; nothing where nothing is on it.
func readPage(f *excelize.File, page, name string) ([]csvtext.Record, error) {
	rows, err := f.GetRows(page)
	if err != nil {
		return nil, unreadable(name, err)
	}
	first := firstRow(rows)
	if first < 0 {
		return nil, nil
	}
	r, err := newReader(f, page)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return r.records(rows, len(rows[first]), name)
}

func unreadable(name string, err error) error {
	return errs.At(errs.Position{File: name}, errs.New(errs.Invalid, "sheet.unreadable",
		"not an XLSX workbook: "+err.Error(), "不是可读的 XLSX 工作簿："+err.Error()))
}

// firstRow is the first row with content, from 0; negative when there is none.
func firstRow(rows [][]string) int {
	for i, row := range rows {
		for _, cell := range row {
			if strings.TrimSpace(cell) != "" {
				return i
			}
		}
	}
	return -1
}

// reader turns the cells of one sheet into text.
type reader struct {
	f        *excelize.File
	page     string
	date1904 bool
	shows    map[int]shown // by style
}

func newReader(f *excelize.File, page string) (*reader, error) {
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, err
	}
	return &reader{f: f, page: page, date1904: props.Date1904 != nil && *props.Date1904, shows: map[int]shown{}}, nil
}

func (r *reader) records(rows [][]string, width int, name string) ([]csvtext.Record, error) {
	records := make([]csvtext.Record, 0, len(rows))
	for i, row := range rows {
		fields := make([]string, max(width, len(row)))
		for j, raw := range row {
			text, err := r.text(raw, j+1, i+1)
			if err != nil {
				return nil, errs.At(errs.Position{File: name, Line: i + 1, Column: j + 1}, unreadable(name, err))
			}
			fields[j] = text
		}
		records = append(records, csvtext.Record{Line: i + 1, Fields: fields})
	}
	return records, nil
}

// text is what a cell holds. Only a number needs a second look: it may be a
// date, or too long for a spreadsheet to have kept all its digits.
func (r *reader) text(raw string, column, row int) (string, error) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return raw, nil //nolint:nilerr // what is no number is a text
	}
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "", err
	}
	kind, err := r.f.GetCellType(r.page, cell)
	if err != nil {
		return "", err
	}
	if kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
		return raw, nil // a text of digits
	}
	style, err := r.f.GetCellStyle(r.page, cell)
	if err != nil {
		return "", err
	}
	s, err := r.show(style)
	if err != nil {
		return "", err
	}
	return r.number(v, s)
}

// exact is how far a spreadsheet keeps whole numbers: fifteen digits.
const exact = 1e15

func (r *reader) number(v float64, s shown) (string, error) {
	if s == asNumber || v < 0 {
		if math.Abs(v) >= exact {
			return strconv.FormatFloat(v, 'E', -1, 64), nil // as it would show it: rounded
		}
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	t, err := excelize.ExcelDateToTime(v, r.date1904)
	if err != nil {
		return "", err
	}
	return t.Round(second).Format(string(s)), nil
}
