package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huying/internal/domain/calendar"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Plans 预定变更 are what is planned for the region's units, the nearest day
// first; whoever has signed in may read them.
func (o *Office) Plans(ctx context.Context) ([]UnitPlan, error) {
	var plans []store.UnitPlan
	err := o.a.store.View(ctx, func(tx *store.Tx) (err error) {
		plans, err = tx.UnitPlans(o.region)
		return err
	})
	return plans, errs.Wrap("admin.plans", err)
}

// OpenLegs are the open legs of one unit, the longest open first, most of them
// at most, and how many there are. Errors: Denied without configure; NotFound.
func (o *Office) OpenLegs(ctx context.Context, by Asker, id ident.UnitID, most int) (list []store.OpenLeg, all int, err error) {
	if _, err := o.author(by, identity.Configure); err != nil {
		return nil, 0, err
	}
	err = o.a.store.View(ctx, func(tx *store.Tx) error {
		if _, err := o.unit(tx, id); err != nil {
			return err
		}
		list, all, err = tx.OpenLegs(o.region, id, most)
		return err
	})
	return list, all, errs.Wrap("admin.open_legs", err)
}

var errNoUnit = errs.New(errs.NotFound, "unit.not_found", "there is no such unit", "没有该单位")

func (o *Office) unit(tx *store.Tx, id ident.UnitID) (org.Unit, error) {
	units, err := tx.Units(o.region)
	if err != nil {
		return org.Unit{}, err
	}
	i := slices.IndexFunc(units, func(u org.Unit) bool { return u.ID == id })
	if i < 0 {
		return org.Unit{}, errNoUnit
	}
	return units[i], nil
}

// AddUnit makes a unit; its identifier is drawn here. Errors: Denied; Invalid
// for a name, superior, list or days that cannot be ("unit.twice" for a name
// that another has); Conflict ("config.revision").
func (o *Office) AddUnit(ctx context.Context, by Asker, u org.Unit, revision int) (org.Unit, int, error) {
	author, err := o.author(by, identity.Configure)
	if err != nil {
		return u, 0, err
	}
	next, err := o.change(ctx, author, revision, func(l *ledger) error {
		id, err := l.a.ids.New(l.Now())
		if err != nil {
			return err
		}
		u.ID = ident.UnitID(id)
		return l.saveUnit(org.Unit{}, u)
	})
	return u, next, errs.Wrap("admin.add_unit", err)
}

// UnitEdit is what of a unit is to be another; nil stays as it is.
type UnitEdit struct {
	Name     *string
	List     *org.List
	Parent   *ident.UnitID
	Kind     *org.Kind
	Division *string
	From     *calendar.Date
	// On is the local day from which name, list and superior are to be those;
	// zero, today or a past day: at once.
	On calendar.Date
}

