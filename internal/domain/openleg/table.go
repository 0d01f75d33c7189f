package openleg

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"huying/internal/kernel/errs"
)

// Header is the first line of the table.
func Header() []string {
	keys := make([]string, len(columns))
	for i := range columns {
		keys[i] = columns[i].Key
	}
	return keys
}

// Record is a line as a record of CSV, without the end of the line: the bytes
// that the tree of a bulletin is made of.
func (l *Line) Record() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	cells := make([]string, len(columns))
	for i := range columns {
		cells[i] = columns[i].write(l)
	}
	_ = w.Write(cells) // a Buffer takes everything
	w.Flush()
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Table joins a header and records to the file that is published.
func Table(records [][]byte) []byte {
	var b bytes.Buffer
	b.WriteString(strings.Join(Header(), ",") + "\n")
	for _, r := range records {
		b.Write(r)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Problems bounds how many faults of a table are told.
const problems = 100

// Read reads a table as it was published: UTF-8, the columns in their order.
// Each record is given with its line. Errors: Invalid ("openleg.…"), one for
// each fault at file:line:field, joined.
func Read(data []byte, name string) ([]Line, error) {
	c := csv.NewReader(bytes.NewReader(data))
	c.FieldsPerRecord = -1
	var lines []Line
	var faults []error
	fail := func(line, field int, err error) {
		if len(faults) < problems {
			faults = append(faults, errs.At(errs.Position{File: name, Line: line, Column: field}, err))
		}
	}
	for n := 0; ; n++ {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if syntax := (*csv.ParseError)(nil); errors.As(err, &syntax) {
			fail(syntax.StartLine, 0, errs.Newf(errs.Invalid, "openleg.syntax", "not CSV: %v", "不是合规的 CSV：%v", syntax.Err))
			break
		}
		at, _ := c.FieldPos(0)
		switch {
		case n == 0 && !slices.Equal(cells, Header()):
			fail(at, 0, errs.Newf(errs.Invalid, "openleg.header", "the first line is not %s", "首行应为 %s", strings.Join(Header(), ",")))
			return nil, errors.Join(faults...)
		case n == 0:
		case len(cells) != len(columns):
			fail(at, 0, errs.Newf(errs.Invalid, "openleg.cells", "%d cells; expected %d", "有%d格，应为%d格", len(cells), len(columns)))
		default:
			var l Line
			for i := range columns {
				if err := columns[i].fits(&l, cells[i]); err != nil {
					fail(at, i+1, err)
				}
			}
			lines = append(lines, l)
		}
	}
	if len(faults) == 0 && len(data) == 0 {
		fail(1, 0, errs.New(errs.Invalid, "openleg.header", "the file is empty", "文件为空"))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return lines, nil
}

// ReadRecord reads one record, as a proof carries it. Errors: those of Read,
// without a place.
func ReadRecord(record []byte) (Line, error) {
	lines, err := Read(slices.Concat([]byte(strings.Join(Header(), ",")+"\n"), record, []byte("\n")), "")
	if err == nil && (len(lines) != 1 || !bytes.Equal(lines[0].Record(), record)) {
		err = errs.New(errs.Invalid, "openleg.record", "not one record as it was published", "不是一条按原样公布的记录")
	}
	if err != nil {
		return Line{}, err
	}
	return lines[0], nil
}
