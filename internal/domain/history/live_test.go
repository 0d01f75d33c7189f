package history_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// TestWhateverHappenedHereComesBack: a case that staff took any way through
// the flow is written so that it can be taken in elsewhere, is written there
// in the same words, and is nothing new where it came from.
func TestWhateverHappenedHereComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		here, there := newWorld(t), newWorld(t)
		l := &life{rt: rt, world: here, now: local("2019-10-08 09:00")}
		l.live("A1")
		text := here.export(t, "A1")
		if p := here.plan(t, text); len(p.Courses) > 0 || !p.Clean() {
			rt.Fatalf("%d cases go on; problems %v after %v of\n%s", len(p.Courses), problems(p), l.done, text)
		}
		if bad := problems(there.take(t, text)); len(bad) > 0 {
			rt.Fatalf("bad rows %v after %v of\n%s", bad, l.done, text)
		}
		if there.cases["A1"] == nil {
			return // left out
		}
		if d := cmp.Diff(text, there.export(t, "A1")); d != "" {
			rt.Fatalf("after %v:\n%s", l.done, d)
		}
	})
}

// life is a case that is handled here.
type life struct {
	rt    *rapid.T
	world *world
	now   time.Time
	done  []casework.Action
}

// everyone has every permission: who may do what is not asked here.
func everyone() identity.Actor { return identity.As(identity.Importer, "everyone", region) }

func (l *life) live(number ident.CaseNumber) {
	var c *casework.Case
	for range rapid.IntRange(1, 40).Draw(l.rt, "commands") {
		act := casework.Act{By: everyone(), Now: l.now}
		offers := casework.Allowed(l.world.env, c, act)
		if c == nil {
			offers = []casework.Offer{{Do: casework.DoReceive, Ask: []casework.Field{casework.AskNew}}}
		}
		if len(offers) == 0 {
			break
		}
		o := rapid.SampledFrom(onward(l.rt, offers)).Draw(l.rt, "offer")
		d, err := casework.Decide(l.world.env, c, act, l.form(c, o, number))
		if err != nil {
			continue // a form that was filled wrongly
		}
		c = casework.Apply(c, d.Event)
		l.done = append(l.done, o.Do)
		l.now = l.now.Add(time.Duration(rapid.SampledFrom([]int{0, 30, 600, 3600, 86400, 500000}).Draw(l.rt, "later")) * time.Second)
	}
	l.world.cases[number] = c
}

// onward are mostly the offers that take a case through its main course, for
// most of all offers are notes and marks.
func onward(rt *rapid.T, offers []casework.Offer) []casework.Offer {
	main := slices.DeleteFunc(slices.Clone(offers), func(o casework.Offer) bool {
		return !slices.Contains([]casework.Action{
			casework.DoDispatch, casework.DoAddAssist, casework.DoSign, casework.DoReturn, casework.DoUpholdReturn, casework.DoRejectReturn, casework.DoRedispatch,
			casework.DoSubmit, casework.DoAccept, casework.DoSendBack, casework.DoAttempt, casework.DoCallBack, casework.DoRevisit, casework.DoRework,
			casework.DoExtend, casework.DoGrantExtension, casework.DoSuspend, casework.DoGrantSuspension, casework.DoResume,
		}, o.Do)
	})
	if len(main) == 0 || rapid.IntRange(0, 4).Draw(rt, "aside") == 4 {
		return offers
	}
	return main
}

// form fills what an offer asks for.
func (l *life) form(c *casework.Case, o casework.Offer, number ident.CaseNumber) casework.Command {
	cmd := casework.Command{Do: o.Do, Leg: o.Leg}
	for _, f := range o.Ask {
		switch f {
		case casework.AskReason:
			cmd.Reason = "reason"
		case casework.AskBasis:
			cmd.Basis = "basis"
		case casework.AskNote:
			cmd.Note = "note"
		case casework.AskReply:
			cmd.Reply = "reply"
		case casework.AskUnits:
			role := casework.Assist
			if o.Do == casework.DoDispatch {
				role = casework.Lead
			}
			cmd.Units = []casework.Assignment{{Unit: l.unit(), Role: role}}
		case casework.AskUnit:
			cmd.Unit = l.unit()
		case casework.AskUntil:
			cmd.Until = l.now.AddDate(0, 0, 40)
			if k, ok := c.Clock(deadline.Close, o.Leg); ok && !k.Due.IsZero() {
				cmd.Until = k.Due.AddDate(0, 0, 1)
			}
		case casework.AskAnswer:
			cmd.Answer = &survey.Answer{
				Outcome: rapid.SampledFrom(survey.Verdicts()).Draw(l.rt, "verdict"),
				Solved:  rapid.SampledFrom([]survey.Solved{"", survey.SolvedYes, survey.SolvedPartly, survey.SolvedNo}).Draw(l.rt, "solved"),
			}
		case casework.AskTarget:
			cmd.Target = "another"
		case casework.AskParts:
			cmd.Parts = []ident.CaseID{"part"}
		case casework.AskNew:
			cmd.New = &casework.NewIntake{
				ID: "case", Number: number, Region: region, Title: "路灯", Content: "不亮",
				Intake: casework.Intake{Channel: casework.Web, Kind: casework.Help, Subject: "民政"},
			}
		case casework.AskAmend:
			kind := casework.Complain
			cmd.Amend = &casework.Amendment{Kind: &kind}
		case casework.AskTags:
			cmd.Tags = []casework.Tag{{Topic: "city", Facet: "noise"}}
		case casework.AskLevel:
			cmd.Level = 1
		case casework.AskRoute:
			cmd.Route = "诉讼"
		case casework.AskOffice:
			cmd.Office = "office"
		case casework.AskResult:
			cmd.Result = casework.ResultSolved
		case casework.AskPublicReply, casework.AskScope, casework.AskEvidence, casework.AskDues:
		}
	}
	return cmd
}

func (l *life) unit() ident.UnitID {
	return ident.UnitID("u-" + rapid.SampledFrom([]string{"住建局", "花园街道", "供水公司"}).Draw(l.rt, "unit"))
}

// TestLivesReachWhatMatters: the property above speaks of more than notes.
func TestLivesReachWhatMatters(t *testing.T) {
	t.Parallel()
	lives := rapid.Custom(func(rt *rapid.T) []casework.Action {
		l := &life{rt: rt, world: newWorld(t), now: local("2019-10-08 09:00")}
		l.live("A1")
		return l.done
	})
	seen := map[casework.Action]bool{}
	for seed := range 150 {
		for _, do := range lives.Example(seed) {
			seen[do] = true
		}
	}
	for _, do := range []casework.Action{
		casework.DoSign, casework.DoReturn, casework.DoUpholdReturn, casework.DoSubmit, casework.DoAccept, casework.DoCallBack, casework.DoAddAssist,
		casework.DoRework, casework.DoExtend, casework.DoGrantExtension, casework.DoSuspend, casework.DoGrantSuspension, casework.DoResume, casework.DoRevisit,
	} {
		if !seen[do] {
			t.Errorf("no life has %s", do)
		}
	}
}
