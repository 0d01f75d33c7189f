package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// order: texts compare by code point, so lists and keys are the same on both.
func order(t *testing.T, e Engine) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, probe)
		t.Run("known", func(t *testing.T) {
			e.sorts(t, s, []string{"", " ", "Z", "a", "aa", "B", "é", "e\u0301", "乡镇", "街道", "衢化街道", "一", "丁", "𠮷", "ｚ"})
		})
		t.Run("any", func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) { e.sorts(r, s, rapid.SliceOfN(text(), 0, 12).Draw(r, "texts")) })
		})
	})
}

// failer is a *testing.T or a *rapid.T.
type failer interface {
	Context() context.Context
	Errorf(format string, args ...any)
	Fatal(args ...any)
}

// sorts compares the database's order with Go's order of bytes, which is that
// of code points.
func (e Engine) sorts(t failer, s *store.Store, texts []string) {
	slices.Sort(texts)
	texts = slices.Compact(texts)
	got := []string{}
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		if _, err := e.Exec(tx, "DELETE FROM probe"); err != nil {
			return err
		}
		for _, w := range slices.Backward(texts) {
			if err := e.put(tx, w); err != nil {
				return err
			}
		}
		return e.Query(tx, "SELECT id FROM probe ORDER BY id", func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			got = append(got, id)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(append([]string{}, texts...), got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// bulk: many rows in few statements, from one constant.
func bulk(t *testing.T, e Engine) {
	const insert = "INSERT INTO probe (id, n) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET n = probe.n + excluded.n"
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, probe)
		for _, count := range []int{0, 1, 2, 127, 128, 129, 12_345} {
			rows := make([][]any, count)
			sum := 0
			for i := range rows {
				rows[i] = []any{fmt.Sprintf("第%05d行", i), i}
				sum += i
			}
			update(t, s, func(tx *store.Tx) error {
				if _, err := e.Exec(tx, "DELETE FROM probe"); err != nil {
					return err
				}
				for range 2 { // the second time every row conflicts
					if err := e.Insert(tx, insert, rows); err != nil {
						return err
					}
				}
				found, err := e.number(tx, "SELECT COUNT(*) FROM probe")
				if err != nil {
					return err
				}
				total, err := e.number(tx, "SELECT COALESCE(SUM(n), 0) FROM probe")
				if found != int64(count) || total != int64(2*sum) {
					t.Errorf("%d rows: found %d, sum %d; want sum %d", count, found, total, 2*sum)
				}
				return err
			})
		}
	})
}
