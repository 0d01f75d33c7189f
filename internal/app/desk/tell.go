package desk

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/escalation"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// tell gives the notices of what was done, in its transaction: whoever reads of
// a case being hastened can see that it was, and the other way round.
func (d *Desk) tell(tx *store.Tx, changes []store.Change) error {
	var all []store.Notice
	for _, c := range changes {
		for _, e := range c.Events {
			list, err := d.notices(c.Case, e.Event)
			if err != nil {
				return err
			}
			all = append(all, list...)
		}
	}
	return tx.PutNotices(all)
}

// notices are those of one event: one for every post that is told of it.
func (d *Desk) notices(c *casework.Case, e casework.Event) (list []store.Notice, err error) {
	push, ok := escalation.Pushed(e.Action)
	if !ok {
		return nil, nil
	}
	give := func(role identity.Role, unit ident.UnitID, leg int) error {
		id, err := d.o.IDs.New(e.Entered)
		list = append(list, store.Notice{
			ID: id, Region: c.Region, Unit: unit, Role: role, Case: c.ID, Leg: leg, About: e.Action, Turn: e.Version, Due: e.At, Level: push.Level,
		})
		return err
	}
	legs := concerned(c, e.Leg)
	for _, post := range push.To {
		if !post.AtUnit {
			if err := give(post.Role, "", e.Leg); err != nil {
				return nil, err
			}
			continue
		}
		for _, l := range legs {
			if err := give(post.Role, l.Unit, l.Seq); err != nil {
				return nil, err
			}
		}
	}
	if len(list) == 0 { // no unit has it yet: it is the dispatcher's to hurry
		return list, give(identity.Dispatcher, "", 0)
	}
	return list, nil
}

// concerned are the legs that an event is about: its own; of the whole case
// those that are still to be done, or else those that were done.
func concerned(c *casework.Case, seq int) (legs []casework.Leg) {
	if l, ok := c.Leg(seq); ok {
		return []casework.Leg{*l}
	}
	var ended []casework.Leg
	for _, l := range c.Legs {
		switch {
		case !l.State.Live():
		case l.State == casework.LegClosed:
			ended = append(ended, l)
		default:
			legs = append(legs, l)
		}
	}
	if len(legs) == 0 {
		return ended
	}
	return legs
}
