package testdb

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"huying/internal/store"
)

// migrated is an SQLite file with the schema in force, made once and copied
// for every test.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "huying-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	s, err := store.Open(context.Background(), store.Options{URL: path, Migrate: true, Unsafe: true})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil { // the last to close leaves no WAL behind
		return nil, err
	}
	return os.ReadFile(path)
})

func sqliteFile(tb testing.TB) string {
	tb.Helper()
	template, err := migrated()
	if err != nil {
		tb.Fatal("migrate SQLite: ", err)
	}
	path := filepath.Join(tb.TempDir(), "huying.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}
