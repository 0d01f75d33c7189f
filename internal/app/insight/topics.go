package insight

import (
	"huying/internal/domain/bulletin"
	"huying/internal/domain/calendar"
	"huying/internal/domain/scoring"
	"huying/internal/domain/survey"
	"huying/internal/domain/topic"
	"huying/internal/kernel/exact"
	"huying/internal/kernel/ident"
)

// addTopics reports every topic that runs in the period.
func (b *building) addTopics(doc *bulletin.Document) error {
	doc.Topics = []bulletin.Topic{}
	for _, def := range b.book.TopicsIn(b.period) {
		t, err := b.topic(def)
		if err != nil {
			return err
		}
		doc.Topics = append(doc.Topics, t)
	}
	return nil
}

func (b *building) topic(def topic.Definition) (bulletin.Topic, error) {
	within, _ := def.Within(b.period)
	t := bulletin.Topic{Key: def.Key, Name: def.Name, From: within.From, To: within.To}
	if def.On == topic.OnContacts {
		t.On = bulletin.OnContacts
	}
	now, err := b.tally(def, b.now, b.period)
	if err != nil {
		return t, err
	}
	var before *topic.Tally
	if _, ran := def.Within(b.period.YearBefore()); ran && b.before != nil {
		if before, err = b.tally(def, b.before, b.period.YearBefore()); err != nil {
			return t, err
		}
		t.Previous = &before.Total
	}
	t.Total = now.Total
	if def.On != topic.OnContacts {
		t.CloseRate, t.Satisfaction = b.topicRates(def)
	}
	t.Groups = groups(def, now, before)
	return t, nil
}

// tally counts a topic's matters in one period.
func (b *building) tally(def topic.Definition, s *scored, p calendar.Period) (*topic.Tally, error) {
	tally := topic.NewTally(def)
	within, _ := def.Within(p)
	if def.On == topic.OnContacts {
		matters, err := b.tx.TaggedContacts(def.Key, b.in.region, within, b.asOf)
		if err != nil {
			return nil, err
		}
		for _, m := range matters {
			tally.Add(m)
		}
		return tally, nil
	}
	for i := range s.facts.cases {
		if c := &s.facts.cases[i]; within.Contains(c.received) {
			tally.Add(c.matter)
		}
	}
	return tally, nil
}

// topicRates are the share of the topic's cases that are closed, and of its
// verdicts (of legs, and of directly answered cases) that are not
// dissatisfied, in percent half up 2 (design §4.3).
func (b *building) topicRates(def topic.Definition) (closed, satisfied *exact.Value) {
	within, _ := def.Within(b.period)
	member := map[ident.CaseID]bool{}
	cases, ended, surveyed, content := 0, 0, 0, 0
	count := func(v survey.Verdict) {
		if v.Surveyed() {
			surveyed++
			if v != survey.Dissatisfied {
				content++
			}
		}
	}
	for i := range b.now.facts.cases {
		c := &b.now.facts.cases[i]
		if !within.Contains(c.received) || !def.Holds(c.matter) {
			continue
		}
		member[c.id] = true
		cases++
		if c.closed {
			ended++
		}
		if c.answered {
			count(c.verdict)
		}
	}
	for i := range b.now.facts.legs {
		if l := &b.now.facts.legs[i]; member[b.now.facts.legCase[i]] && l.Excluded == scoring.Counted {
			count(l.Verdict)
		}
	}
	return share(ended, cases), share(content, surveyed)
}

// printedShare is how shares are rounded (design §4.3).
var printedShare = exact.Rounding{Mode: exact.HalfUp, Places: 2}

func share(part, whole int) *exact.Value {
	if whole == 0 {
		return nil
	}
	return exact.Ratio(int64(part)*100, int64(whole)).Round(printedShare).Ptr()
}

func groups(def topic.Definition, now, before *topic.Tally) []bulletin.Group {
	all := make([]bulletin.Group, 0, len(def.Groups))
	for _, g := range def.Groups {
		all = append(all, bulletin.Group{Key: g.Key, Name: g.Name, Facets: facets(g.Facets, now, before)})
	}
	return all
}

func facets(defs []topic.Facet, now, before *topic.Tally) []bulletin.Facet {
	all := make([]bulletin.Facet, 0, len(defs))
	for _, d := range defs {
		f := bulletin.Facet{Key: d.Key, Name: d.Name, Count: now.Facets[d.Key], Facets: facets(d.Facets, now, before)}
		if before != nil {
			n := before.Facets[d.Key]
			f.Previous = &n
			f.ChangePercent = bulletin.ChangePercent(f.Count, f.Previous)
		}
		all = append(all, f)
	}
	return all
}
