package desk_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/history"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const historyHeader = "case_no,channel,kind,subject,title,received_at,unit,unit_list,role,dispatched_at,sign_due_at,signed_at,closed_at,called_back_at,verdict\n"

func table(t *testing.T, text string) history.Table {
	t.Helper()
	table, err := history.ReadCSV([]byte(text), "t.csv")
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// exported is everything on record, as a table.
func exported(t *testing.T, d *desk.Desk) (string, desk.Exported) {
	t.Helper()
	var records [][]string
	done, err := d.Export(t.Context(), func(row []string) error {
		records = append(records, slices.Clone(row))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.String(), done
}

// pastClock stands a month after the test's other cases: history lies behind.
func pastClock() testdb.Option { return testdb.Clock(clock.NewHand(monday.AddDate(0, 1, 0))) }

func TestImportAndExport(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		const rows = historyHeader +
			"B1,phone,help,城乡建设,路灯,2019-10-08 09:00,住建局,,主办,2019-10-08 10:00,2019-10-09 10:00,2019-10-08 11:00,2019-10-12 16:00,2019-10-14 09:00,不满意\n" +
			"B1,,,,,,新街道,town,协办,2019-10-08 10:00,,,,,\n" +
			"B2,web,consult,,,2019-10-08 09:00,,,,,,,,,\n"
		done, err := d.Import(t.Context(), table(t, rows), desk.ImportOptions{CreateUnits: true})
		if err != nil {
			t.Fatal(err)
		}
		if done.New != 2 || done.Commands != 9 || len(done.Units) != 1 || done.Units[0] != "新街道" {
			t.Errorf("imported %+v", done)
		}
		checkNewUnit(t, s)
		first, _ := exported(t, d)
		again, err := d.Import(t.Context(), table(t, rows), desk.ImportOptions{})
		if err != nil || again.Same != 2 || again.Commands != 0 {
			t.Errorf("the same again: %+v, %v", again, err)
		}
		if again, err = d.Import(t.Context(), table(t, first), desk.ImportOptions{}); err != nil || again.Same != 2 {
			t.Errorf("the export taken in again: %+v, %v", again, err)
		}
		if second, _ := exported(t, d); second != first {
			t.Error(cmp.Diff(first, second))
		}
		sound(t, s)
	}, pastClock())
}

func checkNewUnit(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		book, err := tx.Book(region)
		if err != nil {
			return err
		}
		if u, ok := book.Units.Named("新街道"); !ok || u.List != org.Town {
			t.Errorf("the new unit is %+v", u)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestImportIsAllOrNothing: one bad row, found in the table or by the case
// itself, and neither a case nor a unit is there.
func TestImportIsAllOrNothing(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		const good = "B1,phone,help,,,2019-10-08 09:00,新街道,town,,2019-10-08 10:00,,,,,\n"
		const bad = "B2,fax,help,,,2019-10-08 09:00,,,,,,,,,\nB3,phone,help,,,2019-10-08 09:00,住建局,,,never,,,,,\n"
		before := units(t, s)
		done, err := d.Import(t.Context(), table(t, historyHeader+good+bad), desk.ImportOptions{CreateUnits: true})
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "t.csv:3:2") || !strings.Contains(err.Error(), "t.csv:4:10") {
			t.Errorf("bad rows gave %v", err)
		}
		if len(done.Rejected) != 2 {
			t.Errorf("rejected %+v", done.Rejected)
		}
		if _, out := exported(t, d); out.Cases != 0 {
			t.Errorf("%d cases are on record", out.Cases)
		}
		if n := units(t, s); n != before {
			t.Errorf("there are %d units, before %d", n, before)
		}
		done, err = d.Import(t.Context(), table(t, historyHeader+good+bad), desk.ImportOptions{CreateUnits: true, SkipBad: true})
		if err != nil || done.New != 1 || len(done.Rejected) != 2 {
			t.Errorf("skipping: %+v, %v", done, err)
		}
		if _, out := exported(t, d); out.Cases != 1 || units(t, s) != before+1 {
			t.Errorf("%d cases and %d units are on record", out.Cases, units(t, s))
		}
		sound(t, s)
	}, pastClock())
}

func units(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		all, err := tx.Units(region)
		n = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestImportRefusal: what a case refuses is laid to its row, and the other
// cases can still be taken in.
func TestImportRefusal(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		refuse := casework.Command{Do: casework.DoRefuse, Reason: "outside", Route: "诉讼"}
		if _, err := d.Do(t.Context(), as(identity.Operator), c.ID, refuse); err != nil {
			t.Fatal(err)
		}
		live := string(c.Number) + ",phone,help,,,2019-11-14 09:00,住建局,,,2019-11-14 09:00,,,,,\n"
		other := "B1,phone,help,,,2019-10-08 09:00,,,,,,,,,\n"
		done, err := d.Import(t.Context(), table(t, historyHeader+live+other), desk.ImportOptions{SkipBad: true})
		if err != nil || done.New != 1 || len(done.Rejected) != 1 ||
			errs.CodeOf(done.Rejected[0].Problems[0]) != "flow.state" || !errs.Is(done.Rejected[0].Problems[0], errs.Invalid) {
			t.Errorf("%+v, %v", done, err)
		}
		if c := load(t, s, c.ID); c.Version != 2 {
			t.Errorf("the refused case went on to version %d", c.Version)
		}
		sound(t, s)
	}, pastClock())
}

func TestExportLeavesOutWhatColumnsCannotHold(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		for _, cmds := range [][]casework.Command{
			nil,
			{{Do: casework.DoRefuse, Reason: "outside", Route: "诉讼"}},
			{{Do: casework.DoAnswer, Reply: "已答复"}},
		} {
			in := intake()
			in.New.Disclosure = casework.Confidential
			c, err := d.Do(t.Context(), as(identity.Operator), "", in)
			if err != nil {
				t.Fatal(err)
			}
			for _, cmd := range cmds {
				if _, err := d.Do(t.Context(), as(identity.Operator), c.ID, cmd); err != nil {
					t.Fatal(err)
				}
			}
		}
		_, out := exported(t, d)
		want := desk.Exported{Cases: 1, Rows: 1, Disclosed: 1, LeftOut: map[casework.CaseState]int{casework.Registered: 1, casework.Refused: 1}}
		if diff := cmp.Diff(want, out); diff != "" {
			t.Error(diff)
		}
	}, pastClock())
}

// TestExportStopsWhenItCannotWrite instead of reading on.
func TestExportStopsWhenItCannotWrite(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		if _, err := d.Import(t.Context(), table(t, historyHeader+"B1,web,help,,,2019-10-08 09:00,,,,,,,,,\nB2,web,help,,,2019-10-08 09:00,,,,,,,,,\n"), desk.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		full, n := errors.New("full"), 0
		if _, err := d.Export(t.Context(), func([]string) error { n++; return full }); !errors.Is(err, full) || n != 1 {
			t.Errorf("%d rows were written; %v", n, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := d.Export(ctx, func([]string) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("a stopped export gave %v", err)
		}
	}, pastClock())
}
