package casework

import (
	"fmt"
	"slices"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
)

// CheckFlow proves of both tables, before anything runs on them: every action
// stands once, every state, guard, field, clock, permission and driven action
// is known, every state can be reached and leads to rest, every clock that is
// changed is started somewhere, and on every path each clock that was started
// has been met or stopped when the machine rests.
func CheckFlow() []error { return checkFlows(caseFlow, legFlow) }

func checkFlows(cases Flow[CaseState], legs Flow[LegState]) []error {
	ofCase := machine[CaseState]{"case", cases, NewCase, CaseStates(), caseRests, CaseState.Final, nil}
	ofLeg := machine[LegState]{"leg", legs, ToSign, LegStates(), legRests, func(s LegState) bool { return !s.Live() }, SpawnClocks()}
	return slices.Concat(
		ofCase.checkRows(), ofLeg.checkRows(),
		checkDriven(cases, legs),
		ofCase.checkReach(), ofLeg.checkReach(),
		ofCase.checkStarts(), ofLeg.checkStarts(),
		ofCase.checkClocks(), ofLeg.checkClocks(),
	)
}

// machine is one table with what it starts from and comes to.
type machine[S ~string] struct {
	name    string
	rows    Flow[S]
	start   S
	states  []S
	rests   func(S) bool     // nothing may be running
	final   func(S) bool     // no way out
	running []deadline.Clock // from the start
}

func legRests(s LegState) bool { return s == LegClosed || !s.Live() }

func (m machine[S]) errorf(format string, args ...any) error {
	return fmt.Errorf(m.name+" flow: "+format, args...)
}

func (m machine[S]) checkRows() []error {
	var problems []error
	seen := map[Action]bool{}
	for i := range m.rows {
		r := &m.rows[i]
		if seen[r.Do] {
			problems = append(problems, m.errorf("action %s stands twice", r.Do))
		}
		seen[r.Do] = true
		for _, wrong := range r.faults(m.states) {
			problems = append(problems, m.errorf("action %s %s", r.Do, wrong))
		}
	}
	return problems
}

// faults are what a row says by itself that means nothing.
func (r *Row[S]) faults(states []S) []string {
	var faults []string
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	fault(r.Do.Chinese() == "", "has no Chinese name")
	fault(len(r.From) == 0, "starts from no state")
	for i, s := range r.From {
		fault(!slices.Contains(states, s), "starts from the unknown state %s", s)
		fault(slices.Contains(r.From[:i], s), "starts from %s twice", s)
	}
	fault(r.To != "" && !slices.Contains(states, r.To), "leads to the unknown state %s", r.To)
	fault(r.Need != "" && !slices.Contains(identity.Permissions(), r.Need), "needs the unknown permission %s", r.Need)
	for _, g := range r.Guards {
		fault(guardTable[g].holds == nil, "asks the unknown guard %s", g)
	}
	for _, f := range slices.Concat(r.Ask, r.May) {
		fault(f.Chinese() == "", "asks the unknown field %s", f)
		fault(slices.Contains(r.Ask, f) && slices.Contains(r.May, f), "both must and may carry %s", f)
	}
	for _, k := range slices.Concat(r.Start, r.Meet, r.Stop, r.Miss, r.Pause, r.Resume, r.Reopen) {
		fault(k.Chinese() == "", "changes the unknown clock %s", k)
	}
	fault(r.Spawn && !slices.Contains(r.Ask, AskUnits) && !slices.Contains(r.Ask, AskUnit), "makes legs of no units")
	return faults
}

// driveGuards are those that ask how far the legs have come; a driven action
// is decided on nothing else.
func driveGuards() []Guard {
	return []Guard{AllLegsClosed, AllLegsAccepted, AllLegsSubmitted, AnyLegWorking, NoLeadLeft}
}

func checkDriven(cases Flow[CaseState], legs Flow[LegState]) []error {
	var problems []error
	ofCase := byAction(cases)
	driven := map[Action]bool{}
	drives := func(name string, do Action, what []Action) {
		for _, a := range what {
			driven[a] = true
			if row, ok := ofCase[a]; !ok || row.Need != "" {
				problems = append(problems, fmt.Errorf("%s flow: action %s drives %s, which is not a driven action of the case", name, do, a))
			}
		}
	}
	for i := range legs {
		r := &legs[i]
		if r.Need == "" {
			problems = append(problems, fmt.Errorf("leg flow: action %s needs no permission", r.Do))
		}
		if ofCase[r.Do] != nil {
			problems = append(problems, fmt.Errorf("leg flow: action %s is one of the case too", r.Do))
		}
		drives("leg", r.Do, r.Drives)
	}
	for i := range cases {
		drives("case", cases[i].Do, cases[i].Drives)
	}
	for i := range cases {
		r := &cases[i]
		if r.Need == "" && !driven[r.Do] {
			problems = append(problems, fmt.Errorf("case flow: action %s is neither commanded nor driven", r.Do))
		}
		if r.Need == "" && len(r.Ask)+len(r.May) > 0 {
			problems = append(problems, fmt.Errorf("case flow: the driven action %s carries fields, and nobody fills them", r.Do))
		}
		for _, g := range r.Guards {
			if r.Need == "" && !slices.Contains(driveGuards(), g) {
				problems = append(problems, fmt.Errorf("case flow: the driven action %s asks %s, which looks at more than the legs", r.Do, g))
			}
		}
		if r.Mirrors != "" && (ofCase[r.Mirrors] == nil || ofCase[r.Mirrors].Mirrors != "") {
			problems = append(problems, fmt.Errorf("case flow: action %s mirrors %s, which nobody gives", r.Do, r.Mirrors))
		}
	}
	return problems
}

// checkReach follows the rows forward from the start and backward from rest.
func (m machine[S]) checkReach() []error {
	reached := map[S]bool{m.start: true}
	ends := map[S]bool{}
	for _, s := range m.states {
		ends[s] = m.rests(s)
	}
	for grew := true; grew; {
		grew = false
		for i := range m.rows {
			r := &m.rows[i]
			for _, from := range r.From {
				if r.To == "" {
					continue
				}
				if reached[from] && !reached[r.To] {
					reached[r.To], grew = true, true
				}
				if ends[r.To] && !ends[from] {
					ends[from], grew = true, true
				}
			}
		}
	}
	var problems []error
	for _, s := range m.states {
		if !reached[s] {
			problems = append(problems, m.errorf("state %s cannot be reached", s))
		}
		if !ends[s] {
			problems = append(problems, m.errorf("state %s leads to no rest", s))
		}
		leaves := func(r Row[S]) bool { return r.To != "" && r.To != s && slices.Contains(r.From, s) }
		if !m.final(s) && !slices.ContainsFunc(m.rows, leaves) {
			problems = append(problems, m.errorf("state %s has no way out", s))
		}
	}
	return problems
}
