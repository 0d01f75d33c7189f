package casework

import (
	"huying/internal/domain/calendar"
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
		if a.Role == Lead {
			leads++
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
		return d.spawn([]Assignment{{Unit: d.cmd.Unit, Role: d.leg.Role}}, 0)
	case DoDelegate:
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
	for _, a := range units {
		switch u, ok := d.env.Units.Unit(a.Unit); {
		case !ok:
			return errs.Invalidf("unit.unknown", "there is no unit %q", a.Unit)
		case !u.Active(day):
			return errs.Invalidf("unit.inactive", "unit %q takes no legs on %s", u.Name, day)
		}
		if a.Role != Lead && a.Role != Assist && a.Role != Child {
			return errs.Invalidf("unit.role", "%q is not a role; expected lead or assist", a.Role)
		}
		if d.carries(a.Unit) {
			return errs.New(errs.Conflict, "unit.twice", "the unit already carries a leg of this case", "该单位已在承办本件")
		}
		seq := len(d.c.Legs) + len(d.data.Spawn) + 1
		d.data.Spawn = append(d.data.Spawn, Spawned{Seq: seq, Unit: a.Unit, Role: a.Role, Parent: parent})
		if err := d.spawnClocks(a, seq); err != nil {
			return err
		}
	}
	return nil
}

// carries reports whether a live leg of the case, or one being made, is the
// unit's. The leg that is being given up does not count.
func (d *deciding) carries(unit ident.UnitID) bool {
	for _, s := range d.data.Spawn {
		if s.Unit == unit {
			return true
		}
	}
	for i := range d.c.Legs {
		l := &d.c.Legs[i]
		givenUp := d.leg != nil && l.Seq == d.leg.Seq && d.cmd.Do == DoRedispatch
		if l.Unit == unit && l.State.Live() && !givenUp {
			return true
		}
	}
	return false
}

func (d *deciding) spawnClocks(a Assignment, seq int) error {
	leg := Leg{Seq: seq, Unit: a.Unit, Role: a.Role}
	for _, kind := range SpawnClocks() {
		d.add(d.startClock(kind, &leg))
	}
	return nil
}

// cancelLegs ends every live leg and its open clocks.
func (d *deciding) cancelLegs() {
	for i := range d.c.Legs {
		l := &d.c.Legs[i]
		if !l.State.Live() {
			continue
		}
		d.data.CancelLegs = append(d.data.CancelLegs, l.Seq)
		d.stopAll(l.Seq)
	}
}
