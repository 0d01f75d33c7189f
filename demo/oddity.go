package demo

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// oddity is something that seldom happens to a case, and how often it did.
type oddity struct {
	times int
	play  func(w *winter)
}

// oddities plays what did not happen in the quarters of the bulletin, where
// only what a table of cases can hold is on record.
func (w *winter) oddities() {
	for _, o := range []oddity{
		{8, (*winter).refused}, {5, (*winter).emergency}, {4, (*winter).invalid}, {5, (*winter).diverted},
		{6, (*winter).drafted}, {3, (*winter).discarded}, {6, (*winter).withdrawn},
		{8, func(w *winter) { w.merged(false) }}, {3, func(w *winter) { w.merged(true) }}, {3, (*winter).split},
		{3, (*winter).pleaUpheld}, {2, (*winter).pleaObjected}, {2, (*winter).pleaRejected},
		{3, func(w *winter) { w.excluded(casework.ExcludeSurvey, false) }}, {1, func(w *winter) { w.excluded(casework.ExcludeSurvey, true) }},
		{1, func(w *winter) { w.excluded(casework.ExcludeAll, false) }}, {2, (*winter).exclusionRefused},
		{2, func(w *winter) { w.tracked(false) }}, {2, func(w *winter) { w.tracked(true) }},
		{12, func(w *winter) { w.archived() }}, {2, (*winter).reopened},
		{6, (*winter).invited}, {3, (*winter).untagged}, {3, (*winter).tookBack},
		{4, (*winter).ownWord}, {4, (*winter).ownMark},
	} {
		for range o.times {
			o.play(w)
		}
	}
}

// early is a working day that leaves the time for all that follows.
func (w *winter) early() (c *planned) {
	for {
		c = w.handled(w.day())
		if w.stage.y.cal.Workday(c.day) && c.day < Epidemic().To-25 && c.lead().closed > c.day+1 {
			return c
		}
	}
}

// at begins a script with the receipt of a call that no unit handles, and
// returns the moment of the receipt.
func (w *winter) at(sort func(*wording) bool, do casework.Action) (*script, time.Time) {
	day := w.day()
	s := w.script(w.about(w.matter(0, sort), sort, day))
	s.c.channel = casework.Phone
	received := w.stage.y.call(day)
	s.receive(received, received)
	s.beats[0].Cmd.Do = do
	return s, received
}

func (w *winter) refused() {
	s, at := w.at(handled, casework.DoReceive)
	s.centre(at.Add(s.y.minutes(3, 15)), identity.Operator, casework.Command{
		Do: casework.DoRefuse, Reason: reasonLawful, Route: pick(s.r, []string{"诉讼", "仲裁", "行政复议", "纪检监察", "信息公开"}), Reply: s.say("refuse"),
	})
	w.finish(s, settle(s.beats))
}

func (w *winter) emergency() {
	s, at := w.at(handled, casework.DoReceive)
	s.centre(at.Add(s.y.minutes(1, 2)), identity.Operator, casework.Command{Do: casework.DoEmergency, Route: pick(s.r, []string{"110", "119", "120"})})
	w.finish(s, settle(s.beats))
}

func (w *winter) invalid() {
	s, at := w.at(answered, casework.DoReceive)
	s.centre(at.Add(s.y.minutes(2, 6)), identity.Operator, casework.Command{Do: casework.DoInvalidate, Reason: reasonNoDemand})
	w.finish(s, settle(s.beats))
}

func (w *winter) diverted() {
	s, at := w.at(handled, casework.DoReceive)
	s.centre(at.Add(time.Minute), identity.Operator, casework.Command{Do: casework.DoQueue})
	s.centre(at.Add(s.y.minutes(5, 30)), identity.Dispatcher, casework.Command{Do: casework.DoDivert, Route: pick(s.r, []string{"信访", "矛盾调解", "12315"})})
	w.finish(s, settle(s.beats))
}

// drafted: a letter is written down by one person and completed by another.
func (w *winter) drafted() {
	c := w.early()
	c.channel = casework.Letter
	s := w.script(c)
	steps := s.play(w.from())
	receipt := steps[0]
	steps[0].Cmd.Do = casework.DoDraft
	register := receipt
	register.At = receipt.At.Add(steps[1].At.Sub(receipt.At) / 2).Truncate(time.Second)
	register.Cmd = casework.Command{Do: casework.DoRegister}
	w.finish(s, append([]Step{steps[0], register}, steps[1:]...))
}

func (w *winter) discarded() {
	s, at := w.at(answered, casework.DoDraft)
	s.centre(at.Add(s.y.minutes(5, 20)), identity.Operator, casework.Command{Do: casework.DoDiscard, Reason: reasonMissing})
	w.finish(s, settle(s.beats))
}

// withdrawn: the caller takes the matter back before the unit is done.
func (w *winter) withdrawn() {
	s := w.script(w.early())
	steps := s.play(w.from())
	w.finish(s, w.cut(s, steps, Step{Role: identity.Citizen, User: "citizen", Cmd: casework.Command{Do: casework.DoWithdraw, Reason: reasonWithdrawn}}))
}

// cut ends a case by a step an hour after it was given out, or before the
// unit's next one.
func (w *winter) cut(s *script, steps []Step, last Step) []Step {
	i := lastOf(steps, casework.DoDispatch) + 1
	last.Case, last.At = s.n, steps[i-1].At.Add(time.Hour)
	for i < len(steps) && steps[i].At.Before(last.At) {
		i++
	}
	return append(steps[:i:i], last)
}

// lastOf is the place of the last such command, or −1.
func lastOf(steps []Step, do casework.Action) int {
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].Cmd.Do == do {
			return i
		}
	}
	return -1
}
