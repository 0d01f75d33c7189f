package demo

import (
	"huying/internal/domain/casework"
	"huying/internal/kernel/errs"
)

// third is once in how many joint cases another unit joins.
const third = 18

// joint places every assist leg: on a new case that another unit leads, about
// a matter that concerns both, or now and then on a joint case that is there.
func (a *allotter) joint() error {
	var made []*planned
	for _, s := range a.q.shares {
		for range s.assist {
			if len(made) > 0 && oneIn(a.r, third) {
				if c := pick(a.r, made); a.together(c, s.unit) {
					c.add(s.unit, casework.Assist)
					continue
				}
			}
			c, err := a.jointCase(s.unit)
			if err != nil {
				return err
			}
			made = append(made, c)
		}
	}
	return nil
}

// together reports whether the unit may join the case: it is not on it yet,
// and no two streets work on one place.
func (a *allotter) together(c *planned, unit string) bool {
	if c.carries(unit) {
		return false
	}
	for _, d := range c.duties {
		if a.roster.class(d.unit) != "" && a.roster.class(unit) != "" {
			return false
		}
	}
	return true
}

func (a *allotter) jointCase(assist string) (*planned, error) {
	u, _ := a.roster.named(assist)
	var options []option[pairing]
	for _, m := range a.general() {
		if m.fits(u) == 0 {
			continue
		}
		for _, o := range a.unitsFor(m) {
			if o.value != assist && (u.class == "" || a.roster.class(o.value) == "") {
				options = append(options, option[pairing]{pairing{m, o.value}, m.weight * m.fits(u) * o.weight})
			}
		}
	}
	p, ok := choose(a.r, options)
	if !ok {
		return nil, errs.Invalidf("demo.joint", "nobody leads a case on which %s could assist", assist)
	}
	c := a.open(p.m, p.lead, "")
	c.add(assist, casework.Assist)
	return c, nil
}

// pairing is a matter and who may lead it.
type pairing struct {
	m    *matter
	lead string
}

// single gives out what is left, one unit a case.
func (a *allotter) single() error {
	general := a.general()
	for _, s := range a.q.shares {
		u, _ := a.roster.named(s.unit)
		var options []option[*matter]
		for _, m := range general {
			options = append(options, option[*matter]{m, m.fits(u) * m.weight})
		}
		for a.left[s.unit] > 0 {
			m, ok := choose(a.r, options)
			if !ok {
				return errs.Invalidf("demo.single", "no matter concerns %s", s.unit)
			}
			a.open(m, s.unit, "")
		}
	}
	return nil
}

// direct fills up to the number received with cases that the centre answers.
func (a *allotter) direct() error {
	var options []option[*matter]
	for _, m := range a.matters {
		if m.can(answered) {
			options = append(options, option[*matter]{m, m.direct})
		}
	}
	if len(a.cases) > a.q.received {
		return errs.Invalidf("demo.direct", "%d cases are handled, more than the %d received", len(a.cases), a.q.received)
	}
	for len(a.cases) < a.q.received {
		m, _ := choose(a.r, options)
		c := &planned{m: m, words: facts{}}
		c.text, c.kind = m.word(a.r, answered, "")
		a.cases = append(a.cases, c)
	}
	return nil
}
