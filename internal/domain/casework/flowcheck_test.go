package casework

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// tables are copies of both flows, to be spoilt.
type tables struct {
	cases Flow[CaseState]
	legs  Flow[LegState]
}

func (f *tables) onCase(do Action) *Row[CaseState] { return byAction(f.cases)[do] }
func (f *tables) onLeg(do Action) *Row[LegState]   { return byAction(f.legs)[do] }

func without[S ~string](f Flow[S], do Action) Flow[S] {
	return slices.DeleteFunc(f, func(r Row[S]) bool { return r.Do == do })
}

// TestFlowCheckFails spoils one thing at a time, and expects CheckFlow to say
// so: a check that can't fail proves nothing.
func TestFlowCheckFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*tables)
		want  string
	}{
		"action twice": {func(f *tables) { f.cases = append(f.cases, f.cases[0]) }, "case flow: action draft stands twice"},
		"action without a name": {
			func(f *tables) { f.onLeg(DoSign).Do = "shrug" }, "leg flow: action shrug has no Chinese name",
		},
		"action from nowhere":       {func(f *tables) { f.onCase(DoNote).From = nil }, "action note starts from no state"},
		"action from unknown state": {func(f *tables) { f.onCase(DoNote).From = cs{"limbo"} }, "action note starts from the unknown state limbo"},
		"from one state twice":      {func(f *tables) { f.onLeg(DoSign).From = ls{ToSign, ToSign} }, "action sign starts from to_sign twice"},
		"action to unknown state":   {func(f *tables) { f.onLeg(DoSign).To = "limbo" }, "action sign leads to the unknown state limbo"},
		"unknown permission":        {func(f *tables) { f.onLeg(DoSign).Need = "leg.shrug" }, "needs the unknown permission leg.shrug"},
		"unknown guard":             {func(f *tables) { f.onLeg(DoSign).Guards = gs{"in_good_mood"} }, "asks the unknown guard in_good_mood"},
		"unknown field":             {func(f *tables) { f.onLeg(DoSign).Ask = fs{"mood"} }, "asks the unknown field mood"},
		"field must and may":        {func(f *tables) { f.onLeg(DoSign).Ask = fs{AskNote} }, "both must and may carry note"},
		"unknown clock":             {func(f *tables) { f.onLeg(DoSign).Stop = ck{"tea"} }, "changes the unknown clock tea"},
		"legs of no units":          {func(f *tables) { f.onLeg(DoSign).Spawn = true }, "action sign makes legs of no units"},

		"leg action without permission": {func(f *tables) { f.onLeg(DoSign).Need = "" }, "leg flow: action sign needs no permission"},
		"case action without permission": {
			func(f *tables) { f.onCase(DoNote).Need = "" }, "action note is neither commanded nor driven",
		},
		"action of both machines": {func(f *tables) { f.onLeg(DoLegNote).Do = DoNote }, "action note is one of the case too"},
		"driving what is not there": {
			func(f *tables) { f.onLeg(DoSign).Drives = []Action{"cheer"} }, "leg flow: action sign drives cheer",
		},
		"driving a command": {
			func(f *tables) { f.onCase(DoDispatch).Drives = []Action{DoNote} }, "case flow: action dispatch drives note",
		},
		"driven by nobody": {func(f *tables) {
			for i := range f.legs {
				f.legs[i].Drives = slices.DeleteFunc(slices.Clone(f.legs[i].Drives), func(a Action) bool { return a == DoRecall })
			}
		}, "action recall is neither commanded nor driven"},
		"driven by more than legs": {
			func(f *tables) { f.onCase(DoRecall).Guards = gs{NotSupervised} }, "the driven action recall asks not_supervised",
		},
		"driven with a form": {func(f *tables) { f.onCase(DoRecall).Ask = fs{AskReason} }, "the driven action recall carries fields, and nobody fills them"},
		"mirror of nothing":  {func(f *tables) { f.onCase(DoAbsorb).Mirrors = "embrace" }, "action absorb mirrors embrace"},
		"mirror of a mirror": {func(f *tables) { f.onCase(DoAbsorb).Mirrors = DoRelease }, "action absorb mirrors release"},

		"unreachable state of the case": {func(f *tables) { f.cases = without(f.cases, DoWithdraw) }, "case flow: state withdrawn cannot be reached"},
		"unreachable state of a leg":    {func(f *tables) { f.onLeg(DoGrantSuspension).To = AtWork }, "leg flow: state suspended cannot be reached"},
		"dead end of the case": {func(f *tables) {
			f.cases = without(without(f.cases, DoRegister), DoDiscard)
		}, "case flow: state draft has no way out"},
		"dead end of a leg": {func(f *tables) {
			f.legs = without(f.legs, DoResume)
			f.onLeg(DoRedispatch).From, f.onLeg(DoCancelLeg).From = ls{ToSign}, ls{ToSign}
		}, "leg flow: state suspended has no way out"},
		"going in circles": {func(f *tables) {
			f.onCase(DoUntrack).To, f.onCase(DoRegister).To, f.onCase(DoDiscard).To = Draft, Tracked, Tracked
			f.onCase(DoResumeDuties).From = cs{Handling}
		}, "case flow: state tracked leads to no rest"},

		"clock left running by the case": {func(f *tables) {
			f.onCase(DoRefuse).Meet, f.onCase(DoRefuse).StopAll = nil, false
		}, "case flow: in state refused a clock can still run: dispatch"},
		"clock left running by a leg": {func(f *tables) { f.onLeg(DoCallBack).Meet = nil }, "leg flow: in state closed a clock can still run: callback"},
		"clock from dispatch left running": {
			func(f *tables) { f.onLeg(DoSubmit).Stop = ck{deadline.Return} }, "leg flow: in state closed a clock can still run: contact",
		},
		"clock met while it stands still": {
			func(f *tables) { f.onLeg(DoSubmit).From = ls{Signed, AtWork, Suspended} }, "action submit meets a clock that stands still: close",
		},
		"pause without end": {func(f *tables) { f.onLeg(DoResume).Resume = nil }, "meets a clock that stands still: close"},
		"clock that nothing starts": {
			func(f *tables) { f.onLeg(DoSign).Meet = ck{deadline.Sign, deadline.Track} }, "leg flow: action sign changes the track clock, which nothing starts",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := tables{slices.Clone(caseFlow), slices.Clone(legFlow)}
			c.spoil(&f)
			problems := checkFlows(f.cases, f.legs)
			found := slices.ContainsFunc(problems, func(err error) bool { return strings.Contains(err.Error(), c.want) })
			if !found {
				t.Errorf("not found: %q\nfound: %v", c.want, problems)
			}
		})
	}
	// The copies were spoilt, not the tables.
	for _, problem := range CheckFlow() {
		t.Error(problem)
	}
}

