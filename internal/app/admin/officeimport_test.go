package admin_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/admin"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// running is a region on which a limit moves with every calendar.
type running struct{ recomputed *int }

func (running) Forecast(context.Context, *rulebook.Book, ident.CaseID, int) (casework.Outlook, error) {
	return casework.Outlook{Cases: 1, Limits: 2}, nil
}
func (r running) Recompute(context.Context) (int, error) { *r.recomputed++; return 1, nil }

const incoming = `units:
  - {name: 住建局, list: department}
  - {name: 城建科, parent: 住建局, kind: office}
rules:
  - {kind: template, key: hello, text: "name: 答复\nuse: reply\ntext: 您好\n"}
external:
  - {name: 甲溪县, from: 2019-10-01, to: 2019-12-31, index: 99.640, source: "-"}
`

func parsed(t *testing.T, text string) admin.Config {
	t.Helper()
	c, err := admin.ParseConfig([]byte(text), "incoming.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestImportIsSeenBefore: a preview tells every change and keeps none of them;
// the import makes the same ones, in its author's name, and the second time
// none.
func TestImportIsSeenBefore(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, s *store.Store, o *admin.Office, _ *clock.Hand) {
		in := admin.Import{Config: parsed(t, incoming)}
		before, err := o.Export(t.Context(), manager)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := o.PreviewImport(t.Context(), manager, in, 10)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range seen.Changes {
			names = append(names, c.Part+" "+c.Name)
		}
		if diff := cmp.Diff([]string{"units 住建局", "units 城建科", "template hello", "external 甲溪县"}, names, cmp.Transformer("sorted", sorted)); diff != "" {
			t.Error(diff)
		}
		after, err := o.Export(t.Context(), manager)
		if err != nil {
			t.Fatal(err)
		}
		if len(after.Units) != len(before.Units) || len(after.Rules) != len(before.Rules) || len(trail(t, s, "unit.put")) != 0 {
			t.Error("a preview has written something")
		}
		in.Revision = seen.Revision
		done, err := o.Import(t.Context(), manager, in)
		if err != nil || len(done.Changes) != 4 || done.Revision != seen.Revision+1 {
			t.Fatalf("%+v, %v", done, err)
		}
		if rows := trail(t, s, "unit.put"); len(rows) != 2 || rows[0].Account != manager.Account.ID {
			t.Errorf("on record: %+v", rows)
		}
		if _, err := o.Import(t.Context(), manager, in); errs.CodeOf(err) != "config.revision" {
			t.Errorf("on a revision that is past: %v", err)
		}
		in.Revision = 0
		again, err := o.Import(t.Context(), manager, in)
		if err != nil || len(again.Changes) != 0 || again.Revision != done.Revision {
			t.Errorf("the same again: %+v, %v", again, err)
		}
	})
}

func sorted(names []string) map[string]bool {
	set := map[string]bool{}
	for _, n := range names {
		set[n] = true
	}
	return set
}

// TestImportAsksBeforeLimitsMove, as Put does.
func TestImportAsksBeforeLimitsMove(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, now, func(t *testing.T, s *store.Store, _ *clock.Hand) {
		a := office(s)
		if err := a.Install(t.Context(), region, "柯城区", "district"); err != nil {
			t.Fatal(err)
		}
		recomputed := 0
		o := a.Office(region, running{&recomputed})
		whole, err := o.Export(t.Context(), manager)
		if err != nil {
			t.Fatal(err)
		}
		in := admin.Import{}
		for _, r := range whole.Rules {
			if r.Kind == rulebook.Calendar {
				r.Version, r.Text = 0, strings.Replace(r.Text, "version: 1", "version: 2", 1)
				in.Config.Rules = append(in.Config.Rules, r)
			}
		}
		if _, err := o.Import(t.Context(), manager, in); errs.CodeOf(err) != "config.moves" || recomputed != 0 {
			t.Fatalf("%v, %d", err, recomputed)
		}
		in.Confirmed = true
		if done, err := o.Import(t.Context(), manager, in); err != nil || done.Moved != 1 || recomputed != 1 {
			t.Errorf("%+v, %v", done, err)
		}
	})
}

// TestImportIsNotForEverybody: it takes configure; roles take people.manage.
func TestImportIsNotForEverybody(t *testing.T) {
	t.Parallel()
	offices(t, func(t *testing.T, _ *store.Store, o *admin.Office, _ *clock.Hand) {
		in := admin.Import{Config: parsed(t, incoming)}
		for _, role := range []identity.Role{identity.Operator, identity.Auditor, identity.Leader} {
			if _, err := o.Import(t.Context(), asker(role), in); !errs.Is(err, errs.Denied) {
				t.Errorf("%s imports: %v", role, err)
			}
			if _, err := o.PreviewImport(t.Context(), asker(role), in, 1); !errs.Is(err, errs.Denied) {
				t.Errorf("%s looks at an import: %v", role, err)
			}
		}
		if _, err := o.Export(t.Context(), asker(identity.Operator)); !errs.Is(err, errs.Denied) {
			t.Errorf("an operator exports: %v", err)
		}
		if _, err := o.Export(t.Context(), asker(identity.Auditor)); err != nil {
			t.Errorf("an auditor exports: %v", err)
		}
	})
}
