package casework

import (
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"

	"huying/internal/kernel/ident"
)

// Exercised says which permission an action exercises, and on what: a leg
// (leg > 0), the case, or for a new case (nil) the region. Decide asks the same
// of whoever gives the command. Errors: Invalid "command.unknown", NotFound
// "leg.not_found".
func Exercised(c *Case, do Action, leg int, region ident.RegionCode) (identity.Permission, identity.Target, error) {
	if row, ok := legRows[do]; ok {
		var l *Leg
		if c != nil {
			l, _ = c.Leg(leg)
		}
		if l == nil {
			return "", identity.Target{}, errNoLeg
		}
		return row.Need, target(c, l, region), nil
	}
	row, ok := caseRows[do]
	if !ok || row.Need == "" {
		return "", identity.Target{}, errs.Newf(errs.Invalid, "command.unknown", "%q is not an action", "没有动作“%s”", do)
	}
	return row.Need, target(c, nil, region), nil
}

var errNoLeg = errs.New(errs.NotFound, "leg.not_found", "the case has no such leg", "没有该承办任务")

// Reach is what of the case decides who sees it: a leg that has ended still
// shows the case to its unit, which answers for what it did.
func (c *Case) Reach() identity.Reach {
	r := identity.Reach{Region: c.Region, Receiver: c.ReceivedBy}
	for i := range c.Legs {
		r.Units = append(r.Units, c.Legs[i].Unit)
	}
	return r
}
