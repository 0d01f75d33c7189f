package store_test

import (
	"strings"
	"testing"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestListsByIndex: a page of a list, and the cases that went on after a
// moment, are read in their order by an index: nothing is sorted, so that a page
// costs what is on it and not what is on record.
func TestListsByIndex(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		closedCases(t, s, 300)
		save(t, s, received(here, 900, oct1))
		if err := s.Analyze(t.Context()); err != nil {
			t.Fatal(err)
		}
		list := func(f store.CaseFilter) func(*store.Tx) error {
			f.Region, f.Scope, f.Limit = here, identity.Everything(), 20
			return func(tx *store.Tx) error { _, err := tx.CaseList(f); return err }
		}
		after := &store.CaseKey{ReceivedAt: oct1.Add(time.Hour), ID: "x"}
		for name, c := range map[string]struct {
			index string
			ask   func(*store.Tx) error
		}{
			"first page": {"work_case_list", list(store.CaseFilter{})},
			"next page":  {"work_case_list", list(store.CaseFilter{After: after})},
			"asked":      {"work_case_asked", list(store.CaseFilter{Asked: true})},
			"oldest":     {"work_case_list", list(store.CaseFilter{Oldest: true, After: after})},
			"closed":     {"work_case_list", list(store.CaseFilter{State: casework.Closed})},
			"gone on": {"work_case_last", func(tx *store.Tx) error {
				return tx.EachEventAsOf(here, int32(october.To), oct1, func(store.SealedEvent) error { return nil })
			}},
		} {
			write(t, s, func(tx *store.Tx) error {
				if s.Kind() == store.Postgres { // which reads small tables whole
					for _, way := range []string{"seqscan", "bitmapscan", "sort"} {
						if _, err := store.Exec(tx, "SET LOCAL enable_"+way+" = off"); err != nil {
							return err
						}
					}
				}
				lines, err := store.Plan(tx, func() error { return c.ask(tx) })
				plan := strings.Join(lines, "\n")
				if !strings.Contains(plan, c.index) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort") {
					t.Errorf("%s: not by %s alone:\n%s", name, c.index, plan)
				}
				return err
			})
		}
	})
}
