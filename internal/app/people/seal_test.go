package people_test

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"huying/internal/app/people"
	"huying/internal/app/vault"
	"huying/internal/domain/identity"
	sealing "huying/internal/domain/vault"
	"huying/internal/store"
)

// TestRotation: devices survive the rotation of the ring under which they are
// sealed, also those that are enrolled and not confirmed; what is sealed for
// one account opens for no other.
func TestRotation(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ring, err := sealing.NewRing(rand.Reader, start)
		w.must(err)
		kept := ring
		keep := func(r *sealing.Ring) error { kept = r; return nil }
		on := func(v *sealing.Vault) *people.People {
			return people.New(people.Options{
				Store: w.store, Region: region, IDs: ids(), Clock: w.clock, Random: rand.Reader, Cost: cheap,
				Sealer: people.VaultSealer{Vault: v, Random: rand.Reader},
			})
		}
		one := sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return kept, nil })
		late := on(sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return kept, nil })) // hears of no rotation
		w.People = on(one)
		ann, bob := w.member("ann", identity.Operator), w.member("bob", identity.Operator)
		annIn, bobIn := w.enter("ann"), w.enter("bob")
		secret, err := w.EnrolCode(t.Context(), annIn, good)
		w.must(err)
		_, err = w.ConfirmCode(t.Context(), annIn, w.shown(secret.Secret))
		w.must(err)
		pending, err := w.EnrolCode(t.Context(), bobIn, good)
		w.must(err)

		resealed := 0
		keeper := vault.New(vault.Options{
			Store: w.store, Region: region, IDs: ids(), Vault: one, Random: rand.Reader, Keep: keep,
			Also: func(ctx context.Context) (err error) { resealed, err = w.Reseal(ctx); return err },
		})
		w.must(keeper.Sync(t.Context()))
		w.must(keeper.Rotate(t.Context(), nil))
		if resealed != 2 || len(kept.Keys()) != 1 || kept.Current() == ring.Current() {
			t.Fatalf("%d sealed anew; the ring is %v", resealed, kept)
		}
		w.view(func(tx *store.Tx) error {
			a, err := tx.Account(ann)
			b, err2 := tx.Account(bob)
			for _, sealed := range []string{a.Code.Secret, b.Code.Pending} {
				if !strings.HasPrefix(sealed, kept.Current()+":") || strings.Contains(sealed, secret.Secret) {
					t.Errorf("sealed as %s", sealed)
				}
			}
			s := people.VaultSealer{Vault: one, Random: rand.Reader}
			if _, err := s.Open("totp", string(bob), a.Code.Secret); err == nil {
				t.Error("one account's device opens for another")
			}
			w.must(err2)
			return err
		})
		w.clock.Advance(time.Minute)
		_, err = late.SignIn(t.Context(), people.Credentials{Login: "ann", Password: good, Code: w.shown(secret.Secret)}, desk)
		w.must(err)
		_, err = w.ConfirmCode(t.Context(), bobIn, w.shown(pending.Secret))
		w.must(err)
		w.must(w.ResetCode(t.Context(), w.console, ann))
		w.must(w.ResetCode(t.Context(), w.console, bob))
		if n, err := w.Reseal(t.Context()); n != 0 || err != nil {
			t.Errorf("without devices %d sealed anew, %v", n, err)
		}
	})
}
