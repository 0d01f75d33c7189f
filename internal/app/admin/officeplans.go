package admin

import (
	"context"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// plan keeps what a unit is to be from a day on. It must fit what is on record
// today; whether it still does is seen on the day.
func (l *ledger) plan(old org.Unit, e UnitEdit) error {
	if e.Kind != nil || e.Division != nil || e.From != nil {
		return errs.New(errs.Invalid, "unit.plan", "only a name, a list and a superior can be planned for a day", "只有名称、榜单和上级可以预定生效日")
	}
	u := e.apply(old)
	if u == old {
		return errs.New(errs.Invalid, "unit.plan", "nothing would change on that day", "该日没有要变更的内容")
	}
	if err := l.wouldFit(u); err != nil {
		return err
	}
	err := l.PutUnitPlan(l.code, store.UnitPlan{Unit: u.ID, Day: e.On, Name: u.Name, List: u.List, Parent: u.Parent, By: l.by.ID})
	if err != nil {
		return err
	}
	what := unitDetail(old, u)
	what["on"] = e.On.String()
	return l.note("unit.plan", string(u.ID), what)
}

// wouldFit asks of a unit what saveUnit asks, and keeps nothing.
func (l *ledger) wouldFit(u org.Unit) error {
	units, err := l.Units(l.code)
	if err != nil {
		return err
	}
	for i := range units {
		if units[i].ID == u.ID {
			units[i] = u
		}
	}
	if _, err := org.NewTree(units); err != nil {
		return err
	}
	book, err := l.Book(l.code)
	if err != nil {
		return err
	}
	return checkList(book, u)
}

// DropPlan forgets what was planned for a unit and a day. Errors: Denied;
// NotFound ("unit.plan"); Conflict ("config.revision").
func (o *Office) DropPlan(ctx context.Context, by Asker, id ident.UnitID, day calendar.Date, revision int) (int, error) {
	author, err := o.author(by, identity.Configure)
	if err != nil {
		return 0, err
	}
	next, err := o.change(ctx, author, revision, func(l *ledger) error {
		if err := l.DropUnitPlan(o.region, id, day); err != nil {
			return err
		}
		return l.note("unit.plan_dropped", string(id), detail{"on": day.String()})
	})
	return next, errs.Wrap("admin.drop_plan", err)
}

// FulfilPlans brings about what was planned for the days that have come, each
// in the name of whoever planned it, and tells how many. A plan that does not
// fit any more is dropped, and that goes on record.
func (o *Office) FulfilPlans(ctx context.Context) (int, error) {
	today, err := o.Today(ctx)
	if err != nil {
		return 0, errs.Wrap("admin.fulfil_plans", err)
	}
	plans, err := o.Plans(ctx)
	if err != nil {
		return 0, err
	}
	done := 0
	for _, p := range plans {
		if p.Day > today {
			break
		}
		by := Author{ID: p.By, Role: identity.Admin}
		_, err := o.change(ctx, by, 0, func(l *ledger) error { return o.fulfil(l, p) })
		if errs.CodeOf(err) == "unit.plan" && errs.Is(err, errs.NotFound) { // another node was faster
			continue
		}
		if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
			err = o.abandon(ctx, by, p, err)
		}
		if err != nil {
			return done, errs.Wrap("admin.fulfil_plans", err)
		}
		done++
	}
	return done, nil
}

func (o *Office) fulfil(l *ledger, p store.UnitPlan) error {
	old, err := o.unit(l.Tx, p.Unit)
	if err != nil {
		return err
	}
	u := old
	u.Name, u.List, u.Parent = p.Name, p.List, p.Parent
	if err := l.DropUnitPlan(o.region, p.Unit, p.Day); err != nil {
		return err
	}
	return l.saveUnit(old, u)
}

func (o *Office) abandon(ctx context.Context, by Author, p store.UnitPlan, cause error) error {
	err := o.a.store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.DropUnitPlan(o.region, p.Unit, p.Day); err != nil {
			return err
		}
		return o.a.ledgerOn(tx, o.region, by).add("unit.plan", string(p.Unit), store.Refused, detail{"on": p.Day.String(), "code": errs.CodeOf(cause)})
	})
	if errs.Is(err, errs.NotFound) { // another node was faster
		return nil
	}
	return err
}
