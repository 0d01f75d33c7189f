package insight

import (
	"sync"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Bounds of what is kept: a district's quarter has some 20,000 facts, which
// take about ten megabytes.
const (
	mostScores = 8
	mostFacts  = 200_000
)

// overlap is how far before a score was computed events are counted to see
// whether it still holds. An event's transaction may commit after a later
// one's, and the clocks of two servers differ.
const overlap = time.Hour

// scoreKey is what a score depends on, but for the events.
type scoreKey struct {
	region   ident.RegionCode
	period   calendar.Period
	asOf     int64 // microseconds, as stored
	scheme   scoring.Ref
	revision int // of the rulebook
}

// keptScore is a score and the count of events that it was computed from.
type keptScore struct {
	*scored
	since  time.Time
	events int // entered since, on record by the as-of
	used   uint64
}

func (k *keptScore) facts() int { return len(k.scored.facts.legs) + len(k.scored.facts.cases) }

// scoreCache keeps the scores last asked for, so that the pages of one
// bulletin are not each computed from its cases anew.
type scoreCache struct {
	mu   sync.Mutex
	kept map[scoreKey]*keptScore
	turn uint64
}

// score returns the kept score of a key if no event has come since that it
// would count, else what compute gives, and keeps that.
func (c *scoreCache) score(tx *store.Tx, key scoreKey, asOf time.Time, compute func() (*scored, error)) (*scored, error) {
	old := c.get(key)
	if old != nil {
		events, err := tx.EnteredSince(key.region, old.since, asOf)
		switch {
		case err != nil:
			return nil, err
		case events != old.events:
			old = nil
		case tx.Now().Sub(old.since) < 2*overlap:
			return old.scored, nil
		}
	}
	// Counted first: an event that comes between is counted the next time.
	k := &keptScore{since: tx.Now().Add(-overlap)}
	var err error
	if k.events, err = tx.EnteredSince(key.region, k.since, asOf); err != nil {
		return nil, err
	}
	if old != nil {
		k.scored = old.scored // holds still; from now on fewer events are counted to see that
	} else if k.scored, err = compute(); err != nil {
		return nil, err
	}
	c.put(key, k)
	return k.scored, nil
}

func (c *scoreCache) get(key scoreKey) *keptScore {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.kept[key]
	if k != nil {
		c.turn++
		k.used = c.turn
	}
	return k
}

// put keeps a score, and lets go of those used longest ago where there are too
// many.
func (c *scoreCache) put(key scoreKey, k *keptScore) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[scoreKey]*keptScore{}
	}
	c.turn++
	k.used = c.turn
	c.kept[key] = k
	for len(c.kept) > mostScores || c.facts() > mostFacts {
		c.dropOldest()
	}
}

func (c *scoreCache) facts() int {
	n := 0
	for _, k := range c.kept {
		n += k.facts()
	}
	return n
}

func (c *scoreCache) dropOldest() {
	var oldest scoreKey
	least := uint64(0)
	for key, k := range c.kept {
		if least == 0 || k.used < least {
			oldest, least = key, k.used
		}
	}
	delete(c.kept, oldest)
}
