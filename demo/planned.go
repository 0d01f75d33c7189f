package demo

import (
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/survey"
)

// planned is one case before it is played: what it is about, who handles it
// and on which day it is given out.
type planned struct {
	m       *matter
	text    *wording
	kind    casework.Kind
	subject string
	tags    []casework.Tag
	place   place
	channel casework.Channel
	urgency casework.Urgency
	secrecy casework.Disclosure
	duties  []*duty       // empty: answered by the centre itself
	day     calendar.Date // of dispatch, or of the direct answer's receipt
	words   facts
}

// duty is one leg before it is played.
type duty struct {
	unit    string
	role    casework.LegRole
	c       *planned
	closed  calendar.Date
	sameDay time.Duration // closed on its dispatch day, after this time
	longer  bool          // its limit is extended
	verdict survey.Verdict
	seq     int // in the order of dispatch, given when the case is played
}

// lead is the duty that carries the case.
func (c *planned) lead() *duty { return c.duties[0] }

// single reports whether one unit alone carries the case.
func (c *planned) single() bool { return len(c.duties) == 1 }

// carries reports whether the unit has a duty on the case.
func (c *planned) carries(unit string) bool {
	for _, d := range c.duties {
		if d.unit == unit {
			return true
		}
	}
	return false
}

func (c *planned) add(unit string, role casework.LegRole) *duty {
	d := &duty{unit: unit, role: role, c: c}
	c.duties = append(c.duties, d)
	return d
}

// tagged reports whether the case belongs to the topic.
func (c *planned) tagged(topic string) bool {
	for _, t := range c.tags {
		if t.Topic == topic {
			return true
		}
	}
	return false
}
