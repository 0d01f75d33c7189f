package vault_test

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/app/vault"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/person"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

func (w *world) sights(id ident.CaseID) (list []store.Sight) {
	w.t.Helper()
	w.must(w.store.View(w.t.Context(), func(tx *store.Tx) (err error) {
		list, err = tx.Sights(region, id, 99)
		return err
	}))
	return list
}

func (w *world) reveal(by identity.Account, id ident.CaseID) error {
	w.t.Helper()
	before := len(w.sights(id))
	got, err := w.keeper.Reveal(w.t.Context(), by, vault.Asked{Case: id, Fields: []person.Field{person.Phone}, Reason: "回访核实"})
	after := len(w.sights(id))
	switch {
	case err == nil && (got != person.Person{Phone: caller.Phone} || after != before+1):
		w.t.Errorf("revealed %#v with %d lines on record", got, after-before)
	case err != nil && (!got.IsZero() || after != before):
		w.t.Errorf("refused by %v, and gave %#v with %d lines on record", err, got, after-before)
	}
	return err
}

// TestReveal: who may have a person in clear, at every stage of a case of
// every disclosure; and that each answer is on record.
func TestReveal(t *testing.T) {
	const yes, withheld, unseen = "internal", "person.withheld", "case.not_found"
	each(t, func(w *world) {
		clerk, other := who(as(identity.UnitClerk, "u1")), who(as(identity.UnitClerk, "u2"))
		people := map[string]identity.Account{
			"operator": who(as(identity.Operator)), "dispatcher": who(as(identity.Dispatcher)), "leader": who(as(identity.Leader)),
			"auditor": who(as(identity.Auditor)), "outsourced": who(as(identity.Outsourced)), "unit": clerk, "other unit": other,
			"unit and operator": who(as(identity.UnitClerk, "u1"), as(identity.Operator)), "elsewhere": who(identity.As(identity.Dispatcher, "x", "330803")),
		}
		check := func(stage string, c *casework.Case, want map[string]string) {
			w.t.Helper()
			for name, account := range people {
				err := w.reveal(account, c.ID)
				code := errs.CodeOf(err)
				if code == "internal" && err != nil {
					w.t.Fatal(err)
				}
				if code != want[name] {
					w.t.Errorf("%s, %s: %s (%v), want %s", stage, name, code, err, want[name])
				}
			}
		}
		always := func(more map[string]string) map[string]string {
			all := map[string]string{
				"operator": yes, "dispatcher": yes, "leader": withheld, "auditor": withheld, "outsourced": unseen, "unit": unseen, "other unit": unseen,
				"unit and operator": yes, "elsewhere": unseen,
			}
			for k, v := range more {
				all[k] = v
			}
			return all
		}
		open := w.receive(casework.Open, caller)
		check("received", open, always(nil))
		w.dispatch(open.ID)
		check("dispatched", open, always(map[string]string{"unit": yes}))
		w.close(open.ID)
		check("closed", open, always(map[string]string{"unit": withheld}))

		secret := w.receive(casework.Confidential, caller)
		hidden := map[string]string{"operator": withheld, "unit and operator": withheld}
		check("confidential", secret, always(hidden))
		w.dispatch(secret.ID)
		hidden["unit"] = withheld
		check("confidential, dispatched", secret, always(hidden))

		nobody := w.receive(casework.Anonymous, person.Person{})
		w.dispatch(nobody.ID)
		for _, account := range []identity.Account{people["dispatcher"], clerk} {
			if err := w.reveal(account, nobody.ID); errs.CodeOf(err) != "person.not_found" {
				w.t.Errorf("anonymous: %v", err)
			}
		}
	})
}

