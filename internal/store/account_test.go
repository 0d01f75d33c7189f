package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

func someone(id ident.UserID, login string, roles ...identity.Role) store.Account {
	return store.Account{ID: id, Region: here, Login: login, Name: "甲", Created: oct1, Roles: roles}
}

// peopled opens a store with two regions and accounts a and b in one of them.
func peopled(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	founded(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.AddAccount(someone("a", "ann", identity.Operator)), tx.AddAccount(someone("b", "bob")))
		})
		test(t, s)
	})
}

// TestAccounts: an account is read as it was put by every way in, with its
// roles in order, and changes are kept.
func TestAccounts(t *testing.T) {
	t.Parallel()
	founded(t, func(t *testing.T, s *store.Store) {
		full := store.Account{
			ID: "full", Region: here, Login: "full", Name: "乙", Password: "$argon2id$…", MustChange: true,
			Code: store.Device{Secret: "k1:x", Pending: "k1:y", Step: 52_000_000}, Failures: 4, Locked: oct1.Add(time.Hour), Disabled: true,
			Issuer: "https://id.example", Subject: "7", Created: oct1, SignedIn: oct1.Add(time.Minute),
			Roles: []identity.Role{identity.UnitLeader, identity.UnitClerk, identity.Officer},
		}
		bare := store.Account{ID: "bare", Region: here, Login: "bare", Created: oct1}
		other := store.Account{ID: "other", Region: there, Login: "full", Created: oct1, Roles: []identity.Role{identity.Admin}}
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.AddAccount(full), tx.AddAccount(bare), tx.AddAccount(other))
		})
		check := func(want ...store.Account) {
			t.Helper()
			look(t, s, func(tx *store.Tx) error {
				all, err := tx.Accounts(here)
				same(t, "all", want, all)
				for _, a := range want {
					got, err := tx.Account(a.ID)
					same(t, "by id", a, got)
					byLogin, err2 := tx.AccountOfLogin(here, a.Login)
					same(t, "by login", a, byLogin)
					if err := errors.Join(err, err2); err != nil {
						return err
					}
				}
				return err
			})
		}
		check(bare, full)
		look(t, s, func(tx *store.Tx) error {
			got, err := tx.AccountOfSubject("https://id.example", "7")
			same(t, "by subject", full, got)
			return err
		})

		bare, full = store.Account{
			ID: "bare", Region: here, Login: "bare", Name: "丙", Password: "p", Failures: 1, Locked: oct1, Issuer: "i", Subject: "s",
			Created: oct1, SignedIn: oct1, Roles: []identity.Role{identity.Officer, identity.UnitLeader},
		}, store.Account{ID: "full", Region: here, Login: "full", Created: oct1}
		change(t, s, func(tx *store.Tx) error {
			if _, err := tx.AccountForUpdate("bare"); err != nil {
				return err
			}
			return errors.Join(tx.SaveAccount(bare), tx.PutRoles("bare", bare.Roles), tx.SaveAccount(full), tx.PutRoles("full", nil))
		})
		check(bare, full)
	})
}

// TestAccountRefusals: a login is one account's in its region, a subject one
// account's of its issuer, and what an account refers to is there.
func TestAccountRefusals(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error {
			c := someone("c", "cid")
			c.Issuer, c.Subject = "i", "s"
			return tx.AddAccount(c)
		})
		add := func(a store.Account) func(*store.Tx) error {
			return func(tx *store.Tx) error { return tx.AddAccount(a) }
		}
		known := someone("d", "dan")
		known.Issuer, known.Subject = "i", "s"
		stray := someone("d", "dan")
		stray.Unit = "no such unit"
		foreign := someone("d", "dan")
		foreign.Region = "000000"
		refused(t, s, "a login twice", errs.Conflict, add(someone("d", "ann")))
		refused(t, s, "a subject twice", errs.Conflict, add(known))
		refused(t, s, "a unit that is not there", errs.Invalid, add(stray))
		refused(t, s, "a region that is not there", errs.Invalid, add(foreign))
		refused(t, s, "a role twice", errs.Conflict, add(someone("d", "dan", identity.Officer, identity.Officer)))
		refused(t, s, "saving nobody", errs.NotFound, func(tx *store.Tx) error { return tx.SaveAccount(someone("d", "dan")) })
		refused(t, s, "finding nobody", errs.NotFound, func(tx *store.Tx) error { _, err := tx.AccountOfSubject("i", "t"); return err })
		refused(t, s, "roles of nobody", errs.Invalid, func(tx *store.Tx) error { return tx.PutRoles("d", []identity.Role{identity.Admin}) })
	})
}

