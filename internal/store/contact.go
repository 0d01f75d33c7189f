package store

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
)

// Contact 来电、接待 is a call or counter visit on record. It may open a case.
type Contact struct {
	ID     ident.ContactID
	Region ident.RegionCode
	Kind   string // call or visit
	Line   string // which line or counter
	At     time.Time
	Case   ident.CaseID // empty: opened none
	Tags   []topic.Tag
}

const sqlPutContact = `
INSERT INTO contact (id, region, kind, line, at, day, case_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`

const sqlPutContactTag = `
INSERT INTO contact_tag (contact_id, topic, facet) VALUES ($1, $2, $3)`

// LogContacts puts contacts on record.
func (tx *Tx) LogContacts(loc *time.Location, contacts []Contact) error {
	var list, tags [][]any
	for _, c := range contacts {
		list = append(list, []any{c.ID, c.Region, c.Kind, c.Line, c.At, calendar.DateOf(c.At, loc), orNull(c.Case)})
		for _, t := range c.Tags {
			tags = append(tags, []any{c.ID, t.Topic, t.Facet})
		}
	}
	if err := tx.insertRows(sqlPutContact, list); err != nil {
		return err
	}
	return tx.insertRows(sqlPutContactTag, tags)
}

const sqlCountContacts = `
SELECT COUNT(*) FROM contact WHERE region = $1 AND day BETWEEN $2 AND $3 AND at <= $4`

// CountContacts counts the contacts of a period on record by asOf.
func (tx *Tx) CountContacts(region ident.RegionCode, p calendar.Period, asOf time.Time) (int, error) {
	n, err := one(tx, nil, sqlCountContacts, scalar[int64], region, p.From, p.To, asOf)
	return int(n), err
}

const sqlTaggedContacts = `
SELECT t.contact_id, t.facet FROM contact_tag t JOIN contact c ON c.id = t.contact_id
WHERE t.topic = $1 AND c.region = $2 AND c.day BETWEEN $3 AND $4 AND c.at <= $5
ORDER BY t.contact_id, t.facet`

// TaggedContacts returns the matters of a topic on contacts, each with all
// its tags of that topic.
func (tx *Tx) TaggedContacts(key string, region ident.RegionCode, p calendar.Period, asOf time.Time) ([]topic.Matter, error) {
	var all []topic.Matter
	last := ""
	err := each(tx, sqlTaggedContacts, func(r row) error {
		var id, facet string
		if err := r.Scan(&id, &facet); err != nil {
			return err
		}
		if id != last {
			all = append(all, topic.Matter{})
			last = id
		}
		m := &all[len(all)-1]
		m.Tags = append(m.Tags, topic.Tag{Topic: key, Facet: facet})
		return nil
	}, key, region, p.From, p.To, asOf)
	return all, err
}
