package demo

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// around adds what happens beside the legs: what the caller adds, what the
// centre does to keep a case moving.
func (s *script) around(o opening) {
	d := s.c.lead()
	closed := d.closed.At(s.y.cal.Location(), morning) // before the submission, whenever that is
	length := int(d.closed - s.c.day)
	if d.sameDay > 0 || length < 2 {
		return
	}
	if s.gives(casework.DoRework) {
		return // closed for a moment in between
	}
	begun := o.dispatched.Add(time.Hour)
	moment := func() time.Time {
		return begun.Add(time.Duration(s.r.Int64N(int64(closed.Sub(begun)/time.Second))) * time.Second)
	}
	if perMille(s.r, 14) {
		s.centre(moment(), identity.Citizen, casework.Command{Do: casework.DoSupplement, Note: s.say("supplement")})
	}
	if perMille(s.r, 12) {
		s.centre(s.y.opening(moment()), identity.Operator, casework.Command{Do: casework.DoNote, Note: s.say("casenote")})
	}
	if s.c.secrecy == casework.Anonymous && perMille(s.r, 300) {
		asked := moment()
		s.centre(asked, identity.Citizen, casework.Command{Do: casework.DoMessage, Note: s.say("message")})
		s.centre(s.y.soon(asked, 5, 60), identity.Operator, casework.Command{Do: casework.DoBoxReply, Note: s.say("boxreply")})
	}
	if length >= 3 && perMille(s.r, 18) {
		s.centre(moment(), identity.Operator, casework.Command{Do: casework.DoHasten, Note: s.say("hasten")})
	}
	if length >= 5 && perMille(s.r, 9) {
		s.supervise(closed)
	}
	if perMille(s.r, 4) {
		s.cancelled(o.dispatched)
	}
}

// gives reports whether the script has such a command.
func (s *script) gives(do casework.Action) bool {
	return slices.ContainsFunc(s.beats, func(b beat) bool { return b.Cmd.Do == do })
}

// supervise puts the case under supervision for a day in the middle.
func (s *script) supervise(before time.Time) {
	lifted := s.y.office(s.y.back(s.c.lead().closed, 1))
	day, _ := s.y.day(lifted)
	begun := s.y.office(s.y.back(day, 1))
	if d, _ := s.y.day(begun); d <= s.c.day || !lifted.Before(before) {
		return
	}
	s.centre(begun, identity.Supervisor, casework.Command{Do: casework.DoSupervise, Level: between(s.r, 1, 2), Reason: reasonSlow, Note: s.say("supervise")})
	s.centre(lifted, identity.Supervisor, casework.Command{Do: casework.DoLift, Note: s.say("lift")})
}

// cancelled: a unit was asked to assist and is let off again before it signed.
func (s *script) cancelled(dispatched time.Time) {
	unit := pick(s.r, []string{"住建局", "综合行政执法分局", "市场监督管理局", "公安柯城分局", "生态环境分局"})
	if s.c.carries(unit) {
		return
	}
	ghost := &duty{unit: unit, role: casework.Assist, c: s.c}
	called := dispatched.Add(s.y.minutes(2, 9))
	s.centre(called, identity.Dispatcher, casework.Command{Do: casework.DoAddAssist, Units: assignments([]*duty{ghost})}).spawn = []*duty{ghost}
	s.centreOn(ghost, called.Add(s.y.minutes(10, 50)), identity.Dispatcher, casework.Command{Do: casework.DoCancelLeg, Reason: reasonNotOurs})
}
