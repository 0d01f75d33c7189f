package webhook

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/domain/vault"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what Hooks stand on; what is zero has a default.
type Options struct {
	Store  *store.Store
	Region ident.RegionCode
	IDs    *ident.Source
	Vault  *vault.Vault // seals the secrets
	Random io.Reader
	Guard  Guard
	// Resolve finds the addresses of a host; nil: the system's resolver.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Timeout time.Duration // of one message, from resolving to the answer; 10 s
	Wake    func()        // called when a message is on record; nil: nobody waits
}

// Hooks 推送 are the subscriptions of a region. They are safe for use by several
// goroutines.
type Hooks struct {
	o     Options
	known atomic.Pointer[subscribers]
}

// New returns the hooks of a region.
func New(o Options) *Hooks {
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Resolve == nil {
		o.Resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.Wake == nil {
		o.Wake = func() {}
	}
	return &Hooks{o: o}
}

// manager is the role in which somebody keeps the subscriptions. A refusal goes
// on record. Error: Denied.
func (h *Hooks) manager(ctx context.Context, by identity.Account, action, object string) (identity.Actor, error) {
	on := identity.Target{Region: h.o.Region}
	if actor, ok := by.For(identity.Configure, on); ok {
		return actor, nil
	}
	row := store.Audit{Account: by.ID, Action: action, Object: object, Outcome: store.Refused, Detail: "{}"}
	err := h.o.Store.Update(ctx, func(tx *store.Tx) error { return h.note(tx, row) })
	return identity.Actor{}, errors.Join(identity.Require(identity.Actor{}, identity.Configure, on), err)
}

func (h *Hooks) note(tx *store.Tx, row store.Audit) (err error) {
	row.Region, row.At = h.o.Region, tx.Now()
	if row.ID, err = h.o.IDs.New(tx.Now()); err != nil {
		return err
	}
	return tx.AddAudit(row)
}

// place is where a secret belongs: no person has such an identifier, so that
// neither opens as the other.
func place(id string) vault.Place {
	return vault.Place{Person: ident.PersonID("webhook:" + id), Field: "secret"}
}

func (h *Hooks) seal(id string, secret []byte) (string, error) {
	return h.o.Vault.Ring().Seal(h.o.Random, place(id), string(secret))
}

// open opens a sealed secret. A key that is not in the ring may be one that
// another process has made: the ring is read anew once.
func (h *Hooks) open(id, sealed string) ([]byte, error) {
	plain, err := h.o.Vault.Ring().Open(place(id), sealed)
	if errs.CodeOf(err) == "vault.key" {
		if err = h.o.Vault.Refresh(); err == nil {
			plain, err = h.o.Vault.Ring().Open(place(id), sealed)
		}
	}
	return []byte(plain), err
}

// Reseal seals every secret anew under the key that is current by now. Whoever
// rotates the ring calls it before a key is dropped.
func (h *Hooks) Reseal(ctx context.Context) error {
	err := h.o.Store.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.Webhooks(h.o.Region)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, w := range all {
			for _, sealed := range []*string{&w.Secret, &w.Former} {
				if *sealed == "" {
					continue
				}
				plain, err := h.open(w.ID, *sealed)
				if err != nil {
					return err
				}
				if *sealed, err = h.seal(w.ID, plain); err != nil {
					return err
				}
			}
			if err := tx.PutWebhook(w); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(h.o.Region)
	})
	return errs.Wrap("webhook.reseal", err)
}
