package casework

import (
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// spawnAssigned makes legs of the command's assignments, for an action on the
// case. Afterwards exactly one lead carries the case (domain.md §3.2, 派单).
func (d *deciding) spawnAssigned() error {
	leads := 0
	if d.c.hasLead() {
		leads++
	}
	for _, a := range d.cmd.Units {
		switch a.Role {
		case Lead:
			leads++
		case Assist:
		default:
			return errs.Newf(errs.Invalid, "unit.role", "%q is not a role; expected lead or assist", "“%s”不是承办角色，应为 lead（主办）或 assist（协办）", a.Role)
		}
	}
	// Another system's history may begin with an assisting unit, its lead having
	// been given to somebody else; only imports bring their own limits.
	awaited := leads == 0 && d.cmd.Dues != nil
	if leads != 1 && !awaited {
		return errs.New(errs.Invalid, "units.lead", "a case has exactly one lead unit", "主办单位必须且只能有一个")
	}
	return d.spawn(d.cmd.Units, 0)
}

// spawnFromLeg makes the legs that an action on a leg brings: the new holder
// of a redispatched duty, the assistants that a unit invites, or a child.
func (d *deciding) spawnFromLeg() error {
	switch d.cmd.Do {
	case DoRedispatch:
		if d.cmd.Unit == d.leg.Unit {
			// A leg with new clocks for the same unit would wipe out its delay.
			return errs.New(errs.Conflict, "unit.same", "the leg is with this unit already", "该任务已由该单位承办")
		}
		return d.spawn([]Assignment{{Unit: d.cmd.Unit, Role: d.leg.Role}}, 0)
	case DoDelegate:
		if !d.env.Units.Under(d.cmd.Unit, d.leg.Unit) {
			return errs.New(errs.Invalid, "unit.not_below", "a leg is delegated to a unit below one's own; others are invited to assist, or the leg is returned", "只能下派给本单位下属单位")
		}
		return d.spawn([]Assignment{{Unit: d.cmd.Unit, Role: Child}}, d.leg.Seq)
	}
	for _, a := range d.cmd.Units {
		if a.Role != Assist {
			return errs.New(errs.Invalid, "units.assist", "a unit can invite others only to assist", "会办单位只能协办")
		}
	}
	return d.spawn(d.cmd.Units, 0)
}

func (d *deciding) spawn(units []Assignment, parent int) error {
	day := calendar.DateOf(d.act.Now, d.env.Calendar.Location())
	d.data.Spawn = make([]Spawned, 0, len(units))
	d.data.Clocks = slices.Grow(d.data.Clocks, len(units)*len(spawnKinds)+2)
	for _, a := range units {
		switch u, ok := d.env.Units.Unit(a.Unit); {
		case !ok:
			return errs.Newf(errs.Invalid, "unit.unknown", "there is no unit %q", "没有单位“%s”", a.Unit)
		case !u.Active(day):
			return errs.Newf(errs.Invalid, "unit.inactive", "%s takes no legs on %s", "单位“%s”在 %s 不承办", u.Name, day)
		}
		if d.carries(a.Unit) {
			return errs.New(errs.Conflict, "unit.twice", "the unit already carries a leg of this case", "该单位已在承办本件")
		}
		seq := len(d.c.Legs) + len(d.data.Spawn) + 1
		d.data.Spawn = append(d.data.Spawn, Spawned{Seq: seq, Unit: a.Unit, Role: a.Role, Parent: parent})
		d.spawnClocks(a, seq)
	}
	return nil
}

// carries reports whether the unit has a duty on the case, or one is being
// made for it. The leg that is being given up does not count, nor does what a
// unit below has done already.
func (d *deciding) carries(unit ident.UnitID) bool {
	for _, s := range d.data.Spawn {
		if s.Unit == unit {
			return true
		}
	}
	for i := range d.c.Legs {
		l := &d.c.Legs[i]
		givenUp := d.leg != nil && l.Seq == d.leg.Seq && d.cmd.Do == DoRedispatch || slices.Contains(d.data.CancelLegs, l.Seq)
		if l.Unit == unit && l.State.Live() && !givenUp && !l.doneBelow() {
			return true
		}
	}
	return false
}

// doneBelow reports whether the leg is a delegated one that is done.
func (l *Leg) doneBelow() bool { return l.Role == Child && l.State == LegClosed }

func (d *deciding) spawnClocks(a Assignment, seq int) {
	leg := Leg{Seq: seq, Unit: a.Unit, Role: a.Role, DispatchedAt: d.act.Now}
	for _, kind := range spawnKinds {
		if kind == deadline.Return && a.Role == Child {
			continue // a delegated leg cannot be returned
		}
		d.add(d.startClock(kind, &leg))
	}
}

// cancelLegs ends every live leg and its open clocks; with keep, those that
// are not closed.
func (d *deciding) cancelLegs(keep bool) {
	for i := range d.c.Legs {
		if l := &d.c.Legs[i]; l.State.Live() && (!keep || l.State != LegClosed) {
			d.cancelLeg(l)
		}
	}
}

// cancelChildren ends what the leg has delegated and is not done: the duty
// that it was a part of is handed in, or gone.
func (d *deciding) cancelChildren() {
	for i := range d.c.Legs {
		if l := &d.c.Legs[i]; l.Parent == d.leg.Seq && l.State.Live() && !l.doneBelow() {
			d.cancelLeg(l)
		}
	}
}

func (d *deciding) cancelLeg(l *Leg) {
	d.data.CancelLegs = append(d.data.CancelLegs, l.Seq)
	d.stopAll(l.Seq)
}
