package casework

import (
	"time"

	"huying/internal/domain/survey"
)

// foldLeg changes a leg by an event on it. Its state is set already.
func foldLeg(l *Leg, e Event) {
	d := e.Data
	switch e.Action {
	case DoSign:
		if l.SignedAt.IsZero() {
			l.SignedAt = e.At
		}
	case DoAssign:
		l.Office = d.Office
	case DoContact:
		if l.ContactedAt.IsZero() {
			l.ContactedAt = e.At
		}
	case DoPropose:
		l.keepReply(d)
		l.Asked = nil // for more time: there is no need
	case DoSubmit, DoEndorse:
		l.keepReply(d)
		l.Asked = nil
		l.SubmittedAt = e.At
	case DoCompleteChild:
		l.keepReply(d)
		l.SubmittedAt, l.ClosedAt = e.At, e.At
	case DoAccept:
		l.ClosedAt = l.SubmittedAt
	case DoSendBack:
		l.SentBack++
		l.SubmittedAt = time.Time{}
	case DoAttempt:
		l.Calls = append(l.Calls, Call{At: e.At, Answer: survey.Answer{Outcome: survey.Unreached}})
	case DoCallBack, DoEvaluate, DoRevisit:
		l.Calls = append(l.Calls, Call{At: e.At, Answer: answer(d)})
	case DoRework:
		l.Cycle++
		l.Objected = false
		l.SubmittedAt, l.ClosedAt = time.Time{}, time.Time{}
		l.Result = ""
	default:
		foldRequest(l, e)
	}
}

// foldRequest is foldLeg for what a unit asks and the centre decides.
func foldRequest(l *Leg, e Event) {
	d := e.Data
	switch e.Action {
	case DoReturn:
		l.Returns++
		l.Asked = &Ask{At: e.At, Reason: d.Reason, Unit: d.Unit}
	case DoExtend, DoSuspend:
		l.Asked = &Ask{At: e.At, Reason: d.Reason, Until: d.Until}
	case DoPlead:
		l.Asked = &Ask{At: e.At, Reason: d.Reason}
		l.keepReply(d)
	case DoUpholdReturn, DoRedispatch, DoCancelLeg:
		l.Asked, l.ProposedBy, l.EndedAt = nil, nil, e.At
	case DoRejectReturn:
		l.Asked, l.ReturnBarred = nil, true
	case DoGrantExtension:
		l.Asked = nil
		l.Extensions++
	case DoGrantSuspension:
		l.SuspendedUntil = l.promisedEnd(d)
		l.Asked = nil
		l.Suspensions++
	case DoRefuseExtension, DoRefuseSuspend, DoTakeBack, DoRejectPlea:
		l.Asked = nil
	case DoResume:
		l.SuspendedUntil = time.Time{}
	case DoUpholdPlea:
		// The duty ended when the unit made its finding, not when the centre agreed.
		l.SubmittedAt, l.ClosedAt = l.Asked.At, l.Asked.At
		l.Result, l.Asked, l.Objected = d.Result, nil, false
	case DoObject, DoDispute:
		l.Objected = true
	case DoProposeExclude:
		l.ProposedBy = &ProposedMark{By: e.By.User, Ground: d.Reason}
	case DoExclude:
		l.Exclusion = &Exclusion{At: e.At, Ground: d.Reason, Scope: d.Scope}
		l.ProposedBy = nil
	case DoRefuseExclude:
		l.ProposedBy = nil
	case DoReadmit:
		l.Exclusion = nil
	}
}

// promisedEnd is when a suspension is to end: by the centre's word, else by
// what the unit asked for.
func (l *Leg) promisedEnd(d Data) time.Time {
	if d.Until.IsZero() && l.Asked != nil {
		return l.Asked.Until
	}
	return d.Until
}

func (l *Leg) keepReply(d Data) {
	if d.Reply != "" {
		l.Reply = d.Reply
	}
	if d.PublicReply != "" {
		l.PublicReply = d.PublicReply
	}
	if d.Result != "" {
		l.Result = d.Result
	}
}

// foldClock changes a clock by one step.
func foldClock(c *Case, s ClockStep, at time.Time) {
	k, ok := c.Clock(s.Kind, s.Leg)
	start := at
	if !s.Start.IsZero() {
		start = s.Start
	}
	if s.Op == ClockStart {
		turn := 0
		if ok {
			turn = k.Turn + 1
		}
		c.Clocks = append(c.Clocks, Clock{Kind: s.Kind, Leg: s.Leg, Turn: turn, Start: start, Due: s.Due, Rule: s.Rule, Calendar: s.Calendar})
		return
	}
	if !ok {
		return
	}
	switch s.Op {
	case ClockMeet:
		k.Met = at
	case ClockStop:
		k.Stopped = at
	case ClockMiss:
		k.Stopped, k.Missed = at, true
	case ClockReopen:
		k.Met = time.Time{}
	case ClockBegin:
		k.Start, k.Due, k.Calendar = start, s.Due, s.Calendar
	default:
		k.move(s, at)
	}
}

// move changes how long the clock still runs.
func (k *Clock) move(s ClockStep, at time.Time) {
	switch s.Op {
	case ClockPause:
		k.Pauses = append(k.Pauses, Pause{From: at})
	case ClockResume:
		if k.Paused() {
			k.Pauses[len(k.Pauses)-1].Until = at
			k.Due = s.Due
		}
	case ClockExtend:
		k.Extended = append(k.Extended, Extension{At: at, Before: k.Due, After: s.Due})
		k.Due = s.Due
	case ClockAmend:
		k.Due, k.Calendar = s.Due, s.Calendar
	}
}
