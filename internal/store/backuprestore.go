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
// They may come from the other kind of database. Errors: Conflict
// ("backup.there") where there are records already; Unready ("store.…") for a
// file that is no backup, or of an older or newer program; Invalid
// ("backup.damaged").
func Restore(ctx context.Context, path string, o Options) (err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := checkBackup(ctx, path); err != nil {
		return err
	}
	if o.kind() == SQLite {
		return restoreSQLite(ctx, path, o.URL)
	}
	return errs.Wrap("restore", restorePostgres(ctx, path, o))
}

// checkBackup asks that a file be a whole backup of this program's schema.
func checkBackup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return errMissing(path)
	}
	db, err := sql.Open("sqlite", readingDSN(path))
	if err != nil {
		return err
	}
	defer db.Close()
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&said); err != nil || said != "ok" {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errs.New(errs.Invalid, "backup.damaged", path+" is damaged, or no backup", path+" 已损坏，或不是备份文件")
	}
	_, err = checkSchema(ctx, db, newSQLiteDialect(), path)
	return err
}

// restoreSQLite fills a file beside its place and names it when it is whole: what
// is cut short leaves nothing that could be taken for records.
func restoreSQLite(ctx context.Context, from, to string) (err error) {
	to, err = filepath.Abs(to)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, errThere(to))
	}
	part := to + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a restore that was cut short
		return err
	}
	if part, err = reserve(part); err != nil {
		return err
	}
	err = errs.Wrap("restore", newSQLiteDialect().translate(vacuumInto(ctx, from, part)))
	if err == nil {
		err = synced(part)
	}
	if err == nil {
		err = os.Rename(part, to)
	}
	if err != nil {
		_ = os.Remove(part) // half of it is none; err says why
		return err
	}
	return synced(to)
}

// restorePostgres fills an empty database in one transaction. References are
// checked at its end, for rows may come before those that they refer to.
func restorePostgres(ctx context.Context, path string, o Options) error {
	d := newPostgresDialect()
	c, err := postgresConfig(o)
	if err != nil {
		return err
	}
	if err := vacant(ctx, stdlib.OpenDB(*c)); err != nil { // before anything is changed
		return d.translate(err)
	}
	if err := migratePostgres(ctx, c, d); err != nil {
		return err
	}
	c.RuntimeParams["statement_timeout"], c.RuntimeParams["idle_in_transaction_session_timeout"] = "0", "0"
	target := stdlib.OpenDB(*c)
	defer target.Close()
	from, err := sql.Open("sqlite", readingDSN(path))
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
		if err := copyTable(ctx, from, to, t, truths(yesNo)); err != nil {
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
