package desk_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"huying/internal/domain/identity"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// BenchmarkRaw writes what BenchmarkDo's commands write, the same statements
// with the same values into the same tables and indexes, with nothing between
// the benchmark and the driver: prepared statements; on SQLite one goroutine
// that commits for all who wait, on PostgreSQL a transaction a writer. It
// reads nothing and decides nothing. The statements are recorded beforehand.
func BenchmarkRaw(b *testing.B) {
	for _, writers := range writerCounts {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			for _, kind := range testdb.Kinds() {
				b.Run(string(kind), func(b *testing.B) {
					cases := recorded(b, kind, b.N/(1+len(course()))+writers)
					write := rawWriter(b, kind, writers, cases)
					var next atomic.Int64
					share(b, writers, func() func() error {
						var mine []transaction
						return func() error {
							if len(mine) == 0 {
								mine = cases[next.Add(1)-1]
							}
							t := mine[0]
							mine = mine[1:]
							return write(t)
						}
					})
				})
			}
		})
	}
}

// transaction is what one command writes.
type transaction []statement

type statement struct {
	sql  string
	args []any
}

// recorded gives ordinary cases to a desk on a database of the same kind and
// returns what each command wrote.
func recorded(b *testing.B, kind store.Kind, cases int) [][]transaction {
	b.Helper()
	var now transaction
	s, err := store.Open(b.Context(), store.Options{
		URL: testdb.URL(b, kind), Unsafe: true,
		Trace: func(sql string, args []any) {
			if !strings.HasPrefix(strings.TrimSpace(sql), "SELECT") {
				now = append(now, statement{sql, slices.Clone(args)})
			}
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	d := newDesk(b, s)
	all := make([][]transaction, cases)
	for i := range all {
		now = nil
		c, err := d.Do(b.Context(), as(identity.Operator), "", intake())
		for _, st := range course() {
			if err != nil {
				b.Fatal(err)
			}
			all[i] = append(all[i], now)
			now = nil
			c, err = d.Do(b.Context(), st.by, c.ID, st.cmd)
		}
		if err != nil {
			b.Fatal(err)
		}
		all[i] = append(all[i], now)
	}
	return all
}

type preparer interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}

// prepareAll prepares every statement that occurs.
func prepareAll(b *testing.B, p preparer, cases [][]transaction) map[string]*sql.Stmt {
	b.Helper()
	known := map[string]*sql.Stmt{}
	for _, t := range cases[0] {
		for _, s := range t {
			if known[s.sql] != nil {
				continue
			}
			stmt, err := p.PrepareContext(b.Context(), s.sql) //nolint:sqlclosecheck // it goes with its database
			if err != nil {
				b.Fatal(err)
			}
			known[s.sql] = stmt
		}
	}
	return known
}

// rawWriter is how a writer's transaction becomes durable.
func rawWriter(b *testing.B, kind store.Kind, writers int, cases [][]transaction) func(transaction) error {
	b.Helper()
	address := testdb.URL(b, kind, testdb.Durable())
	if kind == store.Postgres {
		return rawPostgres(b, address, cases)
	}
	return rawSQLite(b, address, writers, cases)
}

func rawPostgres(b *testing.B, address string, cases [][]transaction) func(transaction) error {
	b.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	const conns = 16 // as the store has
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	known := prepareAll(b, db, cases)
	return func(t transaction) error {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		for _, s := range t {
			if _, err := tx.Stmt(known[s.sql]).Exec(s.args...); err != nil { //nolint:sqlclosecheck // it ends with its transaction
				return err
			}
		}
		return tx.Commit()
	}
}

func rawSQLite(b *testing.B, path string, writers int, cases [][]transaction) func(transaction) error {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?"+url.Values{"_pragma": {
		"busy_timeout(10000)", "foreign_keys(1)", "synchronous(FULL)", "temp_store(MEMORY)", "cache_size(-32000)",
	}}.Encode())
	if err != nil {
		b.Fatal(err)
	}
	c, err := db.Conn(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	w := rawQueue{conn: c, known: prepareAll(b, c, cases), queue: make(chan rawRequest, writers)}
	done := make(chan struct{})
	go func() { defer close(done); w.serve() }()
	b.Cleanup(func() {
		close(w.queue)
		<-done
		c.Close()
		db.Close()
	})
	return func(t transaction) error {
		r := rawRequest{t, make(chan error, 1)}
		w.queue <- r
		return <-r.done
	}
}

// rawQueue is the group commit in its barest form.
type rawQueue struct {
	conn  *sql.Conn
	known map[string]*sql.Stmt
	queue chan rawRequest
}

type rawRequest struct {
	transaction
	done chan error
}

func (w rawQueue) serve() {
	for r := range w.queue {
		waiting, err := w.batch(r)
		if err == nil {
			_, err = w.conn.ExecContext(context.Background(), "COMMIT")
		}
		for _, r := range waiting {
			r.done <- err
		}
	}
}

// batch writes a request and those that wait behind it.
func (w rawQueue) batch(r rawRequest) (all []rawRequest, err error) {
	_, err = w.conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	for more := true; more && err == nil; {
		all = append(all, r)
		for _, s := range r.transaction {
			if _, err = w.known[s.sql].Exec(s.args...); err != nil {
				return all, err
			}
		}
		select {
		case r, more = <-w.queue:
		default:
			more = false
		}
	}
	return all, err
}
