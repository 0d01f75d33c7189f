package history

import (
	"strconv"
	"strings"

	"huying/internal/domain/arrival"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// The columns of how a case came in, after those of design §4.2: what a
// registrar wrote down is never lost on the way to another installation.
const (
	colSource          column = "source"
	colOriginNumber    column = "origin_number"
	colWritten         column = "letter_date"
	colArrived         column = "arrived_on"
	colPost            column = "post"
	colPages           column = "pages"
	colPeople          column = "people"
	colRepresentatives column = "representatives"
	colPolice          column = "police"
	colVenue           column = "venue"
	colReceiver        column = "receiver"
)

// ofArrival are those columns.
var ofArrival = [...]column{
	colSource, colOriginNumber, colWritten, colArrived, colPost, colPages, colPeople, colRepresentatives, colPolice, colVenue, colReceiver,
}

// arrivalColumns is where a table tells a field of an arrival, by its name
// there.
var arrivalColumns = map[string]column{
	"written": colWritten, "arrived": colArrived, "post": colPost, "pages": colPages, "people": colPeople,
	"representatives": colRepresentatives, "police": colPolice,
}

// readArrival reads how the case came in.
func (r *row) readArrival() {
	a := &r.arrival
	a.Written, a.Arrived = r.day(colWritten), r.day(colArrived)
	a.Post, a.Police = cellOf(r, colPost, r.sheet.words.posts), cellOf(r, colPolice, r.sheet.words.police)
	a.Pages, a.People, a.Representatives = r.count(colPages), r.count(colPeople), r.count(colRepresentatives)
	for _, err := range a.Faults(string(r.channel), calendar.DateOf(r.received, r.sheet.setting.Location)) {
		r.fail(arrivalColumns[strings.TrimPrefix(errs.CodeOf(err), "arrival.")], err)
	}
	for _, c := range []column{colSource, colOriginNumber, colVenue, colReceiver} {
		if n := len(r.cell(c)); n > maxWord {
			r.fail(c, says("history.long", "%s has %d bytes; expected at most %d", "%s有 %d 字节，应不超过 %d", c, n, maxWord))
		}
	}
}

// maxWord bounds a short text, in bytes, as casework does.
const maxWord = 256

// day reads a cell that holds a day; an empty one is none.
func (r *row) day(c column) calendar.Date {
	cell := r.cell(c)
	if cell == "" {
		return 0
	}
	d, err := calendar.ParseDate(cell)
	if err != nil {
		r.fail(c, says("history.day", "%s %q is not a day; expected one such as 2019-10-08", "%s“%s”不是日期，应如 2019-10-08", c, cell))
	}
	return d
}

// count reads a cell that holds a number of things; an empty one is none.
func (r *row) count(c column) int {
	cell := r.cell(c)
	if cell == "" {
		return 0
	}
	n, err := strconv.Atoi(cell)
	if err != nil || n < 1 {
		r.fail(c, says("history.count", "%s %q is not a number from 1", "%s“%s”应为不小于 1 的整数", c, cell))
		return 0
	}
	return n
}

// come is how the case came in, as an intake keeps it.
func (r *row) come() *arrival.Arrival {
	if r.arrival.IsZero() {
		return nil
	}
	a := r.arrival
	return &a
}

// arrived are the cells of how a case came in.
func (w words) arrived(a *arrival.Arrival) map[column]string {
	if a == nil {
		return map[column]string{}
	}
	count := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	day := func(d calendar.Date) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	return map[column]string{
		colWritten: day(a.Written), colArrived: day(a.Arrived), colPost: w.posts.written(a.Post), colPages: count(a.Pages), colPeople: count(a.People),
		colRepresentatives: count(a.Representatives), colPolice: w.police.written(a.Police),
	}
}

// matchArrival holds how the case came in against the case on record.
func (w *way) matchArrival() {
	head, c := w.sent.head(), w.known
	w.matchWord(colSource, head.cell(colSource), c.Source)
	told, recorded := w.plan.sheet.words.arrived(&head.arrival), w.plan.sheet.words.arrived(c.Arrival)
	for _, col := range ofArrival {
		w.matchWord(col, told[col], recorded[col])
	}
	for col, ref := range map[column]casework.TextRef{colOriginNumber: c.OriginNumber, colVenue: c.Venue, colReceiver: c.Receiver} {
		if head.cell(col) != "" && !w.sameText(head, col, ref) {
			w.plan.fail(head, col, errRecordedText(col))
		}
	}
}

func errRecordedText(c column) error {
	return says("history.recorded_text", "%s differs from the case on record; expected the same or nothing", "%s与已登记的不一致，应相同或留空", c)
}
