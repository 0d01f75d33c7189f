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

const sqlLaterCases = `
SELECT id, last_at FROM work_case
WHERE region = $1 AND received_day <= $2 AND (last_at, id) > ($3, $4) ORDER BY last_at, id LIMIT $5`

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
// on after it and were received up to the day, case by case: what has to be
// folded to know how they stood. It reads them page by page, as EachStretch
// does, so visit may use the transaction.
func (tx *Tx) EachEventAsOf(region ident.RegionCode, upTo int32, asOf time.Time, visit func(SealedEvent) error) error {
	type place struct {
		id ident.CaseID
		at time.Time
	}
	for last := (place{lastID, asOf}); ; {
		page, err := query(tx, sqlLaterCases, func(r row) (p place, err error) {
			err = r.Scan((*string)(&p.id), at(&p.at))
			return p, err
		}, region, upTo, last.at, last.id, stretchSize)
		if err != nil || len(page) == 0 {
			return err
		}
		ids := make([]ident.CaseID, len(page))
		for i := range page {
			ids[i] = page[i].id
		}
		events, err := tx.EventsAsOf(ids, asOf)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := visit(e); err != nil {
				return err
			}
		}
		last = page[len(page)-1]
	}
}

// EventsAsOf returns the events of cases on record by asOf, case by case in
// order.
func (tx *Tx) EventsAsOf(ids []ident.CaseID, asOf time.Time) ([]SealedEvent, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var w where
	in(&w, "case_id", ids)
	w.and("at <= ?", asOf)
	return query(tx, "SELECT "+eventColumns+" FROM case_event"+w.String()+" ORDER BY case_id, version", scanEvent, w.args...)
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
