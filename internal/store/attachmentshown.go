package store

import (
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
)

// ShownTo reports whether an account that sees a case may know a file of it. A
// voice, a letter or a photo may tell who brought the case: where that is kept
// from people, so is what the centre took in, unless somebody has said that it
// tells nothing. What units put is their own work.
func (a Attachment) ShownTo(who identity.Account, c *casework.Case) bool {
	if c.Disclosure == casework.Open || a.ByUnit || a.Cleared || a.Account == who.ID {
		return true
	}
	for _, g := range who.Grants {
		if identity.Sees(g, c.Reach()) && !g.OfUnit() && identity.Can(g, identity.RevealSecret, identity.Target{Region: c.Region, Receiver: c.ReceivedBy}) {
			return true
		}
	}
	return false
}