func (e UnitEdit) apply(u org.Unit) org.Unit {
	set(&u.Name, e.Name)
	set(&u.List, e.List)
	set(&u.Parent, e.Parent)
	set(&u.Kind, e.Kind)
	set(&u.Division, e.Division)
	set(&u.From, e.From)
	return u
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// ChangeUnit renames a unit, puts it under another superior or on another list,
// at once or on a day to come. Its legs, accounts and past stay with it. Errors:
// those of AddUnit; NotFound; Invalid ("unit.plan") for what cannot be planned.
func (o *Office) ChangeUnit(ctx context.Context, by Asker, id ident.UnitID, e UnitEdit, revision int) (org.Unit, int, error) {
	author, err := o.author(by, identity.Configure)
	if err != nil {
		return org.Unit{}, 0, err
	}
	var u org.Unit
	next, err := o.change(ctx, author, revision, func(l *ledger) error {
		old, err := o.unit(l.Tx, id)
		if err != nil {
			return err
		}
		book, err := l.Book(o.region)
		if err != nil {
			return err
		}
		if u = e.apply(old); e.On > calendar.DateOf(l.Now(), book.Location) {
			u = old
			return l.plan(old, e)
		}
		return l.saveUnit(old, u)
	})
	return u, next, errs.Wrap("admin.change_unit", err)
}

// saveUnit keeps a unit that goes with the others, and puts it on record.
func (l *ledger) saveUnit(old, u org.Unit) error {
	if u.Name = strings.TrimSpace(u.Name); u.Name == "" {
		return errs.New(errs.Invalid, "unit.name", "a unit needs a name", "单位须有名称")
	}
	if u == old {
		return nil
	}
	if u.From != 0 && u.To != 0 && u.To < u.From {
		return errs.Newf(errs.Invalid, "unit.days", "unit %q ends on %s, before it begins on %s", "单位“%s”的截止日 %s 早于起始日 %s", u.Name, u.To, u.From)
	}
	units, err := l.Units(l.code)
	if err != nil {
		return err
	}
	units = append(slices.DeleteFunc(units, func(o org.Unit) bool { return o.ID == u.ID }), u)
	if _, err := org.NewTree(units); err != nil { // names and superiors
		return err
	}
	if err := l.PutUnit(l.code, u); err != nil {
		return err
	}
	book, err := l.Book(l.code)
	if err != nil {
		return err
	}
	if err := checkList(book, u); err != nil {
		return err
	}
	return l.note("unit.put", string(u.ID), unitDetail(old, u))
}

func checkList(book *rulebook.Book, u org.Unit) error {
	return checkLists(book, []UnitConfig{{Name: u.Name, List: u.List}})
}

// mostNamed is how many open legs a refusal names.
const mostNamed = 20

// CloseUnit makes a day the last on which a unit may be given legs; the zero
// day opens it again. A unit whose last day has come must have no open leg, and
// none below it that stays open. Errors: those of ChangeUnit; Conflict
// ("unit.open_legs", which names them; "unit.children").
func (o *Office) CloseUnit(ctx context.Context, by Asker, id ident.UnitID, last calendar.Date, revision int) (org.Unit, int, error) {
	author, err := o.author(by, identity.Configure)
	if err != nil {
		return org.Unit{}, 0, err
	}
	var u org.Unit
	next, err := o.change(ctx, author, revision, func(l *ledger) error {
		old, err := o.unit(l.Tx, id)
		if err != nil {
			return err
		}
		book, err := l.Book(o.region)
		if err != nil {
			return err
		}
		u = old
		u.To = last
		if last != 0 && last <= calendar.DateOf(l.Now(), book.Location) {
			if err := l.checkIdle(old, book, last); err != nil {
				return err
			}
		}
		return l.saveUnit(old, u)
	})
	return u, next, errs.Wrap("admin.close_unit", err)
}

func (l *ledger) checkIdle(u org.Unit, book *rulebook.Book, last calendar.Date) error {
	legs, all, err := l.OpenLegs(l.code, u.ID, mostNamed)
	if err != nil {
		return err
	}
	if all > 0 {
		var named []string
		for _, leg := range legs {
			named = append(named, fmt.Sprintf("%s#%d", leg.Number, leg.Leg))
		}
		if all > len(legs) {
			named = append(named, "…")
		}
		return errs.Newf(errs.Conflict, "unit.open_legs", "%s has %d open legs: %s", "%s 尚有 %d 个未结任务：%s", u.Name, all, strings.Join(named, ", "))
	}
	for _, id := range book.Units.Subtree(u.ID)[1:] {
		if below, ok := book.Units.Unit(id); ok && below.To == 0 || below.To > last {
			return errs.Newf(errs.Conflict, "unit.children", "%s below %s is open beyond that day; close it first, or put it elsewhere",
				"下级单位“%[1]s”在该日之后仍在用，请先停用或调整其上级（%[2]s）", below.Name, u.Name)
		}
	}
	return nil
}

// What edges read of units: a leg that keeps its unit from being closed (未结任务),
// and what a unit is to be from a day on.
type (
	OpenLeg  = store.OpenLeg
	UnitPlan = store.UnitPlan
)
