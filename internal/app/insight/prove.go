package insight

import (
	"bytes"
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
// and the row against its projection into legs, clocks and tags: one stretch of
// cases after another, so that it needs no more memory for more cases.
func (in *Insight) Doctor(ctx context.Context) ([]Finding, error) {
	var f findings
	err := in.store.View(ctx, func(tx *store.Tx) error {
		f = findings{}
		book, err := tx.Book(in.region)
		if err != nil {
			return err
		}
		return tx.EachStretch(in.region, func(s store.Stretch) error {
			if err := f.compareFolds(tx, s); err != nil {
				return err
			}
			return tx.EachStray(s, book.Location, func(where, what string) { f.add("projection", where, "%s", what) })
		})
	})
	return f.all(), errs.Wrap("insight.doctor", err)
}

// compareFolds holds the cases of a stretch against what their events come to.
func (f *findings) compareFolds(tx *store.Tx, s store.Stretch) error {
	folded, err := fold(tx, s)
	if err != nil {
		return err
	}
	for _, c := range s.Cases {
		now, ok := folded[c.ID]
		delete(folded, c.ID)
		if !ok {
			f.add("fold", string(c.Number), "a case without events")
			continue
		}
		same, err := alike(now, c)
		if err != nil {
			return err
		}
		if !same {
			f.add("fold", string(c.Number), "the events do not come to the row")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(folded)) {
		f.add("fold", string(id), "events without a case")
	}
	return nil
}

// fold gives the cases that the events of a stretch come to.
func fold(tx *store.Tx, s store.Stretch) (map[ident.CaseID]*casework.Case, error) {
	events, err := tx.StretchEvents(s)
	if err != nil {
		return nil, err
	}
	folded := make(map[ident.CaseID]*casework.Case, len(s.Cases))
	for _, e := range events {
		folded[e.Case] = casework.Apply(folded[e.Case], e.Event)
	}
	return folded, nil
}

// alike reports whether two cases would be the same row.
func alike(a, b *casework.Case) (bool, error) {
	one, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	other, err := json.Marshal(b)
	return bytes.Equal(one, other), err
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
	var last store.SealedEvent
	return tx.EachEvent(in.region, func(e store.SealedEvent) error {
		what := casework.ChainFault(last.Event, e.Event, e.Stored)
		last = e
		if what == "" {
			return nil
		}
		where := string(e.Case)
		if len(f.list) < maxFindings {
			var err error
			if where, err = numberOf(tx, e.Case); err != nil {
				return err
			}
		}
		f.add("chain", where, "%s", what)
		return nil
	})
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
