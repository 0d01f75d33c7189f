package history_test

import (
	"os"
	"strings"
	"testing"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// handled takes a case of a name through commands, an hour apart.
func (w *world) handled(t *testing.T, in casework.Intake, cmds ...casework.Command) *casework.Case {
	t.Helper()
	in.Channel, in.Kind = casework.Web, casework.Help
	cmds = append([]casework.Command{{Do: casework.DoReceive, New: &casework.NewIntake{ID: "case", Number: "A1", Region: region, Intake: in}}}, cmds...)
	var c *casework.Case
	now := local("2019-10-08 09:00")
	for _, cmd := range cmds {
		by := everyone()
		if cmd.Do == casework.DoExclude {
			by = identity.As(identity.Importer, "another", region) // who asked may not decide
		}
		d, err := casework.Decide(w.env, c, casework.Act{By: by, Now: now}, cmd)
		if err != nil {
			t.Fatalf("%s: %v", cmd.Do, err)
		}
		c = casework.Apply(c, d.Event)
		now = now.Add(3600e9)
	}
	w.cases["A1"] = c
	return c
}

// TestWhatColumnsCannotHold: the list of docs/import.md. Each of these is on
// record here, and is not once the case was written and taken in elsewhere.
func TestWhatColumnsCannotHold(t *testing.T) {
	t.Parallel()
	do := func(a casework.Action, leg int) casework.Command {
		return casework.Command{Do: a, Leg: leg, Reason: "reason", Note: "note"}
	}
	dispatch := casework.Command{Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u-住建局", Role: casework.Lead}}}
	sign := casework.Command{Do: casework.DoSign, Leg: 1}
	submit := casework.Command{Do: casework.DoSubmit, Leg: 1, Reply: "已换灯具", Result: casework.ResultSolved}
	accept := casework.Command{Do: casework.DoAccept, Leg: 1}
	call := casework.Command{Do: casework.DoCallBack, Leg: 1, Answer: &survey.Answer{Outcome: survey.Satisfied, Attitude: survey.Basic}}
	extend := casework.Command{Do: casework.DoExtend, Leg: 1, Reason: "reason", Until: local("2019-10-25 00:00")}
	leg := func(ask func(l *casework.Leg) bool) func(*casework.Case) bool {
		return func(c *casework.Case) bool { return len(c.Legs) > 0 && ask(&c.Legs[0]) }
	}
	guide, err := os.ReadFile("../../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		intake casework.Intake
		cmds   []casework.Command
		has    func(c *casework.Case) bool
	}{
		"returns": {
			cmds: []casework.Command{dispatch, {Do: casework.DoReturn, Leg: 1, Reason: "reason", Basis: "basis"}, do(casework.DoUpholdReturn, 1), {Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u-花园街道", Role: casework.Lead}}}},
			has:  leg(func(l *casework.Leg) bool { return l.Returns > 0 || !l.State.Live() }),
		},
		"extensions": {
			cmds: []casework.Command{dispatch, sign, extend, {Do: casework.DoGrantExtension, Leg: 1}, submit, accept},
			has:  leg(func(l *casework.Leg) bool { return l.Extensions > 0 }),
		},
		"pauses": {
			cmds: []casework.Command{dispatch, sign, do(casework.DoSuspend, 1), {Do: casework.DoGrantSuspension, Leg: 1}, {Do: casework.DoResume, Leg: 1}, submit, accept},
			has:  leg(func(l *casework.Leg) bool { return l.Suspensions > 0 }),
		},
		"what was sent back": {
			cmds: []casework.Command{dispatch, sign, submit, do(casework.DoSendBack, 1), submit, accept},
			has:  leg(func(l *casework.Leg) bool { return l.SentBack > 0 }),
		},
		"exclusions": {
			cmds: []casework.Command{dispatch, sign, submit, accept, call, do(casework.DoProposeExclude, 1), do(casework.DoExclude, 1)},
			has:  leg(func(l *casework.Leg) bool { return l.Exclusion != nil }),
		},
		"results": {
			cmds: []casework.Command{dispatch, sign, submit, accept},
			has:  leg(func(l *casework.Leg) bool { return l.Result == casework.ResultSolved }),
		},
		"replies": {
			cmds: []casework.Command{dispatch, sign, submit, accept},
			has:  leg(func(l *casework.Leg) bool { return l.Reply == "ref of 已换灯具" }),
		},
		"the centre's answers": {
			cmds: []casework.Command{{Do: casework.DoAnswer, Reply: "已答复"}},
			has:  func(c *casework.Case) bool { return c.Answer.Reply == "ref of 已答复" },
		},
		"attitudes": {
			cmds: []casework.Command{dispatch, sign, submit, accept, call},
			has:  leg(func(l *casework.Leg) bool { return l.Last().Attitude != "" }),
		},
		"attempts before a call-back": {
			cmds: []casework.Command{dispatch, sign, submit, accept, do(casework.DoAttempt, 1), do(casework.DoAttempt, 1), call},
			has:  leg(func(l *casework.Leg) bool { return len(l.Calls) > 1 }),
		},
		"hastening":   {cmds: []casework.Command{dispatch, {Do: casework.DoHasten}}, has: func(c *casework.Case) bool { return c.Hastened > 0 }},
		"supervision": {cmds: []casework.Command{dispatch, {Do: casework.DoSupervise, Level: 1, Reason: "reason"}}, has: func(c *casework.Case) bool { return c.Supervision > 0 }},
		"tracking": {
			cmds: []casework.Command{dispatch, sign, submit, accept, call, {Do: casework.DoTrack, Reason: "reason", Until: local("2020-10-08 09:00")}},
			has:  func(c *casework.Case) bool { return !c.TrackedUntil.IsZero() },
		},
		"archiving": {
			cmds: []casework.Command{dispatch, sign, submit, accept, call, {Do: casework.DoArchive}},
			has:  func(c *casework.Case) bool { return c.State == casework.Archived },
		},
		"publication": {cmds: []casework.Command{dispatch, {Do: casework.DoPublish}}, has: func(c *casework.Case) bool { return c.Public }},
		"disclosure":  {intake: casework.Intake{Disclosure: casework.Confidential}, cmds: []casework.Command{dispatch}, has: func(c *casework.Case) bool { return c.Disclosure != "" }},
		"urgency":     {intake: casework.Intake{Urgency: casework.Urgent}, cmds: []casework.Command{dispatch}, has: func(c *casework.Case) bool { return c.Urgency == casework.Urgent }},
		"the place":   {intake: casework.Intake{Division: "330802001"}, cmds: []casework.Command{dispatch}, has: func(c *casework.Case) bool { return c.Division != "" }},
		"who did it":  {cmds: []casework.Command{dispatch}, has: func(c *casework.Case) bool { return c.ReceivedBy == "everyone" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(strings.ReplaceAll(string(guide), "\n", " "), name) {
				t.Error("docs/import.md does not name it")
			}
			here, there := newWorld(t), newWorld(t)
			was := here.handled(t, c.intake, c.cmds...)
			if !c.has(was) {
				t.Fatal("it is not on record here")
			}
			// As the desk does, whoever imports is on record.
			there.must(t, here.export(t, "A1"))
			is := there.cases["A1"]
			if c.has(is) {
				t.Error("it is on record elsewhere: docs/import.md says otherwise")
			}
			keptAlike(t, was, is)
		})
	}
}

// keptAlike: what figures are made of came along.
func keptAlike(t *testing.T, was, is *casework.Case) {
	t.Helper()
	var counted []casework.Leg
	for i := range was.Legs {
		if was.Legs[i].Counts() {
			counted = append(counted, was.Legs[i])
		}
	}
	if len(counted) != len(is.Legs) {
		t.Fatalf("%d legs came to %d", len(counted), len(is.Legs))
	}
	for i, l := range counted {
		m := is.Legs[i]
		if l.Unit != m.Unit || !l.DispatchedAt.Equal(m.DispatchedAt) || !l.ClosedAt.Equal(m.ClosedAt) || l.Last().Outcome != m.Last().Outcome {
			t.Errorf("leg\n%+v\ncame to\n%+v", l, m)
		}
		for _, kind := range []deadline.Clock{deadline.Sign, deadline.Close, deadline.CallBack} {
			a, b := was.Kept(kind, l.Seq), is.Kept(kind, m.Seq)
			if !a.Due.Equal(b.Due) || a.Met.IsZero() != b.Met.IsZero() {
				t.Errorf("the %s limit %+v came to %+v", kind, a, b)
			}
		}
	}
}
