package store_test

import (
	"slices"
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestScope holds what lists show to what identity.Account.Sees says of each
// case, for accounts with every sight and with two roles.
func TestScope(t *testing.T) {
	t.Parallel()
	outsourced := func(id ident.UserID) identity.Actor {
		a := identity.As(identity.Outsourced, id, here)
		a.May = append(slices.Clone(a.May), identity.CaseView)
		return a
	}
	accounts := map[string]identity.Account{
		"nobody":           {},
		"centre":           {Grants: []identity.Actor{identity.As(identity.Operator, "a", here)}},
		"unit":             {Grants: []identity.Actor{identity.As(identity.UnitClerk, "b", here, "u1")}},
		"unit with below":  {Grants: []identity.Actor{identity.As(identity.UnitLeader, "b", here, "u1", "u2", "u9")}},
		"unit without":     {Grants: []identity.Actor{identity.As(identity.UnitClerk, "b", here)}},
		"seat":             {Grants: []identity.Actor{outsourced("user-1")}},
		"another seat":     {Grants: []identity.Actor{outsourced("c")}},
		"seat and unit":    {Grants: []identity.Actor{outsourced("user-1"), identity.As(identity.Officer, "user-1", here, "u2")}},
		"without CaseView": {Grants: []identity.Actor{{ID: "d", Region: here, Sight: identity.AllCases}}},
		"other region":     {Grants: []identity.Actor{identity.As(identity.Operator, "e", there)}},
	}
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		var all []*story
		for i := range 6 {
			all = append(all, received(here, i, oct1))
		}
		all[1].dispatched(oct1.Add(time.Hour), "u1")
		all[2].dispatched(oct1.Add(time.Hour), "u2")
		all[3].dispatched(oct1.Add(time.Hour), "u3")
		save(t, s, all...)
		seen := map[int]bool{}
		for name, a := range accounts {
			var want []string
			for _, y := range all {
				if a.Sees(y.change.Case.Reach()) {
					want = append(want, string(y.change.Case.ID))
				}
			}
			region := here
			if len(a.Grants) > 0 {
				region = a.Grants[0].Region
			}
			got := pages(t, s, store.CaseFilter{Region: region, Scope: a.Scope()})
			slices.Sort(want)
			slices.Sort(got)
			same(t, name, want, got)
			seen[len(got)] = true
		}
		if len(seen) < 4 { // none, some, more, all
			t.Errorf("the accounts see too much alike: %v", seen)
		}
	})
}
