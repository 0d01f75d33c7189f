package rulebook

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/domain/deadline"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
)

// Check reports where rules that are right one by one do not go together, so
// that no book is put on record in which a day has two answers or none. Errors
// are Invalid, joined, each placed in the rule that is at fault (Rule.File).
func (b *Book) Check() error {
	return errors.Join(
		b.checkCalendars(),
		oneADay(Policy, b.policies, policyFrom, func(p *deadline.Policy) (string, string) { return p.Key, p.Ref() }),
		oneADay(Scheme, b.schemes, func(s *scoring.Scheme) calendar.Date { return s.Effective },
			func(s *scoring.Scheme) (string, string) { return s.Key, s.Ref().String() }),
		b.checkExtensions(),
		b.checkReasons(),
		b.checkDispatch(),
	)
}

// fault is a problem of one rule beside the others.
func fault(kind Kind, key, code, en, zh string) error {
	return errs.At(errs.Position{File: Rule{Kind: kind, Key: key}.File()}, errs.New(errs.Invalid, code, en, zh))
}

// checkCalendars: every policy's calendar is on record, and every calendar
// keeps the region's own time.
func (b *Book) checkCalendars() error {
	var problems []error
	for _, p := range b.policies {
		if _, ok := b.latestCalendar(p.Calendar); !ok {
			problems = append(problems, fault(Policy, p.Key, "rulebook.calendar",
				fmt.Sprintf("policy %s counts on the calendar %q, which is not on record", p.Ref(), p.Calendar),
				fmt.Sprintf("时限规则 %s 所用的工作日历 %s 尚未登记", p.Ref(), p.Calendar)))
		}
	}
	for _, c := range b.calendars {
		if zone := c.Location().String(); zone != b.Zone {
			problems = append(problems, fault(Calendar, c.Key(), "rulebook.zone",
				fmt.Sprintf("calendar %s keeps the time of %s, the region that of %s", c.Ref(), zone, b.Zone),
				fmt.Sprintf("工作日历 %s 的时区是 %s，本区划是 %s", c.Ref(), zone, b.Zone)))
		}
	}
	return errors.Join(problems...)
}

// oneADay: no two rules take effect on one day, but for versions of one rule,
// of which the later holds.
func oneADay[T any](kind Kind, all []*T, effective func(*T) calendar.Date, name func(*T) (key, ref string)) error {
	var problems []error
	for i, v := range all {
		key, ref := name(v)
		j := slices.IndexFunc(all[:i], func(o *T) bool {
			other, _ := name(o)
			return other != key && effective(o) == effective(v)
		})
		if j >= 0 {
			_, other := name(all[j])
			problems = append(problems, fault(kind, key, "rulebook.day",
				fmt.Sprintf("%s %s and %s take effect on one day (%s); give the later one a later day", kind, other, ref, dayOrAlways(effective(v))),
				fmt.Sprintf("%s 与 %s 同日生效（%s），请为后者另定生效日", other, ref, dayOrAlways(effective(v)))))
		}
	}
	return errors.Join(problems...)
}

func dayOrAlways(d calendar.Date) string {
	if d == 0 {
		return "always"
	}
	return d.String()
}

// checkExtensions: no policy promises more extensions of a leg than the house
// rules of its days grant. The policy says how many its limits have; the house
// rules bound every leg, also one whose limit came from elsewhere.
func (b *Book) checkExtensions() error {
	var days []calendar.Date
	for _, p := range b.policies {
		days = append(days, p.Effective)
	}
	for _, h := range b.house {
		days = append(days, h.Effective)
	}
	slices.Sort(days)
	var problems []error
	told := map[string]bool{}
	for _, day := range slices.Compact(days) {
		p, ok := inForce(b.policies, day, policyFrom)
		if !ok {
			continue
		}
		most := b.RulesOn(day).ExtensionTimes
		for _, r := range p.Rules {
			if ref := p.RuleRef(r); r.Extension.Times > most && !told[ref] {
				told[ref] = true
				problems = append(problems, fault(Policy, p.Key, "rulebook.extensions",
					fmt.Sprintf("the limit %s has %d extensions, the house rules of its time have %d", ref, r.Extension.Times, most),
					fmt.Sprintf("期限 %s 可延期 %d 次，超过同期流程规则的 %d 次", ref, r.Extension.Times, most)))
			}
		}
	}
	return errors.Join(problems...)
}

// checkReasons: a reason has one name in whichever lists it stands, since it is
// kept and printed by its code alone; a list that gives none in English takes
// the other's.
func (b *Book) checkReasons() error {
	type place struct{ list, name, en string }
	var problems []error
	seen := map[string]place{}
	for _, list := range slices.Sorted(maps.Keys(b.lists)) {
		for _, r := range b.lists[list].Reasons {
			first, there := seen[r.Code]
			if there && first.name == r.Name && first.en != "" && r.En != "" && first.en != r.En {
				problems = append(problems, fault(Reasons, list, "rulebook.reason",
					fmt.Sprintf("the reason %q is called %q in English in the list %s and %q in the list %s", r.Code, first.en, first.list, r.En, list),
					fmt.Sprintf("原因 %s 的英文名在清单 %s 中为“%s”，在清单 %s 中为“%s”", r.Code, first.list, first.en, list, r.En)))
			}
			if there && first.name != r.Name {
				problems = append(problems, fault(Reasons, list, "rulebook.reason",
					fmt.Sprintf("the reason %q is called %q in the list %s and %q in the list %s", r.Code, first.name, first.list, r.Name, list),
					fmt.Sprintf("原因 %s 在清单 %s 中称“%s”，在清单 %s 中称“%s”", r.Code, first.list, first.name, list, r.Name)))
			}
			seen[r.Code] = place{list, r.Name, cmp.Or(r.En, first.en)}
		}
	}
	return errors.Join(problems...)
}
