package casework

import (
	"time"

	"huying/internal/domain/deadline"
)

// clockSteps adds what a row does to the clocks of a leg (nil: of the case).
func clockSteps[S ~string](d *deciding, row *Row[S], leg *Leg) {
	seq := 0
	if leg != nil {
		seq = leg.Seq
	}
	for _, kind := range row.Meet {
		d.end(ClockMeet, kind, seq)
	}
	for _, kind := range row.Stop {
		d.end(ClockStop, kind, seq)
	}
	for _, kind := range row.Miss {
		d.end(ClockMiss, kind, seq)
	}
	if row.StopAll {
		d.stopAll(seq)
	}
	for _, kind := range row.Reopen {
		d.reopen(kind, seq)
	}
	for _, kind := range row.Pause {
		d.pause(kind, seq)
	}
	for _, kind := range row.Resume {
		d.resume(kind, seq)
	}
	for _, kind := range row.Start {
		d.add(d.startClock(kind, leg))
	}
}

func (d *deciding) add(step ClockStep) { d.data.Clocks = append(d.data.Clocks, step) }

// ended reports whether this decision has ended the clock already.
func (d *deciding) ended(kind deadline.Clock, leg int) bool {
	for _, s := range d.data.Clocks {
		if s.Kind == kind && s.Leg == leg && (s.Op == ClockMeet || s.Op == ClockStop || s.Op == ClockMiss) {
			return true
		}
	}
	return false
}

// end meets, misses or stops a clock that is open; one that is not stays as it is.
func (d *deciding) end(op ClockOp, kind deadline.Clock, leg int) {
	if k, ok := d.c.Clock(kind, leg); ok && k.Open() && !d.ended(kind, leg) {
		d.add(ClockStep{Op: op, Kind: kind, Leg: leg})
	}
}

func (d *deciding) stopAll(leg int) {
	for i := range d.c.Clocks {
		if k := &d.c.Clocks[i]; k.Leg == leg && k.Open() && !d.ended(k.Kind, leg) {
			d.add(ClockStep{Op: ClockStop, Kind: k.Kind, Leg: leg})
		}
	}
}

func (d *deciding) reopen(kind deadline.Clock, leg int) {
	if k, ok := d.c.Clock(kind, leg); ok && !k.Met.IsZero() {
		d.add(ClockStep{Op: ClockReopen, Kind: kind, Leg: leg})
	}
}

func (d *deciding) pause(kind deadline.Clock, leg int) {
	if k, ok := d.c.Clock(kind, leg); ok && k.Open() {
		d.add(ClockStep{Op: ClockPause, Kind: kind, Leg: leg})
	}
}

// resume gives a paused clock the time that it had left (domain.md §4:
// pauses subtract exactly), which is none if it had run out before.
func (d *deciding) resume(kind deadline.Clock, leg int) {
	k, ok := d.c.Clock(kind, leg)
	if !ok || !k.Paused() {
		return
	}
	step := ClockStep{Op: ClockResume, Kind: kind, Leg: leg}
	switch {
	case k.Due.IsZero():
	case k.ranOut():
		step.Due = k.Due
	default:
		step.Due = k.Due.Add(d.act.Now.Sub(k.Pauses[len(k.Pauses)-1].From))
		if rule, ok := d.env.rule(k.Rule); ok {
			step.Due = deadline.Resume(d.env.Calendar, rule, k.Due, k.Pauses[len(k.Pauses)-1].From, d.act.Now)
		}
	}
	d.add(step)
}

// startClock starts a clock with the limit that the region's policy sets for
// this case and leg, or the one that came with the command. Where neither
// sets one the clock runs without a limit, so that what happened is still on
// record. A supervision, tracking or delegated clock runs until the promised
// time, if one is promised.
func (d *deciding) startClock(kind deadline.Clock, leg *Leg) ClockStep {
	step := ClockStep{Op: ClockStart, Kind: kind}
	if leg != nil {
		step.Leg = leg.Seq
	}
	if due, given := d.given(kind); given {
		step.Due = due
		return step
	}
	rule, ok := d.env.Policy.Find(kind, d.query(leg))
	if !ok {
		return step
	}
	step.Rule = d.ruleRef(rule)
	if unsigned := leg != nil && (leg.State == NoLeg || leg.State == ToSign); unsigned && rule.Start == deadline.Signed && kind != deadline.Sign {
		return step // beginSigned sets the limit
	}
	d.limit(&step, rule, leg)
	return step
}

