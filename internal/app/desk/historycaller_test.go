package desk_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
	"huying/internal/store/testdb/pg"
)

const callerHeader = "case_no,channel,kind,received_at,caller_name,caller_phone,address\n"

// keptOf opens who brought a case.
func keptOf(t *testing.T, s *store.Store, v *vault.Vault, n ident.CaseNumber) (row store.Person, plain person.Person) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) error {
		c, err := tx.CaseByNumber(region, n)
		if err != nil {
			return err
		}
		row, err = tx.PersonOf(c.ID)
		return err
	})
	if err != nil && !errs.Is(err, errs.NotFound) {
		t.Fatal(err)
	}
	if row.ID == "" {
		return row, plain
	}
	if plain, err = v.Open(row.Sealed); err != nil {
		t.Fatal(err)
	}
	return row, plain
}

// TestImportPersons: the columns of persons go into the vault, are found by
// the number, filled in by a later table, and never written twice.
func TestImportPersons(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		d := vaulted(t, s, v)
		const first = callerHeader +
			"B1,phone,help,2019-10-08 09:00,张某某,138 1234 5678,花园街道荷花小区3幢\n" +
			"B2,web,consult,2019-10-08 09:05,,不详,\n" +
			"B3,web,consult,2019-10-08 09:06,,,\n"
		take := func(rows string) desk.Imported {
			t.Helper()
			done, err := d.Import(t.Context(), table(t, rows), desk.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return done
		}
		if done := take(first); done.New != 3 || done.Persons != 2 || done.Noted != 1 || done.Erased != 0 {
			t.Errorf("%+v", done)
		}
		if done := take(first); done.Same != 3 || done.Persons != 0 {
			t.Errorf("again: %+v", done)
		}
		row, plain := keptOf(t, s, v, "B1")
		if plain != (person.Person{Name: "张某某", Phone: "13812345678", Address: "花园街道荷花小区3幢"}) {
			t.Errorf("kept is %#v", plain)
		}
		// What was empty is filled in, under the same identity; B3 gets somebody.
		if done := take(callerHeader +
			"B1,phone,help,2019-10-08 09:00,,13812345678/0570-3012345,\nB3,web,consult,2019-10-08 09:06,李某,13912345678,\n"); done.Continued != 2 || done.Persons != 2 || done.Commands != 0 {
			t.Errorf("filled in: %+v", done)
		}
		if after, plain := keptOf(t, s, v, "B1"); after.ID != row.ID || plain.Phone2 != "0570-3012345" || plain.Name != "张某某" {
			t.Errorf("filled in is %v, %#v", after.ID, plain)
		}
		err := s.View(t.Context(), func(tx *store.Tx) error {
			for number, want := range map[string]int{"13812345678": 1, "0570-3012345": 1, "13912345678": 1, "13712345678": 0} {
				found, err := tx.PersonsByPhone(region, v.Ring().Index(person.Phone, number), 9)
				if err != nil || len(found) != want {
					t.Errorf("%d found by %s, %v", len(found), number, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		// Somebody else is a bad row, and nothing of the table is taken in.
		_, err = d.Import(t.Context(), table(t, callerHeader+"B1,phone,help,2019-10-08 09:00,王某,,\nB9,phone,help,2019-10-08 09:00,赵某,,\n"), desk.ImportOptions{})
		if errs.CodeOf(err) != "history.recorded_caller" || strings.Contains(fmt.Sprint(err), "某") {
			t.Errorf("another person: %v", err)
		}
		if row, _ := keptOf(t, s, v, "B9"); row.ID != "" {
			t.Error("a person of a refused table is kept")
		}
		// Good cases are taken in beside bad ones, and no person of a bad one is.
		mixed := callerHeader + "B7,phone,help,2019-10-08 09:00,赵某,,\nB8,fax,help,2019-10-08 09:00,钱某,,\nB1,phone,help,2019-10-08 09:00,王某,,\n"
		if done, err := d.Import(t.Context(), table(t, mixed), desk.ImportOptions{SkipBad: true}); err != nil || done.New != 1 || done.Persons != 1 || len(done.Rejected) != 2 {
			t.Errorf("%+v, %v", done, err)
		}
		sound(t, s)
	}, pastClock())
}

// TestImportErased: somebody who was erased doesn't come back by the table that
// named them, whether the case knew of them from the start or not.
func TestImportErased(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		d := vaulted(t, s, v)
		const bare = callerHeader + "B1,phone,help,2019-10-08 09:00,,,\n"
		const both = callerHeader + "B1,phone,help,2019-10-08 09:00,张某某,,\nB2,phone,help,2019-10-08 09:00,李某,,\n"
		for _, rows := range []string{bare, both} {
			if _, err := d.Import(t.Context(), table(t, rows), desk.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		for i, n := range []ident.CaseNumber{"B1", "B2"} {
			row, _ := keptOf(t, s, v, n)
			if row.ID == "" {
				t.Fatalf("%s has no person", n)
			}
			err := s.Update(t.Context(), func(tx *store.Tx) error {
				if _, err := tx.DropPerson(row.Case); err != nil {
					return err
				}
				return tx.PutErasure(store.Erasure{ID: fmt.Sprint("e", i), Region: region, Case: row.Case, Account: "admin", Ground: "request", Persons: 1})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		done, err := d.Import(t.Context(), table(t, both), desk.ImportOptions{})
		if err != nil || done.Erased != 2 || done.Persons != 0 || done.Same != 2 {
			t.Errorf("%+v, %v", done, err)
		}
		for _, n := range []ident.CaseNumber{"B1", "B2"} {
			if row, _ := keptOf(t, s, v, n); row.ID != "" {
				t.Errorf("the person of %s is back", n)
			}
		}
		sound(t, s)
	}, pastClock())
}

// TestImportWithoutVault: a desk that can keep nobody doesn't lose them in
// silence either.
func TestImportWithoutVault(t *testing.T) {
	t.Parallel()
	s := testdb.Open(t, store.SQLite, pastClock())
	d := newDesk(t, s)
	_, err := d.Import(t.Context(), table(t, callerHeader+"B1,phone,help,2019-10-08 09:00,张某某,,\n"), desk.ImportOptions{})
	if errs.CodeOf(err) != "vault.missing" || !errs.Is(err, errs.Unready) {
		t.Error(err)
	}
	if _, err := d.Import(t.Context(), table(t, callerHeader+"B1,phone,help,2019-10-08 09:00,,,\n"), desk.ImportOptions{}); err != nil {
		t.Errorf("a table that names nobody: %v", err)
	}
}

// TestImportNothingInClear: the files of either database and their logs hold
// nothing of an imported person.
func TestImportNothingInClear(t *testing.T) {
	t.Parallel()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			url := filepath.Join(dir, "huying.db")
			if kind == store.Postgres {
				server := testdb.Server(t, pg.Options{Durable: true}) // or what is committed is not in the files yet
				dir, url = server.Files(), server.URL("postgres")
			}
			s, err := store.Open(t.Context(), store.Options{URL: url, Migrate: true, Clock: clock.NewHand(monday.AddDate(0, 1, 0))})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			d := vaulted(t, s, newVault(t))
			rows := []string{callerHeader}
			const cases = 1200 // more than two batches
			for i := range cases {
				rows = append(rows, fmt.Sprintf("C%d,phone,help,2019-10-08 09:00,张某某,1381234%04d/家中座机,荷花小区%d幢\n", i, i, i))
			}
			if done, err := d.Import(t.Context(), table(t, strings.Join(rows, "")), desk.ImportOptions{}); err != nil || done.Persons != cases {
				t.Fatal(done, err)
			}
			lookInFiles(t, dir)
			if err := s.Scour(t.Context()); err != nil {
				t.Fatal(err)
			}
			lookInFiles(t, dir)
		})
	}
}

// lookInFiles looks for the persons of TestImportNothingInClear.
func lookInFiles(t *testing.T, dir string) {
	t.Helper()
	there := false
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		there = there || bytes.Contains(raw, []byte("C1199"))
		for _, text := range []string{"张某某", "1381234", "荷花小区", "家中座机"} {
			if bytes.Contains(raw, []byte(text)) {
				t.Errorf("%s holds %s in clear", path, text)
			}
		}
		return nil
	})
	if err != nil || !there {
		t.Fatalf("the records are not where the test looks for them: %v", err)
	}
}
