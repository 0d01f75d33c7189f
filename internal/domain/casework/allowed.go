package casework

import (
	"slices"

	"huying/internal/domain/identity"
)

// Offer is one action that an actor may take now, with the form it needs.
type Offer struct {
	Do  Action  `json:"do"`
	Leg int     `json:"leg,omitempty"`
	Ask []Field `json:"ask,omitempty"`
	May []Field `json:"may,omitempty"`
}

// Allowed lists what the actor may do on the case at this moment, in the
// order of the flow tables. It is derived from the same rows, permissions and
// guards that Decide asks; only the values of the fields are still open.
func Allowed(env *Env, c *Case, act Act) []Offer {
	var offers []Offer
	if c == nil {
		c = &Case{}
	}
	s := scene{env: env, c: c, act: act}
	for _, row := range caseFlow {
		if row.Need != "" && offered(row, c.State, s) {
			offers = append(offers, Offer{Do: row.Do, Ask: row.Ask, May: row.May})
		}
	}
	if c.State.Final() || c.State == Merged || c.State == Withdrawn {
		return offers
	}
	for i := range c.Legs {
		s.leg = &c.Legs[i]
		for _, row := range legFlow {
			if offered(row, s.leg.State, s) {
				offers = append(offers, Offer{Do: row.Do, Leg: s.leg.Seq, Ask: row.Ask, May: row.May})
			}
		}
	}
	return offers
}

func offered[S ~string](row Row[S], state S, s scene) bool {
	return slices.Contains(row.From, state) &&
		identity.Can(s.act.By, row.Need, target(s.c, s.leg, s.act.By.Region)) &&
		guardsHold(row.Guards, s)
}
