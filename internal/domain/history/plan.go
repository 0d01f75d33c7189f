package history

import (
	"cmp"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/org"
	"huying/internal/domain/person"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Step is one command that the table implies, on record at the moment in its
// columns.
type Step struct {
	At   time.Time
	Cmd  casework.Command
	Unit string // of the command's one assignment, by name; it may be a unit yet to be made

	by     *row
	column column // that a refusal of the command is laid to
	order  int    // among steps of one moment
}

// Course is what is still to be done on one case, in order.
type Course struct {
	Number ident.CaseNumber
	Known  *casework.Case // as it is on record; nil for a new one
	Steps  []Step
	Caller person.Person // to be put on record, whole; zero: nobody, or nothing that is new
}

// Plan is what a table comes to, given what is on record.
type Plan struct {
	Courses []Course // of good cases that have steps left, in order of the table
	Same    int      // good cases that the table adds nothing to

	sheet  *Sheet
	faults faults
	erased int
}

// Plan finds what is still to be done, beyond what is on record. A case with a
// bad row has no course.
func (s *Sheet) Plan(on OnRecord) *Plan {
	p := &Plan{sheet: s, faults: faults{}}
	for i, list := range s.faults {
		p.faults[i] = slices.Clone(list)
	}
	for _, c := range s.cases {
		if p.bad(c) {
			continue
		}
		course := p.course(c, on.Cases[c.number], on.Callers[c.number])
		switch {
		case p.bad(c):
		case len(course.Steps) == 0 && course.Caller.IsZero():
			p.Same++
		default:
			p.Courses = append(p.Courses, course)
		}
	}
	return p
}

// bad reports whether a row of the case is.
func (p *Plan) bad(c *sent) bool {
	return slices.ContainsFunc(c.rows, func(r *row) bool { return len(p.faults[r.index]) > 0 })
}

func (p *Plan) fail(r *row, c column, err error) { p.sheet.fault(p.faults, r, c, err) }

// Clean reports whether no row is bad.
func (p *Plan) Clean() bool { return len(p.faults) == 0 }

// Refuse makes the row bad that implied a step which cannot be given. Whatever
// stands against it, it is the row that is wrong.
func (p *Plan) Refuse(s Step, err error) {
	p.fail(s.by, s.column, &errs.Error{Kind: errs.Invalid, Err: err})
}

// Units are those that the courses need and that are still to be made.
func (p *Plan) Units() []org.Unit {
	var all []org.Unit
	seen := map[string]bool{}
	for _, c := range p.Courses {
		for _, s := range c.Steps {
			if u := p.sheet.fresh[s.Unit]; u != nil && !seen[s.Unit] {
				seen[s.Unit] = true
				all = append(all, org.Unit{Name: s.Unit, List: u.list})
			}
		}
	}
	slices.SortFunc(all, func(a, b org.Unit) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Rejected is a row that is not taken in: a bad one, or another one of a case
// that has a bad row.
type Rejected struct {
	Line     int
	Fields   []string
	Problems []error // none of its own for a row that another one takes along
}

// Rejected lists the rows that are not taken in, in order of the table.
func (p *Plan) Rejected() []Rejected {
	out := map[int]bool{}
	for i := range p.faults {
		out[i] = true
	}
	for _, c := range p.sheet.cases {
		if p.bad(c) {
			for _, r := range c.rows {
				out[r.index] = true
			}
		}
	}
	all := make([]Rejected, 0, len(out))
	for i, rec := range p.sheet.table.Rows {
		if out[i] {
			all = append(all, Rejected{Line: rec.Line, Fields: rec.Fields, Problems: p.faults[i]})
		}
	}
	return all
}

// RejectedTable is the rejected rows as they came, under their header, with a
// last column that says why: so that they can be mended there and sent again.
func RejectedTable(header []string, rows []Rejected, why func(Rejected) string) [][]string {
	old := slices.IndexFunc(header, func(cell string) bool {
		c, _ := columnNamed(cell)
		return c == colReasons
	})
	with := func(fields []string, last string) []string {
		fields = slices.Clone(fields)
		if old >= 0 && old < len(fields) {
			fields = slices.Delete(fields, old, old+1)
		}
		return append(fields, last)
	}
	all := [][]string{with(header, string(colReasons))}
	for _, r := range rows {
		all = append(all, with(r.Fields, why(r)))
	}
	return all
}

// course finds the steps of one case, in order of time.
func (p *Plan) course(c *sent, known *casework.Case, recorded Caller) Course {
	w := &way{plan: p, sent: c, known: known}
	if known == nil {
		w.begin()
	} else {
		w.matchCase()
	}
	w.answer()
	w.legs()
	slices.SortStableFunc(w.steps, func(a, b Step) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.order, b.order)) })
	return Course{Number: c.number, Known: known, Steps: w.steps, Caller: w.caller(recorded)}
}
