package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"huying/internal/kernel/errs"
)

// Tx is a transaction, valid until the function that it was handed to
// returns. It is for one goroutine.
type Tx struct {
	ctx     context.Context
	now     time.Time
	session session
	dialect *dialect
	books   *sync.Map // region → *rulebook.Book, of the store
	writes  bool
	shared  []entryDay // the days that it holds open
	revised bool       // it has changed a region's configuration
	reading bool       // rows are being read; the connection is taken
	over    bool       // the transaction has ended
	err     error      // the first statement that failed
}

// Now is the moment of this transaction, read once: UTC, whole microseconds.
func (tx *Tx) Now() time.Time { return tx.now }

// Context is the context of View or Update.
func (tx *Tx) Context() context.Context { return tx.ctx }

var (
	errOver    = errors.New("store: statement after the transaction's end")
	errReading = errors.New("store: statement while rows are being read")
	errReader  = errors.New("store: write in a View")
)

func (tx *Tx) end() { tx.over = true }

// ready refuses statements that one of the databases would refuse, so that
// both do: PostgreSQL takes none after an error, nor while rows are open.
func (tx *Tx) ready() error {
	switch {
	case tx.over:
		return errOver
	case tx.err != nil:
		return tx.err
	case tx.reading:
		return errReading
	}
	return tx.ctx.Err()
}

// exec runs a statement that returns no rows and gives the number of rows
// that it touched.
func (tx *Tx) exec(sql string, args ...any) (int64, error) {
	if !tx.writes {
		return 0, errReader
	}
	if err := tx.ready(); err != nil {
		return 0, err
	}
	values, err := parameters(args)
	if err != nil {
		return 0, tx.fail(sql, err)
	}
	n, err := tx.session.exec(tx.dialect.spell(sql), values)
	if err != nil {
		return 0, tx.fail(sql, err)
	}
	return n, nil
}

// open starts a query; the caller closes the rows.
func (tx *Tx) open(sql string, args []any) (rows, error) {
	if err := tx.ready(); err != nil {
		return nil, err
	}
	values, err := parameters(args)
	if err != nil {
		return nil, tx.fail(sql, err)
	}
	rs, err := tx.session.query(tx.dialect.spell(sql), values)
	if err != nil {
		return nil, tx.fail(sql, err)
	}
	tx.reading = true
	return rs, nil
}

// fail translates a driver's error, says which statement met it, and keeps
// it: the transaction is lost whatever its function makes of the error.
func (tx *Tx) fail(sql string, err error) error {
	tx.err = errs.Wrap("store: "+headline(sql), tx.dialect.translate(err))
	return tx.err
}

// headline is the beginning of a statement, enough to find it by.
func headline(sql string) string {
	words := strings.Fields(sql)
	const some = 6
	if len(words) > some {
		return strings.Join(words[:some], " ") + " …"
	}
	return strings.Join(words, " ")
}
