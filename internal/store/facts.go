package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
)

// LegLine is one leg that counts, as figures need it.
type LegLine struct {
	Case       ident.CaseID
	Number     ident.CaseNumber
	Seq        int
	Unit       ident.UnitID
	Dispatched time.Time
	Closed     time.Time // zero while open
	Returns    int
	Reworks    int
	Extensions int
	casework.LegFact
}

const sqlLegLines = `
SELECT l.case_id, c.number, l.seq, l.unit, l.dispatched_at, l.closed_at, l.verdict, l.solved, l.excluded,
    l.returns, l.reworks, l.extensions, l.sign_due, l.sign_met, l.close_due, l.close_met, l.callback_due, l.callback_met
FROM leg l JOIN work_case c ON c.id = l.case_id
WHERE l.region = $1 AND l.dispatched_day BETWEEN $2 AND $3 AND l.counts AND c.last_at <= $4`

// LegLines reads the legs that count of a period, of the cases that did not
// go on after asOf; the others have to be folded (EachEventAsOf).
func (tx *Tx) LegLines(region ident.RegionCode, p calendar.Period, asOf time.Time) ([]LegLine, error) {
	return query(tx, sqlLegLines, func(r row) (LegLine, error) {
		var l LegLine
		err := r.Scan((*string)(&l.Case), (*string)(&l.Number), &l.Seq, (*string)(&l.Unit), at(&l.Dispatched), at(&l.Closed),
			(*string)(&l.Verdict), (*string)(&l.Solved), (*string)(&l.Excluded),
			&l.Returns, &l.Reworks, &l.Extensions, at(&l.Sign.Due), at(&l.Sign.Met),
			at(&l.Close.Due), at(&l.Close.Met), at(&l.CallBack.Due), at(&l.CallBack.Met))
		return l, err
	}, region, p.From, p.To, asOf)
}

// CaseLine is one case received, as figures need it.
type CaseLine struct {
	ID       ident.CaseID
	Number   ident.CaseNumber
	State    casework.CaseState
	Received calendar.Date
	Answered time.Time // zero: not answered directly
	Verdict  string    // of a directly answered case
	Led      bool      // archived after a lead unit had closed it
	topic.Matter
}

const sqlCaseLines = `
SELECT id, number, state, received_day, answered_at, verdict, channel, kind, subject,
    CASE WHEN state = 'archived' AND EXISTS (SELECT 1 FROM leg l
        WHERE l.case_id = work_case.id AND l.counts AND l.role = 'lead' AND l.closed_at IS NOT NULL) THEN 1 ELSE 0 END
FROM work_case
WHERE region = $1 AND received_day BETWEEN $2 AND $3 AND last_at <= $4 AND state NOT IN ('draft', 'void')`

// CaseLines reads the cases received in a period that did not go on after
// asOf, without their tags.
func (tx *Tx) CaseLines(region ident.RegionCode, p calendar.Period, asOf time.Time) ([]CaseLine, error) {
	return query(tx, sqlCaseLines, func(r row) (CaseLine, error) {
		var c CaseLine
		var led int
		err := r.Scan((*string)(&c.ID), (*string)(&c.Number), (*string)(&c.State), (*int32)(&c.Received), at(&c.Answered),
			&c.Verdict, &c.Channel, &c.Kind, &c.Subject, &led)
		c.Led = led == 1
		return c, err
	}, region, p.From, p.To, asOf)
}

const sqlCaseTags = `
SELECT t.case_id, t.topic, t.facet FROM case_tag t JOIN work_case c ON c.id = t.case_id
WHERE c.region = $1 AND c.received_day BETWEEN $2 AND $3 AND c.last_at <= $4`

// CaseTags reads the tags of the cases of CaseLines.
func (tx *Tx) CaseTags(region ident.RegionCode, p calendar.Period, asOf time.Time) (map[ident.CaseID][]topic.Tag, error) {
	tags := map[ident.CaseID][]topic.Tag{}
	err := each(tx, sqlCaseTags, func(r row) error {
		var id ident.CaseID
		var t topic.Tag
		if err := r.Scan((*string)(&id), &t.Topic, &t.Facet); err != nil {
			return err
		}
		tags[id] = append(tags[id], t)
		return nil
	}, region, p.From, p.To, asOf)
	return tags, err
}
