package store

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"huying/internal/kernel/errs"
)

const (
	defaultConns     = 16
	defaultStatement = time.Minute
	idleConn         = 5 * time.Minute
	oldConn          = time.Hour
)

// postgresEngine is a pool on one server; other nodes may have theirs.
type postgresEngine struct {
	db      *sql.DB
	dialect *dialect
}

// postgresConfig sets up every connection alike. Time zone and statement
// timeout are the session's; jit costs more than it gains on our queries.
func postgresConfig(o Options) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, errs.Newf(errs.Invalid, "store.url", "the database URL cannot be read; expected postgres://user@host/name", "数据库地址无法识别，应如 postgres://user@host/name")
	}
	limit := o.StatementTimeout
	if limit <= 0 {
		limit = defaultStatement
	}
	ms := strconv.FormatInt(limit.Milliseconds(), 10)
	for k, v := range map[string]string{
		"application_name":                    "huying",
		"timezone":                            "UTC",
		"jit":                                 "off",
		"statement_timeout":                   ms,
		"idle_in_transaction_session_timeout": ms,
	} {
		if _, given := c.RuntimeParams[k]; !given {
			c.RuntimeParams[k] = v
		}
	}
	return c, nil
}

func openPostgres(ctx context.Context, o Options, d *dialect) (_ engine, version int64, err error) {
	c, err := postgresConfig(o)
	if err != nil {
		return nil, 0, err
	}
	if o.Migrate && !o.ReadOnly {
		if err := migratePostgres(ctx, c, d); err != nil {
			return nil, 0, err
		}
	}
	n := o.Conns
	if n <= 0 {
		n = defaultConns
	}
	if o.ReadOnly {
		c.RuntimeParams["default_transaction_read_only"] = "on"
	}
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(idleConn)
	db.SetConnMaxLifetime(oldConn)
	if version, err = inspectPostgres(ctx, db, d, c.Database); err != nil {
		db.Close()
		return nil, 0, err
	}
	e := &postgresEngine{db: db, dialect: d}
	if o.ReadOnly {
		return readOnly{e}, version, nil
	}
	return e, version, nil
}

// migratePostgres uses a pool of its own, without a limit on statements: an
// index on a large table takes its time.
func migratePostgres(ctx context.Context, c *pgx.ConnConfig, d *dialect) error {
	own := c.Copy()
	own.RuntimeParams["statement_timeout"] = "0"
	own.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	db := stdlib.OpenDB(*own)
	defer db.Close()
	if err := checkEncoding(ctx, db, d); err != nil {
		return err
	}
	return migrate(ctx, db, d)
}

func inspectPostgres(ctx context.Context, db *sql.DB, d *dialect, name string) (int64, error) {
	if err := checkEncoding(ctx, db, d); err != nil {
		return 0, err
	}
	return checkSchema(ctx, db, d, name)
}

// checkEncoding refuses a database that cannot keep every text.
func checkEncoding(ctx context.Context, db *sql.DB, d *dialect) error {
	var encoding string
	if err := db.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return d.translate(err)
	}
	if encoding != "UTF8" {
		return errs.New(errs.Unready, "store.encoding",
			"the PostgreSQL database keeps text as "+encoding+"; create it with ENCODING 'UTF8'",
			"PostgreSQL 数据库的编码是 "+encoding+"，请用 ENCODING 'UTF8' 建库")
	}
	return nil
}

func (e *postgresEngine) view(ctx context.Context, body func(session) error) error {
	return e.transact(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, body)
}

func (e *postgresEngine) update(ctx context.Context, body func(session) error) error {
	return e.transact(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, body)
}

func (e *postgresEngine) transact(ctx context.Context, o *sql.TxOptions, body func(session) error) error {
	tx, err := e.db.BeginTx(ctx, o)
	if err != nil {
		return e.dialect.translate(err)
	}
	committed := false
	defer func() { // also on panic and Goexit
		if !committed {
			_ = tx.Rollback() // the caller has the error that matters
		}
	}()
	if err := body(txSession{ctx, tx}); err != nil {
		return err
	}
	committed = true
	return e.dialect.translate(tx.Commit())
}

func (e *postgresEngine) maintain(ctx context.Context, text string) error {
	_, err := e.db.ExecContext(ctx, text)
	return e.dialect.translate(err)
}

func (e *postgresEngine) close() error { return e.db.Close() }

// readOnly is an engine that refuses to write.
type readOnly struct{ engine }

func (readOnly) update(context.Context, func(session) error) error { return errReadOnly }
func (readOnly) maintain(context.Context, string) error            { return errReadOnly }

// txSession is a transaction on PostgreSQL; pgx keeps the statements of each
// connection prepared.
type txSession struct {
	ctx context.Context
	tx  *sql.Tx
}

func (s txSession) exec(text string, args []any) (int64, error) {
	r, err := s.tx.ExecContext(s.ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (s txSession) query(text string, args []any) (rows, error) {
	rs, err := s.tx.QueryContext(s.ctx, text, args...)
	if err != nil {
		return nil, err
	}
	return rs, nil
}

func (s txSession) prepare(text string) error {
	stmt, err := s.tx.PrepareContext(s.ctx, text)
	if err != nil {
		return err
	}
	return stmt.Close()
}
