package insight

import (
	"context"
	"strings"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// SearchedCases is how many of the latest cases are looked through for words of
// their titles: titles are texts that can be erased, and no index holds them.
const SearchedCases = 5_000

// searchPage is how many are read at a time.
const searchPage = 500

// Found is what a search has found.
type Found struct {
	Cases []*casework.Case
	More  bool // beyond as many as were asked for
}

// Search finds the latest cases whose titles hold all of the words, of those in
// the scope and of the latest SearchedCases; most at most.
func (in *Insight) Search(ctx context.Context, s identity.Scope, words []string, most int) (Found, error) {
	var found Found
	if len(words) == 0 {
		return found, nil
	}
	err := in.store.View(ctx, func(tx *store.Tx) error {
		found = Found{}
		f := store.CaseFilter{Region: in.region, Scope: s, Limit: searchPage}
		for range SearchedCases / searchPage {
			cases, err := tx.CaseList(f)
			if err != nil || len(cases) == 0 {
				return err
			}
			titles, err := tx.Titles(cases)
			if err != nil {
				return err
			}
			for _, c := range cases {
				if !holdsAll(titles[c.ID], words) {
					continue
				}
				if found.More = len(found.Cases) == most; found.More {
					return nil
				}
				found.Cases = append(found.Cases, c)
			}
			last := cases[len(cases)-1]
			f.After = &CaseKey{ReceivedAt: last.ReceivedAt, ID: last.ID}
		}
		return nil
	})
	return found, errs.Wrap("insight.search", err)
}

func holdsAll(title string, words []string) bool {
	title = strings.ToLower(title)
	for _, w := range words {
		if !strings.Contains(title, strings.ToLower(w)) {
			return false
		}
	}
	return true
}
