package vault_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/app/insight"
	"huying/internal/app/vault"
	"huying/internal/domain/attachment"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// sound asks both proofs of the records.
func (w *world) sound(when string) {
	w.t.Helper()
	in := insight.New(insight.Options{Store: w.store, Region: region})
	for _, prove := range []func() ([]insight.Finding, error){
		func() ([]insight.Finding, error) { return in.Doctor(w.t.Context()) }, func() ([]insight.Finding, error) { return in.Verify(w.t.Context()) },
	} {
		found, err := prove()
		if err != nil || len(found) > 0 {
			w.t.Errorf("%s: %v, %v", when, found, err)
		}
	}
}

func (w *world) left(id ident.CaseID) (persons, texts int, register []store.Erasure) {
	w.t.Helper()
	w.must(w.store.View(w.t.Context(), func(tx *store.Tx) error {
		all, err := tx.PersonsOf([]ident.CaseID{id})
		if err != nil {
			return err
		}
		kept, err := tx.Texts(id)
		if err != nil {
			return err
		}
		persons, texts = len(all), len(kept)
		register, err = tx.ErasuresOf(id)
		return err
	}))
	return persons, texts, register
}

// ended is a case of somebody that has been carried to the archive.
func (w *world) ended() *casework.Case {
	w.t.Helper()
	c := w.receive(casework.Open, caller)
	w.dispatch(c.ID)
	w.close(c.ID)
	w.hand.Set(w.store.Now().AddDate(0, 2, 0))
	w.archive(c.ID)
	return c
}

