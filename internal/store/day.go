package store

import (
	"cmp"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// entryDay is a local day on which events are entered.
type entryDay struct {
	region ident.RegionCode
	day    calendar.Date
}

// errAnchored refuses an event that came too late for the anchor of its day. A
// transaction that was held up for so long is run again and enters it later; a
// clock that was set back has to be set right.
var errAnchored = errs.New(errs.Unready, "store.anchored",
	"the day on which this would be entered has been anchored already; is the clock of this machine right?", "该日的留痕锚定已完成，不能再补录；请检查本机时钟")

// enterOn holds days open until the transaction ends, or refuses if one has
// been anchored. The order of the two statements matters: whoever anchors a day
// has either been waited for, and then his anchor is seen, or waits for us.
func (tx *Tx) enterOn(days []entryDay) error {
	slices.SortFunc(days, func(a, b entryDay) int {
		return cmp.Or(cmp.Compare(a.region, b.region), cmp.Compare(a.day, b.day))
	})
	for _, d := range slices.Compact(days) {
		if err := tx.share(d); err != nil {
			return err
		}
		last, err := tx.LastAnchor(d.region)
		if err != nil {
			return err
		}
		if d.day <= last.Day {
			return errAnchored
		}
	}
	return nil
}

func (tx *Tx) share(d entryDay) error {
	if tx.dialect.shareDay == "" || slices.Contains(tx.shared, d) {
		return nil
	}
	_, err := tx.exec(tx.dialect.shareDay, d.region, d.day)
	if err == nil {
		tx.shared = append(tx.shared, d)
	}
	return err
}

// CloseDays waits for the transactions that are entering events on the days
// from first up to but without until, and keeps others from it until this one
// ends: what is then read of these days is all that there will be, once the
// last of them that holds an event has been anchored.
func (tx *Tx) CloseDays(region ident.RegionCode, first, until calendar.Date) error {
	if tx.dialect.closeDays == "" || first >= until {
		return nil
	}
	_, err := tx.exec(tx.dialect.closeDays, region, first, until-1)
	return err
}
