package desk_test

import (
	"slices"
	"testing"

	"huying/internal/app/jobs"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestTold: whoever has a case in hand is told at once of what presses or comes
// back, nobody else is, and of what was not done nobody.
func TestTold(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		d, board := newDesk(t, s), jobs.NewBoard(s, region)
		heard := func(role identity.Role, units ...ident.UnitID) (all []string) {
			t.Helper()
			who := personOf(role, "甲", units...)
			page, err := board.Notices(t.Context(), who, jobs.NoticeQuery{Limit: 20})
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range slices.Backward(page.Notices) {
				if n.Clock != "" || n.Number == "" || n.Role != role {
					t.Errorf("%s is told %+v", role, n)
				}
				all = append(all, string(n.About)+" "+string(n.Level))
			}
			return all
		}
		expect := func(want []string, role identity.Role, units ...ident.UnitID) {
			t.Helper()
			if got := heard(role, units...); !slices.Equal(got, want) {
				t.Errorf("%s of %v is told %q, expected %q", role, units, got, want)
			}
		}
		c, err := d.Do(t.Context(), as(identity.Operator), "", intake())
		if err != nil {
			t.Fatal(err)
		}
		give := func(by identity.Actor, cmd casework.Command) {
			t.Helper()
			if _, err := d.Do(t.Context(), by, c.ID, cmd); err != nil {
				t.Fatal(err)
			}
		}
		instruct := casework.Command{Do: casework.DoInstruct, Note: "请尽快办理。"}
		give(as(identity.Operator), casework.Command{Do: casework.DoHasten})
		expect([]string{"hasten yellow"}, identity.Dispatcher)
		steps := course()
		give(steps[0].by, steps[0].cmd)
		give(as(identity.Leader), instruct)
		if _, err := d.Do(t.Context(), as(identity.Supervisor), c.ID, instruct); err == nil {
			t.Error("a supervisor gives a leader's instruction")
		}
		for _, s := range steps[1:] {
			give(s.by, s.cmd)
		}
		give(as(identity.Citizen), casework.Command{Do: casework.DoDispute, Leg: 1, Note: "没有解决。"})
		give(as(identity.CallBackers), casework.Command{Do: casework.DoRework, Leg: 1, Reason: "not-solved"})
		for _, role := range []identity.Role{identity.UnitClerk, identity.Officer, identity.UnitLeader} {
			expect([]string{"instruct red", "rework red"}, role, "u1")
			expect(nil, role, "u2")
		}
		expect([]string{"instruct red"}, identity.Supervisor)
		expect([]string{"dispute yellow"}, identity.Reviewer)
		expect([]string{"dispute yellow"}, identity.CallBackers)
		expect(nil, identity.Operator)
		expect([]string{"hasten yellow"}, identity.Dispatcher)
		if got, err := d.See(t.Context(), personOf(identity.Supervisor, "甲"), c.ID); err != nil || got.Instructed != 1 {
			t.Errorf("%d instructions on the case, %v", got.Instructed, err)
		}
	})
}
