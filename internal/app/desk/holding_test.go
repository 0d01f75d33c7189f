package desk_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// person is an account of one role, with a name of its own.
func personOf(role identity.Role, name string, units ...ident.UnitID) identity.Account {
	id := ident.UserID(string(role) + " " + name)
	return identity.Account{ID: id, Login: name, Name: name, Grants: []identity.Actor{identity.As(role, id, region, units...)}}
}

func dispatchTo(unit ident.UnitID) casework.Command {
	return casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: unit, Role: casework.Lead}}}
}

// TestOneHasACase: who has taken a case keeps others from working on it, by
// name, until it is given back, has moved on, or the time is over.
func TestOneHasACase(t *testing.T) {
	t.Parallel()
	testdb.EachAt(t, monday, func(t *testing.T, s *store.Store, hand *clock.Hand) {
		d := newDesk(t, s)
		one, two := personOf(identity.Dispatcher, "周一"), personOf(identity.Dispatcher, "周二")
		receive := func() *casework.Case {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		c := receive()
		h, err := d.Take(t.Context(), one, c.ID)
		if err != nil || h.Name != "周一" || !h.Ends.Equal(h.Taken.Add(desk.HeldFor)) {
			t.Fatalf("%+v, %v", h, err)
		}
		_, err = d.Take(t.Context(), two, c.ID)
		told(t, err, "此件正由周一办理")
		_, err = d.Act(t.Context(), two, desk.Request{Case: c.ID, Cmd: dispatchTo("u1")})
		told(t, err, "此件正由周一办理")
		if _, err = d.Act(t.Context(), two, desk.Request{Case: c.ID, Cmd: casework.Command{Do: casework.DoNote, Note: "已看"}}); err != nil {
			t.Errorf("a note is kept off: %v", err)
		}
		hand.Advance(desk.HeldFor / 2)
		if again, err := d.Take(t.Context(), one, c.ID); err != nil || !again.Taken.Equal(h.Taken) || !again.Ends.After(h.Ends) {
			t.Errorf("kept for longer: %+v, %v", again, err)
		}
		if err := d.Leave(t.Context(), two, c.ID); err != nil {
			t.Error(err)
		}
		if _, err := d.Take(t.Context(), two, c.ID); !errs.Is(err, errs.Conflict) {
			t.Errorf("somebody else gave it back: %v", err)
		}
		if _, err := d.Act(t.Context(), one, desk.Request{Case: c.ID, Cmd: dispatchTo("u1")}); err != nil {
			t.Fatal(err)
		}
		if all, err := d.Holdings(t.Context(), c.ID); err != nil || len(all) != 0 {
			t.Errorf("still in hand after it was dispatched: %v, %v", all, err)
		}
		c = receive()
		if _, err := d.Take(t.Context(), one, c.ID); err != nil {
			t.Fatal(err)
		}
		hand.Advance(desk.HeldFor + time.Second)
		if h, err = d.Take(t.Context(), two, c.ID); err != nil || h.Name != "周二" || !h.Taken.Equal(hand.Now()) {
			t.Errorf("after the time is over: %+v, %v", h, err)
		}
		if err := d.Leave(t.Context(), two, c.ID); err != nil {
			t.Error(err)
		}
		if _, err := d.Act(t.Context(), one, desk.Request{Case: c.ID, Cmd: dispatchTo("u2")}); err != nil {
			t.Errorf("given back: %v", err)
		}
	})
}

// told asks for a conflict that says something.
func told(t *testing.T, err error, zh string) {
	t.Helper()
	if !errs.Is(err, errs.Conflict) || errs.CodeOf(err) != "case.held" || chinese(err) != zh {
		t.Errorf("%v (%s), want %s", err, errs.CodeOf(err), zh)
	}
}

// TestWhoTakes: those who work on cases at the centre, of what they see.
func TestWhoTakes(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []struct {
			account identity.Account
			want    errs.Kind
		}{
			{personOf(identity.UnitClerk, "u", "u1"), errs.NotFound}, // sees it not
			{personOf(identity.Leader, "l"), errs.Denied},
			{personOf(identity.Auditor, "a"), errs.Denied},
		} {
			if _, err := d.Take(t.Context(), who.account, c.ID); !errs.Is(err, who.want) {
				t.Errorf("%s: %v", who.account.Login, err)
			}
		}
		for _, role := range []identity.Role{identity.Operator, identity.Dispatcher, identity.Reviewer, identity.CallBackers} {
			who := personOf(role, "x")
			if _, err := d.Take(t.Context(), who, c.ID); err != nil {
				t.Errorf("%s: %v", role, err)
			}
			if err := d.Leave(t.Context(), who, c.ID); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestOneOfManyTakes: of many who take a case at once one has it, and all
// others are told who.
func TestOneOfManyTakes(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		for range 5 {
			c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
			if err != nil {
				t.Fatal(err)
			}
			const many = 8
			got := make([]error, many)
			var all sync.WaitGroup
			for i := range many {
				all.Go(func() { _, got[i] = d.Take(t.Context(), personOf(identity.Dispatcher, fmt.Sprint("p", i)), c.ID) })
			}
			all.Wait()
			held, err := d.Holdings(t.Context(), c.ID)
			if err != nil {
				t.Fatal(err)
			}
			has := held[c.ID].Name
			won := 0
			for i, err := range got {
				if err == nil {
					won++
					if name := fmt.Sprint("p", i); name != has {
						t.Errorf("%s was told that it has it, %s does", name, has)
					}
					continue
				}
				told(t, err, "此件正由"+has+"办理")
			}
			if won != 1 {
				t.Errorf("%d have it", won)
			}
		}
	})
}

func chinese(err error) string {
	_, zh := errs.Said(err)
	return zh
}
