package demo

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/ident"
)

// house is the region's rules as an installation has them, with units known by
// their names.
func house(tb testing.TB, s *Scenario) *casework.Env {
	tb.Helper()
	policy, err := deadline.Preset("district")
	if err != nil {
		tb.Fatal(err)
	}
	cal, err := calendar.New(calendar.China())
	if err != nil {
		tb.Fatal(err)
	}
	units := make([]org.Unit, len(s.Units))
	for i, u := range s.Units {
		units[i] = org.Unit{ID: unitID(u.Name), Name: u.Name, List: u.List, Kind: u.Kind, Parent: unitID(u.Parent), Division: u.Division}
	}
	tree, err := org.NewTree(units)
	if err != nil {
		tb.Fatal(err)
	}
	ref := func(text string) casework.TextRef {
		h := fnv.New64a()
		h.Write([]byte(text))
		return casework.TextRef(strconv.FormatUint(h.Sum64(), 36))
	}
	return &casework.Env{Policy: policy, Calendar: cal, Units: tree, Rules: casework.DefaultRules(), Ref: ref}
}

// The scenario of the demonstration and another one, planned once for all
// tests, which only read them.
var (
	usual   = sync.OnceValues(func() (*Scenario, error) { return Plan(Seed) })
	another = sync.OnceValues(func() (*Scenario, error) { return Plan(otherSeed) })
)

const otherSeed = 1

func plan(tb testing.TB, seed uint64) *Scenario {
	tb.Helper()
	build := usual
	if seed == otherSeed {
		build = another
	}
	s, err := build()
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// folded gives every step to casework, as the desk would, and returns the
// cases by their place in the plan. Steps after the moment are left out.
func folded(tb testing.TB, s *Scenario, until time.Time) map[int]*casework.Case {
	tb.Helper()
	env := house(tb, s)
	f := &folder{env: env, cases: map[int]*casework.Case{}, place: map[ident.CaseID]int{}}
	units := map[string]ident.UnitID{}
	for _, u := range s.Units {
		units[u.Name] = unitID(u.Name)
	}
	actors := cast{units: units, actors: map[actorKey]identity.Actor{}}
	for _, step := range s.Steps {
		if step.At.After(until) {
			break
		}
		if err := f.give(step, actors.actor(step)); err != nil {
			tb.Fatalf("case %d at %s: %s on leg %d: %v", step.Case, step.At, step.Cmd.Do, step.Cmd.Leg, err)
		}
	}
	return f.cases
}

type folder struct {
	env   *casework.Env
	cases map[int]*casework.Case
	place map[ident.CaseID]int
}

func caseID(n int) ident.CaseID { return ident.CaseID(fmt.Sprintf("case-%d", n)) }

func (f *folder) give(step Step, by identity.Actor) error {
	cmd := step.Cmd
	if cmd.New != nil {
		n := *cmd.New
		n.ID, n.Number, n.Region = caseID(step.Case), ident.CaseNumber(caseID(step.Case)), RegionCode
		cmd.New = &n
	}
	for _, other := range step.Others {
		if f.cases[other] == nil {
			return fmt.Errorf("case %d is not there yet", other)
		}
		if cmd.Do == casework.DoSplit {
			cmd.Parts = append(slices.Clone(cmd.Parts), caseID(other))
			continue
		}
		cmd.Target = caseID(other)
	}
	mergedInto := ident.CaseID("")
	if c := f.cases[step.Case]; c != nil {
		mergedInto = c.MergedInto
	}
	if err := f.decide(step.Case, step.At, by, cmd); err != nil {
		return err
	}
	switch cmd.Do {
	case casework.DoMerge:
		return f.decide(step.Others[0], step.At, by, casework.Command{Do: casework.DoAbsorb, Target: caseID(step.Case)})
	case casework.DoUnmerge:
		var n int
		if _, err := fmt.Sscanf(string(mergedInto), "case-%d", &n); err != nil {
			return err
		}
		return f.decide(n, step.At, by, casework.Command{Do: casework.DoRelease, Target: caseID(step.Case)})
	}
	return nil
}

func (f *folder) decide(n int, at time.Time, by identity.Actor, cmd casework.Command) error {
	d, err := casework.Decide(f.env, f.cases[n], casework.Act{By: by, Now: at}, cmd)
	if err != nil {
		return err
	}
	f.cases[n] = casework.Apply(f.cases[n], d.Event)
	return nil
}
