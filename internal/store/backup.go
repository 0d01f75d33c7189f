package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"huying/internal/kernel/errs"
)

// Backup writes all records, as they are at one moment, into a new SQLite file,
// whichever database they are in, while others go on reading and writing. The
// file is whole and durable when Backup returns, and is for its owner alone.
// Error: Conflict ("backup.there") where there is a file of that name.
func (s *Store) Backup(ctx context.Context, path string) (err error) {
	path, err = reserve(path)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(path) // half a copy is none; err says why
		}
	}()
	if err := s.engine.backup(ctx, path); err != nil {
		return errs.Wrap("back up", s.dialect.translate(err))
	}
	return synced(path)
}

// reserve makes an empty file for its owner alone.
func reserve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return "", errThere(path)
	}
	if err != nil {
		return "", err
	}
	return path, f.Close()
}

func errThere(path string) error {
	return errs.New(errs.Conflict, "backup.there", path+" is there already; it is not written over", path+" 已存在，不予覆盖")
}

// synced makes a file's bytes, and its name, durable.
func synced(path string) error {
	for _, name := range []string{path, filepath.Dir(path)} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if err = f.Sync(); errors.Is(err, errors.ErrUnsupported) {
			err = nil
		}
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// backup has SQLite write what one read transaction sees: the writer goes on
// meanwhile, and what was deleted is not in the copy.
func (e *sqliteEngine) backup(ctx context.Context, path string) error {
	return vacuumInto(ctx, e.path, path)
}

func vacuumInto(ctx context.Context, from, to string) error {
	db, err := sql.Open("sqlite", readingDSN(from))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", to)
	return err
}

// backup copies what one transaction sees, table by table.
func (e *postgresEngine) backup(ctx context.Context, path string) error {
	from, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = from.Rollback() }() // it has only read
	// A table that is long to read is no statement gone astray.
	if _, err := from.ExecContext(ctx, "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"); err != nil {
		return err
	}
	return fill(ctx, path, func(to *sql.Tx, tables []string) error {
		all := copying{from, to, SQLite, identical}
		for _, t := range tables {
			if err := all.table(ctx, t); err != nil {
				return errs.Wrap(t, err)
			}
		}
		return nil
	})
}

// fill makes an SQLite file of the schema in force and fills its tables in one
// transaction; their references are checked once, at the end.
func fill(ctx context.Context, path string, with func(to *sql.Tx, tables []string) error) (err error) {
	db, err := sql.Open("sqlite", fillingDSN(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, newSQLiteDialect()); err != nil {
		return err
	}
	tables, err := tablesOf(ctx, db)
	if err != nil {
		return err
	}
	to, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = to.Rollback() }() // nothing, once it has been committed
	if err := with(to, tables); err != nil {
		return err
	}
	broken, err := strangers(ctx, to)
	if err != nil {
		return err
	}
	if broken > 0 {
		return errs.Newf(errs.Internal, "backup.references", "rows of the copy refer to rows that are not there: %d", "副本中有 %d 行所引用的行缺失", broken)
	}
	return to.Commit()
}

// strangers counts rows that refer to none.
func strangers(ctx context.Context, tx *sql.Tx) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM pragma_foreign_key_check").Scan(&n)
	return n, err
}
