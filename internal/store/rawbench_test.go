package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// BenchmarkRaw writes the rows of BenchmarkUpdate with nothing between the
// benchmark and the driver: prepared statements; on SQLite one goroutine that
// commits for all who wait, on PostgreSQL a transaction a writer. It is what
// BenchmarkUpdate is to be compared with.
func BenchmarkRaw(b *testing.B) {
	for _, writers := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			for _, kind := range testdb.Kinds() {
				b.Run(string(kind), func(b *testing.B) {
					url := testdb.URL(b, kind, testdb.Durable())
					s, err := store.Open(b.Context(), store.Options{URL: url})
					if err != nil {
						b.Fatal(err)
					}
					defineBench(b, s)
					if err := s.Close(); err != nil {
						b.Fatal(err)
					}
					if kind == store.SQLite {
						rawSQLite(b, url, writers)
					} else {
						rawPostgres(b, url, writers)
					}
				})
			}
		})
	}
}

// share splits b.N among writers.
func share(b *testing.B, writers int, write func(n int64) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for range writers {
		wg.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				if err := write(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
}

type statements struct{ row, event, touch *sql.Stmt }

func prepareAll(ctx context.Context, p interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}) (s statements, err error) {
	for to, text := range map[**sql.Stmt]string{&s.row: insertRow, &s.event: insertEvent, &s.touch: touchRow} {
		if *to, err = p.PrepareContext(ctx, text); err != nil {
			return s, err
		}
	}
	return s, nil
}

// write is writeOne; in moves a statement into the transaction.
func (s statements) write(n int64, in func(*sql.Stmt) *sql.Stmt) error {
	id := fmt.Sprintf("%026d", n)
	if _, err := in(s.row).Exec(id, "unit-12", n, filling); err != nil {
		return err
	}
	if _, err := in(s.event).Exec(id, 1, filling); err != nil {
		return err
	}
	_, err := in(s.touch).Exec(id)
	return err
}

func rawPostgres(b *testing.B, url string, writers int) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	s, err := prepareAll(b.Context(), db)
	if err != nil {
		b.Fatal(err)
	}
	share(b, writers, func(n int64) error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		if err := s.write(n, tx.Stmt); err != nil {
			return err
		}
		return tx.Commit()
	})
}

func rawSQLite(b *testing.B, path string, writers int) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	c, err := db.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	s, err := prepareAll(b.Context(), c)
	if err != nil {
		b.Fatal(err)
	}
	type request struct {
		n    int64
		done chan error
	}
	queue := make(chan request, writers)
	go func() {
		same := func(s *sql.Stmt) *sql.Stmt { return s }
		for r := range queue {
			_, err := c.ExecContext(context.Background(), "BEGIN IMMEDIATE")
			batch := []request{}
			for more := true; more && err == nil; {
				err = s.write(r.n, same)
				batch = append(batch, r)
				select {
				case r, more = <-queue:
				default:
					more = false
				}
			}
			if err == nil {
				_, err = c.ExecContext(context.Background(), "COMMIT")
			}
			for _, r := range batch {
				r.done <- err
			}
		}
	}()
	share(b, writers, func(n int64) error {
		r := request{n, make(chan error, 1)}
		queue <- r
		return <-r.done
	})
	close(queue)
}
