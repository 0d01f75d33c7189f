package people_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// TestCreateRefusals: what cannot be an account is not made.
func TestCreateRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.member("ann", identity.Operator)
		unit := w.unit("住建局")
		roles := func(all ...identity.Role) []identity.Role { return all }
		for name, c := range map[string]struct {
			code string
			n    people.NewAccount
		}{
			"login taken":        {"account.login_taken", people.NewAccount{Login: "ANN", Name: "某人"}},
			"login of one":       {"account.login", people.NewAccount{Login: "a", Name: "某人"}},
			"login with a space": {"account.login", people.NewAccount{Login: "a b", Name: "某人"}},
			"no name":            {"account.name", people.NewAccount{Login: "bob", Name: " "}},
			"hidden name":        {"account.name", people.NewAccount{Login: "bob", Name: "某\u202e人"}},
			"unknown role":       {"account.role", people.NewAccount{Login: "bob", Name: "某人", Roles: roles("juggler")}},
			"role of nobody":     {"account.role", people.NewAccount{Login: "bob", Name: "某人", Roles: roles(identity.System)}},
			"role twice":         {"account.role", people.NewAccount{Login: "bob", Name: "某人", Roles: roles(identity.Operator, identity.Operator)}},
			"role without unit":  {"account.unit", people.NewAccount{Login: "bob", Name: "某人", Roles: roles(identity.Officer)}},
			"unknown unit":       {"account.unit", people.NewAccount{Login: "bob", Name: "某人", Unit: "u", Roles: roles(identity.Officer)}},
			"judge of own work":  {"account.clash", people.NewAccount{Login: "bob", Name: "某人", Unit: unit, Roles: roles(identity.Officer, identity.CallBackers)}},
			"watcher of oneself": {"account.clash", people.NewAccount{Login: "bob", Name: "某人", Roles: roles(identity.Auditor, identity.Admin)}},
		} {
			id, err := w.Create(t.Context(), w.console, c.n)
			if errs.CodeOf(err) != c.code || id != "" {
				t.Errorf("%s: %q, %v; want %s", name, id, err, c.code)
			}
		}
		list, err := w.List(t.Context(), w.console)
		if err != nil || len(list) != 1 || !list[0].Password || list[0].Code || list[0].Login != "ann" {
			t.Errorf("the list is %+v, %v", list, err)
		}
	})
}

// TestOnlyManagersManage: every act on accounts is refused to everybody else,
// and each refusal is on record.
func TestOnlyManagersManage(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		before := len(w.trail())
		acts := map[string]func(identity.Account) error{
			"create": func(a identity.Account) error {
				_, err := w.Create(t.Context(), a, people.NewAccount{Login: "x1", Name: "某人"})
				return err
			},
			"assign":   func(a identity.Account) error { return w.Assign(t.Context(), a, id, "", nil) },
			"disable":  func(a identity.Account) error { return w.Disable(t.Context(), a, id) },
			"enable":   func(a identity.Account) error { return w.Enable(t.Context(), a, id) },
			"unlock":   func(a identity.Account) error { return w.Unlock(t.Context(), a, id) },
			"link":     func(a identity.Account) error { _, _, err := w.Link(t.Context(), a, id); return err },
			"password": func(a identity.Account) error { return w.SetPassword(t.Context(), a, id, good) },
			"code":     func(a identity.Account) error { return w.ResetCode(t.Context(), a, id) },
		}
		outsiders := []identity.Account{{}, {ID: "there", Grants: []identity.Actor{identity.As(identity.Admin, "there", "330803")}}}
		for _, right := range identity.PresetRights() {
			if right.Role != identity.Admin {
				outsiders = append(outsiders, identity.Account{ID: "out", Grants: []identity.Actor{identity.As(right.Role, "out", region, w.unit("住建局"))}})
			}
		}
		for name, act := range acts {
			for _, who := range outsiders {
				if err := act(who); errs.CodeOf(err) != "denied" {
					t.Errorf("%s by %+v: %v", name, who.Grants, err)
				}
			}
		}
		for _, who := range outsiders {
			if _, err := w.List(t.Context(), who); errs.CodeOf(err) != "denied" {
				t.Errorf("list by %+v: %v", who.Grants, err)
			}
			if _, err := w.Named(t.Context(), who, "ann"); errs.CodeOf(err) != "denied" {
				t.Errorf("look-up by %+v: %v", who.Grants, err)
			}
		}
		// Each act, and the list; a look-up is part of something else.
		if refused, want := len(w.trail())-before, (len(acts)+1)*len(outsiders); refused != want {
			t.Errorf("%d refusals on record, want %d", refused, want)
		}
		w.enter("ann")
	})
}

