package store_test

import (
	"errors"
	"testing"

	"huying/internal/domain/calendar"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// founded opens a store with two regions on each database.
func founded(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(
				tx.PutRegion(rulebook.Head{Code: there, Name: "乙区", Zone: "Asia/Urumqi", Revision: 7}),
				tx.PutRegion(rulebook.Head{Code: here, Name: "甲区", Zone: "Asia/Shanghai", Revision: 1}),
			)
		})
		test(t, s)
	})
}

func change(t *testing.T, s *store.Store, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// refused asks for an error of a kind, and that nothing is kept.
func refused(t *testing.T, s *store.Store, what string, kind errs.Kind, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(t.Context(), fn); !errs.Is(err, kind) {
		t.Errorf("%s: kind %s of %v, want %s", what, errs.KindOf(err), err, kind)
	}
}

func units(t *testing.T, s *store.Store, code ident.RegionCode) (all []org.Unit) {
	t.Helper()
	look(t, s, func(tx *store.Tx) (err error) {
		all, err = tx.Units(code)
		return err
	})
	return all
}

// TestUnits: a unit is read as it was put, by name, and only in its region.
func TestUnits(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		full := org.Unit{
			ID: "u2", Name: "府山街道", List: org.Town, Kind: org.Mediation, Parent: "u1", Division: "330802001",
			From: calendar.DateFrom(1969, 12, 31), To: calendar.DateFrom(2020, 12, 31), // a day before the zero day, too
		}
		bare, other := org.Unit{ID: "u1", Name: "区政府"}, org.Unit{ID: "u3", Name: "府山街道"}
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutUnit(here, bare), tx.PutUnit(here, full), tx.PutUnit(there, other))
		})
		same(t, "units", []org.Unit{bare, full}, units(t, s, here))
		same(t, "units of the other region, under the same name", []org.Unit{other}, units(t, s, there))
		same(t, "units of no region", nil, units(t, s, "000000"))

		full.Name, full.List, full.Kind, full.Parent, full.Division, full.From, full.To = "府山", org.NoList, org.Body, "", "", 0, 0
		change(t, s, func(tx *store.Tx) error { return tx.PutUnit(here, full) })
		same(t, "everything changed but the id", []org.Unit{bare, full}, units(t, s, here))
	})
}

// TestUnitRefusals: what the database itself keeps out.
func TestUnitRefusals(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error { return tx.PutUnit(here, org.Unit{ID: "u1", Name: "甲局"}) })
		refused(t, s, "a name that another has", errs.Conflict, func(tx *store.Tx) error {
			return errors.Join(tx.PutUnit(here, org.Unit{ID: "u2", Name: "乙局"}), tx.PutUnit(here, org.Unit{ID: "u3", Name: "甲局"}))
		})
		refused(t, s, "a parent that is not there", errs.Invalid, func(tx *store.Tx) error {
			return tx.PutUnit(here, org.Unit{ID: "u2", Name: "乙局", Parent: "u9"})
		})
		refused(t, s, "a region that is not there", errs.Invalid, func(tx *store.Tx) error {
			return tx.PutUnit("000000", org.Unit{ID: "u2", Name: "乙局"})
		})
		refused(t, s, "a unit of another region", errs.Conflict, func(tx *store.Tx) error {
			return tx.PutUnit(there, org.Unit{ID: "u1", Name: "丙局"})
		})
		same(t, "units", []org.Unit{{ID: "u1", Name: "甲局"}}, units(t, s, here))
	})
}
