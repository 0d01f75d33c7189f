package history

import (
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
}

// NewWriter makes a writer for the cases of a region.
func NewWriter(loc *time.Location, units *org.Tree) *Writer {
	return &Writer{location: loc, units: units, words: newWords()}
}

// Rows are the rows of one case under Header: one for each leg that counts, and
// one more where a leg has a second call-back to tell; one without a unit for a
// case that the centre answered. A case that is neither has none, since every
// row would say what did not happen. texts holds what the case's references
// stand for; an erased one is left empty.
func (w *Writer) Rows(c *casework.Case, texts map[casework.TextRef]string) [][]string {
	head := map[column]string{
		colNumber: string(c.Number), colChannel: w.words.channels.written(c.Channel), colKind: w.words.kinds.written(c.Kind),
		colSubject: c.Subject, colTitle: texts[c.Title], colContent: texts[c.Content], colTopics: writeTags(c.Tags),
		colReceived: formatMoment(c.ReceivedAt, w.location),
	}
	var rows [][]string
	add := func(t told, made []casework.Call) {
		for _, k := range orNone(made) {
			cells := w.cells(t)
			cells[colCalled] = formatMoment(k.At, w.location)
			cells[colVerdict] = w.words.verdicts.written(k.Outcome)
			cells[colSolved] = w.words.solved.written(k.Solved)
			rows = append(rows, line(head, cells))
		}
	}
	if c.Answer != nil {
		add(told{closed: stamp{at: c.Answer.At}}, telling(c.Calls))
		return rows
	}
	lead := leadOf(c)
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Counts() {
			t, calls := w.tell(c, l)
			if l.Seq == lead {
				t.role = casework.Lead
			}
			add(t, calls)
		}
	}
	return rows
}

// orNone gives a leg without call-backs its one row.
func orNone(calls []casework.Call) []casework.Call {
	if len(calls) == 0 {
		return []casework.Call{{}}
	}
	return calls
}

// line puts the cells of a row in the order of Header.
func line(parts ...map[column]string) []string {
	fields := make([]string, 0, len(columns))
	for _, c := range columns {
		if c.key == colReasons {
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

func (w *Writer) cells(t told) map[column]string {
	cells := map[column]string{}
	for _, m := range t.moments() {
		cells[m.column] = formatMoment(m.at, w.location)
	}
	if t.unit != "" {
		u, _ := w.units.Unit(ident.UnitID(t.unit))
		cells[colUnit], cells[colList] = u.Name, w.words.lists.written(u.List)
		cells[colRole], cells[colDispatched] = w.words.roles.written(t.role), formatMoment(t.dispatched, w.location)
	}
	return cells
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
func (w *Writer) tell(c *casework.Case, l *casework.Leg) (told, []casework.Call) {
	sign, closing, callBack := c.Kept(deadline.Sign, l.Seq), c.Kept(deadline.Close, l.Seq), c.Kept(deadline.CallBack, l.Seq)
	t := told{
		unit: string(l.Unit), role: l.Role, dispatched: l.DispatchedAt,
		signDue: stamp{at: sign.Due}, signed: stamp{at: l.SignedAt}, closed: stamp{at: l.ClosedAt},
	}
	if !sign.Due.IsZero() {
		t.signed.at = sign.Met
	}
	if agrees(closing, l.ClosedAt) {
		t.closeDue.at = closing.Due
	}
	if l.ClosedAt.IsZero() {
		return t, nil
	}
	// Call-backs before the last closing belong to a cycle that rows don't tell.
	made := slices.DeleteFunc(slices.Clone(l.Calls), func(k casework.Call) bool { return k.At.Before(l.ClosedAt) })
	calls := withAttempt(telling(made), made, callBack)
	var first time.Time
	if len(calls) > 0 {
		first = calls[0].At
	}
	if agrees(callBack, first) {
		t.callDue.at = callBack.Due
	}
	if l.State == casework.AwaitingCallBack {
		for i := range calls {
			calls[i].Answer = survey.Answer{} // attempts: nobody has said anything
		}
	}
	return t, calls
}

// agrees reports whether a limit comes to the same with the moment that its
// column holds.
func agrees(p casework.Punctuality, at time.Time) bool {
	kept := func(met time.Time) bool { return !met.IsZero() && !met.After(p.Due) }
	return kept(p.Met) == kept(at)
}

// telling picks the call-backs that have to be told: each verdict that another
// one followed, and the one that counts.
func telling(made []casework.Call) []casework.Call {
	var calls []casework.Call
	for _, k := range made {
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
func withAttempt(calls, made []casework.Call, limit casework.Punctuality) []casework.Call {
	if len(calls) == 0 || agrees(limit, calls[0].At) || agrees(limit, time.Time{}) {
		return calls
	}
	i := slices.IndexFunc(made, func(k casework.Call) bool { return k.At.Equal(limit.Met) })
	if i < 0 {
		return calls
	}
	return append([]casework.Call{{At: made[i].At}}, calls...)
}
