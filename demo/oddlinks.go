package demo

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// merged: a second caller reports what another has reported; sometimes it
// turns out to be another matter after all.
func (w *winter) merged(undone bool) {
	first := w.script(w.early())
	steps := w.finish(first, first.play(w.from()))
	given := steps[lastOf(steps, casework.DoDispatch)].At
	s, at := w.second(first.c, given.Add(w.stage.y.minutes(20, 40)))
	merged := at.Add(s.y.minutes(4, 9))
	s.centre(merged, identity.Dispatcher, casework.Command{Do: casework.DoMerge, Reason: reasonDuplicate}).Others = []int{first.n}
	if undone {
		again := s.y.soon(merged, 30, 120)
		s.centre(again, identity.Dispatcher, casework.Command{Do: casework.DoUnmerge, Reason: reasonOther})
		w.goOn(s, first.c, again.Add(s.y.minutes(5, 20)))
	}
	w.finish(s, settle(s.beats))
}

// second begins a case like another one, waiting to be given out.
func (w *winter) second(like *planned, at time.Time) (*script, time.Time) {
	c := *like
	c.duties, c.channel, c.words, c.urgency = nil, casework.Phone, facts{"place": like.place.name}, casework.General
	s := w.script(&c)
	c.day, _ = w.stage.y.day(at)
	s.receive(at, at)
	s.centre(at.Add(time.Minute), s.registrar(), casework.Command{Do: casework.DoQueue})
	return s, at.Add(time.Minute)
}

// goOn gives a waiting case to the unit of another and plays it to the end.
func (w *winter) goOn(s *script, like *planned, at time.Time) {
	s.c.day, _ = s.y.day(at)
	w.duty(s.c, like.lead().unit, casework.Lead)
	s.give(at, s.c.duties)
	s.leg(s.c.lead(), at)
}

// split: one caller brings two matters; the second becomes a case of its own.
func (w *winter) split() {
	s := w.script(w.early())
	steps := s.play(w.from())
	queued := steps[lastOf(steps, casework.DoQueue)].At
	part, at := w.second(s.c, queued)
	w.goOn(part, s.c, at.Add(s.y.minutes(40, 60)))
	w.finish(part, settle(part.beats))
	split := Step{
		Case: s.n, At: at.Add(time.Second), Role: identity.Dispatcher, User: "dispatcher-01",
		Cmd: casework.Command{Do: casework.DoSplit, Note: s.say("split")}, Others: []int{part.n},
	}
	for i := lastOf(steps, casework.DoQueue) + 1; i < len(steps); i++ {
		steps[i].At = steps[i].At.Add(2 * time.Minute)
	}
	w.finish(s, slices.Insert(steps, lastOf(steps, casework.DoQueue)+1, split))
}

// archived: long after it was closed a case is sealed.
func (w *winter) archived() (s *script, sealed time.Time) {
	s = w.script(w.early())
	for s.c.lead().closed > s.c.day+6 {
		s.c = w.early()
	}
	steps := s.play(w.from())
	last := steps[len(steps)-1]
	sealed = last.At.AddDate(0, 0, 10).Add(time.Hour)
	w.finish(s, append(steps, Step{Case: s.n, At: sealed, Role: identity.System, User: "system", Cmd: casework.Command{Do: casework.DoArchive}}))
	return s, sealed
}

// reopened: the matter of a sealed case comes back as a new case.
func (w *winter) reopened() {
	old, sealed := w.archived()
	at := w.stage.y.soon(sealed, 600, 900)
	s, queued := w.second(old.c, at)
	w.goOn(s, old.c, queued.Add(s.y.minutes(5, 20)))
	w.finish(s, settle(s.beats))
	w.keep([]Step{{
		Case: old.n, At: queued, Role: identity.Dispatcher, User: "dispatcher-02", Others: []int{s.n},
		Cmd: casework.Command{Do: casework.DoReopen, Reason: reasonAgain},
	}})
}

// invited: the unit that leads calls in another one to assist.
func (w *winter) invited() {
	c := w.early()
	for w.stage.roster.class(c.lead().unit) == "" {
		c = w.early()
	}
	s := w.script(c)
	steps := s.play(w.from())
	helper := w.duty(c, "区社会矛盾纠纷调处化解中心", casework.Assist)
	signed := steps[lastOf(steps, casework.DoSign)]
	at := signed.At.Add(5 * time.Minute)
	extra := &script{stage: s.stage, c: c, n: s.n}
	extra.unit(c.lead(), at, identity.UnitClerk, casework.Command{
		Do: casework.DoInvite, Units: assignments([]*duty{helper}), Note: s.say("invite"),
	}).spawn = []*duty{helper}
	c.day, _ = s.y.day(at)
	helper.closed = max(c.lead().closed, s.y.forward(c.day+1))
	extra.leg(helper, at)
	w.finish(s, settle(append(s.beats, extra.beats...)))
}

// untagged: a case was put under a topic that it does not belong to.
func (w *winter) untagged() {
	s := w.script(w.early())
	steps := s.play(w.from())
	given := steps[lastOf(steps, casework.DoDispatch)].At
	for i, do := range []casework.Action{casework.DoTag, casework.DoUntag} {
		s.centre(given.Add(time.Duration(i+1)*time.Minute), identity.Dispatcher, casework.Command{Do: do, Tags: []casework.Tag{{Topic: cityTopic, Facet: "facility"}}})
	}
	w.finish(s, settle(s.beats))
}
