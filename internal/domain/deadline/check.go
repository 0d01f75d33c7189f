package deadline

import (
	"slices"

	"huying/internal/domain/yamltext"
)

// maxRules bounds a policy.
const maxRules = 1000

// Check reports everything that makes the policy unusable, one Invalid error
// each, joined. Parse has checked already.
func (p *Policy) Check() error { return p.checks().Err() }

func (p *Policy) checks() *yamltext.Checks {
	c := &yamltext.Checks{Code: "policy.invalid"}
	c.Key("key", p.Key)
	c.Version("version", p.Version)
	c.Filled("name", p.Name)
	if p.Effective < 0 || p.Effective.Year() > 9999 {
		c.Fail("effective", "%s; expected a day of the years 1970 to 9999", p.Effective)
	}
	c.Key("calendar", p.Calendar)
	for i, a := range p.Assumptions {
		c.Filled(yamltext.At("assumptions", i), a)
	}
	if n := len(p.Rules); n == 0 || n > maxRules {
		c.Fail("rules", "%d of them; expected 1 to %d", n, maxRules)
		return c
	}
	for i := range p.Rules {
		p.checkRule(c, i)
	}
	return c
}

// checkRule checks a rule by itself and against those before it.
func (p *Policy) checkRule(c *yamltext.Checks, i int) {
	r, path := &p.Rules[i], yamltext.At("rules", i)
	for j := range p.Rules[:i] {
		before := &p.Rules[j]
		if before.Key == r.Key {
			c.Fail(path+".key", "%q is the key of rules[%d] too; expected one of its own", r.Key, j)
		}
		if before.Clock == r.Clock && before.For.empty() {
			c.Fail(path, "rule %q is never reached: %q before it fits every case", r.Key, before.Key)
		}
	}
	c.Key(path+".key", r.Key)
	yamltext.OneOf(c, path+".clock", r.Clock, Clocks()...)
	yamltext.OneOf(c, path+".start", r.Start, Received, Dispatched, Signed, Submitted, Accepted, Closed, Raised)
	yamltext.OneOf(c, path+".convention", r.Convention, AtOnce, NextDay)
	c.Filled(path+".basis", r.Basis)
	if !r.Limit.valid() {
		c.Fail(path+".limit", "%s; expected a number from 1 to %d and a measure", r.Limit, maxLimit)
	}
	r.checkEnd(c, path+".end")
	r.For.check(c, path+".for")
	r.checkWarnings(c, path+".warnings")
	if x := r.Extension; x != (Allowance{}) && (!x.Max.valid() || x.Times < 1 || x.Times > maxLimit) {
		c.Fail(path+".extension", "at most %s, %d times; expected a limit and a number from 1", x.Max, x.Times)
	}
}

func (r *Rule) checkEnd(c *yamltext.Checks, path string) {
	switch {
	case !r.Limit.byDay():
		if r.End != "" {
			c.Fail(path, "%q; expected none, since %s ends to the minute", r.End, r.Limit)
		}
		return
	case r.End == SameTime && r.Convention == NextDay:
		c.Fail(path, "same_time with next_day; expected at_once, since the days run from the event")
	}
	yamltext.OneOf(c, path, r.End, Midnight, Closing, SameTime)
}

func (m Match) check(c *yamltext.Checks, path string) {
	for _, part := range m.parts() {
		for i, w := range part.words {
			at := yamltext.At(path+"."+part.name, i)
			c.Filled(at, w)
			if slices.Contains(part.words[:i], w) {
				c.Fail(at, "%q stands there twice", w)
			}
		}
	}
}

// part is one condition on words, by its name in a policy file.
type part struct {
	name  string
	words []string
}

func (m Match) parts() []part {
	return []part{
		{"kinds", m.Kinds}, {"channels", m.Channels}, {"urgencies", m.Urgencies}, {"subjects", m.Subjects},
		{"lists", m.Lists}, {"units", m.Units}, {"roles", m.Roles},
	}
}

func (r *Rule) checkWarnings(c *yamltext.Checks, path string) {
	for i, w := range r.Warnings {
		if !w.valid() {
			c.Fail(yamltext.At(path, i), "%s; expected a share or a distance from the due time, and a level", w)
		}
	}
}
