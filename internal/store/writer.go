package store

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"huying/internal/kernel/errs"
)

// Bounds of one commit: how many updates share it, and how long they may
// keep the first of them waiting.
const (
	maxBatch  = 128
	batchTime = 20 * time.Millisecond
	maxQueue  = 1024
)

// writer owns the one connection that writes to an SQLite file and groups
// commits. Its goroutine hands the connection to one queued update after
// another. Each runs its own body, in its caller's goroutine (so a panic or
// runtime.Goexit is the caller's own) and inside a savepoint of the shared
// transaction; then the goroutine commits for all and answers all.
type writer struct {
	conn  *conn
	queue chan *turn
	back  chan outcome // from the update that had the connection
	done  chan struct{}

	mu     sync.RWMutex // held to send to queue, locked to close it
	closed bool
}

// outcome is how an update left the shared transaction.
type outcome uint8

const (
	kept   outcome = iota // written, to be committed
	undone                // rolled back to where it began
	broken                // the transaction itself is lost
)

// turn is one update's place in the queue.
type turn struct {
	state atomic.Uint32
	tell  chan error // nil: your turn; then the outcome of the commit
}

const (
	waiting uint32 = iota
	taken          // by the writer
	left           // by the caller
)

var errClosed = errs.New(errs.Unready, "store.closed", "the database is being closed", "数据库正在关闭")

func newWriter(c *conn) *writer {
	w := &writer{
		conn:  c,
		queue: make(chan *turn, maxQueue),
		back:  make(chan outcome, 1),
		done:  make(chan struct{}),
	}
	go w.serve()
	return w
}

// update queues for the connection, runs body with it and returns once the
// commit that holds its rows is on disk.
func (w *writer) update(ctx context.Context, body func(session) error) error {
	t := &turn{tell: make(chan error, 1)}
	if err := w.enqueue(ctx, t); err != nil {
		return err
	}
	select {
	case err := <-t.tell:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		if t.state.CompareAndSwap(waiting, left) {
			return ctx.Err()
		}
		if err := <-t.tell; err != nil {
			return err
		}
	}
	if err := w.run(ctx, body); err != nil {
		return err
	}
	return <-t.tell
}

func (w *writer) enqueue(ctx context.Context, t *turn) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- t:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run is one update's part of the shared transaction. Statements do not
// watch ctx: an interrupted write would roll back the other updates too. Tx
// looks at ctx between statements.
func (w *writer) run(ctx context.Context, body func(session) error) (err error) {
	whole := context.WithoutCancel(ctx)
	result := undone
	defer func() { w.back <- result }()
	if err := w.conn.run(whole, "SAVEPOINT one_update"); err != nil {
		result = broken
		return err
	}
	finished := false
	defer func() { // also on panic and Goexit
		if finished && err == nil {
			return
		}
		if e := w.undo(whole); e != nil {
			result = broken
			err = errors.Join(err, e)
		}
	}()
	err = body(connSession{whole, w.conn})
	finished = true
	if err != nil {
		return err
	}
	if err = w.conn.run(whole, "RELEASE one_update"); err == nil {
		result = kept
	}
	return err
}

// undo takes one update's rows back. It fails where SQLite itself has rolled
// back the whole transaction, as it does when the disk is full.
func (w *writer) undo(ctx context.Context) error {
	if err := w.conn.run(ctx, "ROLLBACK TO one_update"); err != nil {
		return err
	}
	return w.conn.run(ctx, "RELEASE one_update")
}

// serve runs batches until the queue is closed and empty.
func (w *writer) serve() {
	defer close(w.done)
	for t := range w.queue {
		if t.state.CompareAndSwap(waiting, taken) {
			w.batch(t)
		}
	}
}

// batch commits the first update together with those that queue behind it.
func (w *writer) batch(t *turn) {
	ctx := context.Background() // the commit is for all, no caller may end it
	if err := w.conn.run(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.tell <- err
		return
	}
	var keepers []*turn
	end := time.Now().Add(batchTime)
	lost := false
	for t != nil && !lost {
		t.tell <- nil
		switch <-w.back {
		case kept:
			keepers = append(keepers, t)
		case broken:
			lost = true
		case undone:
		}
		if t = nil; len(keepers) < maxBatch && time.Now().Before(end) {
			t = w.next()
		}
	}
	err := w.commit(ctx, lost, len(keepers))
	for _, k := range keepers {
		k.tell <- err
	}
	if t != nil { // taken from the queue as the transaction broke
		t.tell <- err
	}
}

// next takes an update that is waiting now, or nil.
func (w *writer) next() *turn {
	for {
		select {
		case t, ok := <-w.queue:
			if !ok {
				return nil
			}
			if t.state.CompareAndSwap(waiting, taken) {
				return t
			}
		default:
			return nil
		}
	}
}

// errBroken answers the updates that shared a transaction which was lost.
var errBroken = errs.New(errs.Unready, "store.broken",
	"the database gave up a change that was being written together with others; nothing of it was kept",
	"同批写入被数据库放弃，未保存任何内容")

func (w *writer) commit(ctx context.Context, lost bool, keepers int) error {
	if lost || keepers == 0 {
		err := w.conn.run(ctx, "ROLLBACK") // fails where SQLite has already rolled back
		if lost {
			return errBroken
		}
		return err
	}
	err := w.conn.run(ctx, "COMMIT")
	if err != nil {
		_ = w.conn.run(ctx, "ROLLBACK") // err says why; this only frees the connection
	}
	return err
}

// maintain runs a statement that needs no savepoint, in its turn.
func (w *writer) maintain(ctx context.Context, text string) error {
	return w.update(ctx, func(s session) error {
		_, err := s.exec(text, nil)
		return err
	})
}

// close refuses new updates, lets the queued ones finish, and closes.
func (w *writer) close() error {
	w.mu.Lock()
	already := w.closed
	w.closed = true
	if !already {
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.done
	if already {
		return nil
	}
	return w.conn.close()
}
