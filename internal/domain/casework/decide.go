package casework

import (
	"slices"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
)

// Decide says what a command comes to on a case, or why it may not be given:
// Denied for want of permission, Conflict when the state or a guard forbids
// it, Invalid when the command lacks something, carries what it may not, or
// goes on record before what is already there. It changes nothing.
//
// c is nil or empty for the first command of a new case.
func Decide(env *Env, c *Case, act Act, cmd Command) (Decision, error) {
	if c == nil {
		c = &Case{}
	}
	act.Now = clock.Micro(act.Now) // what the databases keep, and the chain covers
	d := &deciding{env: env, c: c, act: act, cmd: cmd}
	if row, ok := legRows[cmd.Do]; ok {
		return d.onLeg(row)
	}
	row, ok := caseRows[cmd.Do]
	if !ok || row.Need == "" {
		return Decision{}, errs.Newf(errs.Invalid, "command.unknown", "%q is not an action", "没有动作“%s”", cmd.Do)
	}
	return d.onCase(row)
}

// deciding is one decision being made.
type deciding struct {
	env   *Env
	c     *Case
	act   Act
	cmd   Command
	leg   *Leg // nil for an action on the case
	data  Data
	texts map[TextRef]string // nil until the first
	refs  []ruleRef          // made so far: every leg of a dispatch has the same
	cal   string             // the calendar's, once it is asked for
}

func (d *deciding) onCase(row *Row[CaseState]) (Decision, error) {
	if d.cmd.Leg != 0 {
		return Decision{}, errs.Newf(errs.Invalid, "command.leg", "%s concerns the case, not a leg", "动作 %s 针对诉求件，不针对承办任务", d.cmd.Do)
	}
	if err := admit(d, row, d.c.State, d.c.State.Chinese()); err != nil {
		return Decision{}, err
	}
	d.data.CaseTo = row.To
	if err := d.fill(); err != nil {
		return Decision{}, err
	}
	if row.Spawn {
		if err := d.spawnAssigned(); err != nil {
			return Decision{}, err
		}
	}
	if row.CancelLegs || row.CancelOpen {
		d.cancelLegs(row.CancelOpen)
	}
	clockSteps(d, row, nil)
	d.drive(row.Drives)
	return d.finish(), nil
}

func (d *deciding) onLeg(row *Row[LegState]) (Decision, error) {
	leg, ok := d.c.Leg(d.cmd.Leg)
	if !ok {
		return Decision{}, errNoLeg
	}
	d.leg = leg
	if err := admit(d, row, leg.State, leg.State.Chinese()); err != nil {
		return Decision{}, err
	}
	if d.c.ended() {
		return Decision{}, errs.New(errs.Conflict, "case.ended", "the case has ended: "+string(d.c.State), "诉求件"+d.c.State.Chinese())
	}
	d.data.LegTo = row.To
	if err := d.fill(); err != nil {
		return Decision{}, err
	}
	if row.CancelLegs {
		d.cancelChildren()
	}
	if row.Spawn {
		if err := d.spawnFromLeg(); err != nil {
			return Decision{}, err
		}
	}
	clockSteps(d, row, leg)
	if row.To == Signed {
		d.beginSigned(leg)
	}
	if err := d.extendClose(); err != nil {
		return Decision{}, err
	}
	d.drive(row.Drives)
	return d.finish(), nil
}

// admit asks, in this order: permission, state, fields, guards, time.
func admit[S ~string](d *deciding, row *Row[S], state S, stateName string) error {
	region := d.act.By.Region
	if err := identity.Require(d.act.By, row.Need, target(d.c, d.leg, region)); err != nil {
		return err
	}
	if !slices.Contains(row.From, state) {
		return errs.New(errs.Conflict, "flow.state",
			string(row.Do)+" is not possible now: the state is "+string(state),
			"当前状态（"+stateName+"）不能"+row.Do.Chinese())
	}
	if err := checkFields(d.act.By, &d.cmd, row.Ask, row.May); err != nil {
		return err
	}
	s := scene{env: d.env, c: d.c, leg: d.leg, act: d.act}
	for _, g := range row.Guards {
		if rule := guardTable[g]; !rule.holds(s) {
			return errs.New(errs.Conflict, "flow."+string(g), rule.en, rule.zh)
		}
	}
	if d.act.Now.Before(d.c.LastAt) {
		return tooEarly(d.c, d.act)
	}
	return nil
}

func tooEarly(c *Case, act Act) error {
	return errs.New(errs.Invalid, "flow.order",
		"at "+act.Now.Format(time.RFC3339)+", before the case's last step at "+c.LastAt.Format(time.RFC3339),
		"时间早于上一步")
}

// drive takes the first row of the case's machine that fits after the step,
// and adds what it does to the same event.
func (d *deciding) drive(candidates []Action) {
	if len(candidates) == 0 {
		return
	}
	// Guards of driven rows ask how far the legs have come, and nothing else.
	after := Case{State: d.c.State, Legs: make([]Leg, len(d.c.Legs), len(d.c.Legs)+len(d.data.Spawn))}
	copy(after.Legs, d.c.Legs)
	e := d.event()
	foldStates(&after, &e)
	s := scene{env: d.env, c: &after, act: d.act}
	for _, a := range candidates {
		if row := caseRows[a]; slices.Contains(row.From, after.State) && guardsHold(row.Guards, s) {
			d.data.CaseTo = row.To
			clockSteps(d, row, nil)
			return
		}
	}
}

func guardsHold(guards []Guard, s scene) bool {
	for _, g := range guards {
		if !guardTable[g].holds(s) {
			return false
		}
	}
	return true
}

func (d *deciding) event() Event {
	return Event{
		Case:    d.caseID(),
		Version: d.c.Version + 1,
		Action:  d.cmd.Do,
		Leg:     d.cmd.Leg,
		At:      d.act.Now,
		By:      By{User: d.act.By.ID, Role: d.act.By.Role},
		Data:    d.data,
		Prev:    d.c.Hash,
	}
}

func (d *deciding) finish() Decision { return Decision{Event: d.event(), Texts: d.texts} }
