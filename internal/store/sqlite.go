package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"huying/internal/kernel/errs"
)

const defaultReaders = 4

// sqliteEngine is one writer and a few readers on one file.
type sqliteEngine struct {
	lock    *fileLock // nil when read-only
	pool    *sql.DB   // of readers
	idle    chan *conn
	dialect *dialect

	master *sql.DB // the writer's, nil when read-only
	writer *writer
	dsn    string // of the writer
	path   string

	closing sync.Once
}

// dsn spells the connection's settings, so that every connection has them:
// busy_timeout first (a busy file waits, ten seconds), then WAL, so readers
// never wait; FULL, so that a commit survives the loss of power; savepoints'
// journals in memory, for they never outlive the process; what is deleted is
// overwritten, for it may have been about a person.
func dsn(path string, o Options, write bool) string {
	q := url.Values{"_pragma": {
		"busy_timeout(10000)", "foreign_keys(1)", "temp_store(MEMORY)", "cache_size(-32000)",
	}}
	if write {
		sync := "synchronous(FULL)"
		if o.Unsafe {
			sync = "synchronous(OFF)"
		}
		q["_pragma"] = append(q["_pragma"], "journal_mode(WAL)", sync, "journal_size_limit(67108864)", "secure_delete(1)")
		q.Set("_txlock", "immediate")
		q.Set("mode", "rwc")
	} else {
		q["_pragma"] = append(q["_pragma"], "query_only(1)")
		q.Set("mode", "ro")
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	return u.String()
}

func openSQLite(ctx context.Context, o Options, d *dialect) (_ engine, version int64, err error) {
	path, err := filepath.Abs(o.URL)
	if err != nil {
		return nil, 0, err
	}
	if err := there(path, o); err != nil {
		return nil, 0, err
	}
	e := &sqliteEngine{dialect: d, dsn: dsn(path, o, true), path: path}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.close())
		}
	}()
	if !o.ReadOnly {
		if e.lock, err = lockFile(path + ".lock"); err != nil {
			return nil, 0, err
		}
		if e.master, err = sql.Open("sqlite", dsn(path, o, true)); err != nil {
			return nil, 0, err
		}
		e.master.SetMaxOpenConns(1)
	}
	if version, err = e.schema(ctx, path, o); err != nil {
		return nil, 0, err
	}
	return e, version, e.start(ctx, path, o)
}

// there asks that the file exist, unless it may be made.
func there(path string, o Options) error {
	if o.Migrate && !o.ReadOnly {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return errMissing(path)
	} else if err != nil {
		return err
	}
	return nil
}

func errMissing(where string) error {
	return errs.New(errs.Unready, "store.missing",
		where+" is not a Huying installation; `huying init` makes one",
		where+" 不是呼应的安装目录；请先运行 `huying init`")
}

// schema migrates if asked to, and checks the version in force.
func (e *sqliteEngine) schema(ctx context.Context, path string, o Options) (int64, error) {
	db := e.master
	if o.ReadOnly {
		ro, err := sql.Open("sqlite", dsn(path, o, false))
		if err != nil {
			return 0, err
		}
		defer ro.Close()
		db = ro
	}
	if o.Migrate && !o.ReadOnly {
		if err := migrate(ctx, db, e.dialect); err != nil {
			return 0, err
		}
	}
	return checkSchema(ctx, db, e.dialect, o.URL)
}

func (e *sqliteEngine) start(ctx context.Context, path string, o Options) error {
	n := o.Conns
	if n <= 0 {
		n = defaultReaders
	}
	var err error
	if e.pool, err = sql.Open("sqlite", dsn(path, o, false)); err != nil {
		return err
	}
	e.pool.SetMaxOpenConns(n)
	e.idle = make(chan *conn, n)
	for range n {
		e.idle <- nil // a connection not yet made
	}
	if e.master != nil {
		c, err := e.master.Conn(ctx)
		if err != nil {
			return err
		}
		e.writer = newWriter(newConn(c))
	}
	return nil
}

var errReadOnly = errs.New(errs.Unready, "store.read_only", "the database was opened for reading only", "数据库以只读方式打开")

func (e *sqliteEngine) update(ctx context.Context, body func(session) error) error {
	if e.writer == nil {
		return errReadOnly
	}
	return e.dialect.translate(e.writer.update(ctx, body))
}

func (e *sqliteEngine) maintain(ctx context.Context, text string) error {
	if e.writer == nil {
		return errReadOnly
	}
	return e.dialect.translate(e.writer.maintain(ctx, text))
}

// view runs body on one of the readers. The transaction's snapshot is the
// state at its first query; its end has nothing to write.
func (e *sqliteEngine) view(ctx context.Context, body func(session) error) error {
	var c *conn
	var ok bool
	select {
	case c, ok = <-e.idle:
	case <-ctx.Done():
		return ctx.Err()
	}
	if !ok {
		return errClosed
	}
	defer func() { e.idle <- c }()
	if c == nil {
		raw, err := e.pool.Conn(ctx)
		if err != nil {
			return e.dialect.translate(err)
		}
		c = newConn(raw)
	}
	whole := context.WithoutCancel(ctx)
	if err := c.run(whole, "BEGIN"); err != nil {
		return e.dialect.translate(err)
	}
	defer func() { // also on panic and Goexit
		if err := c.run(whole, "ROLLBACK"); err != nil {
			_ = c.close() // a reader that is stuck is replaced
			c = nil
		}
	}()
	return e.dialect.translate(body(connSession{ctx, c}))
}

// close ends the writer, waits for the readers under way, and gives up the
// lock last.
func (e *sqliteEngine) close() (err error) {
	e.closing.Do(func() { err = e.shut() })
	return err
}

func (e *sqliteEngine) shut() error {
	var all []error
	if e.writer != nil {
		all = append(all, e.writer.close())
	}
	if e.idle != nil {
		for range cap(e.idle) {
			if c := <-e.idle; c != nil {
				all = append(all, c.close())
			}
		}
		close(e.idle)
	}
	if e.pool != nil {
		all = append(all, e.pool.Close())
	}
	if e.master != nil {
		all = append(all, e.master.Close())
	}
	if e.lock != nil {
		all = append(all, e.lock.release())
	}
	return errors.Join(all...)
}
