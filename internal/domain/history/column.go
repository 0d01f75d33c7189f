package history

import (
	"slices"
	"strings"

	"huying/internal/domain/csvtext"
	"huying/internal/kernel/errs"
)

// column is one column of a table of history, by its English name.
type column string

// The columns, of the case and then of the leg (design §4.2).
const (
	colNumber      column = "case_no"
	colChannel     column = "channel"
	colKind        column = "kind"
	colSubject     column = "subject"
	colTitle       column = "title"
	colContent     column = "content"
	colTopics      column = "topics"
	colCallerName  column = "caller_name"
	colCallerPhone column = "caller_phone"
	colAddress     column = "address"
	colReceived    column = "received_at"
	colUnit        column = "unit"
	colList        column = "unit_list"
	colRole        column = "role"
	colDispatched  column = "dispatched_at"
	colSignDue     column = "sign_due_at"
	colSigned      column = "signed_at"
	colCloseDue    column = "close_due_at"
	colClosed      column = "closed_at"
	colCallDue     column = "callback_due_at"
	colCalled      column = "called_back_at"
	colVerdict     column = "verdict"
	colSolved      column = "solved"

	// colReasons is in the tables of rejected rows, so that a mended one can be
	// taken in as it is. What it says is not read.
	colReasons column = "reasons"
)

// columns is in the order in which a table is written.
var columns = [...]struct {
	key      column
	zh       string
	required bool
}{
	{colNumber, "工单编号", true},
	{colChannel, "渠道", true},
	{colKind, "诉求类型", true},
	{colSubject, "内容分类", false},
	{colTitle, "标题", false},
	{colContent, "内容", false},
	{colTopics, "专题", false},
	{colCallerName, "姓名", false},
	{colCallerPhone, "电话号码", false},
	{colAddress, "地址", false},
	{colReceived, "受理时间", true},
	{colUnit, "承办单位", false},
	{colList, "榜单", false},
	{colRole, "主协办", false},
	{colDispatched, "交办时间", false},
	{colSignDue, "签收期限", false},
	{colSigned, "签收时间", false},
	{colCloseDue, "办理期限", false},
	{colClosed, "办结时间", false},
	{colCallDue, "回访期限", false},
	{colCalled, "回访时间", false},
	{colVerdict, "满意度", false},
	{colSolved, "是否解决", false},
	{colSource, "来源", false},
	{colOriginNumber, "来源编号", false},
	{colWritten, "来信日期", false},
	{colArrived, "到信日期", false},
	{colPost, "邮递方式", false},
	{colPages, "页数", false},
	{colPeople, "人数", false},
	{colRepresentatives, "代表人数", false},
	{colPolice, "公安到场", false},
	{colVenue, "接待地点", false},
	{colReceiver, "接待人", false},
	{colReasons, "退回原因", false},
}

// Header is the first row of a table that is written of cases of which nobody
// has said how they came in.
func Header() []string { return header(false) }

func header(arrivals bool) []string {
	var names []string
	for _, c := range columns {
		if c.key.writtenIn(arrivals) {
			names = append(names, string(c.key))
		}
	}
	return names
}

// writtenIn reports whether a table has the column, with how cases came in or
// without.
func (c column) writtenIn(arrivals bool) bool {
	return c != colReasons && (arrivals || !slices.Contains(ofArrival[:], c))
}

// chinese is the column's other name.
func (c column) chinese() string {
	for _, known := range columns {
		if known.key == c {
			return known.zh
		}
	}
	return string(c)
}

// layout is where each column of a table stands, from 0.
type layout map[column]int

// readHeader settles the layout. Errors: Invalid, one for each column that is
// unknown, stands twice or is missing.
func readHeader(t Table) (layout, []error) {
	at := layout{}
	var problems []error
	for i, cell := range t.Header {
		c, known := columnNamed(cell)
		first, twice := at[c]
		switch {
		case !known:
			problems = append(problems, t.problem(t.HeaderLine, i, says("history.column_unknown",
				"unknown column %q; expected some of %s", "没有“%s”这一列，应为其中之一：%s", strings.TrimSpace(cell), columnNames())))
		case twice:
			problems = append(problems, t.problem(t.HeaderLine, i, says("history.column_twice",
				"column %s stands in field %d already; expected each column once", "“%s”列在第 %d 格已有，每列只应出现一次", c, first+1)))
		default:
			at[c] = i
		}
	}
	for _, c := range columns {
		if _, there := at[c.key]; c.required && !there {
			problems = append(problems, t.problem(t.HeaderLine, -1, says("history.column_missing",
				"no column %s (%s); expected case_no, channel, kind and received_at at least", "缺少“%[2]s”列（%[1]s）；至少应有工单编号、渠道、诉求类型、受理时间四列", string(c.key), c.zh)))
		}
	}
	return at, problems
}

func columnNamed(cell string) (column, bool) {
	name := strings.ToLower(strings.TrimSpace(cell))
	for _, c := range columns {
		if name == string(c.key) || name == c.zh {
			return c.key, true
		}
	}
	return "", false
}

func columnNames() string {
	names := header(true)
	for i, n := range names {
		names[i] = n + " " + column(n).chinese()
	}
	return strings.Join(names, ", ")
}

// Table is a table as it was sent, from a text or a workbook.
type Table struct {
	Name       string // of the file, for problems
	HeaderLine int
	Header     []string
	Rows       []csvtext.Record
}

// ReadCSV reads a table from a text in UTF-8 or GB18030. Error: Invalid, at
// file:line, for what is not such a text, or has no header.
func ReadCSV(data []byte, name string) (Table, error) {
	records, err := csvtext.Read(data, name)
	if err != nil {
		return Table{}, err
	}
	return NewTable(name, records)
}

// NewTable makes a table of records, the first of which is the header. Records
// without any content are left out. Error: Invalid ("history.empty").
func NewTable(name string, records []csvtext.Record) (Table, error) {
	t := Table{Name: name}
	for _, r := range records {
		switch {
		case blank(r.Fields):
		case t.Header == nil:
			t.Header, t.HeaderLine = r.Fields, r.Line
		default:
			t.Rows = append(t.Rows, r)
		}
	}
	if t.Header == nil {
		return t, errs.At(errs.Position{File: name, Line: 1}, says("history.empty",
			"no header; expected the columns %s", "没有表头，应有的列：%s", columnNames()))
	}
	return t, nil
}

func blank(fields []string) bool {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

// problem places an error at a line and, from 0, a field; a negative field is
// none.
func (t *Table) problem(line, field int, err error) error {
	return errs.At(errs.Position{File: t.Name, Line: line, Column: field + 1}, err)
}
