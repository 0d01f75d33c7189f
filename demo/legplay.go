package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/survey"
)

// run is one leg being played: from its dispatch to its closing.
type run struct {
	*script
	d                  *duty
	dispatched, closed time.Time
	signed             time.Time
	length             int  // whole days
	ordinary           bool // closed on a working day
}

// leg plays one duty from its dispatch.
func (s *script) leg(d *duty, dispatched time.Time) {
	v := &run{script: s, d: d, dispatched: dispatched, length: int(d.closed - s.c.day), ordinary: s.y.cal.Workday(d.closed)}
	v.closed = v.closing()
	v.course()
	v.review()
}

// closing draws the moment of the submission that is accepted in the end.
func (v *run) closing() time.Time {
	switch {
	case v.d.sameDay > 0:
		return v.dispatched.Add(v.d.sameDay)
	case v.c.urgency == casework.Urgent: // within 24 hours
		_, since := v.y.day(v.dispatched)
		return v.y.at(v.d.closed, morning, min(since, evening)-5*time.Minute)
	case v.ordinary:
		return v.y.office(v.d.closed)
	}
	return v.y.at(v.d.closed, 9*time.Hour, 16*time.Hour+30*time.Minute) // somebody is on duty
}

// sign takes the leg on: when the unit opens, or at once on duty.
func (v *run) sign() {
	v.signed = v.within(v.dispatched, v.closed)
	v.unit(v.d, v.signed, identity.UnitClerk, casework.Command{Do: casework.DoSign})
}

// work adds what happens between signing and submission, and returns the
// moment of the latest of it.
func (v *run) work() time.Time {
	last := v.signed
	if perMille(v.r, 180) {
		last = v.within(last, v.closed)
		v.unit(v.d, last, identity.UnitClerk, casework.Command{Do: casework.DoAssign, Office: v.say("assign")})
	}
	if perMille(v.r, 220) {
		last = v.within(last, v.closed)
		v.unit(v.d, last, identity.Officer, casework.Command{Do: casework.DoContact, Note: v.say("contact")})
	}
	if v.length >= 2 && perMille(v.r, 40) {
		last = v.within(last, v.closed)
		v.unit(v.d, last, identity.Officer, casework.Command{Do: casework.DoLegNote, Note: v.say("legnote")})
	}
	return last
}

// submit hands the leg in at its closing; some units look at it first.
func (v *run) submit(after time.Time) {
	if !perMille(v.r, 110) {
		v.unit(v.d, v.closed, identity.Officer, v.submission(casework.DoSubmit))
		return
	}
	v.unit(v.d, v.between(after, v.closed), identity.Officer, v.submission(casework.DoPropose))
	v.unit(v.d, v.closed, identity.UnitLeader, casework.Command{Do: casework.DoEndorse})
}

// between is a moment shortly before b, but after a.
func (v *run) between(a, b time.Time) time.Time {
	if t := b.Add(-v.y.minutes(15, 80)); t.After(a) {
		return t
	}
	return a.Add(b.Sub(a) / 2).Truncate(time.Second)
}

// review accepts the leg and asks the caller.
func (v *run) review() {
	accepted := v.y.soon(v.closed, 8, 240)
	v.centreOn(v.d, accepted, identity.Reviewer, casework.Command{Do: casework.DoAccept})
	v.callBack(accepted)
	if perMille(v.r, 40) {
		v.publish(v.y.soon(accepted, 600, 900).AddDate(0, 0, 7))
	}
}

// callBack asks the caller, within the limit of five working days: most are
// reached at once, some the second time, a few only when the limit is past.
func (v *run) callBack(accepted time.Time) {
	day, _ := v.y.day(accepted)
	first := v.ring(day, pick(v.r, []int{0, 1, 1, 1, 2}), accepted)
	second := v.ring(v.dayOf(first), between(v.r, 1, 2), first)
	switch {
	case v.d.verdict == survey.Unreached:
		v.attempt(first)
		v.reach(second, casework.DoCallBack, survey.Unreached)
	case v.late.takes(v):
		v.reachLate(first, second)
	case v.d.verdict.Surveyed() && perMille(v.r, 110):
		v.attempt(first)
		v.reach(second, casework.DoCallBack, v.d.verdict)
	default:
		v.reach(first, casework.DoCallBack, v.d.verdict)
	}
}

func (v *run) dayOf(t time.Time) calendar.Date {
	d, _ := v.y.day(t)
	return d
}

// ring draws a moment at which callers are phoned, n working days after the
// day and in any case after a moment.
func (v *run) ring(day calendar.Date, n int, earliest time.Time) time.Time {
	if n == 0 {
		return v.y.soon(earliest, 15, 90)
	}
	day = v.y.cal.AddWorkdays(day, n)
	if perMille(v.r, 250) {
		return v.y.at(day, 18*time.Hour+20*time.Minute, 19*time.Hour+50*time.Minute)
	}
	return v.y.office(day)
}

func (v *run) attempt(at time.Time) {
	v.centreOn(v.d, at, identity.CallBackers, casework.Command{Do: casework.DoAttempt, Reason: reasonNoReply})
}

func (v *run) reach(at time.Time, do casework.Action, verdict survey.Verdict) {
	v.centreOn(v.d, at, identity.CallBackers, casework.Command{Do: do, Answer: v.answer(verdict)})
}
