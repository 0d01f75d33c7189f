package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// database is where the cases are multiplied, under the program's feet: by
// commands, a million cases would take a day.
type database struct {
	*sql.DB
	postgres bool
}

func (i installation) open(ctx context.Context) (database, error) {
	d := database{postgres: i.database != ""}
	var err error
	if d.postgres {
		d.DB, err = sql.Open("pgx", i.database)
	} else {
		d.DB, err = sql.Open("sqlite", "file:"+filepath.Join(i.data, "huying.db")+"?_pragma=synchronous(off)&_pragma=cache_size(-400000)")
	}
	if err != nil {
		return d, err
	}
	d.SetMaxOpenConns(1) // temporary tables live in one
	return d, d.PingContext(ctx)
}

// apart is how many microseconds lie between a case and its next copy.
const apart = int64(30 * 24 * time.Hour / time.Microsecond)

// grow copies every case with its legs, clocks, titles and tags, each copy a
// month earlier. Of two copies in three only what has ended is kept: what is
// open does not grow with the years as what is closed does.
func (d database) grow(ctx context.Context, copies int) error {
	for _, table := range []struct {
		name, id string
		moved    []string // columns that go back in time with the copy
	}{
		{"work_case", "id", []string{"received_at", "last_at", "answered_at"}},
		{"leg", "case_id", []string{"received_at", "dispatched_at", "closed_at", "callback_met"}},
		{"clock", "case_id", nil},
		{"case_text", "case_id", nil},
		{"case_tag", "case_id", nil},
	} {
		columns, err := d.columns(ctx, table.name)
		if err != nil {
			return err
		}
		if _, err := d.ExecContext(ctx, "CREATE TEMPORARY TABLE base AS SELECT * FROM "+table.name); err != nil {
			return err
		}
		for k := 1; k <= copies; k++ {
			values := make([]string, len(columns))
			for i, c := range columns {
				values[i] = copied(c, table.id, table.moved, k)
			}
			where := fmt.Sprintf(" WHERE EXISTS (SELECT 1 FROM work_case w WHERE w.id = 'z%02d' || base.%s)", k, table.id)
			if table.name == "work_case" {
				where = ""
				if k%3 != 0 {
					where = " WHERE state IN ('closed', 'archived')"
				}
			}
			insert := "INSERT INTO " + table.name + " (" + strings.Join(columns, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM base" + where
			if _, err := d.ExecContext(ctx, insert); err != nil {
				return fmt.Errorf("copy %d of %s: %w", k, table.name, err)
			}
		}
		if _, err := d.ExecContext(ctx, "DROP TABLE base"); err != nil {
			return err
		}
	}
	settle := "ANALYZE"
	if d.postgres {
		settle = "VACUUM ANALYZE"
	}
	_, err := d.ExecContext(ctx, settle)
	return err
}

// copied is the value of a column in the copy k.
func copied(column, id string, moved []string, k int) string {
	switch column {
	case id:
		return fmt.Sprintf("'z%02d' || %s", k, column)
	case "number":
		return fmt.Sprintf("number || '-%02d'", k)
	case "received_day", "dispatched_day":
		return fmt.Sprintf("%s - %d", column, 30*k)
	}
	for _, m := range moved {
		if m == column {
			return fmt.Sprintf("%s - %d", column, apart*int64(k))
		}
	}
	return column
}

func (d database) columns(ctx context.Context, table string) (names []string, err error) {
	rows, err := d.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	return rows.Columns()
}

func (d database) counts(ctx context.Context) (string, error) {
	var cases, open, legs int
	err := d.QueryRowContext(ctx, "SELECT (SELECT COUNT(*) FROM work_case), "+
		"(SELECT COUNT(*) FROM work_case WHERE state NOT IN ('closed', 'archived')), (SELECT COUNT(*) FROM leg)").Scan(&cases, &open, &legs)
	return fmt.Sprintf("%d cases, %d of them neither closed nor archived, %d legs", cases, open, legs), err
}
