package stream

import (
	"context"
	"fmt"
	"sync"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

// near is how far ahead a limit counts as coming soon, as in insight.Queues.
const near = 24 * time.Hour

// fresh is how long the counts of a scope serve everybody with that scope.
const fresh = time.Second

// counts are those of each scope, as they were counted last.
type counts struct {
	mu sync.Mutex
	of map[string]*counted
}

type counted struct {
	mu sync.Mutex
	at time.Time // by the machine's clock
	q  store.Queues
}

// mostScopes bounds the memory.
const mostScopes = 1000

// Counts are the queues of a scope; they may be a second old. Those who ask at
// once for one scope wait for one count. The answer is for reading.
func (h *Hub) Counts(ctx context.Context, s identity.Scope) (store.Queues, error) {
	c := h.counts.entry(fmt.Sprintf("%t %s %q", s.All, s.Receiver, s.Units))
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.at.IsZero() && time.Since(c.at) < fresh {
		return c.q, nil
	}
	err := h.o.Store.View(ctx, func(tx *store.Tx) (err error) {
		q, err := tx.Queues(h.o.Region, s, tx.Now().Add(near))
		if err == nil {
			c.q, c.at = q, time.Now()
		}
		return err
	})
	return c.q, errs.Wrap("stream.counts", err)
}

func (c *counts) entry(scope string) *counted {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.of) >= mostScopes || c.of == nil {
		c.of = map[string]*counted{}
	}
	one, ok := c.of[scope]
	if !ok {
		one = &counted{}
		c.of[scope] = one
	}
	return one
}
