package store_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/crashtest"
	"huying/internal/store/testdb"
	"huying/internal/store/testdb/pg"
)

const crashWriters = 32

// crashWork writes pairs of facts that belong together until it is killed,
// and acknowledges each pair once it has been answered.
func crashWork(url string, ack func(string)) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: url})
	if err != nil {
		return err
	}
	failed := make(chan error, crashWriters)
	for w := range crashWriters {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d/%d/%d", os.Getpid(), w, i)
				if err := s.Update(ctx, func(tx *store.Tx) error { return putPair(tx, id) }); err != nil {
					failed <- err
					return
				}
				ack(id)
			}
		}()
	}
	return <-failed
}

func putPair(tx *store.Tx, id string) error {
	if err := tx.PutFact(store.FactName(id), "left"); err != nil {
		return err
	}
	return tx.PutFact(store.FactName(id+"'"), "right")
}

// crashVerify: every acknowledged pair is there, and none is there by half.
func crashVerify(t *testing.T, url string, acked []string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.View(t.Context(), func(tx *store.Tx) error {
		facts, err := tx.Facts()
		there := make(map[string]bool, len(facts))
		for _, f := range facts {
			there[string(f.Name)] = true
		}
		if len(facts)%2 != 0 {
			t.Errorf("%d facts: a pair is there by half", len(facts))
		}
		for _, id := range acked {
			if !there[id] || !there[id+"'"] {
				t.Errorf("%s was acknowledged and is not there", id)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestKilled kills the writing process.
func TestKilled(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			crashtest.Run(t, crashtest.Plan{
				Target: func(t *testing.T) string { return testdb.URL(t, kind) },
				Work:   crashWork,
				Verify: crashVerify,
				Fresh:  5, // which reads all facts
			})
		})
	}
}

// TestPostgresStopped stops the PostgreSQL server at once under 32 writers
// and starts it again.
func TestPostgresStopped(t *testing.T) {
	t.Parallel()
	var server *pg.Server
	crashtest.Run(t, crashtest.Plan{
		Target: func(t *testing.T) string {
			server = testdb.Server(t, pg.Options{Durable: true})
			url := server.URL("postgres")
			s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return url
		},
		Work: crashWork,
		Kill: func(t *testing.T, _ *os.Process) { // the child ends by the error it gets
			if err := server.Crash(); err != nil {
				t.Error("stop PostgreSQL:", err)
			}
		},
		Verify: func(t *testing.T, url string, acked []string) {
			if err := server.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			crashVerify(t, url, acked)
		},
		Rounds: 5,
	})
}

// TestOneWriter: a second process that wants to write is refused, one that
// only reads is not and sees what has been written.
func TestOneWriter(t *testing.T) {
	t.Parallel()
	path := testdb.URL(t, store.SQLite)
	s, err := store.Open(t.Context(), store.Options{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = store.Open(t.Context(), store.Options{URL: path})
	if !errs.Is(err, errs.Conflict) || errs.CodeOf(err) != "store.locked" {
		t.Errorf("a second writer was given %v", err)
	}
	reader, err := store.Open(t.Context(), store.Options{URL: path, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for i := range 3 {
		name := store.FactName(fmt.Sprint("fact ", i))
		if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.PutFact(name, "v") }); err != nil {
			t.Fatal(err)
		}
		err := reader.View(t.Context(), func(tx *store.Tx) error {
			if _, ok, err := tx.Fact(name); !ok {
				t.Errorf("the reader does not see %q: %v", name, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := reader.Update(t.Context(), func(*store.Tx) error { return nil }); errs.CodeOf(err) != "store.read_only" {
		t.Errorf("a reader's update gave %v", err)
	}
}

// TestReadAfterKill: a report made on what a killed server left behind sees
// what that server had answered, though nobody has recovered the file yet.
func TestReadAfterKill(t *testing.T) {
	t.Parallel()
	crashtest.Run(t, crashtest.Plan{
		Target: func(t *testing.T) string { return testdb.URL(t, store.SQLite) },
		Work:   crashWork,
		Verify: func(t *testing.T, path string, acked []string) {
			s, err := store.Open(t.Context(), store.Options{URL: path, ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			last := acked[len(acked)-1]
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					err := s.View(t.Context(), func(tx *store.Tx) error {
						if _, ok, err := tx.Fact(store.FactName(last)); !ok {
							t.Errorf("%s is not there: %v", last, err)
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		},
		Rounds: 2,
	})
}
