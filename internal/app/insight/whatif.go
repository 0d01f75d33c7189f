package insight

import (
	"context"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Supposed 假设 is what a unit supposes of one of its legs.
type Supposed struct {
	Satisfied bool // the citizen was satisfied, and it was solved
	OnTime    bool // it was signed, closed and called back in time
}

// WhatIf is Sheet as it would be if some of the unit's legs, named by their
// references, had gone as supposed: scored by the same engine over all legs of
// the region, the others as they are. References of other units' legs are left
// alone. Errors are those of Sheet.
func (in *Insight) WhatIf(ctx context.Context, p calendar.Period, asOf time.Time, unit string, legs map[string]Supposed) (Sheet, error) {
	var s Sheet
	err := in.store.View(ctx, func(tx *store.Tx) error {
		b, err := in.begin(tx, p, asOf)
		if err != nil {
			return err
		}
		supposed := *b.now.facts
		supposed.legs = slices.Clone(supposed.legs)
		for i := range supposed.legs {
			l := &supposed.legs[i]
			if what, ok := legs[l.Ref]; ok && l.Unit == unit {
				what.of(l)
			}
		}
		r, err := scoring.Score(b.scheme, slices.Values(supposed.legs), b.book.Location, scoring.Options{})
		if err != nil {
			return err
		}
		b.now = &scored{&supposed, r}
		s, err = b.sheet(unit)
		return err
	})
	return s, errs.Wrap("insight.what_if", err)
}

// of makes a leg as it is supposed to have gone.
func (s Supposed) of(l *scoring.Leg) {
	if s.Satisfied {
		l.Verdict, l.Solved = survey.Satisfied, survey.SolvedYes
	}
	if !s.OnTime {
		return
	}
	for _, p := range []*scoring.Punctual{&l.Sign, &l.Close, &l.CallBack} {
		if *p == scoring.Missed {
			*p = scoring.Met
		}
	}
}
