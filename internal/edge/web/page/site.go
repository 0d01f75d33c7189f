package page

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/i18n"
)

// Gate knows who has signed in.
type Gate interface {
	// Authenticate says whose session a token is of. Errors: Denied.
	Authenticate(ctx context.Context, token string) (identity.Account, error)
}

// Options are what a site is made of besides its rooms.
type Options struct {
	Name     string                      // of the region, in the head of every page
	Location *time.Location              // for times shown and dates asked; nil: UTC+8
	Gate     Gate                        // nil: nobody can sign in
	SignIn   string                      // the address where people sign in; empty: they cannot
	SignOut  string                      // where they end their session
	Account  string                      // where they look after their account
	Look     string                      // where the look itself is shown; empty: nowhere
	Looks    func(identity.Account) bool // to whom
	Search   string                      // where staff look for cases; empty: there is no such place
	Secure   bool                        // cookies are sent over TLS alone, though a proxy ends it
	Log      *slog.Logger                // one line for each failed request; nil: none
}

// chinaOffset is UTC+8, the time of every region in China.
const chinaOffset = 8 * 60 * 60

// Site serves the pages of its rooms; it is immutable.
type Site struct {
	Options
	words   i18n.Catalogue
	nav     []Entry
	layouts layouts
	assets  assets
}

// New returns the site of some rooms. It owns every address that no other
// handler takes, and answers unknown ones with a page. It panics when a
// template does not parse or a message stands twice: both are embedded, and a
// start shows them.
func New(o Options, rooms ...Room) http.Handler {
	if o.Location == nil {
		o.Location = time.FixedZone("UTC+8", chinaOffset)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Site{Options: o, words: gathered(rooms), assets: loadAssets()}
	s.layouts = loadLayouts(s, rooms)
	mux := http.NewServeMux()
	for _, r := range rooms {
		s.nav = append(s.nav, r.Nav...)
		for _, route := range r.Routes {
			mux.Handle(route.Pattern, s.handler(route))
		}
	}
	for _, route := range s.own() {
		mux.Handle(route.Pattern, s.handler(route))
	}
	return s.guarded(mux)
}

// own are the addresses that every site has. The last takes what nothing else
// does.
func (s *Site) own() []Route {
	return []Route{
		{Pattern: "GET /static/{file}", Raw: s.static},
		{Pattern: "GET /healthz", Raw: func(w http.ResponseWriter, _ *Visit) error { return Answer(w, "ok\n") }},
		{Pattern: "POST " + sizePath, Keys: []string{}, View: s.size},
		{Pattern: "/", View: s.elsewhere},
	}
}

// handler answers at one address: it asks who comes, whether the question can
// be asked, and shows the screen or the error.
func (s *Site) handler(r Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		v := s.visit(req)
		err := v.check(r.Keys)
		if err == nil {
			err = v.admit(r.Need)
		}
		switch {
		case err != nil:
		case r.Raw != nil:
			err = r.Raw(w, v)
		default:
			var shown *Screen
			if shown, err = r.View(v); err == nil {
				s.show(w, v, shown)
			}
		}
		if err != nil {
			s.fail(w, v, err)
		}
	})
}

// embedded reads a file that is part of the program.
func embedded(files fs.FS, name string) []byte {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		panic(err) // embedded: cannot fail
	}
	return body
}
