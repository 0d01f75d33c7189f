package storetest

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// migrations: a schema grows from nothing, from every older version, and
// several programs may start at once; one that does not fit is refused.
func migrations(t *testing.T, e Engine) {
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			t.Run("replayed", func(t *testing.T) { e.replayed(t, kind) })
			t.Run("newer", func(t *testing.T) { e.newer(t, kind) })
			t.Run("missing", func(t *testing.T) { missing(t, kind) })
		})
	}
	t.Run("several at once", func(t *testing.T) {
		t.Parallel()
		severalAtOnce(t, testdb.Empty(t, store.Postgres))
	})
}

// replayed stops at every version, is refused there, and goes on from it.
func (e Engine) replayed(t *testing.T, kind store.Kind) {
	for v := range store.Latest() {
		t.Run(fmt.Sprint("from ", v), func(t *testing.T) {
			url := testdb.Empty(t, kind)
			if v > 0 {
				if err := e.MigrateTo(t.Context(), url, v); err != nil {
					t.Fatal(err)
				}
				_, err := store.Open(t.Context(), store.Options{URL: url})
				if errs.CodeOf(err) != "store.schema_pending" || !strings.Contains(err.Error(), "`huying migrate`") {
					t.Errorf("schema %d was opened: %v", v, err)
				}
			}
			for range 2 { // a second time nothing is left to do
				s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true})
				if err != nil {
					t.Fatal(err)
				}
				if s.SchemaVersion() != store.Latest() {
					t.Errorf("schema is %d, want %d", s.SchemaVersion(), store.Latest())
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func (e Engine) newer(t *testing.T, kind store.Kind) {
	url := testdb.URL(t, kind)
	s, err := store.Open(t.Context(), store.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *store.Tx) error {
		_, err := e.Exec(tx, "INSERT INTO schema_migration (version_id, is_applied) VALUES ($1, $2)", store.Latest()+1, true)
		return err
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, o := range []store.Options{{URL: url}, {URL: url, ReadOnly: true}, {URL: url, Migrate: true}} {
		s, err := store.Open(t.Context(), o)
		if err == nil {
			s.Close()
		}
		if !errs.Is(err, errs.Unready) || errs.CodeOf(err) != "store.schema_newer" {
			t.Errorf("a newer schema with %+v: %v", o, err)
		}
	}
}

func missing(t *testing.T, kind store.Kind) {
	url := testdb.Empty(t, kind)
	for _, o := range []store.Options{{URL: url}, {URL: url, ReadOnly: true}} {
		_, err := store.Open(t.Context(), o)
		if errs.CodeOf(err) != "store.missing" {
			t.Errorf("opening nothing with %+v: %v", o, err)
		}
	}
	if kind == store.SQLite {
		if left, _ := filepath.Glob(url + "*"); len(left) > 0 {
			t.Errorf("a refused Open left %v behind", left)
		}
	}
}

func severalAtOnce(t *testing.T, url string) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true})
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
