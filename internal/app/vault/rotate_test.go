package vault_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

func (w *world) keys() (list []vault.Key) {
	w.t.Helper()
	list, err := w.keeper.Keys(w.t.Context())
	w.must(err)
	return list
}

// opens asks that every one of the persons comes out as it went in, by a
// process that starts now.
func (w *world) opens(all map[ident.CaseID]person.Person) {
	w.t.Helper()
	fresh := w.another()
	w.must(fresh.keeper.Sync(w.t.Context()))
	w.must(w.store.View(w.t.Context(), func(tx *store.Tx) error {
		for id, want := range all {
			p, err := tx.PersonOf(id)
			if err != nil {
				return err
			}
			if got, err := fresh.vault.Open(p.Sealed); err != nil || got != want {
				w.t.Errorf("%s: %v, %v", id, got, err)
			}
		}
		return nil
	}))
}

// TestRotate: everything is under the new key, and the old one is gone from
// records and ring.
func TestRotate(t *testing.T) {
	each(t, func(w *world) {
		all := map[ident.CaseID]person.Person{}
		for i := range 12 {
			p := person.Person{Name: fmt.Sprintf("诉求人%d", i), Phone: fmt.Sprintf("138%08d", i)}
			all[w.receive(casework.Open, p).ID] = p
		}
		team := w.team(w.vault)
		w.must(w.store.Update(t.Context(), func(tx *store.Tx) error {
			sealed, err := team.sealer.Seal("totp", "ann", "JBSWY3DP")
			if err != nil {
				return err
			}
			return tx.AddAccount(store.Account{ID: "ann", Region: region, Login: "ann", Name: "甲", Created: monday, Code: store.Device{Secret: sealed}})
		}))
		var last, total int
		if err := w.keeper.Rotate(t.Context(), func(d, n int) { last, total = d, n }); err != nil {
			t.Fatal(err)
		}
		if last != 12 || total != 12 {
			t.Errorf("told of %d of %d", last, total)
		}
		keys := w.keys()
		if len(keys) != 1 || keys[0].ID != "k2" || keys[0].Persons != 12 || !keys[0].Current {
			t.Errorf("%+v", keys)
		}
		w.opens(all)
		w.must(w.store.View(t.Context(), func(tx *store.Tx) error {
			ann, err := tx.Account("ann")
			if err != nil {
				return err
			}
			if got, err := w.team(w.another().vault).sealer.Open("totp", "ann", ann.Code.Secret); err != nil || got != "JBSWY3DP" || sealing.KeyOf(ann.Code.Secret) != "k2" {
				t.Errorf("the device's secret is %q, %v", got, err)
			}
			return nil
		}))
		if found, err := w.keeper.FindByPhone(t.Context(), who(as(identity.Operator)), "13800000003"); err != nil || len(found) != 1 {
			t.Errorf("after the rotation a number finds %v, %v", found, err)
		}
		w.sound("after the rotation")
	})
}

// TestRotateUnderLoad: two processes take in cases, by 32 writers, while the
// keys are rotated three times; nobody is refused, and everybody can be read.
func TestRotateUnderLoad(t *testing.T) {
	each(t, func(w *world) {
		other := w.another()
		ctx, stop := context.WithCancel(t.Context())
		var mu sync.Mutex
		var wg sync.WaitGroup
		var serial atomic.Int64
		all := map[ident.CaseID]person.Person{}
		for i := range 32 {
			d := []node{w.node, other}[i%2].desk
			wg.Go(func() {
				for n := 0; n < 300 && ctx.Err() == nil; n++ { // an end, should a rotation not come to its own
					p := person.Person{Name: "诉求人", Phone: fmt.Sprintf("138%08d", serial.Add(1))}
					c, err := d.Receive(context.WithoutCancel(ctx), as(identity.Operator), intake(casework.Open), p)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					all[c.ID] = p
					mu.Unlock()
				}
			})
		}
		for range 3 {
			if err := w.keeper.Rotate(t.Context(), nil); err != nil {
				t.Error(err)
			}
		}
		stop()
		wg.Wait()
		keys := w.keys()
		if len(keys) != 1 || keys[0].ID != "k4" || keys[0].Persons != len(all) || len(all) < 32 {
			t.Errorf("%d persons, keys %+v", len(all), keys)
		}
		w.opens(all)
	})
}

