package insight

import (
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rollup"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/survey"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// CountDay counts what was dispatched and received on a local day as it stands
// on record, with the limits that have come by the as-of, by the rules that
// figures of periods are made by; next is the moment after it at which a limit
// comes that changes the count by itself, zero for none.
func (in *Insight) CountDay(tx *store.Tx, book *rulebook.Book, day calendar.Date, asOf time.Time) (counted *rollup.Day, next time.Time, err error) {
	only := calendar.Period{From: day, To: day}
	counted = rollup.NewDay(rollup.Rules{Days: book.DayRuleOn(day), Location: book.Location, Topics: onCases(book.TopicsIn(only))})
	tags, err := tx.DayTags(in.region, day)
	if err != nil {
		return nil, next, err
	}
	c := &counting{gathering: gathering{book: book, f: &facts{period: only, asOf: asOf}}, tags: tags, day: counted}
	if err := c.legs(tx, in.region); err != nil {
		return nil, next, err
	}
	err = c.cases(tx, in.region)
	return counted, c.next, err
}

// onCases are the topics that count cases.
func onCases(defs []topic.Definition) []topic.Definition {
	return slices.DeleteFunc(defs, func(d topic.Definition) bool { return d.On == topic.OnContacts })
}

// counting is one day under way.
type counting struct {
	gathering
	tags map[ident.CaseID][]topic.Tag
	day  *rollup.Day
	next time.Time
}

func (c *counting) legs(tx *store.Tx, region ident.RegionCode) error {
	legs, err := tx.GivenLegs(region, c.f.period.From)
	if err != nil {
		return err
	}
	for i := range legs {
		l := &legs[i]
		if err := c.limits(tx, l); err != nil {
			return err
		}
		l.Tags = c.tags[l.Case]
		c.day.AddLeg(&rollup.Leg{
			Leg: c.scored(&l.LegLine), UnitID: string(l.Unit), Counts: l.Counts, Returned: l.State == casework.Returned,
			Matter: l.Matter, Division: l.Division,
		})
	}
	return nil
}

// limits judges the leg by the turns of its limits that have come, and notes
// the next one to come. A row tells of the last turn of each alone, and only a
// rework or a return gives a limit a second one.
func (c *counting) limits(tx *store.Tx, l *store.GivenLeg) error {
	if !l.Counts {
		return nil
	}
	for _, p := range []casework.Punctuality{l.Sign, l.Close, l.CallBack} {
		c.comes(p.Due)
	}
	if l.Reworks+l.Returns == 0 {
		return nil
	}
	full, err := tx.Case(l.Case)
	if err != nil {
		return err
	}
	for i := range full.Clocks {
		if full.Clocks[i].Leg == l.Seq {
			c.comes(full.Clocks[i].Due)
		}
	}
	if leg, ok := full.Leg(l.Seq); ok {
		l.LegFact = full.LegFactAt(leg, c.f.asOf)
	}
	return nil
}

// comes notes a limit that has not come yet.
func (c *counting) comes(due time.Time) {
	if due.After(c.f.asOf) && (c.next.IsZero() || due.Before(c.next)) {
		c.next = due
	}
}

func (c *counting) cases(tx *store.Tx, region ident.RegionCode) error {
	cases, err := tx.ReceivedCases(region, c.f.period.From)
	if err != nil {
		return err
	}
	for i := range cases {
		r := &cases[i]
		r.Tags = c.tags[r.ID]
		closed := ended(&r.CaseLine)
		c.day.AddCase(&rollup.Case{
			Received: r.Received, Answered: !r.Answered.IsZero(), Transferred: r.Transferred, Closed: closed,
			Dropped: !closed && dropped(r.State), Reopen: r.Reopen, Astray: r.Astray,
			Verdict: survey.Verdict(r.Verdict), Matter: r.Matter, Division: r.Division,
		})
	}
	return nil
}

// dropped reports whether a case without an answer has come to its end.
func dropped(s casework.CaseState) bool {
	switch s {
	case casework.Refused, casework.Emergency, casework.Invalid, casework.Diverted, casework.Merged, casework.Withdrawn, casework.Archived:
		return true
	}
	return false
}
