package history

import (
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/domain/person"
	"huying/internal/kernel/ident"
)

// Caller is who brought a case that is on record.
type Caller struct {
	Person person.Person
	Erased bool // somebody was, and was taken off the record for good
}

// OnRecord is what there is of a table's cases already, by number.
type OnRecord struct {
	Cases   map[ident.CaseNumber]*casework.Case
	Callers map[ident.CaseNumber]Caller // of those cases, where somebody is or was
}

// columnOf is where a table tells a field of a person. What is no telephone
// number stands in the column for one.
func columnOf(f person.Field) column {
	switch f {
	case person.Name:
		return colCallerName
	case person.Address:
		return colAddress
	}
	return colCallerPhone
}

// readCaller reads who brought the case: it is kept sealed, and no problem
// repeats it.
func (r *row) readCaller() {
	told := tellPhones(r.cell(colCallerPhone))
	told.Name, told.Address = r.cell(colCallerName), r.cell(colAddress)
	for _, f := range person.Fields() {
		normal, err := told.Only(f).Normal()
		if err != nil {
			r.fail(columnOf(f), says("history.caller", "%[1]s is too long, or holds signs that are no text; expected up to %[2]d characters on one line",
				"%[1]s过长或含无效字符，应为不超过 %[2]d 字的单行文本", columnOf(f), person.Longest(f)))
			return
		}
		told = told.With(f, normal.Get(f))
	}
	r.caller = told
}

// tellPhones takes a cell apart that may hold several numbers, as people write
// them. What is no number, or one too many, is kept as a note: it may be how to
// reach somebody all the same.
func tellPhones(cell string) person.Person {
	var p person.Person
	take := func(text string) bool {
		n, err := person.NormalPhone(text)
		switch {
		case err != nil:
			return false
		case p.Phone == "" || p.Phone == n:
			p.Phone = n
		case p.Phone2 == "" || p.Phone2 == n:
			p.Phone2 = n
		default:
			return false
		}
		return true
	}
	if cell == "" || take(cell) {
		return p
	}
	var left []string
	for _, part := range strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune(",，;；、/／|", c) }) {
		if part = strings.TrimSpace(part); part == "" || take(part) {
			continue
		}
		for _, word := range strings.Fields(part) {
			if !take(word) {
				left = append(left, word)
			}
		}
	}
	if len(left) > 0 {
		p.Note = notedPhone + strings.Join(left, " ")
	}
	return p
}

// notedPhone begins the note of what stood where a number should.
const notedPhone = "原系统电话栏:"

// caller finds who is to be put on record with a case: for a new one whoever
// the table names, for one on record whatever that lacks. Somebody who was
// erased stays so.
func (w *way) caller(recorded Caller) person.Person {
	head := w.sent.head()
	told := head.caller
	switch {
	case told.IsZero():
		return person.Person{}
	case w.known == nil:
		return told
	case recorded.Erased:
		w.plan.erased++
		return person.Person{}
	case w.known.Disclosure == casework.Anonymous:
		w.plan.fail(head, firstColumn(told), says("history.anonymous", "%s is filled, and the case on record is anonymous; expected nothing",
			"填写了%s，而已登记的本件为匿名件，应留空", firstColumn(told)))
		return person.Person{}
	}
	all := recorded.Person
	for _, f := range person.Fields() {
		value := told.Get(f)
		switch was := all.Get(f); {
		case value == "" || value == was:
		case was == "":
			all = all.With(f, value)
		default:
			w.plan.fail(head, columnOf(f), says("history.recorded_caller", "%s differs from the case on record; expected the same or nothing",
				"%s与已登记的不一致，应相同或留空", columnOf(f)))
			return person.Person{}
		}
	}
	if all == recorded.Person {
		return person.Person{}
	}
	return all
}

// firstColumn is the column of the first field that is told.
func firstColumn(p person.Person) column {
	for _, f := range person.Fields() {
		if p.Get(f) != "" {
			return columnOf(f)
		}
	}
	return colCallerName
}

// Named are the numbers of the cases whose rows name somebody.
func (s *Sheet) Named() []ident.CaseNumber {
	var all []ident.CaseNumber
	for _, c := range s.cases {
		if !c.head().caller.IsZero() {
			all = append(all, c.number)
		}
	}
	return all
}

// Erased is how many cases name somebody who was erased since: they stay so.
func (p *Plan) Erased() int { return p.erased }

// Noted is how many callers to be put on record come with something that is no
// telephone number in the column for one.
func (p *Plan) Noted() int {
	n := 0
	for _, c := range p.Courses {
		if strings.HasPrefix(c.Caller.Note, notedPhone) {
			n++
		}
	}
	return n
}
