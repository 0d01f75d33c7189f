package casework

import (
	"testing"
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
)

// What other systems have let happen, and imported history has to hold.

func received(tb testing.TB, env *Env) *Case {
	tb.Helper()
	return mustStep(tb, env, nil, centre(monday), Command{Do: DoReceive, New: newIntake(1)})
}

func TestAnUnsignedLegMissesItsLimitForSigning(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	due := monday.Add(48 * time.Hour)
	c := mustStep(t, env, received(t, env), centre(monday), give(DoDispatch, Lead, 0, &Dues{Sign: due}))
	if _, err := Decide(env, c, unitAct(unitIDs[0], monday), Command{Do: DoSubmit, Leg: 1, Reply: "已处理", Result: ResultUnrecorded}); !errs.Is(err, errs.Conflict) {
		t.Errorf("an unsigned leg was submitted: %v", err)
	}
	// Closed long before the limit: it was not kept all the same.
	c = mustStep(t, env, c, centre(monday.Add(time.Hour)), Command{Do: DoSkipSign, Leg: 1})
	if got := standing(c); got != "handling 1:signed" {
		t.Errorf("the case stands at %q", got)
	}
	c = mustStep(t, env, c, unitAct(unitIDs[0], monday.Add(time.Hour)), Command{Do: DoSubmit, Leg: 1, Reply: "已处理", Result: ResultUnrecorded})
	if got := c.Kept(deadline.Sign, 1); !got.Due.Equal(due) || !got.Met.IsZero() {
		t.Errorf("signing was due %v and met %v; expected %v and never", got.Due, got.Met, due)
	}
	if !c.Legs[0].SignedAt.IsZero() {
		t.Errorf("the leg says that it was signed at %v", c.Legs[0].SignedAt)
	}
}

func TestAnAssistMayComeAfterTheLeadHasClosed(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	c := mustStep(t, env, received(t, env), centre(monday), give(DoDispatch, Lead, 0, nil))
	closed := []Command{
		{Do: DoSign, Leg: 1}, {Do: DoSubmit, Leg: 1, Reply: "已处理", Result: ResultSolved}, {Do: DoAccept, Leg: 1},
	}
	for _, cmd := range closed {
		c = mustStep(t, env, c, unitAct(unitIDs[0], monday), cmd)
	}
	if c.State != ToCallBack {
		t.Fatalf("the case is %s", c.State)
	}
	c = mustStep(t, env, c, centre(monday), give(DoAddAssist, Assist, 1, nil))
	if c.State != Handling {
		t.Errorf("with a unit still to sign the case is %s", c.State)
	}
}

func TestALeadMayComeAfterItsAssist(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	if _, err := Decide(env, received(t, env), centre(monday), give(DoDispatch, Assist, 0, nil)); errs.CodeOf(err) != "units.lead" {
		t.Errorf("a case was given out without a lead: %v", err)
	}
	c := mustStep(t, env, received(t, env), centre(monday), give(DoDispatch, Assist, 0, &Dues{}))
	c = mustStep(t, env, c, unitAct(unitIDs[0], monday), Command{Do: DoSign, Leg: 1})
	c = mustStep(t, env, c, centre(monday), give(DoAddAssist, Lead, 1, &Dues{}))
	if _, err := Decide(env, c, centre(monday), give(DoAddAssist, Lead, 2, &Dues{})); errs.CodeOf(err) != "units.lead" {
		t.Errorf("a second lead was given: %v", err)
	}
	c = mustStep(t, env, c, unitAct(unitIDs[1], monday), Command{Do: DoSign, Leg: 2})
	if c.State != Handling {
		t.Errorf("both units work and the case is %s", c.State)
	}
}