// TestLastManager: nobody changes their own roles, and the region is never left
// without somebody who can let people in, also not by two at once.
func TestLastManager(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		ann, bob := w.member("ann", identity.Admin), w.member("bob", identity.Admin)
		byAnn, byBob := w.who(w.enter("ann")), w.who(w.enter("bob"))
		w.code("account.self", w.Assign(t.Context(), byAnn, ann, "", nil))
		errors := make([]error, 2)
		var both sync.WaitGroup
		both.Go(func() { errors[0] = w.Disable(t.Context(), byAnn, bob) })
		both.Go(func() { errors[1] = w.Assign(t.Context(), byBob, ann, "", []identity.Role{identity.Operator}) })
		both.Wait()
		kept := 0
		list, err := w.List(t.Context(), w.console)
		w.must(err)
		for _, e := range list {
			if !e.Disabled && slices.Contains(e.Roles, identity.Admin) {
				kept++
			}
		}
		if kept != 1 || (errors[0] == nil) == (errors[1] == nil) {
			t.Errorf("%d managers are left; %v", kept, errors)
		}
		for _, e := range list {
			if !e.Disabled && slices.Contains(e.Roles, identity.Admin) {
				w.code("account.last", w.Disable(t.Context(), w.console, e.ID))
			}
		}
		w.code("account.not_found", w.Disable(t.Context(), w.console, "nobody"))
	})
}

// TestDisable: shutting an account ends its sessions, keys and link at once;
// opening it again brings none of them back.
func TestDisable(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Supervisor)
		token := w.enter("ann")
		_, key, err := w.IssueKey(t.Context(), token, good, people.NewKey{Name: "大屏", Life: time.Hour, May: []identity.Permission{identity.CaseView}})
		w.must(err)
		link, _, err := w.Link(t.Context(), w.console, id)
		w.must(err)
		w.must(w.Disable(t.Context(), w.console, id))
		_, _, err = w.Link(t.Context(), w.console, id)
		w.code("account.disabled", err)
		check := func() {
			t.Helper()
			_, err := w.Authenticate(t.Context(), token)
			w.code("sign_in", err)
			_, err = w.AuthenticateKey(t.Context(), key)
			w.code("sign_in", err)
			w.code("setup.link", w.SetUp(t.Context(), link, good, desk))
		}
		check()
		w.must(w.Enable(t.Context(), w.console, id))
		check()
		w.enter("ann")
	})
}

