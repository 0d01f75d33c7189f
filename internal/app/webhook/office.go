package webhook

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	rules "huying/internal/domain/webhook"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// Subscription 推送订阅 is a webhook without its secret.
type Subscription struct {
	ID      string
	URL     string
	Events  []string // actions; empty: all
	Active  bool
	Created time.Time
	Changed time.Time
}

// Delivery is one message to one subscriber.
type Delivery = store.Delivery

const (
	secretBytes = 32
	overlap     = 24 * time.Hour // for which the secret before a rotation is good
	mostHooks   = 20
)

var (
	errEvent = errs.New(errs.Invalid, "webhook.event", "a webhook's events are actions of the flow", "推送事件应为流程中的动作")
	errMost  = errs.New(errs.Conflict, "webhook.many", "a region has 20 webhooks at most", "一个区划最多 20 个推送订阅")
)

// List reads the subscriptions. Error: Denied.
func (h *Hooks) List(ctx context.Context, by identity.Account) (list []Subscription, err error) {
	if _, err := h.manager(ctx, by, "webhook.list", ""); err != nil {
		return nil, err
	}
	err = h.o.Store.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Webhooks(h.o.Region)
		for _, w := range all {
			list = append(list, shown(w))
		}
		return err
	})
	return list, errs.Wrap("webhook.list", err)
}

func shown(w store.Webhook) Subscription {
	return Subscription{w.ID, w.URL, w.Events, w.Active, w.Created, w.Changed}
}

// Create makes a subscription and tells its secret, which is not told again.
// Errors: Denied; those of Guard.Check; Invalid ("webhook.event"); Conflict.
func (h *Hooks) Create(ctx context.Context, by identity.Account, url string, events []string) (s Subscription, secret string, err error) {
	actor, err := h.manager(ctx, by, "webhook.create", "")
	if err != nil {
		return s, "", err
	}
	if _, err := h.o.Guard.Check(url); err != nil {
		return s, "", err
	}
	if err := checkEvents(events); err != nil {
		return s, "", err
	}
	err = h.o.Store.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.Webhooks(h.o.Region)
		if err == nil && len(all) >= mostHooks {
			err = errMost
		}
		if err != nil {
			return err
		}
		w := store.Webhook{Region: h.o.Region, URL: url, Events: events, Active: true, Created: tx.Now(), Changed: tx.Now()}
		if w.ID, err = h.o.IDs.New(tx.Now()); err != nil {
			return err
		}
		if secret, err = h.fresh(&w); err != nil {
			return err
		}
		s = shown(w)
		return h.save(tx, by, actor, "webhook.create", w)
	})
	return s, secret, errs.Wrap("webhook.create", err)
}

func checkEvents(events []string) error {
	actions := map[string]bool{}
	for _, r := range casework.CaseFlow() {
		actions[string(r.Do)] = true
	}
	for _, r := range casework.LegFlow() {
		actions[string(r.Do)] = true
	}
	if slices.ContainsFunc(events, func(e string) bool { return !actions[e] }) {
		return errEvent
	}
	return nil
}

// fresh gives a subscription a secret.
func (h *Hooks) fresh(w *store.Webhook) (text string, err error) {
	secret := make([]byte, secretBytes)
	if _, err := io.ReadFull(h.o.Random, secret); err != nil {
		return "", err
	}
	w.Secret, err = h.seal(w.ID, secret)
	return rules.SecretText(secret), err
}

// save writes a subscription, what was done to it, and the next revision.
func (h *Hooks) save(tx *store.Tx, by identity.Account, actor identity.Actor, action string, w store.Webhook) error {
	if err := tx.PutWebhook(w); err != nil {
		return err
	}
	if err := h.done(tx, by, actor, action, w.ID, map[string]any{"url": w.URL, "events": w.Events, "active": w.Active}); err != nil {
		return err
	}
	return tx.ReviseRegion(h.o.Region)
}

// done puts on record what was done, for good and for its idempotency key.
func (h *Hooks) done(tx *store.Tx, by identity.Account, actor identity.Actor, action, object string, what map[string]any) error {
	detail, err := json.Marshal(what)
	if err != nil {
		return err
	}
	row := store.Audit{Account: by.ID, Role: actor.Role, Action: action, Object: object, Outcome: store.Done, Detail: string(detail)}
	if err := h.note(tx, row); err != nil {
		return err
	}
	return tx.Settle(object)
}

