package vault

import (
	"context"
	"io"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	sealing "huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what a Keeper stands on.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	IDs    *ident.Source
	Vault  *sealing.Vault
	// Random makes keys: crypto/rand.Reader in a running system.
	Random io.Reader
	// Keep puts a ring where it is kept, durably and in place of the one before.
	Keep func(*sealing.Ring) error
	// Also seals anew, under the current key, what others keep sealed under the
	// ring. It is called before a key is dropped, more than once if need be;
	// nil: nothing else is.
	Also func(context.Context) error
	// Register keeps erasures where they outlive the records, so that a backup
	// of before can be held to them; nil: nowhere.
	Register func([]store.Erasure) error
	// Sweep deletes the bytes of attachments that nothing names any more; nil:
	// there are none.
	Sweep func(context.Context) (int, error)
}

// Keeper keeps who brought the cases of a region. It is safe for use by
// several goroutines.
type Keeper struct{ o Options }

// New returns a keeper.
func New(o Options) *Keeper { return &Keeper{o} }

var errWithheld = errs.New(errs.Denied, "person.withheld",
	"who brought this case is not shown to this account", "无权查看该诉求人信息")

// mayReveal returns the actor under which an account may have who brought a
// case in clear: the first of its roles that may. Units get to know it only
// while they have the case in hand, and never who asked to be kept from them.
func mayReveal(who identity.Account, c *casework.Case) (identity.Actor, error) {
	for _, g := range who.Grants {
		if identity.Sees(g, c.Reach()) && holds(g, identity.RevealPerson, c) && entrusted(g, c) {
			return g, nil
		}
	}
	return identity.Actor{}, errWithheld
}

func holds(g identity.Actor, p identity.Permission, c *casework.Case) bool {
	return identity.Can(g, p, identity.Target{Region: c.Region, Receiver: c.ReceivedBy})
}

// entrusted reports whether a role may know the person of this very case, in
// clear or masked.
func entrusted(g identity.Actor, c *casework.Case) bool {
	switch {
	case c.Disclosure == casework.Anonymous:
		return false
	case g.OfUnit():
		return c.Disclosure == casework.Open && inHand(g, c)
	case c.Disclosure == casework.Confidential:
		return holds(g, identity.RevealSecret, c)
	}
	return true
}

// inHand reports whether a unit of the actor has work to do on the case.
func inHand(g identity.Actor, c *casework.Case) bool {
	for i := range c.Legs {
		l := &c.Legs[i]
		if l.State.Live() && l.State != casework.LegClosed && identity.Sees(g, identity.Reach{Region: c.Region, Units: []ident.UnitID{l.Unit}}) {
			return true
		}
	}
	return false
}

// seen reads a case as the account may: what it does not see is not there.
func seen(tx *store.Tx, who identity.Account, id ident.CaseID) (*casework.Case, error) {
	c, err := tx.Case(id)
	if err == nil && !who.Sees(c.Reach()) {
		return nil, store.ErrNoCase
	}
	return c, err
}
