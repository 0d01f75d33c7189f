package vault

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Erasing is what is to go, and why.
type Erasing struct {
	Case   ident.CaseID
	Ground string // a coded ground; a word without spaces
	Rule   string // the retention rule that says so, name@version; empty where somebody decided
	Person bool
	Texts  bool
	Once   Once // the request sent again is not done again
}

// Once 幂等键 is a client's own key for one request.
type Once = store.Once

var (
	errOpen   = errs.New(errs.Conflict, "erase.open", "the case is still worked on; end or archive it first", "诉求件尚未办结归档，不能删除个人信息")
	errGround = errs.New(errs.Invalid, "erase.ground", "an erasure needs a ground of at most 64 characters, and something to erase", "须注明删除依据（不超过 64 字）及删除内容")
	errOther  = errs.New(errs.Invalid, "once.other", "this idempotency key belongs to another request", "该幂等键已用于另一请求")
	errErased = errs.New(errs.NotFound, "erase.nothing", "there is nothing of the kind on record", "没有可删除的信息")
)

// Erase deletes who brought an ended case, its texts, or both, and registers
// that, in one transaction. With a person go the files that may tell of them:
// all that the centre took in and nobody has cleared. With texts go all files.
// With either go the reasons for which people looked. The events stay as they
// are: they hold keyed digests, which say nothing without what they are of. It
// is for whoever may configure the region, and for the system's own rules.
// Errors: NotFound for a case that the account does not see, or nothing of the
// kind ("erase.nothing"); Denied; Conflict "erase.open"; Invalid
// "erase.ground", "once.other".
func (k *Keeper) Erase(ctx context.Context, who identity.Account, e Erasing) error {
	if e.Ground == "" || len(e.Ground) > 64 || !e.Person && !e.Texts {
		return errGround
	}
	var done []store.Erasure
	err := k.o.Store.Update(ctx, func(tx *store.Tx) error {
		done = nil
		by, err := k.mayErase(tx, who, e.Case)
		if err != nil {
			return err
		}
		if before, err := again(tx, e.Once); before || err != nil {
			return err
		}
		row, err := k.erase(tx, by, e)
		if done = append(done, row); err != nil || e.Once.Key == "" {
			return err
		}
		return tx.PutOutcome(e.Once, string(e.Case), 0)
	})
	if err != nil {
		return k.answer(ctx, who, "person.erase", string(e.Case), err)
	}
	return errors.Join(k.register(done), k.scour(ctx))
}

// mayErase returns the actor under which an account may erase.
func (k *Keeper) mayErase(tx *store.Tx, who identity.Account, id ident.CaseID) (identity.Actor, error) {
	here := identity.Target{Region: k.o.Region}
	if by, ok := who.For(identity.SystemStep, here); ok {
		return by, nil
	}
	if _, err := seen(tx, who, id); err != nil {
		return identity.Actor{}, err
	}
	by, ok := who.For(identity.Configure, here)
	if !ok {
		return identity.Actor{}, identity.Require(identity.Actor{}, identity.Configure, here)
	}
	return by, nil
}

// again reports whether the request was done before.
func again(tx *store.Tx, o Once) (bool, error) {
	if o.Key == "" {
		return false, nil
	}
	was, found, err := tx.Outcome(o)
	if err == nil && found && was.Digest != o.Digest {
		err = errOther
	}
	return found, err
}

// scour takes what was deleted out of the database's files, and deletes the
// bytes of attachments that are gone. A reader that still holds an
// older state is no failure: the next erasure, or the end of the process, does
// it.
func (k *Keeper) scour(ctx context.Context) error {
	if err := k.o.Store.Scour(ctx); err != nil && errs.CodeOf(err) != "store.busy" {
		return errs.Wrap("vault.scour", err)
	}
	if k.o.Sweep == nil {
		return nil
	}
	_, err := k.o.Sweep(ctx)
	return errs.Wrap("vault.sweep", err)
}

