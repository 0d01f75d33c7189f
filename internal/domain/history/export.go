package history

import (
	"maps"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/org"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// Writer writes cases as rows that Read takes in again (docs/import.md says
// what the columns cannot hold).
type Writer struct {
	location *time.Location
	units    *org.Tree
	words    words
	arrivals bool
}

// NewWriter makes a writer for the cases of a region; arrivals says whether it
// writes how they came in.
func NewWriter(loc *time.Location, units *org.Tree, arrivals bool) *Writer {
	return &Writer{location: loc, units: units, words: newWords(), arrivals: arrivals}
}

// Header is the first row of the table.
func (w *Writer) Header() []string { return header(w.arrivals) }

// Rows are the rows of one case under the header: one for each leg that counts, and
// one more where a leg has a second call-back or a rework to tell; one without a unit for a
// case that the centre answered. A case that is neither has none, since every
// row would say what did not happen. texts holds what the case's references
// stand for; an erased one is left empty.
func (w *Writer) Rows(c *casework.Case, texts map[casework.TextRef]string) [][]string {
	head := map[column]string{
		colNumber: string(c.Number), colChannel: w.words.channels.written(c.Channel), colKind: w.words.kinds.written(c.Kind),
		colSubject: c.Subject, colTitle: texts[c.Title], colContent: texts[c.Content], colTopics: writeTags(c.Tags),
		colReceived: formatMoment(c.ReceivedAt, w.location), colSource: c.Source, colOriginNumber: texts[c.OriginNumber],
		colVenue: texts[c.Venue], colReceiver: texts[c.Receiver],
	}
	maps.Copy(head, w.words.arrived(c.Arrival))
	if c.Answer != nil {
		return w.lines(head, told{cycles: []cycle{ended(c.Answer.At, telling(c.Calls))}})
	}
	var legs []*told
	lead := leadOf(c)
	for i := range c.Legs {
		l := &c.Legs[i]
		if !l.Counts() {
			continue
		}
		t := w.tell(c, l)
		if l.Seq == lead {
			t.role = casework.Lead
		}
		legs = append(legs, &t)
	}
	inOrder(legs)
	var rows [][]string
	for _, t := range legs {
		rows = append(rows, w.lines(head, *t)...)
	}
	return rows
}

// lines are the rows of one leg: one, and one more for each call-back and each
// rework that another followed.
func (w *Writer) lines(head map[column]string, t told) [][]string {
	var rows [][]string
	leg := w.leg(t)
	for _, k := range t.cycles {
		calls := k.calls
		if len(calls) == 0 {
			calls = []call{{}}
		}
		for _, c := range calls {
			rows = append(rows, w.line(head, leg, map[column]string{
				colCloseDue: w.show(k.closeDue.at), colClosed: w.show(k.closed.at), colCallDue: w.show(k.callDue.at), colCalled: w.show(c.at),
				colVerdict: w.words.verdicts.written(c.answer.Outcome), colSolved: w.words.solved.written(c.answer.Solved),
			}))
		}
	}
	return rows
}

// line puts the cells of a row in the order of Header.
func (w *Writer) line(parts ...map[column]string) []string {
	fields := make([]string, 0, len(columns))
	for _, c := range columns {
		if !c.key.writtenIn(w.arrivals) {
			continue
		}
		cell := ""
		for _, part := range parts {
			cell += part[c.key]
		}
		fields = append(fields, cell)
	}
	return fields
}

func (w *Writer) show(t time.Time) string { return formatMoment(t, w.location) }

// leg writes what every row of a leg says; nothing for the centre's answer.
func (w *Writer) leg(t told) map[column]string {
	if t.unit == "" {
		return nil
	}
	u, _ := w.units.Unit(ident.UnitID(t.unit))
	return map[column]string{
		colUnit: u.Name, colList: w.words.lists.written(u.List), colRole: w.words.roles.written(t.role),
		colDispatched: w.show(t.dispatched), colSignDue: w.show(t.signDue.at), colSigned: w.show(t.signed.at),
	}
}

// leadOf is the leg that is written as the lead: the lead, or while a case
// waits for another one the first of its assistants.
func leadOf(c *casework.Case) int {
	first := 0
	for i := range c.Legs {
		switch l := &c.Legs[i]; {
		case !l.Counts():
		case l.Role == casework.Lead:
			return l.Seq
		case first == 0:
			first = l.Seq
		}
	}
	return first
}

// tell is what rows can say of a leg. A limit is written where the columns
// then say of it what is on record: kept, missed, or still running.
func (w *Writer) tell(c *casework.Case, l *casework.Leg) told {
	sign := c.Kept(deadline.Sign, l.Seq)
	t := told{unit: string(l.Unit), role: l.Role, dispatched: l.DispatchedAt, signDue: stamp{at: sign.Due}, signed: stamp{at: l.SignedAt}}
	if !sign.Due.IsZero() {
		t.signed.at = sign.Met
	}
	recorded := recordedCycles(c, l)
	for i, r := range recorded {
		last := i == len(recorded)-1
		// Only a closing that the caller was asked about can be told from the
		// next one; a leg in rework is told as it stands, open.
		if !last && (len(r.calls) == 0 || l.ClosedAt.IsZero()) {
			continue
		}
		k := ended(r.closed, withAttempt(telling(r.calls), r))
		if p := punctual(r.close); agrees(p, r.closed) && (!last || !r.close.Paused()) {
			k.closeDue.at = p.Due
		}
		if p := punctual(r.callBack); agrees(p, firstOf(k.calls)) {
			k.callDue.at = p.Due
		}
		if last && l.State == casework.AwaitingCallBack {
			for i := range k.calls {
				k.calls[i].answer = survey.Answer{} // attempts: nobody has said anything
			}
		}
		t.cycles = append(t.cycles, k)
	}
	return t
}

// ended is a cycle with its closing and call-backs.
func ended(closed time.Time, made []casework.Call) cycle {
	k := cycle{closed: stamp{at: closed}}
	for _, m := range made {
		k.calls = append(k.calls, call{stamp{at: m.At}, m.Answer})
	}
	return k
}

// punctual is what a clock says of its limit; nothing for one that was stopped.
func punctual(k *casework.Clock) casework.Punctuality {
	if k == nil || !k.Stopped.IsZero() {
		return casework.Punctuality{}
	}
	return casework.Punctuality{Due: k.Due, Met: k.Met}
}

func firstOf(calls []call) time.Time {
	if len(calls) == 0 {
		return time.Time{}
	}
	return calls[0].at
}

// agrees reports whether a limit comes to the same with the moment that its
// column holds.
func agrees(p casework.Punctuality, at time.Time) bool {
	kept := func(met time.Time) bool { return !met.IsZero() && !met.After(p.Due) }
	return kept(p.Met) == kept(at)
}

// telling picks the call-backs that have to be told: each verdict that another
// one followed, and the one that counts. Of several at one moment, which rows
// cannot tell apart, only the last is told.
func telling(made []casework.Call) []casework.Call {
	var calls []casework.Call
	for i, k := range made {
		if i+1 < len(made) && made[i+1].At.Equal(k.At) {
			continue
		}
		if n := len(calls); n > 0 {
			last := calls[n-1]
			switch {
			case !last.Outcome.Surveyed():
				calls = calls[:n-1]
			case !k.Outcome.Surveyed() || k.Answer == last.Answer:
				continue // it does not change what counts
			}
		}
		calls = append(calls, k)
	}
	return calls
}

// withAttempt puts before the call-backs the attempt that alone kept the limit.
func withAttempt(calls []casework.Call, r recordedCycle) []casework.Call {
	limit := punctual(r.callBack)
	if len(calls) == 0 || agrees(limit, calls[0].At) || agrees(limit, time.Time{}) {
		return calls
	}
	i := slices.IndexFunc(r.calls, func(k casework.Call) bool { return k.At.Equal(limit.Met) })
	if i < 0 {
		return calls
	}
	return append([]casework.Call{{At: r.calls[i].At}}, calls...)
}
