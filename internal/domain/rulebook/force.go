package rulebook

import (
	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/deadline"
	"huying/internal/domain/scoring"
	"huying/internal/kernel/errs"
)

// inForce is the version that holds on a day: of those that took effect by
// then the one that did so last, and of two from one day the later version.
// Versions come in order.
func inForce[T any](all []*T, day calendar.Date, effective func(*T) calendar.Date) (*T, bool) {
	var best *T
	for _, v := range all {
		if from := effective(v); from <= day && (best == nil || from >= effective(best)) {
			best = v
		}
	}
	return best, best != nil
}

// PolicyOn is the deadline policy in force on a day. Error: Unready.
func (b *Book) PolicyOn(day calendar.Date) (*deadline.Policy, error) {
	p, ok := inForce(b.policies, day, policyFrom)
	if !ok {
		return nil, errs.New(errs.Unready, "rulebook.policy", "no deadline policy is in force on "+day.String(), day.String()+" 没有生效的时限规则")
	}
	return p, nil
}

func policyFrom(p *deadline.Policy) calendar.Date { return p.Effective }

// SchemeOn is the scheme in force on a day. Error: NotFound: figures of that
// day have never been scored.
func (b *Book) SchemeOn(day calendar.Date) (*scoring.Scheme, error) {
	s, ok := scoring.InForce(b.schemes, day)
	if !ok {
		return nil, errs.New(errs.NotFound, "rulebook.scheme", "no scheme is in force on "+day.String(), day.String()+" 没有生效的考核办法")
	}
	return s, nil
}

// CalendarOn is the calendar that the policy in force on a day counts on, in its
// latest version: a version replaces the one before for every day, since an
// amendment is of days, not from a day. Error: Unready.
func (b *Book) CalendarOn(day calendar.Date) (*calendar.Calendar, error) {
	p, err := b.PolicyOn(day)
	if err != nil {
		return nil, err
	}
	c, ok := b.latestCalendar(p.Calendar)
	if !ok {
		return nil, errs.New(errs.Unready, "rulebook.calendar", "the calendar "+p.Calendar+" of policy "+p.Ref()+" is not on record",
			"时限规则 "+p.Ref()+" 所用的工作日历 "+p.Calendar+" 尚未登记")
	}
	return c, nil
}

func (b *Book) latestCalendar(key string) (latest *calendar.Calendar, ok bool) {
	for _, c := range b.calendars {
		if c.Key() == key {
			latest, ok = c, true
		}
	}
	return latest, ok
}

// RulesOn are the house rules in force on a day; the built-in ones when the
// region has none by then.
func (b *Book) RulesOn(day calendar.Date) casework.Rules {
	if h, ok := inForce(b.house, day, houseFrom); ok {
		return h.rules()
	}
	return casework.DefaultRules()
}

func houseFrom(h *HouseRules) calendar.Date { return h.Effective }
