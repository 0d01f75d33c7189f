package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func newVault(t *testing.T) *vault.Vault {
	t.Helper()
	ring, err := vault.NewRing(rand.Reader, oct1)
	if err != nil {
		t.Fatal(err)
	}
	return vault.New(ring, rand.Reader, nil)
}

func rotated(t *testing.T, v *vault.Vault) {
	t.Helper()
	ring, err := v.Ring().Rotate(rand.Reader, oct1.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	v.Use(ring)
}

func sealed(t *testing.T, v *vault.Vault, region ident.RegionCode, of *story, p person.Person) store.Person {
	t.Helper()
	s, err := v.Seal("person of "+ident.PersonID(of.change.Case.ID), p)
	if err != nil {
		t.Fatal(err)
	}
	return store.Person{Sealed: s, Region: region, Case: of.change.Case.ID}
}

var caller = person.Person{
	Name: "张某某", Phone: "13812345678", Phone2: "0570-3012345", IDNumber: "11010519491231002X",
	Address: "花园街道荷花小区3幢", Company: "某某有限公司", CreditCode: "91350100M000100Y43", Note: "晚上接听",
}

// TestPersons: a person is read as it was put, found by its numbers in its
// region, and by nothing else.
func TestPersons(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		a, b, c, d := received(here, 1, oct1), received(here, 2, oct1), received(here, 3, oct1), received(there, 4, oct1)
		save(t, s, a, b, c, d)
		of := []store.Person{
			sealed(t, v, here, a, caller), sealed(t, v, here, b, person.Person{Phone: caller.Phone2}), sealed(t, v, there, d, caller),
		}
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutVaultKey(v.Ring().Keys()[0]), tx.PutPersons(of))
		})
		look(t, s, func(tx *store.Tx) error {
			for i := range of {
				got, err := tx.PersonOf(of[i].Case)
				if err != nil || got.Entered.IsZero() {
					t.Errorf("%s: %v, entered %s", of[i].Case, err, got.Entered)
				}
				of[i].Entered = got.Entered
				same(t, "person", of[i], got)
			}
			if _, err := tx.PersonOf(c.change.Case.ID); !errors.Is(err, store.ErrNoPerson) || !errs.Is(err, errs.NotFound) {
				t.Errorf("a case that nobody brought gave %v", err)
			}
			all, err := tx.PersonsOf([]ident.CaseID{a.change.Case.ID, c.change.Case.ID, d.change.Case.ID})
			same(t, "persons", map[ident.CaseID]store.Person{of[0].Case: of[0], of[2].Case: of[2]}, all)
			r := v.Ring()
			byPhone, err1 := tx.PersonsByPhone(here, r.Index(person.Phone, caller.Phone), 9)
			same(t, "by phone", []store.Person{of[0]}, byPhone)
			byOther, err2 := tx.PersonsByPhone(here, r.Index(person.Phone, caller.Phone2), 9)
			same(t, "by a number that is one's first and another's second", []store.Person{of[1], of[0]}, byOther)
			few, err3 := tx.PersonsByPhone(here, r.Index(person.Phone, caller.Phone2), 1)
			same(t, "the latest", of[1:2], few)
			byID, err4 := tx.PersonsByIDNumber(there, r.Index(person.IDNumber, caller.IDNumber), 9)
			same(t, "by identity number", of[2:], byID)
			none, err5 := tx.PersonsByPhone(here, "", 9)
			same(t, "by no number", nil, none)
			return errors.Join(err, err1, err2, err3, err4, err5)
		})
	})
}

// TestPersonRefusals: what the database itself keeps out.
func TestPersonRefusals(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		a, b := received(here, 1, oct1), received(here, 2, oct1)
		save(t, s, a)
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutVaultKey(v.Ring().Keys()[0]), tx.PutPersons([]store.Person{sealed(t, v, here, a, caller)}))
		})
		put := func(p store.Person) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.PutPersons([]store.Person{p}) }
		}
		second := sealed(t, v, here, a, caller)
		second.ID = "another"
		refused(t, s, "a second person of a case", errs.Conflict, put(second))
		refused(t, s, "a person of no case", errs.Invalid, put(sealed(t, v, here, b, caller)))
		save(t, s, b)
		rotated(t, v)
		refused(t, s, "a person under a key that may not seal", errs.Invalid, put(sealed(t, v, here, b, caller)))
	})
}

