package api

import "net/http"

// routes is a mux that knows what it was told: the test that holds the
// document to it needs to know what is served, not what is said to be.
type routes struct {
	mux      *http.ServeMux
	patterns []string
}

func newRoutes() *routes { return &routes{mux: http.NewServeMux()} }

// HandleFunc serves a pattern of net/http.
func (r *routes) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	r.patterns = append(r.patterns, pattern)
	r.mux.HandleFunc(pattern, handler)
}

// ServeHTTP answers a request by what was registered for it.
func (r *routes) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.mux.ServeHTTP(w, req) }

// serves tells whether there is something for a request.
func (r *routes) serves(req *http.Request) bool {
	_, pattern := r.mux.Handler(req)
	return pattern != ""
}
