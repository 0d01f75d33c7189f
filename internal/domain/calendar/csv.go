package calendar

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"huying/internal/kernel/errs"
)

// csvHeader are the columns of a holiday list: the day, its holiday, 1 for a
// day off and 0 for a make-up day, and the notices that say so.
var csvHeader = [...]string{"date", "name", "is_off_day", "paper"}

const byteOrderMark = "\uFEFF"

// ParseCSV reads a holiday list with the header date,name,is_off_day,paper, in
// UTF-8. The days come back by date. Errors are Invalid, one for each problem
// with file, line and field, joined.
func ParseCSV(data []byte, file string) ([]Day, error) {
	if !utf8.Valid(data) {
		return nil, errs.At(errs.Position{File: file}, errs.Newf(errs.Invalid, "calendar.encoding", "not UTF-8", "不是UTF-8"))
	}
	l := &list{file: file, r: csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(byteOrderMark)))), seen: map[Date]int{}}
	l.r.FieldsPerRecord = -1
	if l.header() {
		for l.next() {
			l.day()
		}
	}
	if err := errors.Join(l.problems...); err != nil {
		return nil, err
	}
	return Spec{Days: l.days}.sorted(), nil
}

// list is a holiday list being read.
type list struct {
	file     string
	r        *csv.Reader
	record   []string
	days     []Day
	seen     map[Date]int // day → line
	problems []error
}

// fail reports a problem of a field, from 0, of the record at hand.
func (l *list) fail(field int, code, format string, args ...any) {
	line, _ := l.r.FieldPos(min(field, len(l.record)-1))
	at := errs.Position{File: l.file, Line: line, Column: field + 1}
	l.problems = append(l.problems, errs.At(at, errs.Invalidf(code, format, args...)))
}

// next reads a record; false at the end and after a broken one.
func (l *list) next() bool {
	record, err := l.r.Read()
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return false
	case errors.As(err, &bad):
		at := errs.Position{File: l.file, Line: bad.Line, Column: len(record) + 1}
		l.problems = append(l.problems, errs.At(at, errs.Newf(errs.Invalid, "calendar.csv", "not CSV: %v", "不是CSV：%v", bad.Err)))
		return false
	case err != nil:
		l.problems = append(l.problems, errs.Wrap("read "+l.file, err))
		return false
	}
	l.record = record
	return true
}

func (l *list) header() bool {
	if !l.next() {
		if len(l.problems) == 0 {
			at := errs.Position{File: l.file, Line: 1}
			l.problems = append(l.problems, errs.At(at, errs.Newf(errs.Invalid, "calendar.header", "empty; expected the header date,name,is_off_day,paper", "文件为空，应有表头 date,name,is_off_day,paper")))
		}
		return false
	}
	for i, name := range csvHeader {
		got := ""
		if i < len(l.record) {
			got = l.record[i]
		}
		if got != name {
			l.fail(i, "calendar.header", "column %q; expected %s of the header date,name,is_off_day,paper", got, name)
			return false
		}
	}
	return l.width()
}

// width asks for as many fields as there are columns.
func (l *list) width() bool {
	if len(l.record) != len(csvHeader) {
		l.fail(min(len(l.record), len(csvHeader)), "calendar.fields", "%d fields; expected %d", len(l.record), len(csvHeader))
		return false
	}
	return true
}

// day reads the record at hand.
func (l *list) day() {
	if !l.width() {
		return
	}
	date, err := ParseDate(l.record[0])
	first := l.seen[date]
	switch {
	case err != nil:
		l.fail(0, "date.invalid", "%q is not a date; expected YYYY-MM-DD, such as 2019-10-01", l.record[0])
		return
	case first > 0:
		l.fail(0, "calendar.twice", "%s is listed twice, first in line %d", date, first)
		return
	}
	l.seen[date], _ = l.r.FieldPos(0)
	if l.record[1] == "" {
		l.fail(1, "calendar.name", "empty; expected the name of the holiday")
	}
	if !slices.Contains([]string{"0", "1"}, l.record[2]) {
		l.fail(2, "calendar.off", "%q; expected 1 for a day off or 0 for a make-up day", l.record[2])
	}
	l.days = append(l.days, Day{Date: date, Name: l.record[1], Off: l.record[2] == "1", Paper: l.record[3]})
}
