package store_test

import (
	"slices"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// closedCases are n cases of five events each, in the order of their
// identifiers, and one of another region.
func closedCases(t *testing.T, s *store.Store, n int) (want []string) {
	t.Helper()
	all := []*store.Change{}
	for i := range n {
		y := received(here, i, oct1).dispatched(oct1, "u1").closed(oct1.Add(time.Hour))
		want = append(want, string(y.change.Case.ID))
		all = append(all, &y.change)
	}
	all = append(all, &received(there, n, oct1).change)
	changes := make([]store.Change, len(all))
	for i, c := range all {
		changes[i] = *c
	}
	write(t, s, func(tx *store.Tx) error { return tx.SaveCases(shanghai, changes) })
	return want
}

// TestEveryStretch: every case and event of the region is visited once and in
// order, wherever a stretch or a page of events happens to end, and what is
// read while visiting does no harm.
func TestEveryStretch(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 200, 201} {
		testdb.Each(t, func(t *testing.T, s *store.Store) {
			want := closedCases(t, s, n)
			look(t, s, func(tx *store.Tx) error {
				var cases, events, ofStretch []string
				stretches := 0
				err := tx.EachStretch(here, func(st store.Stretch) error {
					stretches++
					cases = append(cases, ids(st.Cases)...)
					list, err := tx.StretchEvents(st)
					for _, e := range list {
						ofStretch = append(ofStretch, string(e.Case))
					}
					return err
				})
				if err != nil {
					return err
				}
				if err := tx.EachEvent(here, func(e store.SealedEvent) error {
					events = append(events, string(e.Case))
					_, err := tx.Case(e.Case)
					return err
				}); err != nil {
					return err
				}
				var repeated []string
				for _, id := range want {
					repeated = append(repeated, slices.Repeat([]string{id}, 5)...)
				}
				same(t, "cases", want, cases)
				same(t, "events of stretches", repeated, ofStretch)
				same(t, "events", repeated, events)
				if stretches != n/200+1 {
					t.Errorf("%d cases in %d stretches", n, stretches)
				}
				return nil
			})
		})
	}
}

// TestLongReadsOutliveTheLimit: whoever reads all there is and takes his time
// is not cut off by the time limit on a statement.
func TestLongReadsOutliveTheLimit(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			const limit = time.Second
			s, err := store.Open(t.Context(), store.Options{URL: testdb.URL(t, kind), StatementTimeout: limit})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			want := closedCases(t, s, 600)
			slowly := func(seen *int, all int) {
				const rests = 60
				if *seen++; *seen%(all/rests) == 0 {
					time.Sleep(3 * limit / 2 / rests)
				}
			}
			look(t, s, func(tx *store.Tx) error {
				cases, events := 0, 0
				err := tx.EachEvent(here, func(store.SealedEvent) error { slowly(&events, 5*len(want)); return nil })
				if err != nil {
					return err
				}
				err = tx.EachCase(here, func(*casework.Case) error { slowly(&cases, len(want)); return nil })
				if cases != len(want) || events != 5*len(want) {
					t.Errorf("%d cases and %d events of %d", cases, events, len(want))
				}
				return err
			})
		})
	}
}
