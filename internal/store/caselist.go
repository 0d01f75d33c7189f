package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// CaseFilter takes the cases that fit every field that is filled, of those in
// the scope. The zero Scope takes none.
type CaseFilter struct {
	Region  ident.RegionCode
	Scope   identity.Scope
	Number  string // start of the case number
	Unit    ident.UnitID
	State   casework.CaseState
	LegIn   casework.LegState // has a leg in that state: of Unit, of the scope's units, of any
	Channel casework.Channel
	Kind    casework.Kind
	Subject string    // this one and all below it
	Late    bool      // a clock runs past its limit: of the scope's units, where the scope is of units
	DueBy   time.Time // likewise, a limit that has not passed comes before this moment; zero: whenever
	Stands  Standing
	Called  *Called
	Period  *calendar.Period // of receipt
	Asked   bool             // a leg's exclusion is asked for and not decided
	Oldest  bool             // the one received first comes first
	After   *CaseKey         // the last case of the page before
	Limit   int
}

// CaseKey is a place in the list of cases, in the order of their receipt.
type CaseKey struct {
	ReceivedAt time.Time
	ID         ident.CaseID
}

// CaseList returns one page of the cases that the filter takes, latest first
// unless the filter wants the oldest.
func (tx *Tx) CaseList(f CaseFilter) ([]*casework.Case, error) {
	if units := f.walked(); len(units) > 0 && len(units) <= sideBySide && !f.Oldest {
		return tx.listOfUnits(f, units)
	}
	w := f.where(tx.Now())
	order := " ORDER BY c.received_at DESC, c.id DESC LIMIT "
	switch {
	case f.Oldest:
		order = " ORDER BY c.received_at, c.id LIMIT "
		if f.After != nil {
			w.and("(c.received_at, c.id) > (?, ?)", f.After.ReceivedAt, f.After.ID)
		}
	case f.After != nil:
		w.and("(c.received_at, c.id) < (?, ?)", f.After.ReceivedAt, f.After.ID)
	}
	limit := w.arg(f.Limit)
	return query(tx, "SELECT c.body FROM work_case c"+w.String()+order+limit, scanCase, w.args...)
}

// where is what the filter takes, on whichever page.
func (f CaseFilter) where(now time.Time) *where {
	w := &where{}
	if f.few() {
		w.and("c.region || '' = ?", f.Region) // keeps from walking the list in its order
	} else {
		w.and("c.region = ?", f.Region)
	}
	inScope(w, f.Scope)
	if f.Unit != "" && f.LegIn == "" {
		w.and("EXISTS (SELECT 1 FROM leg l WHERE l.case_id = c.id AND l.unit = ?)", f.Unit)
	}
	among := amongUnits(f.asked())
	f.legIn(w, among)
	f.ofCase(w, now, among)
	return w
}

// ofCase adds what is asked of the case itself, of its clocks and call-backs.
func (f CaseFilter) ofCase(w *where, now time.Time, among among) {
	if f.Number != "" {
		// A range finds a prefix by the index on both databases, and takes no
		// wildcards from outside.
		w.and("c.number >= ? AND c.number < ?", f.Number, f.Number+"\U0010FFFF")
	}
	if f.State != "" {
		w.and("c.state = ?", f.State)
		if !caseEnded(f.State) {
			w.and("c.state <> 'closed' AND c.state <> 'archived'") // says that the index of what is open has them
		}
	}
	if f.Channel != "" {
		w.and("c.channel = ?", f.Channel)
	}
	if f.Period != nil {
		from, to := around(*f.Period)
		w.and("c.received_day BETWEEN ? AND ? AND c.received_at >= ? AND c.received_at < ?", f.Period.From, f.Period.To, from, to)
	}
	if f.Kind != "" {
		w.and("c.kind = ?", f.Kind)
	}
	if f.Subject != "" {
		// A range, as for numbers; "0" is what comes after "/".
		w.and("(c.subject = ? OR (c.subject >= ? AND c.subject < ?))", f.Subject, f.Subject+"/", f.Subject+"0")
	}
	if f.Asked {
		w.and(`c.body LIKE '%"proposed_exclusion":%'`) // as the index has it
	}
	standing(w, f.Stands)
	f.soonDue(w, now, among)
	f.called(w, among)
	if f.Late {
		in, args := among("k.unit")
		w.and("c.id IN (SELECT k.case_id FROM clock k WHERE k.region = ? AND k.due_at < ? AND k.paused = ? AND k.kind <> ?"+in+")",
			append([]any{f.Region, now, false, deadline.Return}, args...)...) // that of a right, not of a duty
	}
}

