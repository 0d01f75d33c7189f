package store

import (
	"strings"
	"time"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
)

// Webhook 推送订阅 is another system that is told of what moves.
type Webhook struct {
	ID          string // sorts in time
	Region      ident.RegionCode
	URL         string
	Events      []string // actions; empty: all
	Secret      string   // sealed
	Former      string   // sealed: the secret before; empty: none
	FormerUntil time.Time
	Active      bool
	Created     time.Time
	Changed     time.Time
}

const webhookColumns = `id, region, url, events, secret, former, former_until, active, created_at, changed_at`

const (
	sqlPutWebhook = `
INSERT INTO webhook (` + webhookColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (id) DO UPDATE SET url = excluded.url, events = excluded.events, secret = excluded.secret, former = excluded.former,
    former_until = excluded.former_until, active = excluded.active, changed_at = excluded.changed_at`
	sqlWebhooks = `SELECT ` + webhookColumns + ` FROM webhook WHERE region = $1 ORDER BY id`
	sqlWebhook  = `SELECT ` + webhookColumns + ` FROM webhook WHERE region = $1 AND id = $2`
)

// ErrNoWebhook is what an identity that no subscription has comes to.
var ErrNoWebhook = errs.New(errs.NotFound, "webhook.not_found", "there is no such webhook", "没有该推送订阅")

// PutWebhook makes a subscription, or changes it. Whoever does so makes the
// next revision of the region in the same transaction.
func (tx *Tx) PutWebhook(w Webhook) error {
	if w.Created.IsZero() {
		w.Created = tx.Now()
	}
	_, err := tx.exec(sqlPutWebhook, w.ID, w.Region, w.URL, strings.Join(w.Events, " "), w.Secret, w.Former, w.FormerUntil, w.Active, w.Created, tx.Now())
	return err
}

// Webhooks lists the subscriptions of a region, those that are shut too.
func (tx *Tx) Webhooks(region ident.RegionCode) ([]Webhook, error) {
	return query(tx, sqlWebhooks, scanWebhook, region)
}

// Webhook reads one. Error: ErrNoWebhook.
func (tx *Tx) Webhook(region ident.RegionCode, id string) (Webhook, error) {
	return one(tx, ErrNoWebhook, sqlWebhook, scanWebhook, region, id)
}

func scanWebhook(r row) (w Webhook, err error) {
	var events string
	err = r.Scan(&w.ID, (*string)(&w.Region), &w.URL, &events, &w.Secret, &w.Former, at(&w.FormerUntil), &w.Active, at(&w.Created), at(&w.Changed))
	w.Events = strings.Fields(events)
	return w, err
}

// Delivery 推送记录 is one message to one subscriber. Its ID is the message's,
// the same however often it is sent.
type Delivery struct {
	ID        string // sorts in time
	Region    ident.RegionCode
	Webhook   string
	Body      string
	Created   time.Time
	Attempts  int
	Tried     time.Time // last
	Status    int       // of the last answer; 0: there was none
	Error     string    // of the last attempt that failed
	Delivered time.Time
	Job       string   // the job that delivers it
	State     JobState // of that job; empty when it is forgotten; filled on reading
}

const (
	deliveryColumns = `d.id, d.region, d.webhook, d.body, d.created_at, d.attempts, d.tried_at, d.status, d.error, d.delivered_at, d.job, COALESCE(j.state, '')`
	fromDelivery    = ` FROM webhook_delivery d LEFT JOIN job j ON j.id = d.job `
	sqlAddDelivery  = `
INSERT INTO webhook_delivery (id, region, webhook, body, created_at, attempts, status, error, job) VALUES ($1, $2, $3, $4, $5, 0, 0, '', $6)`
	sqlDelivery        = `SELECT ` + deliveryColumns + fromDelivery + `WHERE d.region = $1 AND d.id = $2`
	sqlTriedDelivery   = `UPDATE webhook_delivery SET attempts = attempts + 1, tried_at = $2, status = $3, error = $4, delivered_at = COALESCE(delivered_at, $5) WHERE id = $1`
	sqlJobOfDelivery   = `UPDATE webhook_delivery SET job = $2 WHERE id = $1`
	sqlForgetDelivered = `DELETE FROM webhook_delivery WHERE region = $1 AND created_at < $2`
)

// ErrNoDelivery is what an identity that no message has comes to.
var ErrNoDelivery = errs.New(errs.NotFound, "delivery.not_found", "there is no such delivery", "没有该推送记录")

// AddDelivery puts a message on record, to be delivered by its job.
func (tx *Tx) AddDelivery(d Delivery) error {
	_, err := tx.exec(sqlAddDelivery, d.ID, d.Region, d.Webhook, d.Body, tx.Now(), d.Job)
	return err
}

// Delivery reads one. Error: ErrNoDelivery.
func (tx *Tx) Delivery(region ident.RegionCode, id string) (Delivery, error) {
	return one(tx, ErrNoDelivery, sqlDelivery, scanDelivery, region, id)
}

// Deliveries lists the messages to a subscriber, latest first, from before one
// of them on.
func (tx *Tx) Deliveries(region ident.RegionCode, hook, before string, limit int) ([]Delivery, error) {
	var w where
	w.and("d.region = ? AND d.webhook = ?", region, hook)
	if before != "" {
		w.and("d.id < ?", before)
	}
	return query(tx, "SELECT "+deliveryColumns+fromDelivery+w.String()+" ORDER BY d.id DESC LIMIT "+w.arg(limit), scanDelivery, w.args...)
}

func scanDelivery(r row) (d Delivery, err error) {
	err = r.Scan(&d.ID, (*string)(&d.Region), &d.Webhook, &d.Body, at(&d.Created), &d.Attempts, at(&d.Tried), &d.Status, &d.Error,
		at(&d.Delivered), &d.Job, (*string)(&d.State))
	return d, err
}

// TriedDelivery says what came of an attempt now; an empty why is that it was
// delivered.
func (tx *Tx) TriedDelivery(id string, status int, why string) error {
	var delivered time.Time
	if why == "" {
		delivered = tx.Now()
	}
	_, err := tx.exec(sqlTriedDelivery, id, tx.Now(), status, why, delivered)
	return err
}

// RedoDelivery names another job that delivers a message.
func (tx *Tx) RedoDelivery(id, job string) error {
	_, err := tx.exec(sqlJobOfDelivery, id, job)
	return err
}

// ForgetDeliveries drops the messages made before that moment, and tells how
// many.
func (tx *Tx) ForgetDeliveries(region ident.RegionCode, before time.Time) (int64, error) {
	return tx.exec(sqlForgetDelivered, region, before)
}