// TestSetup: recovery codes work once each, a new set replaces the old; a link
// opens its account until its time is over, and only the newest one.
func TestSetup(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		change(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.PutRecovery("a", []string{"old"}), tx.PutRecovery("a", []string{"1", "2"}), tx.PutRecovery("b", []string{"1"}))
		})
		var used []bool
		change(t, s, func(tx *store.Tx) error {
			used = nil
			for _, code := range []string{"old", "1", "1", "3"} {
				ok, err := tx.UseRecovery("a", code)
				if err != nil {
					return err
				}
				used = append(used, ok)
			}
			return nil
		})
		same(t, "codes used", []bool{false, true, false, false}, used)
		look(t, s, func(tx *store.Tx) error {
			a, err := tx.CountRecovery("a")
			b, err2 := tx.CountRecovery("b")
			same(t, "codes left", [2]int{1, 1}, [2]int{a, b})
			return errors.Join(err, err2)
		})

		var found []ident.UserID
		change(t, s, func(tx *store.Tx) error {
			found = nil
			if err := errors.Join(
				tx.PutSetupLink("a", "first", tx.Now().Add(time.Hour)), tx.PutSetupLink("a", "second", tx.Now().Add(time.Microsecond)),
				tx.PutSetupLink("b", "over", tx.Now()),
			); err != nil {
				return err
			}
			for _, digest := range []string{"first", "second", "over"} {
				id, ok, err := tx.SetupLink(digest)
				if err != nil || ok == (id == "") {
					t.Errorf("%s: %q, %v, %v", digest, id, ok, err)
				}
				found = append(found, id)
			}
			return tx.DropSetupLink("a")
		})
		same(t, "links", []ident.UserID{"", "a", ""}, found)
		look(t, s, func(tx *store.Tx) error {
			if id, ok, err := tx.SetupLink("second"); ok || err != nil {
				t.Errorf("a dropped link opens %q, %v", id, err)
			}
			return nil
		})
	})
}

// TestSessions: a session is its account's; the others end without it, and
// those whose time is over go.
func TestSessions(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		var now time.Time
		session := func(digest string, account ident.UserID, seen, ends time.Duration) store.Session {
			return store.Session{
				Digest: digest, Account: account, Started: oct1, Seen: now.Add(seen), Ends: now.Add(ends), Address: "192.0.2.1", Agent: "浏览器",
			}
		}
		digests := func(tx *store.Tx, id ident.UserID) (all []string) {
			list, err := tx.Sessions(id)
			if err != nil {
				t.Error(err)
			}
			for _, x := range list {
				all = append(all, x.Digest)
			}
			return all
		}
		change(t, s, func(tx *store.Tx) error {
			now = tx.Now()
			return errors.Join(
				tx.AddSession(session("1", "a", -2*time.Hour, time.Hour)), tx.AddSession(session("2", "a", -time.Hour, time.Hour)),
				tx.AddSession(session("3", "b", 0, time.Hour)), tx.AddSession(session("over", "a", 0, 0)),
			)
		})
		refused(t, s, "a token twice", errs.Conflict, func(tx *store.Tx) error { return tx.AddSession(session("1", "b", 0, 0)) })
		change(t, s, func(tx *store.Tx) error {
			same(t, "sessions", []string{"2", "1"}, digests(tx, "a"))
			if err := tx.SawSession("1"); err != nil {
				return err
			}
			same(t, "after a use", []string{"1", "2"}, digests(tx, "a"))
			got, ok, err := tx.Session("2")
			same(t, "one", session("2", "a", -time.Hour, time.Hour), got)
			if foreign, err := tx.EndSession("b", "1"); foreign || err != nil {
				t.Errorf("another account's session ended: %v", err)
			}
			n, err2 := tx.SweepSessions()
			if !ok || n != 1 {
				t.Errorf("found %v, swept %d", ok, n)
			}
			return errors.Join(err, err2)
		})
		change(t, s, func(tx *store.Tx) error {
			n, err := tx.EndSessions("a", "2")
			mine, err2 := tx.EndSession("b", "3")
			if n != 1 || !mine || !slices.Equal(digests(tx, "a"), []string{"2"}) || digests(tx, "b") != nil {
				t.Errorf("%d ended, own %v; left %v and %v", n, mine, digests(tx, "a"), digests(tx, "b"))
			}
			_, ok, err3 := tx.Session("3")
			if ok {
				t.Error("an ended session is there")
			}
			return errors.Join(err, err2, err3)
		})
	})
}

// TestAttempts: what was sent to a provider comes back once, and in time.
func TestAttempts(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		var sent store.Attempt
		change(t, s, func(tx *store.Tx) error {
			sent = store.Attempt{Digest: "s", Nonce: "n", Verifier: "v", Ends: tx.Now().Add(time.Hour)}
			late := store.Attempt{Digest: "late", Ends: tx.Now()}
			return errors.Join(tx.AddAttempt(sent), tx.AddAttempt(late))
		})
		change(t, s, func(tx *store.Tx) error {
			got, ok, err := tx.TakeAttempt("s")
			same(t, "attempt", sent, got)
			_, again, err2 := tx.TakeAttempt("s")
			_, late, err3 := tx.TakeAttempt("late")
			if !ok || again || late {
				t.Errorf("came back %v, again %v, late %v", ok, again, late)
			}
			n, err4 := tx.SweepSessions()
			if n != 1 {
				t.Errorf("swept %d", n)
			}
			return errors.Join(err, err2, err3, err4)
		})
	})
}

