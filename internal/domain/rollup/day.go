package rollup

import (
	"strconv"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/domain/topic"
)

// Leg 承办任务 is what is counted of one leg, sub-units' left out.
type Leg struct {
	scoring.Leg
	UnitID   string
	Counts   bool // design §4.3: not cancelled by a return, a redispatch, a withdrawal or a merge
	Returned bool
	Matter   topic.Matter // of its case
	Division string       // that its case is about
}

// Case 诉求件 is what is counted of one case; drafts and void ones are none.
type Case struct {
	Received                        calendar.Date
	Answered, Transferred           bool
	Closed, Dropped, Reopen, Astray bool
	Verdict                         survey.Verdict // of one answered by the centre
	Matter                          topic.Matter
	Division                        string
}

// Rules are by what a day is counted.
type Rules struct {
	Days     scoring.DayRule // in force on the day
	Location *time.Location
	Topics   []topic.Definition // those that run on the day, of cases
}

// Day is what was counted of one local day.
type Day struct {
	Legs  Cells
	Cases Cells
	rules Rules
}

// Cells are the buckets that hold anything.
type Cells map[Key]Counts

// NewDay begins to count.
func NewDay(r Rules) *Day { return &Day{Legs: Cells{}, Cases: Cells{}, rules: r} }

// AddLeg counts a leg dispatched on the day.
func (d *Day) AddLeg(l *Leg) {
	sum := Legs{Given: 1}
	if l.Returned {
		sum.Returned = 1
	}
	if l.Counts {
		sum.Add(&l.Leg, d.rules.Days, d.rules.Location)
	}
	counts := sum.Counts()
	add := func(face Face, one, two string) { d.Legs.Add(Key{face, one, two}, counts) }
	add(LegUnit, l.UnitID, "")
	add(LegChannel, l.Matter.Channel, "")
	add(LegKind, l.Matter.Kind, "")
	add(LegSubject, l.Matter.Subject, "")
	add(LegDivision, l.Division, "")
	add(LegUnitChannel, l.UnitID, l.Matter.Channel)
	add(LegUnitKind, l.UnitID, l.Matter.Kind)
	add(LegUnitSubject, l.UnitID, l.Matter.Subject)
	add(LegUnitDivision, l.UnitID, l.Division)
	if l.Counts && !l.Closed.IsZero() {
		n := calendar.DateOf(l.Closed, d.rules.Location) - calendar.DateOf(l.Dispatched, d.rules.Location)
		days := strconv.Itoa(int(n))
		add(LegDays, days, "")
		add(LegUnitDays, l.UnitID, days)
	}
	d.eachTopic(l.Matter, func(topic, facet string) { add(LegTopic, topic, facet) })
}

// AddCase counts a case received on the day.
func (d *Day) AddCase(c *Case) {
	sum := Cases{
		Received: 1, Answered: one(c.Answered), Transferred: one(c.Transferred), Closed: one(c.Closed), Dropped: one(c.Dropped),
		Reopened: one(c.Reopen), Astray: one(c.Astray),
	}
	if c.Answered {
		switch c.Verdict {
		case survey.Satisfied:
			sum.Satisfied = 1
		case survey.Basic:
			sum.Basic = 1
		case survey.Dissatisfied:
			sum.Dissatisfied = 1
		case survey.Unreached:
			sum.Unreached = 1
		case survey.Declined:
			sum.Declined = 1
		}
	}
	counts := sum.Counts()
	add := func(face Face, one, two string) { d.Cases.Add(Key{face, one, two}, counts) }
	add(CaseAll, "", "")
	add(CaseChannel, c.Matter.Channel, "")
	add(CaseKind, c.Matter.Kind, "")
	add(CaseSubject, c.Matter.Subject, "")
	add(CaseDivision, c.Division, "")
	add(CaseChannelKind, c.Matter.Channel, c.Matter.Kind)
	add(CaseDivisionSubject, c.Division, c.Matter.Subject)
	d.eachTopic(c.Matter, func(topic, facet string) { add(CaseTopic, topic, facet) })
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// eachTopic visits the topics that the matter belongs to, without a facet and
// then with each that holds it.
func (d *Day) eachTopic(m topic.Matter, visit func(topic, facet string)) {
	for _, def := range d.rules.Topics {
		if !def.Holds(m) {
			continue
		}
		visit(def.Key, "")
		for _, g := range def.Groups {
			eachFacet(def.Key, g.Facets, m, visit)
		}
	}
}

func eachFacet(topic string, facets []topic.Facet, m topic.Matter, visit func(topic, facet string)) {
	for _, f := range facets {
		if f.Holds(topic, m) {
			visit(topic, f.Key)
			eachFacet(topic, f.Facets, m, visit)
		}
	}
}

// Add adds counts to a bucket.
func (c Cells) Add(k Key, n Counts) { c[k] = c[k].plus(n) }

// Change is one bucket that differs between two counts.
type Change struct {
	Key
	Now   Counts // all zero: the bucket holds nothing any more
	Delta Counts // what is to be added to what was
}

// Since lists what differs from an earlier count, in no order.
func (c Cells) Since(before Cells) []Change {
	var list []Change
	for k, n := range c {
		if d := n.minus(before[k]); !d.zero() {
			list = append(list, Change{k, n, d})
		}
	}
	for k, n := range before {
		if _, still := c[k]; !still {
			list = append(list, Change{k, make(Counts, len(n)), Counts(nil).minus(n)})
		}
	}
	return list
}

// Empty reports whether the bucket holds nothing any more.
func (c Change) Empty() bool { return c.Now.zero() }
