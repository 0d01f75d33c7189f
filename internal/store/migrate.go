package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"huying/internal/kernel/errs"
)

//go:embed migrations/*.sql
var written embed.FS

// ledger is the table in which goose records the migrations in force.
const ledger = "schema_migration"

// migrate applies what is missing, each migration in one transaction. On
// PostgreSQL several nodes may start at once: one migrates, the rest wait.
func migrate(ctx context.Context, db *sql.DB, d *dialect) error {
	return migrateTo(ctx, db, d, 0)
}

// migrateTo stops at a version; 0 goes to the last.
func migrateTo(ctx context.Context, db *sql.DB, d *dialect, version int64) error {
	options := []goose.ProviderOption{
		goose.WithTableName(ledger),
		goose.WithDisableGlobalRegistry(true),
	}
	name := goose.DialectSQLite3
	if d.kind == Postgres {
		name = goose.DialectPostgres
		const everySecond, fiveMinutes = 1, 300
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(everySecond, fiveMinutes))
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(name, db, migrations(d.kind), options...)
	if err != nil {
		return err
	}
	if version == 0 {
		_, err = p.Up(ctx)
	} else {
		_, err = p.UpTo(ctx, version)
	}
	return d.translate(err)
}

// migrations are the files of the embedded folder as one database spells them.
func migrations(kind Kind) fs.FS {
	dir, err := fs.Sub(written, "migrations")
	if err != nil {
		panic(err) // the name is a constant
	}
	return spelling{dir, kind}
}

// Latest is the number of the last migration that this program knows.
func Latest() int64 {
	names, err := fs.Glob(written, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var last int64
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			panic("store: migration without a number: " + name)
		}
		last = max(last, n)
	}
	return last
}

// checkSchema returns the version in force if it is the one this program
// knows, and otherwise says what to do.
func checkSchema(ctx context.Context, db *sql.DB, d *dialect, where string) (int64, error) {
	found, err := schemaVersion(ctx, db, d)
	if err != nil {
		return 0, d.translate(err)
	}
	latest := Latest()
	switch {
	case found == 0:
		return 0, errMissing(where)
	case found < latest:
		return 0, errs.New(errs.Unready, "store.schema_pending",
			fmt.Sprintf("the database has schema %d and this program needs %d; run `huying migrate`", found, latest),
			fmt.Sprintf("数据库结构版本为 %d，本程序需要 %d；请运行 `huying migrate`", found, latest))
	case found > latest:
		return 0, errs.New(errs.Unready, "store.schema_newer",
			fmt.Sprintf("the database has schema %d, newer than the %d this program knows; use the newer program", found, latest),
			fmt.Sprintf("数据库结构版本为 %d，比本程序所知的 %d 更新；请使用新版程序", found, latest))
	}
	return found, nil
}

// schemaVersion reads the ledger without making it; 0 is no installation.
func schemaVersion(ctx context.Context, db *sql.DB, d *dialect) (version int64, err error) {
	var has int
	if err := db.QueryRowContext(ctx, d.hasTable, ledger).Scan(&has); err != nil || has == 0 {
		return 0, err
	}
	err = db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM "+ledger).Scan(&version)
	return version, err
}

// SchemaDigest tells two schemas apart: the beginning of a SHA-256 over all
// migrations. Tests name their templates by it.
func SchemaDigest() string {
	h := sha256.New()
	names, err := fs.Glob(written, "migrations/*.sql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range names {
		b, err := written.ReadFile(name)
		if err != nil {
			panic(err) // it was just listed
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(b), b)
	}
	const enough = 6
	return hex.EncodeToString(h.Sum(nil)[:enough])
}
