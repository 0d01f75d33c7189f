package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Finding is one thing that does not agree with another. A sound installation
// has none.
type Finding struct {
	Check string // which proof
	Where string // the case number, day or table
	What  string
}

// String writes the finding as one line.
func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.Check, f.Where, f.What) }

// maxFindings keeps a broken installation from flooding the terminal; a last
// finding says that there are more.
const maxFindings = 200

type findings struct {
	list []Finding
	more int
}

func (f *findings) add(check, where, format string, args ...any) {
	if len(f.list) >= maxFindings {
		f.more++
		return
	}
	f.list = append(f.list, Finding{check, where, fmt.Sprintf(format, args...)})
}

func (f *findings) all() []Finding {
	if f.more > 0 {
		return append(f.list, Finding{"all", "", fmt.Sprintf("%d more findings", f.more)})
	}
	return f.list
}

// Doctor folds the events of every case and holds the result against the row,
// and the row against its projection into legs, clocks and tags.
func (in *Insight) Doctor(ctx context.Context) ([]Finding, error) {
	var f findings
	err := in.store.View(ctx, func(tx *store.Tx) error {
		f = findings{}
		book, err := tx.Book(in.region)
		if err != nil {
			return err
		}
		rows := map[ident.CaseID]string{}
		if err := in.foldAll(tx, rows); err != nil {
			return err
		}
		if err := tx.EachCase(in.region, func(c *casework.Case) error {
			return compareFold(&f, rows, c)
		}); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(rows)) {
			f.add("fold", string(id), "events without a case")
		}
		return tx.EachStray(in.region, book.Location, func(where, what string) { f.add("projection", where, "%s", what) })
	})
	return f.all(), errs.Wrap("insight.doctor", err)
}

// foldAll folds every case's events to the JSON of the row they should give.
func (in *Insight) foldAll(tx *store.Tx, rows map[ident.CaseID]string) error {
	var c *casework.Case
	end := func() error {
		if c == nil {
			return nil
		}
		body, err := json.Marshal(c)
		rows[c.ID] = string(body)
		return err
	}
	err := tx.EachEvent(in.region, func(e store.SealedEvent) error {
		if c != nil && c.ID != e.Case {
			if err := end(); err != nil {
				return err
			}
			c = nil
		}
		c = casework.Apply(c, e.Event)
		return nil
	})
	if err != nil {
		return err
	}
	return end()
}

func compareFold(f *findings, rows map[ident.CaseID]string, c *casework.Case) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	folded, ok := rows[c.ID]
	delete(rows, c.ID)
	switch {
	case !ok:
		f.add("fold", string(c.Number), "a case without events")
	case folded != string(body):
		f.add("fold", string(c.Number), "the events do not come to the row")
	}
	return nil
}

// Verify recomputes every event's hash, every daily anchor and the hash of
// every published bulletin.
func (in *Insight) Verify(ctx context.Context) ([]Finding, error) {
	var f findings
	err := in.store.View(ctx, func(tx *store.Tx) error {
		f = findings{}
		if err := in.verifyChains(tx, &f); err != nil {
			return err
		}
		if err := in.verifyAnchors(tx, &f); err != nil {
			return err
		}
		return in.verifyPublications(tx, &f)
	})
	return f.all(), errs.Wrap("insight.verify", err)
}

func (in *Insight) verifyChains(tx *store.Tx, f *findings) error {
	type fault struct {
		in   ident.CaseID
		what string
	}
	var last store.SealedEvent
	var faults []fault
	err := tx.EachEvent(in.region, func(e store.SealedEvent) error {
		if what := casework.ChainFault(last.Event, e.Event, e.Stored); what != "" {
			faults = append(faults, fault{e.Case, what})
		}
		last = e
		return nil
	})
	if err != nil {
		return err
	}
	for i, one := range faults {
		where := string(one.in)
		if i < maxFindings {
			if where, err = numberOf(tx, one.in); err != nil {
				return err
			}
		}
		f.add("chain", where, "%s", one.what)
	}
	return nil
}

// numberOf is how people know the case; one that is gone is known by its id.
func numberOf(tx *store.Tx, id ident.CaseID) (string, error) {
	c, err := tx.Case(id)
	if errs.Is(err, errs.NotFound) {
		return string(id), nil
	}
	if err != nil {
		return "", err
	}
	return string(c.Number), nil
}

func (in *Insight) verifyAnchors(tx *store.Tx, f *findings) error {
	book, err := tx.Book(in.region)
	if err != nil {
		return err
	}
	kept, err := tx.Anchors(in.region)
	if err != nil || len(kept) == 0 {
		return err
	}
	found, err := tx.ComputeAnchors(in.region, book.Location, kept[0].Day, kept[len(kept)-1].Day.Add(1), "")
	if err != nil {
		return err
	}
	byDay := map[calendar.Date]store.Anchor{}
	for _, a := range found {
		byDay[a.Day] = a
	}
	for _, a := range kept {
		if now := byDay[a.Day]; now != a {
			f.add("anchor", a.Day.String(), "%d events were anchored as %.12s…, now %d come to %.12s…", a.Events, a.Hash, now.Events, now.Hash)
		}
		delete(byDay, a.Day)
	}
	for _, day := range slices.Sorted(maps.Keys(byDay)) {
		f.add("anchor", day.String(), "%d events of a day without an anchor", byDay[day].Events)
	}
	return nil
}

// anchorDelay is how long after midnight a day is anchored, so that no
// transaction of that day is still under way.
const anchorDelay = 10 * 60 // seconds

// Anchor puts an anchor on record for every finished day that has none yet,
// and returns how many it made.
func (in *Insight) Anchor(ctx context.Context) (int, error) {
	made := 0
	err := in.store.Update(ctx, func(tx *store.Tx) error {
		made = 0
		book, err := tx.Book(in.region)
		if err != nil {
			return err
		}
		today := calendar.DateOf(tx.Now().Add(-anchorDelay*1e9), book.Location)
		first, ok, err := tx.FirstEntered(in.region, book.Location)
		if err != nil || !ok {
			return err
		}
		kept, err := tx.Anchors(in.region)
		if err != nil {
			return err
		}
		prev := ""
		if n := len(kept); n > 0 {
			first, prev = kept[n-1].Day.Add(1), kept[n-1].Hash
		}
		fresh, err := tx.ComputeAnchors(in.region, book.Location, first, today, prev)
		if err != nil {
			return err
		}
		for _, a := range fresh {
			if err := tx.PutAnchor(in.region, a); err != nil {
				return err
			}
		}
		made = len(fresh)
		return nil
	})
	return made, errs.Wrap("insight.anchor", err)
}
