package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"
	"pgregory.net/rapid"

	"huying/internal/kernel/errs"
)

func TestRepeatTuple(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, sql   string
		width, rows int
		want, bad   string
	}{
		{name: "plain", sql: "INSERT INTO t (a, b) VALUES ($1, $2)", width: 2, rows: 3,
			want: "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6)"},
		{name: "with a tail", sql: "INSERT INTO t (a) VALUES ($1)\nON CONFLICT (a) DO NOTHING", width: 1, rows: 2,
			want: "INSERT INTO t (a) VALUES ($1), ($2)\nON CONFLICT (a) DO NOTHING"},
		{name: "nested and repeated", sql: "INSERT INTO t (a, b) VALUES (COALESCE($2, LOWER($1)), $1)", width: 2, rows: 2,
			want: "INSERT INTO t (a, b) VALUES (COALESCE($2, LOWER($1)), $1), (COALESCE($4, LOWER($3)), $3)"},
		{name: "a column named values", sql: "INSERT INTO t (values_of) VALUES ($1)", width: 1, rows: 2,
			want: "INSERT INTO t (values_of) VALUES ($1), ($2)"},
		{name: "no tuple", sql: "DELETE FROM t WHERE a = $1", width: 1, rows: 2, bad: "no VALUES"},
		{name: "parameter in the tail", sql: "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = $1", width: 1, rows: 2, bad: "outside"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := repeatTuple(c.sql, c.width, c.rows)
			if c.bad != "" {
				if err == nil || !strings.Contains(err.Error(), c.bad) {
					t.Errorf("error %v, want one that says %q", err, c.bad)
				}
				return
			}
			if err != nil || got != c.want {
				t.Errorf("got %q, %v\nwant %q", got, err, c.want)
			}
		})
	}
}

func TestWhere(t *testing.T) {
	t.Parallel()
	var w where
	if w.String() != "" {
		t.Errorf("no conditions give %q", w.String())
	}
	w.and("region = ?", "330802")
	in(&w, "unit", []string{"a", "b", "c"})
	w.and("due_at <= ? OR due_at > ?", 7, 9)
	limit := w.arg(50)
	in(&w, "kind", []int{})
	got := w.String() + " LIMIT " + limit
	want := " WHERE (region = $1) AND (unit IN ($2, $3, $4, $5)) AND (due_at <= $6 OR due_at > $7) AND (1 = 0) LIMIT $8"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if diff := cmp.Diff([]any{"330802", "a", "b", "c", "c", 7, 9, 50}, w.args); diff != "" {
		t.Error("args (-want +got):\n", diff)
	}
}

// TestMarks: the list holds the values and nothing else, in few lengths.
func TestMarks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		values := rapid.SliceOfN(rapid.Int(), 1, 100).Draw(r, "values")
		places, args := marks(values)
		n := strings.Count(places, "?")
		if n != len(args) || n < len(values) || n >= 2*len(values) || n&(n-1) != 0 {
			r.Fatalf("%d marks and %d arguments for %d values", n, len(args), len(values))
		}
		for i, a := range args {
			if want := values[min(i, len(values)-1)]; a != want {
				r.Fatalf("argument %d is %v, want %v", i, a, want)
			}
		}
	})
}

func TestSpell(t *testing.T) {
	t.Parallel()
	const sql = "SELECT {{greatest}}(a, 0) FROM t WHERE id = $1 {{forUpdate}}"
	for range 2 { // the second is remembered
		if got := newSQLiteDialect().spell(sql); got != "SELECT MAX(a, 0) FROM t WHERE id = $1 " {
			t.Errorf("SQLite: %q", got)
		}
		if got := newPostgresDialect().spell(sql); got != "SELECT GREATEST(a, 0) FROM t WHERE id = $1 FOR UPDATE" {
			t.Errorf("PostgreSQL: %q", got)
		}
	}
	lite, post := newSQLiteDialect().words, newPostgresDialect().words
	for word := range lite {
		if _, ok := post[word]; !ok || len(lite) != len(post) {
			t.Errorf("the dialects do not have the same words: %v, %v", lite, post)
		}
	}
}

func TestPostgresFaults(t *testing.T) {
	t.Parallel()
	d := newPostgresDialect()
	for state, want := range map[string]struct {
		code  string
		kind  errs.Kind
		again bool
	}{
		"23505": {"store.duplicate", errs.Conflict, false},
		"23503": {"store.reference", errs.Invalid, false},
		"23514": {"store.check", errs.Invalid, false},
		"40001": {"store.busy", errs.Conflict, true},
		"40P01": {"store.busy", errs.Conflict, true},
		"57014": {"store.timeout", errs.Unready, false},
		"57P01": {"store.unreachable", errs.Unready, false},
		"53100": {"store.full", errs.Unready, false},
		"42601": {"internal", errs.Internal, false},
	} {
		err := d.translate(fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: state}))
		if errs.CodeOf(err) != want.code || errs.KindOf(err) != want.kind || d.mayRetry(err) != want.again {
			t.Errorf("%s became %v, %s, again %t", state, errs.KindOf(err), errs.CodeOf(err), d.mayRetry(err))
		}
	}
	if err := errors.New("not the driver's"); d.translate(err) != err || d.mayRetry(err) { //nolint:errorlint // the very same
		t.Error("an error that is not the driver's was changed")
	}
}

func TestParameterRefusesWhatNoDatabaseKeeps(t *testing.T) {
	t.Parallel()
	for _, v := range []any{struct{}{}, []string{"a"}, map[string]int{}, func() {}, uint64(1)} {
		if got, err := parameters([]any{"first", v}); err == nil || !strings.Contains(err.Error(), "$2") {
			t.Errorf("%T became %v, %v", v, got, err)
		}
	}
}

// FuzzText: a text is kept as it is, or refused by name.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "路灯不亮", "a\x00b", "\xff", "𠮷", "\xed\xa0\x80", "'; DROP TABLE work_case; --"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := parameter(s)
		good := utf8.ValidString(s) && !strings.Contains(s, "\x00")
		if good != (err == nil) || good && v != s || !good && errs.CodeOf(err) != "text.invalid" {
			t.Errorf("%q became %v, %v", s, v, err)
		}
	})
}

func TestMomentRefusesOtherTypes(t *testing.T) {
	t.Parallel()
	var m time.Time
	if err := at(&m).Scan("2019-10-01"); err == nil {
		t.Error("a text was taken for microseconds")
	}
}

func TestUnnumbered(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"VALUES ($1, LOWER($2)), ($3, LOWER($4))": "VALUES (?, LOWER(?)), (?, LOWER(?))",
		"VALUES ($2, $1)":                         "VALUES ($2, $1)",
		"VALUES ($1, $1), ($2, $2)":               "VALUES ($1, $1), ($2, $2)",
		"VALUES (1)":                              "VALUES (1)",
	} {
		if got := unnumbered(sql); got != want {
			t.Errorf("unnumbered(%q) = %q, want %q", sql, got, want)
		}
	}
}
