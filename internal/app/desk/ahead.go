package desk

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// ahead is a command decided before its transaction began, on the case as
// this process last saw it: so that on SQLite the one writer has only to
// write. It holds only if nothing has moved since; else the command is decided
// again inside. See docs/adr/0008.
type ahead struct {
	w    *work
	base *casework.Case
	rows *store.CaseRows
}

// patience is how old a decision may be when its turn to be written comes. It
// keeps the recorded time close to the moment at which the event can be seen.
const patience = time.Second

// errInside says that a command needs what only a transaction can give.
var errInside = errs.New(errs.Internal, "desk.inside", "decided ahead without a transaction", "须在事务内处理")

// decideAhead returns nil when the case is not known here, the command
// concerns a second case, or is refused: a refusal may rest on a state that
// has passed, so only the transaction pronounces it.
func (d *Desk) decideAhead(r Request) *ahead {
	book, base := d.book.Load(), d.known.recall(r.Case)
	if book == nil || base == nil || r.Cmd.New != nil {
		return nil
	}
	w := d.workAt(d.o.Store.Now(), book)
	w.hold(base)
	if err := w.run(r.entry(&Handle{ID: r.Case}, w.now)); err != nil {
		return nil
	}
	rows, err := store.Rows(book.Location, w.changes())
	if err != nil {
		return nil
	}
	return &ahead{w: w, base: base, rows: rows}
}

// write writes the decision if it still holds, and holds the case until the
// transaction ends.
func (a *ahead) write(tx *store.Tx) (done bool, err error) {
	if a == nil || tx.Now().Sub(a.w.now) > patience {
		return false, nil
	}
	still, err := tx.HoldCase(a.base, a.w.book.Revision, a.rows)
	if err != nil || !still {
		return false, err
	}
	return true, tx.SaveRows(a.rows)
}

// after is the case after the command.
func (a *ahead) after() *casework.Case { return a.w.loaded[a.base.ID].c }
