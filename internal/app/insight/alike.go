package insight

import (
	"context"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const (
	// AlikeDays is how far back cases are held to be about the same.
	AlikeDays = 30
	// alikeRead bounds how many cases of the subject are looked at.
	alikeRead = 500
)

// Alike lists the latest cases that may be about what is being received: of the
// last AlikeDays days, of the same subject or one below it, and of the same
// place: the division, one in it, or the one that it is in. Of nothing, or of
// nowhere, there are none.
func (in *Insight) Alike(ctx context.Context, s identity.Scope, subject, division string, most int) (CasePage, error) {
	var page CasePage
	if subject == "" || division == "" {
		return page, nil
	}
	err := in.store.View(ctx, func(tx *store.Tx) (err error) {
		page = CasePage{}
		if page.Book, err = tx.Book(in.region); err != nil {
			return err
		}
		today := calendar.DateOf(tx.Now(), page.Book.Location)
		all, err := tx.CaseList(store.CaseFilter{
			Region: in.region, Scope: s, Subject: subject, Period: &calendar.Period{From: today - AlikeDays, To: today}, Limit: alikeRead,
		})
		if err != nil {
			return err
		}
		for _, c := range all {
			if samePlace(c, division) && len(page.Cases) < most {
				page.Cases = append(page.Cases, c)
			}
		}
		page.Titles, err = tx.Titles(page.Cases)
		return err
	})
	return page, errs.Wrap("insight.alike", err)
}

// samePlace reports whether a case is about a division, one in it, or the one
// that it is in: codes of divisions begin with those of what they are in.
func samePlace(c *casework.Case, division string) bool {
	return c.Division != "" && (strings.HasPrefix(c.Division, division) || strings.HasPrefix(division, c.Division))
}

// Titles are the titles of cases that somebody has just been given, by case.
func (in *Insight) Titles(ctx context.Context, cases ...*casework.Case) (map[ident.CaseID]string, error) {
	var titles map[ident.CaseID]string
	err := in.store.View(ctx, func(tx *store.Tx) (err error) {
		titles, err = tx.Titles(cases)
		return err
	})
	return titles, errs.Wrap("insight.titles", err)
}
