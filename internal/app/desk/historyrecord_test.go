package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestImportedEventsKeepBothTimes: what is on record is the moment of the
// column, and the moment of the import beside it, by the actor "import".
func TestImportedEventsKeepBothTimes(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		const rows = historyHeader +
			"B1,phone,help,,,2019-10-08 09:00,住建局,,,2019-10-08 10:00,2019-10-09 10:00,,2019-10-12 16:00,2019-10-14 09:00,不满意\n"
		if _, err := d.Import(t.Context(), table(t, rows), desk.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		day := func(dom, hour int) time.Time { return time.Date(2019, 10, dom, hour-8, 0, 0, 0, time.UTC) }
		type entry struct {
			Do casework.Action
			At time.Time
		}
		want := []entry{
			{casework.DoReceive, day(8, 9)}, {casework.DoDispatch, day(8, 10)}, {casework.DoSkipSign, day(12, 16)},
			{casework.DoSubmit, day(12, 16)}, {casework.DoAccept, day(12, 16)}, {casework.DoCallBack, day(14, 9)},
		}
		var got []entry
		err := s.View(t.Context(), func(tx *store.Tx) error {
			c, err := tx.CaseByNumber(region, "B1")
			if err != nil {
				return err
			}
			events, err := tx.Events(c.ID)
			for _, e := range events {
				if e.By != (casework.By{User: "import", Role: identity.Importer}) || !e.Entered.Equal(monday.AddDate(0, 1, 0)) {
					t.Errorf("%s is by %+v, entered %s", e.Action, e.By, e.Entered)
				}
				got = append(got, entry{e.Action, e.At})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got = slices.DeleteFunc(got, func(e entry) bool { return !slices.ContainsFunc(want, func(w entry) bool { return w.Do == e.Do }) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		sound(t, s)
	}, pastClock())
}

// TestImportIsMendedByItsRejects: what was left out is taken in once its rows
// are put right.
func TestImportIsMendedByItsRejects(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		const good = "B1,phone,help,,,2019-10-08 09:00,住建局,,,2019-10-08 10:00,,,,,\n"
		bad := historyHeader + good + "B2,fax,help,,,2019-10-08 09:00,,,,,,,,,\n"
		if _, err := d.Import(t.Context(), table(t, bad), desk.ImportOptions{SkipBad: true}); err != nil {
			t.Fatal(err)
		}
		mended := historyHeader + good + "B2,web,help,,,2019-10-08 09:00,,,,,,,,,\n"
		done, err := d.Import(t.Context(), table(t, mended), desk.ImportOptions{})
		if err != nil || done.New != 1 || done.Same != 1 || len(done.Rejected) != 0 {
			t.Errorf("the mended table: %+v, %v", done, err)
		}
		sound(t, s)
	}, pastClock())
}

// TestExportCountsExclusions, which its columns cannot hold.
func TestExportCountsExclusions(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		steps := append(course(),
			step{as(identity.UnitLeader, "u1"), casework.Command{Do: casework.DoProposeExclude, Leg: 1, Reason: "x-outside", Note: "台风期间停工"}},
			step{as(identity.Assessor), casework.Command{Do: casework.DoExclude, Leg: 1, Reason: "x-outside"}})
		for _, st := range steps {
			if _, err := d.Do(t.Context(), st.by, c.ID, st.cmd); err != nil {
				t.Fatalf("%s: %v", st.cmd.Do, err)
			}
		}
		_, out := exported(t, d)
		want := desk.Exported{Cases: 1, Rows: 1, Excluded: 1, LeftOut: map[casework.CaseState]int{}}
		if diff := cmp.Diff(want, out); diff != "" {
			t.Error(diff)
		}
	}, pastClock())
}