// TestAskedRightly: what is asked is checked before anything is looked at, and
// a reason is kept without numbers of anybody.
func TestAskedRightly(t *testing.T) {
	each(t, func(w *world) {
		c := w.receive(casework.Open, caller)
		by := who(as(identity.Operator))
		fine := vault.Asked{Case: c.ID, Fields: []person.Field{person.Name, person.Phone}, Reason: "按 13912345678 来电要求核对"}
		for code, a := range map[string]vault.Asked{
			"reveal.reason": {Case: c.ID, Fields: fine.Fields, Reason: " 。 "},
			"reveal.fields": {Case: c.ID, Fields: []person.Field{"height"}, Reason: "核对"},
		} {
			if _, err := w.keeper.Reveal(t.Context(), by, a); errs.CodeOf(err) != code || !errs.Is(err, errs.Invalid) {
				t.Errorf("%+v: %v, want %s", a, err, code)
			}
		}
		for _, a := range []vault.Asked{
			{Case: c.ID, Reason: "核对"}, {Case: c.ID, Fields: fine.Fields, Reason: "核对", What: sealing.View}, {Case: c.ID, Fields: fine.Fields, Reason: strings.Repeat("长", 201)},
		} {
			if _, err := w.keeper.Reveal(t.Context(), by, a); !errs.Is(err, errs.Invalid) {
				t.Errorf("%+v: %v", a, err)
			}
		}
		got, err := w.keeper.Reveal(t.Context(), by, fine)
		if err != nil || got != caller.Only(fine.Fields...) {
			t.Errorf("%#v, %v", got, err)
		}
		list := w.sights(c.ID)
		if len(list) != 1 {
			t.Fatalf("%d lines on record", len(list))
		}
		s := list[0]
		want := store.Sight{
			ID: s.ID, Region: region, At: monday, Case: c.ID, Person: s.Person, Account: "operator", Role: identity.Operator, What: sealing.Reveal,
			Fields: fine.Fields, Reason: "按 【电话号码】 来电要求核对",
		}
		if s.Person == "" || s.ID == "" || s.Reason != want.Reason || s.At != want.At || s.Account != want.Account || s.Role != want.Role || s.What != want.What || len(s.Fields) != 2 {
			t.Errorf("on record is %+v, want %+v", s, want)
		}
	})
}

// TestMask: lists and pages show nobody in clear, and whom a person is kept
// from not even that.
func TestMask(t *testing.T) {
	each(t, func(w *world) {
		open, secret, nobody := w.receive(casework.Open, caller), w.receive(casework.Confidential, caller), w.receive(casework.Anonymous, person.Person{})
		var cases []*casework.Case
		for _, c := range []*casework.Case{open, secret, nobody} {
			w.dispatch(c.ID)
			cases = append(cases, w.read(c.ID))
		}
		shown := vault.Masked{Person: caller.Masked()}
		revealable := vault.Masked{Person: caller.Masked(), MayReveal: true}
		withheld := vault.Masked{Withheld: true}
		for name, c := range map[string]struct {
			by           identity.Account
			open, secret vault.Masked
			lines        int
		}{
			"dispatcher": {who(as(identity.Dispatcher)), revealable, revealable, 2},
			"operator":   {who(as(identity.Operator)), revealable, withheld, 1},
			"leader":     {who(as(identity.Leader)), shown, withheld, 1},
			"unit":       {who(as(identity.UnitClerk, "u1")), revealable, withheld, 1},
			"other unit": {who(as(identity.UnitClerk, "u2")), vault.Masked{}, vault.Masked{}, 0},
		} {
			all, err := w.keeper.Mask(t.Context(), c.by, cases...)
			if err != nil || all[open.ID] != c.open || all[secret.ID] != c.secret {
				t.Errorf("%s: %+v, %v", name, all, err)
			}
			if _, there := all[nobody.ID]; there {
				t.Errorf("%s: somebody is shown for an anonymous case", name)
			}
			before := len(w.sights(open.ID)) + len(w.sights(secret.ID))
			for _, one := range []struct {
				id   ident.CaseID
				want vault.Masked
			}{{open.ID, c.open}, {secret.ID, c.secret}} {
				got, err := w.keeper.View(t.Context(), c.by, one.id)
				if got != one.want || err != nil && (c.lines > 0 || errs.CodeOf(err) != "case.not_found") {
					t.Errorf("%s views %+v, %v; want %+v", name, got, err, one.want)
				}
			}
			if lines := len(w.sights(open.ID)) + len(w.sights(secret.ID)) - before; lines != c.lines {
				t.Errorf("%s: %d lines on record, want %d", name, lines, c.lines)
			}
		}
		if got, err := w.keeper.View(t.Context(), who(as(identity.Dispatcher)), nobody.ID); err != nil || got != (vault.Masked{}) {
			t.Errorf("an anonymous case shows %+v, %v", got, err)
		}
	})
}

