package sheet_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"huying/internal/domain/csvtext"
	"huying/internal/edge/channel/sheet"
	"huying/internal/kernel/errs"
)

// book makes a workbook: values by cell, number formats by cell.
func book(t *testing.T, values map[string]any, formats map[string]excelize.Style) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("数据"); err != nil {
		t.Fatal(err)
	}
	for cell, v := range values {
		if err := f.SetCellValue("数据", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for cell, format := range formats {
		id, err := f.NewStyle(&format)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("数据", cell, cell, id); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	t.Parallel()
	moment, day, chinese, plain := `yyyy/m/d hh:mm`, `yyyy"年"m"月"d"日"`, `[$-804]上午/下午h:mm`, `0"days"`
	at := time.Date(2019, 10, 8, 9, 30, 15, 0, time.UTC)
	data := book(t, map[string]any{
		"A2": "case_no", "B2": "received_at", "C2": "title",
		"A3": "0123456789012345678901", "B3": at, "C3": "两\n行",
		"A5": 18503, "B5": "2019-10-08 09:30",
		"A6": 250912101108115409.0, "B6": 43746.395833333336, "C6": 12.5,
		"A7": 13900000000, "B7": 43746.395833333336, "C7": "TRUE", "D7": "more",
		"B8": 43746.5, "B9": 43746.5, "B10": 43746.5, "C10": "3.50",
	}, map[string]excelize.Style{
		"B3": {NumFmt: 22}, "B6": {CustomNumFmt: &moment}, "B8": {CustomNumFmt: &day}, "B9": {CustomNumFmt: &chinese}, "B10": {CustomNumFmt: &plain}, "B7": {NumFmt: 14},
	})
	got, err := sheet.Read(data, "t.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	want := []csvtext.Record{
		{Line: 1, Fields: []string{"", "", ""}},
		{Line: 2, Fields: []string{"case_no", "received_at", "title"}},
		{Line: 3, Fields: []string{"0123456789012345678901", "2019-10-08 09:30:15", "两\n行"}},
		{Line: 4, Fields: []string{"", "", ""}},
		{Line: 5, Fields: []string{"18503", "2019-10-08 09:30", ""}},
		{Line: 6, Fields: []string{"2.50912101108115E+17", "2019-10-08 09:30:00", "12.5"}},
		{Line: 7, Fields: []string{"13900000000", "2019-10-08", "TRUE", "more"}},
		{Line: 8, Fields: []string{"", "2019-10-08", ""}},
		{Line: 9, Fields: []string{"", "2019-10-08 12:00:00", ""}},
		{Line: 10, Fields: []string{"", "43746.5", "3.50"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"a text":        {[]byte("case_no,channel\n"), "sheet.unreadable"},
		"nothing":       {nil, "sheet.unreadable"},
		"an empty book": {book(t, nil, nil), "sheet.empty"},
		"an old book":   {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), "sheet.old"},
		"half a book":   {book(t, map[string]any{"A1": "x"}, nil)[:800], "sheet.unreadable"},
	} {
		if _, err := sheet.Read(c.data, "t.xlsx"); errs.CodeOf(err) != c.code || !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v, expected %s", name, err, c.code)
		}
	}
}

// FuzzRead: no workbook, however broken, brings the reader down; an error names
// the file; and what was read is read as the same from a workbook of texts.
func FuzzRead(f *testing.F) {
	f.Add(written(f, nil))
	f.Add(written(f, [][]string{{"case_no", "received_at"}, {"A1", "2019-10-08 09:00"}, {"", "两\n行"}}))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		records, err := sheet.Read(data, "t.xlsx")
		if err != nil {
			if !errs.Is(err, errs.Invalid) || !strings.HasPrefix(err.Error(), "t.xlsx") {
				t.Errorf("kind %s of %v", errs.KindOf(err), err)
			}
			return
		}
		var rows [][]string
		for _, r := range records {
			rows = append(rows, r.Fields)
		}
		again, err := sheet.Read(written(t, rows), "again.xlsx")
		if diff := cmp.Diff(records, again); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	})
}

// written is a workbook whose cells are all texts.
func written(tb testing.TB, rows [][]string) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		for j, text := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				tb.Fatal(err)
			}
			if err := f.SetCellStr("Sheet1", cell, text); err != nil {
				tb.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
