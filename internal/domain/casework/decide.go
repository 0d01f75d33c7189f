package casework

import (
	"slices"
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
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
	d := &deciding{env: env, c: c, act: act, cmd: cmd, texts: map[TextRef]string{}}
	if row, ok := legRow(cmd.Do); ok {
		return d.onLeg(row)
	}
	row, ok := caseRow(cmd.Do)
	if !ok || row.Need == "" {
		return Decision{}, errs.Invalidf("command.unknown", "%q is not an action", cmd.Do)
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
	texts map[TextRef]string
}

func (d *deciding) onCase(row Row[CaseState]) (Decision, error) {
	if d.cmd.Leg != 0 {
		return Decision{}, errs.Invalidf("command.leg", "%s concerns the case, not a leg", d.cmd.Do)
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
	if row.CancelLegs {
		d.cancelLegs()
	}
	if err := clockSteps(d, row, 0); err != nil {
		return Decision{}, err
	}
	if err := d.drive(row.Drives, 0); err != nil {
		return Decision{}, err
	}
	return d.finish(0), nil
}

func (d *deciding) onLeg(row Row[LegState]) (Decision, error) {
	leg, ok := d.c.Leg(d.cmd.Leg)
	if !ok {
		return Decision{}, errs.New(errs.NotFound, "leg.not_found", "the case has no such leg", "没有该承办任务")
	}
	d.leg = leg
	if err := admit(d, row, leg.State, leg.State.Chinese()); err != nil {
		return Decision{}, err
	}
	if d.c.State.Final() || d.c.State == Merged || d.c.State == Withdrawn {
		return Decision{}, errs.New(errs.Conflict, "case.ended", "the case has ended: "+string(d.c.State), "诉求件"+d.c.State.Chinese())
	}
	d.data.LegTo = row.To
	if err := d.fill(); err != nil {
		return Decision{}, err
	}
	if row.Spawn {
		if err := d.spawnFromLeg(); err != nil {
			return Decision{}, err
		}
	}
	if err := clockSteps(d, row, leg.Seq); err != nil {
		return Decision{}, err
	}
	if err := d.extendClose(); err != nil {
		return Decision{}, err
	}
	if err := d.drive(row.Drives, leg.Seq); err != nil {
		return Decision{}, err
	}
	return d.finish(leg.Seq), nil
}

// admit asks, in this order: permission, state, fields, guards, time.
func admit[S ~string](d *deciding, row Row[S], state S, stateName string) error {
	region := d.act.By.Region
	if err := identity.Require(d.act.By, row.Need, target(d.c, d.leg, region)); err != nil {
		return err
	}
	if !slices.Contains(row.From, state) {
		return errs.New(errs.Conflict, "flow.state",
			string(row.Do)+" is not possible now: the state is "+string(state),
			"当前状态（"+stateName+"）不能"+row.Do.Chinese())
	}
	if err := fields(d.cmd, row.Ask, row.May); err != nil {
		return err
	}
	s := scene{env: d.env, c: d.c, leg: d.leg, act: d.act}
	for _, g := range row.Guards {
		if rule := guardTable[g]; !rule.holds(s) {
			return errs.New(errs.Conflict, "flow."+string(g), rule.en, rule.zh)
		}
	}
	if d.act.Now.Before(d.c.LastAt) {
		return errs.New(errs.Invalid, "flow.order",
			"at "+d.act.Now.Format(time.RFC3339)+", before the case's last step at "+d.c.LastAt.Format(time.RFC3339),
			"时间早于上一步")
	}
	return nil
}

func fields(cmd Command, ask, may []Field) error {
	have := cmd.carried()
	if f, short := missing(ask, have); short {
		return errs.New(errs.Invalid, "command.missing", string(cmd.Do)+" needs "+string(f), cmd.Do.Chinese()+"须填写"+f.Chinese())
	}
	for _, f := range have {
		if !slices.Contains(ask, f) && !slices.Contains(may, f) {
			return errs.New(errs.Invalid, "command.unexpected", string(cmd.Do)+" takes no "+string(f), cmd.Do.Chinese()+"不应填写"+f.Chinese())
		}
	}
	return nil
}

// drive takes the first row of the case's machine that fits after the step (of
// a leg, or 0), and adds what it does to the same event.
func (d *deciding) drive(candidates []Action, leg int) error {
	if len(candidates) == 0 {
		return nil
	}
	after := d.c.Clone()
	fold(after, d.event(leg))
	s := scene{env: d.env, c: after, act: d.act}
	for _, a := range candidates {
		row, ok := caseRow(a)
		if !ok || !slices.Contains(row.From, after.State) || !guardsHold(row.Guards, s) {
			continue
		}
		d.data.CaseTo = row.To
		return clockSteps(d, row, 0)
	}
	return nil
}

func guardsHold(guards []Guard, s scene) bool {
	for _, g := range guards {
		if !guardTable[g].holds(s) {
			return false
		}
	}
	return true
}

func (d *deciding) event(leg int) Event {
	return Event{
		Case:    d.caseID(),
		Version: d.c.Version + 1,
		Action:  d.cmd.Do,
		Leg:     leg,
		At:      d.act.Now,
		By:      By{User: d.act.By.ID, Role: d.act.By.Role},
		Data:    d.data,
		Prev:    d.c.Hash,
	}
}

func (d *deciding) finish(leg int) Decision {
	return Decision{Event: d.event(leg), Texts: d.texts}
}

// extendClose checks the limit that an extension asks for, and moves the
// close clock when it is granted.
func (d *deciding) extendClose() error {
	if d.cmd.Do != DoExtend && d.cmd.Do != DoGrantExtension {
		return nil
	}
	until := d.cmd.Until
	if until.IsZero() {
		until = d.leg.Asked.Until
	}
	k, ok := d.c.Clock(deadline.Close, d.leg.Seq)
	if !ok || k.Due.IsZero() {
		return nil // no limit to extend
	}
	if !until.After(k.Due) {
		return errs.New(errs.Invalid, "extension.until", "the new limit must be later than "+k.Due.Format(time.RFC3339), "延期后的期限须晚于原期限")
	}
	if d.cmd.Do == DoGrantExtension {
		d.data.Until = until
		d.add(ClockStep{Op: ClockExtend, Kind: deadline.Close, Leg: d.leg.Seq, Due: until})
	}
	return nil
}
