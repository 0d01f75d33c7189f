package admin

import (
	"context"
	"slices"

	"huying/internal/domain/calendar"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Overview 配置总览 is every version of every rule with its days, in order of
// kind, key and version, at a revision.
type Overview struct {
	Revision int
	Rules    []rulebook.Dated
}

// Overview reads the region's rules. Error: Denied without configure or
// audit.view.
func (o *Office) Overview(ctx context.Context, by Asker) (Overview, error) {
	if err := o.mayRead(by); err != nil {
		return Overview{}, err
	}
	all, err := o.rules(ctx)
	return all, errs.Wrap("admin.overview", err)
}

func (o *Office) rules(ctx context.Context) (Overview, error) {
	var all Overview
	err := o.a.store.View(ctx, func(tx *store.Tx) error {
		head, err := tx.Region(o.region)
		if err != nil {
			return err
		}
		rules, err := tx.Rules(o.region)
		all = Overview{Revision: head.Revision}
		for _, r := range rules {
			all.Rules = append(all.Rules, rulebook.Dated{Rule: r})
		}
		return err
	})
	for i := range all.Rules {
		all.Rules[i] = all.Rules[i].Date()
	}
	return all, err
}

// InForce reads the versions of a kind that hold on a day; the zero day is
// today in the region. Errors: those of Overview; NotFound for a kind that is
// none.
func (o *Office) InForce(ctx context.Context, by Asker, kind rulebook.Kind, day calendar.Date) (Overview, error) {
	if err := o.mayRead(by); err != nil {
		return Overview{}, err
	}
	if err := known(kind); err != nil {
		return Overview{}, err
	}
	all, err := o.rules(ctx)
	if err != nil {
		return Overview{}, errs.Wrap("admin.in_force", err)
	}
	if day == 0 {
		if day, err = o.Today(ctx); err != nil {
			return Overview{}, errs.Wrap("admin.in_force", err)
		}
	}
	all.Rules = slices.DeleteFunc(all.Rules, func(r rulebook.Dated) bool { return r.Kind != kind })
	all.Rules = rulebook.InForce(all.Rules, day)
	return all, nil
}

// Today is the local day in the region.
func (o *Office) Today(ctx context.Context) (day calendar.Date, err error) {
	err = o.a.store.View(ctx, func(tx *store.Tx) error {
		book, err := tx.Book(o.region)
		if err == nil {
			day = calendar.DateOf(tx.Now(), book.Location)
		}
		return err
	})
	return day, err
}

// Version reads one version of a rule; version 0 is the latest. Errors: those
// of Overview; NotFound ("rule.not_found").
func (o *Office) Version(ctx context.Context, by Asker, kind rulebook.Kind, key string, version int) (rulebook.Dated, int, error) {
	if err := o.mayRead(by); err != nil {
		return rulebook.Dated{}, 0, err
	}
	all, err := o.rules(ctx)
	if err != nil {
		return rulebook.Dated{}, 0, errs.Wrap("admin.version", err)
	}
	for _, r := range slices.Backward(all.Rules) {
		if r.Kind == kind && r.Key == key && (version == 0 || r.Version == version) {
			return r, all.Revision, nil
		}
	}
	return rulebook.Dated{}, 0, errNoRule
}

var errNoRule = errs.New(errs.NotFound, "rule.not_found", "there is no such rule, or no such version of it", "没有该规则或该版本")

// known reports whether a kind is one. Error: NotFound ("rule.kind").
func known(kind rulebook.Kind) error {
	if !slices.Contains(rulebook.Kinds(), kind) {
		return errs.New(errs.NotFound, "rule.kind", "there is no such kind of rule", "没有这种规则")
	}
	return nil
}
