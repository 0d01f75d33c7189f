package identity_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// TestPresetSees: units see what they carry, an outsourced seat what it
// received, the centre all, and no one another region's.
func TestPresetSees(t *testing.T) {
	t.Parallel()
	cases := map[string]identity.Reach{
		"received":           {Region: here, Receiver: "me"},
		"of own unit":        {Region: here, Receiver: "another", Units: []ident.UnitID{"other", "own"}},
		"of another unit":    {Region: here, Receiver: "another", Units: []ident.UnitID{"other"}},
		"of nobody":          {Region: here},
		"of another region":  {Region: elsewhere, Receiver: "me", Units: []ident.UnitID{"own"}},
		"of no region known": {Receiver: "me", Units: []ident.UnitID{"own"}},
	}
	all := []string{"of another unit", "of nobody", "of own unit", "received"}
	sees := map[identity.Role][]string{
		identity.UnitClerk: {"of own unit"}, identity.Officer: {"of own unit"}, identity.UnitLeader: {"of own unit"},
		identity.Mediator: {"of own unit"}, identity.GridWorker: {"of own unit"}, identity.Outsourced: {"received"},
		identity.Citizen: nil, identity.System: nil,
	}
	for role := range identity.Preset() {
		want, ok := sees[role]
		if !ok {
			want = all
		}
		actor := identity.As(role, "me", here, "own", "below")
		var got []string
		for name, reach := range cases {
			if identity.Sees(actor, reach) {
				got = append(got, name)
			}
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s sees cases %v, want %v", role, got, want)
		}
	}
}

// TestSeatAnswersItsOwn: whom a preset lets answer a case it also lets see it,
// or the account could not reach what it may act on.
func TestSeatAnswersItsOwn(t *testing.T) {
	t.Parallel()
	onCase := []identity.Permission{
		identity.CaseClassify, identity.CaseAnswer, identity.CaseDispatch, identity.CaseReview, identity.CaseSupervise, identity.CaseInstruct, identity.CaseExclude,
		identity.LegSign, identity.LegHandle,
	}
	reach := identity.Reach{Region: here, Receiver: "me", Units: []ident.UnitID{"own"}}
	for role := range identity.Preset() {
		a := identity.Account{ID: "me", Grants: []identity.Actor{identity.As(role, "me", here, "own")}}
		for _, p := range onCase {
			if _, ok := a.For(p, identity.Target{Region: here, Unit: "own", Receiver: "me"}); ok && !a.Sees(reach) {
				t.Errorf("%s may %s on a case that it cannot see", role, p)
			}
		}
	}
}

// drawAccount draws an account with up to three roles of one region.
func drawAccount(r *rapid.T) identity.Account {
	a := identity.Account{ID: "me"}
	for range rapid.IntRange(0, 3).Draw(r, "roles") {
		g := identity.Actor{ID: "me", Role: identity.Operator, Region: here, Units: drawUnits(r)}
		g.Sight = rapid.SampledFrom(append(identity.Sights(), "", "moon")).Draw(r, "sight")
		g.May = rapid.SliceOfDistinct(rapid.SampledFrom(identity.Permissions()), rapid.ID).Draw(r, "may")
		a.Grants = append(a.Grants, g)
	}
	return a
}

func drawUnits(r *rapid.T) []ident.UnitID {
	return rapid.SliceOfN(rapid.SampledFrom([]ident.UnitID{"u1", "u2", "u3", "u4"}), 0, 3).Draw(r, "units")
}

// TestScopeIsSeesForAll: what lists show is what the account sees of each case.
func TestScopeIsSeesForAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		a := drawAccount(r)
		s := a.Scope()
		c := identity.Reach{
			Region: here, Units: drawUnits(r), Receiver: rapid.SampledFrom([]ident.UserID{"", "me", "another"}).Draw(r, "receiver"),
		}
		listed := s.All || s.Receiver != "" && s.Receiver == c.Receiver ||
			slices.ContainsFunc(c.Units, func(u ident.UnitID) bool { return slices.Contains(s.Units, u) })
		if listed != a.Sees(c) {
			r.Fatalf("%+v of %+v: listed %v, seen %v", c, s, listed, a.Sees(c))
		}
		if !slices.IsSorted(s.Units) || len(slices.Compact(slices.Clone(s.Units))) != len(s.Units) {
			r.Fatalf("units of the scope: %v", s.Units)
		}
	})
}

// TestFor: an account acts in the first of its roles that may, and in none
// where none may.
func TestFor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		a := drawAccount(r)
		for i := range a.Grants {
			a.Grants[i].Role = identity.Role([]string{"first", "second", "third"}[i])
		}
		p := rapid.SampledFrom(identity.Permissions()).Draw(r, "permission")
		on := identity.Target{Region: here, Unit: "u1", Receiver: "another"}
		i := slices.IndexFunc(a.Grants, func(g identity.Actor) bool { return identity.Can(g, p, on) })
		got, ok := a.For(p, on)
		if ok != (i >= 0) || ok && got.Role != a.Grants[i].Role || !ok && got.Role != "" {
			r.Fatalf("%s: acts as %q, %v, of %+v", p, got.Role, ok, a.Grants)
		}
	})
}

// TestGrantsStandAlone: a permission of one role does not reach as far as the
// sight of another.
func TestGrantsStandAlone(t *testing.T) {
	t.Parallel()
	blind := identity.Actor{ID: "me", Region: here, Sight: identity.AllCases}                                                 // sees all, but may not view
	narrow := identity.Actor{ID: "me", Region: here, Sight: identity.OwnCases, May: []identity.Permission{identity.CaseView}} // views its own
	a := identity.Account{ID: "me", Grants: []identity.Actor{blind, narrow}}
	if a.Sees(identity.Reach{Region: here, Receiver: "another"}) || a.Scope().All {
		t.Error("the sight of one role goes with the permission of another")
	}
	if !a.Sees(identity.Reach{Region: here, Receiver: "me"}) {
		t.Error("what one role sees alone is lost")
	}
}

func TestEverything(t *testing.T) {
	t.Parallel()
	if s := identity.Everything(); !s.All {
		t.Errorf("everything is %+v", s)
	}
	if s := (identity.Account{}).Scope(); s.All || s.Receiver != "" || len(s.Units) > 0 {
		t.Errorf("nobody's scope is %+v", s)
	}
}
