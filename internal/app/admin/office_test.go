package admin_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// still is a region on which no limit runs.
type still struct{}

func (still) Forecast(context.Context, *rulebook.Book, ident.CaseID, int) (casework.Outlook, error) {
	return casework.Outlook{}, nil
}
func (still) Recompute(context.Context) (int, error) { return 0, nil }

func asker(role identity.Role) admin.Asker {
	id := ident.UserID("who-" + role)
	return admin.Asker{Account: identity.Account{ID: id, Grants: []identity.Actor{identity.As(role, id, region)}}, Address: "192.0.2.7"}
}

var manager = asker(identity.Admin)

// offices runs a test on the administration of a founded region, on both
// databases.
func offices(t *testing.T, test func(t *testing.T, s *store.Store, o *admin.Office, hand *clock.Hand)) {
	t.Helper()
	testdb.EachAt(t, now, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		a := office(s)
		if err := a.Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		test(t, s, a.Office(region, still{}), hand)
	})
}

func trail(t *testing.T, s *store.Store, action string) []store.Audit {
	t.Helper()
	var rows []store.Audit
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		rows, err = tx.AuditTrail(store.AuditFilter{Region: region, Action: action, Limit: 100})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// noted is the row of an action on an object whose detail has a text: rows of
// one moment have no order.
func noted(t *testing.T, s *store.Store, action, object, has string) store.Audit {
	t.Helper()
	for _, row := range trail(t, s, action) {
		if row.Object == object && strings.Contains(row.Detail, has) {
			return row
		}
	}
	t.Fatalf("%s of %s with %s is not on record", action, object, has)
	return store.Audit{}
}

func houseText(effective string, returns string) string {
	return "effective: " + effective + "\n# 会议纪要〔2020〕3号\nreturn_times: " + returns + "\nextension_times: 2\nhasten_hours: 8\n"
}

// TestPutRule: a version goes on record with its author, its days and what it
// says anew; the same again is none; the one before holds until its day.
func TestPutRule(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, s *store.Store, o *admin.Office, _ *clock.Hand) {
		first, err := o.Overview(t.Context(), manager)
		if err != nil {
			t.Fatal(err)
		}
		d := admin.Draft{Kind: rulebook.House, Key: "rules", Text: houseText("2020-04-01", "2"), Revision: first.Revision}
		seen, err := o.Preview(t.Context(), manager, d, admin.Page{})
		if err != nil || !seen.Fresh || seen.Rule.Version != 2 {
			t.Fatalf("previewed as %+v, %v", seen, err)
		}
		if again, err := o.Overview(t.Context(), manager); err != nil || again.Revision != first.Revision || len(again.Rules) != len(first.Rules) {
			t.Errorf("a preview has written: revision %d, was %d, %v", again.Revision, first.Revision, err)
		}
		placed, err := o.Put(t.Context(), manager, d)
		if err != nil || placed.Rule.Version != 2 || placed.Rule.From != calendar.DateFrom(2020, 4, 1) || placed.Revision != first.Revision+1 {
			t.Fatalf("placed as %+v, %v", placed, err)
		}
		got, revision, err := o.Version(t.Context(), manager, rulebook.House, "rules", 0)
		if err != nil || got.Text != d.Text || got.By != manager.Account.ID || !got.Entered.Equal(now) || revision != placed.Revision {
			t.Errorf("on record as %+v at %d, %v", got, revision, err)
		}
		d.Revision = 0
		if same, err := o.Put(t.Context(), manager, d); err != nil || same.Fresh {
			t.Errorf("the same again: %+v, %v", same, err)
		}
		for on, want := range map[calendar.Date]int{calendar.DateFrom(2020, 3, 31): 1, calendar.DateFrom(2020, 4, 1): 2, 0: 1} {
			held, err := o.InForce(t.Context(), manager, rulebook.House, on)
			if err != nil || len(held.Rules) != 1 || held.Rules[0].Version != want {
				t.Errorf("on %s: %+v, %v; want version %d", on, held.Rules, err, want)
			}
		}
		row := noted(t, s, "config.put", "rules rules@2", "diff")
		var said struct{ Diff admin.Diff }
		if err := json.Unmarshal([]byte(row.Detail), &said); err != nil {
			t.Fatal(err)
		}
		if row.Account != manager.Account.ID || row.Address != "192.0.2.7" || row.Outcome != store.Done {
			t.Errorf("audited as %+v", row)
		}
		for _, line := range []string{"+effective: 2020-04-01", "+return_times: 2", "-return_times: 1"} {
			if !strings.Contains(strings.Join(said.Diff.Lines, "\n")+"\n", line+"\n") {
				t.Errorf("the difference lacks %s: %q", line, said.Diff.Lines)
			}
		}
	})
}

