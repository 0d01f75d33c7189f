package store

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

// Stretch is a run of a region's cases in the order of their identifiers, and
// the span of identifiers that belongs to it: the spans of all stretches cover
// whatever a record may be filed under.
type Stretch struct {
	Cases []*casework.Case

	region   ident.RegionCode
	from, to string // after from, up to and with to
}

// stretchSize is how many cases a stretch holds. Some 5 KB each with their
// events.
const stretchSize = 200

// lastID is after every identifier.
const lastID = "\U0010FFFF"

// EachStretch visits the cases of a region stretch by stretch. What is held is
// one stretch and every statement is short, however many cases there are: one
// statement that reads them all would outlive its time limit on PostgreSQL,
// which counts until the last row is fetched. visit may use the transaction.
func (tx *Tx) EachStretch(region ident.RegionCode, visit func(Stretch) error) error {
	for from := ""; ; {
		cases, err := tx.CasesAfter(region, ident.CaseID(from), stretchSize)
		if err != nil {
			return err
		}
		s := Stretch{Cases: cases, region: region, from: from, to: lastID}
		if len(cases) == stretchSize {
			s.to = string(cases[stretchSize-1].ID)
		}
		if err := visit(s); err != nil || s.to == lastID {
			return err
		}
		from = s.to
	}
}

const sqlStretchEvents = `
SELECT ` + eventColumns + ` FROM case_event
WHERE region = $1 AND case_id > $2 AND case_id <= $3 ORDER BY case_id, version`

// StretchEvents returns the events of a stretch, case by case in order, those
// without a case included.
func (tx *Tx) StretchEvents(s Stretch) ([]SealedEvent, error) {
	return query(tx, sqlStretchEvents, scanEvent, s.region, s.from, s.to)
}

const sqlStretchTexts = `
SELECT t.case_id, t.ref, t.body FROM case_text t JOIN work_case c ON c.id = t.case_id
WHERE c.region = $1 AND c.id > $2 AND c.id <= $3 ORDER BY t.case_id, t.ref`

// EachText visits every text that is kept of a stretch's cases; visit must not
// use the transaction.
func (tx *Tx) EachText(s Stretch, visit func(id ident.CaseID, ref casework.TextRef, body string)) error {
	return each(tx, sqlStretchTexts, func(r row) error {
		var id, ref, body string
		if err := r.Scan(&id, &ref, &body); err != nil {
			return err
		}
		visit(ident.CaseID(id), casework.TextRef(ref), body)
		return nil
	}, s.region, s.from, s.to)
}
