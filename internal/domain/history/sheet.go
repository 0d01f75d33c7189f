package history

import (
	"errors"
	"strings"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/org"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
)

// Setting is what a table is held against.
type Setting struct {
	Location    *time.Location // of times without a zone
	Now         time.Time      // nothing can have happened later
	Units       *org.Tree
	Subjects    []string // paths of the subject tree; their upper levels are in it too
	Topics      []topic.Definition
	Ref         func(text string) casework.TextRef
	CreateUnits bool // a unit that is not there is made
}

// Sheet is a table that has been read: its rows by case, its problems by row.
// It does not change; every Plan of it starts anew.
type Sheet struct {
	table    Table
	layout   layout
	setting  Setting
	words    words
	subjects map[string]bool
	fresh    map[string]*freshUnit // units to be made, by name
	cases    []*sent               // in order of their first rows
	byNumber map[ident.CaseNumber]*sent
	faults   faults
}

// sent is one case as the table tells it.
type sent struct {
	number ident.CaseNumber
	rows   []*row
	direct *told   // the centre's own answer; nil for a case with legs
	legs   []*told // in order of their first rows
}

// head is the first row: it says everything of the case itself.
func (c *sent) head() *row { return c.rows[0] }

// led is when the rows give the case to its lead unit; zero when they do not.
func (c *sent) led() time.Time {
	for _, t := range c.legs {
		if t.role == casework.Lead {
			return t.dispatched
		}
	}
	return time.Time{}
}

// freshUnit is a unit that is to be made, and the row that gave its list.
type freshUnit struct {
	list org.List
	by   *row // nil while no row has given one
}

// Read reads a table. Problems of its rows stay in the sheet, so that good
// rows can be told from bad ones. Errors: Invalid, for a header that cannot be
// used, one for each column.
func Read(t Table, set Setting) (*Sheet, error) {
	at, problems := readHeader(t)
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	s := &Sheet{
		table: t, layout: at, setting: set, words: newWords(), subjects: map[string]bool{}, fresh: map[string]*freshUnit{},
		byNumber: map[ident.CaseNumber]*sent{}, faults: faults{},
	}
	for _, path := range set.Subjects {
		for ; path != "" && !s.subjects[path]; path = path[:max(0, strings.LastIndexByte(path, '/'))] {
			s.subjects[path] = true
		}
	}
	for i := range t.Rows {
		s.read(i)
	}
	for _, c := range s.cases {
		for _, t := range c.told() {
			t.merge()
			t.checkOrder(c.head())
		}
	}
	return s, nil
}

// told is everything the rows tell of units' or the centre's own doing.
func (c *sent) told() []*told {
	if c.direct != nil {
		return append([]*told{c.direct}, c.legs...)
	}
	return c.legs
}

// Numbers are the case numbers of the table, each once.
func (s *Sheet) Numbers() []ident.CaseNumber {
	all := make([]ident.CaseNumber, 0, len(s.cases))
	for _, c := range s.cases {
		all = append(all, c.number)
	}
	return all
}

// faults are the problems of rows, by their index in the table.
type faults map[int][]error

// fault puts a problem of a row, at the cell of a column, on a list.
func (s *Sheet) fault(list faults, r *row, c column, err error) {
	field, there := s.layout[c]
	if !there {
		field = -1
	}
	list[r.index] = append(list[r.index], s.table.problem(s.table.Rows[r.index].Line, field, err))
}