// TestErase: person and texts go, the register says so, and the proofs hold.
func TestErase(t *testing.T) {
	each(t, func(w *world) {
		c, other := w.ended(), w.receive(casework.Open, caller)
		_, written, _ := w.left(c.ID)
		if _, err := insight.New(insight.Options{Store: w.store, Region: region}).Anchor(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.sound("before")
		admin := who(as(identity.Admin))
		if err := w.keeper.Erase(t.Context(), admin, vault.Erasing{Case: c.ID, Ground: "request", Person: true}); err != nil {
			t.Fatal(err)
		}
		if persons, texts, _ := w.left(c.ID); persons != 0 || texts != written {
			t.Errorf("after the person: %d persons, %d texts of %d", persons, texts, written)
		}
		w.hand.Set(w.store.Now().Add(time.Second))
		if err := w.keeper.Erase(t.Context(), admin, vault.Erasing{Case: c.ID, Ground: "request", Person: true, Texts: true}); err != nil {
			t.Fatal(err)
		}
		persons, texts, register := w.left(c.ID)
		if persons+texts != 0 || written < 3 || len(register) != 2 {
			t.Fatalf("%d persons and %d texts are left, register %+v", persons, texts, register)
		}
		if e := register[1]; e.Account != "admin" || e.Ground != "request" || e.Texts != written || e.Persons != 0 || register[0].Persons != 1 {
			t.Errorf("the register says %+v", register)
		}
		w.sound("after")
		if err := w.reveal(who(as(identity.Operator)), c.ID); errs.CodeOf(err) != "person.not_found" {
			t.Errorf("an erased person is revealed: %v", err)
		}
		if persons, _, _ := w.left(other.ID); persons != 1 {
			t.Error("another case lost its person")
		}
		// An erased case still opens for whoever may see it.
		if _, err := insight.New(insight.Options{Store: w.store, Region: region}).FileFor(t.Context(), who(as(identity.Operator)), c.ID); err != nil {
			t.Errorf("an erased case: %v", err)
		}
	})
}

// TestEraseRefused: what may not be erased, by whom, and for which ground.
func TestEraseRefused(t *testing.T) {
	each(t, func(w *world) {
		open := w.receive(casework.Open, caller)
		admin := who(as(identity.Admin))
		for code, c := range map[string]struct {
			by identity.Account
			e  vault.Erasing
		}{
			"erase.open":     {admin, vault.Erasing{Case: open.ID, Ground: "request", Person: true}},
			"erase.ground":   {admin, vault.Erasing{Case: open.ID, Person: true}},
			"case.not_found": {admin, vault.Erasing{Case: "none", Ground: "request", Person: true}},
			"denied":         {who(as(identity.Operator)), vault.Erasing{Case: open.ID, Ground: "request", Person: true}},
		} {
			if err := w.keeper.Erase(t.Context(), c.by, c.e); errs.CodeOf(err) != code {
				t.Errorf("%v, want %s", err, code)
			}
		}
		if err := w.keeper.Erase(t.Context(), admin, vault.Erasing{Case: open.ID, Ground: "request"}); errs.CodeOf(err) != "erase.ground" {
			t.Errorf("erasing nothing: %v", err)
		}
		if persons, texts, register := w.left(open.ID); persons != 1 || texts == 0 || len(register) != 0 {
			t.Errorf("%d persons, %d texts, register %v", persons, texts, register)
		}
		nobody := w.receive(casework.Anonymous, person.Person{})
		w.do(nobody.ID, as(identity.Citizen), casework.Command{Do: casework.DoWithdraw, Reason: "other"})
		if err := w.keeper.Erase(t.Context(), admin, vault.Erasing{Case: nobody.ID, Ground: "request", Person: true}); errs.CodeOf(err) != "erase.nothing" {
			t.Errorf("erasing nobody: %v", err)
		}
	})
}

// TestRetain: persons go after their years, texts after theirs, open cases
// never, and a second run finds nothing.
func TestRetain(t *testing.T) {
	each(t, func(w *world) {
		old, open := w.ended(), w.receive(casework.Open, caller)
		rule := vault.Retention{Rule: "district@1", Persons: 2, Texts: 5}
		archived := w.store.Now()
		for _, step := range []struct {
			at                   time.Time
			erased, people, text int
		}{
			{archived.AddDate(2, 0, 0), 0, 1, 1}, {archived.AddDate(2, 0, 1), 1, 0, 1}, {archived.AddDate(3, 0, 0), 0, 0, 1},
			{archived.AddDate(5, 0, 1), 1, 0, 0}, {archived.AddDate(9, 0, 0), 0, 0, 0},
		} {
			w.hand.Set(step.at)
			n, err := w.keeper.Retain(t.Context(), rule)
			if err != nil || n != step.erased {
				t.Errorf("%s: erased of %d cases, %v; want %d", step.at, n, err, step.erased)
			}
			persons, texts, _ := w.left(old.ID)
			if persons != step.people || min(texts, 1) != step.text {
				t.Errorf("%s: %d persons, %d texts left", step.at, persons, texts)
			}
		}
		_, _, register := w.left(old.ID)
		if len(register) != 2 || register[0].Rule != "district@1" || register[0].Ground != "retention" || register[0].Account != "system" {
			t.Errorf("the register says %+v", register)
		}
		if persons, _, _ := w.left(open.ID); persons != 1 {
			t.Error("an open case lost its person")
		}
		w.sound("after nine years")
		if n, err := w.keeper.Retain(t.Context(), vault.Retention{}); n != 0 || err != nil {
			t.Errorf("a rule that keeps all erased %d, %v", n, err)
		}
	})
}

// TestErasedFromFiles: what was erased is in none of SQLite's files.
func TestErasedFromFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "huying.db")
	hand := clock.NewHand(monday)
	s, err := store.Open(t.Context(), store.Options{URL: path, Migrate: true, Unsafe: true, Clock: hand})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := &world{t: t, store: s, file: &ringFile{}, hand: hand}
	w.found()
	w.node = w.another()
	c := w.ended()
	read := func() (all string) {
		for _, name := range []string{path, path + "-wal"} {
			b, err := os.ReadFile(name)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			all += string(b)
		}
		return all
	}
	if !strings.Contains(read(), "黄色小楼门口") {
		t.Fatal("the text is not where the test looks for it")
	}
	if err := w.keeper.Erase(t.Context(), who(as(identity.Admin)), vault.Erasing{Case: c.ID, Ground: "request", Person: true, Texts: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(read(), "黄色小楼门口") {
		t.Error("the erased text is still in the files")
	}
}

// TestEraseOnce: the request sent again answers as before, and is not done
// again; another one under its key is refused.
func TestEraseOnce(t *testing.T) {
	each(t, func(w *world) {
		c := w.receive(casework.Open, caller)
		w.dispatch(c.ID)
		w.close(c.ID)
		w.archive(c.ID)
		admin := who(as(identity.Admin))
		e := vault.Erasing{Case: c.ID, Ground: "request", Person: true, Once: vault.Once{Account: admin.ID, Key: "k", Digest: "d1"}}
		for range 2 {
			w.must(w.keeper.Erase(t.Context(), admin, e))
		}
		if persons, _, register := w.left(c.ID); persons != 0 || len(register) != 1 {
			t.Errorf("%d persons, register %v", persons, register)
		}
		e.Once.Digest, e.Texts = "d2", true
		if err := w.keeper.Erase(t.Context(), admin, e); errs.CodeOf(err) != "once.other" {
			t.Errorf("another request under the key: %v", err)
		}
	})
}

// TestEraseFiles: with a person go the files that may tell of them, with the
// texts all; their bytes are swept after, and what went is on the register.
func TestEraseFiles(t *testing.T) {
	each(t, func(w *world) {
		c := w.receive(casework.Open, caller)
		w.dispatch(c.ID)
		w.must(w.store.Update(t.Context(), func(tx *store.Tx) error {
			for id, f := range map[string]store.Attachment{"letter": {}, "cleared": {Cleared: true}, "work": {ByUnit: true}} {
				f.ID, f.Region, f.Case, f.Digest, f.Kind, f.Name, f.Account = ident.AttachmentID(id), region, c.ID, id, attachment.JPEG, "1.jpg", "a"
				if err := tx.ClaimBlob(id, 1); err != nil {
					return err
				}
				if err := tx.PutAttachment(f); err != nil {
					return err
				}
			}
			return nil
		}))
		w.close(c.ID)
		w.archive(c.ID)
		left := func() (names []string) {
			w.must(w.store.View(t.Context(), func(tx *store.Tx) error {
				list, err := tx.AttachmentsOf(c.ID)
				for _, a := range list {
					names = append(names, string(a.ID))
				}
				return err
			}))
			return names
		}
		admin := who(as(identity.Admin))
		w.must(w.keeper.Erase(t.Context(), admin, vault.Erasing{Case: c.ID, Ground: "request", Person: true}))
		if got := left(); !slices.Equal(got, []string{"cleared", "work"}) {
			t.Errorf("with the person gone, left are %v", got)
		}
		w.hand.Set(monday.Add(time.Second))
		w.must(w.keeper.Erase(t.Context(), admin, vault.Erasing{Case: c.ID, Ground: "request", Texts: true}))
		_, _, register := w.left(c.ID)
		if got := left(); len(got) != 0 || len(register) != 2 || register[0].Files != 1 || register[1].Files != 2 || w.swept != 2 {
			t.Errorf("left are %v, register %+v, swept %d times", got, register, w.swept)
		}
		w.sound("after its files are gone")
	})
}
