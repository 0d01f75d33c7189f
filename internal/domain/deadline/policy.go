package deadline

import (
	"fmt"
	"strings"

	"huying/internal/domain/calendar"
)

// Policy 时限规则 is one dated version of a region's limits. It is not changed
// once read, so that any number of readers may share it.
type Policy struct {
	Key     string
	Version int
	Name    string
	// Effective is the first local day in force; the zero day: always.
	Effective calendar.Date
	// Calendar is the key of the calendar that days are counted on.
	Calendar string
	Rules    []Rule
	// Assumptions are what no published rule says, shown wherever the policy is.
	Assumptions []string
}

// Ref names the version: key@version.
func (p *Policy) Ref() string { return fmt.Sprintf("%s@%d", p.Key, p.Version) }

// Find returns the first rule for the clock that fits the case; false when the
// policy sets no limit for it.
func (p *Policy) Find(clock Clock, q Query) (Rule, bool) {
	for i := range p.Rules {
		if r := &p.Rules[i]; r.Clock == clock && r.For.Fits(q) {
			return *r, true
		}
	}
	return Rule{}, false
}

// RuleRef names one rule of this version, as kept with every clock:
// key@version#rule.
func (p *Policy) RuleRef(r Rule) string { return p.Ref() + "#" + r.Key }

// Rule returns the rule that a reference by RuleRef names; false when it is
// not one of this version.
func (p *Policy) Rule(ref string) (Rule, bool) {
	policy, key, _ := strings.Cut(ref, "#")
	if policy != p.Ref() {
		return Rule{}, false
	}
	for i := range p.Rules {
		if p.Rules[i].Key == key {
			return p.Rules[i], true
		}
	}
	return Rule{}, false
}
