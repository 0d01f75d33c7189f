package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// The statements that describe a schema, one line a thing. Both give the
// same lines for the same schema.
const describeSQLite = `
SELECT 'column ' || m.name || '.' || c.name || ' ' || c.type
       || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
       || CASE WHEN c.dflt_value IS NOT NULL THEN ' DEFAULT' ELSE '' END
FROM sqlite_schema m, pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'schema_migration'
UNION ALL
SELECT 'key ' || m.name || ' (' || (
       SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk)) || ')'
FROM sqlite_schema m
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'schema_migration'
  AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE pk > 0)
UNION ALL
SELECT CASE WHEN i."unique" = 1 THEN 'unique ' ELSE 'index ' END || CASE WHEN i.origin = 'c' THEN i.name || ' ' ELSE '' END
       || m.name || ' (' || (
       SELECT group_concat(n, ', ') FROM (
           SELECT COALESCE(name, 'expression') || CASE WHEN "desc" = 1 THEN ' DESC' ELSE '' END AS n
           FROM pragma_index_xinfo(i.name) WHERE key = 1 ORDER BY seqno)) || ')'
       || CASE WHEN i.partial = 1 THEN ' WHERE' ELSE '' END
FROM sqlite_schema m, pragma_index_list(m.name) i
WHERE m.type = 'table' AND i.origin <> 'pk' AND m.name <> 'schema_migration'
UNION ALL
SELECT 'reference ' || m.name || '.' || f."from" || ' ' || f."table" || ' ' || f.on_delete
FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
WHERE m.type = 'table'`

const describePostgres = `
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
       || CASE WHEN is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END
       || CASE WHEN column_default IS NOT NULL THEN ' DEFAULT' ELSE '' END
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'schema_migration'
UNION ALL
SELECT CASE WHEN i.indisprimary THEN 'key ' WHEN i.indisunique THEN 'unique ' ELSE 'index ' END
       || CASE WHEN EXISTS (SELECT FROM pg_constraint WHERE conindid = x.oid AND contype IN ('p', 'u')) THEN '' ELSE x.relname || ' ' END
       || r.relname || ' (' || (
       SELECT string_agg(COALESCE(a.attname, 'expression') || CASE WHEN i.indoption[k.n - 1] & 1 = 1 THEN ' DESC' ELSE '' END, ', ' ORDER BY k.n)
       FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
       LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum AND k.attnum > 0) || ')'
       || CASE WHEN i.indpred IS NOT NULL THEN ' WHERE' ELSE '' END
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid
JOIN pg_namespace s ON s.oid = r.relnamespace
WHERE s.nspname = 'public' AND r.relname <> 'schema_migration'
UNION ALL
SELECT 'reference ' || r.relname || '.' || a.attname || ' ' || f.relname || ' '
       || CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' ELSE 'SET NULL' END
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
CROSS JOIN unnest(c.conkey) AS k (attnum)
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum
WHERE c.contype = 'f'`

// neutral names the types that stand for each other.
func neutral(line string) string {
	return strings.NewReplacer(
		" INTEGER", " integer", " bigint", " integer", " boolean", " integer",
		" TEXT", " text", " BLOB", " bytes", " bytea", " bytes", " REAL", " real", " double precision", " real",
	).Replace(line)
}

// schemas: the two databases have the same tables, columns, nullability,
// defaults, keys, indexes and references.
func schemas(t *testing.T, e Engine) {
	sqlite := e.describe(t, testdb.Open(t, store.SQLite), describeSQLite)
	postgres := e.describe(t, testdb.Open(t, store.Postgres), describePostgres)
	if diff := cmp.Diff(sqlite, postgres); diff != "" {
		t.Error("schemas (-sqlite +postgres):\n", diff)
	}
	if !slices.Contains(sqlite, "column installation.name text NOT NULL") {
		t.Error("the description misses what is known to be there:\n", strings.Join(sqlite, "\n"))
	}
}

func (e Engine) describe(t *testing.T, s *store.Store, sql string) (lines []string) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		return e.Query(tx, sql, func(scan func(...any) error) error {
			var line string
			err := scan(&line)
			lines = append(lines, neutral(line))
			return err
		})
	})
	slices.Sort(lines)
	return lines
}
