// Package storetest is the suite that both databases have to pass alike. Run
// it from the store's own tests, which alone may hand it raw statements.
package storetest

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"huying/internal/store"
)

// Engine is the store's way to run statements, which it keeps to itself.
type Engine struct {
	Exec    func(tx *store.Tx, sql string, args ...any) (int64, error)
	Query   func(tx *store.Tx, sql string, visit func(scan func(...any) error) error, args ...any) error
	Insert  func(tx *store.Tx, sql string, rows [][]any) error
	Prepare func(tx *store.Tx, sql string) error
	// Define runs a CREATE statement written as migrations are.
	Define func(tx *store.Tx, ddl string) error
	// Moment and Text scan columns that may be NULL.
	Moment func(to *time.Time) sql.Scanner
	Text   func(to *string) sql.Scanner
	// MigrateTo brings the database at a URL to an older schema.
	MigrateTo func(ctx context.Context, url string, version int64) error
	// Dir is the folder of the store's source, with its statements.
	Dir string
}

// Run runs the whole suite on both databases.
func Run(t *testing.T, e Engine) {
	for _, part := range []struct {
		name string
		run  func(*testing.T, Engine)
	}{
		{"transactions", transactions},
		{"leaving", leaving},
		{"contexts", contexts},
		{"contention", contention},
		{"snapshots", snapshots},
		{"refusals", refusals},
		{"constraints", constraints},
		{"values", values},
		{"order", order},
		{"bulk", bulk},
		{"model", model},
		{"closing", closing},
		{"migrations", migrations},
		{"schemas", schemas},
		{"statements", statements},
	} {
		t.Run(part.name, func(t *testing.T) {
			t.Parallel()
			part.run(t, e)
		})
	}
}

// probe is a table of the suite's own.
const probe = `
CREATE TABLE probe (
    id TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL DEFAULT 0
);`

// define makes a table in a fresh store.
func (e Engine) define(t *testing.T, s *store.Store, ddl string) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error { return e.Define(tx, ddl) })
}

func (e Engine) put(tx *store.Tx, id string) error {
	_, err := e.Exec(tx, "INSERT INTO probe (id) VALUES ($1)", id)
	return err
}

// ids are the rows of probe, as a View sees them.
func (e Engine) ids(t *testing.T, s *store.Store) []string {
	t.Helper()
	all := []string{}
	view(t, s, func(tx *store.Tx) error {
		return e.Query(tx, "SELECT id FROM probe ORDER BY id", func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			all = append(all, id)
			return err
		})
	})
	return all
}

// number reads a single number.
func (e Engine) number(tx *store.Tx, sql string, args ...any) (n int64, err error) {
	err = e.Query(tx, sql, func(scan func(...any) error) error { return scan(&n) }, args...)
	return n, err
}

func update(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal("update:", err)
	}
}

func view(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal("view:", err)
	}
}
