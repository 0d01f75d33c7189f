package history

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
)

// reasonUnrecorded is why a call-back has no verdict, or a leg was reworked:
// the table has no column for it.
const reasonUnrecorded = "unrecorded"

// legWay is one leg on its way: how far it has come, on record and by the
// steps that were found.
type legWay struct {
	*way
	seq      int
	recorded []recordedCycle
	signed   bool            // it is worked on
	closed   time.Time       // of the cycle that it is in; zero while it is worked on
	waiting  bool            // for a verdict
	calls    []casework.Call // since the last closing
}

// work gives the steps of a leg from where it stands.
func (w *way) work(t *told, l *casework.Leg, recorded []recordedCycle) {
	g := &legWay{way: w, seq: l.Seq, recorded: recorded, closed: l.ClosedAt, waiting: l.State == casework.AwaitingCallBack}
	if n := len(recorded); n > 0 {
		g.calls = recorded[n-1].calls
	}
	g.sign(t, l)
	for _, k := range t.cycles {
		g.cycle(k)
	}
}

// sign signs the leg. One that nobody signed is worked on all the same, at the
// latest when it is closed.
func (g *legWay) sign(t *told, l *casework.Leg) {
	g.signed = l.State != casework.ToSign
	switch {
	case g.signed:
		g.match(colSigned, t.signed, l.SignedAt, g.known.Kept(deadline.Sign, g.seq).Met)
	case !t.signed.at.IsZero():
		g.add(orderSign, t.signed, colSigned, casework.Command{Do: casework.DoSign, Leg: g.seq})
		g.signed = true
	}
}

// cycle gives the steps of one cycle, or holds it against the record.
func (g *legWay) cycle(k cycle) {
	i := slices.IndexFunc(g.recorded, func(r recordedCycle) bool { return !r.closed.IsZero() && r.closed.Equal(k.closed.at) })
	switch {
	case i >= 0:
		r := g.recorded[i]
		g.match(colCloseDue, k.closeDue, dues(r.close)...)
		g.match(colCallDue, k.callDue, dues(r.callBack)...)
		g.callBacks(k, r.calls, i == len(g.recorded)-1)
		return
	case k.closed.at.IsZero():
		if len(g.recorded) > 0 {
			g.match(colCloseDue, k.closeDue, g.everyDue()...)
		}
		return
	case !g.closed.IsZero():
		if !g.rework(k) {
			return
		}
	case len(g.recorded) > 0:
		g.match(colCloseDue, k.closeDue, dues(g.recorded[len(g.recorded)-1].close)...)
	}
	g.close(k)
	g.callBacks(k, nil, true)
}

// everyDue are the limits for closing that the leg has had.
func (g *legWay) everyDue() []time.Time {
	clocks := make([]*casework.Clock, len(g.recorded))
	for i, r := range g.recorded {
		clocks[i] = r.close
	}
	return everyDue(clocks)
}

// rework begins another cycle, if the caller was asked since the last closing;
// else the closing is another than the one on record.
func (g *legWay) rework(k cycle) bool {
	if n := len(g.calls); n == 0 || k.closed.at.Before(g.calls[n-1].At) {
		g.match(colClosed, k.closed, g.closed)
		return false
	}
	at := g.calls[len(g.calls)-1].At
	if g.known != nil && at.Before(g.known.LastAt) && !g.known.LastAt.After(k.closed.at) {
		at = g.known.LastAt // what came in between is on record already
	}
	if led := g.sent.led(); led.After(at) && !led.After(k.closed.at) {
		at = led // nothing is reworked while the case waits for its lead unit
	}
	g.add(orderRework, stamp{at, k.closed.by}, colClosed, casework.Command{
		Do: casework.DoRework, Leg: g.seq, Reason: reasonUnrecorded, Dues: &casework.Dues{Close: k.closeDue.at},
	})
	return true
}

// close hands the leg in and accepts it.
func (g *legWay) close(k cycle) {
	if !g.signed {
		g.add(orderSign, k.closed, colClosed, casework.Command{Do: casework.DoSkipSign, Leg: g.seq})
		g.signed = true
	}
	g.add(orderSubmit, k.closed, colClosed, casework.Command{
		Do: casework.DoSubmit, Leg: g.seq, Reply: noReply, Result: casework.ResultUnrecorded,
	})
	g.add(orderAccept, k.closed, colClosed, casework.Command{
		Do: casework.DoAccept, Leg: g.seq, Dues: &casework.Dues{CallBack: k.callDue.at},
	})
	g.closed, g.waiting, g.calls = k.closed.at, true, nil
}

// callBacks gives the call-backs of a cycle that are not on record. Those of a
// cycle that a rework has ended must be.
func (g *legWay) callBacks(k cycle, made []casework.Call, current bool) {
	for _, c := range k.calls {
		if !g.isNew(c, made, current && g.waiting) {
			continue
		}
		if !current {
			g.plan.fail(c.by, colCalled, says("history.reworked", "%s %s: the leg was reworked after its closing, and this call-back is not on record; expected one of a later closing",
				"%s %s：该任务办结后已重办，此次回访未登记；应为之后办结的回访", colCalled, g.plan.sheet.show(c.at)))
			return
		}
		if !g.callBack(c) {
			return
		}
	}
}

func (g *legWay) callBack(c call) bool {
	cmd := casework.Command{Do: casework.DoCallBack, Leg: g.seq, Answer: &c.answer}
	switch {
	case c.answer.Outcome == "" && g.waiting:
		cmd = casework.Command{Do: casework.DoAttempt, Leg: g.seq, Reason: reasonUnrecorded}
	case c.answer.Outcome == "":
		g.plan.fail(c.by, colCalled, says("history.call_empty", "a later call-back without a verdict, on a leg that has one; expected a verdict", "已有满意度之后的回访没有满意度，应填满意度"))
		return false
	case g.waiting:
		g.waiting = false
	default:
		cmd.Do = casework.DoRevisit
	}
	g.add(orderCall, c.stamp, colCalled, cmd)
	g.calls = append(slices.Clone(g.calls), casework.Call{At: c.at, Answer: c.answer})
	return true
}
