package jobs_test

import (
	"context"
	"testing"
	"time"

	"huying/internal/app/jobs"
	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// rules puts versions of the region's one rule of a kind on record.
func (w *world) rules(kind rulebook.Kind, texts ...string) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		for i, text := range texts {
			r := rulebook.Rule{Kind: kind, Key: string(kind), Version: i + 1, Text: text, Entered: tx.Now()}
			if err := tx.PutRule(region, r); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	})
}

func (w *world) texts(id ident.CaseID) (n int) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		all, err := tx.Texts(id)
		n = len(all)
		return err
	})
	return n
}

// TestRetention: what the rule of the day no longer keeps goes, once, under its
// name; before there is a rule, and of a case that is not archived, nothing.
func TestRetention(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		keeper := vault.New(vault.Options{Store: w.s, Region: region, IDs: ids})
		n := needs(w.s, w.desk)
		runs := 0
		n.Retain = func(ctx context.Context, r rulebook.RetentionRule) (int, error) {
			runs++
			return keeper.Retain(ctx, vault.Retention{Rule: r.Ref(), Persons: r.Persons, Texts: r.Texts})
		}
		w.run = w.runner(jobs.Standard(n)...)
		id, open := w.closed(), w.dispatched()
		w.at(time.Date(2019, 12, 1, 0, 0, 0, 0, shanghai))
		w.at(time.Date(2029, 12, 1, 0, 0, 0, 0, shanghai))
		if c := w.load(id); c.State != casework.Archived || runs != 0 || w.texts(id) == 0 {
			t.Fatalf("%s, asked %d times, %d texts, and there is no rule", c.State, runs, w.texts(id))
		}
		w.rules(rulebook.Retention, "effective: 2030-01-01\npersons_years: 0\ntexts_years: 20\n", "effective: 2031-01-01\npersons_years: 3\ntexts_years: 5\n")
		w.at(time.Date(2030, 6, 1, 0, 0, 0, 0, shanghai))
		if runs != 1 || w.texts(id) == 0 {
			t.Errorf("asked %d times, %d texts after ten years of twenty", runs, w.texts(id))
		}
		for range 2 {
			w.at(w.hand.Now().AddDate(1, 0, 0))
		}
		if runs != 3 || w.texts(id) != 0 || w.texts(open) == 0 {
			t.Errorf("asked %d times, %d texts left, %d of the open case", runs, w.texts(id), w.texts(open))
		}
		w.update(func(tx *store.Tx) error {
			all, err := tx.Erasures(region)
			if len(all) != 1 || all[0].Rule != "retention@2" || all[0].Ground != "retention" || all[0].Case != id {
				t.Errorf("the register: %+v", all)
			}
			return err
		})
		w.sound()
	})
}
