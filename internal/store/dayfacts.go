package store

import (
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
)

// GivenLeg is one leg that a unit was given, as it stands, with what its case
// is about. Those of sub-units are none.
type GivenLeg struct {
	LegLine
	State    casework.LegState
	Counts   bool
	Division string
	topic.Matter
}

const sqlGivenLegs = `
SELECT l.case_id, c.number, l.seq, l.unit, l.dispatched_at, l.closed_at, l.verdict, l.solved, l.excluded,
    l.returns, l.reworks, l.extensions, l.sign_due, l.sign_met, l.close_due, l.close_met, l.callback_due, l.callback_met,
    l.state, l.counts, c.division, c.channel, c.kind, c.subject
FROM leg l JOIN work_case c ON c.id = l.case_id
WHERE l.region = $1 AND l.dispatched_day = $2 AND l.role <> 'child'`

// GivenLegs reads the legs dispatched on a day, without the tags of their cases.
func (tx *Tx) GivenLegs(region ident.RegionCode, day calendar.Date) ([]GivenLeg, error) {
	return query(tx, sqlGivenLegs, func(r row) (GivenLeg, error) {
		var l GivenLeg
		err := r.Scan((*string)(&l.Case), (*string)(&l.Number), &l.Seq, (*string)(&l.Unit), at(&l.Dispatched), at(&l.Closed),
			(*string)(&l.Verdict), (*string)(&l.Solved), (*string)(&l.Excluded),
			&l.Returns, &l.Reworks, &l.Extensions, at(&l.Sign.Due), at(&l.Sign.Met),
			at(&l.Close.Due), at(&l.Close.Met), at(&l.CallBack.Due), at(&l.CallBack.Met),
			(*string)(&l.State), &l.Counts, &l.Division, &l.Channel, &l.Kind, &l.Subject)
		return l, err
	}, region, day)
}

// ReceivedCase is one case that was received, as it stands.
type ReceivedCase struct {
	CaseLine
	Division    string
	Transferred bool // with a leg that counts
	Reopen      bool // opened in place of one that was archived
	Astray      bool // its first leg counts no more, and another was given
}

const sqlReceivedCases = `
SELECT id, number, state, received_day, answered_at, verdict, channel, kind, subject, division,
    CASE WHEN body LIKE '%"reopen_of":%' THEN 1 ELSE 0 END,
    CASE WHEN state = 'archived' AND EXISTS (SELECT 1 FROM leg l
        WHERE l.case_id = work_case.id AND l.counts AND l.role = 'lead' AND l.closed_at IS NOT NULL) THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 FROM leg l WHERE l.case_id = work_case.id AND l.counts) THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 FROM leg l WHERE l.case_id = work_case.id AND l.seq = 1 AND (l.state = 'returned' OR l.state = 'cancelled'))
        AND EXISTS (SELECT 1 FROM leg l WHERE l.case_id = work_case.id AND l.counts) THEN 1 ELSE 0 END
FROM work_case
WHERE region = $1 AND received_day = $2 AND state NOT IN ('draft', 'void')`

// ReceivedCases reads the cases received on a day, without their tags.
func (tx *Tx) ReceivedCases(region ident.RegionCode, day calendar.Date) ([]ReceivedCase, error) {
	return query(tx, sqlReceivedCases, func(r row) (ReceivedCase, error) {
		var c ReceivedCase
		var reopen, led, transferred, astray int
		err := r.Scan((*string)(&c.ID), (*string)(&c.Number), (*string)(&c.State), (*int32)(&c.Received), at(&c.Answered),
			&c.Verdict, &c.Channel, &c.Kind, &c.Subject, &c.Division, &reopen, &led, &transferred, &astray)
		c.Reopen, c.Led, c.Transferred, c.Astray = reopen == 1, led == 1, transferred == 1, astray == 1
		return c, err
	}, region, day)
}

const sqlDayTags = `
SELECT t.case_id, t.topic, t.facet FROM case_tag t JOIN work_case c ON c.id = t.case_id
WHERE c.region = $1 AND c.received_day = $2
UNION SELECT t.case_id, t.topic, t.facet FROM case_tag t JOIN leg l ON l.case_id = t.case_id
WHERE l.region = $1 AND l.dispatched_day = $2`

// DayTags reads the tags of the cases of GivenLegs and ReceivedCases.
func (tx *Tx) DayTags(region ident.RegionCode, day calendar.Date) (map[ident.CaseID][]topic.Tag, error) {
	tags := map[ident.CaseID][]topic.Tag{}
	err := each(tx, sqlDayTags, func(r row) error {
		var id ident.CaseID
		var t topic.Tag
		if err := r.Scan((*string)(&id), &t.Topic, &t.Facet); err != nil {
			return err
		}
		tags[id] = append(tags[id], t)
		return nil
	}, region, day)
	return tags, err
}
