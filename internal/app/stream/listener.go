package stream

import (
	"sync"

	"huying/internal/domain/identity"
	"huying/internal/kernel/ident"
)

// backlog is how much waits for a slow client before it has to read anew.
const backlog = 1000

// Listener 收听者 is one stream. One goroutine reads from it.
type Listener struct {
	hub   *Hub
	id    ident.UserID
	ready chan struct{}
	done  chan struct{}

	mu      sync.Mutex
	who     identity.Account
	pending []Change
	lost    bool
}

// Ready receives when there is something to Take.
func (l *Listener) Ready() <-chan struct{} { return l.ready }

// Done is closed when the stream has ended, from either side.
func (l *Listener) Done() <-chan struct{} { return l.done }

// Close ends the stream. A second time does nothing.
func (l *Listener) Close() { l.hub.leave(l) }

// Take is what has moved since the last time. lost says that some of it is not
// told, so that whoever watches reads anew what it shows.
func (l *Listener) Take() (moved []Change, lost bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	moved, lost = l.pending, l.lost
	l.pending, l.lost = nil, false
	return moved, lost
}

// Hold holds the stream to what the account may see by now.
func (l *Listener) Hold(who identity.Account) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.who = who
}

// offer gives what the account may see.
func (l *Listener) offer(moved []seen, lost bool) {
	if l.put(moved, lost) {
		select {
		case l.ready <- struct{}{}:
		default: // it has been told
		}
	}
}

func (l *Listener) put(moved []seen, lost bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost = l.lost || lost
	for _, m := range moved {
		if l.lost || !l.who.Sees(m.reach) {
			continue
		}
		l.pending = append(l.pending, m.change)
		l.lost = len(l.pending) > backlog
	}
	if l.lost {
		l.pending = nil
	}
	return l.lost || len(l.pending) > 0
}
