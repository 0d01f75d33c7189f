package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// The rows of a benchmark's update: a case-like row with an index, an event,
// and an upsert, some 600 bytes in all.
const (
	benchRow = `
CREATE TABLE bench_row (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    body TEXT NOT NULL
);`
	benchEvent = `
CREATE TABLE bench_event (
    id TEXT NOT NULL REFERENCES bench_row (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, version)
);`
	benchIndex = `CREATE INDEX bench_due ON bench_row (unit, due_at)`

	insertRow   = `INSERT INTO bench_row (id, unit, due_at, body) VALUES ($1, $2, $3, $4)`
	insertEvent = `INSERT INTO bench_event (id, version, body) VALUES ($1, $2, $3)`
	touchRow    = `UPDATE bench_row SET due_at = due_at + 1 WHERE id = $1`
)

const filling = `{"标题":"路灯不亮","内容":"小区门口的路灯已经三天不亮，晚上出行不便，希望尽快修复。","来源":"电话","类型":"求助",` +
	`"地点":"花园街道","备注":"来电人希望处理后回复，已告知办理时限。"}`

func defineBench(b *testing.B, s *store.Store) {
	b.Helper()
	err := s.Update(b.Context(), func(tx *store.Tx) error {
		for _, ddl := range []string{benchRow, benchEvent, benchIndex} {
			if err := store.Define(tx, ddl); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func writeOne(tx *store.Tx, n int64) error {
	id := fmt.Sprintf("%026d", n)
	if _, err := store.Exec(tx, insertRow, id, "unit-12", n, filling); err != nil {
		return err
	}
	if _, err := store.Exec(tx, insertEvent, id, 1, filling); err != nil {
		return err
	}
	_, err := store.Exec(tx, touchRow, id)
	return err
}

// BenchmarkUpdate measures durable updates of three statements a second.
func BenchmarkUpdate(b *testing.B) {
	for _, writers := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			testdb.EachB(b, func(b *testing.B, s *store.Store) { benchUpdate(b, s, writers) }, testdb.Durable())
		})
	}
}

func benchUpdate(b *testing.B, s *store.Store, writers int) {
	defineBench(b, s)
	var next atomic.Int64
	b.ResetTimer()
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					return
				}
				if err := s.Update(b.Context(), func(tx *store.Tx) error { return writeOne(tx, n) }); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "updates/s")
}

// BenchmarkView measures a point read.
func BenchmarkView(b *testing.B) {
	testdb.EachB(b, func(b *testing.B, s *store.Store) {
		defineBench(b, s)
		if err := s.Update(b.Context(), func(tx *store.Tx) error { return writeOne(tx, 1) }); err != nil {
			b.Fatal(err)
		}
		id := fmt.Sprintf("%026d", 1)
		for b.Loop() {
			err := s.View(b.Context(), func(tx *store.Tx) error {
				var body string
				return store.Query(tx, "SELECT body FROM bench_row WHERE id = $1",
					func(scan func(...any) error) error { return scan(&body) }, id)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkStatementCache measures what keeping prepared statements gains on
// SQLite: the same updates with and without.
func BenchmarkStatementCache(b *testing.B) {
	for _, kept := range []bool{true, false} {
		b.Run(fmt.Sprintf("kept=%t", kept), func(b *testing.B) {
			s := testdb.Open(b, store.SQLite)
			if !kept {
				store.StatementsOff(s)
			}
			benchUpdate(b, s, 8)
		})
	}
}

// BenchmarkInsertRows measures bulk inserts, in rows a second.
func BenchmarkInsertRows(b *testing.B) {
	testdb.EachB(b, func(b *testing.B, s *store.Store) {
		defineBench(b, s)
		const batch = 1000
		n := int64(0)
		for b.Loop() {
			rows := make([][]any, batch)
			for i := range rows {
				n++
				rows[i] = []any{fmt.Sprintf("%026d", n), "unit-12", n, filling}
			}
			if err := s.Update(b.Context(), func(tx *store.Tx) error { return store.Insert(tx, insertRow, rows) }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
	}, testdb.Durable())
}

// BenchmarkJob measures jobs asked for, taken and finished, one transaction
// each, by several workers at once.
func BenchmarkJob(b *testing.B) {
	for _, workers := range []int{1, 8} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			testdb.EachB(b, func(b *testing.B, s *store.Store) { benchJob(b, s, workers) }, testdb.Durable())
		})
	}
}

func benchJob(b *testing.B, s *store.Store, workers int) {
	foundHere(b, s)
	ctx := b.Context()
	err := s.Update(ctx, func(tx *store.Tx) error { // what has been done before
		for i := range 10_000 {
			if err := tx.Enqueue(job(i, "")); err != nil {
				return err
			}
		}
		_, err := store.Exec(tx, "UPDATE job SET state = 'done', ended_at = due_at")
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	var next, taken atomic.Int64
	next.Store(10_000)
	work := func() error {
		if err := s.Update(ctx, func(tx *store.Tx) error { return tx.Enqueue(job(int(next.Add(1)), "")) }); err != nil {
			return err
		}
		var got []store.Job
		err := s.Update(ctx, func(tx *store.Tx) (err error) {
			got, err = tx.ClaimJobs(store.Claim{Region: here, Kinds: []string{"deliver"}, Most: 1, Lease: lease})
			return err
		})
		if err != nil || len(got) == 0 {
			return err
		}
		taken.Add(1)
		return s.Update(ctx, func(tx *store.Tx) error { return tx.FinishJob(got[0]) })
	}
	b.ResetTimer()
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := work(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(taken.Load())/b.Elapsed().Seconds(), "jobs/s")
}
