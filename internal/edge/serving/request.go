package serving

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// idHeader carries a request's id, in and out.
const idHeader = "X-Request-Id"

// maxID bounds an id that a client gives.
const maxID = 64

// requestID is the id that a proxy has given the request, or a fresh one where
// that is absent or could not stand in a log as it is.
func requestID(r *http.Request) string {
	id := r.Header.Get(idHeader)
	unfit := func(c rune) bool {
		return c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	}
	if id == "" || len(id) > maxID || strings.ContainsFunc(id, unfit) {
		id = rand.Text()
		r.Header.Set(idHeader, id)
	}
	return id
}

// recorder sees what is answered.
type recorder struct {
	http.ResponseWriter
	status int // 0 until something is
	size   int64
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(text []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(text)
	w.size += int64(n)
	return n, err
}

// answered is the status; a handler that says nothing has said that it went well.
func (w *recorder) answered() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// Flush is for answers that come in parts.
func (w *recorder) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Unwrap lets a handler move the deadlines of its connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// broke answers a request whose handler panicked before it answered.
func (f *Front) broke(w *recorder, r *http.Request, id string, cause any) {
	if cause == http.ErrAbortHandler { //nolint:errorlint // the very value by contract
		return
	}
	f.Log.Error("a handler panicked", "request", id, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	if w.status == 0 {
		refuse(w, r, broken)
	}
}

// note logs and counts a request that was answered. Of its address it tells
// the pattern alone: a path may hold a case's number, a query what was looked
// for, and neither the log nor a counter is the place for them. For the same
// reason it leaves out who asked: the audit knows, for those who may see it.
func (f *Front) note(w *recorder, r *http.Request, id string, took time.Duration) {
	method, pattern, status := known(r.Method), route(r), w.answered()
	f.Metrics.note(method, pattern, status, took)
	f.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("request", id), slog.String("method", method),
		slog.String("route", pattern), slog.Int("status", status), slog.Int64("bytes", w.size),
		slog.Float64("ms", float64(took.Microseconds())/1000)) //nolint:mnd // milliseconds
}

// route is the pattern that a request was answered by, without its method.
func route(r *http.Request) string {
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		path = r.Pattern
	}
	if path == "" {
		return "none"
	}
	return path
}

// known is a method, or a word for all that are none: a client may send any
// text as its method, and each would be a line of its own among the counters.
func known(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}
