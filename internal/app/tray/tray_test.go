package tray_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/app/tray"
	"huying/internal/app/vault"
	"huying/internal/domain/identity"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

var (
	monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC)
	one    = identity.Account{ID: "a1", Login: "one"}
	two    = identity.Account{ID: "a2", Login: "two"}
)

// world is a region with a tray and a keeper of the ring that seals it.
type world struct {
	*testing.T
	*tray.Tray
	s      *store.Store
	hand   *clock.Hand
	keeper *vault.Keeper
}

func each(t *testing.T, test func(w *world)) {
	t.Helper()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		ids := ident.NewSource(rand.Reader)
		ring, err := sealing.NewRing(rand.Reader, monday)
		if err != nil {
			t.Fatal(err)
		}
		v := sealing.New(ring, rand.Reader, nil)
		w := &world{T: t, s: s, hand: hand, Tray: tray.New(tray.Options{Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader})}
		w.keeper = vault.New(vault.Options{
			Store: s, Region: region, IDs: ids, Vault: v, Random: rand.Reader, Keep: func(*sealing.Ring) error { return nil }, Also: w.Reseal,
		})
		err = errors.Join(
			admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "柯城区", "district"),
			w.keeper.Sync(t.Context()),
		)
		if err != nil {
			t.Fatal(err)
		}
		test(w)
	})
}

// draft reads a draft that has to be there.
func (w *world) draft(who identity.Account, form string) string {
	w.Helper()
	d, ok, err := w.Draft(w.Context(), who, form)
	if err != nil || !ok {
		w.Fatalf("%s of %s: %v, %v", form, who.Login, ok, err)
	}
	return d.Text
}

func (w *world) none(who identity.Account, form string) {
	w.Helper()
	if d, ok, err := w.Draft(w.Context(), who, form); ok || err != nil {
		w.Errorf("%s of %s: %+v, %v", form, who.Login, d, err)
	}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// sealed is what the records hold of drafts.
func (w *world) sealed() (all []string) {
	w.Helper()
	w.must(w.s.View(w.Context(), func(tx *store.Tx) error {
		all = nil
		drafts, err := tx.Drafts(region)
		for _, d := range drafts {
			all = append(all, d.Sealed)
		}
		return err
	}))
	return all
}

// TestDraft: an account reads what it has written on a form, and nothing else;
// the records hold it sealed.
func TestDraft(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.none(one, "receive")
		w.must(w.Keep(w.Context(), one, "receive", "person_phone=13905700001"))
		w.must(w.Keep(w.Context(), two, "receive", "person_name=乙"))
		w.must(w.Keep(w.Context(), one, "visit", "title=来访"))
		w.hand.Advance(time.Minute)
		w.must(w.Keep(w.Context(), one, "receive", "person_phone=13905700002"))
		if got := w.draft(one, "receive"); got != "person_phone=13905700002" {
			t.Errorf("the later one is %q", got)
		}
		if d, _, _ := w.Draft(w.Context(), one, "receive"); !d.Saved.Equal(w.hand.Now()) {
			t.Errorf("saved at %v", d.Saved)
		}
		if got := w.draft(two, "receive"); got != "person_name=乙" {
			t.Errorf("another's is %q", got)
		}
		for _, text := range w.sealed() {
			if strings.Contains(text, "139") || strings.Contains(text, "person") || !strings.HasPrefix(text, "k1:") {
				t.Errorf("on record in clear: %s", text)
			}
		}
		w.must(w.Drop(w.Context(), one, "receive"))
		w.none(one, "receive")
		if got := w.draft(one, "visit"); got != "title=来访" {
			t.Errorf("another form's is %q", got)
		}
		err := w.Keep(w.Context(), one, "receive", strings.Repeat("长", tray.MostDraft/3+1))
		if errs.CodeOf(err) != "draft.too_long" {
			t.Errorf("too long: %v", err)
		}
	})
}