// change does something to a subscription.
func (h *Hooks) change(ctx context.Context, by identity.Account, action, id string, do func(*store.Tx, *store.Webhook) error) (s Subscription, err error) {
	actor, err := h.manager(ctx, by, action, id)
	if err != nil {
		return s, err
	}
	err = h.o.Store.Update(ctx, func(tx *store.Tx) error {
		w, err := tx.Webhook(h.o.Region, id)
		if err == nil {
			err = do(tx, &w)
		}
		if err != nil {
			return err
		}
		w.Changed = tx.Now()
		s = shown(w)
		return h.save(tx, by, actor, action, w)
	})
	return s, errs.Wrap(action, err)
}

// Disable shuts a subscription: nobody is told any more, what waits neither.
// Errors: Denied; NotFound.
func (h *Hooks) Disable(ctx context.Context, by identity.Account, id string) (Subscription, error) {
	return h.change(ctx, by, "webhook.disable", id, func(_ *store.Tx, w *store.Webhook) error {
		w.Active = false
		return nil
	})
}

// Enable opens it again. Errors: Denied; NotFound.
func (h *Hooks) Enable(ctx context.Context, by identity.Account, id string) (Subscription, error) {
	return h.change(ctx, by, "webhook.enable", id, func(_ *store.Tx, w *store.Webhook) error {
		w.Active = true
		return nil
	})
}

// Rotate gives a subscription another secret and tells it. For a day messages
// are signed by both. Errors: Denied; NotFound.
func (h *Hooks) Rotate(ctx context.Context, by identity.Account, id string) (secret string, err error) {
	_, err = h.change(ctx, by, "webhook.rotate", id, func(tx *store.Tx, w *store.Webhook) (err error) {
		w.Former, w.FormerUntil = w.Secret, tx.Now().Add(overlap)
		secret, err = h.fresh(w)
		return err
	})
	return secret, err
}

// Test sends a message that says nothing, and returns its identity. Errors:
// Denied; NotFound; Conflict ("webhook.shut").
func (h *Hooks) Test(ctx context.Context, by identity.Account, id string) (delivery string, err error) {
	actor, err := h.manager(ctx, by, "webhook.test", id)
	if err != nil {
		return "", err
	}
	err = h.o.Store.Update(ctx, func(tx *store.Tx) error {
		w, err := tx.Webhook(h.o.Region, id)
		if err == nil && !w.Active {
			err = errShut
		}
		if err != nil {
			return err
		}
		if delivery, err = h.enqueue(tx, w, rules.Message{Type: rules.Test, At: tx.Now()}); err != nil {
			return err
		}
		return h.done(tx, by, actor, "webhook.test", id, map[string]any{"delivery": delivery})
	})
	if err == nil {
		h.o.Wake()
	}
	return delivery, errs.Wrap("webhook.test", err)
}

// Deliveries reads a page of the messages to a subscriber, latest first.
// Errors: Denied; NotFound.
func (h *Hooks) Deliveries(ctx context.Context, by identity.Account, id, before string, limit int) (page []Delivery, more bool, err error) {
	if _, err := h.manager(ctx, by, "webhook.deliveries", id); err != nil {
		return nil, false, err
	}
	err = h.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		if _, err = tx.Webhook(h.o.Region, id); err != nil {
			return err
		}
		page, err = tx.Deliveries(h.o.Region, id, before, limit+1)
		return err
	})
	if more = len(page) > limit; more {
		page = page[:limit]
	}
	return page, more, errs.Wrap("webhook.deliveries", err)
}

// Replay has a message sent again, under its identity, whatever came of it.
// Errors: Denied; NotFound.
func (h *Hooks) Replay(ctx context.Context, by identity.Account, delivery string) error {
	actor, err := h.manager(ctx, by, "webhook.replay", delivery)
	if err != nil {
		return err
	}
	err = h.o.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Delivery(h.o.Region, delivery); err != nil {
			return err
		}
		job, err := h.ask(tx, delivery)
		if err != nil {
			return err
		}
		if err := tx.RedoDelivery(delivery, job); err != nil {
			return err
		}
		return h.done(tx, by, actor, "webhook.replay", delivery, map[string]any{"job": job})
	})
	if err == nil {
		h.o.Wake()
	}
	return errs.Wrap("webhook.replay", err)
}
