package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"huying/internal/kernel/errs"
)

// fault is what a driver's error code means to callers.
type fault uint8

const (
	faultOther     fault = iota
	faultRetry           // lost to another transaction; run it again
	faultDuplicate       // a unique or primary key is taken
	faultReference       // a row refers to one that is not there, or is referred to
	faultCheck           // a CHECK, NOT NULL or column type is violated
	faultTimeout         // the statement took too long
	faultGone            // the server is not there, or is going away
	faultFull            // no space left
)

// sqliteFault reads SQLite's extended result code (sqlite.org/rescode.html).
func sqliteFault(err error) (fault, bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return faultOther, false
	}
	switch e.Code() {
	case 2067, 1555, 2579: // CONSTRAINT_UNIQUE, _PRIMARYKEY, _ROWID
		return faultDuplicate, true
	case 787, 1811: // CONSTRAINT_FOREIGNKEY, _TRIGGER (a RESTRICT action)
		return faultReference, true
	case 275, 1299, 3091: // CONSTRAINT_CHECK, _NOTNULL, _DATATYPE
		return faultCheck, true
	}
	const primary = 0xff
	switch e.Code() & primary {
	case 5, 6: // BUSY, LOCKED
		return faultRetry, true
	case 13: // FULL
		return faultFull, true
	}
	return faultOther, true
}

// postgresFault reads the SQLSTATE (PostgreSQL manual, appendix A).
func postgresFault(err error) (fault, bool) {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return faultGone, unconnected(err)
	}
	switch e.Code {
	case "40001", "40P01", "55P03": // serialization, deadlock, lock not available
		return faultRetry, true
	case "23505":
		return faultDuplicate, true
	case "23503", "23001":
		return faultReference, true
	case "23502", "23514", "22003": // not null, check, out of range
		return faultCheck, true
	case "57014": // query cancelled: statement_timeout, for ctx has its own error
		return faultTimeout, true
	case "53100", "53200": // disk full, out of memory
		return faultFull, true
	case "57P01", "57P02", "57P03", "53300": // shutdown, crash, starting, too many connections
		return faultGone, true
	}
	return faultOther, true
}

// unconnected reports whether the connection could not be made, or broke.
func unconnected(err error) bool {
	var c *pgconn.ConnectError
	var n net.Error
	return errors.As(err, &c) || errors.As(err, &n) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF)
}

// translate gives a driver's error a kind, a stable code and a safe text.
// The driver's own text stays in the chain, for the log.
func (d *dialect) translate(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	f, ok := d.fault(err)
	if !ok {
		return err
	}
	e := meaning(f)
	if e == nil {
		return err
	}
	e.Err = err
	return e
}

func meaning(f fault) *errs.Error {
	switch f {
	case faultRetry:
		return errs.New(errs.Conflict, "store.busy", "another change got in the way; try again", "与其他操作冲突，请重试")
	case faultDuplicate:
		return errs.New(errs.Conflict, "store.duplicate", "it is already there", "记录已存在")
	case faultReference:
		return errs.New(errs.Invalid, "store.reference", "it refers to something that is not there", "引用的记录不存在")
	case faultCheck:
		return errs.New(errs.Invalid, "store.check", "a value is not allowed here", "取值不符合要求")
	case faultTimeout:
		return errs.New(errs.Unready, "store.timeout", "the database took too long", "数据库响应超时")
	case faultGone:
		return errs.New(errs.Unready, "store.unreachable", "the database cannot be reached", "无法连接数据库")
	case faultFull:
		return errs.New(errs.Unready, "store.full", "the database has no space left", "数据库空间不足")
	}
	return nil
}

// ErrStale is what a function returns whose transaction has taken so long that
// its Now has passed: it is run again, later. "store.stale" comes out when it
// never gets further.
var ErrStale = errs.New(errs.Conflict, "store.stale", "it took too long to have its turn; try again", "等待时间过长，请重试")

// mayRetry reports whether the transaction lost to another, or to time, and may
// win when it is run again.
func (d *dialect) mayRetry(err error) bool {
	if err == nil {
		return false
	}
	if errors.Is(err, ErrStale) || errors.Is(err, errAnchored) {
		return true
	}
	f, ok := d.fault(err)
	return ok && f == faultRetry
}
