package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestFactsAreKept(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		var put store.Fact
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			put = store.Fact{Name: "region", Value: "330802 柯城区", ChangedAt: tx.Now()}
			return tx.PutFact(put.Name, put.Value)
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.View(t.Context(), func(tx *store.Tx) error {
			got, err := tx.Facts()
			if diff := cmp.Diff([]store.Fact{put}, got); diff != "" {
				t.Error("facts (-put +got):\n", diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
