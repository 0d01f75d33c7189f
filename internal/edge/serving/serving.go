package serving

import (
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"
)

// Options are what a front is made of.
type Options struct {
	Log *slog.Logger // one line for each request; nil: none
	// Ready asks what the answers come from; nil: it is always there.
	Ready func(context.Context) error
	// Address is where a request comes from; nil: Direct.
	Address func(*http.Request) string
	// PerAddress and PerAccount are how many requests a second may come from
	// one address, and by one account; 0: any number. As many as of four seconds
	// may come at once.
	PerAddress, PerAccount float64
	// Account is whose session or key a request comes by, "" where nobody knows
	// it: then the credential itself is counted. nil: nobody does.
	Account func(*http.Request) string
	// Strict has TLS in front: browsers are told to come by nothing else.
	Strict bool
	// Metrics counts; nil: nobody does.
	Metrics *Metrics
	// Traces follow requests; nil: nobody does.
	Traces *Traces
	// Now is the clock of the rates; nil: the machine's.
	Now func() time.Time
}

// Front is in front of the handlers of a server.
type Front struct {
	Options
	next      http.Handler
	addresses *buckets
	accounts  *buckets
	stopping  atomic.Bool
}

// New puts a front before a handler.
func New(next http.Handler, o Options) *Front {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Address == nil {
		o.Address = Direct
	}
	return &Front{Options: o, next: next, addresses: newBuckets(o.PerAddress), accounts: newBuckets(o.PerAccount)}
}

// Stopping makes /readyz refuse from now on, so that whoever shares requests
// out sends no more of them here.
func (f *Front) Stopping() { f.stopping.Store(true) }

// Bounds of one request. They are what keeps a client that sends a byte a
// second, or headers without end, from holding a connection.
const (
	headTime  = 5 * time.Second
	readTime  = 30 * time.Second
	writeTime = 60 * time.Second
	idleTime  = 2 * time.Minute
	maxHead   = 64 << 10
	maxBody   = 64 << 20 // whatever takes less says so itself
	readyTime = 2 * time.Second
)

// Server is the HTTP server of a handler, with the bounds of a request.
func Server(h http.Handler, log *slog.Logger) *http.Server {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: maxHead,
	}
	if log != nil {
		s.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelDebug) // handshakes and the like: noise of the net
	}
	return s
}

// ServeHTTP lets a request through, or answers it.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := requestID(r)
	head := w.Header()
	head.Set(idHeader, id)
	head.Set("X-Content-Type-Options", "nosniff")
	if f.Strict {
		head.Set("Strict-Transport-Security", "max-age=31536000")
	}
	r, ended := f.Traces.enter(r)
	seen := &recorder{ResponseWriter: w}
	began := time.Now()
	defer f.Metrics.enter()()
	defer func() {
		cause, begun := recover(), seen.status != 0
		if cause != nil {
			f.broke(seen, r, id, cause)
		}
		f.note(seen, r, id, time.Since(began))
		ended(route(r), id, seen.answered())
		if cause != nil && (begun || cause == http.ErrAbortHandler) { //nolint:errorlint // the very value by contract
			panic(http.ErrAbortHandler) // half an answer must not look like a whole one
		}
	}()
	f.answer(seen, r)
}

// answer is what a request gets.
func (f *Front) answer(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/healthz":
		r.Pattern = "/healthz"
		say(w, http.StatusOK, "ok\n")
		return
	case "/readyz":
		r.Pattern = "/readyz"
		f.ready(w, r)
		return
	}
	if wait, over := f.tooOften(r); over {
		refuse(w, r, tooOften(wait))
		return
	}
	if r.ContentLength > maxBody {
		refuse(w, r, tooLarge)
		return
	}
	if r.Body != nil {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	}
	f.next.ServeHTTP(w, r)
}

// ready answers whether requests can be answered here now.
func (f *Front) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	switch {
	case f.stopping.Load():
		say(w, http.StatusServiceUnavailable, "stopping\n")
	case f.Ready != nil && f.Ready(ctx) != nil:
		say(w, http.StatusServiceUnavailable, "the records do not answer\n")
	default:
		say(w, http.StatusOK, "ok\n")
	}
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // whoever asked has gone
}
