package callback

import (
	"crypto/sha256"
	"encoding/binary"

	"huying/internal/domain/casework"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// plan is a sampling plan 抽样方案: one case in so many is called, drawn by its
// number, so that everybody draws the same, today and tomorrow; what has been
// trouble already is always called.
type plan struct {
	key  string
	one  uint64 // in so many
	word i18n.Key
}

func plans() []plan {
	return []plan{{"all", 1, "call.plan_all"}, {"half", 2, "call.plan_half"}, {"fifth", 5, "call.plan_fifth"}, {"tenth", 10, "call.plan_tenth"}}
}

// planned is the plan that an address names; all cases where it names none.
func planned(key string) (plan, error) {
	for _, p := range plans() {
		if p.key == key || key == "" {
			return p, nil
		}
	}
	return plan{}, errs.New(errs.Invalid, "plan.unknown", "there is no such sampling plan", "没有该抽样方案")
}

// why says why a leg is called under the plan; empty: it is not.
func (p plan) why(v *page.Visit, c *casework.Case, l *casework.Leg) string {
	switch {
	case l.Cycle > 0:
		return v.Say("call.why_rework")
	case c.Supervision > 0:
		return v.Say("call.why_supervised")
	case c.Hastened > 0:
		return v.Say("call.why_hastened")
	case c.Kind == casework.Complain || c.Kind == casework.Inform:
		return v.Say("call.why_kind")
	case p.drawn(c):
		return v.Say("call.why_drawn")
	}
	return ""
}

// drawn reports whether the lot falls on a case.
func (p plan) drawn(c *casework.Case) bool {
	sum := sha256.Sum256([]byte("call-back sample " + c.Number))
	return binary.BigEndian.Uint64(sum[:8])%p.one == 0
}
