package insight

import (
	"context"
	"slices"
	"time"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/recount"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
	"huying/internal/store"
)

// Bulletin computes the bulletin of a period as of a moment from the cases.
// A zero asOf is the last moment on record, so that the same records give the
// same bulletin on any day; or the end of the period where nothing was since,
// and never later than now. It is sealed: its hash is set. Errors: Invalid
// ("bulletin.as_of") for a moment before the period begins, or later than now
// ("bulletin.future").
func (in *Insight) Bulletin(ctx context.Context, p calendar.Period, asOf time.Time) (bulletin.Document, error) {
	var doc bulletin.Document
	err := in.store.View(ctx, func(tx *store.Tx) error {
		b, err := in.begin(tx, p, asOf)
		if err != nil {
			return err
		}
		doc, err = b.document()
		return err
	})
	return doc, errs.Wrap("insight.bulletin", err)
}

// building is one bulletin being made.
type building struct {
	in     *Insight
	tx     *store.Tx
	book   *rulebook.Book
	period calendar.Period
	asOf   time.Time
	scheme *scoring.Scheme
	now    *scored
	before *scored // the same period of the year before; nil when nothing is on record
}

// scored is a period's facts and what they come to.
type scored struct {
	facts  *facts
	result scoring.Result
}

func (in *Insight) begin(tx *store.Tx, p calendar.Period, asOf time.Time) (*building, error) {
	book, err := tx.Book(in.region)
	if err != nil {
		return nil, err
	}
	if asOf, err = in.moment(tx, book, p, asOf); err != nil {
		return nil, err
	}
	b := &building{in: in, tx: tx, book: book, period: p, asOf: asOf}
	// A closed period stays scored under the rules of its own time.
	if b.scheme, err = book.SchemeOn(p.To); err != nil {
		return nil, err
	}
	if b.now, err = b.score(p, asOf); err != nil {
		return nil, err
	}
	return b, nil
}

// score scores a period, or takes the score that was kept. Contacts are counted
// each time: they are not events.
func (b *building) score(p calendar.Period, asOf time.Time) (*scored, error) {
	if err := recorded(b.scheme); err != nil {
		return nil, err
	}
	key := scoreKey{b.in.region, p, asOf.UnixMicro(), b.scheme.Ref(), b.book.Revision}
	kept, err := b.in.scores.score(b.tx, key, asOf, func() (*scored, error) { return b.compute(p, asOf) })
	if err != nil {
		return nil, err
	}
	f := *kept.facts
	f.contacts, err = b.tx.CountContacts(b.in.region, p, asOf)
	return &scored{&f, kept.result}, err
}

func (b *building) compute(p calendar.Period, asOf time.Time) (*scored, error) {
	f, err := b.in.gather(b.tx, b.book, p, asOf)
	if err != nil {
		return nil, err
	}
	r, err := scoring.Score(b.scheme, slices.Values(f.legs), b.book.Location, scoring.Options{})
	if err != nil {
		return nil, err
	}
	return &scored{facts: f, result: r}, nil
}

func (b *building) document() (bulletin.Document, error) {
	if err := b.scoreYearBefore(); err != nil {
		return bulletin.Document{}, err
	}
	doc := bulletin.Document{
		Title:    b.title(),
		Period:   b.period,
		AsOf:     bulletin.Stamp{Time: b.asOf.In(b.book.Location)},
		Scheme:   b.scheme.Ref().String(),
		Region:   bulletin.Region{Code: string(b.in.region), Name: b.book.RegionName},
		Summary:  b.summary(b.now),
		Lists:    recount.Lists(&b.now.result),
		Subjects: b.subjects(),
		Notes:    b.notes(),
	}
	if b.before != nil {
		doc.Change = change(doc.Summary, b.summary(b.before))
	}
	if err := b.addTopics(&doc); err != nil {
		return doc, err
	}
	b.addSiblings(&doc)
	doc.Reconciliation = b.reconcile(doc)
	doc.Text = bulletin.Compose(doc)
	return bulletin.Seal(doc)
}

func (b *building) title() string {
	return b.book.RegionName + b.period.Chinese() + "“效能指数”通报"
}

// scoreYearBefore scores the same period of the year before under the same
// scheme version, as it stands by the same moment.
func (b *building) scoreYearBefore() error {
	before, err := b.score(b.period.YearBefore(), b.asOf)
	if err != nil {
		return err
	}
	if len(before.facts.cases) > 0 || len(before.facts.legs) > 0 {
		b.before = before
	}
	return nil
}

func (b *building) summary(s *scored) bulletin.Summary {
	sum := recount.Summary(&s.result)
	sum.Received, sum.Contacts = len(s.facts.cases), s.facts.contacts
	for i := range s.facts.cases {
		if s.facts.cases[i].answered {
			sum.AnsweredDirectly++
		}
	}
	return sum
}

func change(now, before bulletin.Summary) bulletin.Change {
	count := func(a, b int) *exact.Value { return exact.Int(int64(a - b)).Ptr() }
	return bulletin.Change{
		Received: count(now.Received, before.Received), Transferred: count(now.Transferred, before.Transferred),
		AnsweredDirectly: count(now.AnsweredDirectly, before.AnsweredDirectly),
		SignRate:         bulletin.Difference(now.SignRate, before.SignRate),
		CloseRate:        bulletin.Difference(now.CloseRate, before.CloseRate),
		CallBackRate:     bulletin.Difference(now.CallBackRate, before.CallBackRate),
		AvgDays:          bulletin.Difference(now.AvgDays, before.AvgDays),
		Satisfaction:     bulletin.Difference(now.Satisfaction, before.Satisfaction),
		Index:            bulletin.Difference(now.Index, before.Index),
	}
}
