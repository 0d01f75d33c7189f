package desk

import (
	"context"
	"errors"

	"huying/internal/domain/casework"
	"huying/internal/domain/history"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// ImportOptions say how a table of history is taken in.
type ImportOptions struct {
	CreateUnits bool                  // make the units that the region does not have
	SkipBad     bool                  // take in the good cases even so
	Progress    func(done, total int) // told how many cases are done; may be nil
}

// Imported is what came of a table.
type Imported struct {
	New, Continued, Same int // cases
	Commands             int
	Units                []string // made, by name
	Persons              int      // put on record, or filled in, sealed
	Noted                int      // of them, with something that is no telephone number where one should be
	Erased               int      // cases that name somebody who was erased, and stays so
	Header               []string
	Rejected             []history.Rejected
}

// Import takes in history from another system in one transaction (design
// §4.2): all of it, or with SkipBad all good cases. What is on record already
// stays as it is. Errors: Invalid, for a header that cannot be used; Invalid,
// one for each problem of a row, unless SkipBad, and Imported then says what
// would have come of it.
func (d *Desk) Import(ctx context.Context, t history.Table, o ImportOptions) (Imported, error) {
	sheet, err := d.readHistory(ctx, t, o.CreateUnits)
	if err != nil {
		return Imported{}, err
	}
	by := identity.As(identity.Importer, importer, d.o.Region)
	var r *importing
	err = d.o.Store.Update(ctx, func(tx *store.Tx) error {
		r = &importing{d: d, tx: tx, o: o, by: by, done: Imported{Header: t.Header}}
		return r.run(sheet)
	})
	if r == nil {
		return Imported{}, errs.Wrap("desk.import", err)
	}
	if errs.Is(err, errs.Invalid) {
		return r.done, err // problems of the table, each at its place
	}
	return r.done, errs.Wrap("desk.import", err)
}

// readHistory reads a table as the region stands.
func (d *Desk) readHistory(ctx context.Context, t history.Table, createUnits bool) (*history.Sheet, error) {
	var sheet *history.Sheet
	err := d.o.Store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(d.o.Region)
		if err != nil {
			return err
		}
		sheet, err = history.Read(t, history.Setting{
			Location: book.Location, Now: tx.Now(), Units: book.Units, Subjects: book.Subjects.Paths, Topics: book.Topics(),
			Ref: d.ref, CreateUnits: createUnits,
		})
		return err
	})
	return sheet, err
}

// importing is one table being taken in.
type importing struct {
	d    *Desk
	tx   *store.Tx
	o    ImportOptions
	w    *work
	by   identity.Actor
	plan *history.Plan
	done Imported
	// before is who brought the cases that were on record.
	before map[ident.CaseID]store.Person
}

// importer is who the commands of imported history are given by.
const importer = ident.UserID("import")

// flushEvery is how many cases are held in memory before they are written.
const flushEvery = 500

func (r *importing) run(sheet *history.Sheet) error {
	known, err := r.onRecord(sheet.Numbers())
	if err != nil {
		return err
	}
	on, err := r.callers(sheet.Named(), known)
	if err != nil {
		return err
	}
	r.before = on.rows
	r.plan = sheet.Plan(history.OnRecord{Cases: known, Callers: on.callers})
	r.done.Same = r.plan.Same
	if err := r.makeUnits(r.plan.Units()); err != nil {
		return err
	}
	if r.w, err = r.d.work(r.tx); err != nil {
		return err
	}
	for i, c := range r.plan.Courses {
		if err := r.course(c); err != nil {
			return err
		}
		if (i+1)%flushEvery == 0 || i+1 == len(r.plan.Courses) {
			if err := r.flush(); err != nil {
				return err
			}
			r.progress(i+1, len(r.plan.Courses))
		}
	}
	r.done.Rejected, r.done.Noted, r.done.Erased = r.plan.Rejected(), r.plan.Noted(), r.plan.Erased()
	if r.o.SkipBad {
		return nil
	}
	var problems []error
	for _, row := range r.done.Rejected {
		problems = append(problems, row.Problems...)
	}
	return errors.Join(problems...)
}

func (r *importing) progress(done, total int) {
	if r.o.Progress != nil {
		r.o.Progress(done, total)
	}
}

// onRecord reads those of the cases that are on record, and holds them.
func (r *importing) onRecord(numbers []ident.CaseNumber) (map[ident.CaseNumber]*casework.Case, error) {
	known, err := r.tx.CasesByNumber(r.d.o.Region, numbers)
	if err != nil || len(known) == 0 {
		return known, err
	}
	ids := make([]ident.CaseID, 0, len(known))
	for _, c := range known {
		ids = append(ids, c.ID)
	}
	cases, err := r.tx.CasesForUpdate(ids)
	for _, c := range cases {
		known[c.Number] = c
	}
	return known, err
}

// makeUnits makes the units that good cases need.
func (r *importing) makeUnits(units []org.Unit) error {
	for _, u := range units {
		id, err := r.d.o.IDs.New(r.tx.Now())
		if err != nil {
			return err
		}
		u.ID = ident.UnitID(id)
		if err := r.tx.PutUnit(r.d.o.Region, u); err != nil {
			return err
		}
		r.done.Units = append(r.done.Units, u.Name)
	}
	if len(units) == 0 {
		return nil
	}
	return r.tx.ReviseRegion(r.d.o.Region)
}

// course gives the commands of one case. One that cannot be given makes its
// row bad and the case go.
func (r *importing) course(c history.Course) error {
	h := &Handle{}
	if c.Known != nil {
		h.ID = r.w.hold(c.Known).c.ID
	}
	for _, s := range c.Steps {
		e := Entry{Case: h, At: s.At, By: r.by, Cmd: s.Cmd}
		if s.Cmd.New != nil && !c.Caller.IsZero() {
			e.Person = &c.Caller
		}
		if s.Unit != "" {
			u, _ := r.w.book.Units.Named(s.Unit)
			e.Cmd.Units = []casework.Assignment{{Unit: u.ID, Role: s.Cmd.Units[0].Role}}
		}
		switch err := r.w.run(e); {
		case err != nil && errs.Is(err, errs.Internal):
			return err
		case err != nil:
			r.plan.Refuse(s, err)
			r.w.drop(h.ID)
			return nil
		}
	}
	if c.Known != nil && !c.Caller.IsZero() {
		if err := r.describe(c.Known, c.Caller, r.before); err != nil {
			return err
		}
	}
	if !c.Caller.IsZero() {
		r.done.Persons++
	}
	r.done.Commands += len(c.Steps)
	if c.Known == nil {
		r.done.New++
	} else {
		r.done.Continued++
	}
	return nil
}

// flush writes the cases in hand, unless all will be undone in the end.
func (r *importing) flush() error {
	if r.o.SkipBad || r.plan.Clean() {
		if err := r.w.flush(); err != nil {
			return err
		}
	}
	r.w.loaded, r.w.order, r.w.filled, r.w.persons = map[ident.CaseID]*held{}, nil, nil, nil
	return nil
}
