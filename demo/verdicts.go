package demo

import (
	"math/rand/v2"
	"slices"

	"huying/internal/domain/survey"
	"huying/internal/kernel/errs"
)

// judge decides what the callers say in the end: for every unit its counts.
type judge struct{ r *rand.Rand }

func (j *judge) run(q quarter, cases []*planned) error {
	byUnit := map[string][]*duty{}
	for _, c := range cases {
		for _, d := range c.duties {
			byUnit[d.unit] = append(byUnit[d.unit], d)
		}
	}
	if q.business {
		if err := j.business(q, cases); err != nil {
			return err
		}
	}
	for _, s := range q.shares {
		if err := j.unit(s, byUnit[s.unit]); err != nil {
			return err
		}
	}
	return nil
}

// business settles the business line's calls before all others: each caller
// gave a verdict, and few (businessDissatisfied) were not content.
func (j *judge) business(q quarter, cases []*planned) error {
	bad := businessDissatisfied
	for _, c := range cases {
		if !c.tagged(businessTopic) {
			continue
		}
		d := c.lead()
		d.verdict = survey.Satisfied
		i := slices.IndexFunc(q.shares, func(s share) bool { return s.unit == d.unit })
		if bad > 0 && q.shares[i].dissatisfied > businessDissatisfied {
			d.verdict = survey.Dissatisfied
			bad--
		}
	}
	if bad > 0 {
		return errs.Invalidf("demo.business", "no unit of the business line has a dissatisfied caller to spare")
	}
	return nil
}

func (j *judge) unit(s share, duties []*duty) error {
	left := map[survey.Verdict]int{
		survey.Dissatisfied: s.dissatisfied,
		survey.Basic:        s.basic,
		survey.Satisfied:    s.surveyed - s.dissatisfied - s.basic,
	}
	var open []*duty
	for _, d := range duties {
		if d.verdict == survey.None {
			open = append(open, d)
			continue
		}
		left[d.verdict]--
	}
	j.r.Shuffle(len(open), func(a, b int) { open[a], open[b] = open[b], open[a] })
	for _, v := range []survey.Verdict{survey.Dissatisfied, survey.Basic, survey.Satisfied} {
		if left[v] < 0 || left[v] > len(open) {
			return errs.Invalidf("demo.verdict", "%s cannot have %d more legs %s", s.unit, left[v], v)
		}
		for _, d := range open[:left[v]] {
			d.verdict = v
		}
		open = open[left[v]:]
	}
	for _, d := range open {
		d.verdict, _ = choose(j.r, []option[survey.Verdict]{{survey.Unreached, 7}, {survey.Declined, 3}})
	}
	return nil
}
