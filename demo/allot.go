package demo

import (
	"math/rand/v2"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// allotter gives the legs of a quarter to cases: every unit gets exactly its
// count, every topic its cases, and what a case is about fits its unit.
type allotter struct {
	r       *rand.Rand
	roster  *roster
	matters []*matter
	q       quarter
	left    map[string]int // lead legs still to be given out, by unit
	cases   []*planned
}

func (a *allotter) run() ([]*planned, error) {
	a.left = map[string]int{}
	for _, s := range a.q.shares {
		a.left[s.unit] = s.handled - s.assist
	}
	steps := []func() error{a.topics, a.joint, a.single, a.direct}
	if a.q.business {
		steps = append([]func() error{a.business, a.expropriation}, steps...)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return a.cases, nil
}

// open begins a case about a matter, led by the unit. An empty kind is drawn.
func (a *allotter) open(m *matter, unit string, kind casework.Kind) *planned {
	c := &planned{m: m, words: facts{}}
	c.text, c.kind = m.word(a.r, handled, kind)
	c.add(unit, casework.Lead)
	a.left[unit]--
	a.cases = append(a.cases, c)
	return c
}

// unitFor draws a unit that the matter concerns and that has legs left.
func (a *allotter) unitFor(m *matter) (string, bool) {
	return choose(a.r, a.unitsFor(m))
}

// unitsFor weighs the units that the matter concerns: the more legs they have
// left, the likelier they are.
func (a *allotter) unitsFor(m *matter) []option[string] {
	var options []option[string]
	for _, s := range a.q.shares {
		u, _ := a.roster.named(s.unit)
		options = append(options, option[string]{s.unit, m.fits(u) * a.left[s.unit]})
	}
	return options
}

// general are the matters that are no facet of a topic counted in the quarter.
func (a *allotter) general() []*matter {
	counted := map[string]bool{expropriationTopic: true, businessTopic: true}
	for _, f := range a.q.facets {
		counted[f.topic] = true
	}
	var all []*matter
	for _, m := range a.matters {
		if !counted[m.tag.Topic] {
			all = append(all, m)
		}
	}
	return all
}

func (a *allotter) withTag(tag casework.Tag) []option[*matter] {
	var all []option[*matter]
	for _, m := range a.matters {
		if m.tag == tag {
			all = append(all, option[*matter]{m, m.weight})
		}
	}
	return all
}

func (a *allotter) topics() error {
	for _, f := range a.q.facets {
		tag := casework.Tag{Topic: f.topic, Facet: f.facet}
		for range f.cases {
			m, _ := choose(a.r, a.withTag(tag))
			unit, ok := a.unitFor(m)
			if !ok {
				return errs.Invalidf("demo.topic", "no unit has a leg left for %s:%s", f.topic, f.facet)
			}
			a.open(m, unit, "").tags = []casework.Tag{tag}
		}
	}
	return nil
}

// expropriation makes the cases of the three projects, each with an issue.
func (a *allotter) expropriation() error {
	var issues []casework.Tag
	for _, f := range expropriationIssues() {
		for range f.cases {
			issues = append(issues, casework.Tag{Topic: f.topic, Facet: f.facet})
		}
	}
	a.r.Shuffle(len(issues), func(i, j int) { issues[i], issues[j] = issues[j], issues[i] })
	for _, p := range projects() {
		for range p.cases {
			m, _ := choose(a.r, a.withTag(issues[0]))
			c := a.open(m, p.unit, "")
			c.tags = []casework.Tag{{Topic: expropriationTopic, Facet: p.key}, issues[0]}
			c.words["project"] = p.name
			issues = issues[1:]
		}
	}
	return nil
}

// business makes the calls to the business line. Kinds and contents are drawn
// together until each kind meets a content that comes as it.
func (a *allotter) business() error {
	kinds, contents := businessKinds(), businessMatters()
	for !a.paired(kinds, contents) {
		a.r.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	}
	for i, facet := range contents {
		tag := casework.Tag{Topic: businessTopic, Facet: facet}
		m, _ := choose(a.r, a.withTag(tag))
		unit, ok := a.unitFor(m)
		if !ok {
			return errs.Invalidf("demo.business", "no unit has a leg left for %s", facet)
		}
		c := a.open(m, unit, kinds[i])
		c.tags, c.channel = []casework.Tag{tag}, casework.Phone
	}
	return nil
}

func (a *allotter) paired(kinds []casework.Kind, contents []string) bool {
	for i, facet := range contents {
		m, ok := choose(a.r, a.withTag(casework.Tag{Topic: businessTopic, Facet: facet}))
		if !ok || !m.has(kinds[i]) {
			return false
		}
	}
	return true
}
