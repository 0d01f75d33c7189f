package api

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"huying/internal/app/stream"
	"huying/internal/domain/identity"
)

// countAfter is how long after a change the queues are counted: once for all
// that moves meanwhile.
const countAfter = time.Second

// watch is one stream being written.
type watch struct {
	s      *server
	l      *stream.Listener
	r      *http.Request
	out    *feed
	who    identity.Account
	counts []byte // as they were told last
}

// run writes until the client is gone, the session has ended, or the server
// stops.
func (w *watch) run(ctx context.Context) {
	beat := time.NewTicker(w.s.Beat)
	defer beat.Stop()
	count := time.NewTimer(0) // at once for the first time
	defer count.Stop()
	for counting := true; w.out.err == nil; {
		select {
		case <-ctx.Done():
			return
		case <-w.l.Done():
			return
		case <-w.l.Ready():
			w.tell()
			if !counting {
				counting = true
				count.Reset(countAfter)
			}
		case <-count.C:
			counting = false
			w.count(ctx)
		case <-beat.C:
			if !w.alive() {
				return
			}
			w.count(ctx)
		}
	}
}

// tell writes what has moved.
func (w *watch) tell() {
	moved, lost := w.l.Take()
	if lost {
		w.out.event(resetEvent, "", []byte("{}"))
	}
	for _, c := range moved {
		data, err := json.Marshal(CaseMoved{ID: c.Case, Version: c.Version, Action: c.Action, At: c.At})
		if err != nil {
			w.out.err = err
			return
		}
		w.out.event(caseEvent, stream.PlaceOf(c), data)
	}
	w.out.flush()
}

// alive looks whether the session still is, and for whom, and shows the client
// that the stream is.
func (w *watch) alive() bool {
	who, err := w.s.still(w.r)
	if err != nil {
		w.out.event(endEvent, "", []byte("{}"))
		w.out.flush()
		return false
	}
	w.who = who
	w.l.Hold(who)
	w.out.comment()
	w.out.flush()
	return true
}

// count writes the queues if they are others than were told.
func (w *watch) count(ctx context.Context) {
	q, err := w.s.Events.Counts(ctx, w.who.Scope())
	if err != nil {
		if ctx.Err() == nil {
			w.s.Log.Error("queues could not be counted for a stream", "error", err)
		}
		return // the next beat tries again
	}
	data, err := json.Marshal(viewQueues(q))
	if err != nil || bytes.Equal(data, w.counts) {
		return
	}
	w.counts = data
	w.out.event(queuesEvent, "", data)
	w.out.flush()
}

// feed writes server-sent events.
type feed struct {
	w    io.Writer
	over *http.ResponseController
	wait time.Duration // how long a client may leave what is sent unread
	err  error         // of the first write that failed
}

// newFeed frees the connection from the limits of a short answer.
func newFeed(w http.ResponseWriter, beat time.Duration) *feed {
	f := &feed{w: w, over: http.NewResponseController(w), wait: max(2*beat, 10*time.Second)}
	_ = f.over.SetReadDeadline(time.Time{}) // where there is none the server's holds
	return f
}

func (f *feed) write(text []byte) {
	if f.err == nil {
		_ = f.over.SetWriteDeadline(time.Now().Add(f.wait)) // likewise
		_, f.err = f.w.Write(text)
	}
}

// event writes one event; data is one line.
func (f *feed) event(name, id string, data []byte) {
	var b bytes.Buffer
	if id != "" {
		b.WriteString("id: " + id + "\n")
	}
	b.WriteString("event: " + name + "\ndata: ")
	b.Write(data)
	b.WriteString("\n\n")
	f.write(b.Bytes())
}

// comment shows that the stream is alive.
func (f *feed) comment() { f.write([]byte(":\n\n")) }

func (f *feed) flush() {
	if f.err == nil {
		f.err = f.over.Flush()
	}
}
