package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// What the conformance suite may do that only subject files do otherwise.

func Exec(tx *Tx, sql string, args ...any) (int64, error) { return tx.exec(sql, args...) }

func Query(tx *Tx, sql string, visit func(scan func(...any) error) error, args ...any) error {
	return each(tx, sql, func(r row) error { return visit(r.Scan) }, args...)
}

func Insert(tx *Tx, sql string, rows [][]any) error { return tx.insertRows(sql, rows) }

func Prepare(tx *Tx, sql string) error {
	return tx.dialect.translate(tx.session.prepare(tx.dialect.spell(sql)))
}

func Define(tx *Tx, ddl string) error {
	_, err := tx.exec(render(tx.dialect.kind, ddl))
	return err
}

func Moment(to *time.Time) sql.Scanner { return at(to) }

func Text(to *string) sql.Scanner { return opt(to) }

func Render(kind Kind, sql string) string { return render(kind, sql) }

// MigrateTo brings a database to an older schema, as an older program would.
func MigrateTo(ctx context.Context, url string, version int64) error {
	o := Options{URL: url}
	if o.kind() == SQLite {
		db, err := sql.Open("sqlite", dsn(url, o, true))
		if err != nil {
			return err
		}
		defer db.Close()
		return migrateTo(ctx, db, newSQLiteDialect(), version)
	}
	c, err := postgresConfig(o)
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*c)
	defer db.Close()
	return migrateTo(ctx, db, newPostgresDialect(), version)
}

// StatementsOff makes the connections of an SQLite store forget statements
// at once, to measure what keeping them gains.
func StatementsOff(s *Store) {
	s.engine.(*sqliteEngine).writer.conn.most = 1
}

// Plan tells how the database would find the rows of the statements that ask
// gives, without running them.
func Plan(tx *Tx, ask func() error) (lines []string, err error) {
	before := tx.session
	tx.session = &explaining{before, tx.dialect.kind, &lines}
	defer func() { tx.session = before }()
	return lines, ask()
}

type explaining struct {
	session
	kind  Kind
	lines *[]string
}

func (e *explaining) query(sql string, values []any) (rows, error) {
	explain, into := "EXPLAIN ", []any{new(string)}
	if e.kind == SQLite {
		explain, into = "EXPLAIN QUERY PLAN ", []any{new(any), new(any), new(any), new(string)}
	}
	rs, err := e.session.query(explain+sql, values)
	if err != nil {
		return nil, err
	}
	for rs.Next() {
		if err := rs.Scan(into...); err != nil {
			return nil, err
		}
		*e.lines = append(*e.lines, *into[len(into)-1].(*string))
	}
	return none{}, errors.Join(rs.Err(), rs.Close())
}

func (e *explaining) exec(sql string, values []any) (int64, error) {
	rs, err := e.query(sql, values)
	if err != nil {
		return 0, err
	}
	return 0, rs.Close()
}

// none is no rows.
type none struct{}

func (none) Next() bool        { return false }
func (none) Scan(...any) error { return nil }
func (none) Err() error        { return nil }
func (none) Close() error      { return nil }
