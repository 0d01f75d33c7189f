package casework

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/ident"
)

// Env is what the region has decided: its limits, calendar, units and house
// rules, as they stand when a command is given. It is read-only and may be
// shared by many goroutines.
type Env struct {
	Policy   *deadline.Policy
	Calendar *calendar.Calendar
	Units    *org.Tree
	Ref      func(text string) TextRef // keyed digest of a text
	Rules    Rules
	Words    Words // nil: codes are not held against lists
	// RuleNamed finds the rule that set a running clock, of whichever version
	// of the policy. Without it only rules of Policy are found, and a clock
	// set by an older version resumes in natural time.
	RuleNamed func(ref string) (deadline.Rule, bool)
}

func (e *Env) rule(ref string) (deadline.Rule, bool) {
	if ref == "" {
		return deadline.Rule{}, false
	}
	if e.RuleNamed != nil {
		return e.RuleNamed(ref)
	}
	return e.Policy.Rule(ref)
}

// Rules are the house rules of the flow that are numbers, not rows.
type Rules struct {
	ReturnTimes    int           `json:"return_times" yaml:"return_times"`       // returns a unit may ask for on one leg
	ExtensionTimes int           `json:"extension_times" yaml:"extension_times"` // extensions granted on one leg at most; a limit's own rule may allow fewer
	HastenEvery    time.Duration `json:"hasten_every" yaml:"hasten_every"`       // least time between two hastenings of a case
	RequireContact bool          `json:"require_contact" yaml:"require_contact"` // no submission before the citizen was contacted
	ArchiveDays    int           `json:"archive_days" yaml:"archive_days"`       // whole days after the last event of a settled case, until it is archived
}

// DefaultRules are those of domain.md §3.2: one return for each leg, two
// extensions (Shandong's provincial line), hastening at most once in 4 hours;
// and, assumed by us, 30 days to come back to what was settled.
func DefaultRules() Rules {
	return Rules{ReturnTimes: 1, ExtensionTimes: 2, HastenEvery: 4 * time.Hour, ArchiveDays: 30}
}

// Act is who gives a command and the moment it goes on record. For imported
// history Now is the moment in the other system's columns.
type Act struct {
	By  identity.Actor
	Now time.Time
}

// Decision is what a command comes to: one event, and the texts that it
// refers to, to be kept beside it.
type Decision struct {
	Event Event
	Texts map[TextRef]string
}

// target is what the actor's permission is exercised on.
func target(c *Case, leg *Leg, region ident.RegionCode) identity.Target {
	t := identity.Target{Region: region}
	if c != nil && c.Region != "" {
		t.Region, t.Receiver = c.Region, c.ReceivedBy
	}
	if leg != nil {
		t.Unit = leg.Unit
	}
	return t
}
