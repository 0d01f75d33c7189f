package jobs

import (
	"context"
	"errors"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// casePortion is how many cases are dealt with before the job is written down.
const casePortion = 200

// archive seals the cases that have come to an end and to which nothing has
// happened for as long as the house rules say. A case that cannot be does not
// keep the others.
func (s *steps) archive(ctx context.Context) (more bool, err error) {
	var after store.Settled
	var failed []error
	for {
		page, err := s.settled(ctx, after)
		archived := 0
		if err == nil {
			archived, err = s.archiveAll(ctx, page)
		}
		if err != nil {
			failed = append(failed, err)
		}
		switch {
		case len(page) < casePortion || ctx.Err() != nil:
			return false, errs.Wrap("jobs.archive", errors.Join(failed...))
		case len(failed) == 0 && archived > 0:
			return true, nil
		}
		after = page[len(page)-1] // of these none, or not all, can be; others may
	}
}

func (s *steps) settled(ctx context.Context, after store.Settled) (page []store.Settled, err error) {
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(s.Region)
		if err != nil {
			return err
		}
		today := calendar.DateOf(tx.Now(), book.Location)
		days := book.RulesOn(today).ArchiveDays
		before := today.Add(-days).Start(book.Location)
		page, err = tx.SettledCases(s.Region, before, after, casePortion)
		return err
	})
	return page, err
}

// archiveAll archives those that the flow lets be.
func (s *steps) archiveAll(ctx context.Context, page []store.Settled) (archived int, err error) {
	var failed []error
	for _, c := range page {
		err := s.step(ctx, c.ID, casework.Command{Do: casework.DoArchive})
		switch {
		case err == nil:
			archived++
		case !errs.Is(err, errs.Conflict):
			failed = append(failed, err)
		}
		if ctx.Err() != nil {
			return archived, ctx.Err()
		}
	}
	return archived, errors.Join(failed...)
}

// PromisedDay is the reason for which a tracked case goes back to work.
const PromisedDay = "promised_day"

// track sends tracked cases back to their lead unit on the promised day. A case
// that somebody has taken up meanwhile is tracked no more, and is left alone.
func (s *steps) track(ctx context.Context) (more bool, err error) {
	var ids []ident.CaseID
	err = s.Store.View(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.PromisesDue(s.Region, casePortion)
		return err
	})
	if err != nil {
		return false, errs.Wrap("jobs.track", err)
	}
	var failed []error
	taken := 0
	for _, id := range ids {
		did, err := s.takeUp(ctx, id)
		if did {
			taken++
		}
		if err != nil {
			failed = append(failed, err)
		}
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
	}
	return taken > 0 && len(ids) == casePortion && len(failed) == 0, errs.Wrap("jobs.track", errors.Join(failed...))
}

// takeUp has the lead unit of a tracked case work again, unless somebody has
// dealt with it meanwhile.
func (s *steps) takeUp(ctx context.Context, id ident.CaseID) (did bool, err error) {
	leg := 0
	err = s.Store.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(id)
		if err != nil {
			return err
		}
		for _, l := range c.Legs {
			if c.State == casework.Tracked && l.Role == casework.Lead && l.State == casework.LegClosed {
				leg = l.Seq
			}
		}
		return nil
	})
	if err != nil || leg == 0 {
		return false, err
	}
	err = s.step(ctx, id, casework.Command{Do: casework.DoRework, Leg: leg, Reason: PromisedDay})
	if errs.Is(err, errs.Conflict) {
		return false, nil
	}
	return err == nil, err
}

// step gives a command as the system.
func (s *steps) step(ctx context.Context, id ident.CaseID, cmd casework.Command) error {
	_, err := s.Desk.Do(ctx, identity.As(identity.System, systemUser, s.Region), id, cmd)
	return err
}

// systemUser stands in the events of what the clock brought.
const systemUser = "system"

// How often cases are looked for that are to be archived, and promised days.
const (
	archiveEvery = time.Hour
	trackEvery   = time.Minute
)