var errPulled = errors.New("the plug was pulled")

// TestRotateCutShort: wherever a rotation is cut short, everything opens with
// the ring as it is kept then, and the next one comes to its end.
func TestRotateCutShort(t *testing.T) {
	each(t, func(w *world) {
		all := map[ident.CaseID]person.Person{}
		for i := range 3 {
			p := person.Person{Phone: fmt.Sprintf("138%08d", i)}
			all[w.receive(casework.Open, p).ID] = p
		}
		rapid.Check(t, func(r *rapid.T) {
			cut, reads := rapid.IntRange(0, 12).Draw(r, "cut after"), 0
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			step := func() bool { reads++; return reads > cut }
			n := w.another()
			k := vault.New(vault.Options{
				Store: w.store, Region: region, IDs: ident.NewSource(zero{}), Vault: n.vault, Random: chance(func(b []byte) error {
					if step() {
						return errPulled
					}
					return nil
				}), Keep: func(ring *sealing.Ring) error {
					if step() {
						cancel()
						return errPulled
					}
					return w.file.keep(ring)
				},
			})
			err := k.Rotate(ctx, func(int, int) {
				if step() {
					cancel()
				}
			})
			if err == nil && cut < 3 {
				r.Errorf("cut after %d, and nothing was noticed", cut)
			}
			w.opens(all)
		})
		w.node = w.another()
		w.must(w.keeper.Rotate(t.Context(), nil))
		if keys := w.keys(); len(keys) != 1 || keys[0].Persons != 3 {
			t.Errorf("%+v", keys)
		}
		w.opens(all)
	})
}

// zero is a random source without chance, and chance one that may fail.
type zero struct{}

func (zero) Read(b []byte) (int, error) { clear(b); return len(b), nil }

type chance func([]byte) error

func (c chance) Read(b []byte) (int, error) {
	if err := c(b); err != nil {
		return 0, err
	}
	return rand.Read(b)
}

// TestForeignRing: a ring that cannot open what is there is refused at start,
// and changes nothing.
func TestForeignRing(t *testing.T) {
	each(t, func(w *world) {
		c := w.receive(casework.Open, caller)
		mine := w.file.text
		ring, err := sealing.NewRing(zero{}, monday)
		w.must(err)
		w.must(w.file.keep(ring))
		stranger := w.another()
		for name, do := range map[string]func() error{
			"sync": func() error { return stranger.keeper.Sync(t.Context()) }, "rotate": func() error { return stranger.keeper.Rotate(t.Context(), nil) },
		} {
			if err := do(); errs.CodeOf(err) != "vault.foreign" || !errs.Is(err, errs.Unready) {
				t.Errorf("%s with a foreign ring: %v", name, err)
			}
		}
		w.file.text = mine
		w.opens(map[ident.CaseID]person.Person{c.ID: caller})
	})
}

// TestUnusedKeyGivesWay: a ring made anew may take the place of one under
// which nothing was ever sealed.
func TestUnusedKeyGivesWay(t *testing.T) {
	each(t, func(w *world) {
		ring, err := sealing.NewRing(zero{}, monday)
		w.must(err)
		w.must(w.file.keep(ring))
		w.node = w.another()
		w.must(w.keeper.Sync(t.Context()))
		w.must(w.keeper.Sync(t.Context()))
		c := w.receive(casework.Open, caller)
		w.opens(map[ident.CaseID]person.Person{c.ID: caller})
	})
}
