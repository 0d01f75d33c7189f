package casework

import (
	"testing"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// TestEndingEndsEverything: a case whose lead has been returned may be ended
// while an assistant, and a unit below it, are at work, under supervision:
// their legs end with it, and no clock runs on.
func TestEndingEndsEverything(t *testing.T) {
	t.Parallel()
	env := testEnv(t)
	begun := courseTo(t, env, toReceive, Command{Do: DoDispatch, Units: []Assignment{{market, Lead}, {housing, Assist}}},
		Command{Do: DoSign, Leg: 2}, Command{Do: DoDelegate, Leg: 2, Unit: estates}, Command{Do: DoSupervise, Level: 1, Reason: "r"},
		Command{Do: DoReturn, Leg: 1, Reason: "r", Basis: "b"}, Command{Do: DoUpholdReturn, Leg: 1, Reason: "r"})
	if got := standing(begun); got != "to_dispatch 1:returned 2:at_work 3:to_sign" {
		t.Fatal(got)
	}
	for want, cmd := range map[CaseState]Command{
		Closed:    {Do: DoAnswer, Reply: "已答复。"},
		Refused:   {Do: DoRefuse, Reason: "litigation", Route: "诉讼"},
		Emergency: {Do: DoEmergency, Route: "119"},
		Invalid:   {Do: DoInvalidate, Reason: "no_demand"},
		Diverted:  {Do: DoDivert, Route: "矛盾调解"},
		Merged:    {Do: DoMerge, Target: "case-2", Reason: "same_matter"},
		Withdrawn: {Do: DoWithdraw, Reason: "solved_otherwise"},
	} {
		t.Run(string(want), func(t *testing.T) {
			t.Parallel()
			c := mustStep(t, env, begun, everyone(monday.Add(time.Hour)), cmd)
			if got := standing(c); got != string(want)+" 1:returned 2:cancelled 3:cancelled" {
				t.Errorf("the case stands at %q", got)
			}
			for _, k := range c.Clocks {
				if k.Open() {
					t.Errorf("the %s clock of leg %d runs on", k.Kind, k.Leg)
				}
			}
			checkCase(t, c)
		})
	}
	// Before anything was begun, the centre's own limit is all there is.
	for _, cmd := range []Command{{Do: DoWithdraw, Reason: "r"}, {Do: DoMerge, Target: "case-2", Reason: "r"}} {
		c := courseTo(t, env, toReceive, cmd)
		if k := c.Clocks[0]; len(c.Clocks) != 1 || k.Stopped.IsZero() || k.Missed {
			t.Errorf("%s: %+v", cmd.Do, c.Clocks)
		}
	}
}

// TestCallingOffTheLast: an assistant that is called off, in whatever state,
// leaves the case as far as the others have come.
func TestCallingOffTheLast(t *testing.T) {
	t.Parallel()
	both := []Command{toReceive, {Do: DoDispatch, Units: []Assignment{{housing, Lead}, {market, Assist}}}, toSign}
	off := Command{Do: DoCancelLeg, Leg: 2, Reason: "no_need"}
	calledBack := []Command{toSubmit, toAccept, {Do: DoCallBack, Leg: 1, Answer: answered(survey.Satisfied)}}
	for name, c := range map[string]struct {
		course []Command
		want   string
	}{
		"lead at work":       {nil, "handling 1:signed 2:cancelled"},
		"lead handed in":     {calledBack[:1], "to_review 1:submitted 2:cancelled"},
		"lead accepted":      {calledBack[:2], "to_callback 1:awaiting_callback 2:cancelled"},
		"lead closed":        {calledBack, "closed 1:closed 2:cancelled"},
		"assistant signed":   {[]Command{{Do: DoSign, Leg: 2}}, "handling 1:signed 2:cancelled"},
		"assistant returns":  {[]Command{{Do: DoReturn, Leg: 2, Reason: "r", Basis: "b"}}, "handling 1:signed 2:cancelled"},
		"assistant proposes": {[]Command{{Do: DoSign, Leg: 2}, {Do: DoPropose, Leg: 2, Reply: "已办", Result: ResultSolved}}, "handling 1:signed 2:cancelled"},
		"assistant pleads":   {[]Command{{Do: DoSign, Leg: 2}, {Do: DoPlead, Leg: 2, Reason: "r", Basis: "b", Reply: "已说明"}}, "handling 1:signed 2:cancelled"},
		"assistant waits":    {[]Command{{Do: DoSign, Leg: 2}, {Do: DoSuspend, Leg: 2, Reason: "r"}}, "handling 1:signed 2:cancelled"},
		"assistant suspended": {[]Command{{Do: DoSign, Leg: 2}, {Do: DoSuspend, Leg: 2, Reason: "r"}, {Do: DoGrantSuspension, Leg: 2}},
			"handling 1:signed 2:cancelled"},
		"assistant extends": {[]Command{{Do: DoSign, Leg: 2}, {Do: DoExtend, Leg: 2, Reason: "r", Until: monday.AddDate(0, 0, 16)}}, "handling 1:signed 2:cancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := testEnv(t)
			called := courseTo(t, env, append(append(append([]Command{}, both...), c.course...), off)...)
			if got := standing(called); got != c.want {
				t.Errorf("the case stands at %q; expected %q", got, c.want)
			}
			checkCase(t, called)
		})
	}
}

// TestCallingOffEndsWhatIsBelow: an assistant's own delegation goes with it.
func TestCallingOffEndsWhatIsBelow(t *testing.T) {
	t.Parallel()
	c := courseTo(t, testEnv(t), toReceive, Command{Do: DoDispatch, Units: []Assignment{{market, Lead}, {housing, Assist}}},
		Command{Do: DoSign, Leg: 2}, Command{Do: DoDelegate, Leg: 2, Unit: estates}, Command{Do: DoCancelLeg, Leg: 2, Reason: "no_need"})
	if got := standing(c); got != "handling 1:to_sign 2:cancelled 3:cancelled" {
		t.Errorf("the case stands at %q", got)
	}
	checkCase(t, c)
}

// TestEndorsementEndsWhatIsBelow, as handing in at once does.
func TestEndorsementEndsWhatIsBelow(t *testing.T) {
	t.Parallel()
	proposal := toSubmit
	proposal.Do = DoPropose
	c := courseTo(t, testEnv(t), handled(Command{Do: DoDelegate, Leg: 1, Unit: estates}, proposal, Command{Do: DoEndorse, Leg: 1})...)
	if got := standing(c); got != "to_review 1:submitted 2:cancelled" {
		t.Errorf("the case stands at %q", got)
	}
	checkCase(t, c)
	// Nor does a proposal pass where the citizen must be rung first.
	env := testEnv(t)
	env.Rules.RequireContact = true
	s := perform(t, env, receive(), dispatch(), sign())
	s.refuseAs(officer(housing), proposal, "conflict flow.contact_made")
	s.play(beat{at: "10-14 12:00", by: officer(housing), cmd: Command{Do: DoContact, Leg: 1, Note: "已联系"}, want: "handling 1:signed", clocks: "meet contact/1"})
	s.refuseAs(officer(housing), proposal, "done")
	// An import is not asked whether other systems' units had rung.
	silent := perform(t, env, receive(), dispatch(), sign())
	silent.refuseAs(staff(identity.Importer), toSubmit, "done")
}
