package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/ident"
)

// PublishedLeg is one line of a publication's open data, and whose it is.
type PublishedLeg struct {
	Case   ident.CaseID
	Leg    int
	Head   string // hash of the case's last event that was counted
	Record string // as it is published
}

const sqlPutPublishedLeg = `
INSERT INTO publication_leg (region, period_from, period_to, as_of, place, case_id, leg, head, record)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// PublishLegs keeps the open data of a publication in its order.
func (tx *Tx) PublishLegs(p Publication, legs []PublishedLeg) error {
	list := make([][]any, len(legs))
	for i, l := range legs {
		list[i] = []any{p.Region, p.Period.From, p.Period.To, p.AsOf, i, l.Case, l.Leg, l.Head, l.Record}
	}
	return tx.insertRows(sqlPutPublishedLeg, list)
}

const sqlPublishedLegs = `
SELECT record FROM publication_leg
WHERE region = $1 AND period_from = $2 AND period_to = $3 AND as_of = $4 ORDER BY place`

// PublishedRecords are the lines of a publication's open data, in order.
func (tx *Tx) PublishedRecords(region ident.RegionCode, p calendar.Period, asOf time.Time) ([][]byte, error) {
	return query(tx, sqlPublishedLegs, func(r row) (record []byte, err error) {
		var s string
		err = r.Scan(&s)
		return []byte(s), err
	}, region, p.From, p.To, asOf)
}

// OwnPublishedLeg is where a leg stands in the open data of a publication.
type OwnPublishedLeg struct {
	PublishedLeg
	Period calendar.Period
	AsOf   time.Time
	Place  int
}

const sqlOwnPublishedLegs = `
SELECT case_id, leg, head, record, period_from, period_to, as_of, place FROM publication_leg
WHERE case_id = $1 ORDER BY as_of DESC, leg`

// OwnPublishedLegs are the lines of a case's legs in all publications, latest first.
func (tx *Tx) OwnPublishedLegs(id ident.CaseID) ([]OwnPublishedLeg, error) {
	return query(tx, sqlOwnPublishedLegs, func(r row) (OwnPublishedLeg, error) {
		var l OwnPublishedLeg
		err := r.Scan((*string)(&l.Case), &l.Leg, &l.Head, &l.Record, (*int32)(&l.Period.From), (*int32)(&l.Period.To), at(&l.AsOf), &l.Place)
		return l, err
	}, id)
}
