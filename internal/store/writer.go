package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
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
// commits. Its goroutine runs queued updates one after another, each in a
// savepoint of a shared transaction, then commits for all and answers all.
// One goroutine does it (rather than each caller in its turn) because moving
// SQLite from processor to processor costs a third of the throughput.
type writer struct {
	conn  *conn
	queue chan *job
	done  chan struct{}

	mu     sync.RWMutex // held to send to queue, locked to close it
	closed bool

	commits, updates atomic.Uint64 // kept until now
}

// job is one queued update.
type job struct {
	ctx    context.Context
	body   func(session) error
	state  atomic.Uint32
	answer chan result
}

const (
	waiting uint32 = iota
	taken          // by the writer
	left           // by the caller
)

// result is how an update ended.
type result struct {
	err    error
	panic  *Panic
	goexit bool
}

// Panic is what Update panics with when its function did, on SQLite, where
// another goroutine ran it.
type Panic struct {
	Value any
	Stack []byte // of the function
}

// String shows the value and where it came from.
func (p *Panic) String() string { return fmt.Sprintf("%v\n\n%s", p.Value, p.Stack) }

var errClosed = errs.New(errs.Unready, "store.closed", "the database is being closed", "数据库正在关闭")

func newWriter(c *conn) *writer {
	w := &writer{conn: c, queue: make(chan *job, maxQueue), done: make(chan struct{})}
	go w.serve()
	return w
}

// update queues body and returns once the commit that holds its rows is on
// disk, or at once when ctx ends before its turn has come.
func (w *writer) update(ctx context.Context, body func(session) error) error {
	j := &job{ctx: ctx, body: body, answer: make(chan result, 1)}
	if err := w.enqueue(ctx, j); err != nil {
		return err
	}
	var r result
	select {
	case r = <-j.answer:
	case <-ctx.Done():
		if j.state.CompareAndSwap(waiting, left) {
			return ctx.Err()
		}
		r = <-j.answer
	}
	if r.panic != nil {
		panic(r.panic)
	}
	if r.goexit {
		runtime.Goexit()
	}
	return r.err
}

func (w *writer) enqueue(ctx context.Context, j *job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// serve runs batches until the queue is closed and empty. A function that
// leaves by runtime.Goexit (a test that fails inside one) takes the goroutine
// with it; another goes on.
func (w *writer) serve() {
	finished := false
	defer func() {
		if finished {
			close(w.done)
		} else {
			go w.serve()
		}
	}()
	for j := range w.queue {
		if j.state.CompareAndSwap(waiting, taken) {
			w.batch(j)
		}
	}
	finished = true
}

// batch commits the first update together with those that queue behind it.
func (w *writer) batch(j *job) {
	ctx := context.Background() // the commit is for all, no caller may end it
	if err := w.conn.run(ctx, "BEGIN IMMEDIATE"); err != nil {
		j.answer <- result{err: err}
		return
	}
	var kept []*job
	whole := true // until SQLite itself gives the transaction up
	defer func() {
		err := w.commit(ctx, whole, len(kept))
		for _, k := range kept {
			k.answer <- result{err: err}
		}
	}()
	end := time.Now().Add(batchTime)
	for j != nil && whole {
		if whole = w.run(j, &kept); len(kept) == maxBatch || time.Now().After(end) {
			return
		}
		if whole {
			j = w.next()
		}
	}
}

// run runs one update in a savepoint and adds it to those kept, or undoes it
// and answers. It reports whether the shared transaction still stands.
// Statements do not watch the update's context: an interrupted write would
// roll back the others too. Tx looks at it between statements.
func (w *writer) run(j *job, kept *[]*job) (whole bool) {
	ctx := context.WithoutCancel(j.ctx)
	r := result{goexit: true} // unless body returns or panics
	if r.err = w.conn.run(ctx, "SAVEPOINT one_update"); r.err != nil {
		j.answer <- result{err: r.err}
		return false
	}
	defer func() {
		if v := recover(); v != nil {
			r = result{panic: &Panic{v, debug.Stack()}}
		}
		if r == (result{}) {
			*kept = append(*kept, j)
			return
		}
		if err := w.undo(ctx); err != nil {
			whole = false
			r.err = errors.Join(r.err, err)
		}
		j.answer <- r
	}()
	err := j.body(connSession{ctx, w.conn})
	if err == nil {
		err = w.conn.run(ctx, "RELEASE one_update")
	}
	r = result{err: err}
	return true
}

// undo takes one update's rows back. It fails where SQLite itself has rolled
// back the whole transaction, as it does when the disk is full.
func (w *writer) undo(ctx context.Context) error {
	if err := w.conn.run(ctx, "ROLLBACK TO one_update"); err != nil {
		return err
	}
	return w.conn.run(ctx, "RELEASE one_update")
}

// next takes an update that is waiting now, or nil.
func (w *writer) next() *job {
	for {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return nil
			}
			if j.state.CompareAndSwap(waiting, taken) {
				return j
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

func (w *writer) commit(ctx context.Context, whole bool, kept int) error {
	if !whole || kept == 0 {
		_ = w.conn.run(ctx, "ROLLBACK") // nothing to keep; SQLite may have rolled back already
		return errBroken
	}
	err := w.conn.run(ctx, "COMMIT")
	if err != nil {
		_ = w.conn.run(ctx, "ROLLBACK") // err says why; this only frees the connection
		return err
	}
	w.commits.Add(1)
	w.updates.Add(uint64(kept))
	return nil
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
