package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// step is one update of the model test: it writes some keys and then ends.
type step struct {
	keys []int
	end  int
}

const (
	succeeds = iota
	fails
	collides
	endings
)

// model: updates that run at the same time, on keys of their own, leave what
// a map holds after the ones that succeeded.
func model(t *testing.T, e Engine) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		e.define(t, s, probe)
		rapid.Check(t, func(r *rapid.T) {
			const writers = 4
			plans := make([][]step, writers)
			want := map[string]int64{}
			for w := range plans {
				plans[w] = rapid.SliceOfN(rapid.Custom(drawStep), 0, 5).Draw(r, fmt.Sprint("writer ", w))
				for _, p := range plans[w] {
					if p.end == succeeds {
						for _, k := range p.keys {
							want[key(w, k)]++
						}
					}
				}
			}
			e.play(r, s, plans)
			if diff := cmp.Diff(want, e.counts(r, s)); diff != "" {
				r.Fatalf("counts (-want +got):\n%s", diff)
			}
		})
	})
}

func drawStep(r *rapid.T) step {
	return step{
		keys: rapid.SliceOfN(rapid.IntRange(0, 3), 1, 4).Draw(r, "keys"),
		end:  rapid.IntRange(0, endings-1).Draw(r, "end"),
	}
}

func key(writer, k int) string { return fmt.Sprintf("%d/%d", writer, k) }

func (e Engine) play(t failer, s *store.Store, plans [][]step) {
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		_, err := e.Exec(tx, "DELETE FROM probe")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for w, plan := range plans {
		wg.Go(func() {
			for _, p := range plan {
				err := s.Update(t.Context(), func(tx *store.Tx) error { return e.take(tx, w, p) })
				if (err == nil) != (p.end == succeeds) {
					t.Errorf("writer %d, step %+v: %v", w, p, err)
				}
			}
		})
	}
	wg.Wait()
}

func (e Engine) take(tx *store.Tx, w int, p step) error {
	for _, k := range p.keys {
		_, err := e.Exec(tx, `INSERT INTO probe (id, n) VALUES ($1, 1)
			ON CONFLICT (id) DO UPDATE SET n = probe.n + 1`, key(w, k))
		if err != nil {
			return err
		}
	}
	switch p.end {
	case fails:
		return errors.New("on purpose")
	case collides:
		return e.put(tx, key(w, p.keys[0]))
	}
	return nil
}

func (e Engine) counts(t failer, s *store.Store) map[string]int64 {
	all := map[string]int64{}
	err := s.View(t.Context(), func(tx *store.Tx) error {
		return e.Query(tx, "SELECT id, n FROM probe", func(scan func(...any) error) error {
			var id string
			var n int64
			err := scan(&id, &n)
			all[id] = n
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// closing: what is queued is done, what comes later is refused, and nothing
// that was answered is lost.
func closing(t *testing.T, e Engine) {
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			url := testdb.URL(t, kind)
			s, err := store.Open(t.Context(), store.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			e.define(t, s, probe)
			answered := e.writeUntilClosed(t, s)
			again, err := store.Open(t.Context(), store.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			if diff := cmp.Diff(answered, e.ids(t, again)); diff != "" {
				t.Error("answered and found (-answered +found):\n", diff)
			}
		})
	}
}

// writeUntilClosed returns the rows whose updates were answered, in order.
func (e Engine) writeUntilClosed(t *testing.T, s *store.Store) []string {
	t.Helper()
	const writers = 8
	answered := make([]map[string]bool, writers)
	var started, wg sync.WaitGroup
	started.Add(writers)
	for w := range writers {
		answered[w] = map[string]bool{}
		wg.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%04d", w, i)
				if err := s.Update(t.Context(), func(tx *store.Tx) error { return e.put(tx, id) }); err != nil {
					return // closed
				}
				answered[w][id] = true
				if i == 0 {
					started.Done()
				}
			}
		})
	}
	started.Wait()
	for range 2 { // closing twice is closing once
		if err := s.Close(); err != nil {
			t.Error("close:", err)
		}
	}
	wg.Wait()
	all := map[string]bool{}
	for _, m := range answered {
		maps.Copy(all, m)
	}
	return slices.Sorted(maps.Keys(all))
}
