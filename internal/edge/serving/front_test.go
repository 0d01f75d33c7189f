package serving_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huying/internal/edge/serving"
)

// world is a front before two handlers, with what it logs.
type world struct {
	front *serving.Front
	log   bytes.Buffer
	now   time.Time
}

func newWorld(o serving.Options) *world {
	w := &world{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/cases/{case}", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "a case") })
	mux.HandleFunc("POST /api/v1/cases", func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		}
	})
	mux.HandleFunc("GET /page", func(http.ResponseWriter, *http.Request) { panic("a defect") })
	mux.HandleFunc("GET /half", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic("a defect")
	})
	o.Log = slog.New(slog.NewJSONHandler(&w.log, nil))
	o.Now = func() time.Time { return w.now }
	w.front = serving.New(mux, o)
	return w
}

// ask sends a request from an address of elsewhere.
func (w *world) ask(method, target string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.RemoteAddr = "192.0.2.7:4711"
	for _, c := range change {
		c(r)
	}
	answer := httptest.NewRecorder()
	w.front.ServeHTTP(answer, r)
	return answer
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, given string
		kept        bool
	}{
		{"a proxy's", "0192-ab_CD", true},
		{"none", "", false},
		{"one that would break a line of the log", "a\nb", false},
		{"one with a space", "a b", false},
		{"one too long", strings.Repeat("a", 65), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(serving.Options{})
			got := w.ask("GET", "/api/v1/cases/1", header("X-Request-Id", c.given)).Header().Get("X-Request-Id")
			if (got == c.given) != c.kept || got == "" {
				t.Errorf("X-Request-Id %q came back as %q", c.given, got)
			}
			if !strings.Contains(w.log.String(), `"request":"`+got+`"`) {
				t.Errorf("the log does not have it: %s", &w.log)
			}
		})
	}
}

func TestLogHoldsNothingPersonal(t *testing.T) {
	t.Parallel()
	w := newWorld(serving.Options{})
	w.ask("GET", "/api/v1/cases/K2026030200017?phone=13800000000", header("Authorization", "Bearer verysecret"), header("User-Agent", "somebody's"))
	w.ask("GET", "/13800000000")
	w.ask("SMUGGLE", "/api/v1/cases/1")
	for _, never := range []string{"K2026030200017", "13800000000", "verysecret", "somebody", "192.0.2.7", "SMUGGLE"} {
		if strings.Contains(w.log.String(), never) {
			t.Errorf("the log tells of %s:\n%s", never, &w.log)
		}
	}
	var line struct {
		Route, Method string
		Status        int
		Bytes         int
	}
	if err := json.NewDecoder(&w.log).Decode(&line); err != nil {
		t.Fatal(err)
	}
	if line.Route != "/api/v1/cases/{case}" || line.Method != http.MethodGet || line.Status != http.StatusOK || line.Bytes != len("a case") {
		t.Errorf("the log says %+v", line)
	}
}

func TestPanicIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(serving.Options{})
	answer := w.ask("GET", "/page")
	if answer.Code != http.StatusInternalServerError || strings.Contains(answer.Body.String(), "defect") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if !strings.Contains(w.log.String(), "a defect") || !strings.Contains(w.log.String(), `"status":500`) {
		t.Errorf("the log does not tell of it: %s", &w.log)
	}
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler { //nolint:errorlint // the very value by contract
			t.Errorf("half an answer ended with %v; the connection must break", cause)
		}
	}()
	w.ask("GET", "/half")
}

func TestHealthAndReadiness(t *testing.T) {
	t.Parallel()
	var down error
	w := newWorld(serving.Options{Ready: func(context.Context) error { return down }, PerAddress: 1})
	for range 20 { // never bounded: a monitor is not a guest
		if got := w.ask("GET", "/healthz").Code; got != http.StatusOK {
			t.Fatalf("healthz: %d", got)
		}
	}
	if got := w.ask("GET", "/readyz").Code; got != http.StatusOK {
		t.Errorf("readyz: %d", got)
	}
	down = errors.New("gone")
	if answer := w.ask("GET", "/readyz"); answer.Code != http.StatusServiceUnavailable || strings.Contains(answer.Body.String(), "gone") {
		t.Errorf("readyz without records: %d %s", answer.Code, answer.Body)
	}
	down = nil
	w.front.Stopping()
	if got := w.ask("GET", "/readyz").Code; got != http.StatusServiceUnavailable {
		t.Errorf("readyz while stopping: %d", got)
	}
	if got := w.ask("GET", "/healthz").Code; got != http.StatusOK {
		t.Errorf("healthz while stopping: %d", got)
	}
}

func TestOversizedBody(t *testing.T) {
	t.Parallel()
	w := newWorld(serving.Options{})
	said := w.ask("POST", "/api/v1/cases", func(r *http.Request) { r.ContentLength = 1 << 40 })
	if said.Code != http.StatusRequestEntityTooLarge || said.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("a length of a terabyte: %d %s", said.Code, said.Body)
	}
	unsaid := w.ask("POST", "/api/v1/cases", func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(io.LimitReader(zeros{}, 65<<20)), -1
	})
	if unsaid.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("65 MiB of unsaid length: %d", unsaid.Code)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestMetrics(t *testing.T) {
	t.Parallel()
	m := serving.NewMetrics(func() serving.Load { return serving.Load{Queued: 3, Batches: 2, Updates: 10} })
	w := newWorld(serving.Options{Metrics: m})
	w.ask("GET", "/api/v1/cases/1")
	w.ask("GET", "/api/v1/cases/2")
	w.ask("BREW", "/nowhere/13800000000")
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`huying_http_requests_total{method="GET",route="/api/v1/cases/{case}",status="200"} 2`,
		`huying_http_requests_total{method="other",route="none",status="404"} 1`,
		`huying_http_request_seconds_count{method="GET",route="/api/v1/cases/{case}"} 2`,
		"huying_http_requests_in_flight 0", "huying_store_queue 3", "huying_store_commits_total 2", "huying_store_updates_total 10", "go_goroutines ",
	} {
		if !strings.Contains(answer.Body.String(), want) {
			t.Errorf("no %s in\n%s", want, answer.Body)
		}
	}
	if strings.Contains(answer.Body.String(), "1380000") {
		t.Error("a counter bears what was asked for")
	}
}
