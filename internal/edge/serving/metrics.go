package serving

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what a server does, for Prometheus. A nil one counts nothing.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	inFlight prometheus.Gauge
}

// Load is what the one that writes has to do.
type Load struct {
	Queued  int    // updates that wait
	Batches uint64 // commits until now
	Updates uint64 // updates that they kept
}

// NewMetrics counts requests, and asks for the load of the records when it is
// asked itself; a nil load is not asked for.
func NewMetrics(load func() Load) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "huying_http_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "huying_http_request_seconds", Help: "Time that an answer took.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"method", "route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "huying_http_requests_in_flight", Help: "Requests being answered."}),
	}
	m.registry.MustRegister(m.requests, m.took, m.inFlight,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if load != nil {
		m.registry.MustRegister(
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "huying_store_queue", Help: "Updates that wait for the writer."},
				func() float64 { return float64(load().Queued) }),
			prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "huying_store_commits_total", Help: "Commits of the writer."},
				func() float64 { return float64(load().Batches) }),
			prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "huying_store_updates_total", Help: "Updates kept; by commits, the size of a batch."},
				func() float64 { return float64(load().Updates) }))
	}
	return m
}

// Handler shows the counters at /metrics. It is for the operator's own net: it
// asks nobody who they are.
func (m *Metrics) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

func (m *Metrics) enter() (leave func()) {
	if m == nil {
		return func() {}
	}
	m.inFlight.Inc()
	return m.inFlight.Dec
}

func (m *Metrics) note(method, route string, status int, took time.Duration) {
	if m == nil {
		return
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(method, route).Observe(took.Seconds())
}
