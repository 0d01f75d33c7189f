package casework

import (
	"time"

	"huying/internal/domain/deadline"
	"huying/internal/kernel/errs"
)

// closeRule is the rule that set the running close limit of a leg; ok is
// false for a limit that another system or a promise set.
func closeRule(env *Env, c *Case, leg int) (deadline.Rule, bool) {
	k, ok := c.Clock(deadline.Close, leg)
	if !ok {
		return deadline.Rule{}, false
	}
	return env.rule(k.Rule)
}

// extensionsLeft reports whether both the house rules and the limit's own rule
// allow one more extension of the leg.
func extensionsLeft(s scene) bool {
	if s.leg.Extensions >= s.env.Rules.ExtensionTimes {
		return false
	}
	rule, ok := closeRule(s.env, s.c, s.leg.Seq)
	return !ok || s.leg.Extensions < rule.Extension.Times
}

// extendClose checks the limit that an extension asks for, and moves the
// close clock when it is granted. The centre may grant another time than the
// unit asked for; neither may pass what the limit's rule allows for one
// extension (domain.md §4).
func (d *deciding) extendClose() error {
	if d.cmd.Do != DoExtend && d.cmd.Do != DoGrantExtension {
		return nil
	}
	until := d.data.Until
	if until.IsZero() {
		until = d.leg.Asked.Until
	}
	k, ok := d.c.Clock(deadline.Close, d.leg.Seq)
	if !ok || k.Due.IsZero() {
		return nil // no limit to extend
	}
	if !until.After(k.Due) {
		return errs.New(errs.Invalid, "extension.until", "the new limit must be later than "+k.Due.Format(time.RFC3339), "延期后的期限须晚于原期限")
	}
	if rule, ok := closeRule(d.env, d.c, d.leg.Seq); ok && rule.Extension.Times > 0 {
		if latest := deadline.Extend(d.env.Calendar, rule, k.Due, rule.Extension.Max); until.After(latest) {
			return errs.New(errs.Invalid, "extension.max",
				"one extension is at most "+rule.Extension.Max.English()+", to "+latest.Format(time.RFC3339),
				"一次延期不超过"+rule.Extension.Max.Chinese())
		}
	}
	if d.cmd.Do == DoGrantExtension {
		d.data.Until = until
		d.add(ClockStep{Op: ClockExtend, Kind: deadline.Close, Leg: d.leg.Seq, Due: until})
	}
	return nil
}
