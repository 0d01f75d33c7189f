package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	rules "huying/internal/domain/webhook"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/span"
	"huying/internal/store"
)

// Deliver sends a message once and puts on record what came of it. One
// whose subscription is shut is not sent; one that was sent by a process that
// ended before it said so is sent again, under the same identity.
// An error is that it has to be tried again.
func (h *Hooks) Deliver(ctx context.Context, delivery string) error {
	var d store.Delivery
	var to store.Webhook
	err := h.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		if d, err = tx.Delivery(h.o.Region, delivery); err == nil {
			to, err = tx.Webhook(h.o.Region, d.Webhook)
		}
		return err
	})
	switch {
	case errs.Is(err, errs.NotFound):
		return nil // it has been forgotten
	case err != nil:
		return errs.Wrap("webhook.deliver", err)
	}
	status, failure := 0, error(errShut)
	if to.Active {
		status, failure = h.send(ctx, to, d)
	}
	if ctx.Err() != nil {
		return ctx.Err() // cut short by a stop: it is no attempt
	}
	why := ""
	if failure != nil {
		why = complaint(failure)
	}
	err = h.o.Store.Update(ctx, func(tx *store.Tx) error { return tx.TriedDelivery(d.ID, status, why) })
	if !to.Active && err == nil {
		return nil
	}
	return errs.Wrap("webhook.deliver", errors.Join(failure, err))
}

var (
	errShut   = errs.New(errs.Conflict, "webhook.shut", "the webhook is shut", "该推送订阅已停用")
	errAnswer = errs.New(errs.Unready, "webhook.answer", "the receiver did not answer with 2xx", "接收方未以 2xx 应答")
	errReach  = errs.New(errs.Unready, "webhook.reach", "the receiver could not be reached", "无法连接接收方")
)

func complaint(err error) string {
	if code := errs.CodeOf(err); code != "" {
		return code
	}
	return "webhook.reach"
}

// send sends a message and returns the status of the answer.
func (h *Hooks) send(ctx context.Context, to store.Webhook, d store.Delivery) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, h.o.Timeout)
	defer cancel()
	at, err := h.o.Guard.Check(to.URL)
	if err != nil {
		return 0, err
	}
	addresses, err := h.addresses(ctx, at)
	if err != nil {
		return 0, err
	}
	body := []byte(d.Body)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return 0, errReach
	}
	now := h.o.Store.Now()
	signature, err := h.sign(to, d.ID, now, body)
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "huying")
	r.Header.Set("webhook-id", d.ID)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	span.Carry(ctx, r.Header.Set)
	answer, err := client(addresses, at.Port).Do(r)
	if err != nil {
		return 0, errReach // what the error says may be about a network of ours
	}
	defer func() { _ = answer.Body.Close() }() // it has been read
	const most = 64 << 10
	_, _ = io.CopyN(io.Discard, answer.Body, most) // nobody reads it
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, fmt.Errorf("%w: %d", errAnswer, answer.StatusCode)
	}
	return answer.StatusCode, nil
}

// sign signs by the secret, and by the one before while that is good.
func (h *Hooks) sign(to store.Webhook, id string, now time.Time, body []byte) (string, error) {
	secret, err := h.open(to.ID, to.Secret)
	if err != nil {
		return "", err
	}
	signature := rules.Sign(secret, id, now, body)
	if to.Former == "" || !now.Before(to.FormerUntil) {
		return signature, nil
	}
	former, err := h.open(to.ID, to.Former)
	return signature + " " + rules.Sign(former, id, now, body), err
}

// addresses are those of a destination, all of which may be reached: a name
// that has one within is refused altogether.
func (h *Hooks) addresses(ctx context.Context, at Destination) ([]netip.Addr, error) {
	var all []netip.Addr
	if a, err := netip.ParseAddr(at.Host); err == nil {
		all = []netip.Addr{a}
	} else if all, err = h.o.Resolve(ctx, at.Host); err != nil || len(all) == 0 {
		return nil, errReach
	}
	for _, a := range all {
		if !at.Trusted && !Public(a) {
			return nil, ErrClosed
		}
	}
	return all, nil
}

// client is a client that dials the addresses that were looked at and no other,
// whatever the name resolves to by then; that follows no redirect, knows no
// proxy, and keeps no connection.
func client(addresses []netip.Addr, port string) *http.Client {
	dialer := &net.Dialer{}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10,
			DialContext: func(ctx context.Context, network, _ string) (conn net.Conn, err error) {
				for _, a := range addresses {
					if conn, err = dialer.DialContext(ctx, network, net.JoinHostPort(a.String(), port)); err == nil {
						return conn, nil
					}
				}
				return nil, err
			},
		},
	}
}
