package feed

import (
	"context"
	"time"

	"huying/internal/app/insight"
	"huying/internal/domain/bulletin"
	"huying/internal/edge/web/bulletins"
	"huying/internal/edge/web/workbench"
	"huying/internal/kernel/errs"
)

// Feed is the bulletins.Source of one region.
type Feed struct {
	in  *insight.Insight
	loc *time.Location
}

var (
	_ bulletins.Source = (*Feed)(nil)
	_ workbench.Source = (*Feed)(nil)
)

// New returns a feed; loc is the region's time zone.
func New(in *insight.Insight, loc *time.Location) *Feed { return &Feed{in: in, loc: loc} }

// Ready returns nil when the records can be read.
func (f *Feed) Ready(ctx context.Context) error {
	_, err := f.in.Editions(ctx)
	return err
}

// Editions lists what has been published, latest first, then the quarters
// that have cases.
func (f *Feed) Editions(ctx context.Context) ([]bulletins.Edition, error) {
	list, err := f.in.Editions(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]bulletins.Edition, len(list))
	for i, e := range list {
		all[i] = bulletins.Edition{Period: e.Period, AsOf: e.AsOf, Cases: e.Received}
	}
	return all, nil
}

// Bulletin returns the published bulletin of the period and moment, or
// computes it where none was published.
func (f *Feed) Bulletin(ctx context.Context, q bulletins.BulletinQuery) (bulletins.Bulletin, error) {
	p, err := f.in.Published(ctx, q.Period, q.AsOf)
	switch {
	case errs.Is(err, errs.NotFound):
		doc, err := f.in.Bulletin(ctx, q.Period, q.AsOf)
		return bulletins.Bulletin{Document: doc}, err
	case err != nil:
		return bulletins.Bulletin{}, err
	}
	doc, err := bulletin.Decode("publication "+p.Hash, []byte(p.Body))
	return bulletins.Bulletin{Document: doc, Published: p.Published.In(f.loc), Seal: insight.SealOn(p)}, err
}

// OpenLegs returns the open data of a published bulletin.
func (f *Feed) OpenLegs(ctx context.Context, q bulletins.BulletinQuery) ([]byte, error) {
	return f.in.OpenLegs(ctx, q.Period, q.AsOf)
}

// Examples lists the cases that a demonstration shows.
func (f *Feed) Examples(ctx context.Context) ([]bulletins.Example, error) {
	list, err := f.in.Examples(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]bulletins.Example, len(list))
	for i, x := range list {
		all[i] = bulletins.Example{Number: string(x.Number), Name: x.Name}
	}
	return all, nil
}

// asOf is the moment that a query without one means.
// edition is the moment that is asked for, and when the bulletin as of it was
// published; zero: it was not.
func (f *Feed) edition(ctx context.Context, q bulletins.BulletinQuery) (asOf, published time.Time, err error) {
	p, err := f.in.Published(ctx, q.Period, q.AsOf)
	if errs.Is(err, errs.NotFound) {
		return q.AsOf, time.Time{}, nil
	}
	return p.AsOf, p.Published.In(f.loc), err
}