// TestKeys: a key does some of what its account does, never more, until its
// time is over or it is ended.
func TestKeys(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Supervisor, identity.Dispatcher)
		token := w.enter("ann")
		may := []identity.Permission{identity.CaseView, identity.Report}
		issue := func(n people.NewKey) error { _, _, err := w.IssueKey(t.Context(), token, good, n); return err }
		w.code("key.may", issue(people.NewKey{Name: "k", Life: time.Hour, May: []identity.Permission{identity.ViewAudit}}))
		w.code("key.may", issue(people.NewKey{Name: "k", Life: time.Hour, May: []identity.Permission{identity.RevealSecret}}))
		w.code("key.may", issue(people.NewKey{Name: "k", Life: time.Hour}))
		w.code("key.name", issue(people.NewKey{Life: time.Hour, May: may}))
		w.code("key.life", issue(people.NewKey{Name: "k", Life: 367 * 24 * time.Hour, May: may}))
		_, _, err := w.IssueKey(t.Context(), token, bad, people.NewKey{Name: "k", Life: time.Hour, May: may})
		w.code("sign_in.refused", err)
		ref, key, err := w.IssueKey(t.Context(), token, good, people.NewKey{Name: "大屏", Life: time.Hour, May: may})
		w.must(err)
		can := func(p identity.Permission) bool {
			t.Helper()
			a, err := w.AuthenticateKey(t.Context(), key)
			w.must(err)
			_, ok := a.For(p, identity.Target{Region: region})
			return ok
		}
		for _, p := range identity.Permissions() {
			if got, want := can(p), slices.Contains(may, p); got != want {
				t.Errorf("the key may %s: %v", p, got)
			}
		}
		if a := w.who(token); len(a.Grants[0].May) < 5 {
			t.Errorf("the key has narrowed the account: %+v", a)
		}
		w.must(w.Assign(t.Context(), w.console, id, "", []identity.Role{identity.Dispatcher}))
		if can(identity.Report) || !can(identity.CaseView) {
			t.Error("the key keeps what the account has lost, or loses more")
		}
		_, err = w.Authenticate(t.Context(), key)
		w.code("sign_in", err) // a key is no session
		_, err = w.AuthenticateKey(t.Context(), token)
		w.code("sign_in", err)
		w.member("bob", identity.Supervisor)
		w.code("key.not_found", w.RevokeKey(t.Context(), w.enter("bob"), ref))
		w.must(w.RevokeKey(t.Context(), token, ref))
		w.code("key.not_found", w.RevokeKey(t.Context(), token, ref))
		_, err = w.AuthenticateKey(t.Context(), key)
		w.code("sign_in", err)
		w.clock.Advance(time.Second)
		_, key, err = w.IssueKey(t.Context(), token, good, people.NewKey{Name: "短期", Life: time.Minute, May: []identity.Permission{identity.CaseView}})
		w.must(err)
		w.clock.Advance(time.Minute)
		_, err = w.AuthenticateKey(t.Context(), key)
		w.code("sign_in", err)
		held, err := w.Keys(t.Context(), token)
		if err != nil || len(held) != 2 || held[0].Revoked.IsZero() || held[0].Used.IsZero() || !held[1].Used.IsZero() {
			t.Errorf("keys %+v, %v", held, err)
		}
	})
}

// TestLinks: a link is good for a day, and only the latest.
func TestLinks(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Operator)
		first, _, err := w.Link(t.Context(), w.console, id)
		w.must(err)
		second, _, err := w.Link(t.Context(), w.console, id)
		w.must(err)
		w.code("setup.link", w.SetUp(t.Context(), first, good, desk))
		w.clock.Advance(24 * time.Hour)
		w.code("setup.link", w.SetUp(t.Context(), second, good, desk))
		third, _, err := w.Link(t.Context(), w.console, id)
		w.must(err)
		w.clock.Advance(24*time.Hour - time.Second)
		for range 5 {
			_, err := w.try("ann", bad, "")
			w.code("sign_in.refused", err)
		}
		w.must(w.SetUp(t.Context(), third, "fengche chui guo hu mian", desk)) // it also ends a lock-out
		_, err = w.try("ann", "fengche chui guo hu mian", "")
		w.must(err)
	})
}

// TestTrail: what is done is on record, and read only by who may.
func TestTrail(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.member("ann", identity.Admin)
		by := w.who(w.enter("ann"))
		bob := w.member("bob", identity.Operator)
		w.must(w.Assign(t.Context(), by, bob, "", []identity.Role{identity.Reviewer}))
		for _, action := range []string{"account.create", "account.link", "account.set_up"} {
			if n := w.count(action, store.Done); n != 2 {
				t.Errorf("%s: %d on record", action, n)
			}
		}
		found := slices.IndexFunc(w.trail(), func(a store.Audit) bool { return a.Action == "account.assign" })
		if found < 0 {
			t.Fatal("nothing on record")
		}
		got := w.trail()[found]
		if got.Account != id || got.Role != identity.Admin || got.Object != string(bob) ||
			got.Detail != `{"roles":["reviewer"],"roles_before":["operator"],"unit":"","unit_before":""}` {
			t.Errorf("on record: %+v", got)
		}
		_, err := w.Trail(t.Context(), by, store.AuditFilter{})
		w.code("denied", err)
		if n := w.count("audit.view", store.Refused); n != 1 {
			t.Errorf("%d refusals on record", n)
		}
		one, err := w.Trail(t.Context(), identity.Account{Grants: []identity.Actor{identity.As(identity.Auditor, "x", region)}}, store.AuditFilter{Account: id, Limit: 1})
		if err != nil || len(one) != 1 || one[0].Account != id {
			t.Errorf("filtered: %+v, %v", one, err)
		}
	})
}
