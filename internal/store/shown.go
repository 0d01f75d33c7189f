package store

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/ident"
)

const sqlShow = `
INSERT INTO shown_case (case_id, region, received_at) VALUES ($1, $2, $3)
ON CONFLICT (case_id) DO NOTHING`

const sqlHide = `
DELETE FROM shown_case WHERE case_id = $1`

const sqlShown = `
SELECT c.body FROM shown_case s JOIN work_case c ON c.id = s.case_id
WHERE s.region = $1 AND (s.received_at, s.case_id) < ($2, $3)
ORDER BY s.received_at DESC, s.case_id DESC LIMIT $4`

const sqlShownFirst = `
SELECT c.body FROM shown_case s JOIN work_case c ON c.id = s.case_id
WHERE s.region = $1
ORDER BY s.received_at DESC, s.case_id DESC LIMIT $2`

// ShownCases returns cases that are shown to all, latest receipt first, after
// a place in the list; nil: from the beginning.
func (tx *Tx) ShownCases(region ident.RegionCode, after *CaseKey, limit int) ([]*casework.Case, error) {
	if after == nil {
		return query(tx, sqlShownFirst, scanCase, region, limit)
	}
	return query(tx, sqlShown, scanCase, region, after.ReceivedAt, after.ID, limit)
}

// addShown puts a case where those that are shown are found, or takes it away,
// when something has happened that decides it.
func (w *CaseRows) addShown(ch Change) {
	for _, e := range ch.Events {
		switch e.Action {
		case casework.DoPublish, casework.DoUnpublish, casework.DoConsent, casework.DoWithhold, casework.DoAmend:
			if c := ch.Case; c.Public && c.Consented {
				w.shown = append(w.shown, []any{c.ID, c.Region, c.ReceivedAt})
			} else {
				w.hidden = append(w.hidden, []any{c.ID})
			}
			return
		}
	}
}
