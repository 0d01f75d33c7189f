package demo

import (
	"strings"
	"testing"

	"huying/internal/app/desk"
	"huying/internal/domain/bulletin"
	"huying/internal/domain/casework"
	"huying/internal/kernel/i18n"
	"huying/internal/kernel/ident"
)

func TestRecord(t *testing.T) {
	t.Parallel()
	s := plan(t, Seed)
	units := map[string]ident.UnitID{}
	if _, err := s.Record(units); err == nil {
		t.Error("units are missing and nobody says so")
	}
	for i, u := range s.Units {
		units[u.Name] = ident.UnitID(rune('A' + i))
	}
	r, err := s.Record(units)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Entries) != len(s.Steps) || len(r.Contacts) != 32187 || len(r.Stories) != 3 {
		t.Fatalf("%d entries, %d contacts, %d stories", len(r.Entries), len(r.Contacts), len(r.Stories))
	}
	named := map[ident.UnitID]bool{"": true}
	for _, id := range units {
		named[id] = true
	}
	received, origin := map[any]bool{}, map[any]any{}
	for i, e := range r.Entries {
		if e.Cmd.New != nil {
			received[e.Case] = true
			origin[e.Case] = [2]any{e.SplitFrom, e.ReopenOf}
		}
		if e.Cmd.Do == casework.DoSplit && origin[e.Parts[0]] != [2]any{e.Case, (*desk.Handle)(nil)} ||
			e.Cmd.Do == casework.DoReopen && origin[e.Target] != [2]any{(*desk.Handle)(nil), e.Case} {
			t.Fatalf("entry %d: the other case of %s was not received for this one", i, e.Cmd.Do)
		}
		if !received[e.Case] || e.Target != nil && !received[e.Target] || e.Cmd.Do == casework.DoSplit && !received[e.Parts[0]] {
			t.Fatalf("entry %d: %s before the receipt", i, e.Cmd.Do)
		}
		if (e.Cmd.Do == casework.DoMerge || e.Cmd.Do == casework.DoReopen) != (e.Target != nil) {
			t.Fatalf("entry %d: %s with the target %v", i, e.Cmd.Do, e.Target)
		}
		for _, a := range e.Cmd.Units {
			if !named[a.Unit] {
				t.Fatalf("entry %d: unit %s", i, a.Unit)
			}
		}
		if !named[e.Cmd.Unit] || e.By.Region != RegionCode || len(e.By.May) == 0 {
			t.Fatalf("entry %d: %s by %+v", i, e.Cmd.Do, e.By)
		}
	}
	for i, c := range r.Contacts {
		if c.Case != nil && !received[c.Case] {
			t.Fatalf("call %d opened a case that nobody received", i)
		}
	}
}

// TestNotes: what is inferred is said in both languages, each of a period, and
// nothing of one quarter is said in the other.
func TestNotes(t *testing.T) {
	t.Parallel()
	for _, n := range Notes() {
		zh, en := bulletin.InLanguage(i18n.Chinese, n.Text()), bulletin.InLanguage(i18n.English, n.Text())
		if zh != n.Chinese || en != n.English || zh == "" || zh == en {
			t.Errorf("%q reads %q and %q", n.Text(), zh, en)
		}
		if n.Period.To < n.Period.From {
			t.Errorf("%q is of no period", n.Chinese)
		}
		both := n.Period.From <= Quarter().To && n.Period.To >= Epidemic().From
		if both && strings.Contains(n.Chinese, "120") {
			t.Errorf("%q is said of both quarters", n.Chinese)
		}
	}
	if len(Notes()) < 8 {
		t.Error("notes are missing")
	}
}
