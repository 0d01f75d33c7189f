package insight

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/rulebook"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// facts are everything that figures of one period are made of, as of a moment.
type facts struct {
	period   calendar.Period
	asOf     time.Time
	legs     []scoring.Leg
	legCase  []ident.CaseID // legs[i] is of this case
	legSeq   []int          // and has this number there
	cases    []caseFact
	contacts int
}

// caseFact is one case received in the period.
type caseFact struct {
	id       ident.CaseID
	number   ident.CaseNumber
	received calendar.Date
	closed   bool // with an answer
	answered bool
	verdict  survey.Verdict // of a directly answered case
	matter   topic.Matter
}

// gather reads the facts. Cases that did not go on after asOf are read from
// their rows; the others are folded from their events up to it. A property
// test holds the two ways to the same result.
func (in *Insight) gather(tx *store.Tx, book *rulebook.Book, p calendar.Period, asOf time.Time) (*facts, error) {
	g := &gathering{book: book, f: &facts{period: p, asOf: asOf}}
	if err := g.fromRows(tx, in.region); err != nil {
		return nil, err
	}
	if err := g.fromEvents(tx, in.region); err != nil {
		return nil, err
	}
	var err error
	g.f.contacts, err = tx.CountContacts(in.region, p, asOf)
	return g.f, err
}

type gathering struct {
	book *rulebook.Book
	f    *facts
}

func (g *gathering) fromRows(tx *store.Tx, region ident.RegionCode) error {
	lines, err := tx.LegLines(region, g.f.period, g.f.asOf)
	if err != nil {
		return err
	}
	for i := range lines {
		if err := g.turnsOf(tx, &lines[i]); err != nil {
			return err
		}
		g.addLeg(&lines[i])
	}
	cases, err := tx.CaseLines(region, g.f.period, g.f.asOf)
	if err != nil {
		return err
	}
	tags, err := tx.CaseTags(region, g.f.period, g.f.asOf)
	if err != nil {
		return err
	}
	for _, c := range cases {
		c.Tags = tags[c.ID]
		g.f.cases = append(g.f.cases, caseFact{
			id: c.ID, number: c.Number, received: c.Received, closed: ended(&c), answered: !c.Answered.IsZero(),
			verdict: survey.Verdict(c.Verdict), matter: c.Matter,
		})
	}
	return nil
}

// turnsOf judges a leg by an earlier turn of its limits where the last one, of
// which the row tells, is not due by the as-of. Only a rework and a rejected
// return give a limit a second turn, so few cases are read for it.
func (g *gathering) turnsOf(tx *store.Tx, l *store.LegLine) error {
	if l.Reworks+l.Returns == 0 || !g.toCome(l.Sign) && !g.toCome(l.Close) && !g.toCome(l.CallBack) {
		return nil
	}
	c, err := tx.Case(l.Case)
	if err != nil {
		return err
	}
	if leg, ok := c.Leg(l.Seq); ok {
		l.LegFact = c.LegFactAt(leg, g.f.asOf)
	}
	return nil
}

func (g *gathering) toCome(p casework.Punctuality) bool { return p.Due.After(g.f.asOf) }

// fromEvents folds the cases that went on after asOf, one at a time.
func (g *gathering) fromEvents(tx *store.Tx, region ident.RegionCode) error {
	var c *casework.Case
	end := func() {
		if c != nil {
			g.addCase(c)
		}
	}
	err := tx.EachEventAsOf(region, int32(g.f.period.To), g.f.asOf, func(e store.SealedEvent) error {
		if c == nil || c.ID != e.Case {
			end()
			c = nil
		}
		c = casework.Apply(c, e.Event)
		return nil
	})
	if err != nil {
		return err
	}
	end()
	return nil
}

func (g *gathering) addCase(c *casework.Case) {
	for i := range c.Legs {
		l := &c.Legs[i]
		if l.Counts() && g.f.period.Contains(g.day(l.DispatchedAt)) {
			g.addLeg(&store.LegLine{
				Case: c.ID, Number: c.Number, Seq: l.Seq, Unit: l.Unit, Dispatched: l.DispatchedAt, Closed: l.ClosedAt,
				Returns: l.Returns, Reworks: l.Cycle, Extensions: l.Extensions, LegFact: c.LegFactAt(l, g.f.asOf),
			})
		}
	}
	if c.State == casework.Draft || c.State == casework.Void || !g.f.period.Contains(g.day(c.ReceivedAt)) {
		return
	}
	tags := make([]topic.Tag, len(c.Tags))
	for i, t := range c.Tags {
		tags[i] = topic.Tag{Topic: t.Topic, Facet: t.Facet}
	}
	g.f.cases = append(g.f.cases, caseFact{
		id: c.ID, number: c.Number, received: g.day(c.ReceivedAt), closed: !c.ClosedAt.IsZero(),
		answered: c.Answer != nil, verdict: c.LastAnswer().Outcome,
		matter: topic.Matter{Kind: string(c.Kind), Channel: string(c.Channel), Subject: c.Subject, Tags: tags},
	})
}

func (g *gathering) day(t time.Time) calendar.Date { return calendar.DateOf(t, g.book.Location) }

// ended reports whether a case has been brought to an end with an answer, of
// the centre or of its lead unit, as Case.ClosedAt says it: one that is tracked
// has its answer; one that was refused, withdrawn or merged has none, and gets
// none by being archived.
func ended(c *store.CaseLine) bool {
	switch c.State {
	case casework.Closed, casework.Tracked:
		return true
	case casework.Archived:
		return !c.Answered.IsZero() || c.Led
	}
	return false
}

func (g *gathering) addLeg(l *store.LegLine) {
	g.f.legCase, g.f.legSeq = append(g.f.legCase, l.Case), append(g.f.legSeq, l.Seq)
	g.f.legs = append(g.f.legs, g.scored(l))
}

// scored is the leg as scoring needs it, as of the moment asked for.
func (g *gathering) scored(l *store.LegLine) scoring.Leg {
	u, _ := g.book.Units.Unit(l.Unit)
	return scoring.Leg{
		Ref: l.Number.Leg(l.Seq), Unit: u.Name, List: string(u.List),
		Dispatched: l.Dispatched, Closed: l.Closed, Verdict: l.Verdict, Solved: l.Solved,
		Sign: g.punctual(l.Sign), Close: g.punctual(l.Close), CallBack: g.punctual(l.CallBack),
		Returns: l.Returns, Reworks: l.Reworks, Extensions: l.Extensions, Excluded: scope(l.Excluded),
	}
}

// punctual is design §4.3, On-time rates: due by the as-of, and met in time.
func (g *gathering) punctual(p casework.Punctuality) scoring.Punctual {
	switch {
	case p.Due.IsZero() || g.toCome(p):
		return scoring.NotDue
	case !p.Met.IsZero() && !p.Met.After(p.Due):
		return scoring.Met
	}
	return scoring.Missed
}

func scope(s casework.ExclusionScope) scoring.Scope {
	switch s {
	case casework.ExcludeSurvey:
		return scoring.OutOfSurvey
	case casework.ExcludeAll:
		return scoring.OutOfAll
	}
	return scoring.Counted
}
