package insight

import (
	"context"
	"fmt"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/openleg"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Settled is how long after a moment its bulletin can be published. An event is
// recorded as of when it was decided and written a little later, by a slow
// transaction or another server; until all are in, a snapshot might lack one
// that everybody who computes the figures again will count.
const Settled = time.Minute

// Publish computes a bulletin and keeps it for good, with the open data that it
// is made of and its seal. Errors: Conflict when one of that period and
// moment has been published; Unready ("publication.unsettled") for a moment not
// Settled yet.
func (in *Insight) Publish(ctx context.Context, p calendar.Period, asOf time.Time) error {
	return in.Release(ctx, p, asOf, "", func(*store.Tx) error { return nil })
}

// Release is Publish of what was drawn up before: the bulletin must have that
// hash still (an empty one: whichever), and also is done in the transaction that
// publishes it. Further error: Conflict ("bulletin.changed").
func (in *Insight) Release(ctx context.Context, p calendar.Period, asOf time.Time, hash string, also func(*store.Tx) error) error {
	doc, open, err := in.withOpenLegs(ctx, p, asOf)
	if err != nil {
		return err
	}
	if hash != "" && hash != doc.Hash {
		return errs.New(errs.Conflict, "bulletin.changed",
			"the records or the rules give another bulletin by now than the one drawn up; draw it up anew", "据现有记录和规则得出的通报已与所拟稿不同，请重新拟稿")
	}
	body, err := bulletin.Encode(doc)
	if err != nil {
		return err
	}
	err = in.store.Update(ctx, func(tx *store.Tx) error {
		if tx.Now().Sub(doc.AsOf.Time) < Settled {
			return errs.New(errs.Unready, "publication.unsettled",
				fmt.Sprintf("what was done by %s may still be on its way into the records; publish %s later", doc.AsOf.Format(time.DateTime), Settled),
				fmt.Sprintf("%s前的办理记录可能尚未全部入库，请%.0f秒后再发布", doc.AsOf.Format(time.DateTime), Settled.Seconds()))
		}
		publication := store.Publication{
			Region: in.region, Period: p, AsOf: doc.AsOf.UTC(), Published: tx.Now(), Hash: doc.Hash, Body: string(body),
			Seal: openleg.SealOf(in.hash, open.records()),
		}
		if err := tx.Publish(publication); err != nil {
			return err
		}
		if err := tx.PublishLegs(publication, open.legs); err != nil {
			return err
		}
		return also(tx)
	})
	return errs.Wrap("insight.publish", err)
}

// withOpenLegs computes a bulletin and its open data.
func (in *Insight) withOpenLegs(ctx context.Context, p calendar.Period, asOf time.Time) (doc bulletin.Document, open *opened, err error) {
	err = in.store.View(ctx, func(tx *store.Tx) error {
		b, err := in.begin(tx, p, asOf)
		if err != nil {
			return err
		}
		if doc, err = b.document(); err != nil {
			return err
		}
		open, err = b.openLegs()
		return err
	})
	return doc, open, errs.Wrap("insight.publish", err)
}

// Published returns a bulletin as it was published, not as it would be now.
// A zero asOf is the latest publication of the period. Errors: NotFound;
// Internal ("publication.altered") for one that was changed since.
func (in *Insight) Published(ctx context.Context, p calendar.Period, asOf time.Time) (store.Publication, error) {
	var found store.Publication
	err := in.store.View(ctx, func(tx *store.Tx) (err error) {
		if !asOf.IsZero() {
			found, err = tx.Publication(in.region, p, asOf)
			return err
		}
		found, err = tx.LatestPublication(in.region, p)
		return err
	})
	if err == nil {
		err = unaltered(found)
	}
	return found, errs.Wrap("insight.published", err)
}

// Reading is a bulletin as people are shown it.
type Reading struct {
	bulletin.Document
	Published time.Time     // when it was frozen; zero: computed now, from the records as they are
	Seal      *openleg.Seal // of its open data; nil: there is none
}

// SealOn is the seal of a publication's open data; nil: it has none.
func SealOn(p store.Publication) *openleg.Seal {
	if p.Seal.Hash == "" {
		return nil
	}
	return &p.Seal
}

// Read returns the published bulletin of a period as of a moment, of a zero
// asOf the latest one, or computes it where none was published. Errors: those
// of Published but NotFound, and of Bulletin.
func (in *Insight) Read(ctx context.Context, p calendar.Period, asOf time.Time) (Reading, error) {
	found, err := in.Published(ctx, p, asOf)
	switch {
	case errs.Is(err, errs.NotFound):
		doc, err := in.Bulletin(ctx, p, asOf)
		return Reading{Document: doc}, err
	case err != nil:
		return Reading{}, err
	}
	doc, err := bulletin.Decode("publication "+found.Hash, []byte(found.Body))
	return Reading{doc, found.Published, SealOn(found)}, errs.Wrap("insight.read", err)
}
