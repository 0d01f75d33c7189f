package store

import (
	"strings"
	"sync"
)

// dialect holds all in which the two databases differ once a transaction is
// open. Queries name its words as {{word}}.
type dialect struct {
	kind Kind
	// words are the fragments of SQL that a query may name.
	words map[string]string
	// hasTable answers 1 or 0 for the table named $1.
	hasTable string
	// shareDay and closeDays are the two sides of one lock, which ends with
	// the transaction: of a day by who enters events on it, and of days by who
	// anchors them. Both are empty where there is one writer.
	shareDay, closeDays string
	// fault reads the driver's error code; ok is false for other errors.
	fault func(error) (f fault, ok bool)

	spelt sync.Map // query text → text with its words filled in
	bulk  sync.Map // repetition → text of that many rows
}

func newSQLiteDialect() *dialect {
	return &dialect{
		kind: SQLite,
		words: map[string]string{
			"forUpdate":   "", // there is one writer
			"forKeyShare": "",
			"andShareDay": "",
			"skipLocked":  "",
			"least":       "MIN",
			"greatest":    "MAX",
		},
		hasTable: "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1",
		fault:    sqliteFault,
	}
}

func newPostgresDialect() *dialect {
	return &dialect{
		kind: Postgres,
		words: map[string]string{
			"forUpdate":   "FOR UPDATE",
			"forKeyShare": "FOR KEY SHARE",
			"andShareDay": ", pg_advisory_xact_lock_shared(hashtext($5), CAST($6 AS INTEGER))",
			"skipLocked":  "FOR UPDATE SKIP LOCKED",
			"least":       "LEAST",
			"greatest":    "GREATEST",
		},
		hasTable:  "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass($1)",
		shareDay:  "SELECT pg_advisory_xact_lock_shared(hashtext($1), $2)",
		closeDays: "SELECT pg_advisory_xact_lock(hashtext($1), day) FROM generate_series($2::int, $3::int) AS day",
		fault:     postgresFault,
	}
}

// spell fills in the words of this dialect. A query without {{…}} is itself.
func (d *dialect) spell(sql string) string {
	if !strings.Contains(sql, "{{") {
		return sql
	}
	if s, ok := d.spelt.Load(sql); ok {
		return s.(string)
	}
	s := sql
	for word, fragment := range d.words {
		s = strings.ReplaceAll(s, "{{"+word+"}}", fragment)
	}
	d.spelt.Store(sql, s)
	return s
}
