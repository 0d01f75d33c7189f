package rulebook

import (
	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/escalation"
	"huying/internal/domain/identity"
	"huying/internal/domain/yamltext"
)

// LadderRule 升级阶梯 says who is told when a limit has been passed for how long,
// from a day on. Without rungs nobody is told more than the limit's own warnings.
type LadderRule struct {
	Effective calendar.Date
	Rungs     []escalation.Rung
}

// LadderOn is the ladder in force on a day; the usual one when the region has
// none by then.
func (b *Book) LadderOn(day calendar.Date) []escalation.Rung {
	if l, ok := inForce(b.ladders, day, func(l *LadderRule) calendar.Date { return l.Effective }); ok {
		return l.Rungs
	}
	return escalation.Ladder()
}

func parseLadder(data []byte, file string) (*LadderRule, error) {
	return parse(data, file, func(f *yamltext.Fields) LadderRule {
		return LadderRule{
			Effective: yamltext.Value(f, "effective", yamltext.Of(calendar.ParseDate)),
			Rungs:     yamltext.Records(f, "rungs", readRung),
		}
	}, checkLadder)
}

func readRung(f *yamltext.Fields) escalation.Rung {
	rung := escalation.Rung{
		After: yamltext.Required(f, "after", yamltext.Of(deadline.ParseLimit)),
		Basis: yamltext.Value(f, "basis", yamltext.Text),
	}
	for _, role := range yamltext.List(f, "unit", yamltext.Named[identity.Role]) {
		rung.To = append(rung.To, escalation.Post{Role: role, AtUnit: true})
	}
	for _, role := range yamltext.List(f, "centre", yamltext.Named[identity.Role]) {
		rung.To = append(rung.To, escalation.Post{Role: role})
	}
	return rung
}

// checkLadder: each rung is somebody's, and above the one before, which shows
// only where both are counted alike.
func checkLadder(c *yamltext.Checks, l LadderRule) {
	const most = 9
	if len(l.Rungs) > most {
		c.Fail("rungs", "%d; expected at most %d", len(l.Rungs), most)
	}
	for i, r := range l.Rungs {
		at := yamltext.At("rungs", i)
		if len(r.To) == 0 {
			c.Fail(at, "nobody; expected roles under unit or centre")
		}
		for _, p := range r.To {
			c.Key(at, string(p.Role))
			if p.Role.Reserved() {
				c.Fail(at, "%q is of citizens or of the program itself; expected a role of people", p.Role)
			}
		}
		if i == 0 {
			continue
		}
		before := l.Rungs[i-1].After
		if r.After.Measure != before.Measure || r.After.N <= before.N {
			c.Fail(at+".after", "%s after %s; expected a later one, counted alike", r.After, before)
		}
	}
}