// TestFind: a caller's cases are found by any of the numbers, however written,
// by the centre alone, and the search is on record.
func TestFind(t *testing.T) {
	each(t, func(w *world) {
		first, secret, second := w.receive(casework.Open, caller), w.receive(casework.Confidential, caller), w.receive(casework.Open, person.Person{Phone2: "138 1234 5678"})
		w.receive(casework.Open, person.Person{Phone: "13912345678"})
		find := func(by identity.Account, number string) (ids []ident.CaseID, err error) {
			found, err := w.keeper.FindByPhone(t.Context(), by, number)
			for _, c := range found {
				ids = append(ids, c.ID)
			}
			return ids, err
		}
		operator, dispatcher := who(as(identity.Operator)), who(as(identity.Dispatcher))
		for number, want := range map[string]int{"13812345678": 2, "+86 138-1234-5678": 2, "（0570）3012345": 1, "13712345678": 0} {
			if got, err := find(operator, number); err != nil || len(got) != want {
				t.Errorf("%s finds %v, %v", number, got, err)
			}
		}
		if got, err := find(dispatcher, "13812345678"); err != nil || len(got) != 3 {
			t.Errorf("the dispatcher finds %v, %v", got, err)
		}
		byID, err := w.keeper.FindByIDNumber(t.Context(), operator, "11010519491231002x")
		if err != nil || len(byID) != 1 || byID[0].ID != first.ID {
			t.Errorf("by identity number: %v, %v", byID, err)
		}
		for _, s := range w.sights(second.ID) {
			if s.What != sealing.Search || len(s.Fields) != 1 || s.Fields[0] != person.Phone {
				t.Errorf("on record is %+v", s)
			}
		}
		if n := len(w.sights("")); n != 1 {
			t.Errorf("%d searches without a result on record", n)
		}
		if n := len(w.sights(secret.ID)); n != 1 {
			t.Errorf("%d sights of the confidential case: the operator must not have come to it", n)
		}
		for _, by := range []identity.Account{who(as(identity.UnitClerk, "u1")), who(as(identity.Leader)), who(as(identity.Outsourced))} {
			if _, err := find(by, "13812345678"); errs.CodeOf(err) != "person.withheld" {
				t.Errorf("%s finds people: %v", by.ID, err)
			}
		}
		if _, err := find(operator, "12"); errs.CodeOf(err) != "person.phone" {
			t.Error(err)
		}
	})
}

// TestSeen: who may ask who has looked.
func TestSeen(t *testing.T) {
	each(t, func(w *world) {
		c := w.receive(casework.Open, caller)
		if err := w.reveal(who(as(identity.Operator)), c.ID); err != nil {
			t.Fatal(err)
		}
		list, err := w.keeper.Seen(t.Context(), who(as(identity.Auditor)), c.ID)
		if err != nil || len(list) != 1 || list[0].Account != "operator" {
			t.Errorf("%+v, %v", list, err)
		}
		for _, by := range []identity.Account{who(identity.As(identity.Auditor, "x", "330803")), who(as(identity.Outsourced)), who(as(identity.UnitClerk, "u2"))} {
			if list, err := w.keeper.Seen(t.Context(), by, c.ID); errs.CodeOf(err) != "case.not_found" || list != nil {
				t.Errorf("%s asks of a case that it does not see: %v, %v", by.ID, list, err)
			}
		}
		if _, err := w.keeper.Seen(t.Context(), who(as(identity.Operator)), c.ID); !errs.Is(err, errs.Denied) {
			t.Errorf("an operator reads the log: %v", err)
		}
	})
}

// TestRefusalsAreOnRecord: whoever tries to see what is not theirs leaves a
// row in the audit, and none in the log of who has seen whom.
func TestRefusalsAreOnRecord(t *testing.T) {
	each(t, func(w *world) {
		c := w.receive(casework.Confidential, caller)
		operator, leader := who(as(identity.Operator)), who(as(identity.Leader))
		_, err := w.keeper.Reveal(t.Context(), operator, vault.Asked{Case: c.ID, Fields: []person.Field{person.Name}, Reason: "好奇"})
		_, err2 := w.keeper.FindByPhone(t.Context(), leader, caller.Phone)
		_, err3 := w.keeper.Seen(t.Context(), operator, c.ID)
		err4 := w.keeper.Erase(t.Context(), operator, vault.Erasing{Case: c.ID, Ground: "request", Person: true})
		for _, err := range []error{err, err2, err3, err4} {
			if !errs.Is(err, errs.Denied) {
				t.Errorf("not refused: %v", err)
			}
		}
		var got []string
		w.must(w.store.View(t.Context(), func(tx *store.Tx) error {
			trail, err := tx.AuditTrail(store.AuditFilter{Region: region, Outcome: store.Refused, Limit: 99})
			for _, a := range trail {
				got = append(got, string(a.Account)+" "+a.Action+" "+a.Object)
			}
			return err
		}))
		id := string(c.ID)
		want := []string{"leader person.find phone", "operator person.erase " + id, "operator person.reveal " + id, "operator person.seen " + id}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("on record is %q, want %q", got, want)
		}
		if list := w.sights(c.ID); len(list) != 0 {
			t.Errorf("seen by %v", list)
		}
	})
}