// TestVaultKeys: a key can be dropped only when nothing is sealed under it.
func TestVaultKeys(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		a := received(here, 1, oct1)
		save(t, s, a)
		p := sealed(t, v, here, a, caller)
		rotated(t, v)
		first, second := v.Ring().Keys()[0], v.Ring().Keys()[1]
		write(t, s, func(tx *store.Tx) error {
			other := first
			other.Fingerprint = "other"
			return errors.Join(tx.PutVaultKey(second), tx.PutVaultKey(first), tx.PutVaultKey(other), tx.PutPersons([]store.Person{p}))
		})
		look(t, s, func(tx *store.Tx) error {
			keys, err := tx.VaultKeys()
			same(t, "keys", []store.VaultKey{{Key: first, Persons: 1}, {Key: second}}, keys)
			return err
		})
		may := func(id string, want bool) {
			t.Helper()
			write(t, s, func(tx *store.Tx) error {
				got, err := tx.HoldVaultKey(id)
				if got != want {
					t.Errorf("%s may seal: %v", id, got)
				}
				return err
			})
		}
		may("k1", true)
		write(t, s, func(tx *store.Tx) error { return tx.RetireVaultKeys("k1") })
		write(t, s, func(tx *store.Tx) error { return tx.RetireVaultKeys("k2") })
		may("k1", false)
		may("k2", true)
		drop := func(tx *store.Tx) error { return tx.DropVaultKey("k1") }
		refused(t, s, "a key with a person under it", errs.Conflict, drop)

		write(t, s, func(tx *store.Tx) error {
			under, err := tx.PersonsUnder("k1", 9)
			if err != nil || len(under) != 1 {
				return fmt.Errorf("%d under k1, %w", len(under), err)
			}
			plain, err := v.Open(under[0].Sealed)
			if err != nil {
				return err
			}
			again, err := v.Seal(under[0].ID, plain)
			if err != nil {
				return err
			}
			stale := again
			stale.Fields = nil // as one that has been sealed anew elsewhere meanwhile
			return errors.Join(tx.Reseal(stale, "k0"), tx.Reseal(again, "k1"), tx.Reseal(stale, "k1"))
		})
		look(t, s, func(tx *store.Tx) error {
			got, err := tx.PersonOf(p.Case)
			if err != nil {
				return err
			}
			if got.Key != "k2" || got.Phone != p.Phone || got.IDNumber != p.IDNumber {
				t.Errorf("sealed anew: %+v", got)
			}
			plain, err := v.Open(got.Sealed)
			if plain != caller {
				t.Errorf("sealed anew, it is somebody else: %v", plain)
			}
			return err
		})

		write(t, s, func(tx *store.Tx) error {
			ann, err := tx.Account("a")
			ann.Code.Pending = "k1:x"
			return errors.Join(err, tx.SaveAccount(ann))
		})
		refused(t, s, "a key with a device's secret under it", errs.Conflict, drop)
		write(t, s, func(tx *store.Tx) error {
			ann, err := tx.Account("a")
			ann.Code.Pending, ann.Code.Secret = "k12:x", "k2:x"
			return errors.Join(err, tx.SaveAccount(ann))
		})
		write(t, s, drop)
		refused(t, s, "a key that is gone", errs.NotFound, drop)
		may("k1", false)
		may("k2", true)
	})
}

