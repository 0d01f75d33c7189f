package page

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"huying/internal/kernel/errs"
)

// policy lets pages load their own style and script and nothing else: no
// inline style, no inline script, no frame, no request to elsewhere.
const policy = "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// errOrigin refuses what a page of another site has set off: a browser sends
// its cookie along with whatever any page asks of it.
var errOrigin = errs.New(errs.Denied, "request.origin", "another site's page may not do this", "不接受其他网站发起的操作")

// guarded sets the headers of every answer, takes forms from our own pages
// alone, and turns a panic into an error page.
func (s *Site) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		defer func() {
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler { //nolint:errorlint // the very value by contract
					panic(cause)
				}
				s.fail(w, s.visit(r), errs.Wrap("page.panic", fmt.Errorf("%v\n%s", cause, debug.Stack())))
			}
		}()
		if err := http.NewCrossOriginProtection().Check(r); err != nil {
			s.fail(w, s.visit(r), errOrigin)
			return
		}
		next.ServeHTTP(w, r)
	})
}
