package store

import (
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/ident"
)

// Anchor covers every event entered on one local day, and the anchor before.
type Anchor struct {
	Day    calendar.Date
	Events int
	Prev   string
	Hash   string
}

const sqlAnchors = `
SELECT day, events, prev, hash FROM anchor WHERE region = $1 ORDER BY day`

// Anchors returns a region's anchors by day.
func (tx *Tx) Anchors(region ident.RegionCode) ([]Anchor, error) {
	return query(tx, sqlAnchors, scanAnchor, region)
}

const sqlLastAnchor = `
SELECT day, events, prev, hash FROM anchor WHERE region = $1 ORDER BY day DESC LIMIT 1`

// LastAnchor returns a region's latest anchor, the zero one where there is none.
func (tx *Tx) LastAnchor(region ident.RegionCode) (Anchor, error) {
	a, _, err := maybe(tx, sqlLastAnchor, scanAnchor, region)
	return a, err
}

func scanAnchor(r row) (Anchor, error) {
	var a Anchor
	err := r.Scan((*int32)(&a.Day), &a.Events, &a.Prev, &a.Hash)
	return a, err
}

const sqlPutAnchor = `
INSERT INTO anchor (region, day, events, prev, hash) VALUES ($1, $2, $3, $4, $5)`

// PutAnchor puts an anchor on record; an anchor is never changed.
func (tx *Tx) PutAnchor(region ident.RegionCode, a Anchor) error {
	_, err := tx.exec(sqlPutAnchor, region, a.Day, a.Events, a.Prev, a.Hash)
	return err
}

const sqlEntered = `
SELECT entered, case_id, version, hash FROM case_event
WHERE region = $1 AND entered >= $2 AND entered < $3 ORDER BY entered, case_id, version`

// AnchorSpan is how many days are read by one statement, and closed by one
// transaction.
const AnchorSpan = 31

// ComputeAnchors chains the days from first up to but without until that hold
// events, after the anchor with the hash prev.
func (tx *Tx) ComputeAnchors(region ident.RegionCode, loc *time.Location, first, until calendar.Date, prev string) ([]Anchor, error) {
	c := chain{prev: prev}
	for ; first < until; first = first.Add(AnchorSpan) {
		end := min(first.Add(AnchorSpan), until)
		err := each(tx, sqlEntered, func(r row) error {
			var entered time.Time
			var id, h string
			var version int64
			if err := r.Scan(at(&entered), &id, &version, &h); err != nil {
				return err
			}
			c.add(calendar.DateOf(entered, loc), fmt.Sprintf("%s %d %s\n", id, version, h))
			return nil
		}, region, first.Start(loc), end.Start(loc))
		if err != nil {
			return nil, err
		}
	}
	c.end()
	return c.all, nil
}

// chain is anchors being computed.
type chain struct {
	all  []Anchor
	prev string    // of the day that is being added to
	sum  hash.Hash // of that day; nil before the first
}

func (c *chain) add(day calendar.Date, event string) {
	if len(c.all) == 0 || c.all[len(c.all)-1].Day != day {
		c.end()
		c.all = append(c.all, Anchor{Day: day, Prev: c.prev})
		c.sum = sm3.New()
		fmt.Fprintf(c.sum, "%s\n%s\n", c.prev, day)
	}
	c.all[len(c.all)-1].Events++
	_, _ = io.WriteString(c.sum, event) // a hash takes everything
}

// end completes the day that was added to.
func (c *chain) end() {
	if n := len(c.all); n > 0 {
		c.prev = hex.EncodeToString(c.sum.Sum(nil))
		c.all[n-1].Hash = c.prev
	}
}

const sqlFirstEntered = `
SELECT COALESCE(MIN(entered), 0) FROM case_event WHERE region = $1 AND entered >= $2`

// FirstEntered is the local day of the region's first event that was entered on
// the day from or later; ok is false when there is none.
func (tx *Tx) FirstEntered(region ident.RegionCode, loc *time.Location, from calendar.Date) (day calendar.Date, ok bool, err error) {
	us, err := one(tx, nil, sqlFirstEntered, scalar[int64], region, from.Start(loc))
	if err != nil || us == 0 {
		return 0, false, err
	}
	return calendar.DateOf(time.UnixMicro(us), loc), true, nil
}