// TestTwoAdministrators: of two who write on one revision one succeeds, though
// they write at once, and about different rules.
func TestTwoAdministrators(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, _ *store.Store, o *admin.Office, _ *clock.Hand) {
		first, err := o.Overview(t.Context(), manager)
		if err != nil {
			t.Fatal(err)
		}
		const hands = 6
		var wait sync.WaitGroup
		failed := make([]error, hands)
		for i := range hands {
			wait.Go(func() {
				key := string(rune('a' + i))
				_, failed[i] = o.Put(t.Context(), manager, admin.Draft{
					Kind: rulebook.Wording, Key: key, Text: "name: " + key + "\nuse: reply\ntext: 您好\n", Revision: first.Revision,
				})
			})
		}
		wait.Wait()
		done := 0
		for _, err := range failed {
			switch {
			case err == nil:
				done++
			case errs.CodeOf(err) != "config.revision" || !errs.Is(err, errs.Conflict):
				t.Errorf("lost with %v", err)
			}
		}
		if after, err := o.Overview(t.Context(), manager); done != 1 || err != nil || after.Revision != first.Revision+1 {
			t.Errorf("%d of %d succeeded; revision %d after %d, %v", done, hands, after.Revision, first.Revision, err)
		}
	})
}

// TestRefusedDrafts: what is wrong is told problem by problem, with its place,
// and nothing is kept of it.
func TestRefusedDrafts(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, s *store.Store, o *admin.Office, _ *clock.Hand) {
		before := len(trail(t, s, "config.put"))
		for _, c := range []struct {
			name   string
			by     admin.Asker
			draft  admin.Draft
			kind   errs.Kind
			code   string
			faults []string // place and message
		}{
			{"two mistakes", manager, admin.Draft{Kind: rulebook.House, Key: "rules", Text: "return_times: x\nextension_times: 1\nhasten_hours: 4\nreturns: 2\n"}, errs.Invalid, "", []string{
				`:1:15 return_times: "x"; expected a whole number`, `:4:1 unknown field "returns"; expected effective, return_times, extension_times, hasten_hours, require_contact, archive_days`,
			}},
			{"does not go with the policy", manager, admin.Draft{Kind: rulebook.House, Key: "rules", Text: "return_times: 1\nextension_times: 0\nhasten_hours: 4\n"}, errs.Invalid, "rulebook.extensions", nil},
			{"another version of one on record", manager, admin.Draft{Kind: rulebook.House, Key: "rules", Version: 1, Text: houseText("2020-04-01", "2")}, errs.Invalid, "rule.changed", nil},
			{"no such kind", manager, admin.Draft{Kind: "law", Key: "x", Text: "a: 1\n"}, errs.NotFound, "rule.kind", nil},
			{"an old revision", manager, admin.Draft{Kind: rulebook.House, Key: "rules", Text: houseText("2020-04-01", "2"), Revision: 99}, errs.Conflict, "config.revision", nil},
			{"an operator", asker(identity.Operator), admin.Draft{Kind: rulebook.House, Key: "rules", Text: houseText("2020-04-01", "2")}, errs.Denied, "", nil},
			{"an auditor", asker(identity.Auditor), admin.Draft{Kind: rulebook.House, Key: "rules", Text: houseText("2020-04-01", "2")}, errs.Denied, "", nil},
		} {
			_, err := o.Put(t.Context(), c.by, c.draft)
			if !errs.Is(err, c.kind) || c.code != "" && errs.CodeOf(err) != c.code {
				t.Errorf("%s: %v, want %s %s", c.name, err, c.kind, c.code)
			}
			for i, f := range admin.Faults(err) {
				f.At.File = ""
				if got := f.At.String() + " " + f.En; i < len(c.faults) && got != c.faults[i] {
					t.Errorf("%s: told %q, want %q", c.name, got, c.faults[i])
				}
			}
			if n := len(admin.Faults(err)); c.faults != nil && n != len(c.faults) {
				t.Errorf("%s: %d problems told, want %d", c.name, n, len(c.faults))
			}
		}
		if after := len(trail(t, s, "config.put")); after != before {
			t.Errorf("%d changes on record, were %d", after, before)
		}
		if _, err := o.Overview(t.Context(), asker(identity.Operator)); !errs.Is(err, errs.Denied) {
			t.Errorf("an operator reads the configuration: %v", err)
		}
		if _, err := o.Overview(t.Context(), asker(identity.Auditor)); err != nil {
			t.Errorf("an auditor does not: %v", err)
		}
	})
}

