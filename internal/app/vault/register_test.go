package vault_test

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestErasedStaysErased: records restored from a backup of before are held to
// what was erased since, once, on either database, even of a case that the
// backup knows as one under way; the proofs hold.
func TestErasedStaysErased(t *testing.T) {
	each(t, func(w *world) {
		person, texts, kept := w.ended(), w.ended(), w.ended()
		running := w.receive(casework.Open, caller)
		file := filepath.Join(t.TempDir(), "backup")
		w.must(w.store.Backup(t.Context(), file))
		var register []vault.Erased
		k := vault.New(vault.Options{
			Store: w.store, Region: region, IDs: ident.NewSource(rand.Reader), Vault: w.vault, Random: rand.Reader, Keep: w.file.keep,
			Register: func(list []vault.Erased) error { register = append(register, list...); return nil },
		})
		late := w.receive(casework.Open, caller)
		for _, id := range []*casework.Case{running, late} {
			w.dispatch(id.ID)
			w.close(id.ID)
		}
		w.hand.Set(w.store.Now().AddDate(0, 2, 0))
		w.archive(running.ID)
		w.archive(late.ID)
		admin := who(as(identity.Admin))
		for _, e := range []vault.Erasing{
			{Case: person.ID, Ground: "request", Person: true}, {Case: texts.ID, Ground: "request", Person: true, Texts: true},
			{Case: running.ID, Ground: "request", Person: true}, {Case: late.ID, Ground: "request", Person: true},
		} {
			w.must(k.Erase(t.Context(), admin, e))
			w.hand.Advance(time.Second)
		}
		if on, err := k.Erased(t.Context()); err != nil || len(on) != 4 || len(register) != 4 || on[0] != register[0] {
			t.Fatalf("on record %+v, told %+v, %v", on, register, err)
		}
		for _, kind := range testdb.Kinds() {
			w.restored(kind, file, func(r *world) {
				if persons, _, _ := r.left(person.ID); persons != 1 {
					t.Fatal("the backup does not hold the person")
				}
				w.must(r.keeper.Opens(t.Context()))
				for i, want := range []int{3, 0} { // the late case is not in the backup
					if n, err := r.keeper.Replay(t.Context(), register); n != want || err != nil {
						t.Errorf("replay %d: %d, %v", i+1, n, err)
					}
				}
				for _, id := range []*casework.Case{person, texts, running} {
					if persons, _, _ := r.left(id.ID); persons != 0 {
						t.Errorf("case %s has its person again", id.Number)
					}
				}
				if _, n, reg := r.left(texts.ID); n != 0 || len(reg) != 1 || reg[0].ID != register[1].ID {
					t.Errorf("%d texts, register %+v", n, reg)
				}
				if persons, n, _ := r.left(kept.ID); persons != 1 || n == 0 {
					t.Error("a case that nobody erased lost something")
				}
				r.sound("restored")
			})
		}
	})
}

// restored is the world as a backup has it, on a database.
func (w *world) restored(kind store.Kind, file string, fn func(r *world)) {
	w.t.Helper()
	o := store.Options{URL: testdb.Empty(w.t, kind), Clock: w.hand}
	w.must(store.Restore(w.t.Context(), file, o, nil))
	s, err := store.Open(w.t.Context(), o)
	w.must(err)
	defer func() { w.must(s.Close()) }()
	r := &world{t: w.t, store: s, file: w.file, hand: w.hand}
	r.node = r.another()
	fn(r)
}

// TestOpens: a ring with other secrets under the same names does not open the
// records, one that lacks a key that was never used does.
func TestOpens(t *testing.T) {
	each(t, func(w *world) {
		w.receive(casework.Open, caller)
		w.must(w.keeper.Opens(t.Context()))
		ring, err := sealing.NewRing(rand.Reader, monday.Add(time.Hour))
		w.must(err)
		other := vault.New(vault.Options{Store: w.store, Region: region, Vault: sealing.New(ring, rand.Reader, nil), Random: rand.Reader})
		if err := other.Opens(t.Context()); errs.CodeOf(err) != "vault.foreign" {
			t.Errorf("another ring opens them: %v", err)
		}
	})
}
