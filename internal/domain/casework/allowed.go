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
// guards that Decide asks; only the values of the fields are still open. What
// merely mirrors an action on another case is not offered.
func Allowed(env *Env, c *Case, act Act) []Offer {
	var offers []Offer
	if c == nil {
		c = &Case{}
	}
	s := scene{env: env, c: c, act: act}
	for i := range caseFlow {
		row := &caseFlow[i]
		if row.Need != "" && row.Mirrors == "" && offered(row, c.State, s) {
			offers = append(offers, Offer{Do: row.Do, Ask: row.Ask, May: openTo(act.By, row.May)})
		}
	}
	if c.ended() {
		return offers
	}
	for i := range c.Legs {
		s.leg = &c.Legs[i]
		for j := range legFlow {
			if row := &legFlow[j]; offered(row, s.leg.State, s) {
				offers = append(offers, Offer{Do: row.Do, Leg: s.leg.Seq, Ask: row.Ask, May: openTo(act.By, row.May)})
			}
		}
	}
	return offers
}

// ended reports whether the legs of the case can be acted on no more.
func (c *Case) ended() bool {
	return c.State.Final() || c.State == Merged || c.State == Withdrawn
}

func offered[S ~string](row *Row[S], state S, s scene) bool {
	return slices.Contains(row.From, state) &&
		identity.Can(s.act.By, row.Need, target(s.c, s.leg, s.act.By.Region)) &&
		guardsHold(row.Guards, s)
}
