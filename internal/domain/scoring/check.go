package scoring

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/exact"
)

// problem is one thing wrong with a scheme, and where in it: a path such as
// "components[2].rate".
type problem struct {
	path string
	err  error
}

// checker collects every problem of a scheme.
type checker struct{ problems []problem }

func (c *checker) fail(path, format string, args ...any) {
	message := path + ": " + fmt.Sprintf(format, args...)
	c.problems = append(c.problems, problem{path, errs.Invalidf("scheme.invalid", "%s", message)})
}

// Check reports everything that makes the scheme unusable, one error each,
// joined; nil when it can score. Parse has checked already.
func (s *Scheme) Check() error {
	var all []error
	for _, p := range s.problems() {
		all = append(all, p.err)
	}
	return errors.Join(all...)
}

func (s *Scheme) problems() []problem {
	c := &checker{}
	s.checkHead(c)
	s.checkLists(c)
	s.checkMeasures(c)
	c.components(s)
	s.checkRegion(c)
	s.checkRanking(c)
	c.tiers(s)
	return c.problems
}

func (s *Scheme) checkHead(c *checker) {
	c.key("key", s.Key)
	if s.Version < 1 {
		c.fail("version", "%d; expected a whole number from 1", s.Version)
	}
	c.filled("name", s.Name)
	c.filled("source", s.Source)
	for i, a := range s.Assumptions {
		c.filled(at("assumptions", i), a)
	}
	if s.Minimum.Handled < 0 {
		c.fail("minimum.handled", "%d; expected 0 or more", s.Minimum.Handled)
	}
	if s.Minimum.Surveyed < 0 {
		c.fail("minimum.surveyed", "%d; expected 0 or more", s.Minimum.Surveyed)
	}
}

func (s *Scheme) checkLists(c *checker) {
	if len(s.Lists) == 0 {
		c.fail("lists", "empty; expected at least one list of units")
	}
	keys := seen{}
	for i, l := range s.Lists {
		path := at("lists", i)
		c.key(path+".key", l.Key)
		c.once(keys, path+".key", l.Key)
		c.filled(path+".name", l.Name)
		c.bands(path+".bands", l.Bands)
	}
}

func (c *checker) bands(path string, bands []Band) {
	keys := seen{}
	for i, b := range bands {
		p := at(path, i)
		c.key(p+".key", b.Key)
		c.once(keys, p+".key", b.Key)
		c.filled(p+".name", b.Name)
		switch {
		case i > 0 && b.From >= bands[i-1].From:
			c.fail(p+".from", "%d; expected less than the band before, %d", b.From, bands[i-1].From)
		case i == len(bands)-1 && b.From != 0 && b.From != 1:
			c.fail(p+".from", "%d; expected 0 or 1 in the last band, so that every unit has one", b.From)
		case b.From < 0:
			c.fail(p+".from", "%d; expected 0 or more", b.From)
		}
	}
}

func (s *Scheme) checkMeasures(c *checker) {
	if !s.Measures.Days.Valid() {
		c.oneOf("measures.days", string(s.Measures.Days), string(WholeDays), string(Elapsed))
	}
	g := s.Measures.Satisfaction
	for _, v := range []struct {
		path       string
		value, max exact.Value
	}{
		{"satisfied", g.Satisfied, exact.Int(maxPoints)},
		{"basic", g.Basic, g.Satisfied},
		{"dissatisfied", g.Dissatisfied, g.Basic},
	} {
		if v.value.Sign() < 0 || v.value.Cmp(v.max) > 0 {
			c.fail("measures.satisfaction."+v.path, "%s; expected 0 to %s", v.value, v.max)
		}
	}
	for _, r := range []struct {
		path  string
		value exact.Rounding
	}{
		{"rates", s.Rounding.Rates}, {"satisfaction", s.Rounding.Satisfaction},
		{"avg_days", s.Rounding.AvgDays}, {"points", s.Rounding.Points}, {"index", s.Rounding.Index},
	} {
		if _, err := exact.ParseRounding(r.value.String()); err != nil {
			c.problems = append(c.problems, problem{"rounding." + r.path, fmt.Errorf("rounding.%s: %w", r.path, err)})
		}
	}
}

// maxPoints bounds numbers of points, far above any published scheme.
const maxPoints = 1_000_000

func (s *Scheme) checkRegion(c *checker) {
	for i, key := range s.Region.Components {
		if _, ok := s.component(key); !ok {
			c.fail(at("region.components", i), "%q is not a component of this scheme", key)
		}
	}
	for i, m := range s.Region.Unrounded {
		c.measure(at("region.unrounded", i), m)
	}
}

func (s *Scheme) checkRanking(c *checker) {
	if len(s.Ranking.Order) == 0 {
		c.fail("ranking.order", "empty; expected at least one sort key, such as index")
	}
	keys := seen{}
	for i, k := range s.Ranking.Order {
		path := at("ranking.order", i)
		if k.By != ByIndex && !Measure(k.By).Valid() {
			c.fail(path+".by", "%q; expected index or a measure: %s", k.By, measureNames())
		}
		c.once(keys, path+".by", k.By)
		c.oneOf(path+".direction", string(k.Direction), string(Ascending), string(Descending))
	}
	c.oneOf("ranking.ties", string(s.Ranking.Ties), string(Skip), string(Dense), string(Ordinal))
}

// seen holds keys already used.
type seen map[string]bool

// once reports a key that stands twice.
func (c *checker) once(keys seen, path, key string) {
	if key != "" && keys[key] {
		c.fail(path, "%q stands twice", key)
	}
	keys[key] = true
}

// key reports anything but lower-case letters, digits and inner hyphens or
// underscores.
func (c *checker) key(path, key string) {
	ok := key != "" && len(key) <= 64
	for i, r := range key {
		inner := i > 0 && i < len(key)-1
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || inner && (r == '-' || r == '_'))
	}
	if !ok {
		c.fail(path, "%q is not a key; expected lower-case letters, digits and inner hyphens, such as town", key)
	}
}

func (c *checker) filled(path, text string) {
	if strings.TrimSpace(text) == "" {
		c.fail(path, "empty; expected a text")
	}
}

func (c *checker) oneOf(path, got string, allowed ...string) {
	if !slices.Contains(allowed, got) {
		c.fail(path, "%q; expected %s", got, strings.Join(allowed, " or "))
	}
}

func (c *checker) measure(path string, m Measure) {
	if !m.Valid() {
		c.fail(path, "%q is not a measure; expected one of %s", m, measureNames())
	}
}

func measureNames() string {
	var names []string
	for _, m := range AllMeasures() {
		names = append(names, string(m))
	}
	return strings.Join(names, ", ")
}

// at is the path of an element of a list.
func at(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
