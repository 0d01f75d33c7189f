package scoring

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// Table is a plain table of units to score, as read.
type Table struct {
	Name   string
	Header []string // as written
	Rows   []TableRow
}

// TableRow is one unit of a table.
type TableRow struct {
	Line       int      // where the record starts, from 1
	Cells      []string // as written, under Header
	List, Unit string
	Handled    int

	Surveyed, Basic, Dissatisfied int

	Given map[Measure]exact.Value // average days, rates and counts given; absent ones are not there
}

// ReadTable reads a CSV table (design §4.1): UTF-8 or GB18030, a header in
// English or Chinese with the columns in any order, one row a unit. Errors are
// Invalid, one for each problem at file:line:field, joined; all are reported.
func ReadTable(r io.Reader, name string) (Table, error) {
	t := &tableReader{table: Table{Name: name}, units: map[[2]string]int{}}
	text, err := readText(r, name)
	if err != nil {
		return Table{}, err
	}
	t.read(text)
	if len(t.problems) > 0 {
		return Table{}, errors.Join(t.problems...)
	}
	return t.table, nil
}

type tableReader struct {
	table    Table
	columns  []*column         // by position; nil for a column that is an error
	whole    bool              // the header: without a column its cells cannot be held against the others
	units    map[[2]string]int // list and unit → line
	problems []error
}

func (t *tableReader) fail(line, field int, err error) {
	t.problems = append(t.problems, errs.At(errs.Position{File: t.table.Name, Line: line, Column: field}, err))
}

func (t *tableReader) read(text string) {
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord = -1
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			t.fail(syntax.StartLine, 0, errs.Newf(errs.Invalid, "table.syntax", "not CSV: %v", "不是CSV：%v", syntax.Err))
			return
		}
		line, _ := c.FieldPos(0)
		if t.columns == nil {
			t.header(record, line)
		} else {
			t.row(record, line)
		}
	}
	switch {
	case t.columns == nil:
		t.fail(1, 0, errs.Newf(errs.Invalid, "table.empty", "no header; expected the columns %s", "没有表头，应有列 %s", columnNames()))
	case len(t.table.Rows) == 0 && len(t.problems) == 0:
		t.fail(1, 0, errs.Newf(errs.Invalid, "table.empty", "no rows under the header; expected one for each unit", "表头下没有数据，应每单位一行"))
	}
}

// header settles which column stands where.
func (t *tableReader) header(record []string, line int) {
	t.columns = make([]*column, len(record))
	seen := map[string]int{}
	for i, cell := range record {
		cell = strings.TrimSpace(cell)
		t.table.Header = append(t.table.Header, cell)
		c, err := findColumn(cell)
		if err != nil {
			t.fail(line, i+1, err)
			continue
		}
		if first, twice := seen[c.key]; twice {
			t.fail(line, i+1, errs.Newf(errs.Invalid, "table.column_twice", "column %q is %s again, as is field %d", "列“%s”与第 %[3]d 列重复，都是 %[2]s", cell, c.key, first))
			continue
		}
		seen[c.key] = i + 1
		t.columns[i] = c
	}
	for _, c := range columns {
		if _, ok := seen[c.key]; c.required && !ok {
			t.fail(line, 0, errs.Newf(errs.Invalid, "table.column_missing", "no column %s (%s)", "缺少列 %s（%s）", c.key, c.names[0]))
		}
	}
	t.whole = len(t.problems) == 0
}

// row reads one unit. A row with a wrong number of fields is not read further.
func (t *tableReader) row(record []string, line int) {
	if len(record) != len(t.columns) {
		t.fail(line, min(len(record), len(t.columns))+1, errs.Newf(errs.Invalid, "table.fields",
			"%d fields; expected %d as in the header",
			"有 %d 列，表头有 %d 列", len(record), len(t.columns)))
		return
	}
	row := TableRow{Line: line, Given: map[Measure]exact.Value{}}
	before := len(t.problems)
	for i, cell := range record {
		cell = strings.TrimSpace(cell)
		row.Cells = append(row.Cells, cell)
		if t.columns[i] == nil {
			continue
		}
		if err := row.set(t.columns[i], cell); err != nil {
			t.fail(line, i+1, err)
		}
	}
	if t.whole && len(t.problems) == before {
		t.judge(&row)
	}
	t.table.Rows = append(t.table.Rows, row)
}

// set reads one cell into the row.
func (row *TableRow) set(c *column, cell string) error {
	switch c.kind {
	case cellText:
		if cell == "" {
			return errs.Newf(errs.Invalid, "table.empty_cell", "%s is empty; expected a name", "%s 为空，应为名称", c.key)
		}
		if c.key == columnList {
			row.List = cell
		} else {
			row.Unit = cell
		}
		return nil
	case cellCount:
		if cell == "" && !c.required {
			return nil
		}
		n, err := c.parseCount(cell)
		if err == nil {
			row.setCount(c.key, n)
		}
		return err
	}
	if cell == "" {
		return nil
	}
	v, err := c.parseNumber(cell)
	if err == nil {
		row.Given[Measure(c.key)] = v
	}
	return err
}

func (row *TableRow) setCount(key string, n int) {
	switch key {
	case string(Handled):
		row.Handled = n
	case string(Surveyed):
		row.Surveyed = n
	case string(Dissatisfied):
		row.Dissatisfied = n
	case columnBasic:
		row.Basic = n
	default:
		row.Given[Measure(key)] = exact.Int(int64(n))
	}
}

// judge reports numbers that no unit can have, at the field to blame.
func (t *tableReader) judge(row *TableRow) {
	blame := func(key, en, zh string, args ...any) {
		t.fail(row.Line, t.field(key), errs.Newf(errs.Invalid, "table.impossible", en, zh, args...))
	}
	if row.Surveyed > row.Handled {
		blame(string(Surveyed), "surveyed %d is more than handled, %d", "surveyed %d 多于 handled %d", row.Surveyed, row.Handled)
	}
	switch {
	case row.Basic+row.Dissatisfied <= row.Surveyed:
	case row.Basic > 0:
		blame(string(Dissatisfied), "dissatisfied %d and basic %d is more than surveyed, %d", "dissatisfied %d 与 basic %d 之和多于 surveyed %d",
			row.Dissatisfied, row.Basic, row.Surveyed)
	default:
		blame(string(Dissatisfied), "dissatisfied %d is more than surveyed, %d", "dissatisfied %d 多于 surveyed %d", row.Dissatisfied, row.Surveyed)
	}
	for _, m := range []Measure{Overdue, LateSigns, LateCallBacks} {
		if n, ok := row.Given[m]; ok && n.Cmp(exact.Int(int64(row.Handled))) > 0 {
			blame(string(m), "%s %s is more than handled, %d", "%s %s 多于 handled %d", m, n, row.Handled)
		}
	}
	if _, ok := row.Given[AvgDays]; ok && row.Handled == 0 {
		blame(string(AvgDays), "avg_days of a unit that handled nothing; expected an empty field", "该单位没有办理件，avg_days 应为空")
	}
	key := [2]string{row.List, row.Unit}
	if first, twice := t.units[key]; twice {
		blame(columnUnit, "unit %q stands in list %q already, in line %d", "单位“%s”在榜“%s”中已见于第 %d 行", row.Unit, row.List, first)
		return
	}
	t.units[key] = row.Line
}

// field is the position of a column, from 1; 0 when the table has none.
func (t *tableReader) field(key string) int {
	for i, c := range t.columns {
		if c != nil && c.key == key {
			return i + 1
		}
	}
	return 0
}