// TestKeys: a key is read as it was put, and ends by its own account alone.
func TestKeys(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		key := store.APIKey{
			ID: "k1", Digest: "d1", Account: "a", Name: "大屏", May: []identity.Permission{identity.CaseView, identity.Report},
			Created: oct1, Expires: oct1.AddDate(1, 0, 0),
		}
		other := store.APIKey{ID: "k2", Digest: "d2", Account: "a", Created: oct1.Add(time.Second), Expires: oct1, Used: oct1, Revoked: oct1, May: []identity.Permission{}}
		change(t, s, func(tx *store.Tx) error { return errors.Join(tx.AddKey(other), tx.AddKey(key)) })
		refused(t, s, "a digest twice", errs.Conflict, func(tx *store.Tx) error {
			twin := key
			twin.ID = "k3"
			return tx.AddKey(twin)
		})
		change(t, s, func(tx *store.Tx) error {
			all, err := tx.Keys("a")
			same(t, "keys", []store.APIKey{key, other}, all)
			got, ok, err2 := tx.Key("d1")
			same(t, "key", key, got)
			byB, err3 := tx.RevokeKey("b", "k1")
			again, err4 := tx.RevokeKey("a", "k2")
			if !ok || byB || again {
				t.Errorf("found %v; ended by another %v, twice %v", ok, byB, again)
			}
			return errors.Join(err, err2, err3, err4, tx.UsedKey("k1"), tx.RevokeKeys("a"))
		})
		look(t, s, func(tx *store.Tx) error {
			all, err := tx.Keys("a")
			if len(all) != 2 || all[0].Revoked.IsZero() || all[0].Used.IsZero() || all[1].Revoked != oct1 {
				t.Errorf("after all were revoked: %+v", all)
			}
			return err
		})
	})
}

// TestAudit: rows are found by each field and all together, page by page,
// latest first; refusals are counted by address and action.
func TestAudit(t *testing.T) {
	t.Parallel()
	peopled(t, func(t *testing.T, s *store.Store) {
		var all []store.Audit
		for i := range 9 {
			a := store.Audit{
				ID: string(rune('a' + i)), Region: here, At: oct1.Add(time.Duration(i/2) * time.Hour), Account: "a", Role: identity.Admin,
				Action: "sign_in", Object: "a", Outcome: store.Refused, Detail: "{}", Address: "192.0.2.1",
			}
			switch i {
			case 2:
				a.Account = "b"
			case 3:
				a.Action = "account.disable"
			case 4:
				a.Object = "b"
			case 5:
				a.Outcome = store.Done
			case 6:
				a.Address = "192.0.2.2"
			}
			all = append(all, a)
		}
		foreign := all[0]
		foreign.ID, foreign.Region = "z", there
		change(t, s, func(tx *store.Tx) error {
			for _, a := range append(slices.Clone(all), foreign) {
				if err := tx.AddAudit(a); err != nil {
					return err
				}
			}
			return nil
		})
		slices.Reverse(all)
		look(t, s, func(tx *store.Tx) error {
			for what, f := range map[string]struct {
				filter store.AuditFilter
				fits   func(store.Audit) bool
			}{
				"all":     {store.AuditFilter{}, func(store.Audit) bool { return true }},
				"account": {store.AuditFilter{Account: "b"}, func(a store.Audit) bool { return a.Account == "b" }},
				"action":  {store.AuditFilter{Action: "sign_in"}, func(a store.Audit) bool { return a.Action == "sign_in" }},
				"object":  {store.AuditFilter{Object: "a"}, func(a store.Audit) bool { return a.Object == "a" }},
				"outcome": {store.AuditFilter{Outcome: store.Done}, func(a store.Audit) bool { return a.Outcome == store.Done }},
				"time": {store.AuditFilter{From: oct1.Add(time.Hour), Until: oct1.Add(3 * time.Hour)},
					func(a store.Audit) bool {
						return !a.At.Before(oct1.Add(time.Hour)) && a.At.Before(oct1.Add(3*time.Hour))
					}},
			} {
				var want, got []store.Audit
				for _, a := range all {
					if f.fits(a) {
						want = append(want, a)
					}
				}
				f.filter.Region, f.filter.Limit = here, 2
				for {
					page, err := tx.AuditTrail(f.filter)
					if err != nil {
						return err
					}
					got = append(got, page...)
					if len(page) < 2 {
						break
					}
					f.filter.Before = &store.AuditKey{At: page[1].At, ID: page[1].ID}
				}
				same(t, what, want, got)
			}
			n, err := tx.CountRefused("192.0.2.1", "sign_in", oct1)
			if n != 4 { // not the two of that very moment, nor what was done, is elsewhere, or is another action
				t.Errorf("%d refused", n)
			}
			return err
		})
		refused(t, s, "a row twice", errs.Conflict, func(tx *store.Tx) error { return tx.AddAudit(all[0]) })
	})
}
