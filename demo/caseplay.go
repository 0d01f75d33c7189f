package demo

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// unitID names a unit in a step's command; entries exchange the name for the
// installation's identity.
func unitID(name string) ident.UnitID { return ident.UnitID(name) }

// verdictOfOwn is what the caller of a directly answered case says.
func (s *script) verdictOfOwn() survey.Verdict {
	v, _ := choose(s.r, []option[survey.Verdict]{
		{survey.Satisfied, 90}, {survey.Basic, 4}, {survey.Unreached, 5}, {survey.Declined, 1},
	})
	return v
}

// play is the whole course of one case. No step comes before the moment from.
func (s *script) play(from time.Time) []Step {
	if len(s.c.duties) == 0 {
		s.playDirect()
		return settle(s.beats)
	}
	o := s.open(from)
	s.hurry(o)
	first := s.firstDispatch(&o)
	s.receive(o.received, first)
	s.queue(opening{o.received, first})
	at := s.dispatch(o)
	for i, d := range s.c.duties {
		s.leg(d, at[i])
	}
	s.around(o)
	return settle(s.beats)
}

// hurry marks what cannot wait: it was closed the next day, within 24 hours.
func (s *script) hurry(o opening) {
	switch _, since := s.y.day(o.dispatched); {
	case !s.c.single() || s.c.lead().sameDay > 0:
	case s.c.lead().closed == s.c.day+1 && since > 11*time.Hour && perMille(s.r, 40):
		s.c.urgency = casework.Urgent
	case perMille(s.r, 12):
		s.c.urgency = casework.Expedite
	}
}

// firstDispatch draws whether the case went to another unit first, and
// returns the moment of its first dispatch: the legs that count are given out
// at o.dispatched, which moves to the afternoon.
func (s *script) firstDispatch(o *opening) time.Time {
	c := s.c
	if !c.single() || c.lead().sameDay > 0 || c.urgency != casework.General || c.channel != casework.Phone || !s.y.cal.Workday(c.day) {
		return o.dispatched
	}
	wrong, ok := s.wrongUnit()
	if !ok || !perMille(s.r, 22) {
		return o.dispatched
	}
	o.received = s.y.at(c.day, 7*time.Hour+30*time.Minute, 9*time.Hour)
	first := o.received.Add(s.y.minutes(5, 40))
	o.dispatched = s.y.at(c.day, 15*time.Hour+30*time.Minute, evening)
	ghost := &duty{unit: wrong, role: casework.Lead, c: c}
	s.give(first, []*duty{ghost})
	if oneIn(s.r, 3) {
		s.redispatch(ghost, o.dispatched)
		return first
	}
	asked := s.y.at(c.day, 10*time.Hour, noon)
	s.unit(ghost, asked, identity.UnitClerk, casework.Command{
		Do: casework.DoReturn, Reason: pick(s.r, []string{reasonNotOurs, reasonElsewhere}), Basis: s.say("basis"), Unit: unitID(c.lead().unit),
	})
	s.centreOn(ghost, s.y.at(c.day, after, 15*time.Hour+20*time.Minute), identity.Dispatcher,
		casework.Command{Do: casework.DoUpholdReturn, Reason: reasonNotOurs})
	return first
}

// wrongUnit is another unit that the matter might have concerned.
func (s *script) wrongUnit() (string, bool) {
	lead := s.c.lead().unit
	for range 6 {
		u := pick(s.r, s.roster.units)
		if u.List != "" && u.Name != lead && s.c.m.fits(u) > 0 {
			return u.Name, true
		}
	}
	return "", false
}

// give dispatches the case to the duties' units.
func (s *script) give(at time.Time, duties []*duty) {
	cmd := casework.Command{Do: casework.DoDispatch, Units: assignments(duties)}
	if perMille(s.r, 250) {
		cmd.Note = s.say("dispatch")
	}
	s.centre(at, identity.Dispatcher, cmd).spawn = duties
}

// redispatch takes the duty from the unit that has it and gives it to the
// one that keeps it.
func (s *script) redispatch(ghost *duty, at time.Time) {
	b := s.centre(at, identity.Dispatcher, casework.Command{
		Do: casework.DoRedispatch, Unit: unitID(s.c.lead().unit), Reason: reasonNotOurs,
	})
	b.leg, b.spawn = ghost, []*duty{s.c.lead()}
}

// dispatch gives the case out and returns when each duty began. Some assisting
// units are called in a little later.
func (s *script) dispatch(o opening) []time.Time {
	c := s.c
	at := make([]time.Time, len(c.duties))
	for i := range at {
		at[i] = o.dispatched
	}
	if s.gives(casework.DoRedispatch) {
		return at
	}
	together := c.duties
	if later := o.dispatched.Add(s.y.minutes(15, 60)); !c.single() && oneIn(s.r, 4) {
		if day, _ := s.y.day(later); day == c.day {
			together = c.duties[:1]
			s.centre(later, identity.Dispatcher, casework.Command{Do: casework.DoAddAssist, Units: assignments(c.duties[1:])}).spawn = c.duties[1:]
			for i := range at[1:] {
				at[1+i] = later
			}
		}
	}
	s.give(o.dispatched, together)
	return at
}
