package desk

import (
	"context"
	"slices"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/rulebook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// See reads a case for an account. Error: NotFound ("case.not_found"), also
// for a case that none of its roles sees.
func (d *Desk) See(ctx context.Context, who identity.Account, id ident.CaseID) (*casework.Case, error) {
	var c *casework.Case
	err := d.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.Case(id)
		return err
	})
	switch {
	case err != nil && errs.Is(err, errs.NotFound), err == nil && !who.Sees(c.Reach()):
		return nil, store.ErrNoCase
	}
	return c, errs.Wrap("desk.see", err)
}

// Act gives a command for an account, in the first of its roles that may give
// it; By is left to be filled. What the account cannot see it cannot act on:
// NotFound, nor link with another case. Further errors are those of Give.
//
// Which role it is rests on the case as this process last saw it. That can
// only refuse too much for a moment or too little: Decide asks again, in the
// transaction, of the role that was chosen.
func (d *Desk) Act(ctx context.Context, who identity.Account, r Request) (Receipt, error) {
	var c *casework.Case
	if r.Case != "" {
		var err error
		if c, err = d.sight(ctx, who, r.Case); err != nil {
			return Receipt{}, err
		}
	}
	need, on, err := casework.Exercised(c, r.Cmd.Do, r.Cmd.Leg, d.o.Region)
	if err != nil {
		return Receipt{}, err
	}
	by, ok := who.For(need, on)
	if !ok {
		return Receipt{}, identity.Require(identity.Actor{}, need, on)
	}
	for _, other := range named(r.Cmd) {
		if _, err := d.sight(ctx, who, other); err != nil {
			return Receipt{}, err
		}
	}
	r.By, r.account, r.need = by, &who, need
	return d.Give(ctx, r)
}

// sight is See by what this process remembers, where that is enough: a case
// that an account sees does not get out of its sight.
func (d *Desk) sight(ctx context.Context, who identity.Account, id ident.CaseID) (*casework.Case, error) {
	if c := d.known.recall(id); c != nil && who.Sees(c.Reach()) {
		return c, nil
	}
	return d.See(ctx, who, id)
}

// named are the other cases that a command links its own with. Who does not
// see them neither links them nor learns that they are there.
func named(cmd casework.Command) (all []ident.CaseID) {
	all = append(all, cmd.Target)
	all = append(all, cmd.Parts...)
	if cmd.New != nil {
		all = append(all, cmd.New.SplitFrom, cmd.New.ReopenOf)
	}
	return slices.DeleteFunc(all, func(id ident.CaseID) bool { return id == "" })
}

// Offers lists what an account may do on a case now, each action once though
// several of its roles may take it. An empty case is one to be received.
func (d *Desk) Offers(ctx context.Context, who identity.Account, c *casework.Case) ([]casework.Offer, error) {
	var offers []casework.Offer
	err := d.o.Store.View(ctx, func(tx *store.Tx) error {
		offers = nil
		book, err := tx.Book(d.o.Region)
		if err != nil {
			return err
		}
		offers, err = d.offers(book, who, c, tx.Now())
		return err
	})
	return offers, errs.Wrap("desk.offers", err)
}

// Next is Offers for the case of a receipt, by what the region had decided when
// the command was given: nothing is read for it.
func (d *Desk) Next(ctx context.Context, who identity.Account, done Receipt) ([]casework.Offer, error) {
	if done.book == nil {
		return d.Offers(ctx, who, done.Case)
	}
	offers, err := d.offers(done.book, who, done.Case, d.o.Store.Now())
	return offers, errs.Wrap("desk.next", err)
}

func (d *Desk) offers(book *rulebook.Book, who identity.Account, c *casework.Case, now time.Time) (all []casework.Offer, err error) {
	env, err := d.env(book, calendar.DateOf(now, book.Location))
	if err != nil {
		return nil, err
	}
	type place struct {
		do  casework.Action
		leg int
	}
	seen := map[place]bool{}
	for _, by := range who.Grants {
		for _, o := range casework.Allowed(env, c, casework.Act{By: by, Now: now}) {
			if at := (place{o.Do, o.Leg}); !seen[at] {
				seen[at] = true
				all = append(all, o)
			}
		}
	}
	return all, nil
}
