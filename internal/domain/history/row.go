package history

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huying/internal/domain/arrival"
	"huying/internal/domain/casework"
	"huying/internal/domain/csvtext"
	"huying/internal/domain/org"
	"huying/internal/domain/person"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// row is one row of the table, its cells read.
type row struct {
	sheet *Sheet
	index int // in the table

	// Of the case.
	channel  casework.Channel
	kind     casework.Kind
	tags     []casework.Tag
	received time.Time
	caller   person.Person // of the first row
	arrival  arrival.Arrival

	// Of the leg, or of the centre's own answer.
	unit       string
	role       casework.LegRole
	dispatched time.Time
	signDue    time.Time
	signed     time.Time
	closeDue   time.Time
	closed     time.Time
	callDue    time.Time
	called     time.Time
	answer     survey.Answer
}

// cell is the text of a cell without the space around it.
func (r *row) cell(c column) string { return strings.TrimSpace(r.raw(c)) }

// raw is the text of a cell as it was sent, without what kept a spreadsheet
// from taking it for a formula; empty where the row has none.
func (r *row) raw(c column) string {
	fields := r.sheet.table.Rows[r.index].Fields
	if i, ok := r.sheet.layout[c]; ok && i < len(fields) {
		return csvtext.Bare(fields[i])
	}
	return ""
}

func (r *row) fail(c column, err error) { r.sheet.fault(r.sheet.faults, r, c, err) }

func (r *row) bad() bool { return len(r.sheet.faults[r.index]) > 0 }

// line is where the row stands.
func (r *row) line() int { return r.sheet.table.Rows[r.index].Line }

// read reads one row and puts it to its case.
func (s *Sheet) read(i int) {
	r := &row{sheet: s, index: i}
	r.checkWidth()
	number := r.readNumber()
	c, known := s.byNumber[number]
	if !known {
		c = &sent{number: number}
		if number != "" {
			s.byNumber[number] = c
			s.cases = append(s.cases, c)
		}
	}
	c.rows = append(c.rows, r)
	r.readCase(c)
	r.readPart()
	if !r.bad() && number != "" {
		c.take(r)
	}
}

// checkWidth reports a row with more or fewer cells than the header has.
func (r *row) checkWidth() {
	got, want := len(r.sheet.table.Rows[r.index].Fields), len(r.sheet.table.Header)
	if got != want {
		at := r.sheet.table.problem(r.line(), min(got, want), says("history.fields",
			"%d fields; expected %d as in the header", "有 %d 格，应与表头一样有 %d 格", got, want))
		r.sheet.faults[r.index] = append(r.sheet.faults[r.index], at)
	}
}

// maxNumber bounds a case number, in bytes.
const maxNumber = 64

func (r *row) readNumber() ident.CaseNumber {
	cell := r.cell(colNumber)
	odd := strings.ContainsFunc(cell, func(c rune) bool { return unicode.IsSpace(c) || !unicode.IsPrint(c) })
	switch {
	case cell == "":
		r.missing(colNumber, "a case number", "工单编号")
	case len(cell) > maxNumber || odd:
		r.fail(colNumber, says("history.number", "%q is not a case number; expected up to %d characters without spaces",
			"“%s”不是工单编号，应为不超过 %d 个字符且不含空格", cell, maxNumber))
	case rounded(cell):
		r.fail(colNumber, says("history.rounded", "%q is a number that a spreadsheet has rounded; expected a case number kept as text",
			"“%s”已被电子表格舍入，工单编号应存为文本", cell))
	default:
		return ident.CaseNumber(cell)
	}
	return ""
}

// rounded reports a number in the form in which a spreadsheet shows one that
// is too long for it.
func rounded(cell string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(cell), "E+")
	return ok && strings.Trim(mantissa, "0123456789.") == "" && exponent != "" && strings.Trim(exponent, "0123456789") == ""
}

