// Package testdb opens stores for tests and benchmarks: an SQLite file in the
// test's directory, and a database of its own on a PostgreSQL server that is
// shared by the whole run, each with the schema in force. Tests are parallel.
//
//	testdb.Each(t, func(t *testing.T, s *store.Store) { … }) // subtests sqlite and postgres
//
// The server is HUYING_TEST_PG when that is set (a URL of any database on it;
// see the command pgserver beside this package), or else one started for this
// test binary. Where none can be had the postgres subtest is skipped, or
// fails if HUYING_TEST_REQUIRE names "postgres".
package testdb

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huying/internal/kernel/clock"
	"huying/internal/store"
)

// Option changes how a store is opened.
type Option func(*settings)

type settings struct {
	clock   clock.Source
	durable bool
}

// Clock gives the store a clock.
func Clock(c clock.Source) Option { return func(s *settings) { s.clock = c } }

// Durable keeps every commit safe from the loss of power, as in service:
// for benchmarks and crash tests. Ordinary tests go without.
func Durable() Option { return func(s *settings) { s.durable = true } }

// Kinds are the databases, in the order in which they are tested.
func Kinds() []store.Kind { return []store.Kind{store.SQLite, store.Postgres} }

// Each runs fn once on each database, as a parallel subtest with a fresh
// store that is closed after it.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store), options ...Option) {
	t.Helper()
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			fn(t, Open(t, kind, options...))
		})
	}
}

// EachAt is Each with a clock moved by hand, which stands at start: each
// database has its own, for the two are tested at the same time.
func EachAt(t *testing.T, start time.Time, fn func(t *testing.T, s *store.Store, hand *clock.Hand), options ...Option) {
	t.Helper()
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			hand := clock.NewHand(start)
			fn(t, Open(t, kind, append(slices.Clone(options), Clock(hand))...), hand)
		})
	}
}

// EachB runs fn once on each database, as a sub-benchmark.
func EachB(b *testing.B, fn func(b *testing.B, s *store.Store), options ...Option) {
	b.Helper()
	for _, kind := range Kinds() {
		b.Run(string(kind), func(b *testing.B) { fn(b, Open(b, kind, options...)) })
	}
}

// Open gives the test a fresh store on one kind of database.
func Open(tb testing.TB, kind store.Kind, options ...Option) *store.Store {
	tb.Helper()
	var set settings
	for _, o := range options {
		o(&set)
	}
	s, err := store.Open(tb.Context(), store.Options{
		URL: address(tb, kind, set), Clock: set.clock, Unsafe: !set.durable,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error("close store:", err)
		}
	})
	return s
}

// URL makes a fresh database with the schema in force and gives its address,
// for tests that open the store themselves, or more than once.
func URL(tb testing.TB, kind store.Kind, options ...Option) string {
	tb.Helper()
	var set settings
	for _, o := range options {
		o(&set)
	}
	return address(tb, kind, set)
}

func address(tb testing.TB, kind store.Kind, set settings) string {
	tb.Helper()
	if kind == store.SQLite {
		return sqliteFile(tb)
	}
	s := postgresServer(tb, set)
	return s.database(tb, s.template)
}

// Empty gives the address of a database without any schema: a file that is
// not there yet, or a database with nothing in it.
func Empty(tb testing.TB, kind store.Kind) string {
	tb.Helper()
	if kind == store.SQLite {
		return filepath.Join(tb.TempDir(), "huying.db")
	}
	return postgresServer(tb, settings{}).database(tb, "template0")
}