// erase erases what is there of an ended case, and returns what it registered.
func (k *Keeper) erase(tx *store.Tx, by identity.Actor, e Erasing) (row store.Erasure, err error) {
	c, err := tx.CaseForUpdate(e.Case)
	switch {
	case err != nil:
		return row, err
	case c.Region != k.o.Region:
		return row, store.ErrNoCase
	case !c.State.Final() && c.State != casework.Merged && c.State != casework.Withdrawn:
		return row, errOpen
	}
	row = store.Erasure{Region: k.o.Region, Case: e.Case, Account: by.ID, Ground: e.Ground, Rule: e.Rule}
	if row.ID, err = k.o.IDs.New(tx.Now()); err != nil {
		return row, err
	}
	if err := drop(tx, &row, e); err != nil {
		return row, err
	}
	if row.Persons+row.Texts+row.Files == 0 {
		return row, errErased
	}
	row.At = tx.Now()
	return row, tx.PutErasure(row)
}

// drop deletes what is to go of a case, and counts it.
func drop(tx *store.Tx, row *store.Erasure, e Erasing) (err error) {
	if e.Person {
		gone, err := tx.DropPerson(e.Case)
		if err != nil {
			return err
		}
		if gone {
			row.Persons = 1
		}
	}
	if e.Texts {
		if row.Texts, err = tx.DropTexts(e.Case); err != nil {
			return err
		}
	}
	if row.Files, err = tx.DropAttachments(e.Case, e.Texts); err != nil {
		return err
	}
	return tx.DropReasons(e.Case)
}

// Retention 保存期限 says for how many years after a case was archived its
// person and its texts are kept. 0: for good.
type Retention struct {
	Rule    string // name@version, for the register
	Persons int
	Texts   int
}

// Retain erases what a rule no longer keeps, and tells of how many cases.
func (k *Keeper) Retain(ctx context.Context, r Retention) (int, error) {
	system := identity.As(identity.System, "system", k.o.Region)
	done := 0
	for _, part := range []struct {
		years int
		list  lister
		what  Erasing
	}{
		{r.Persons, (*store.Tx).ArchivedWithPerson, Erasing{Person: true}}, {r.Texts, (*store.Tx).ArchivedWithTexts, Erasing{Texts: true}},
	} {
		if part.years <= 0 {
			continue
		}
		part.what.Ground, part.what.Rule = "retention", r.Rule
		n, err := k.retain(ctx, system, part.years, part.list, part.what)
		done += n
		if err != nil {
			return done, errs.Wrap("vault.retain", err)
		}
	}
	if done == 0 {
		return 0, nil
	}
	return done, k.scour(ctx)
}

// lister lists the cases that were archived before a moment and still have
// something, page by page.
type lister func(tx *store.Tx, region ident.RegionCode, before time.Time, after store.Settled, most int) ([]store.Settled, error)

// retain erases page by page, so that others get their turn: the search needs
// no writer.
func (k *Keeper) retain(ctx context.Context, by identity.Actor, years int, list lister, what Erasing) (done int, err error) {
	for after := (store.Settled{}); ; {
		var page []store.Settled
		err := k.o.Store.View(ctx, func(tx *store.Tx) (err error) {
			page, err = list(tx, k.o.Region, tx.Now().AddDate(-years, 0, 0), after, most)
			return err
		})
		if err != nil || len(page) == 0 {
			return done, err
		}
		n, err := k.erasePage(ctx, by, page, what)
		done += n
		if err != nil {
			return done, err
		}
		after = page[len(page)-1]
	}
}

// erasePage erases of those cases what they still have. One that was opened
// again, or erased by somebody else, since it was listed is left alone.
func (k *Keeper) erasePage(ctx context.Context, by identity.Actor, page []store.Settled, what Erasing) (n int, err error) {
	var done []store.Erasure
	err = k.o.Store.Update(ctx, func(tx *store.Tx) error {
		done = nil
		for _, c := range page {
			what.Case = c.ID
			switch row, err := k.erase(tx, by, what); {
			case err == nil:
				done = append(done, row)
			case !errors.Is(err, errOpen) && !errors.Is(err, errErased):
				return fmt.Errorf("case %s: %w", c.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(done), k.register(done)
}
