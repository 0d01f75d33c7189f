package casework

import (
	"slices"
	"time"

	"huying/internal/domain/survey"
)

// Apply returns the case after the events, in order. It trusts them: they
// were decided once, and what they say happened. The argument is not changed;
// nil stands for the case before its first event.
func Apply(c *Case, events ...Event) *Case {
	if c == nil {
		c = &Case{}
	}
	next := c.clone(newParts(events))
	for _, e := range events {
		fold(next, e)
	}
	return next
}

// newParts counts the legs and clocks that the events bring.
func newParts(events []Event) (legs, clocks int) {
	for i := range events {
		legs += len(events[i].Data.Spawn)
		for _, s := range events[i].Data.Clocks {
			if s.Op == ClockStart {
				clocks++
			}
		}
	}
	return legs, clocks
}

// fold changes c by one event. It reads nothing but the event, so that no
// later rule alters what the past comes to.
func fold(c *Case, e Event) {
	c.Version = e.Version
	c.Hash = e.Hash
	if e.At.After(c.LastAt) {
		c.LastAt = e.At
	}
	foldStates(c, &e)
	if l, ok := c.Leg(e.Leg); ok {
		foldLeg(l, e)
	} else {
		foldCase(c, e)
	}
	for _, step := range e.Data.Clocks {
		foldClock(c, step, e.At)
	}
}

// foldStates changes where the case and its legs stand.
func foldStates(c *Case, e *Event) {
	if e.Data.CaseTo != "" {
		c.moveTo(e.Data.CaseTo, e.At)
	}
	if l, ok := c.Leg(e.Leg); ok && e.Data.LegTo != "" {
		l.State = e.Data.LegTo
	}
	for _, s := range e.Data.Spawn {
		c.Legs = append(c.Legs, Leg{Seq: s.Seq, Unit: s.Unit, Role: s.Role, Parent: s.Parent, State: ToSign, DispatchedAt: e.At})
	}
	for _, seq := range e.Data.CancelLegs {
		if l, ok := c.Leg(seq); ok {
			l.State, l.EndedAt = Cancelled, e.At
			l.Asked, l.ProposedBy = nil, nil
		}
	}
}

// moveTo changes the state. A case is closed from the moment it was last so;
// leaving 挂账 ends the promise, and a case that rests is under supervision no
// more.
func (c *Case) moveTo(s CaseState, at time.Time) {
	switch {
	case s == Closed && c.State != Tracked:
		c.ClosedAt = at
	case s == Handling:
		c.ClosedAt = time.Time{}
	}
	if s != Tracked {
		c.TrackedUntil = time.Time{}
	}
	if caseRests(s) {
		c.Supervision = 0
	}
	c.State = s
}

func foldCase(c *Case, e Event) {
	d := e.Data
	switch e.Action {
	case DoDraft, DoReceive:
		c.ID, c.Number, c.Region, c.Intake = e.Case, d.Received.Number, d.Received.Region, d.Received.Intake
		c.Tags = slices.Clone(c.Tags)
		c.ReceivedAt, c.ReceivedBy = e.At, e.By.User
	case DoRegister:
		c.ReceivedAt, c.ReceivedBy = e.At, e.By.User
	case DoAmend:
		foldAmend(c, d.Amended)
	case DoAnswer:
		c.Answer = &DirectAnswer{At: e.At, Reply: d.Reply, Basis: string(d.Basis)}
	case DoRefuse, DoEmergency, DoInvalidate, DoDivert, DoWithdraw:
		c.Reason, c.Route = d.Reason, d.Route
	case DoMerge:
		c.MergedInto, c.Reason = d.Target, d.Reason
	case DoUnmerge:
		c.MergedInto, c.Reason = "", ""
		c.Calls = nil // they asked about what the other case's units did
	case DoAbsorb:
		c.Absorbed = append(c.Absorbed, d.Target)
	case DoRelease:
		if i := slices.Index(c.Absorbed, d.Target); i >= 0 {
			c.Absorbed = slices.Delete(c.Absorbed, i, i+1)
		}
	case DoSplit:
		c.Parts = append(c.Parts, d.Parts...)
	case DoReopen:
		c.ReopenedAs = d.Target
	case DoHasten:
		c.Hastened++
		c.HastenedAt = e.At
	case DoInstruct:
		c.Instructed++
	case DoSupervise:
		c.Supervision = d.Level
	case DoLift:
		c.Supervision = 0
	case DoTrack:
		c.TrackedUntil = d.Until
	case DoRate, DoAppraise:
		c.Calls = append(c.Calls, Call{At: e.At, Answer: answer(d)})
	case DoTag:
		c.tag(d.Tags)
	case DoUntag:
		c.untag(d.Tags)
	case DoPublish:
		c.Public = true
	case DoConsent:
		c.Consented = true
	case DoWithhold:
		c.Consented, c.Public = false, false
	case DoUnpublish:
		c.Public = false
	}
}

func answer(d Data) survey.Answer {
	if d.Answer == nil {
		return survey.Answer{}
	}
	return *d.Answer
}

func foldAmend(c *Case, a *Amended) {
	set(&c.Kind, a.Kind)
	set(&c.Urgency, a.Urgency)
	set(&c.Subject, a.Subject)
	set(&c.Title, a.Title)
	set(&c.Content, a.Content)
	set(&c.Division, a.Division)
	set(&c.Disclosure, a.Disclosure)
	c.Public = c.Public && c.Disclosure != Confidential // what becomes confidential is public no more
}

func set[T any](into, value *T) {
	if value != nil {
		*into = *value
	}
}

func (c *Case) tag(tags []Tag) {
	for _, t := range tags {
		if !slices.Contains(c.Tags, t) {
			c.Tags = append(c.Tags, t)
		}
	}
}

func (c *Case) untag(tags []Tag) {
	c.Tags = slices.DeleteFunc(c.Tags, func(t Tag) bool { return slices.Contains(tags, t) })
	if len(c.Tags) == 0 {
		c.Tags = nil
	}
}