// TestRolesKeepKeepers: rights under which nobody could let people in, or one
// person would judge what they handle, are not put on record.
func TestRolesKeepKeepers(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, s *store.Store, o *admin.Office, _ *clock.Hand) {
		err := s.Update(t.Context(), func(tx *store.Tx) error {
			return errors.Join(
				tx.AddAccount(store.Account{ID: "a1", Region: region, Login: "wen", Name: "管理员甲", Created: now, Roles: []identity.Role{identity.Admin}}),
				tx.AddAccount(store.Account{ID: "a2", Region: region, Login: "lan", Name: "值班乙", Created: now, Roles: []identity.Role{identity.Operator, identity.Dispatcher}}),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		put := func(change func(*identity.Right)) error {
			var rights identity.Rights
			for _, right := range identity.PresetRights() {
				change(&right)
				rights = append(rights, right)
			}
			text, err := rulebook.RolesYAML(rights)
			if err != nil {
				t.Fatal(err)
			}
			_, err = o.Put(t.Context(), manager, admin.Draft{Kind: rulebook.Roles, Key: "roles", Text: string(text)})
			return err
		}
		moved := func(r *identity.Right) { // from administrators to leaders, of whom there are none
			may := []identity.Permission{}
			for _, p := range r.May {
				if p != identity.ManagePeople {
					may = append(may, p)
				}
			}
			if r.Role == identity.Leader {
				may = append(may, identity.ManagePeople)
			}
			r.May = may
		}
		if err := put(moved); errs.CodeOf(err) != "account.last" {
			t.Errorf("nobody would be left: %v", err)
		}
		wider := func(r *identity.Right) {
			if r.Role == identity.Operator {
				r.May = append(append([]identity.Permission{}, r.May...), identity.CaseExclude)
			}
		}
		if err := put(wider); err != nil {
			t.Errorf("a wider role: %v", err)
		}
	})
}

func named(name string) admin.UnitEdit { return admin.UnitEdit{Name: &name} }

// TestUnitChanges: units are made, renamed, put elsewhere, and closed, each on
// record, and never into a circle or a second one of the name.
func TestUnitChanges(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, s *store.Store, o *admin.Office, _ *clock.Hand) {
		add := func(u org.Unit) org.Unit {
			t.Helper()
			made, _, err := o.AddUnit(t.Context(), manager, u, 0)
			if err != nil {
				t.Fatal(err)
			}
			return made
		}
		a := add(org.Unit{Name: "住建局", List: org.Department})
		b := add(org.Unit{Name: "物业科", Parent: a.ID, Kind: org.Office})
		for _, c := range []struct {
			name, code string
			edit       admin.UnitEdit
			id         ident.UnitID
		}{
			{"a circle", "unit.circle", admin.UnitEdit{Parent: &b.ID}, a.ID},
			{"a second of the name", "unit.twice", named("物业科"), a.ID},
			{"no name", "unit.name", named("  "), a.ID},
			{"no such list", "unit.list", admin.UnitEdit{List: new(org.List("county"))}, a.ID},
			{"no such superior", "unit.parent", admin.UnitEdit{Parent: new(ident.UnitID("z"))}, a.ID},
			{"no such unit", "unit.not_found", named("甲"), "z"},
		} {
			if _, _, err := o.ChangeUnit(t.Context(), manager, c.id, c.edit, 0); errs.CodeOf(err) != c.code {
				t.Errorf("%s: %v, want %s", c.name, err, c.code)
			}
		}
		all := book(t, s)
		if _, _, err := o.ChangeUnit(t.Context(), manager, a.ID, named("住房城乡建设局"), all.Revision-1); errs.CodeOf(err) != "config.revision" {
			t.Errorf("on an old revision: %v", err)
		}
		renamed, _, err := o.ChangeUnit(t.Context(), manager, a.ID, named("住房城乡建设局"), all.Revision)
		if err != nil || renamed.Name != "住房城乡建设局" || renamed.ID != a.ID {
			t.Errorf("renamed to %+v, %v", renamed, err)
		}
		noted(t, s, "unit.put", string(a.ID), `{"name":["住建局","住房城乡建设局"]}`)
		if _, _, err := o.ChangeUnit(t.Context(), asker(identity.Leader), a.ID, named("甲"), 0); !errs.Is(err, errs.Denied) {
			t.Errorf("a leader renames units: %v", err)
		}
		if _, _, err := o.CloseUnit(t.Context(), manager, a.ID, calendar.DateFrom(2020, 3, 9), 0); errs.CodeOf(err) != "unit.children" {
			t.Errorf("closed above an open one: %v", err)
		}
		for _, id := range []ident.UnitID{b.ID, a.ID} {
			if _, _, err := o.CloseUnit(t.Context(), manager, id, calendar.DateFrom(2020, 3, 9), 0); err != nil {
				t.Errorf("from below: %v", err)
			}
		}
		if u, _ := book(t, s).Units.Named("物业科"); u.Active(calendar.DateFrom(2020, 3, 10)) {
			t.Errorf("still open: %+v", u)
		}
	})
}

