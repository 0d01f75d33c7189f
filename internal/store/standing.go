package store

import (
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/survey"
	"huying/internal/kernel/ident"
)

// Standing 件况 is how far a case has come, as those who answer for all of them
// count: every case on record is open or ended, and may have been answered or
// sent to a unit besides.
type Standing string

const (
	StandsReceived Standing = "received" // neither a draft nor void
	StandsAnswered Standing = "answered" // by the centre itself
	StandsSent     Standing = "sent"     // a unit was given it, whatever came of that
	StandsOpen     Standing = "open"     // somebody still has to do something about it
	StandsEnded    Standing = "ended"    // answered, or come to another end
)

// Standings lists them.
func Standings() []Standing {
	return []Standing{StandsReceived, StandsAnswered, StandsSent, StandsOpen, StandsEnded}
}

// Chinese is its name.
func (s Standing) Chinese() string {
	return map[Standing]string{StandsReceived: "受理", StandsAnswered: "直接答复", StandsSent: "交办", StandsOpen: "在办", StandsEnded: "办结"}[s]
}

// recorded reports whether a case in this state is on record.
func recorded(s casework.CaseState) bool {
	return s != casework.NewCase && s != casework.Draft && s != casework.Void
}

// IsOpen reports whether somebody still has to do something about a case in
// this state. One that is tracked has its answer.
func IsOpen(s casework.CaseState) bool {
	return slices.Contains([]casework.CaseState{
		casework.Registered, casework.ToDispatch, casework.Dispatched, casework.Handling, casework.ToReview, casework.ToCallBack,
	}, s)
}

// States lists the states of the cases that stand so; nil where it is not
// the state that says it.
func (s Standing) States() (all []casework.CaseState) {
	for _, state := range casework.CaseStates() {
		if s == StandsOpen && IsOpen(state) || s == StandsEnded && recorded(state) && !IsOpen(state) {
			all = append(all, state)
		}
	}
	return all
}

// Called takes the cases of which a unit's leg that counts was called back on
// in [From, To), with a verdict where one is named.
type Called struct {
	Verdict  survey.Verdict
	From, To time.Time
}

// standing adds how far a case c has come.
func standing(w *where, s Standing) {
	if s == "" {
		return
	}
	w.and("c.state <> 'draft' AND c.state <> 'void'")
	switch s {
	case StandsAnswered:
		w.and("c.answered_at IS NOT NULL")
	case StandsSent:
		w.and("EXISTS (SELECT 1 FROM leg d WHERE d.case_id = c.id)")
	case StandsOpen:
		w.and("c.state <> 'closed' AND c.state <> 'archived'") // says that the index of what is open has them
		in(w, "c.state", s.States())
	case StandsEnded:
		in(w, "c.state", s.States())
	}
}

// soonDue adds that a limit comes between now and a moment. Clocks that run are
// few, and found first.
func (f CaseFilter) soonDue(w *where, now time.Time, among among) {
	if f.DueBy.IsZero() {
		return
	}
	of, args := among("k.unit")
	w.and("c.id IN (SELECT k.case_id FROM clock k WHERE k.region = ? AND k.due_at >= ? AND k.due_at < ? AND k.paused = ? AND k.kind <> ?"+of+")",
		append([]any{f.Region, now, f.DueBy, false, deadline.Return}, args...)...)
}

// called adds what was said in call-backs.
func (f CaseFilter) called(w *where, among among) {
	if f.Called == nil {
		return
	}
	of, args := among("v.unit")
	w.and("EXISTS (SELECT 1 FROM leg v WHERE v.case_id = c.id AND v.counts AND v.verdict = ? AND v.callback_met >= ? AND v.callback_met < ?"+of+")",
		append([]any{f.Called.Verdict, f.Called.From, f.Called.To}, args...)...)
}

// among is a condition that keeps a column to units, and its arguments.
type among func(column string) (condition string, args []any)

// amongUnits keeps to units; none keep to nothing.
func amongUnits(units []ident.UnitID) among {
	return func(column string) (string, []any) {
		if len(units) == 0 {
			return "", nil
		}
		places, args := marks(units)
		return " AND " + column + " IN (" + places + ")", args
	}
}
