package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/topic"
	"huying/internal/kernel/ident"
)

// The region of the demonstration.
const (
	RegionCode = ident.RegionCode("330802")
	RegionName = "柯城区"
)

// Seed is the one that the demonstration is always built with. Any other gives
// other cases and the same figures.
const Seed uint64 = 330802

// Quarter is the period of the bulletin, and QuarterAsOf the local day at
// whose beginning its data were taken 取数时间.
func Quarter() calendar.Period {
	return calendar.Period{From: calendar.DateFrom(2019, time.October, 1), To: calendar.DateFrom(2019, time.December, 31)}
}

// QuarterAsOf is the local day whose first moment the bulletin of the quarter
// is as of.
func QuarterAsOf() calendar.Date { return calendar.DateFrom(2020, time.February, 19) }

// Epidemic is the period of the article on the epidemic. Where it begins is
// assumed: the article only says until when it counts.
func Epidemic() calendar.Period {
	return calendar.Period{From: calendar.DateFrom(2020, time.January, 1), To: calendar.DateFrom(2020, time.March, 9)}
}

// EpidemicAsOf is the local day whose first moment the counts of the epidemic
// are as of; the simulation ends there.
func EpidemicAsOf() calendar.Date { return Epidemic().To + 1 }

// Scenario is everything that the demonstration puts on record, in the order
// of time.
type Scenario struct {
	Units    []Unit
	Topics   []topic.Definition
	Subjects []string // paths of the subject tree that the cases use
	Siblings []Sibling
	Steps    []Step
	Contacts []Contact
	Stories  []Story
	Cases    int
}

// Story names a case worth opening.
type Story struct {
	Title string
	Case  int
}

// Plan works out the scenario. The same seed gives the same scenario on every
// machine; any seed gives the same figures.
func Plan(seed uint64) (*Scenario, error) {
	p, err := newPlanner(seed)
	if err != nil {
		return nil, err
	}
	for _, q := range p.quarters {
		if err := p.quarter(q); err != nil {
			return nil, err
		}
	}
	p.winter()
	s := p.scenario
	s.Steps = inOrder(s.Steps)
	slices.SortStableFunc(s.Contacts, func(a, b Contact) int { return a.At.Compare(b.At) })
	return s, nil
}

// manySteps is about as many as there are.
const manySteps = 140_000

// planner holds what all quarters are planned with.
type planner struct {
	scenario *Scenario
	quarters []quarter
	stage    *stage
	places   *gazetteer
	usual    []*matter // in any season
	cold     []*matter // of early 2020
}

func newPlanner(seed uint64) (*planner, error) {
	cal, err := calendar.New(calendar.China())
	if err != nil {
		return nil, err
	}
	roster, err := readRoster()
	if err != nil {
		return nil, err
	}
	places, err := readGazetteer()
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(seed, seed>>1+1)) //nolint:gosec // a simulation wants to be repeatable
	text, err := newWriter(r)
	if err != nil {
		return nil, err
	}
	p := &planner{
		scenario: &Scenario{Units: roster.units, Topics: topics(), Siblings: siblings(), Steps: make([]Step, 0, manySteps)},
		stage:    &stage{r: r, y: &rhythm{r: r, cal: cal}, roster: roster, text: text},
		places:   places,
	}
	if p.quarters, err = quarters(); err != nil {
		return nil, err
	}
	return p, p.readTexts()
}

func (p *planner) readTexts() error {
	for _, name := range []string{"city.txt", "house.txt", "trade.txt", "people.txt"} {
		m, err := readMatters(name)
		if err != nil {
			return err
		}
		p.usual = append(p.usual, m...)
	}
	var err error
	p.cold, err = readMatters("winter.txt")
	p.scenario.Subjects = subjects(slices.Concat(p.usual, p.cold))
	return err
}

// subjects lists the paths that the matters use, each with the levels above.
func subjects(matters []*matter) []string {
	seen := map[string]bool{}
	var all []string
	for _, m := range matters {
		for _, path := range []string{m.first(), m.subject} {
			if path != "" && !seen[path] {
				seen[path] = true
				all = append(all, path)
			}
		}
	}
	slices.Sort(all)
	return all
}

// quarter plans the cases of one quarter and plays them.
func (p *planner) quarter(q quarter) error {
	r := p.stage.r
	cases, err := (&allotter{r: r, roster: p.stage.roster, matters: p.usual, q: q}).run()
	if err != nil {
		return err
	}
	if err := (&classifier{r: r, roster: p.stage.roster, places: p.places}).run(q, cases); err != nil {
		return err
	}
	if err := (&judge{r: r}).run(q, cases); err != nil {
		return err
	}
	if err := (&pacer{r: r, y: p.stage.y, q: q}).run(cases); err != nil {
		return err
	}
	from := q.period.From.Start(p.stage.y.cal.Location())
	if q.business {
		p.stage.late = lateCalls()
	}
	for _, c := range cases {
		p.play(c, from)
	}
	return nil
}

// play adds one case to the scenario.
func (p *planner) play(c *planned, from time.Time) { p.keep(p.script(c).play(from)) }

// script begins the next case of the scenario.
func (p *planner) script(c *planned) *script {
	s := &script{stage: p.stage, c: c, n: p.scenario.Cases}
	p.scenario.Cases++
	return s
}

// end is the moment at which the simulation ends.
func (p *planner) end() time.Time { return EpidemicAsOf().Start(p.stage.y.cal.Location()) }

// keep puts steps on record, up to the end.
func (p *planner) keep(steps []Step) {
	for _, step := range steps {
		if step.At.Before(p.end()) {
			p.scenario.Steps = append(p.scenario.Steps, step)
		}
	}
}
