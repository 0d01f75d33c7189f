package desk_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func newVault(tb testing.TB) *vault.Vault {
	tb.Helper()
	ring, err := vault.NewRing(rand.Reader, monday)
	if err != nil {
		tb.Fatal(err)
	}
	return vault.New(ring, rand.Reader, nil)
}

// vaulted is a desk that keeps persons.
func vaulted(tb testing.TB, s *store.Store, v *vault.Vault) *desk.Desk {
	tb.Helper()
	install(tb, s)
	return desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: []byte("key of the test"), Vault: v})
}

var caller = person.Person{Name: "张某某", Phone: " 138-1234-5678 ", IDNumber: "11010519491231002x", Address: "花园街道荷花小区3幢"}

func kept(t *testing.T, s *store.Store, id ident.CaseID) (p store.Person, err error) {
	t.Helper()
	err = s.View(t.Context(), func(tx *store.Tx) error {
		p, err = tx.PersonOf(id)
		return err
	})
	return p, err
}

// TestReceive: case and person come together, the person in normal form, and
// the case holds no more of it than a keyed digest.
func TestReceive(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		d := vaulted(t, s, v)
		c, err := d.Receive(t.Context(), as(identity.Operator), intake(), caller)
		if err != nil {
			t.Fatal(err)
		}
		p, err := kept(t, s, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := caller.Normal()
		if got, err := v.Open(p.Sealed); err != nil || got != want {
			t.Errorf("kept %#v, %v", got, err)
		}
		if len(c.Person) != 64 || strings.Contains(string(c.Person), string(p.ID)) {
			t.Errorf("the case names its person: %s", c.Person)
		}
		// Nobody, or nothing known of somebody, is no person.
		for _, nobody := range []person.Person{{}, {Name: " "}} {
			c, err := d.Receive(t.Context(), as(identity.Operator), intake(), nobody)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := kept(t, s, c.ID); !errs.Is(err, errs.NotFound) || c.Person != "" {
				t.Errorf("nobody brought the case: %s, %v", c.Person, err)
			}
		}
	})
}

// TestReceiveRefused: when the person or the case is refused, neither is kept.
func TestReceiveRefused(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := vaulted(t, s, newVault(t))
		count := func() (cases, persons int) {
			err := s.View(t.Context(), func(tx *store.Tx) error {
				keys, err := tx.VaultKeys()
				for _, k := range keys {
					persons += k.Persons
				}
				return errors.Join(err, tx.EachCase(region, func(*casework.Case) error { cases++; return nil }))
			})
			if err != nil {
				t.Fatal(err)
			}
			return cases, persons
		}
		anonymous, bad := intake(), intake()
		anonymous.New.Disclosure = casework.Anonymous
		bad.New.Kind = "wish"
		for name, c := range map[string]struct {
			by     identity.Actor
			cmd    casework.Command
			person person.Person
			code   string
		}{
			"a bad number":          {as(identity.Operator), intake(), person.Person{Phone: "1381234567"}, "person.phone"},
			"an anonymous reporter": {as(identity.Operator), anonymous, caller, "intake.anonymous"},
			"a bad intake":          {as(identity.Operator), bad, caller, "intake.kind"},
			"a unit":                {as(identity.UnitClerk, "u1"), intake(), caller, "denied"},
		} {
			if _, err := d.Receive(t.Context(), c.by, c.cmd, c.person); errs.CodeOf(err) != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
			if cases, persons := count(); cases != 0 || persons != 0 {
				t.Fatalf("%s: left %d cases and %d persons", name, cases, persons)
			}
		}
		c, err := d.Receive(t.Context(), as(identity.Operator), intake(), caller)
		if err != nil {
			t.Fatal(err)
		}
		late := desk.Request{By: as(identity.Dispatcher), Case: c.ID, Cmd: casework.Command{Do: casework.DoNote, Note: "x"}, Person: &caller}
		if _, err := d.Give(t.Context(), late); errs.CodeOf(err) != "person.case" {
			t.Errorf("a person with a later command: %v", err)
		}
		if _, err := deskOn(s).Receive(t.Context(), as(identity.Operator), intake(), caller); errs.CodeOf(err) != "vault.missing" {
			t.Errorf("without a vault: %v", err)
		}
	})
}

// TestReceiveInBulk: persons of many cases, and none when one entry fails.
func TestReceiveInBulk(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := vaulted(t, s, newVault(t))
		entries := func(n int) (list []desk.Entry) {
			for i := range n {
				p := person.Person{Phone: fmt.Sprintf("138%08d", i)}
				list = append(list, desk.Entry{Case: &desk.Handle{}, At: monday, By: as(identity.Operator), Cmd: intake(), Person: &p})
			}
			return list
		}
		failing := entries(3)
		failing[2].Person.Phone = "0"
		if err := d.Bulk(t.Context(), failing); errs.CodeOf(err) != "person.phone" {
			t.Error(err)
		}
		all := entries(200)
		if err := d.Bulk(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		err := s.View(t.Context(), func(tx *store.Tx) error {
			keys, err := tx.VaultKeys()
			if err == nil && (len(keys) != 1 || keys[0].Persons != len(all)) {
				t.Errorf("%+v", keys)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestNothingInClear: the files of the database hold nothing of a person,
// neither before nor after a checkpoint, nor in an index.
func TestNothingInClear(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "huying.db")
	s, err := store.Open(t.Context(), store.Options{URL: path, Migrate: true, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := vaulted(t, s, newVault(t))
	for range 20 {
		if _, err := d.Receive(t.Context(), as(identity.Operator), intake(), caller); err != nil {
			t.Fatal(err)
		}
	}
	look := func(when string) {
		var all strings.Builder
		for _, name := range []string{path, path + "-wal", path + "-shm"} {
			b, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			all.Write(b)
		}
		if !strings.Contains(all.String(), "路灯") {
			t.Fatalf("%s: the records are not where the test looks for them", when)
		}
		normal, _ := caller.Normal()
		for _, f := range person.Fields() {
			for _, value := range []string{caller.Get(f), normal.Get(f)} {
				if value != "" && strings.Contains(all.String(), strings.TrimSpace(value)) {
					t.Errorf("%s: the %s is in the files in clear", when, f)
				}
			}
		}
	}
	look("in the log")
	if err := s.Scour(t.Context()); err != nil {
		t.Fatal(err)
	}
	look("in the file")
}
