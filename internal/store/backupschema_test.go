package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// oldBackup is a file of an older program's schema, with a region in it.
func oldBackup(t *testing.T, version int64) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "old")
	if err := store.MigrateTo(t.Context(), file, version); err != nil {
		t.Fatal(err)
	}
	alter(t, file, "INSERT INTO region (code, name, zone, revision) VALUES ('330802', '柯城区', 'Asia/Shanghai', 1)")
	return file
}

func alter(t *testing.T, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// A backup of an older program is restored in the schema of this one, and is
// itself left as it was; that of a newer one is refused.
func TestRestoreOfAnotherSchema(t *testing.T) {
	t.Parallel()
	const older = 11
	old := oldBackup(t, older)
	for _, kind := range testdb.Kinds() {
		o := store.Options{URL: testdb.Empty(t, kind)}
		if err := store.Restore(t.Context(), old, o, nil); err != nil {
			t.Fatalf("to %s: %v", kind, err)
		}
		s, err := store.Open(t.Context(), o) // refuses any other schema
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		look(t, s, func(tx *store.Tx) error {
			all, err := tx.Regions()
			if len(all) != 1 || all[0].Name != "柯城区" {
				t.Errorf("%s: the regions are %v", kind, all)
			}
			return err
		})
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if v, err := store.BackupSchema(t.Context(), old); v != older || err != nil {
		t.Errorf("the backup itself is of schema %d now, %v", v, err)
	}
	alter(t, old, "INSERT INTO schema_migration (version_id, is_applied) VALUES (9999, 1)")
	to := filepath.Join(t.TempDir(), "new.db")
	if err := store.Restore(t.Context(), old, store.Options{URL: to}, nil); errs.CodeOf(err) != "store.schema_newer" {
		t.Errorf("from a newer program: %v", err)
	}
}

// What ready refuses leaves nothing in place; what it changes is what is put
// there, in either database, without what it deleted.
func TestRestoreAsksFirst(t *testing.T) {
	t.Parallel()
	s := testdb.Open(t, store.SQLite)
	const secret = "a fact that is to go"
	put := func(tx *store.Tx) error { return tx.PutFact("kept", secret) }
	change(t, s, put)
	file := filepath.Join(t.TempDir(), "backup")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	refusal := errors.New("no")
	for _, kind := range testdb.Kinds() {
		o := store.Options{URL: testdb.Empty(t, kind)}
		err := store.Restore(t.Context(), file, o, func(context.Context, *store.Store) error { return refusal })
		if !errors.Is(err, refusal) {
			t.Fatalf("%s: %v", kind, err)
		}
		if left, _ := filepath.Glob(o.URL + "*"); kind == store.SQLite && len(left) > 0 {
			t.Errorf("a refused restore left %v", left)
		}
		err = store.Restore(t.Context(), file, o, func(ctx context.Context, s *store.Store) error {
			return s.Update(ctx, func(tx *store.Tx) error { return tx.PutFact("kept", "changed") })
		})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if left, _ := filepath.Glob(o.URL + ".*"); kind == store.SQLite && len(left) > 0 {
			t.Errorf("beside the records are %v", left)
		}
		back, err := store.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		look(t, back, func(tx *store.Tx) error {
			fact, _, err := tx.Fact("kept")
			if fact.Value != "changed" {
				t.Errorf("%s: %q", kind, fact.Value)
			}
			return err
		})
		if err := back.Close(); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Errorf("the backup itself: %v, %v", info, err)
	}
}
