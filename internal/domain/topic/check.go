package topic

import (
	"strings"

	"huying/internal/domain/yamltext"
)

// Check reports everything that makes a definition unusable, one Invalid error
// each, joined: a missing key or name, a facet's key used twice, a period that
// ends before it begins, a filter on contacts. Parse has checked already.
func (d Definition) Check() error { return d.checks().Err() }

func (d Definition) checks() *yamltext.Checks {
	c := &yamltext.Checks{Code: "topic.invalid"}
	checkKey(c, "key", d.Key)
	c.Filled("name", d.Name)
	if d.On != "" {
		yamltext.OneOf(c, "on", d.On, OnCases, OnContacts)
	}
	if d.To != 0 && d.To < d.From {
		c.Fail("to", "%s; expected no day before %s, on which the topic begins", d.To, d.From)
	}
	d.checkFilter(c, "filter", d.Filter)
	seen := map[string]bool{}
	for i, g := range d.Groups {
		at := yamltext.At("groups", i)
		checkKey(c, at+".key", g.Key)
		c.Filled(at+".name", g.Name)
		d.checkFacets(c, at, g.Facets, seen)
	}
	return c
}

func (d Definition) checkFacets(c *yamltext.Checks, above string, facets []Facet, seen map[string]bool) {
	for i, f := range facets {
		at := yamltext.At(above+".facets", i)
		checkKey(c, at+".key", f.Key)
		if seen[f.Key] {
			c.Fail(at+".key", "%q is the key of another facet too", f.Key)
		}
		seen[f.Key] = true
		c.Filled(at+".name", f.Name)
		d.checkFilter(c, at+".filter", f.Filter)
		d.checkFacets(c, at, f.Facets, seen)
	}
}

// checkFilter refuses a filter that could never take anything: a contact is
// known by its tags alone.
func (d Definition) checkFilter(c *yamltext.Checks, path string, f *Filter) {
	if f != nil && d.On == OnContacts {
		c.Fail(path, "a topic on contacts goes by tags alone; expected no filter")
	}
}

// checkKey asks for a key that a tag such as topic:facet can carry.
func checkKey(c *yamltext.Checks, path, key string) {
	c.Filled(path, key)
	if strings.ContainsAny(key, ":;/ ") {
		c.Fail(path, "%q; expected a word without : ; / and spaces", key)
	}
}
