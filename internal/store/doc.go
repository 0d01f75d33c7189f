// Package store keeps everything in one of two databases, SQLite (embedded,
// the default) or PostgreSQL (several nodes), with one set of queries.
//
// All SQL of Huying stands in this package: the engine in the files listed
// below, the queries in one file a subject (case.go, leg.go, …), each a
// method on *Tx beside the constant that it runs and the code that scans it.
// A query outside a transaction does not compile, for only *Tx has queries.
//
//	store.go     Open, View, Update, Close
//	tx.go        Tx: the present moment, statements, the first error
//	query.go     query, one, maybe, each
//	bulk.go      one single-row INSERT constant, many rows
//	where.go     filters and lists
//	value.go     what may be a parameter; times, options, NULL
//	dialect.go   the few words in which the databases differ
//	errors.go    driver errors to errs, by code
//	migrate.go   the schema and its versions; render.go its two spellings
//	sqlite.go    pools, pragmas; writer.go group commit; conn.go statements
//	postgres.go  pool, session settings
//
// It knows the domain's types but none of its rules, and reads no clock but
// the one it was opened with.
package store