type ruleRef struct{ key, ref string }

func (d *deciding) ruleRef(rule deadline.Rule) string {
	for _, r := range d.refs {
		if r.key == rule.Key {
			return r.ref
		}
	}
	ref := d.env.Policy.RuleRef(rule)
	d.refs = append(d.refs, ruleRef{rule.Key, ref})
	return ref
}

// limit counts a rule's limit from the event that the rule names.
func (d *deciding) limit(step *ClockStep, rule deadline.Rule, leg *Leg) {
	from := d.since(rule, leg)
	if !from.Equal(d.act.Now) {
		step.Start = from
	}
	if d.cal == "" {
		d.cal = d.env.Calendar.Ref()
	}
	step.Calendar = d.cal
	step.Due, _ = deadline.Due(d.env.Calendar, rule, from)
}

// since is the moment of the event from which a rule's limit counts: on its
// first turn, an earlier one if the rule says so; else now, or a rework would
// be late before it began.
func (d *deciding) since(rule deadline.Rule, leg *Leg) time.Time {
	var at time.Time
	seq := 0
	if leg != nil {
		seq = leg.Seq
	}
	_, again := d.c.Clock(rule.Clock, seq)
	switch {
	case rule.Start == deadline.Received && !again && d.c.State != Draft:
		at = d.c.ReceivedAt
	case leg == nil:
	case rule.Start == deadline.Dispatched && !again:
		at = leg.DispatchedAt
	case rule.Start == deadline.Submitted, rule.Start == deadline.Closed:
		at = leg.SubmittedAt
	}
	if at.IsZero() {
		return d.act.Now
	}
	return at
}

// beginSigned begins the limits of the leg that waited for its signing.
func (d *deciding) beginSigned(leg *Leg) {
	for i := range d.c.Clocks {
		k := &d.c.Clocks[i]
		if k.Leg != leg.Seq || !k.Open() || !k.Due.IsZero() || d.ended(k.Kind, leg.Seq) {
			continue
		}
		if rule, ok := d.env.rule(k.Rule); ok {
			step := ClockStep{Op: ClockBegin, Kind: k.Kind, Leg: leg.Seq}
			d.limit(&step, rule, leg)
			d.add(step)
		}
	}
}

// given returns the limit that the command itself sets for a clock.
func (d *deciding) given(kind deadline.Clock) (time.Time, bool) {
	if d.cmd.Dues != nil {
		switch kind {
		case deadline.Sign:
			return d.cmd.Dues.Sign.UTC(), true
		case deadline.Close:
			return d.cmd.Dues.Close.UTC(), true
		case deadline.CallBack:
			return d.cmd.Dues.CallBack.UTC(), true
		case deadline.Return, deadline.Contact:
			return time.Time{}, true
		}
	}
	promised := kind == deadline.Track || kind == deadline.Supervise || kind == deadline.Close && d.cmd.Do == DoDelegate
	if promised && !d.data.Until.IsZero() {
		return d.data.Until, true
	}
	return time.Time{}, false
}

// query describes the case and leg to the deadline policy.
func (d *deciding) query(leg *Leg) deadline.Query {
	in := d.c.Intake
	if d.data.Received != nil {
		in = d.data.Received.Intake
	}
	q := deadline.Query{Kind: string(in.Kind), Channel: string(in.Channel), Urgency: string(in.Urgency), Subject: in.Subject}
	if leg != nil {
		u, _ := d.env.Units.Unit(leg.Unit)
		q.Unit, q.List, q.Role = u.Name, string(u.List), string(leg.Role)
		q.Rework = d.cmd.Do == DoRework
	}
	return q
}