// TestPlannedUnit: what is planned for a day holds from that day on, in the
// name of whoever planned it; what does not fit any more is dropped, and told.
func TestPlannedUnit(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, s *store.Store, o *admin.Office, hand *clock.Hand) {
		a, _, err := o.AddUnit(t.Context(), manager, org.Unit{Name: "城管局"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		b, _, err := o.AddUnit(t.Context(), manager, org.Unit{Name: "市政处"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		first, second := calendar.DateFrom(2020, 3, 11), calendar.DateFrom(2020, 3, 12)
		for _, p := range []struct {
			unit ident.UnitID
			edit admin.UnitEdit
		}{
			{a.ID, admin.UnitEdit{Name: new("综合行政执法局"), On: first}},
			{b.ID, admin.UnitEdit{Name: new("路灯所"), Parent: &a.ID, On: second}},
		} {
			if u, _, err := o.ChangeUnit(t.Context(), manager, p.unit, p.edit, 0); err != nil || u.Name == *p.edit.Name {
				t.Fatalf("at once %+v, %v", u, err)
			}
		}
		if _, _, err := o.AddUnit(t.Context(), manager, org.Unit{Name: "路灯所"}, 0); err != nil { // what was planned fits no more
			t.Fatal(err)
		}
		at := func(moved int, want ...string) {
			t.Helper()
			n, err := o.FulfilPlans(t.Context())
			if n != moved || err != nil {
				t.Errorf("%d plans fulfilled, %v; want %d", n, err, moved)
			}
			var names []string
			for _, u := range book(t, s).Units.All() {
				names = append(names, u.Name)
			}
			if diff := cmp.Diff(want, names); diff != "" {
				t.Error(diff)
			}
		}
		at(0, "城管局", "市政处", "路灯所")
		hand.Set(now.AddDate(0, 0, 2))
		at(1, "市政处", "综合行政执法局", "路灯所")
		hand.Set(now.AddDate(0, 0, 3))
		at(1, "市政处", "综合行政执法局", "路灯所")
		if row := noted(t, s, "unit.plan", string(b.ID), `{"code":"unit.twice","on":"2020-03-12"}`); row.Outcome != store.Refused {
			t.Errorf("audited as %+v", row)
		}
		if row := noted(t, s, "unit.put", string(a.ID), "综合行政执法局"); row.Account != manager.Account.ID || !row.At.Equal(now.AddDate(0, 0, 2)) {
			t.Errorf("audited as %+v", row)
		}
		at(0, "市政处", "综合行政执法局", "路灯所")
	})
}
