package casework

import (
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
)

// Recompute says what the calendar in force does to the limits of a case that
// still run: each is counted anew from its start, with its pauses and
// extensions; what has ended stays as it was counted (domain.md §4). ok is
// false when nothing moves. It is no row of the flow: nobody takes it, and no
// state changes. Error: Denied without the permission of the system.
func Recompute(env *Env, c *Case, act Act) (d Decision, ok bool, err error) {
	if err := identity.Require(act.By, identity.SystemStep, target(c, nil, act.By.Region)); err != nil {
		return Decision{}, false, err
	}
	act.Now = clock.Micro(act.Now)
	if act.Now.Before(c.LastAt) {
		return Decision{}, false, tooEarly(c, act)
	}
	making := deciding{env: env, c: c, act: act, cmd: Command{Do: DoRecompute}}
	making.data.Clocks = moved(env, c)
	if len(making.data.Clocks) == 0 {
		return Decision{}, false, nil
	}
	return making.finish(), true, nil
}

func moved(env *Env, c *Case) []ClockStep {
	var steps []ClockStep
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if !k.Open() || k.Due.IsZero() || k.Calendar == env.Calendar.Ref() {
			continue
		}
		rule, ok := env.rule(k.Rule)
		if !ok {
			continue
		}
		if due := k.course().Effective(env.Calendar, rule); !due.Equal(k.Due) {
			steps = append(steps, ClockStep{Op: ClockAmend, Kind: k.Kind, Leg: k.Leg, Due: due, Calendar: env.Calendar.Ref()})
		}
	}
	return steps
}

// course is what happened to the clock, in the terms of deadlines.
func (k *Clock) course() deadline.Course {
	c := deadline.Course{Start: k.Start, Due: k.Due}
	for _, p := range k.Pauses {
		c.Pauses = append(c.Pauses, deadline.Pause(p))
	}
	for _, x := range k.Extended {
		c.Extended = append(c.Extended, deadline.Extension(x))
	}
	return c
}
