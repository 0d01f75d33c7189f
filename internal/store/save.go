package store

import (
	"encoding/json"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Change is one case after some events, ready to be written.
type Change struct {
	Case   *casework.Case // after the last of the events
	Events []SealedEvent  // new, in order
	Texts  map[casework.TextRef]string
}

// SealedEvent is an event with its hash, and the text that was hashed.
type SealedEvent struct {
	casework.Event
	Stored string
}

const sqlPutCase = `
INSERT INTO work_case (id, region, number, version, state, channel, kind, subject,
    received_at, received_day, received_by, answered_at, verdict, last_at, division, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state,
    channel = excluded.channel, kind = excluded.kind, subject = excluded.subject,
    received_at = excluded.received_at, received_day = excluded.received_day, received_by = excluded.received_by,
    answered_at = excluded.answered_at, verdict = excluded.verdict,
    last_at = excluded.last_at, division = excluded.division, body = excluded.body`

const sqlPutLeg = `
INSERT INTO leg (case_id, seq, region, unit, role, state, counts, dispatched_at, dispatched_day,
    closed_at, verdict, solved, excluded, returns, reworks, extensions,
    sign_due, sign_met, close_due, close_met, callback_due, callback_met, received_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT (case_id, seq) DO UPDATE SET state = excluded.state, counts = excluded.counts,
    closed_at = excluded.closed_at, verdict = excluded.verdict, solved = excluded.solved,
    excluded = excluded.excluded, returns = excluded.returns, reworks = excluded.reworks,
    extensions = excluded.extensions, sign_due = excluded.sign_due, sign_met = excluded.sign_met,
    close_due = excluded.close_due, close_met = excluded.close_met,
    callback_due = excluded.callback_due, callback_met = excluded.callback_met`

const sqlPutClock = `
INSERT INTO clock (case_id, kind, leg, region, unit, due_at, paused)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (case_id, kind, leg) DO UPDATE SET due_at = excluded.due_at, paused = excluded.paused, look_at = 0`

const sqlDropClock = `
DELETE FROM clock WHERE case_id = $1 AND kind = $2 AND leg = $3`

const sqlDropClocks = `
DELETE FROM clock WHERE (case_id, kind, leg) IN (VALUES ($1, $2, CAST($3 AS BIGINT)))`

const sqlDropTags = `
DELETE FROM case_tag WHERE case_id = $1`

const sqlPutTag = `
INSERT INTO case_tag (case_id, topic, facet) VALUES ($1, $2, $3)
ON CONFLICT (case_id, topic, facet) DO NOTHING`

const sqlPutEvent = `
INSERT INTO case_event (case_id, version, region, action, leg, at, entered, actor, role, data, prev, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

const sqlPutText = `
INSERT INTO case_text (case_id, ref, body) VALUES ($1, $2, $3)
ON CONFLICT (case_id, ref) DO NOTHING`

// SaveCases writes changed cases: row, legs, clocks, tags, events and texts.
// The event's primary key is the optimistic lock: Conflict
// ("store.duplicate") when another change took the version first. Error:
// Unready ("store.anchored") for an event entered on a day that has been
// anchored. loc is the region's time zone, for local days.
func (tx *Tx) SaveCases(loc *time.Location, changes []Change) error {
	w, err := Rows(loc, changes)
	if err != nil {
		return err
	}
	return tx.SaveRows(w)
}

// dropClocks removes the rows of clocks that no longer run. One command ends
// few, for which a statement each costs less than the list of one statement.
func (tx *Tx) dropClocks(list [][]any) error {
	const few = 8
	if len(list) > few {
		return tx.insertRows(sqlDropClocks, list)
	}
	for _, gone := range list {
		if _, err := tx.exec(sqlDropClock, gone...); err != nil {
			return err
		}
	}
	return nil
}

// Rows are the changes as rows. It needs no transaction, so that the work
// of encoding can be done before one.
func Rows(loc *time.Location, changes []Change) (*CaseRows, error) {
	w := &CaseRows{loc: loc}
	for _, c := range changes {
		if err := w.add(c); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// SaveRows is SaveCases for changes that are rows already.
func (tx *Tx) SaveRows(w *CaseRows) error {
	if err := tx.enterOn(slices.Clone(w.days)); err != nil {
		return err
	}
	for _, part := range []struct {
		sql  string
		rows [][]any
	}{{sqlPutCase, w.cases}, {sqlPutEvent, w.events}, {sqlPutLeg, w.legs}, {sqlPutClock, w.clocks}, {sqlPutText, w.texts}, {sqlShow, w.shown}, {sqlMarkDay, w.marks}} {
		if err := tx.insertRows(part.sql, part.rows); err != nil {
			return err
		}
	}
	if err := tx.dropClocks(w.dropped); err != nil {
		return err
	}
	for _, gone := range w.hidden {
		if _, err := tx.exec(sqlHide, gone...); err != nil {
			return err
		}
	}
	for _, id := range w.retagged {
		if _, err := tx.exec(sqlDropTags, id); err != nil {
			return err
		}
	}
	return tx.insertRows(sqlPutTag, w.tags)
}

// CaseRows are the rows of several changes.
type CaseRows struct {
	loc                                      *time.Location
	cases, events, legs, clocks, texts, tags [][]any
	dropped, shown, hidden, marks            [][]any
	retagged                                 []ident.CaseID
	days                                     []entryDay // of the events
	marked                                   map[dayOf]struct{}
}

func (w *CaseRows) add(ch Change) error {
	c := ch.Case
	body, err := json.Marshal(c)
	if err != nil {
		return errs.Wrap("encode case", err)
	}
	w.cases = append(w.cases, caseRow(c, string(body), w.loc))
	for _, e := range ch.Events {
		w.events = append(w.events, []any{
			c.ID, e.Version, c.Region, e.Action, e.Leg, e.At, e.Entered, e.By.User, e.By.Role, e.Stored, e.Prev, e.Hash,
		})
		if d := (entryDay{c.Region, calendar.DateOf(e.Entered, w.loc)}); len(w.days) == 0 || w.days[len(w.days)-1] != d {
			w.days = append(w.days, d)
		}
	}
	for ref, body := range ch.Texts {
		w.texts = append(w.texts, []any{c.ID, ref, body})
	}
	for _, seq := range touchedLegs(ch.Events) {
		if l, ok := c.Leg(seq); ok {
			w.legs = append(w.legs, legRow(c, l, w.loc))
		}
	}
	w.addClocks(ch)
	w.addTags(ch)
	w.addShown(ch)
	w.addMarks(c)
	return nil
}

func caseRow(c *casework.Case, body string, loc *time.Location) []any {
	return []any{
		c.ID, c.Region, c.Number, c.Version, c.State, c.Channel, c.Kind, c.Subject,
		c.ReceivedAt, calendar.DateOf(c.ReceivedAt, loc), c.ReceivedBy, answeredAt(c), c.LastAnswer().Outcome, c.LastAt, c.Division, body,
	}
}

// answeredAt is when a directly answered case was answered; zero for others.
func answeredAt(c *casework.Case) time.Time {
	if c.Answer == nil {
		return time.Time{}
	}
	return c.Answer.At
}

func touchedLegs(events []SealedEvent) []int {
	var all []int
	add := func(seq int) {
		if seq > 0 && !slices.Contains(all, seq) {
			all = append(all, seq)
		}
	}
	for _, e := range events {
		add(e.Leg)
		for _, s := range e.Data.Spawn {
			add(s.Seq)
		}
		for _, seq := range e.Data.CancelLegs {
			add(seq)
		}
		for _, k := range e.Data.Clocks {
			add(k.Leg)
		}
	}
	return all
}

func legRow(c *casework.Case, l *casework.Leg, loc *time.Location) []any {
	f := c.LegFact(l)
	return []any{
		c.ID, l.Seq, c.Region, l.Unit, l.Role, l.State, l.Counts(), l.DispatchedAt, calendar.DateOf(l.DispatchedAt, loc),
		l.ClosedAt, f.Verdict, f.Solved, f.Excluded, l.Returns, l.Cycle, l.Extensions,
		f.Sign.Due, f.Sign.Met, f.Close.Due, f.Close.Met, f.CallBack.Due, f.CallBack.Met,
		c.ReceivedAt,
	}
}

func (w *CaseRows) addClocks(ch Change) {
	type key struct {
		kind deadline.Clock
		leg  int
	}
	var seen []key
	for _, e := range ch.Events {
		for _, s := range e.Data.Clocks {
			if k := (key{s.Kind, s.Leg}); !slices.Contains(seen, k) {
				seen = append(seen, k)
				w.addClock(ch.Case, s.Kind, s.Leg, e.Version == 1)
			}
		}
	}
}

// addClock writes the clock as it stands after all the events: one that runs
// against a limit has a row, any other none.
func (w *CaseRows) addClock(c *casework.Case, kind deadline.Clock, leg int, isNew bool) {
	k, ok := c.Clock(kind, leg)
	if !ok {
		return
	}
	if k.Open() && !k.Due.IsZero() {
		unit := ident.UnitID("")
		if l, ok := c.Leg(leg); ok {
			unit = l.Unit
		}
		w.clocks = append(w.clocks, []any{c.ID, kind, leg, c.Region, unit, k.Due, k.Paused()})
		return
	}
	if !isNew {
		w.dropped = append(w.dropped, []any{c.ID, kind, leg})
	}
}

func (w *CaseRows) addTags(ch Change) {
	changed, fresh := false, false
	for _, e := range ch.Events {
		fresh = fresh || e.Data.Received != nil
		changed = changed || e.Action == casework.DoTag || e.Action == casework.DoUntag
	}
	if changed && !fresh {
		w.retagged = append(w.retagged, ch.Case.ID)
	}
	if changed || fresh {
		for _, t := range ch.Case.Tags {
			w.tags = append(w.tags, []any{ch.Case.ID, t.Topic, t.Facet})
		}
	}
}
