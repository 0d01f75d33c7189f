package store

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

const sqlLimitedCases = `
SELECT c.body FROM (SELECT DISTINCT case_id FROM clock WHERE region = $1 AND case_id > $2 ORDER BY case_id LIMIT $3) k
JOIN work_case c ON c.id = k.case_id ORDER BY c.id`

// LimitedCases loads, in order, cases on which a limit runs, after a given one,
// n at most, without holding them.
func (tx *Tx) LimitedCases(region ident.RegionCode, after ident.CaseID, n int) ([]*casework.Case, error) {
	return query(tx, sqlLimitedCases, scanCase, region, after, n)
}
