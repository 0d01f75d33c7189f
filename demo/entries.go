package demo

import (
	"huying/internal/app/desk"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Record is the scenario as the desk takes it. Its handles are filled as the
// desk gives the commands, so entries come before contacts.
type Record struct {
	Entries  []desk.Entry
	Contacts []desk.Contact
	Stories  []StoryHandle
}

// StoryHandle names a case worth opening; the handle has its number once it
// is on record.
type StoryHandle struct {
	Title string
	Case  *desk.Handle
}

// Record makes entries of the steps, in order of time. units gives the
// installation's identity of every unit, by name. It fails when one is
// missing.
func (s *Scenario) Record(units map[string]ident.UnitID) (*Record, error) {
	for _, u := range s.Units {
		if units[u.Name] == "" {
			return nil, errs.Invalidf("demo.unit", "the installation has no unit %s", u.Name)
		}
	}
	handles := make([]desk.Handle, s.Cases)
	cast := cast{units: units, actors: map[actorKey]identity.Actor{}}
	r := &Record{Entries: make([]desk.Entry, 0, len(s.Steps)), Contacts: make([]desk.Contact, 0, len(s.Contacts))}
	splitFrom, reopenOf := s.origins(handles)
	for _, step := range s.Steps {
		e := desk.Entry{Case: &handles[step.Case], At: step.At.UTC(), By: cast.actor(step), Cmd: named(step.Cmd, units)}
		if step.Cmd.New != nil {
			e.SplitFrom, e.ReopenOf = splitFrom[step.Case], reopenOf[step.Case]
		}
		for _, other := range step.Others {
			if step.Cmd.Do == casework.DoSplit {
				e.Parts = append(e.Parts, &handles[other])
				continue
			}
			e.Target = &handles[other]
		}
		r.Entries = append(r.Entries, e)
	}
	for _, c := range s.Contacts {
		contact := desk.Contact{At: c.At.UTC(), Kind: "call", Line: "12345", Tags: c.Tags}
		if c.Opens {
			contact.Case = &handles[c.Case]
		}
		r.Contacts = append(r.Contacts, contact)
	}
	for _, story := range s.Stories {
		r.Stories = append(r.Stories, StoryHandle{story.Title, &handles[story.Case]})
	}
	return r, nil
}

// origins tell of a case that was received as a part of another, or to reopen
// one, which that is. The steps say so later, when the other case is told.
func (s *Scenario) origins(handles []desk.Handle) (splitFrom, reopenOf map[int]*desk.Handle) {
	splitFrom, reopenOf = map[int]*desk.Handle{}, map[int]*desk.Handle{}
	for _, step := range s.Steps {
		for _, other := range step.Others {
			switch step.Cmd.Do {
			case casework.DoSplit:
				splitFrom[other] = &handles[step.Case]
			case casework.DoReopen:
				reopenOf[other] = &handles[step.Case]
			}
		}
	}
	return splitFrom, reopenOf
}

// named puts the installation's identities in place of the units' names.
func named(cmd casework.Command, units map[string]ident.UnitID) casework.Command {
	if cmd.Unit != "" {
		cmd.Unit = units[string(cmd.Unit)]
	}
	if len(cmd.Units) > 0 {
		given := make([]casework.Assignment, len(cmd.Units))
		for i, a := range cmd.Units {
			given[i] = casework.Assignment{Unit: units[string(a.Unit)], Role: a.Role}
		}
		cmd.Units = given
	}
	return cmd
}

// cast is the people of the demonstration, each with the preset permissions of
// the role.
type cast struct {
	units  map[string]ident.UnitID
	actors map[actorKey]identity.Actor
}

type actorKey struct {
	role identity.Role
	user ident.UserID
	unit string
}

func (c cast) actor(s Step) identity.Actor {
	key := actorKey{s.Role, s.User, s.Unit}
	a, ok := c.actors[key]
	if !ok {
		var own []ident.UnitID
		if s.Unit != "" {
			own = []ident.UnitID{c.units[s.Unit]}
		}
		a = identity.As(s.Role, s.User, RegionCode, own...)
		c.actors[key] = a
	}
	return a
}
