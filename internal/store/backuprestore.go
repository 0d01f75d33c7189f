package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/stdlib"

	"huying/internal/kernel/errs"
)

// Restore puts the records of a file that Backup has written into a database
// that has none: a file that is not there, or an empty PostgreSQL database.
// They may come from the other kind of database. It works on a copy, which it
// brings to this program's schema; ready, which may be nil, is given that copy
// to look at and to change, before anything is in place: what it refuses is not
// restored. Errors: Conflict ("backup.there") where there are records already;
// Unready ("store.…") for a file that is no backup, or of a newer program;
// Invalid ("backup.damaged"); and those of ready.
func Restore(ctx context.Context, path string, o Options, ready func(context.Context, *Store) error) (err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := BackupSchema(ctx, path); err != nil {
		return err
	}
	if o.kind() == SQLite {
		return restoreSQLite(ctx, path, o, ready)
	}
	return errs.Wrap("restore", restorePostgres(ctx, path, o, ready))
}

// BackupSchema returns the version of a backup's schema, once it has found the
// file to be whole. Errors: Invalid ("backup.damaged"); Unready
// ("store.schema_newer") for one of a newer program.
func BackupSchema(ctx context.Context, path string) (int64, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return 0, errMissing(path)
	}
	db, err := sql.Open("sqlite", readingDSN(path))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil || said != "ok" {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return 0, errs.New(errs.Invalid, "backup.damaged", path+" is damaged, or no backup", path+" 已损坏，或不是备份文件")
	}
	found, err := schemaVersion(ctx, db, newSQLiteDialect())
	if err == nil && found > 0 && found < Latest() {
		return found, nil // Restore migrates it
	}
	return checkSchema(ctx, db, newSQLiteDialect(), path)
}

// prepare makes a copy of a backup, of the schema in force, and has ready look
// at it. What is there of a copy that was cut short is written anew.
func prepare(ctx context.Context, from, part string, o Options, ready func(context.Context, *Store) error) (err error) {
	if err := discard(part); err != nil {
		return err
	}
	if part, err = reserve(part); err != nil {
		return err
	}
	if err := vacuumInto(ctx, from, part); err != nil {
		return newSQLiteDialect().translate(err)
	}
	db, err := sql.Open("sqlite", fillingDSN(part))
	if err != nil {
		return err
	}
	if err := errors.Join(migrate(ctx, db, newSQLiteDialect()), db.Close()); err != nil || ready == nil {
		return err
	}
	s, err := Open(ctx, Options{URL: part, Clock: o.Clock})
	if err != nil {
		return err
	}
	if err = ready(ctx, s); err == nil {
		err = s.Scour(ctx)
	}
	return errors.Join(err, s.Close())
}

// discard removes a copy and what the database keeps beside it.
func discard(part string) error {
	for _, end := range []string{"", "-wal", "-shm", ".lock"} {
		if err := os.Remove(part + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// restoreSQLite fills a file beside its place and names it when it is whole: what
// is cut short leaves nothing that could be taken for records.
func restoreSQLite(ctx context.Context, from string, o Options, ready func(context.Context, *Store) error) error {
	to, err := filepath.Abs(o.URL)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, errThere(to))
	}
	part := to + ".part"
	err = errs.Wrap("restore", prepare(ctx, from, part, o, ready))
	if err == nil {
		err = synced(part)
	}
	if err == nil {
		err = os.Rename(part, to)
	}
	if err := errors.Join(err, discard(part)); err != nil { // half of it is none
		return err
	}
	return synced(to)
}

// restorePostgres fills an empty database in one transaction, from a copy that
// lasts no longer. References are checked at its end, for rows may come before
// those that they refer to.
func restorePostgres(ctx context.Context, path string, o Options, ready func(context.Context, *Store) error) (err error) {
	d := newPostgresDialect()
	c, err := postgresConfig(o)
	if err != nil {
		return err
	}
	if err := vacant(ctx, stdlib.OpenDB(*c)); err != nil { // before anything is changed
		return d.translate(err)
	}
	dir, err := os.MkdirTemp("", "huying-restore-") // for its owner alone
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	part := filepath.Join(dir, "part")
	if err := prepare(ctx, path, part, o, ready); err != nil {
		return err
	}
	if err := migratePostgres(ctx, c, d); err != nil {
		return err
	}
	c.RuntimeParams["statement_timeout"], c.RuntimeParams["idle_in_transaction_session_timeout"] = "0", "0"
	target := stdlib.OpenDB(*c)
	defer target.Close()
	from, err := sql.Open("sqlite", readingDSN(part))
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := target.BeginTx(ctx, nil)
	if err != nil {
		return d.translate(err)
	}
	defer func() { _ = to.Rollback() }() // nothing, once it has been committed
	if err := pour(ctx, from, to); err != nil {
		return d.translate(err)
	}
	return d.translate(to.Commit())
}

// vacant asks that a database hold no installation, of whichever program, and
// closes it.
func vacant(ctx context.Context, db *sql.DB) error {
	defer db.Close()
	var there bool
	if err := db.QueryRowContext(ctx, "SELECT to_regclass('region') IS NOT NULL").Scan(&there); err != nil || !there {
		return err
	}
	var regions int
	if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM region").Scan(&regions); err != nil {
		return err
	}
	if regions > 0 {
		return errThere("the installation in this database")
	}
	return nil
}

// pour copies all tables into those of a database that has no region yet.
func pour(ctx context.Context, from *sql.DB, to *sql.Tx) error {
	var regions int
	if err := to.QueryRowContext(ctx, "SELECT COUNT(*) FROM region").Scan(&regions); err != nil {
		return err
	}
	if regions > 0 {
		return errThere("the installation in this database")
	}
	// What the migrations have put into the tables is in the backup, too.
	tables, err := tablesOf(ctx, from)
	if err != nil {
		return err
	}
	constraints, err := names(ctx, to, `SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I ', conrelid::regclass, conname)
		FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`)
	if err != nil {
		return err
	}
	if err := alter(ctx, to, constraints, "DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := to.ExecContext(ctx, "DELETE FROM "+identifier(t)); err != nil {
			return err
		}
		yesNo, err := names(ctx, to, "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND data_type = 'boolean'", t)
		if err != nil {
			return err
		}
		if err := (copying{from, to, Postgres, truths(yesNo)}).table(ctx, t); err != nil {
			return errs.Wrap(t, err)
		}
	}
	if _, err := to.ExecContext(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
		return err
	}
	return alter(ctx, to, constraints, "NOT DEFERRABLE")
}

func alter(ctx context.Context, to *sql.Tx, beginnings []string, end string) error {
	for _, b := range beginnings {
		if _, err := to.ExecContext(ctx, b+end); err != nil {
			return err
		}
	}
	return nil
}
