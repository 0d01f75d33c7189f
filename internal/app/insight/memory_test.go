package insight_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestProofsInBoundedMemory: what the proofs and the export hold at a time does
// not grow with the cases on record. It is looked at before every statement,
// of which there is one at least for each part that is read.
func TestProofsInBoundedMemory(t *testing.T) { // alone: it weighs the heap
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const few, many = 250, 1000
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			var small, large map[string]int64
			for _, n := range []int{few, many} {
				large, small = held(t, kind, n), large
			}
			for what, most := range large {
				// A case took 8 KB of doctor and 2 KB of the rest.
				if most-small[what] > (many-few)*512 {
					t.Errorf("%s holds %d KB of %d cases, %d KB of %d", what, small[what]>>10, few, most>>10, many)
				}
				t.Logf("%s holds %d KB of %d cases, %d KB of %d", what, small[what]>>10, few, most>>10, many)
			}
		})
	}
}

// held is the most that was held during each reading of n cases.
func held(t *testing.T, kind store.Kind, n int) map[string]int64 {
	t.Helper()
	var base, most int64
	weigh := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	weighing := false
	s, err := store.Open(t.Context(), store.Options{URL: testdb.URL(t, kind), Unsafe: true, Trace: func(string, []any) {
		if weighing {
			most = max(most, weigh()-base)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	setUp(t, s)
	fill(t, s, n)
	in, d := insight.New(insight.Options{Store: s, Region: region}), newDesk(s)
	if _, err := in.Anchor(t.Context()); err != nil {
		t.Fatal(err)
	}
	sound := func(prove func(context.Context) ([]insight.Finding, error)) func() error {
		return func() error {
			found, err := prove(t.Context())
			if len(found) > 0 {
				return fmt.Errorf("found %s", found[0])
			}
			return err
		}
	}
	all := map[string]int64{}
	for what, do := range map[string]func() error{
		"doctor": sound(in.Doctor), "verify": sound(in.Verify),
		"export": func() error {
			_, err := d.Export(t.Context(), func([]string) error { return nil })
			return err
		},
	} {
		weighing, most, base = true, 0, weigh()
		if err := do(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		weighing, all[what] = false, most
	}
	return all
}

// fill puts n plain cases on record, evenly over a quarter.
func fill(tb testing.TB, s *store.Store, n int) {
	tb.Helper()
	r := rand.New(rand.NewPCG(2019, 4))
	var all []desk.Entry
	for i := range n {
		all = append(all, plainCase(r, i, quarterStart.Add(time.Duration(i)*(92*24*time.Hour/time.Duration(n))))...)
	}
	slices.SortStableFunc(all, func(a, b desk.Entry) int { return a.At.Compare(b.At) })
	d := newDesk(s)
	for batch := range slices.Chunk(all, 2000) {
		if err := d.Bulk(tb.Context(), batch); err != nil {
			tb.Fatal(err)
		}
	}
}
