package insight

import (
	"context"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// CaseFile is everything on record of one case that may be shown without a
// right to see its person.
type CaseFile struct {
	Case   *casework.Case
	Events []store.SealedEvent
	Texts  map[casework.TextRef]string
	Units  map[ident.UnitID]org.Unit
	Clocks []ExplainedClock
	Linked map[ident.CaseID]ident.CaseNumber // of merged, split and reopened cases
	Place  string                            // the street or community that it is about
	Read   time.Time                         // when it stood so

	book *rulebook.Book
}

// TopicName is the printed name of a tag: the topic, and the facet under it.
func (f *CaseFile) TopicName(t casework.Tag) string { return f.book.TagName(t.Topic, t.Facet) }

// ReasonName is the printed name of a reason code; a code that is on no list
// is printed as it is.
func (f *CaseFile) ReasonName(code string) string { return f.book.ReasonName(code) }

// ReasonEnglish is ReasonName for those who read English.
func (f *CaseFile) ReasonEnglish(code string) string { return f.book.ReasonEnglish(code) }

// ExplainedClock is a clock with the lines that derive its due time.
type ExplainedClock struct {
	casework.Clock
	Basis       string // the rule and where it is from; empty without a rule
	Provisional bool   // the calendar of its days was not published yet
	Lines       []deadline.Line
}

// CaseFile reads a case by its number. Error: NotFound ("case.not_found").
func (in *Insight) CaseFile(ctx context.Context, number ident.CaseNumber) (CaseFile, error) {
	return in.file(ctx, func(tx *store.Tx) (*casework.Case, error) { return tx.CaseByNumber(in.region, number) })
}

// FileFor reads a case for an account. Error: NotFound ("case.not_found"),
// also for a case that none of its roles sees.
func (in *Insight) FileFor(ctx context.Context, who identity.Account, id ident.CaseID) (CaseFile, error) {
	return in.file(ctx, func(tx *store.Tx) (*casework.Case, error) {
		c, err := tx.Case(id)
		if err == nil && !who.Sees(c.Reach()) {
			return nil, store.ErrNoCase
		}
		return c, err
	})
}

// FileNumbered is FileFor by the case's number.
func (in *Insight) FileNumbered(ctx context.Context, who identity.Account, number ident.CaseNumber) (CaseFile, error) {
	return in.file(ctx, func(tx *store.Tx) (*casework.Case, error) {
		c, err := tx.CaseByNumber(in.region, number)
		if err == nil && !who.Sees(c.Reach()) {
			return nil, store.ErrNoCase
		}
		return c, err
	})
}

func (in *Insight) file(ctx context.Context, find func(*store.Tx) (*casework.Case, error)) (CaseFile, error) {
	var f CaseFile
	err := in.store.View(ctx, func(tx *store.Tx) error {
		f = CaseFile{Read: tx.Now(), Units: map[ident.UnitID]org.Unit{}, Linked: map[ident.CaseID]ident.CaseNumber{}}
		book, err := tx.Book(in.region)
		if err != nil {
			return err
		}
		f.book = book
		if f.Case, err = find(tx); err != nil {
			return err
		}
		if f.Events, err = tx.Events(f.Case.ID); err != nil {
			return err
		}
		if f.Texts, err = tx.Texts(f.Case.ID); err != nil {
			return err
		}
		for _, l := range f.Case.Legs {
			f.Units[l.Unit], _ = book.Units.Unit(l.Unit)
		}
		for _, k := range f.Case.Clocks {
			f.Clocks = append(f.Clocks, explain(book, k))
		}
		f.Place = book.PlaceName(f.Case.Division)
		return f.link(tx)
	})
	return f, errs.Wrap("insight.case_file", err)
}

func (f *CaseFile) link(tx *store.Tx) error {
	c := f.Case
	ids := append([]ident.CaseID{c.MergedInto, c.SplitFrom, c.ReopenOf, c.ReopenedAs}, append(c.Absorbed, c.Parts...)...)
	for _, id := range ids {
		if id == "" {
			continue
		}
		other, err := tx.Case(id)
		if err != nil {
			return err
		}
		f.Linked[id] = other.Number
	}
	return nil
}
