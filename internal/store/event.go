package store

import (
	"time"

	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

const eventColumns = `case_id, version, action, leg, at, entered, actor, role, data, prev, hash`

const sqlEvents = `
SELECT ` + eventColumns + ` FROM case_event WHERE case_id = $1 ORDER BY version`

const sqlEventsAfter = `
SELECT ` + eventColumns + ` FROM case_event
WHERE region = $1 AND (case_id, version) > ($2, $3) ORDER BY case_id, version LIMIT $4`

const sqlLaterEvents = `
SELECT e.case_id, e.version, e.action, e.leg, e.at, e.entered, e.actor, e.role, e.data, e.prev, e.hash
FROM case_event e JOIN work_case c ON c.id = e.case_id
WHERE c.region = $1 AND c.received_day <= $2 AND c.last_at > $3 AND e.at <= $3
ORDER BY e.case_id, e.version`

// Events returns a case's events in order.
func (tx *Tx) Events(id ident.CaseID) ([]SealedEvent, error) {
	return query(tx, sqlEvents, scanEvent, id)
}

// eventPage is how many events are read at a time. Some 800 bytes each.
const eventPage = 500

// EachEvent visits every event of a region, case by case in order. It reads
// them page by page, as EachStretch does, so visit may use the transaction.
func (tx *Tx) EachEvent(region ident.RegionCode, visit func(SealedEvent) error) error {
	for last := (SealedEvent{}); ; {
		page, err := query(tx, sqlEventsAfter, scanEvent, region, last.Case, last.Version, eventPage)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := visit(e); err != nil {
				return err
			}
			last = e
		}
		if len(page) < eventPage {
			return nil
		}
	}
}

// EachEventAsOf visits the events on record by asOf of those cases that went
// on after it and were received up to the day: what has to be folded to know
// how they stood. visit must not use the transaction.
func (tx *Tx) EachEventAsOf(region ident.RegionCode, upTo int32, asOf time.Time, visit func(SealedEvent) error) error {
	return each(tx, sqlLaterEvents, visiting(visit), region, upTo, asOf)
}

func visiting(visit func(SealedEvent) error) func(row) error {
	return func(r row) error {
		e, err := scanEvent(r)
		if err != nil {
			return err
		}
		return visit(e)
	}
}

func scanEvent(r row) (SealedEvent, error) {
	var e SealedEvent
	err := r.Scan((*string)(&e.Case), &e.Version, (*string)(&e.Action), &e.Leg, at(&e.At), at(&e.Entered),
		(*string)(&e.By.User), (*string)(&e.By.Role), &e.Stored, &e.Prev, &e.Hash)
	if err != nil {
		return e, err
	}
	e.Data, err = casework.DecodeData(e.Stored)
	return e, err
}
