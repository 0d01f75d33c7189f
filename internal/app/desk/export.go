package desk

import (
	"context"

	"huying/internal/domain/casework"
	"huying/internal/domain/history"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Exported is what was written, and which cases the columns cannot hold.
type Exported struct {
	Cases, Rows int
	LeftOut     map[casework.CaseState]int
	Excluded    int // legs written that are excluded from figures here, and will not be elsewhere
	Disclosed   int // cases written that are confidential or anonymous here, and will not be marked so elsewhere
}

// exportPage is how many cases are read at a time.
const exportPage = 200

// Export gives every case of the region to write, in the order of receipt: the
// header, and rows under it. It reads one snapshot.
func (d *Desk) Export(ctx context.Context, write func(row []string) error) (Exported, error) {
	var out Exported
	again := false
	err := d.o.Store.View(ctx, func(tx *store.Tx) error {
		if again {
			return errs.New(errs.Internal, "export.again", "the snapshot was lost while it was written", "导出时数据快照丢失")
		}
		out.LeftOut = map[casework.CaseState]int{}
		book, err := tx.Book(d.o.Region)
		if err != nil {
			return err
		}
		arrivals, err := tx.AnyArrival(d.o.Region)
		if err != nil {
			return err
		}
		w := history.NewWriter(book.Location, book.Units, arrivals)
		if err := write(w.Header()); err != nil {
			return err
		}
		again = true
		for last := ident.CaseID(""); ; {
			cases, err := tx.CasesAfter(d.o.Region, last, exportPage)
			if err != nil || len(cases) == 0 {
				return err
			}
			if err := out.page(tx, w, cases, write); err != nil {
				return err
			}
			last = cases[len(cases)-1].ID
		}
	})
	return out, errs.Wrap("desk.export", err)
}

func (out *Exported) page(tx *store.Tx, w *history.Writer, cases []*casework.Case, write func([]string) error) error {
	texts, err := tx.TextsOf(cases)
	if err != nil {
		return err
	}
	for _, c := range cases {
		rows := w.Rows(c, texts[c.ID])
		if len(rows) == 0 {
			out.LeftOut[c.State]++
			continue
		}
		out.Cases++
		out.unmarked(c)
		out.Rows += len(rows)
		for _, row := range rows {
			if err := write(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// unmarked counts the marks of a case that the columns cannot hold and that
// whoever takes it in must know of.
func (out *Exported) unmarked(c *casework.Case) {
	if c.Disclosure != casework.Open {
		out.Disclosed++
	}
	for i := range c.Legs {
		if l := &c.Legs[i]; l.Counts() && l.Exclusion != nil {
			out.Excluded++
		}
	}
}
