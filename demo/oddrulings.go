package demo

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// tookBack: a unit asks for more time, finds that it needs none, and hands in.
func (w *winter) tookBack() {
	v := w.signed()
	asked := v.within(v.signed, v.closed)
	until := v.y.cal.AddWorkdays(v.c.day, workdays(v.c.kind)+3).At(v.y.cal.Location(), evening)
	v.unit(v.d, asked, identity.UnitLeader, casework.Command{Do: casework.DoExtend, Reason: reasonWorks, Until: until, Note: v.say("extend")})
	back := v.within(asked, v.closed)
	v.unit(v.d, back, identity.UnitLeader, casework.Command{Do: casework.DoTakeBack})
	v.submit(back)
	v.review()
	w.finish(v.script, settle(v.beats))
}

// signed plays an ordinary case up to its unit's signing.
func (w *winter) signed() *run {
	c := w.early()
	s := w.script(c)
	o := s.open(w.from())
	s.receive(o.received, o.dispatched)
	s.queue(o)
	s.give(o.dispatched, c.duties)
	v := &run{script: s, d: c.lead(), dispatched: o.dispatched, length: int(c.lead().closed - c.day), ordinary: s.y.cal.Workday(c.lead().closed)}
	v.closed = v.closing()
	v.sign()
	return v
}

// pleaded plays a case up to the unit's finding that the demand is
// unreasonable, and the centre's word on it, which the caller adds.
func (w *winter) pleaded() (v *run, ruled time.Time) {
	v = w.signed()
	asked := v.within(v.signed, v.closed)
	v.unit(v.d, asked, identity.UnitLeader, casework.Command{
		Do: casework.DoPlead, Reason: reasonUnfounded, Basis: v.say("plea"), Reply: v.say("pleareply"),
	})
	return v, v.y.soon(asked, 60, 200)
}

func (w *winter) pleaUpheld() { w.upheld(nil) }

// pleaObjected: the caller does not accept the finding.
func (w *winter) pleaObjected() {
	w.upheld(func(s *script, ruled time.Time) {
		s.centreOn(s.c.lead(), s.y.soon(ruled, 300, 600), identity.Citizen, casework.Command{Do: casework.DoObject, Note: s.say("object")})
	})
}

func (w *winter) upheld(then func(*script, time.Time)) {
	v, ruled := w.pleaded()
	v.centreOn(v.d, ruled, identity.Dispatcher, casework.Command{Do: casework.DoUpholdPlea, Reason: reasonUnfounded})
	if then != nil {
		then(v.script, ruled)
	}
	w.finish(v.script, settle(v.beats))
}

func (w *winter) pleaRejected() {
	v, ruled := w.pleaded()
	v.centreOn(v.d, ruled, identity.Dispatcher, casework.Command{Do: casework.DoRejectPlea, Reason: reasonNoNeed})
	v.closed = later(v.closed, ruled.Add(v.y.minutes(60, 120)))
	v.submit(ruled)
	v.review()
	w.finish(v.script, settle(v.beats))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// judged is a case that ended in a bad mark, and the moment of the mark.
func (w *winter) judged() (*script, time.Time) {
	c := w.early()
	c.lead().verdict = survey.Dissatisfied
	s := w.script(c)
	steps := s.play(w.from())
	return s, steps[lastOf(steps, casework.DoCallBack)].At
}

// excluded: the bad mark is taken out of the count, by two persons, and the
// ground is on record; once the caller's objection puts it back.
func (w *winter) excluded(scope casework.ExclusionScope, readmitted bool) {
	s, marked := w.judged()
	asked := s.y.soon(marked, 200, 500)
	ruled := s.y.soon(asked, 200, 500)
	s.propose(asked)
	s.centreOn(s.c.lead(), ruled, identity.Assessor, casework.Command{Do: casework.DoExclude, Reason: reasonOutside, Scope: scope})
	if readmitted {
		s.centreOn(s.c.lead(), s.y.soon(ruled, 500, 900), identity.Assessor, casework.Command{Do: casework.DoReadmit, Reason: reasonObjection})
	}
	w.finish(s, settle(s.beats))
}

func (s *script) propose(at time.Time) {
	s.unit(s.c.lead(), at, identity.UnitLeader, casework.Command{Do: casework.DoProposeExclude, Reason: reasonOutside, Note: s.say("exclude")})
}

func (w *winter) exclusionRefused() {
	s, marked := w.judged()
	asked := s.y.soon(marked, 200, 500)
	s.propose(asked)
	s.centreOn(s.c.lead(), s.y.soon(asked, 200, 500), identity.Assessor, casework.Command{Do: casework.DoRefuseExclude, Reason: reasonNoNeed})
	w.finish(s, settle(s.beats))
}

// tracked: closed for now, with a promise that is kept in view until it is
// kept.
func (w *winter) tracked(kept bool) {
	c := w.early()
	s := w.script(c)
	steps := s.play(w.from())
	ended := steps[lastOf(steps, casework.DoCallBack)].At
	at := s.y.soon(ended, 100, 300)
	s.centre(at, identity.Supervisor, casework.Command{
		Do: casework.DoTrack, Reason: reasonWorks, Until: at.AddDate(0, between(s.r, 2, 6), 0), Note: s.say("track"),
	})
	if kept {
		s.centre(s.y.soon(at.AddDate(0, 0, 7), 10, 100), identity.Supervisor, casework.Command{Do: casework.DoUntrack, Reason: reasonDone})
	}
	if s.publish(at.Add(-time.Minute)) {
		s.centre(at.AddDate(0, 0, 2), identity.Reviewer, casework.Command{Do: casework.DoUnpublish, Reason: reasonUpdate})
	}
	w.finish(s, settle(s.beats))
}
