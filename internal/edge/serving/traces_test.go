package serving_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	wire "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"huying/internal/edge/serving"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/span"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// gatherer is an OTLP collector that keeps what it gets.
type gatherer struct {
	*httptest.Server
	mu    sync.Mutex
	raw   bytes.Buffer
	spans map[string]*wire.Span // by name
}

func newGatherer(t *testing.T) *gatherer {
	t.Helper()
	g := &gatherer{spans: map[string]*wire.Span{}}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err = errors.Join(err, proto.Unmarshal(body, &sent)); err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL, err)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		g.raw.Write(body)
		for _, of := range sent.ResourceSpans {
			for _, scope := range of.ScopeSpans {
				for _, s := range scope.Spans {
					g.spans[s.Name] = s
				}
			}
		}
		w.WriteHeader(http.StatusOK)
	}))
	t.Cleanup(g.Close)
	return g
}

func traces(t *testing.T, address string) *serving.Traces {
	t.Helper()
	tr, err := serving.OpenTraces(t.Context(), address, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// attribute is what a span says of itself.
func attribute(s *wire.Span, key string) string {
	for _, a := range s.GetAttributes() {
		if a.Key == key {
			return strings.Trim(strings.SplitN(a.Value.String(), ":", 2)[1], `" `)
		}
	}
	return ""
}

// TestTraces: a request is followed from its caller to the records and out
// again, and what is told of it names nobody and nothing.
func TestTraces(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		g := newGatherer(t)
		tr := traces(t, g.URL+"/") // as people write it
		var carried string
		mux := http.NewServeMux()
		mux.HandleFunc("POST /api/v1/cases/{case}", func(w http.ResponseWriter, r *http.Request) {
			err := s.Update(r.Context(), func(*store.Tx) error {
				return errs.New(errs.Invalid, "test.refused", "张三 13800138000", "张三 13800138000")
			})
			if errs.CodeOf(err) != "test.refused" {
				t.Error(err)
			}
			span.Carry(r.Context(), func(key, value string) { carried = key + " " + value })
			if err := s.View(r.Context(), func(*store.Tx) error { return nil }); err != nil {
				t.Error(err)
			}
			w.WriteHeader(http.StatusBadGateway)
		})
		front := serving.New(mux, serving.Options{Traces: tr})
		r := httptest.NewRequest(http.MethodPost, "/api/v1/cases/HY-20191014-P-00001?phone=13800138000", strings.NewReader("张三"))
		r.RemoteAddr = "192.0.2.7:4711"
		r.Header.Set("Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
		r.Header.Set("X-Request-Id", "request-1")
		r.Header.Set("Cookie", "session=secret")
		front.ServeHTTP(httptest.NewRecorder(), r)
		if err := tr.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		g.mu.Lock()
		defer g.mu.Unlock()
		request, update, view := g.spans["POST /api/v1/cases/{case}"], g.spans["store.update"], g.spans["store.view"]
		if request == nil || update == nil || view == nil {
			t.Fatalf("spans: %v", g.spans)
		}
		for _, inner := range []*wire.Span{update, view} {
			if !bytes.Equal(inner.ParentSpanId, request.SpanId) || !bytes.Equal(inner.TraceId, request.TraceId) {
				t.Errorf("%s is not within the request", inner.Name)
			}
			if attribute(inner, "db.system.name") != string(s.Kind()) || attribute(inner, "huying.wait_ms") == "" {
				t.Errorf("%s says %v", inner.Name, inner.Attributes)
			}
		}
		caller := []byte{0xb7, 0xad, 0x6b, 0x71, 0x69, 0x20, 0x33, 0x31}
		if !bytes.Equal(request.ParentSpanId, caller) || request.Kind != wire.Span_SPAN_KIND_SERVER {
			t.Errorf("the request is not within its caller's: %v", request)
		}
		if attribute(request, "http.response.status_code") != "502" || attribute(request, "huying.request_id") != "request-1" ||
			request.Status.Code != wire.Status_STATUS_CODE_ERROR || attribute(update, "error.type") != "test.refused" {
			t.Errorf("how it ended: %v, %v", request, update)
		}
		if !strings.HasPrefix(carried, "traceparent 00-0af7651916cd43dd8448eb211c80319c-") {
			t.Errorf("carried on: %q", carried)
		}
		for _, secret := range []string{"13800138000", "张三", "HY-2019", "192.0.2.7", "secret", "phone"} {
			if bytes.Contains(g.raw.Bytes(), []byte(secret)) {
				t.Errorf("the collector is told %q", secret)
			}
		}
	})
}

// TestTracesNobodyTakes: a collector that is away, or never answers, neither
// holds a request up nor keeps the server from stopping.
func TestTracesNobodyTakes(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(hangs.Close)
	t.Cleanup(func() { close(release) })
	away := httptest.NewServer(nil)
	away.Close()
	for name, address := range map[string]string{"away": away.URL, "hangs": hangs.URL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr := traces(t, address)
			front := serving.New(http.NotFoundHandler(), serving.Options{Traces: tr})
			const requests = 5000 // more than wait for a collector at most
			began := time.Now()
			for range requests {
				w := httptest.NewRecorder()
				if front.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil)); w.Code != http.StatusNotFound {
					t.Fatal(w.Code)
				}
			}
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("%d requests took %s", requests, took)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			began = time.Now()
			_ = tr.Close(ctx) // says that it could not deliver
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("the stop took %s", took)
			}
		})
	}
}

// BenchmarkFront is what following requests costs, and what it costs when
// nobody does.
func BenchmarkFront(b *testing.B) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, doing := span.Begin(r.Context(), "store.view")
		doing.End(nil)
		w.WriteHeader(http.StatusNoContent)
	})
	taken := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer taken.Close()
	tr, err := serving.OpenTraces(b.Context(), taken.URL, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = tr.Close(context.WithoutCancel(b.Context())) }()
	for name, o := range map[string]serving.Options{"off": {}, "on": {Traces: tr}} {
		b.Run(name, func(b *testing.B) {
			front := serving.New(handler, o)
			r := httptest.NewRequest(http.MethodGet, "/desk/", nil)
			for b.Loop() {
				front.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
