package desk

import (
	"context"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Holding 占有 says who has a case in hand, since when and until when.
type Holding = store.Holding

// HeldFor is how long a case stays in somebody's hand who does nothing with
// it.
const HeldFor = 20 * time.Minute

// exclusive are the permissions of the centre whose work on a case keeps others
// from the same; who holds one of them may take it.
var exclusive = []identity.Permission{
	identity.CaseDispatch, identity.CaseAnswer, identity.CaseRefuse, identity.CaseAdjudicate, identity.CaseReview, identity.CaseCallBack,
}

// Take takes a case in hand, or keeps it there for longer. Errors: NotFound for
// a case that the account does not see; Denied for who works on none; Conflict
// "case.held" while somebody else has it, naming who.
func (d *Desk) Take(ctx context.Context, who identity.Account, id ident.CaseID) (Holding, error) {
	var c Holding
	err := d.o.Store.Update(ctx, func(tx *store.Tx) error {
		on, err := tx.Case(id)
		if err != nil {
			return err
		}
		if !who.Sees(on.Reach()) {
			return store.ErrNoCase
		}
		if err := works(who, on); err != nil {
			return err
		}
		if err := tx.ForgetHoldings(d.o.Region, tx.Now().Add(-HeldFor)); err != nil {
			return err
		}
		err = tx.PutHolding(Holding{
			Region: d.o.Region, Case: id, Account: who.ID, Name: called(who), State: string(on.State), Ends: tx.Now().Add(HeldFor),
		})
		if err != nil && !errs.Is(err, errs.Conflict) {
			return err
		}
		all, read := tx.Holdings(id)
		if read != nil {
			return read
		}
		if c = all[id]; err != nil {
			return taken(c)
		}
		return nil
	})
	return c, errs.Wrap("desk.take", err)
}

// Leave 释放 gives a case back that the account has in hand, if it does.
func (d *Desk) Leave(ctx context.Context, who identity.Account, id ident.CaseID) error {
	err := d.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.DropHolding(id, who.ID) })
	return errs.Wrap("desk.leave", err)
}

// Holdings returns who has which of the cases in hand.
func (d *Desk) Holdings(ctx context.Context, ids ...ident.CaseID) (map[ident.CaseID]Holding, error) {
	var all map[ident.CaseID]Holding
	err := d.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Holdings(ids...)
		return err
	})
	return all, errs.Wrap("desk.held", err)
}

// Works reports whether an account may take a case in hand.
func (d *Desk) Works(who identity.Account, c *casework.Case) bool { return works(who, c) == nil }

func works(who identity.Account, c *casework.Case) error {
	on := identity.Target{Region: c.Region, Receiver: c.ReceivedBy}
	for _, p := range exclusive {
		if _, ok := who.For(p, on); ok {
			return nil
		}
	}
	return identity.Require(identity.Actor{}, identity.CaseDispatch, on)
}

// called is how colleagues know somebody.
func called(who identity.Account) string {
	if who.Name != "" {
		return who.Name
	}
	return who.Login
}

// taken is the refusal of a case that somebody else has in hand.
func taken(c Holding) error {
	return errs.Newf(errs.Conflict, "case.held", "%s has this case in hand", "此件正由%s办理", c.Name)
}

// keepsOff reports whether an action is kept from others while somebody has
// the case in hand: the centre's own work, but for what is added to cases that
// nobody waits for.
func keepsOff(do casework.Action, need identity.Permission) bool {
	switch do {
	case casework.DoRevisit, casework.DoRate, casework.DoUnmerge, casework.DoReopen:
		return false
	}
	return slices.Contains(exclusive, need)
}

// free refuses a person's command on a case that another person has in hand.
// held is the holding of the account itself; nil: it has none.
func free(tx *store.Tx, r Request) (held *Holding, err error) {
	if r.account == nil || r.Case == "" || !keepsOff(r.Cmd.Do, r.need) {
		return nil, nil
	}
	all, err := tx.Holdings(r.Case)
	if err != nil {
		return nil, err
	}
	c, there := all[r.Case]
	switch {
	case !there:
		return nil, nil
	case c.Account != r.account.ID:
		return nil, taken(c)
	}
	return &c, nil
}

// passedOn lets go of a case that has left the state in which it was taken.
func passedOn(tx *store.Tx, held *Holding, after *casework.Case) error {
	if held == nil || string(after.State) == held.State {
		return nil
	}
	return tx.DropHolding(held.Case, held.Account)
}
