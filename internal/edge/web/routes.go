package web

import "net/http"

// route is one address, what may be asked behind its question mark besides the
// language (nil: anything), and what answers there.
type route struct {
	pattern string
	keys    []string
	handler func(*site) http.Handler
}

// routes is every address of the pages (design §4.5). The last row takes what
// nothing else does.
func routes() []route {
	return []route{
		{"GET /{$}", []string{"as_of"}, page((*site).home)},
		{"GET /public/bulletins/{$}", []string{}, page((*site).editions)},
		{"GET /public/bulletins/{period}", []string{"as_of"}, page((*site).bulletin)},
		{"GET /public/bulletins/{period}/ranking", []string{"as_of", "sort", "dir"}, page((*site).ranking)},
		{"GET /public/bulletins/{period}/units/{unit}", []string{"as_of", "component", "after"}, page((*site).unit)},
		{"GET /public/bulletins/{period}/download/{format}", []string{"as_of"}, plain((*site).download)},
		{"GET /desk/cases", []string{"number", "unit", "state", "channel", "period", "after"}, page((*site).cases)},
		{"GET /desk/cases/{number}", []string{}, page((*site).caseFile)},
		{"GET /static/{file}", nil, plain((*site).static)},
		{"GET /healthz", nil, plain((*site).healthy)},
		{"GET /readyz", nil, plain((*site).ready)},
		{"/", nil, page((*site).elsewhere)},
	}
}

// page makes a handler of a view that is rendered, or of its error.
func page(view func(*site, *visit) (*screen, error)) func(*site) http.Handler {
	return func(s *site) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v := s.visit(r)
			shown, err := view(s, v)
			if err != nil {
				s.fail(w, v, err)
				return
			}
			s.show(w, v, shown)
		})
	}
}

// plain makes a handler of a view that writes its own answer, if it can.
func plain(view func(*site, http.ResponseWriter, *visit) error) func(*site) http.Handler {
	return func(s *site) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			v := s.visit(r)
			if err := view(s, w, v); err != nil {
				s.fail(w, v, err)
			}
		})
	}
}
