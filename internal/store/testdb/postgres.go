package testdb

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huying/internal/store"
	"huying/internal/store/testdb/pg"
)

// server is where a test gets its databases.
type server struct {
	base     string     // URL of the database "postgres" on it
	template string     // a database with the schema in force
	own      *pg.Server // if it is ours: kept, for it stops when let go of
}

// The servers of this test binary, started when first asked for. Nobody
// closes them: a server ends with the process that started it.
var (
	quick   = sync.OnceValues(func() (*server, error) { return serve(os.Getenv("HUYING_TEST_PG"), false) })
	durable = sync.OnceValues(func() (*server, error) { return serve("", true) })
)

func serve(base string, durable bool) (*server, error) {
	ctx := context.Background() // outlives the test that asked first
	s := &server{base: base, template: "huying_template_" + store.SchemaDigest()}
	if base == "" {
		own, err := pg.New(ctx, pg.Options{Durable: durable, Disk: durable})
		if err != nil {
			return nil, err
		}
		s.own, s.base = own, own.URL("postgres")
	}
	return s, s.prepare(ctx)
}

// prepare makes the template, once for all binaries that share the server.
func (s *server) prepare(ctx context.Context) error {
	c, err := pgx.Connect(ctx, s.base)
	if err != nil {
		return err
	}
	defer c.Close(ctx) // gives up the lock
	const everyone = 1234500
	if _, err := c.Exec(ctx, "SELECT pg_advisory_lock($1)", everyone); err != nil {
		return err
	}
	var there bool
	err = c.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", s.template).Scan(&there)
	if err != nil || there {
		return err
	}
	// Under another name until it is whole, so that nobody finds half of it.
	draft := s.template + "_draft"
	if err := execAll(ctx, c, "DROP DATABASE IF EXISTS "+draft, "CREATE DATABASE "+draft+" ENCODING 'UTF8' TEMPLATE template0"); err != nil {
		return err
	}
	made, err := store.Open(ctx, store.Options{URL: at(s.base, draft), Migrate: true})
	if err != nil {
		return err
	}
	if err := made.Close(); err != nil {
		return err
	}
	return execAll(ctx, c, "ALTER DATABASE "+draft+" RENAME TO "+s.template)
}

func execAll(ctx context.Context, c *pgx.Conn, statements ...string) error {
	for _, sql := range statements {
		if _, err := c.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

// at is the URL with another database.
func at(base, database string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base // and the connection will say what is wrong with it
	}
	u.Path = "/" + database
	return u.String()
}

// Databases are named after the process, when it started, and a count.
var (
	databases atomic.Int64
	started   = time.Now().Unix()
)

// postgresServer is the server for tests with these settings.
func postgresServer(tb testing.TB, set settings) *server {
	tb.Helper()
	pick := quick
	if set.durable {
		pick = durable
	}
	s, err := pick()
	if err != nil {
		without(tb, err)
	}
	return s
}

// database makes a database as a copy of another and drops it after the test.
func (s *server) database(tb testing.TB, template string) string {
	tb.Helper()
	name := fmt.Sprintf("huying_t%d_%d_%d", os.Getpid(), started, databases.Add(1))
	s.admin(tb, "CREATE DATABASE "+name+" ENCODING 'UTF8' TEMPLATE "+template)
	tb.Cleanup(func() { s.admin(tb, "DROP DATABASE "+name+" WITH (FORCE)") })
	return at(s.base, name)
}

// admin runs one statement on a connection of its own.
func (s *server) admin(tb testing.TB, sql string) {
	tb.Helper()
	ctx := context.Background() // cleanups run after the test's own has ended
	c, err := pgx.Connect(ctx, s.base)
	if err != nil {
		tb.Fatal(err)
	}
	defer c.Close(ctx)
	if err := execAll(ctx, c, sql); err != nil {
		tb.Fatal(err)
	}
}

// without skips a test that has no server, or fails it where one is required.
func without(tb testing.TB, err error) {
	tb.Helper()
	if errors.Is(err, pg.ErrNone) && !strings.Contains(os.Getenv("HUYING_TEST_REQUIRE"), "postgres") {
		tb.Skip("left out: ", err)
	}
	tb.Fatal("start PostgreSQL: ", err)
}

// Server starts a server for one test alone, which may stop it; it skips or
// fails where there is none to start.
func Server(tb testing.TB, o pg.Options) *pg.Server {
	tb.Helper()
	s, err := pg.New(tb.Context(), o)
	if err != nil {
		without(tb, err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error("close PostgreSQL:", err)
		}
	})
	return s
}
