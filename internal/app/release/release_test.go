package release_test

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/insight"
	"huying/internal/app/release"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

const region = ident.RegionCode("330802")

var asOf = time.Date(2020, 2, 18, 16, 0, 0, 0, time.UTC) // 2020-02-19 in Shanghai

func who(id ident.UserID, role identity.Role) identity.Account {
	return identity.Account{ID: id, Login: string(id), Grants: []identity.Actor{identity.As(role, id, region)}}
}

var (
	assessor = who("a", identity.Assessor)
	leader   = who("l", identity.Leader)
	operator = who("o", identity.Operator)
)

// house is a region with its press.
type house struct {
	*release.Press
	t     *testing.T
	store *store.Store
	in    *insight.Insight
}

func each(t *testing.T, fn func(h *house)) {
	t.Helper()
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		ids := ident.NewSource(rand.Reader)
		if err := admin.New(admin.Options{Store: s, IDs: ids}).Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		in := insight.New(insight.Options{Store: s, Region: region})
		fn(&house{release.New(release.Options{Store: s, Region: region, IDs: ids, Figures: in}), t, s, in})
	})
}

func (h *house) quarter() calendar.Period {
	h.t.Helper()
	p, err := calendar.ParsePeriod("2019Q4")
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func (h *house) drawn() string {
	h.t.Helper()
	id, err := h.Draw(h.t.Context(), assessor, h.quarter(), asOf)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) waiting() int {
	h.t.Helper()
	all, err := h.Drafts(h.t.Context(), leader)
	if err != nil {
		h.t.Fatal(err)
	}
	return len(all)
}

// refused asks for an error's code.
func (h *house) refused(what, code string, err error) {
	h.t.Helper()
	if errs.CodeOf(err) != code {
		h.t.Errorf("%s: %v; expected %s", what, err, code)
	}
}

// TestTwoPersons: whoever draws a bulletin up does not release it; who does
// publishes what was drawn up, and both are on record.
func TestTwoPersons(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		_, err := h.Draw(ctx, operator, h.quarter(), asOf)
		h.refused("drawn up by an operator", "denied", err)
		id := h.drawn()
		_, err = h.Draw(ctx, leader, h.quarter(), asOf)
		h.refused("drawn up twice", "store.duplicate", err)
		_, err = h.Drafts(ctx, operator)
		h.refused("looked at by an operator", "denied", err)
		h.refused("released by an operator", "denied", h.Release(ctx, operator, id))
		h.refused("taken back by an operator", "denied", h.Drop(ctx, operator, id))
		h.refused("released by who drew it up", "release.alone", h.Release(ctx, assessor, id))
		own, err := h.Drafts(ctx, assessor)
		if err != nil || len(own) != 1 || !own[0].Mine || h.waiting() != 1 {
			h.t.Errorf("waiting: %+v, %v", own, err)
		}
		if _, err := h.in.Published(ctx, h.quarter(), time.Time{}); !errs.Is(err, errs.NotFound) {
			h.t.Errorf("published already: %v", err)
		}
		if err := h.Release(ctx, leader, id); err != nil {
			h.t.Fatal(err)
		}
		got, err := h.in.Published(ctx, h.quarter(), time.Time{})
		if err != nil || got.Hash != own[0].Hash || !got.AsOf.Equal(asOf) {
			h.t.Errorf("published: %+v, %v", got, err)
		}
		h.refused("released twice", "bulletin_draft.not_found", h.Release(ctx, leader, id))
		if h.waiting() != 0 {
			h.t.Error("it still waits")
		}
		h.recorded("bulletin.release l, bulletin.draw a")
	})
}

// recorded compares the audit, latest first.
func (h *house) recorded(want string) {
	h.t.Helper()
	var said []string
	err := h.store.View(h.t.Context(), func(tx *store.Tx) error {
		trail, err := tx.AuditTrail(store.AuditFilter{Region: region, Limit: 50})
		for _, a := range trail {
			if strings.HasPrefix(a.Action, "bulletin.") {
				said = append(said, a.Action+" "+string(a.Account))
			}
		}
		return err
	})
	if got := strings.Join(said, ", "); err != nil || got != want {
		h.t.Errorf("on record: %s, %v; expected %s", got, err, want)
	}
}

// TestChangedMeanwhile: what was drawn up is what is released, or nothing is.
func TestChangedMeanwhile(t *testing.T) {
	each(t, func(h *house) {
		ctx := h.t.Context()
		id := h.drawn()
		err := h.store.Update(ctx, func(tx *store.Tx) error {
			return tx.LogContacts(time.UTC, []store.Contact{{ID: "c", Region: region, Kind: "call", Line: "12345", At: asOf.AddDate(0, -2, 0)}})
		})
		if err != nil {
			h.t.Fatal(err)
		}
		h.refused("after a call was found", "bulletin.changed", h.Release(ctx, leader, id))
		if h.waiting() != 1 {
			h.t.Error("the draft is gone")
		}
		if err := h.Drop(ctx, leader, id); err != nil {
			h.t.Fatal(err)
		}
		if err := h.Release(ctx, leader, h.drawn()); err != nil {
			h.t.Errorf("drawn up anew: %v", err)
		}
		h.recorded("bulletin.release l, bulletin.draw a, bulletin.drop l, bulletin.draw a")
	})
}

// TestReleasedOnce: of many who release at once, one does.
func TestReleasedOnce(t *testing.T) {
	each(t, func(h *house) {
		id := h.drawn()
		var wait sync.WaitGroup
		released := make([]error, 6)
		for i := range released {
			wait.Go(func() { released[i] = h.Release(h.t.Context(), leader, id) })
		}
		wait.Wait()
		n := 0
		for _, err := range released {
			switch {
			case err == nil:
				n++
			case !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Conflict):
				h.t.Error(err)
			}
		}
		if n != 1 {
			h.t.Errorf("released %d times", n)
		}
	})
}

// unexplained are figures that do not agree, with nothing said about it.
type unexplained struct{ release.Figures }

func (unexplained) Bulletin(context.Context, calendar.Period, time.Time) (bulletin.Document, error) {
	return bulletin.Document{Reconciliation: []bulletin.Reconciliation{
		{Check: "rows sum to transferred", Expected: exact.Int(2), Found: exact.Int(1)},
		{Check: "rows sum to surveyed", Expected: exact.Int(2), Found: exact.Int(1), Note: "said"},
	}}, nil
}

func TestGapsAreExplained(t *testing.T) {
	each(t, func(h *house) {
		press := release.New(release.Options{Store: h.store, Region: region, IDs: ident.NewSource(rand.Reader), Figures: unexplained{h.in}})
		_, err := press.Draw(h.t.Context(), assessor, h.quarter(), asOf)
		h.refused("a gap", "release.gap", err)
		if h.waiting() != 0 {
			h.t.Error("it was drawn up")
		}
	})
}
