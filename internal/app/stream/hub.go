package stream

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Options are what a Hub stands on; what is zero has a default.
type Options struct {
	Store      *store.Store
	Region     ident.RegionCode
	Poll       time.Duration // how often it looks for what other nodes did; 2 s
	Rest       time.Duration // at least so long between two readings; 100 ms
	PerAccount int           // streams that an account may have at once; 5
	Most       int           // streams in all; 2000
	Log        *slog.Logger  // nil: none
}

// Change 变动 is that a case has moved.
type Change = store.Entry

// Hub 推送台 has everybody who watches. It is safe for use by several
// goroutines.
type Hub struct {
	o    Options
	wake chan struct{}

	mu     sync.Mutex
	to     map[*Listener]struct{}
	of     map[ident.UserID]int
	run    context.CancelFunc // ends the reading; nil: nobody watches
	ended  chan struct{}      // closed when it has ended
	closed bool

	counts counts
}

// New returns a hub that nobody watches yet.
func New(o Options) *Hub {
	o.Poll, o.Rest = defaulted(o.Poll, 2*time.Second), defaulted(o.Rest, 100*time.Millisecond)
	o.PerAccount, o.Most = defaulted(o.PerAccount, 5), defaulted(o.Most, 2000)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Hub{o: o, wake: make(chan struct{}, 1), to: map[*Listener]struct{}{}, of: map[ident.UserID]int{}}
}

func defaulted[N int | time.Duration](n, otherwise N) N {
	if n <= 0 {
		return otherwise
	}
	return n
}

// Wake says that this process has put something on record. It never waits.
func (h *Hub) Wake() {
	select {
	case h.wake <- struct{}{}:
	default: // it is being woken
	}
}

var (
	errMany = errs.New(errs.Denied, "events.many",
		"this account has as many streams as it may have at once", "该账号同时打开的推送连接已达上限")
	errFull    = errs.New(errs.Unready, "events.full", "too many are watching; try again later", "推送连接已满，请稍后重试")
	errClosing = errs.New(errs.Unready, "events.closing", "the server is about to stop", "服务即将停止")
)

// Listen lets an account watch until Close. With a place it begins with what
// was put on record since. Errors: Denied ("events.many"); Unready.
func (h *Hub) Listen(ctx context.Context, who identity.Account, since Place) (*Listener, error) {
	l, err := h.admit(ctx, who)
	if err != nil || since.IsZero() {
		return l, err
	}
	if err := h.catchUp(ctx, l, since); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// admit takes in somebody who watches, and begins to read for the first.
func (h *Hub) admit(ctx context.Context, who identity.Account) (*Listener, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return nil, errClosing
	case h.of[who.ID] >= h.o.PerAccount:
		return nil, errMany
	case len(h.to) >= h.o.Most:
		return nil, errFull
	}
	if h.run == nil {
		if err := h.begin(ctx); err != nil {
			return nil, errs.Wrap("stream.listen", err)
		}
	}
	l := &Listener{hub: h, id: who.ID, who: who, ready: make(chan struct{}, 1), done: make(chan struct{})}
	h.to[l] = struct{}{}
	h.of[who.ID]++
	return l, nil
}

// begin begins to read, when the reading before has ended.
func (h *Hub) begin(ctx context.Context) error {
	r := newReading(h, h.o.Store.Now())
	if err := r.prime(ctx); err != nil {
		return err
	}
	before, ended := h.ended, make(chan struct{})
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	h.run, h.ended = cancel, ended
	go func() {
		defer close(ended)
		if before != nil {
			<-before
		}
		r.run(run)
	}()
	return nil
}

// leave lets go of somebody who watched, and ends the reading after the last.
func (h *Hub) leave(l *Listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, there := h.to[l]; !there {
		return
	}
	delete(h.to, l)
	if h.of[l.id]--; h.of[l.id] == 0 {
		delete(h.of, l.id)
	}
	close(l.done)
	if len(h.to) == 0 {
		h.run()
		h.run = nil
	}
}

// listeners are those who watch now.
func (h *Hub) listeners() []*Listener {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*Listener, 0, len(h.to))
	for l := range h.to {
		all = append(all, l)
	}
	return all
}

// Close ends all streams, takes no more, and waits for the reading to end.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	ended := h.ended
	h.mu.Unlock()
	for _, l := range h.listeners() {
		l.Close()
	}
	if ended != nil {
		<-ended
	}
}
