package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/escalation"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// scanPortion is how many limits one transaction looks at: few, for on SQLite
// everybody who writes waits for it.
const scanPortion = 100

// scanClocks tells of the limits whose points have come since the last scan. It
// looks at a limit when it is new, has moved, or its next point has come, and
// is done in the same transaction, so that each point is told once.
func (s *steps) scanClocks(ctx context.Context) (more bool, err error) {
	var due []store.Watch
	err = s.Store.View(ctx, func(tx *store.Tx) (err error) { // the search needs no writer
		due, err = tx.DueWatches(s.Region, scanPortion)
		return err
	})
	if err != nil || len(due) == 0 {
		return false, errs.Wrap("jobs.clocks", err)
	}
	var failed []error
	looked := 0
	err = s.Store.Update(ctx, func(tx *store.Tx) error {
		failed = nil
		book, err := tx.Book(s.Region)
		if err != nil {
			return err
		}
		scan := scan{s: s, tx: tx, book: book, cases: map[ident.CaseID]*casework.Case{}}
		for _, w := range due {
			if err := scan.look(w); err != nil { // one case that cannot be read keeps no other from being warned of
				failed = append(failed, fmt.Errorf("case %s: %w", w.Case, err))
			}
		}
		looked = len(scan.watches)
		if err := tx.PutNotices(scan.notices); err != nil {
			return err
		}
		return tx.PutWatches(scan.watches)
	})
	if err == nil {
		err = errors.Join(failed...)
	}
	return err == nil && looked > 0 && len(due) == scanPortion, errs.Wrap("jobs.clocks", err)
}

// scan is one portion.
type scan struct {
	s       *steps
	tx      *store.Tx
	book    *rulebook.Book
	cases   map[ident.CaseID]*casework.Case
	notices []store.Notice
	watches []store.Watch
}

// look tells what there is to tell of one limit, as it stands by now.
func (s *scan) look(w store.Watch) error {
	c, err := s.load(w.Case)
	if err != nil {
		return err
	}
	k, ok := c.Clock(w.Kind, w.Leg)
	if !ok || !k.Open() || k.Paused() || !k.Due.Equal(w.Due) {
		return nil // it has changed since it was found: the next scan sees to it
	}
	alarms, err := s.alarms(k)
	if err != nil {
		return err
	}
	since := w.Next
	if since.IsZero() {
		since = k.Start
	}
	tell, next := escalation.Due(alarms, since, s.tx.Now())
	for _, a := range tell {
		if err := s.tell(c, k, a); err != nil {
			return err
		}
	}
	w.Next = next
	s.watches = append(s.watches, w)
	return nil
}

func (s *scan) load(id ident.CaseID) (*casework.Case, error) {
	if c, ok := s.cases[id]; ok {
		return c, nil
	}
	c, err := s.tx.Case(id)
	if err == nil {
		s.cases[id] = c
	}
	return c, err
}

// alarms are those of a clock, on the calendar that it was counted on or else
// that in force.
func (s *scan) alarms(k *casework.Clock) ([]escalation.Alarm, error) {
	today := calendar.DateOf(s.tx.Now(), s.book.Location)
	limit := escalation.Limit{Clock: k.Kind, Start: k.Start, Due: k.Due}
	if rule, ok := s.book.RuleNamed(k.Rule); ok {
		limit.Rule = &rule
	}
	cal, ok := s.book.CalendarNamed(k.Calendar)
	if !ok {
		var err error
		if cal, err = s.book.CalendarOn(today); err != nil {
			return nil, err
		}
	}
	return escalation.Alarms(cal, limit, s.book.LadderOn(today)), nil
}

// tell gives a notice for every post of an alarm.
func (s *scan) tell(c *casework.Case, k *casework.Clock, a escalation.Alarm) error {
	var unit ident.UnitID
	if leg, ok := c.Leg(k.Leg); ok {
		unit = leg.Unit
	}
	for _, post := range a.To {
		id, err := s.s.IDs.New(s.tx.Now())
		if err != nil {
			return err
		}
		n := store.Notice{
			ID: id, Region: c.Region, Role: post.Role, Case: c.ID, Leg: k.Leg, Clock: k.Kind, Turn: k.Turn, Due: k.Due,
			Level: a.Level, Step: a.Step,
		}
		if post.AtUnit {
			n.Unit = unit
		}
		s.notices = append(s.notices, n)
	}
	return nil
}

// scanEvery is how late a warning may come.
const scanEvery = time.Minute
