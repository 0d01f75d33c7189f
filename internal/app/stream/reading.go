package stream

import (
	"context"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// What is committed by now may have been entered before what was read already:
// lateness is by how much it may be (desk refuses what waited for half a
// minute), haste by how much it usually is. Each reading goes back by haste,
// and one in sweepEvery by lateness.
const (
	lateness   = 35 * time.Second
	haste      = 2 * time.Second
	sweepEvery = 10 * time.Second
	mostRead   = 5000 // changes at once: with more, those who watch read anew
	mostBefore = 50_000
)

// seen is a change with who may see it.
type seen struct {
	change Change
	reach  identity.Reach
}

// key is one change.
type key struct {
	id      ident.CaseID
	version int
}

// reading follows the events in order of entry.
type reading struct {
	hub   *Hub
	last  time.Time // the latest entry that was told
	swept time.Time // by the machine's clock
	told  map[key]time.Time
}

func newReading(h *Hub, now time.Time) *reading {
	return &reading{hub: h, last: now, swept: time.Now(), told: map[key]time.Time{}}
}

// run reads whenever there is reason to, until ctx ends.
func (r *reading) run(ctx context.Context) {
	poll := time.NewTicker(r.hub.o.Poll)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.hub.wake:
		case <-poll.C:
		}
		if err := r.read(ctx); err != nil && ctx.Err() == nil {
			r.hub.o.Log.Error("what has moved could not be read", "error", err)
		}
		if !rest(ctx, r.hub.o.Rest) {
			return
		}
	}
}

// rest reports whether ctx still stands after it.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// prime marks as told what is on record when the first begins to watch. It is
// done before that one is let in: what is committed after is news.
func (r *reading) prime(ctx context.Context) error {
	return r.hub.o.Store.View(ctx, func(tx *store.Tx) error {
		before, err := tx.Entries(r.hub.o.Region, r.last.Add(-lateness), mostBefore)
		for _, e := range before {
			r.told[key{e.Case, e.Version}] = e.Entered
		}
		return err
	})
}

// read tells what is new.
func (r *reading) read(ctx context.Context) error {
	back := haste
	sweep := time.Since(r.swept) >= sweepEvery
	if sweep {
		back = lateness
	}
	var entries []Change
	var fresh []seen
	err := r.hub.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		if entries, err = tx.Entries(r.hub.o.Region, r.last.Add(-back), r.most()); err != nil {
			return err
		}
		fresh, err = reached(tx, r.hub.o.Region, r.news(entries))
		return err
	})
	if err != nil {
		return err
	}
	if sweep {
		r.swept = time.Now()
	}
	lost := len(entries) == r.most()
	for _, e := range entries {
		r.told[key{e.Case, e.Version}] = e.Entered
		if e.Entered.After(r.last) {
			r.last = e.Entered
		}
	}
	if lost {
		r.last = r.hub.o.Store.Now()
	}
	r.forget()
	if len(fresh) > 0 || lost {
		for _, l := range r.hub.listeners() {
			l.offer(fresh, lost)
		}
	}
	return nil
}

// most is how much one reading takes: what it has told and reads again, and as
// much that is new.
func (r *reading) most() int { return len(r.told) + mostRead }

func (r *reading) news(entries []Change) (fresh []Change) {
	for _, e := range entries {
		if _, was := r.told[key{e.Case, e.Version}]; !was {
			fresh = append(fresh, e)
		}
	}
	return fresh
}

// forget drops what no reading goes back to.
func (r *reading) forget() {
	for k, entered := range r.told {
		if r.last.Sub(entered) > lateness {
			delete(r.told, k)
		}
	}
}

// reached adds to each change who may see its case.
func reached(tx *store.Tx, region ident.RegionCode, changes []Change) ([]seen, error) {
	ids, in := []ident.CaseID(nil), map[ident.CaseID]bool{}
	for _, c := range changes {
		if !in[c.Case] {
			in[c.Case] = true
			ids = append(ids, c.Case)
		}
	}
	reaches, err := tx.Reaches(region, ids)
	if err != nil {
		return nil, err
	}
	all := make([]seen, len(changes))
	for i, c := range changes {
		all[i] = seen{c, reaches[c.Case]}
	}
	return all, nil
}
