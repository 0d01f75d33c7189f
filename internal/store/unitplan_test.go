package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// TestUnitPlans: plans are read by day, one for a unit and a day, each in its
// region, until they are dropped.
func TestUnitPlans(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		spring, summer := calendar.DateFrom(2030, 3, 1), calendar.DateFrom(2030, 6, 1)
		a := store.UnitPlan{Unit: "a", Day: summer, Name: "甲新局", List: org.Department, By: "kai"}
		b := store.UnitPlan{Unit: "b", Day: spring, Name: "乙局", Parent: "a", By: "kai"}
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(
				tx.PutUnit(here, org.Unit{ID: "a", Name: "甲局"}), tx.PutUnit(here, org.Unit{ID: "b", Name: "乙局"}),
				tx.PutUnitPlan(here, store.UnitPlan{Unit: "a", Day: summer, Name: "误", By: "wen"}),
				tx.PutUnitPlan(here, a), tx.PutUnitPlan(here, b),
			)
		})
		refused(t, s, "no unit", errs.Invalid, func(tx *store.Tx) error {
			return tx.PutUnitPlan(here, store.UnitPlan{Unit: "z", Day: spring, Name: "无"})
		})
		refused(t, s, "no plan", errs.NotFound, func(tx *store.Tx) error { return tx.DropUnitPlan(here, "a", spring) })
		refused(t, s, "a plan elsewhere", errs.NotFound, func(tx *store.Tx) error { return tx.DropUnitPlan(there, "a", summer) })
		planned := func(want ...store.UnitPlan) {
			look(t, s, func(tx *store.Tx) error {
				got, err := tx.UnitPlans(here)
				if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(store.UnitPlan{}, "Entered"), cmpopts.EquateEmpty()); diff != "" {
					t.Error(diff)
				}
				return err
			})
		}
		planned(b, a)
		change(t, s, func(tx *store.Tx) error { return tx.DropUnitPlan(here, "b", spring) })
		planned(a)
	})
}
