package desk

import (
	"context"
	"errors"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Once 幂等键 is a client's own key for one request.
type Once = store.Once

// Request is a command as a client sends it.
type Request struct {
	By   identity.Actor
	Case ident.CaseID // empty for the first command of a new case
	Cmd  casework.Command
	// Person is who brings a new case; nil or empty: nobody that is known.
	Person *person.Person
	// Version is the one that the client has seen; the command is refused when
	// the case has moved on since. 0: whichever it is.
	Version int
	// Once keeps the request from being done twice. Without a Key it may be.
	Once Once

	account *identity.Account   // all that By is; nil: no more than the one role
	need    identity.Permission // that the account exercises
}

// Receipt is what came of a request. Replayed says that it had been done
// before; Case is then the case as it stands now, Version that of back then.
type Receipt struct {
	Case     *casework.Case
	Version  int
	Replayed bool

	book *rulebook.Book // what the region had decided when the command was; nil for a replay
}

// Give gives the command of a request, once that is durable. Errors are those
// of casework.Decide; NotFound for a case that is not there; Conflict when
// another command came first, "case.version" when that is because of Version;
// Invalid "once.other" for a second request under a used key; Conflict
// "case.held" while another person has the case in hand.
func (d *Desk) Give(ctx context.Context, r Request) (Receipt, error) {
	if r.Once.Key != "" { // a request may name a person: without the key nobody can try out whom
		r.Once.Digest = string(d.ref("request " + r.Once.Digest))
	}
	early := d.decideAhead(r)
	var done Receipt
	err := d.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		if done, err = before(tx, r); done.Replayed || err != nil {
			return err
		}
		held, err := free(tx, r)
		if err != nil {
			return err
		}
		written, err := early.write(tx)
		if err != nil {
			return err
		}
		if written {
			done.Case, done.book, err = early.after(), early.w.book, d.announce(tx, early.w)
		} else {
			done.Case, done.book, err = d.do(tx, r)
		}
		if err != nil {
			return err
		}
		done.Version = done.Case.Version
		if err := passedOn(tx, held, done.Case); err != nil {
			return err
		}
		if r.Once.Key == "" {
			return nil
		}
		return tx.PutOutcome(r.Once, string(done.Case.ID), done.Version)
	})
	if err != nil && r.Once.Key != "" {
		done, err = d.after(ctx, r, err)
	}
	if err != nil {
		return Receipt{}, errs.Wrap("desk."+string(r.Cmd.Do), err)
	}
	if !done.Replayed {
		d.known.keep(done.Case)
		if d.o.Committed != nil {
			d.o.Committed()
		}
	}
	return done, nil
}

var errOther = errs.New(errs.Invalid, "once.other", "this idempotency key belongs to another request", "该幂等键已用于另一请求")

// before looks for what came of the request when it was sent before.
func before(tx *store.Tx, r Request) (Receipt, error) {
	if r.Once.Key == "" {
		return Receipt{}, nil
	}
	was, found, err := tx.Outcome(r.Once)
	switch {
	case err != nil || !found:
		return Receipt{}, err
	case was.Digest != r.Once.Digest:
		return Receipt{}, errOther
	}
	c, err := tx.Case(ident.CaseID(was.Object))
	return Receipt{Case: c, Version: was.Version, Replayed: true}, err
}

// after looks once more for the outcome of a request that was refused: the
// same request may have been done while this one waited for the case. It waits
// for what is being written, which that may be part of.
func (d *Desk) after(ctx context.Context, r Request, refusal error) (Receipt, error) {
	var done Receipt
	err := d.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		done, err = before(tx, r)
		return err
	})
	switch {
	case err != nil:
		return Receipt{}, errors.Join(refusal, err)
	case done.Replayed:
		return done, nil
	}
	return Receipt{}, refusal
}

// Do is Give for whoever knows no more than the command, and returns the case
// after it. The case is for reading: later commands start from it.
func (d *Desk) Do(ctx context.Context, by identity.Actor, id ident.CaseID, cmd casework.Command) (*casework.Case, error) {
	done, err := d.Give(ctx, Request{By: by, Case: id, Cmd: cmd})
	return done.Case, err
}

func (r Request) entry(h *Handle, at time.Time) Entry {
	return Entry{Case: h, At: at, By: r.By, Cmd: r.Cmd, Version: r.Version, Person: r.Person, live: true, account: r.account}
}

// do loads, decides and writes inside the transaction.
func (d *Desk) do(tx *store.Tx, r Request) (*casework.Case, *rulebook.Book, error) {
	w, err := d.work(tx)
	if err != nil {
		return nil, nil, err
	}
	d.book.Store(w.book)
	handle := &Handle{ID: r.Case}
	if err := w.run(r.entry(handle, tx.Now())); err != nil {
		return nil, nil, err
	}
	if d.o.Store.Now().Sub(tx.Now()) > lateness {
		return nil, nil, store.ErrStale
	}
	if err := w.flush(); err != nil {
		return nil, nil, err
	}
	return w.loaded[handle.ID].c, w.book, d.announce(tx, w)
}

// announce tells people, and asks for what other systems are to be told, of
// what was written.
func (d *Desk) announce(tx *store.Tx, w *work) error {
	changes := w.changes()
	if err := d.tell(tx, changes); err != nil || d.o.Announce == nil {
		return err
	}
	return d.o.Announce(tx, w.book.Revision, changes)
}

// lateness is how long a command may have waited, for its case or another lock,
// and still be recorded at the moment at which it began. It is well within
// insight.Settled: figures must not change after they were published.
const lateness = 30 * time.Second
