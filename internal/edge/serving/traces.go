package serving

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"huying/internal/kernel/errs"
	"huying/internal/kernel/span"
)

// Traces 链路追踪 follow requests and jobs through the program, by OpenTelemetry.
// They tell what was done, how long it took and how it ended; never a path, a
// query, an address or a text. A nil one follows nothing.
type Traces struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

var (
	_   span.Source = (*Traces)(nil)
	w3c             = propagation.TraceContext{}
)

// exportTime bounds one delivery to the collector. What it does not take in
// time is dropped: nobody waits for it.
const exportTime = 5 * time.Second

// OpenTraces sends traces to the OTLP/HTTP collector at an address such as
// http://127.0.0.1:4318; the other settings are OpenTelemetry's own, from the
// environment (OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER, …). Failures to
// deliver are told to the log. Error: Invalid "traces.address".
func OpenTraces(ctx context.Context, address, version string, log *slog.Logger) (*Traces, error) {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimSuffix(address, "/")+"/v1/traces"), otlptracehttp.WithTimeout(exportTime))
	if err != nil {
		return nil, errs.New(errs.Invalid, "traces.address", "traces cannot go to "+address+": "+err.Error(), "链路追踪无法发往 "+address+"："+err.Error())
	}
	about, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "huying"), attribute.String("service.version", version)), resource.WithFromEnv())
	if err != nil {
		return nil, errs.New(errs.Invalid, "traces.resource", "OTEL_RESOURCE_ATTRIBUTES: "+err.Error(), "OTEL_RESOURCE_ATTRIBUTES："+err.Error())
	}
	// The library has one place for failures, the whole process's.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("traces could not be delivered", "cause", err.Error()) }))
	p := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(about))
	return &Traces{provider: p, tracer: p.Tracer("huying")}, nil
}

// Close delivers what is left, for as long as ctx lets it.
func (t *Traces) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Begin begins a span within that of the context.
func (t *Traces) Begin(ctx context.Context, name string) (context.Context, span.Span) {
	ctx, s := t.tracer.Start(ctx, name)
	return ctx, following{s}
}

// Carry hands out the span of the context in the words of W3C Trace Context.
func (t *Traces) Carry(ctx context.Context, set func(key, value string)) {
	w3c.Inject(ctx, carrier(set))
}

// carrier takes what is to be handed out.
type carrier func(key, value string)

func (c carrier) Set(key, value string)  { c(key, value) }
func (carrier) Get(string) (none string) { return none }
func (carrier) Keys() (none []string)    { return none }

// enter begins the span of a request, within the caller's where it came with
// one, and returns the request that carries it.
func (t *Traces) enter(r *http.Request) (*http.Request, func(route, id string, status int)) {
	if t == nil {
		return r, func(string, string, int) {}
	}
	ctx := w3c.Extract(span.With(r.Context(), t), propagation.HeaderCarrier(r.Header))
	ctx, s := t.tracer.Start(ctx, known(r.Method), trace.WithSpanKind(trace.SpanKindServer))
	followed := r.WithContext(ctx)
	return followed, func(route, id string, status int) {
		s.SetName(known(r.Method) + " " + route)
		s.SetAttributes(attribute.String("http.request.method", known(r.Method)), attribute.String("http.route", route),
			attribute.Int("http.response.status_code", status), attribute.String("huying.request_id", id))
		if status >= http.StatusInternalServerError {
			s.SetStatus(codes.Error, "")
		}
		s.End()
	}
}

// following is a span of the library's.
type following struct{ trace.Span }

// Set notes a fact.
func (f following) Set(key string, value any) {
	switch v := value.(type) {
	case string:
		f.SetAttributes(attribute.String(key, v))
	case bool:
		f.SetAttributes(attribute.Bool(key, v))
	case int:
		f.SetAttributes(attribute.Int(key, v))
	case float64:
		f.SetAttributes(attribute.Float64(key, v))
	}
}

// End ends it. Of an error the code alone is told: its text may hold what
// somebody has written.
func (f following) End(err error) {
	if err != nil {
		f.SetStatus(codes.Error, "")
		f.SetAttributes(attribute.String("error.type", errs.CodeOf(err)))
	}
	f.Span.End()
}
