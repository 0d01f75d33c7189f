package deadline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/yamltext"
	"huying/internal/kernel/errs"
)

// Start is when a limit begins to count.
type Start string

const (
	AtOnce  Start = "at_once"  // from the event itself
	NextDay Start = "next_day" // from the day after the event (次日起算)
)

// End is the time of day at which a limit of whole days ends.
type End string

const (
	Midnight End = "midnight"  // 24:00 of the last day
	Closing  End = "closing"   // the calendar's closing time of the last day
	SameTime End = "same_time" // the time of day at which it began
)

// Rule is one limit: for which clock and which cases, how long, and how it is
// counted. Of a policy's rules for a clock the first that fits is taken.
type Rule struct {
	Key      string   `yaml:"key"`
	Clock    Clock    `yaml:"clock"`
	For      Match    `yaml:"for,omitempty"`
	Limit    Limit    `yaml:"limit"`
	Start    Start    `yaml:"start,omitempty"` // default at_once
	End      End      `yaml:"end,omitempty"`   // default midnight; only for days
	Warnings []string `yaml:"warnings,omitempty"`
	Basis    string   `yaml:"basis,omitempty"` // which rule, which page
	Assumed  bool     `yaml:"assumed,omitempty"`
}

// Match takes a case when every part that is filled fits.
type Match struct {
	Kinds     []string `yaml:"kinds,omitempty"`
	Channels  []string `yaml:"channels,omitempty"`
	Urgencies []string `yaml:"urgencies,omitempty"`
	Subjects  []string `yaml:"subjects,omitempty"` // prefixes of the subject path
	Units     []string `yaml:"units,omitempty"`    // names
	Lists     []string `yaml:"lists,omitempty"`
	Roles     []string `yaml:"roles,omitempty"` // lead, assist, child
	Rework    *bool    `yaml:"rework,omitempty"`
}

// Query describes a case and leg to a policy.
type Query struct {
	Kind, Channel, Urgency, Subject, Unit, List, Role string
	Rework                                            bool
}

func (m Match) takes(q Query) bool {
	fits := func(allowed []string, v string) bool { return len(allowed) == 0 || slices.Contains(allowed, v) }
	subject := len(m.Subjects) == 0 || slices.ContainsFunc(m.Subjects, func(p string) bool {
		return q.Subject == p || strings.HasPrefix(q.Subject, p+"/")
	})
	return fits(m.Kinds, q.Kind) && fits(m.Channels, q.Channel) && fits(m.Urgencies, q.Urgency) && subject &&
		fits(m.Units, q.Unit) && fits(m.Lists, q.List) && fits(m.Roles, q.Role) && (m.Rework == nil || *m.Rework == q.Rework)
}

// Policy is one version of a region's limits.
type Policy struct {
	Key         string        `yaml:"key"`
	Version     int           `yaml:"version"`
	Name        string        `yaml:"name"`
	Effective   calendar.Date `yaml:"effective,omitempty"` // first day; zero: always
	Source      string        `yaml:"source,omitempty"`
	Assumptions []string      `yaml:"assumptions,omitempty"`
	Rules       []Rule        `yaml:"rules"`
}

// Ref names the policy's version: key@version.
func (p *Policy) Ref() string { return fmt.Sprintf("%s@%d", p.Key, p.Version) }

// Find returns the first rule for a clock that takes the case. ok is false
// where the policy sets no such limit.
func (p *Policy) Find(clock Clock, q Query) (Rule, bool) {
	for i := range p.Rules {
		if p.Rules[i].Clock == clock && p.Rules[i].For.takes(q) {
			return p.Rules[i], true
		}
	}
	return Rule{}, false
}

// RuleRef names one rule of this version: key@version#rule.
func (p *Policy) RuleRef(r Rule) string { return p.Ref() + "#" + r.Key }

// Rule returns the rule that a reference of RuleRef names; ok is false when it
// is not of this policy's version.
func (p *Policy) Rule(ref string) (Rule, bool) {
	of, key, _ := strings.Cut(ref, "#")
	if of != p.Ref() {
		return Rule{}, false
	}
	for _, r := range p.Rules {
		if r.Key == key {
			return r, true
		}
	}
	return Rule{}, false
}

// Parse reads a policy from YAML. Error: Invalid, with file:line:column where
// the text itself is wrong.
func Parse(data []byte, file string) (*Policy, error) {
	p := &Policy{}
	if err := yamltext.Decode(data, file, p); err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return nil, errs.At(errs.Position{File: file}, err)
	}
	return p, nil
}

// YAML writes the policy so that Parse reads it back.
func (p *Policy) YAML() ([]byte, error) { return yamltext.Encode(p) }

// Check reports the first thing wrong with the policy.
func (p *Policy) Check() error {
	if p.Key == "" || p.Version < 1 {
		return errs.Invalidf("policy.key", "a policy needs a key and a version from 1")
	}
	seen := map[string]bool{}
	for _, r := range p.Rules {
		if r.Key == "" || seen[r.Key] {
			return errs.Invalidf("policy.rule", "every rule needs a key of its own; %q stands twice or is empty", r.Key)
		}
		seen[r.Key] = true
		if err := r.check(); err != nil {
			return err
		}
	}
	return nil
}

func (r Rule) check() error {
	bad := func(what, expected string) error {
		return errs.Invalidf("policy.rule", "rule %q: %s; expected %s", r.Key, what, expected)
	}
	switch {
	case r.Clock.Chinese() == "":
		return bad(strconv.Quote(string(r.Clock))+" is not a clock", "sign, close, callback …")
	case r.Limit.Unit == "":
		return bad("no limit", "a limit such as 5wd")
	case r.Start != "" && r.Start != AtOnce && r.Start != NextDay:
		return bad(strconv.Quote(string(r.Start))+" is not a start", "at_once or next_day")
	case r.End != "" && r.End != Midnight && r.End != Closing && r.End != SameTime:
		return bad(strconv.Quote(string(r.End))+" is not an end", "midnight, closing or same_time")
	case r.End != "" && !r.Limit.byDay():
		return bad("an end for a limit in "+string(r.Limit.Unit), "an end only with wd or d")
	}
	for _, w := range r.Warnings {
		if _, err := parseWarning(w); err != nil {
			return bad(err.Error(), "50%, T-1wd or T")
		}
	}
	return nil
}
