package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestFull: when SQLite itself gives up the transaction that several updates
// share, none of them is told that it succeeded, and none is there.
func TestFull(t *testing.T) {
	t.Parallel()
	s := testdb.Open(t, store.SQLite)
	limit := func(pages string) {
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			return store.Query(tx, "PRAGMA max_page_count = "+pages, func(func(...any) error) error { return nil })
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite makes it as many as there are
	held, hold := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = s.Update(t.Context(), func(*store.Tx) error { close(held); <-hold; return nil })
	})
	<-held
	var succeeded atomic.Int64
	for i := range 10 {
		value := "small"
		if i == 5 {
			value = strings.Repeat("large", 100_000)
		}
		wg.Go(func() {
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				return tx.PutFact(store.FactName(fmt.Sprint(i)), value)
			})
			switch {
			case err == nil:
				succeeded.Add(1)
			case !errs.Is(err, errs.Unready):
				t.Errorf("update %d: %v", i, err)
			case i == 5 && errs.CodeOf(err) != "store.full":
				t.Errorf("the update that found no room got %v", err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond) // let them queue; nothing depends on it
	close(hold)
	wg.Wait()
	if n := int64(len(facts(t, s))); n != succeeded.Load() {
		t.Errorf("%d updates succeeded and %d facts are there", succeeded.Load(), n)
	}
	limit("1000000")
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutFact("after", "v") }); err != nil {
		t.Error("update after there was room again:", err)
	}
}

func facts(t *testing.T, s *store.Store) (all []store.Fact) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		all, err = tx.Facts()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestForeignWriter: somebody else's program that writes to the file for a
// moment (the sqlite3 shell, say) is waited for.
func TestForeignWriter(t *testing.T) {
	t.Parallel()
	path := testdb.URL(t, store.SQLite)
	s, err := store.Open(t.Context(), store.Options{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	foreign, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(30*time.Millisecond, func() {
		if err := foreign.Commit(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutFact("a", "b") }); err != nil {
		t.Error(err)
	}
}

// TestUnreachable: no server is a service that is not ready, and says so.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	_, err := store.Open(t.Context(), store.Options{URL: "postgres://nobody@/nothing?host=" + t.TempDir()})
	if !errs.Is(err, errs.Unready) || errs.CodeOf(err) != "store.unreachable" {
		t.Errorf("error %v", err)
	}
	_, err = store.Open(t.Context(), store.Options{URL: "postgres://user:secret@host:port/x"})
	if !errs.Is(err, errs.Invalid) || strings.Contains(err.Error(), "secret") {
		t.Errorf("a URL that cannot be read gave %v", err)
	}
}

// TestEncoding: a database that cannot keep every text is refused.
func TestEncoding(t *testing.T) {
	t.Parallel()
	url := testdb.Empty(t, store.Postgres)
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(context.WithoutCancel(t.Context()))
	name := c.Config().Database + "_latin"
	for _, stale := range []string{
		"DROP DATABASE IF EXISTS " + name,
		"CREATE DATABASE " + name + " ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0",
	} {
		if _, err := c.Exec(t.Context(), stale); err != nil {
			t.Fatal(err)
		}
	}
	defer func() {
		if _, err := c.Exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	}()
	other := strings.Replace(url, c.Config().Database, name, 1)
	for _, migrate := range []bool{false, true} {
		_, err = store.Open(t.Context(), store.Options{URL: other, Migrate: migrate})
		if errs.CodeOf(err) != "store.encoding" || !strings.Contains(err.Error(), "LATIN1") {
			t.Errorf("migrate %t: error %v", migrate, err)
		}
	}
}

// TestStatementTimeout: a statement that never ends is ended.
func TestStatementTimeout(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), store.Options{URL: testdb.URL(t, store.Postgres), StatementTimeout: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.View(t.Context(), func(tx *store.Tx) error {
		return store.Query(tx, "SELECT pg_sleep(30)", func(func(...any) error) error { return nil })
	})
	if !errs.Is(err, errs.Unready) || errs.CodeOf(err) != "store.timeout" {
		t.Errorf("error %v", err)
	}
}

// TestReaderIsFreed: a View that leaves in the middle of its rows, by its
// context or a panic, gives the only reader back in order.
func TestReaderIsFreed(t *testing.T) {
	t.Parallel()
	const (
		many = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n`
		more = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT i FROM n` // than are read before a context's end is noticed
	)
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s, err := store.Open(t.Context(), store.Options{URL: testdb.URL(t, kind), Conns: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			for range 3 {
				ctx, cancel := context.WithCancel(t.Context())
				err := s.View(ctx, func(tx *store.Tx) error {
					return store.Query(tx, more, func(func(...any) error) error { cancel(); return nil })
				})
				if err == nil {
					t.Error("a View whose context had ended went well")
				}
				func() {
					defer func() { _ = recover() }()
					_ = s.View(t.Context(), func(tx *store.Tx) error {
						return store.Query(tx, many, func(func(...any) error) error { panic("in the middle") })
					})
				}()
			}
			if got := facts(t, s); len(got) != 0 {
				t.Errorf("%d facts", len(got))
			}
		})
	}
}

// TestManyStatements: more texts than a connection keeps prepared.
func TestManyStatements(t *testing.T) {
	t.Parallel()
	s := testdb.Open(t, store.SQLite)
	sum := int64(0)
	const texts = 1000
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		for range 2 {
			for i := range texts {
				err := store.Query(tx, fmt.Sprintf("SELECT %d + $1", i), func(scan func(...any) error) error {
					var n int64
					err := scan(&n)
					sum += n
					return err
				}, 1)
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if want := int64(texts * (texts + 1)); err != nil || sum != want {
		t.Errorf("the sum is %d, want %d: %v", sum, want, err)
	}
}

func TestAnalyze(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutFact("a", "b") }); err != nil {
			t.Fatal(err)
		}
		if err := s.Analyze(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