// asked are the units of whose legs and clocks the filter speaks; none for any.
func (f CaseFilter) asked() []ident.UnitID {
	switch {
	case f.Unit != "":
		return []ident.UnitID{f.Unit}
	case f.Scope.All:
		return nil
	}
	return f.Scope.Units
}

// legIn adds that a leg is in the state asked for.
func (f CaseFilter) legIn(w *where, among among) {
	if f.LegIn == "" {
		return
	}
	in, args := among("l.unit")
	args = append([]any{f.LegIn}, args...)
	if legEnded(f.LegIn) {
		w.and("EXISTS (SELECT 1 FROM leg l WHERE l.case_id = c.id AND l.state = ?"+in+")", args...)
		return
	}
	// What is open is few: found first, and not sought along the list.
	w.and("c.id IN (SELECT l.case_id FROM leg l WHERE l.region = ? AND l.state = ? AND "+
		"l.state <> 'closed' AND l.state <> 'returned' AND l.state <> 'cancelled'"+in+")", append([]any{f.Region}, args...)...)
}

// inScope keeps to the cases c that a scope holds. A leg that has ended still
// shows the case to its unit, which answers for what it did.
func inScope(w *where, s identity.Scope) {
	switch {
	case s.All:
	case s.Receiver == "" && len(s.Units) == 0:
		w.and("1 = 0")
	case len(s.Units) == 0:
		w.and("c.received_by = ?", s.Receiver)
	case s.Receiver == "":
		places, args := marks(s.Units)
		w.and(hasLegOf+places+"))", args...)
	default:
		places, args := marks(s.Units)
		w.and("c.received_by = ? OR "+hasLegOf+places+"))", append([]any{s.Receiver}, args...)...)
	}
}

const hasLegOf = "EXISTS (SELECT 1 FROM leg s WHERE s.case_id = c.id AND s.unit IN ("

// Titles returns the titles of cases that are kept, by case.
func (tx *Tx) Titles(cases []*casework.Case) (map[ident.CaseID]string, error) {
	refs := make([]casework.TextRef, len(cases))
	for i, c := range cases {
		refs[i] = c.Title
	}
	texts, err := tx.textsOf(cases, refs)
	titles := make(map[ident.CaseID]string, len(texts))
	for _, c := range cases {
		if title, kept := texts[c.ID][c.Title]; kept {
			titles[c.ID] = title
		}
	}
	return titles, err
}

const sqlReceivedDays = `
SELECT COALESCE((SELECT MIN(received_day) FROM work_case WHERE region = $1), 0),
    COALESCE((SELECT MAX(received_day) FROM work_case WHERE region = $1), 0)`

// ReceivedDays are the first and last local days on which a case was
// received; ok is false when there is none.
func (tx *Tx) ReceivedDays(region ident.RegionCode) (span calendar.Period, ok bool, err error) {
	span, err = one(tx, nil, sqlReceivedDays, func(r row) (calendar.Period, error) {
		var p calendar.Period
		err := r.Scan((*int32)(&p.From), (*int32)(&p.To))
		return p, err
	}, region)
	return span, span.To != 0, err
}

const sqlReceivedIn = `
SELECT COUNT(*) FROM work_case WHERE region = $1 AND received_day BETWEEN $2 AND $3 AND state NOT IN ('draft', 'void')`

// ReceivedIn counts the cases received in the period, as they stand now.
func (tx *Tx) ReceivedIn(region ident.RegionCode, p calendar.Period) (int, error) {
	n, err := one(tx, nil, sqlReceivedIn, scalar[int64], region, p.From, p.To)
	return int(n), err
}