// TestSights: the log keeps who saw what, latest first, by case and by account.
func TestSights(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		row := func(id string, of ident.CaseID, by ident.UserID, what vault.Use, fields ...person.Field) store.Sight {
			return store.Sight{ID: id, Region: here, Case: of, Person: "p", Account: by, Role: identity.Operator, What: what, Fields: fields, Reason: "回访"}
		}
		a, b := row("1", "c1", "ann", vault.Reveal, person.Phone, person.Name), row("2", "c1", "bob", vault.View)
		c, d := row("3", "c2", "ann", vault.Export, person.Name), row("4", "", "ann", vault.Search)
		write(t, s, func(tx *store.Tx) error { return tx.PutSights([]store.Sight{a, b}) })
		write(t, s, func(tx *store.Tx) error { return tx.PutSights([]store.Sight{c, d}) })
		look(t, s, func(tx *store.Tx) error {
			ofCase, err := tx.Sights(here, "c1", 9)
			for i := range ofCase {
				if ofCase[i].At.IsZero() {
					t.Error("a sight without its moment")
				}
				ofCase[i].At = time.Time{}
			}
			same(t, "of a case", []store.Sight{b, a}, ofCase)
			byAnn, err1 := tx.SightsBy(here, "ann", time.Time{}, 2)
			for i := range byAnn {
				byAnn[i].At = time.Time{}
			}
			same(t, "by an account", []store.Sight{d, c}, byAnn)
			later, err2 := tx.SightsBy(here, "ann", tx.Now().Add(time.Hour), 9)
			same(t, "since later", nil, later)
			elsewhere, err3 := tx.Sights(there, "c1", 9)
			same(t, "of another region", nil, elsewhere)
			return errors.Join(err, err1, err2, err3)
		})
		odd := row("5", "c1", "ann", "guess")
		refused(t, s, "a way of seeing that there is not", errs.Invalid, func(tx *store.Tx) error { return tx.PutSights([]store.Sight{odd}) })
	})
}

// TestErasures: person and texts of one case go, those of others stay, and the
// register says so.
func TestErasures(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		v := newVault(t)
		a, b := received(here, 1, oct1), received(here, 2, oct1)
		save(t, s, a, b)
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutVaultKey(v.Ring().Keys()[0]), tx.PutPersons([]store.Person{sealed(t, v, here, a, caller), sealed(t, v, here, b, caller)}))
		})
		e := store.Erasure{ID: "1", Region: here, Case: a.change.Case.ID, Account: "admin", Ground: "request", Rule: "", Persons: 1, Texts: 1}
		write(t, s, func(tx *store.Tx) error {
			gone, err := tx.DropPerson(e.Case)
			n, err1 := tx.DropTexts(e.Case)
			again, err2 := tx.DropPerson(e.Case)
			if !gone || again || n != 1 {
				t.Errorf("dropped %v, then %v, %d texts", gone, again, n)
			}
			return errors.Join(err, err1, err2, tx.PutErasure(e))
		})
		look(t, s, func(tx *store.Tx) error {
			texts, err := tx.Texts(a.change.Case.ID)
			others, err1 := tx.Texts(b.change.Case.ID)
			if len(texts) != 0 || len(others) != 1 {
				t.Errorf("texts %v and %v", texts, others)
			}
			_, err2 := tx.PersonOf(b.change.Case.ID)
			all, err3 := tx.Erasures(here)
			if len(all) == 1 {
				e.At = all[0].At
			}
			same(t, "register", []store.Erasure{e}, all)
			of, err4 := tx.ErasuresOf(e.Case)
			same(t, "of the case", []store.Erasure{e}, of)
			return errors.Join(err, err1, err2, err3, err4)
		})
	})
}

// TestScour: what was deleted is in no file of SQLite any more.
func TestScour(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/huying.db"
	s, err := store.Open(t.Context(), store.Options{URL: path, Migrate: true, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []*story
	for i := range 50 {
		y := received(here, i+1, oct1)
		for ref := range y.change.Texts {
			y.change.Texts[ref] = fmt.Sprintf("黄色的小楼门口 %d", i)
		}
		all = append(all, y)
	}
	save(t, s, all...)
	files := func() (text string) {
		for _, name := range []string{path, path + "-wal", path + "-shm"} {
			b, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			text += string(b)
		}
		return text
	}
	if !strings.Contains(files(), "黄色的小楼门口") {
		t.Fatal("the texts are not where the test looks for them")
	}
	write(t, s, func(tx *store.Tx) error {
		for _, y := range all {
			if _, err := tx.DropTexts(y.change.Case.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Scour(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(files(), "黄色的小楼门口") {
		t.Error("what was deleted is still in the files")
	}
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		if err := s.Scour(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