// readCase reads what the row says of its case. The first row says
// everything; a later one the same or nothing.
func (r *row) readCase(c *sent) {
	r.channel = cellOf(r, colChannel, r.sheet.words.channels)
	r.kind = cellOf(r, colKind, r.sheet.words.kinds)
	r.received = r.moment(colReceived)
	r.readTopics()
	if subject := r.cell(colSubject); subject != "" && !r.sheet.subjects[subject] {
		r.fail(colSubject, says("history.subject", "%q is not in the subject tree; expected a path of it, with / between levels", "内容分类中没有“%s”，应为其中的路径，各级以 / 分隔", subject))
	}
	for _, col := range []column{colTitle, colContent} {
		if n := len(r.cell(col)); n > maxText {
			r.fail(col, says("history.long", "%s has %d bytes; expected at most %d", "%s有 %d 字节，应不超过 %d", col, n, maxText))
		}
	}
	if c.head() == r {
		r.requireCase()
		r.readCaller()
		r.readArrival()
		return
	}
	r.matchHead(c.head())
}

// maxText bounds a text, in bytes, as casework does.
const maxText = 64 << 10

func (r *row) requireCase() {
	if r.cell(colChannel) == "" {
		names := r.sheet.words.channels.expected()
		r.missing(colChannel, "one of "+names, names+"之一")
	}
	if r.cell(colKind) == "" {
		names := r.sheet.words.kinds.expected()
		r.missing(colKind, "one of "+names, names+"之一")
	}
	if r.cell(colReceived) == "" {
		r.missing(colReceived, "a time such as 2019-10-08 09:30", "时间，如 2019-10-08 09:30")
	}
	r.notLater(colReceived, r.received)
}

// missing reports an empty cell that must not be.
func (r *row) missing(c column, en, zh string) {
	r.fail(c, errs.New(errs.Invalid, "history.missing", string(c)+" is empty; expected "+en, c.chinese()+"为空，应填"+zh))
}

// notLater reports what has not happened yet.
func (r *row) notLater(c column, t time.Time) {
	if now := r.sheet.setting.Now; t.After(now) {
		r.fail(c, says("history.future", "%s %s has not come yet; expected no later than now, %s", "%s %s 尚未到来，应不晚于现在（%s）", c, r.sheet.show(t), r.sheet.show(now)))
	}
}

// matchHead holds the case's columns of a later row against those of the first.
func (r *row) matchHead(first *row) {
	for _, c := range append([]column{
		colChannel, colKind, colSubject, colTitle, colContent, colTopics, colCallerName, colCallerPhone, colAddress, colReceived,
	}, ofArrival[:]...) {
		if r.cell(c) != "" && r.meaning(c) != first.meaning(c) {
			r.fail(c, says("history.unequal", "%s differs from the first row of the case, line %d; expected the same or nothing",
				"%s与本件第一行（第 %d 行）不一致，应相同或留空", c, first.line()))
		}
	}
}

// meaning is what a cell of the case says, however it is written.
func (r *row) meaning(c column) string {
	switch c {
	case colChannel:
		return string(r.channel)
	case colKind:
		return string(r.kind)
	case colReceived:
		return r.received.Format(time.RFC3339Nano)
	case colTopics:
		return writeTags(r.tags)
	}
	return r.cell(c)
}

// readTopics reads topics and facets, each by key or by printed name.
func (r *row) readTopics() {
	for _, one := range strings.FieldsFunc(r.cell(colTopics), func(c rune) bool { return c == ';' || c == '；' }) {
		name, facet, _ := strings.Cut(strings.ReplaceAll(one, "：", ":"), ":")
		tag, ok := r.sheet.tag(strings.TrimSpace(name), strings.TrimSpace(facet))
		if !ok {
			r.fail(colTopics, says("history.topic", "there is no topic %q; expected key or key:facet", "没有专题“%s”，应为 专题 或 专题:分类", strings.TrimSpace(one)))
			continue
		}
		if !slices.Contains(r.tags, tag) {
			r.tags = append(r.tags, tag)
		}
	}
}

func (s *Sheet) tag(name, facet string) (casework.Tag, bool) {
	for _, d := range s.setting.Topics {
		if name != d.Key && name != d.Name {
			continue
		}
		if facet == "" || d.HasFacet(facet) {
			return casework.Tag{Topic: d.Key, Facet: facet}, true
		}
		if key := d.FacetNamed(facet); key != "" {
			return casework.Tag{Topic: d.Key, Facet: key}, true
		}
	}
	return casework.Tag{}, false
}

