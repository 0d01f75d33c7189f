package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// maxBound bounds the values of one INSERT: more gain nothing.
const maxBound = 4_000

// readingDSN opens a file to read it, without the limits that queries have.
func readingDSN(path string) string {
	q := url.Values{"_pragma": {"busy_timeout(10000)"}, "mode": {"ro"}}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// fillingDSN opens a file that nobody else knows yet: it is made durable once
// it is whole.
func fillingDSN(path string) string {
	q := url.Values{"_pragma": {"foreign_keys(0)", "journal_mode(MEMORY)", "synchronous(OFF)", "temp_store(MEMORY)"}}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// tablesOf lists the tables of an SQLite file but the ledger of migrations,
// which each database keeps for itself.
func tablesOf(ctx context.Context, db *sql.DB) ([]string, error) {
	return names(ctx, db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> $1 ORDER BY name", ledger)
}

// asker is a database, or a transaction on it.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func names(ctx context.Context, db asker, query string, args ...any) (all []string, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has told
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}

// convert makes a value into what the column of that name takes.
type convert func(column string, v any) any

// identical is for SQLite, which takes all that PostgreSQL gives.
func identical(_ string, v any) any { return v }

// truths is for PostgreSQL, which takes no number for a truth.
func truths(columns []string) convert {
	return func(column string, v any) any {
		if n, ok := v.(int64); ok && slices.Contains(columns, column) {
			return n != 0
		}
		return v
	}
}

// copying is a copy from one database to another of a kind.
type copying struct {
	from asker
	to   *sql.Tx
	kind Kind // of to
	as   convert
}

// table copies all rows of a table.
func (c copying) table(ctx context.Context, table string) error {
	rows, err := c.from.QueryContext(ctx, "SELECT * FROM "+identifier(table))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err has told
	columns, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	head := "INSERT INTO " + identifier(table) + " (" + listed(columns) + ") VALUES "
	var waiting []any
	for rows.Next() {
		row, err := readRow(rows, columns, c.as)
		if err != nil {
			return err
		}
		if waiting = append(waiting, row...); len(waiting)+len(columns) > maxBound {
			if err := c.insert(ctx, head, len(columns), waiting); err != nil {
				return err
			}
			waiting = waiting[:0]
		}
	}
	if err := rows.Err(); err != nil || len(waiting) == 0 {
		return err
	}
	return c.insert(ctx, head, len(columns), waiting)
}

func readRow(rows *sql.Rows, columns []*sql.ColumnType, as convert) ([]any, error) {
	row := make([]any, len(columns))
	places := make([]any, len(columns))
	for i := range row {
		places[i] = &row[i]
	}
	if err := rows.Scan(places...); err != nil {
		return nil, err
	}
	for i, c := range columns {
		row[i] = as(c.Name(), row[i])
	}
	return row, nil
}

// insert writes rows, whose values come one after another.
func (c copying) insert(ctx context.Context, head string, width int, values []any) error {
	var text strings.Builder
	text.WriteString(head)
	for i := range values {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%width == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		if c.kind == SQLite {
			text.WriteString("?") // of numbered ones it keeps a list, and searches it for each value: see unnumbered
			continue
		}
		fmt.Fprintf(&text, "$%d", i+1)
	}
	text.WriteString(")")
	_, err := c.to.ExecContext(ctx, text.String(), values...)
	return err
}

func listed(columns []*sql.ColumnType) string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = identifier(c.Name())
	}
	return strings.Join(all, ", ")
}

// identifier is a name of the schema as both databases read it.
func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