// TestDraftsDoNotLieAbout: what is not sent within three days is shown no more,
// and goes when the next one is kept.
func TestDraftsDoNotLieAbout(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.must(w.Keep(w.Context(), one, "receive", "title=旧"))
		w.hand.Advance(tray.Lying - time.Minute)
		if got := w.draft(one, "receive"); got != "title=旧" {
			t.Errorf("%q", got)
		}
		w.hand.Advance(2 * time.Minute)
		w.none(one, "receive")
		w.must(w.Keep(w.Context(), two, "receive", "title=新"))
		if n := len(w.sealed()); n != 1 {
			t.Errorf("%d drafts on record", n)
		}
	})
}

// TestDraftsOutliveARotation: a draft is sealed anew with everything else, and
// one that is kept meanwhile is never sealed under the key that goes.
func TestDraftsOutliveARotation(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.must(w.Keep(w.Context(), one, "receive", "title=路灯"))
		ctx, stop := context.WithCancel(w.Context())
		w.must(w.Keep(w.Context(), two, "receive", "title=先"))
		ended := make(chan error)
		go func() {
			for i := 0; ; i++ {
				if ctx.Err() != nil {
					ended <- nil
					return
				}
				if err := w.Keep(w.Context(), two, "receive", fmt.Sprint("title=", i)); err != nil {
					ended <- err
					return
				}
			}
		}()
		err := w.keeper.Rotate(w.Context(), nil)
		stop()
		if err := errors.Join(err, <-ended); err != nil {
			t.Fatal(err)
		}
		if got := w.draft(one, "receive"); got != "title=路灯" {
			t.Errorf("%q", got)
		}
		w.draft(two, "receive")
		for _, text := range w.sealed() {
			if !strings.HasPrefix(text, "k2:") {
				t.Errorf("still under the key that has gone: %.8s", text)
			}
		}
	})
}

// TestNoVaultNoDraft: where nothing can be sealed, nothing is kept.
func TestNoVaultNoDraft(t *testing.T) {
	t.Parallel()
	bare := tray.New(tray.Options{Region: region})
	if _, ok, err := bare.Draft(t.Context(), one, "receive"); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if err := bare.Keep(t.Context(), one, "receive", "title=路灯"); !errs.Is(err, errs.Unready) {
		t.Error(err)
	}
}

// TestViews: an account keeps its own lists by name, so many and no more.
func TestViews(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		names := func(who identity.Account) (all []string) {
			views, err := w.Views(w.Context(), who)
			w.must(err)
			for _, v := range views {
				all = append(all, v.Name+"?"+v.Query)
			}
			return all
		}
		w.must(w.KeepView(w.Context(), one, " 我的  超期 ", "late=true"))
		w.hand.Advance(time.Second)
		w.must(w.KeepView(w.Context(), one, "电话", "channel=phone"))
		w.must(w.KeepView(w.Context(), two, "电话", "channel=web"))
		w.must(w.KeepView(w.Context(), one, "我的 超期", "late=true&unit=u1"))
		if diff := cmp.Diff([]string{"我的 超期?late=true&unit=u1", "电话?channel=phone"}, names(one)); diff != "" {
			t.Error(diff)
		}
		views, err := w.Views(w.Context(), one)
		w.must(err)
		w.must(w.DropView(w.Context(), two, views[0].ID))
		w.must(w.DropView(w.Context(), one, views[1].ID))
		if diff := cmp.Diff([]string{"我的 超期?late=true&unit=u1"}, names(one)); diff != "" {
			t.Error(diff)
		}
		for _, name := range []string{"", "  ", strings.Repeat("名", tray.MostName+1)} {
			if err := w.KeepView(w.Context(), one, name, ""); errs.CodeOf(err) != "view.name" {
				t.Errorf("%q: %v", name, err)
			}
		}
		for i := range tray.MostViews - 1 {
			w.must(w.KeepView(w.Context(), one, fmt.Sprint("v", i), ""))
		}
		if err := w.KeepView(w.Context(), one, "一个太多", ""); errs.CodeOf(err) != "view.many" {
			t.Error(err)
		}
	})
}
