package calendar

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"huying/internal/kernel/errs"
)

//go:embed china.csv
var chinaCSV string

// officeHours is the weekly pattern that a new region starts from: 08:30–12:00
// and 14:00–17:30. It is an assumption; every region sets its own.
func officeHours() []Span {
	const half = 30 * time.Minute
	return []Span{{8*time.Hour + half, 12 * time.Hour}, {14 * time.Hour, 17*time.Hour + half}}
}

// China is the calendar of the State Council's notices 2018–2026, with the
// office hours that a new region starts from.
func China() Spec {
	days, err := ReadHolidays(strings.NewReader(chinaCSV), "china.csv")
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	s := Spec{
		Key: "china", Version: 1, Name: "国务院节假日安排", Zone: "Asia/Shanghai", Hours: officeHours(), Days: days,
		Notes: []string{"工作时间 08:30–12:00、14:00–17:30 为假定"},
	}
	for _, d := range days {
		if y := d.Date.Year(); !slices.Contains(s.Years, y) {
			s.Years = append(s.Years, y)
		}
	}
	slices.Sort(s.Years)
	return s
}

const holidayColumns = "date,name,is_off_day,paper"

// ReadHolidays reads a holiday file: a CSV with the columns
// date,name,is_off_day,paper. All problems are reported, each with its line
// and column.
func ReadHolidays(r io.Reader, file string) ([]Day, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	var days []Day
	var problems []error
	seen := map[Date]bool{}
	for first := true; ; first = false {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				err = errs.At(errs.Position{File: file, Line: bad.Line, Column: bad.Column}, errs.Invalidf("calendar.csv", "%v", bad.Err))
			}
			return nil, errors.Join(append(problems, err)...)
		}
		line, _ := in.FieldPos(0)
		if first {
			if header := strings.TrimPrefix(strings.Join(record, ","), "\ufeff"); header != holidayColumns {
				return nil, errs.At(errs.Position{File: file, Line: line, Column: 1},
					errs.Invalidf("calendar.header", "the header is %q; expected %s", header, holidayColumns))
			}
			continue
		}
		day, column, err := readHoliday(record)
		if err == nil && seen[day.Date] {
			err, column = errs.Invalidf("calendar.twice", "the day %s stands twice", day.Date), 1
		}
		if err != nil {
			problems = append(problems, errs.At(errs.Position{File: file, Line: line, Column: column}, err))
			continue
		}
		seen[day.Date] = true
		days = append(days, day)
	}
	return days, errors.Join(problems...)
}

func readHoliday(record []string) (day Day, column int, err error) {
	if len(record) != 4 {
		return day, 1, errs.Invalidf("calendar.fields", "%d fields; expected 4: %s", len(record), holidayColumns)
	}
	if day.Date, err = ParseDate(record[0]); err != nil {
		return day, 1, err
	}
	if day.Name = record[1]; strings.TrimSpace(day.Name) == "" {
		return day, 2, errs.Invalidf("calendar.name", "the day has no name")
	}
	switch record[2] {
	case "0":
	case "1":
		day.Off = true
	default:
		return day, 3, errs.Invalidf("calendar.off", "%q; expected 1 (a day off) or 0 (a make-up working day)", record[2])
	}
	day.Paper = record[3]
	return day, 0, nil
}
