package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/openleg"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Publication is a bulletin as it was published: a snapshot, never recomputed.
type Publication struct {
	Region    ident.RegionCode
	Period    calendar.Period
	AsOf      time.Time
	Published time.Time
	Hash      string
	Body      string       // the document as JSON
	Seal      openleg.Seal // of its open data; zero: it was published without
}

const sqlPutPublication = `
INSERT INTO publication (region, period_from, period_to, as_of, published_at, hash, body, tree, legs, root)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

// Publish keeps a bulletin. Error: Conflict ("store.duplicate") when one of
// that period and moment has been published.
func (tx *Tx) Publish(p Publication) error {
	_, err := tx.exec(sqlPutPublication, p.Region, p.Period.From, p.Period.To, p.AsOf, p.Published, p.Hash, p.Body, p.Seal.Hash, p.Seal.Legs, p.Seal.Root)
	return err
}

const sqlPublications = `
SELECT region, period_from, period_to, as_of, published_at, hash, body, tree, legs, root FROM publication
WHERE region = $1 ORDER BY period_to DESC, as_of DESC`

// Publications lists what a region has published, latest first.
func (tx *Tx) Publications(region ident.RegionCode) ([]Publication, error) {
	return query(tx, sqlPublications, scanPublication, region)
}

const sqlPublication = `
SELECT region, period_from, period_to, as_of, published_at, hash, body, tree, legs, root FROM publication
WHERE region = $1 AND period_from = $2 AND period_to = $3 AND as_of = $4`

var errNoPublication = errs.New(errs.NotFound, "publication.not_found", "no such bulletin has been published", "没有该期通报")

// Publication returns one published bulletin. Error: NotFound.
func (tx *Tx) Publication(region ident.RegionCode, p calendar.Period, asOf time.Time) (Publication, error) {
	return one(tx, errNoPublication, sqlPublication, scanPublication, region, p.From, p.To, asOf)
}

func scanPublication(r row) (Publication, error) {
	var p Publication
	err := r.Scan((*string)(&p.Region), (*int32)(&p.Period.From), (*int32)(&p.Period.To), at(&p.AsOf), at(&p.Published), &p.Hash, &p.Body,
		(*string)(&p.Seal.Hash), &p.Seal.Legs, &p.Seal.Root)
	return p, err
}

const sqlLatestPublication = `
SELECT region, period_from, period_to, as_of, published_at, hash, body, tree, legs, root FROM publication
WHERE region = $1 AND period_from = $2 AND period_to = $3 ORDER BY as_of DESC LIMIT 1`

// LatestPublication returns the published bulletin of a period with the
// latest as-of. Error: NotFound ("publication.not_found").
func (tx *Tx) LatestPublication(region ident.RegionCode, p calendar.Period) (Publication, error) {
	return one(tx, errNoPublication, sqlLatestPublication, scanPublication, region, p.From, p.To)
}
