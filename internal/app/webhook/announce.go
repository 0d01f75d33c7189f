package webhook

import (
	"encoding/json"
	"slices"

	rules "huying/internal/domain/webhook"
	"huying/internal/store"
)

// Kind is that of the jobs which deliver.
const Kind = "webhook.deliver"

// task is what such a job is told.
type task struct {
	Delivery string `json:"delivery"`
}

// subscribers are those who were told at a revision of the configuration. Every
// change of a subscription makes the next one.
type subscribers struct {
	revision int
	to       []store.Webhook
}

// Announce puts on record, as part of the transaction, whom to tell of what
// moves. Without subscribers it asks the database once a revision.
func (h *Hooks) Announce(tx *store.Tx, revision int, changes []store.Change) error {
	known := h.known.Load()
	if known == nil || known.revision != revision {
		all, err := tx.Webhooks(h.o.Region)
		if err != nil {
			return err
		}
		known = &subscribers{revision, slices.DeleteFunc(all, func(w store.Webhook) bool { return !w.Active })}
		h.known.Store(known)
	}
	for _, to := range known.to {
		if err := h.announce(tx, to, changes); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hooks) announce(tx *store.Tx, to store.Webhook, changes []store.Change) error {
	for _, c := range changes {
		for _, e := range c.Events {
			if len(to.Events) > 0 && !slices.Contains(to.Events, string(e.Action)) {
				continue
			}
			if _, err := h.enqueue(tx, to, rules.Tell(c.Case, e.Event)); err != nil {
				return err
			}
		}
	}
	return nil
}

// enqueue puts a message on record and asks for its delivery.
func (h *Hooks) enqueue(tx *store.Tx, to store.Webhook, m rules.Message) (id string, err error) {
	body, err := json.Marshal(m)
	if err != nil {
		return "", err
	}
	if id, err = h.o.IDs.New(tx.Now()); err != nil {
		return "", err
	}
	d := store.Delivery{ID: id, Region: h.o.Region, Webhook: to.ID, Body: string(body)}
	if d.Job, err = h.ask(tx, id); err != nil {
		return "", err
	}
	return id, tx.AddDelivery(d)
}

// ask asks for the delivery of a message.
func (h *Hooks) ask(tx *store.Tx, delivery string) (job string, err error) {
	payload, err := json.Marshal(task{delivery})
	if err != nil {
		return "", err
	}
	if job, err = h.o.IDs.New(tx.Now()); err != nil {
		return "", err
	}
	return job, tx.Enqueue(store.Job{ID: job, Region: h.o.Region, Kind: Kind, Payload: string(payload)})
}
