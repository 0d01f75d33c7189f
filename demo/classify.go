package demo

import (
	"math/rand/v2"

	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// classifier writes down what the intake form asks beside the text: subject,
// place, disclosure.
type classifier struct {
	r      *rand.Rand
	roster *roster
	places *gazetteer
}

func (k *classifier) run(q quarter, cases []*planned) error {
	for _, c := range cases {
		k.locate(c)
		k.disclose(c)
	}
	return k.subjects(q, cases)
}

// locate puts the case into the street of a unit that handles it.
func (k *classifier) locate(c *planned) {
	street := ""
	for _, d := range c.duties {
		if u, _ := k.roster.named(d.unit); u.class != "" {
			street = u.Division
		}
	}
	c.place = k.places.pick(k.r, street)
	c.words["place"] = c.place.name
}

func (k *classifier) disclose(c *planned) {
	switch c.kind {
	case casework.Complain, casework.Inform:
		c.secrecy, _ = choose(k.r, []option[casework.Disclosure]{
			{casework.Open, 88}, {casework.Anonymous, 8}, {casework.Confidential, 4},
		})
	default:
		c.secrecy = casework.Open
	}
}

// unclassified of ten cases have no subject where no numbers are given.
const unclassified = 6

// subjects gives each first level its number of cases; the centre leaves the
// others unclassified.
func (k *classifier) subjects(q quarter, cases []*planned) error {
	if len(q.subjects) == 0 {
		for _, c := range cases {
			if k.r.IntN(10) >= unclassified {
				c.subject = c.m.subject
			}
		}
		return nil
	}
	for _, s := range q.subjects {
		var fit []*planned
		for _, c := range cases {
			if c.m.first() == s.subject {
				fit = append(fit, c)
			}
		}
		if len(fit) < s.cases {
			return errs.Invalidf("demo.subject", "%d cases are about %s; %d are needed", len(fit), s.subject, s.cases)
		}
		k.r.Shuffle(len(fit), func(i, j int) { fit[i], fit[j] = fit[j], fit[i] })
		for _, c := range fit[:s.cases] {
			c.subject = c.m.subject
		}
	}
	return nil
}
