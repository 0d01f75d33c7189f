package api

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/domain/identity"
	"huying/internal/edge/api/form"
	"huying/internal/kernel/errs"
)

// accountKey finds the account in a request's context.
type accountKey struct{}

// admit lets a request through whose account the gate knows, or that holds its
// token to account itself.
func (s *server) admit(ctx huma.Context, next func(huma.Context)) {
	if own, ok := passes(ctx); ok {
		next(own)
		return
	}
	r, _ := humago.Unwrap(ctx)
	who, err := s.Gate.Authenticate(r)
	if err != nil {
		s.refuse(ctx, err)
		return
	}
	asked := huma.WithValue(huma.WithValue(ctx, accountKey{}, who), addressKey{}, s.from(r).Address)
	next(asked)
	s.noteRefusal(asked, r)
}

// account is who sent the request.
func account(ctx context.Context) identity.Account {
	who, _ := ctx.Value(accountKey{}).(identity.Account)
	return who
}

// keyOwner is whose a request's idempotency keys are: the account's, or the
// session's while the session itself is what is asked about; "" for who is on
// the way in.
func (s *server) keyOwner(ctx huma.Context) string {
	r := request(ctx.Context())
	if r == nil {
		return string(account(ctx.Context()).ID)
	}
	token, err := tokenOf(r)
	if err != nil || len(ctx.Operation().Security) == 0 {
		return ""
	}
	return "session " + s.Once.Digest("session", token)
}

// refuse writes an error as the answer.
func (s *server) refuse(ctx huma.Context, err error) {
	p := s.problem(err)
	if p.Status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", challenge)
	}
	ctx.SetHeader("Content-Type", problemType)
	ctx.SetStatus(p.Status)
	if err := s.api.Marshal(ctx.BodyWriter(), form.JSONType, p); err != nil {
		s.Log.Warn("an answer could not be written", "error", err)
	}
}

// guarded sets the headers of every answer, answers what no operation takes,
// and turns a panic into an answer.
func (s *server) guarded(served *routes) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Cache-Control", "no-store")
		head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		head.Set("Referrer-Policy", "no-referrer")
		defer func() {
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler { //nolint:errorlint // the very value by contract
					panic(cause)
				}
				s.write(w, s.problem(errs.Wrap("api.panic", fmt.Errorf("%v\n%s", cause, debug.Stack()))))
			}
		}()
		if served.serves(r) {
			served.ServeHTTP(w, r)
			return
		}
		s.write(w, unrouted(served, head, r))
	})
}

// unrouted is the answer where no operation is: 405 with the methods that are,
// also in the header that RFC 9110 asks for, or 404.
func unrouted(served *routes, head http.Header, r *http.Request) *Problem {
	var other []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		asked := r.Clone(r.Context())
		asked.Method = method
		if served.serves(asked) {
			other = append(other, method)
		}
	}
	if len(other) == 0 {
		return newProblem(http.StatusNotFound, "not_found", "there is nothing at this address", "没有这个地址")
	}
	head.Set("Allow", strings.Join(other, ", "))
	return newProblem(http.StatusMethodNotAllowed, "method",
		r.Method+" is not possible here; expected "+strings.Join(other, " or "), "此处不支持 "+r.Method+"，请用 "+strings.Join(other, " 或 "))
}
