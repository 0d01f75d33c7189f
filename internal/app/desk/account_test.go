package desk_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func account(actors ...identity.Actor) identity.Account {
	return identity.Account{ID: "somebody", Grants: actors}
}

// TestActInTheRoleThatMay: an account acts in the first of its roles that may,
// on what it sees; anything else changes nothing.
func TestActInTheRoleThatMay(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		operator := account(as(identity.Operator), as(identity.Dispatcher))
		first, err := d.Act(t.Context(), operator, desk.Request{Cmd: intake()})
		if err != nil {
			t.Fatal(err)
		}
		c := first.Case
		dispatch, sign := course()[0].cmd, course()[1].cmd
		for name, no := range map[string]struct {
			who  identity.Account
			cmd  casework.Command
			kind errs.Kind
		}{
			"nobody":                      {account(), dispatch, errs.NotFound},
			"a unit without a leg":        {account(as(identity.UnitClerk, "u1")), sign, errs.NotFound},
			"a seat that did not receive": {account(as(identity.Outsourced)), casework.Command{Do: casework.DoAnswer, Reply: "已答复。"}, errs.NotFound},
			"a role without the right":    {account(as(identity.Reviewer)), dispatch, errs.Denied},
			"a leg that is not there":     {account(as(identity.Dispatcher)), sign, errs.NotFound},
			"an action that is not one":   {operator, casework.Command{Do: "vanish"}, errs.Invalid},
			"what only the flow drives":   {account(as(identity.Importer)), casework.Command{Do: casework.DoProgress}, errs.Invalid},
		} {
			if _, err := d.Act(t.Context(), no.who, desk.Request{Case: c.ID, Cmd: no.cmd}); !errs.Is(err, no.kind) {
				t.Errorf("%s: %v; expected %s", name, err, no.kind)
			}
		}
		done, err := d.Act(t.Context(), operator, desk.Request{Case: c.ID, Cmd: dispatch})
		if err != nil || done.Version != 2 {
			t.Fatalf("in the second role: %+v, %v", done, err)
		}
		other, own := account(as(identity.UnitClerk, "u2")), account(as(identity.UnitClerk, "u1"))
		if _, err := deskOn(s).Act(t.Context(), other, desk.Request{Case: c.ID, Cmd: sign}); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit signs: %v", err)
		}
		if _, err := d.See(t.Context(), other, c.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("another unit reads: %v", err)
		}
		if done, err = d.Act(t.Context(), own, desk.Request{Case: c.ID, Cmd: sign}); err != nil || done.Version != 3 {
			t.Errorf("the unit signs: %+v, %v", done, err)
		}
		sound(t, s)
	})
}

// TestOffersOfAllRoles: what is offered is the union over the roles, each
// action on each leg once, and giving it is not denied.
func TestOffersOfAllRoles(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		both := account(as(identity.Operator), as(identity.Dispatcher))
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		names := func(who identity.Account) (all []casework.Action) {
			offers, err := d.Offers(t.Context(), who, c)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range offers {
				all = append(all, o.Do)
			}
			return all
		}
		of, operator, dispatcher := names(both), names(account(as(identity.Operator))), names(account(as(identity.Dispatcher)))
		for _, do := range append(operator, dispatcher...) {
			if !slices.Contains(of, do) {
				t.Errorf("%s is offered to one of the roles but not to both", do)
			}
		}
		slices.Sort(of)
		if len(of) != len(slices.Compact(of)) {
			t.Errorf("offered twice: %v", of)
		}
		if !slices.Contains(of, casework.DoDispatch) || slices.Contains(operator, casework.DoDispatch) {
			t.Errorf("dispatch is the dispatcher's: %v, %v", of, operator)
		}
		if got := names(account()); len(got) != 0 {
			t.Errorf("nobody is offered %v", got)
		}
	})
}

// TestNextIsWhatIsOffered: what a receipt leads to is what anybody who asks anew
// is offered, also when the configuration is another by now or the request is
// sent again.
func TestNextIsWhatIsOffered(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		who := account(as(identity.Operator), as(identity.Dispatcher), as(identity.UnitLeader, "u1"), as(identity.Reviewer), as(identity.CallBackers))
		same := func(done desk.Receipt) {
			t.Helper()
			next, err := d.Next(t.Context(), who, done)
			if err != nil {
				t.Fatal(err)
			}
			anew, err := deskOn(s).Offers(t.Context(), who, done.Case)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(anew, next); diff != "" || len(next) == 0 {
				t.Errorf("after version %d (-asked +next):\n%s", done.Version, diff)
			}
		}
		first := desk.Request{Cmd: intake(), Once: desk.Once{Account: who.ID, Key: "k", Digest: "d"}}
		done, err := d.Act(t.Context(), who, first)
		if err != nil {
			t.Fatal(err)
		}
		same(done)
		for i, step := range course() {
			if i == 2 { // the book that the desk remembers is not the latest
				if err := s.Update(t.Context(), func(tx *store.Tx) error { return tx.ReviseRegion(region) }); err != nil {
					t.Fatal(err)
				}
			}
			if done, err = d.Act(t.Context(), who, desk.Request{Case: done.Case.ID, Cmd: step.cmd}); err != nil {
				t.Fatal(err)
			}
			same(done)
		}
		again, err := d.Act(t.Context(), who, first)
		if err != nil || !again.Replayed {
			t.Fatalf("sent again: %+v, %v", again, err)
		}
		same(again)
	})
}

// TestSeatAnswersItsOwn: an outsourced seat answers the case that it received,
// with no more than the preset of its role, and no other seat does.
func TestSeatAnswersItsOwn(t *testing.T) {
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		seat := account(identity.As(identity.Outsourced, "seat-1", region))
		first, err := d.Act(t.Context(), seat, desk.Request{Cmd: intake()})
		if err != nil {
			t.Fatal(err)
		}
		answer := desk.Request{Case: first.Case.ID, Cmd: casework.Command{Do: casework.DoAnswer, Reply: "已答复。"}}
		other := account(identity.As(identity.Outsourced, "seat-2", region))
		if _, err := deskOn(s).Act(t.Context(), other, answer); !errs.Is(err, errs.NotFound) {
			t.Errorf("another seat answers: %v", err)
		}
		if done, err := deskOn(s).Act(t.Context(), seat, answer); err != nil || done.Version != 2 {
			t.Errorf("the seat answers: %+v, %v", done, err)
		}
		sound(t, s)
	})
}
