package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// pairs counts the pairs of facts that are there, and tells of halves.
func pairs(t *testing.T, s *store.Store, ids []string) (whole int) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		facts, err := tx.Facts()
		there := make(map[store.FactName]bool, len(facts))
		for _, f := range facts {
			there[f.Name] = true
		}
		whole = 0
		for _, id := range ids {
			left, right := there[store.FactName(id)], there[store.FactName(id+"'")]
			if left != right {
				t.Errorf("%s is there by half", id)
			}
			if left {
				whole++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return whole
}

// A backup that is made while eight write holds each of their transactions
// whole or not at all, and all that were acknowledged before it began; and it
// is the same records in either database that it is restored to.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		// What is restored below is all that they have written: they draw breath,
		// so that a slow machine has a load and not a mountain.
		const writers, before, breath = 8, 200, 5 * time.Millisecond
		ctx, stop := context.WithCancel(t.Context())
		var acked atomic.Int64
		var mu sync.Mutex
		var ids []string
		var done sync.WaitGroup
		for w := range writers {
			done.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					id := fmt.Sprintf("%d/%d", w, i)
					mu.Lock()
					ids = append(ids, id)
					mu.Unlock()
					if err := s.Update(ctx, func(tx *store.Tx) error { return putPair(tx, id) }); err == nil {
						acked.Add(1)
						time.Sleep(breath)
					} else if ctx.Err() == nil {
						t.Errorf("a writer was kept from writing: %v", err)
						return
					}
				}
			})
		}
		for acked.Load() < before && !t.Failed() {
			if err := s.View(t.Context(), func(*store.Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
		}
		sure := acked.Load()
		file := filepath.Join(t.TempDir(), "backup")
		err := s.Backup(t.Context(), file)
		stop()
		done.Wait()
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range testdb.Kinds() {
			o := store.Options{URL: testdb.Empty(t, kind)}
			if err := store.Restore(t.Context(), file, o, nil); err != nil {
				t.Fatalf("to %s: %v", kind, err)
			}
			restored, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if n := pairs(t, restored, ids); int64(n) < sure {
				t.Errorf("%s: %d pairs, and %d were acknowledged before", kind, n, sure)
			}
			if err := restored.Update(t.Context(), func(tx *store.Tx) error { return putPair(tx, "after") }); err != nil {
				t.Errorf("%s takes no more: %v", kind, err)
			}
			again := filepath.Join(t.TempDir(), "again")
			if err := restored.Backup(t.Context(), again); err != nil {
				t.Error(err)
			}
			if err := restored.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

// A backup of every table that a case, a region and people fill comes back from
// either database as it was, value by value.
func TestRestoreKeepsEveryValue(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		fillAll(t, s)
		first := filepath.Join(t.TempDir(), "first")
		if err := s.Backup(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		want := dump(t, first)
		if len(want) < 12 {
			t.Fatalf("a backup of %d rows proves nothing", len(want))
		}
		for _, kind := range testdb.Kinds() {
			o := store.Options{URL: testdb.Empty(t, kind)}
			if err := store.Restore(t.Context(), first, o, nil); err != nil {
				t.Fatalf("to %s: %v", kind, err)
			}
			o.ReadOnly = true
			back, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			second := filepath.Join(t.TempDir(), string(kind))
			if err := back.Backup(t.Context(), second); err != nil {
				t.Error(err)
			}
			if err := back.Close(); err != nil {
				t.Error(err)
			}
			if d := cmp.Diff(want, dump(t, second)); d != "" {
				t.Errorf("by way of %s (-was +is):\n%s", kind, d)
			}
			if err := store.Restore(t.Context(), first, store.Options{URL: o.URL}, nil); errs.CodeOf(err) != "backup.there" {
				t.Errorf("%s: over records that are there: %v", kind, err)
			}
		}
	})
}

func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	s := testdb.Open(t, store.SQLite)
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), there); errs.CodeOf(err) != "backup.there" {
		t.Errorf("over a file: %v", err)
	}
	if text, _ := os.ReadFile(there); string(text) != "mine" {
		t.Errorf("the file holds %q now", text)
	}
	to := store.Options{URL: filepath.Join(dir, "new.db")}
	if err := store.Restore(t.Context(), there, to, nil); errs.CodeOf(err) != "backup.damaged" {
		t.Errorf("from what is no backup: %v", err)
	}
	if err := store.Restore(t.Context(), filepath.Join(dir, "none"), to, nil); errs.CodeOf(err) != "store.missing" {
		t.Errorf("from nothing: %v", err)
	}
	good := filepath.Join(dir, "good")
	if err := s.Backup(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(good); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(dir, "half")
	if err := os.WriteFile(half, text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), half, to, nil); errs.CodeOf(err) != "backup.damaged" {
		t.Errorf("from half a backup: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ended, filepath.Join(dir, "ended")); err == nil {
		t.Error("a backup that was stopped succeeded")
	}
	for _, name := range []string{"ended", "new.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was left behind", name)
		}
	}
}

// fillAll puts rows of every kind of value into tables that refer to each
// other, and to themselves in an order in which no row may come first.
func fillAll(t *testing.T, s *store.Store) {
	t.Helper()
	save(t, s, received(here, 1, oct1).dispatched(oct1.Add(1e9), "u1"), received(here, 2, oct1))
	change(t, s, func(tx *store.Tx) error {
		for _, u := range [][]any{{"z", nil}, {"a", "z"}, {"b", "a"}} {
			if _, err := store.Exec(tx, `INSERT INTO unit (id, region, name, list, kind, parent, division, from_day, to_day)
				VALUES ($1, $2, $3, '', '', $4, '', 1, 9223372036854775807)`, u[0], here, u[0], u[1]); err != nil {
				return err
			}
		}
		shut := someone("x", "it's \"quoted\" 呼应 \u200b$1", identity.Operator, identity.Admin)
		shut.Disabled, shut.Unit = true, "a"
		return errors.Join(tx.AddAccount(shut), tx.AddAccount(someone("y", "")),
			tx.PutFact("several lines", "one\ntwo\r\n\ttwo\\"), tx.PutFact("empty", ""))
	})
}

// dump is every row of a file, as text, but for the ledger of migrations.
func dump(t *testing.T, file string) (all []string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migration' AND name NOT LIKE 'sqlite%'"
	for _, table := range column(t, db, tables) {
		fields := column(t, db, "SELECT printf('%Q, typeof(\"%w\"), \"%w\"', name, name, name) FROM pragma_table_info('"+table+"') ORDER BY name")
		for _, row := range column(t, db, "SELECT json_array("+strings.Join(fields, ", ")+") FROM "+table) {
			all = append(all, table+" "+row)
		}
	}
	slices.Sort(all)
	return all
}

func column(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
