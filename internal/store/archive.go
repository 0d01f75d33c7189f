package store

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

const sqlCasesAfter = `
SELECT body FROM work_case WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3`

// The body has no text of anybody's but references and codes, so that its own
// words can be looked for.
const sqlAnyArrival = `
SELECT 1 FROM work_case WHERE region = $1 AND (body LIKE '%"arrival":{%' OR body LIKE '%"source":"%' OR body LIKE '%"origin_number":"%'
    OR body LIKE '%"venue":"%' OR body LIKE '%"receiver":"%') LIMIT 1`

// CasesAfter reads a region's cases one page after another, in the order of
// their identifiers: that in which they were received. after is the last case
// of the page before, empty for the first.
func (tx *Tx) CasesAfter(region ident.RegionCode, after ident.CaseID, limit int) ([]*casework.Case, error) {
	return query(tx, sqlCasesAfter, scanCase, region, after, limit)
}

// AnyArrival reports whether of any case it was written down how it came in.
func (tx *Tx) AnyArrival(region ident.RegionCode) (bool, error) {
	_, there, err := maybe(tx, sqlAnyArrival, scalar[int], region)
	return there, err
}

// TextsOf returns what is kept of the titles and contents of cases, and of how
// they came in, by case.
func (tx *Tx) TextsOf(cases []*casework.Case) (map[ident.CaseID]map[casework.TextRef]string, error) {
	refs := make([]casework.TextRef, 0, 2*len(cases))
	for _, c := range cases {
		refs = append(refs, c.Title, c.Content, c.Venue, c.Receiver, c.OriginNumber)
	}
	return tx.textsOf(cases, refs)
}

func (tx *Tx) textsOf(cases []*casework.Case, refs []casework.TextRef) (map[ident.CaseID]map[casework.TextRef]string, error) {
	var w where
	ids := make([]ident.CaseID, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	in(&w, "case_id", ids)
	in(&w, "ref", refs)
	all := map[ident.CaseID]map[casework.TextRef]string{}
	err := each(tx, "SELECT case_id, ref, body FROM case_text"+w.String(), func(r row) error {
		var id ident.CaseID
		var ref casework.TextRef
		var body string
		if err := r.Scan((*string)(&id), (*string)(&ref), &body); err != nil {
			return err
		}
		if all[id] == nil {
			all[id] = map[casework.TextRef]string{}
		}
		all[id][ref] = body
		return nil
	}, w.args...)
	return all, err
}