// TestEveryActionHasSomebody: each command can be given by at least one of the
// preset roles beside the importer, and what the unit asks it does not decide.
func TestEveryActionHasSomebody(t *testing.T) {
	t.Parallel()
	roles := map[identity.Permission][]identity.Role{}
	for role, may := range identity.Preset() {
		if role == identity.Importer {
			continue
		}
		for _, p := range may {
			roles[p] = append(roles[p], role)
		}
	}
	for _, row := range caseFlow {
		if row.Need != "" && len(roles[row.Need]) == 0 {
			t.Errorf("nobody may %s", row.Do)
		}
	}
	for _, row := range legFlow {
		if len(roles[row.Need]) == 0 {
			t.Errorf("nobody may %s", row.Do)
		}
	}
	for _, p := range []identity.Permission{identity.CaseAdjudicate, identity.CaseReview, identity.CaseCallBack, identity.CaseExclude} {
		for _, role := range roles[p] {
			if of := identity.As(role, "u", region, housing); slices.ContainsFunc(of.May, identity.Permission.OfUnit) {
				t.Errorf("%s handles legs and has %s as well", role, p)
			}
		}
	}
}

// TestEveryActionIsKnown: no action has a name and no row.
func TestEveryActionIsKnown(t *testing.T) {
	t.Parallel()
	for a := range actionNames {
		if caseRows[a] == nil && legRows[a] == nil && a != DoRecompute {
			t.Errorf("%s (%s) stands in no table", a, a.Chinese())
		}
	}
	for _, cmd := range []Action{"", "shrug", DoProgress, DoConclude, DoRecompute} {
		_, err := Decide(testEnv(t), received(t, testEnv(t)), centre(monday), Command{Do: cmd})
		if got := refusal(err); got != "invalid command.unknown" {
			t.Errorf("%q: %q", cmd, got)
		}
	}
	s := perform(t, testEnv(t), receive(), dispatch())
	s.refuseAs(staff(identity.Dispatcher), Command{Do: DoNote, Note: "备注", Leg: 1}, "invalid command.leg")
	s.refuseAs(clerk(housing), Command{Do: DoSign}, "not_found leg.not_found")
	s.refuseAs(clerk(housing), Command{Do: DoSign, Leg: -1}, "not_found leg.not_found")
}
