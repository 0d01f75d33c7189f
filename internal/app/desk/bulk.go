package desk

import (
	"context"
	"fmt"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/topic"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Handle names a case across the entries of a bulk run. Bulk fills it when
// the case is received.
type Handle struct {
	ID     ident.CaseID
	Number ident.CaseNumber
}

// Entry is one command of a bulk run, on record at At.
type Entry struct {
	Case   *Handle
	At     time.Time
	By     identity.Actor
	Cmd    casework.Command
	Target *Handle   // becomes Cmd.Target
	Parts  []*Handle // become Cmd.Parts
	// SplitFrom and ReopenOf become those of Cmd.New.
	SplitFrom, ReopenOf *Handle
	Person              *person.Person // who brings a new case, as in Request
	// Version is the one that the case must have; 0: whichever.
	Version int

	live    bool              // given now: it goes on record no earlier than the step before it
	account *identity.Account // all that By is, if more than the one role
}

// Contact 来电、接待 is a call or counter visit to put on record.
type Contact struct {
	At   time.Time
	Kind string // call or visit
	Line string
	Tags []topic.Tag
	Case *Handle // the case it opened, if any
}

// EntryError says which entry of a bulk run could not be given.
type EntryError struct {
	Index int
	Err   error
}

// Error names the entry and what was wrong with it.
func (e *EntryError) Error() string { return fmt.Sprintf("entry %d: %v", e.Index+1, e.Err) }

// Unwrap returns what was wrong.
func (e *EntryError) Unwrap() error { return e.Err }

// Bulk gives many commands in one transaction, in their order: all of them,
// or after an *EntryError none. The entries of one case must be in order of
// time. Handles of new cases are filled only when all went well.
func (d *Desk) Bulk(ctx context.Context, entries []Entry) error {
	var w *work
	err := d.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if w != nil {
			w.forget() // the transaction runs again
		}
		if w, err = d.work(tx); err != nil {
			return err
		}
		if err := w.preload(entries); err != nil {
			return err
		}
		w.count(entries)
		for i, e := range entries {
			if err := w.run(e); err != nil {
				return &EntryError{Index: i, Err: err}
			}
		}
		return w.flush()
	})
	if err != nil && w != nil {
		w.forget()
	}
	return errs.Wrap("desk.bulk", err)
}
