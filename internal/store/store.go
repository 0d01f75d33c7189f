package store

import (
	"context"
	"strings"
	"sync"
	"time"

	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/span"
)

// Kind names a database.
type Kind string

// The two databases that Huying runs on.
const (
	SQLite   Kind = "sqlite"
	Postgres Kind = "postgres"
)

// Options says which database to open and how.
type Options struct {
	// URL is "postgres://…" (or "postgresql://…"), or the path of an SQLite file.
	URL string
	// Clock gives Tx.Now; nil is the machine's clock. The simulator and
	// tests hand in a clock that they move themselves.
	Clock clock.Source
	// Migrate brings the schema up to date, and creates an SQLite file that
	// is not there. Without it a schema that is behind is refused.
	Migrate bool
	// ReadOnly opens for View alone. It needs no exclusive hold of an SQLite
	// file, so a report can be made beside a running server.
	ReadOnly bool
	// Conns bounds the connections: readers on SQLite (default 4), all on
	// PostgreSQL (default 16).
	Conns int
	// StatementTimeout bounds one statement on PostgreSQL; default one minute.
	StatementTimeout time.Duration
	// Trace, where it is set, is called with every statement as the driver
	// gets it, before it runs: for benchmarks and for finding out.
	Trace func(sql string, args []any)
	// Unsafe gives up durability for speed on SQLite (synchronous=OFF). Only
	// for tests that do not pull the plug.
	Unsafe bool
}

// kind is the database that the URL names.
func (o Options) kind() Kind {
	if strings.HasPrefix(o.URL, "postgres://") || strings.HasPrefix(o.URL, "postgresql://") {
		return Postgres
	}
	return SQLite
}

// Store is an open database. It is safe for use by several goroutines.
type Store struct {
	engine  engine
	dialect *dialect
	clock   clock.Source
	trace   func(sql string, args []any) // may be nil
	schema  int64
	books   sync.Map // region → *rulebook.Book as last parsed
}

// session runs statements inside one transaction on one connection.
type session interface {
	exec(sql string, args []any) (int64, error)
	query(sql string, args []any) (rows, error)
	prepare(sql string) error
}

// traced is a session that tells of every statement.
type traced struct {
	session
	tell func(sql string, args []any)
}

func (s traced) exec(sql string, args []any) (int64, error) {
	s.tell(sql, args)
	return s.session.exec(sql, args)
}

func (s traced) query(sql string, args []any) (rows, error) {
	s.tell(sql, args)
	return s.session.query(sql, args)
}

// engine opens and ends transactions. A body that returns an error, panics
// or leaves by runtime.Goexit has its transaction undone.
type engine interface {
	view(ctx context.Context, body func(session) error) error
	update(ctx context.Context, body func(session) error) error
	maintain(ctx context.Context, sql string) error
	scour(ctx context.Context) error
	backup(ctx context.Context, path string) error
	close() error
}

// Open opens the database. Errors: Unready where there is no installation
// ("store.missing"), its schema is older ("store.schema_pending") or newer
// ("store.schema_newer") than this program, the server cannot be reached or
// does not keep UTF-8; Conflict ("store.locked") where another process
// already writes to the SQLite file.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{clock: o.Clock, trace: o.Trace}
	if s.clock == nil {
		s.clock = clock.System{}
	}
	var err error
	if o.kind() == Postgres {
		s.dialect = newPostgresDialect()
		s.engine, s.schema, err = openPostgres(ctx, o, s.dialect)
	} else {
		s.dialect = newSQLiteDialect()
		s.engine, s.schema, err = openSQLite(ctx, o, s.dialect)
	}
	if err != nil {
		return nil, errs.Wrap("open store", err)
	}
	return s, nil
}

// Kind tells which database this is.
func (s *Store) Kind() Kind { return s.dialect.kind }

// Now is the moment by the store's clock: UTC, whole microseconds.
func (s *Store) Now() time.Time { return s.clock.Now() }

// SchemaVersion is the number of the last migration in force.
func (s *Store) SchemaVersion() int64 { return s.schema }

// Close waits for the updates under way and queued, then closes. A second
// Close does nothing.
func (s *Store) Close() error { return s.engine.close() }

// Analyze refreshes the planner's statistics, worth it after a bulk load.
func (s *Store) Analyze(ctx context.Context) error { return s.engine.maintain(ctx, "ANALYZE") }

// View runs fn in a read-only transaction that sees one snapshot, taken at
// its first query. fn may run again when the database asks for that.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.transact(ctx, s.engine.view, false, fn)
}

// Update runs fn in a read-write transaction and returns nil only once what
// it wrote is durable. Any error from fn, or from a statement in it, undoes
// the whole; so does a panic, which goes on in the caller. fn may run twice
// (a deadlock, a busy file), so it must have no effect but rows.
//
// On SQLite updates run one after another, share a commit with those that
// queue behind them, and are not run at all when ctx ends while they queue.
// An Update inside an Update's fn would wait for itself: pass the *Tx on.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	return s.transact(ctx, s.engine.update, true, fn)
}

type begin func(ctx context.Context, body func(session) error) error

// inside marks the context of a transaction, to catch one opened in another.
type inside struct{}

// retries is how often a transaction that lost to another is run again.
const retries = 3

func (s *Store) transact(ctx context.Context, run begin, writes bool, fn func(*Tx) error) (err error) {
	if ctx.Value(inside{}) != nil {
		return errs.New(errs.Internal, "store.nested", "a transaction inside a transaction", "事务内不得再开事务")
	}
	ctx, doing := span.Begin(ctx, spanName(writes))
	doing.Set("db.system.name", string(s.Kind()))
	defer func() { doing.End(err) }()
	began := time.Now()
	for attempt := 0; ; attempt++ {
		err := run(ctx, func(q session) error {
			doing.Set("huying.wait_ms", float64(time.Since(began).Microseconds())/1000) //nolint:mnd // milliseconds
			return s.body(ctx, q, writes, fn)
		})
		if attempt == retries || !s.dialect.mayRetry(err) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// spanName is what a transaction is called by whoever follows it.
func spanName(writes bool) string {
	if writes {
		return "store.update"
	}
	return "store.view"
}

// body runs fn once over an open transaction.
func (s *Store) body(ctx context.Context, q session, writes bool, fn func(*Tx) error) error {
	if s.trace != nil {
		q = traced{q, s.trace}
	}
	tx := &Tx{
		ctx:     context.WithValue(ctx, inside{}, true),
		now:     s.clock.Now(),
		session: q,
		dialect: s.dialect,
		books:   &s.books,
		writes:  writes,
	}
	defer tx.end()
	err := fn(tx)
	if tx.err != nil && (err == nil || s.dialect.mayRetry(tx.err)) {
		return tx.err
	}
	return err
}

// pause waits a little longer before each further attempt.
func pause(ctx context.Context, attempt int) error {
	t := time.NewTimer(5 * time.Millisecond << attempt)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
