package insight

import (
	"context"
	"encoding/json"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Example is a case that shows a newcomer what the record of one looks like.
// Only a demonstration has examples: nobody's own case is ever one.
type Example struct {
	Number ident.CaseNumber `json:"number"`
	Name   string           `json:"name"` // in both languages, see bulletin.InLanguage
}

// factExamples is where a demonstration keeps them.
const factExamples = store.FactName("examples")

// Exhibit keeps the examples, in the order in which they are to be shown, in
// place of those before. Error: NotFound ("case.not_found") for a number that
// no case of the region has.
func (in *Insight) Exhibit(ctx context.Context, examples []Example) error {
	body, err := json.Marshal(examples)
	if err != nil {
		return errs.Wrap("insight.exhibit", err)
	}
	err = in.store.Update(ctx, func(tx *store.Tx) error {
		for _, x := range examples {
			if _, err := tx.CaseByNumber(in.region, x.Number); err != nil {
				return err
			}
		}
		return tx.PutFact(factExamples, string(body))
	})
	return errs.Wrap("insight.exhibit", err)
}

// Examples lists the examples; empty for an installation that is no
// demonstration.
func (in *Insight) Examples(ctx context.Context) ([]Example, error) {
	var list []Example
	err := in.store.View(ctx, func(tx *store.Tx) error {
		list = nil
		f, kept, err := tx.Fact(factExamples)
		if err != nil || !kept {
			return err
		}
		return json.Unmarshal([]byte(f.Value), &list)
	})
	return list, errs.Wrap("insight.examples", err)
}
