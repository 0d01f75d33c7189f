package store

import (
	"encoding/hex"
	"fmt"
	"hash"
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
	return query(tx, sqlAnchors, func(r row) (Anchor, error) {
		var a Anchor
		err := r.Scan((*int32)(&a.Day), &a.Events, &a.Prev, &a.Hash)
		return a, err
	}, region)
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

// ComputeAnchors chains the days from first up to but without until that hold
// events, after the anchor with the hash prev.
func (tx *Tx) ComputeAnchors(region ident.RegionCode, loc *time.Location, first, until calendar.Date, prev string) ([]Anchor, error) {
	var all []Anchor
	var sum hash.Hash
	end := func() {
		if n := len(all); n > 0 && sum != nil {
			all[n-1].Hash = hex.EncodeToString(sum.Sum(nil))
			prev = all[n-1].Hash
		}
	}
	err := each(tx, sqlEntered, func(r row) error {
		var entered time.Time
		var id, h string
		var version int64
		if err := r.Scan(at(&entered), &id, &version, &h); err != nil {
			return err
		}
		if day := calendar.DateOf(entered, loc); len(all) == 0 || all[len(all)-1].Day != day {
			end()
			all = append(all, Anchor{Day: day, Prev: prev})
			sum = sm3.New()
			fmt.Fprintf(sum, "%s\n%s\n", prev, day)
		}
		all[len(all)-1].Events++
		fmt.Fprintf(sum, "%s %d %s\n", id, version, h)
		return nil
	}, region, first.Start(loc), until.Start(loc))
	if err != nil {
		return nil, err
	}
	end()
	return all, nil
}

const sqlFirstEntered = `
SELECT COALESCE(MIN(entered), 0) FROM case_event WHERE region = $1`

// FirstEntered is the local day of the region's first event; ok is false
// when there is none.
func (tx *Tx) FirstEntered(region ident.RegionCode, loc *time.Location) (day calendar.Date, ok bool, err error) {
	us, err := one(tx, nil, sqlFirstEntered, scalar[int64], region)
	if err != nil || us == 0 {
		return 0, false, err
	}
	return calendar.DateOf(time.UnixMicro(us), loc), true, nil
}