// writeTags writes tags as readTopics reads them, in an order of their own.
func writeTags(tags []casework.Tag) string {
	all := make([]string, 0, len(tags))
	for _, t := range tags {
		if t.Facet == "" {
			all = append(all, t.Topic)
			continue
		}
		all = append(all, t.Topic+":"+t.Facet)
	}
	slices.Sort(all)
	return strings.Join(all, ";")
}

// ofLegs are the columns that only a row with a unit can fill.
var ofLegs = [...]column{colList, colRole, colDispatched, colSignDue, colSigned, colCloseDue, colCallDue}

// readPart reads what the row says of its leg, or of the centre's answer.
func (r *row) readPart() {
	r.unit = r.cell(colUnit)
	r.role = cellOf(r, colRole, r.sheet.words.roles)
	list := cellOf(r, colList, r.sheet.words.lists)
	r.dispatched = r.moment(colDispatched)
	r.signDue, r.signed = r.moment(colSignDue), r.moment(colSigned)
	r.closeDue, r.closed, r.callDue = r.moment(colCloseDue), r.moment(colClosed), r.moment(colCallDue)
	r.readCall()
	if r.unit == "" {
		for _, c := range ofLegs {
			if r.cell(c) != "" {
				r.fail(c, says("history.no_unit", "%s is filled and unit is empty; expected a unit, or nothing for a case that the centre answered itself",
					"填写了%s而承办单位为空；应填承办单位，中心直接答复件则两者都应为空", c))
			}
		}
		return
	}
	if r.role == "" {
		r.role = casework.Lead
	}
	if r.cell(colDispatched) == "" {
		r.missing(colDispatched, "the time when the unit got the case", "交办该单位的时间")
	}
	r.readUnit(list)
}

// readCall reads the call-back. A verdict needs its moment, and the word on
// whether the matter is solved needs a verdict.
func (r *row) readCall() {
	r.answer = survey.Answer{Outcome: cellOf(r, colVerdict, r.sheet.words.verdicts), Solved: cellOf(r, colSolved, r.sheet.words.solved)}
	r.called = r.moment(colCalled)
	verdict, solved, called := r.cell(colVerdict), r.cell(colSolved), r.cell(colCalled)
	switch {
	case verdict != "" && called == "":
		r.fail(colVerdict, says("history.verdict_alone", "a verdict without %s; expected the time of the call-back", "有满意度而没有%s，应填回访的时间", colCalled))
	case solved != "" && verdict == "":
		r.fail(colSolved, says("history.solved_alone", "%s without a verdict; expected one", "有%s而没有满意度，应填满意度", colSolved))
	case called != "" && verdict == "" && r.unit == "":
		r.fail(colCalled, says("history.call_alone", "%s without a verdict, on a case that the centre answered itself; expected one", "直接答复件有%s而没有满意度，应填满意度", colCalled))
	}
}

// maxUnit bounds a unit's name, in characters.
const maxUnit = 60

// readUnit finds the unit, or notes that it is to be made.
func (r *row) readUnit(list org.List) {
	if _, known := r.sheet.setting.Units.Named(r.unit); known {
		return // unit_list is for new units
	}
	if !r.sheet.setting.CreateUnits {
		r.fail(colUnit, says("history.unit", "there is no unit %q; expected one of the region: import its configuration first, or ask for --create-units",
			"没有承办单位“%s”，应为本区划的单位；请先导入配置，或使用 --create-units", r.unit))
		return
	}
	if utf8.RuneCountInString(r.unit) > maxUnit || strings.ContainsFunc(r.unit, unicode.IsControl) {
		r.fail(colUnit, says("history.unit_name", "%q is not the name of a unit; expected up to %d characters", "“%s”不是单位名称，应不超过 %d 个字符", r.unit, maxUnit))
		return
	}
	u := r.sheet.fresh[r.unit]
	if u == nil {
		u = &freshUnit{}
		r.sheet.fresh[r.unit] = u
	}
	switch {
	case r.cell(colList) == "":
	case u.by == nil:
		u.list, u.by = list, r
	case u.list != list:
		r.fail(colList, says("history.unit_list", "unit %q is given another list in line %d; expected the same", "单位“%s”的榜单与第 %d 行不一致，应相同", r.unit, u.by.line()))
	}
}
