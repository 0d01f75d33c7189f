package api

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
)

// People signs people and programs in and out.
type People interface {
	Authenticate(ctx context.Context, token string) (identity.Account, error)
	Still(ctx context.Context, token string) (identity.Account, error)
	AuthenticateKey(ctx context.Context, key string) (identity.Account, error)
	SignIn(ctx context.Context, c people.Credentials, from people.From) (people.Ticket, error)
	SignOut(ctx context.Context, token string) error
	SetUp(ctx context.Context, token, password string, from people.From) error
	ChangePassword(ctx context.Context, token, old, fresh string) error
	Sessions(ctx context.Context, token string) ([]people.OpenSession, error)
	End(ctx context.Context, token, ref string) error
	EndOthers(ctx context.Context, token string) (int, error)
	EnrolCode(ctx context.Context, token, password string) (people.Enrolment, error)
	ConfirmCode(ctx context.Context, token, code string) ([]string, error)
	DropCode(ctx context.Context, token, password, code string) error
	IssueKey(ctx context.Context, token, password string, n people.NewKey) (id, key string, err error)
	Keys(ctx context.Context, token string) ([]people.HeldKey, error)
	RevokeKey(ctx context.Context, token, id string) error
	Begin(ctx context.Context) (address, state string, err error)
	Finish(ctx context.Context, r people.Return, from people.From) (people.Ticket, error)
}

var _ People = (*people.People)(nil)

const (
	sessionCookie = "huying_session"
	stateCookie   = "huying_state"
	keyHeader     = "X-API-Key"
)

// peopleGate is a Gate by session and key.
type peopleGate struct{ people People }

// NewGate returns the gate of an installation whose people sign in: by the key
// of a program, by the token of a session as a header, or by the cookie of a
// browser, which no other site may make use of.
func NewGate(p People) Gate { return peopleGate{p} }

// Authenticate tells who sends a request.
func (g peopleGate) Authenticate(r *http.Request) (identity.Account, error) {
	if key := r.Header.Get(keyHeader); key != "" {
		return g.people.AuthenticateKey(r.Context(), key)
	}
	token, err := tokenOf(r)
	if err != nil {
		return identity.Account{}, err
	}
	return g.people.Authenticate(r.Context(), token)
}

// Holder tells whose session or key a request comes by, "" where nobody's. It is
// no use of the session, and no leave to do anything.
func Holder(p People) func(*http.Request) string {
	return func(r *http.Request) string {
		var who identity.Account
		var err error
		if key := r.Header.Get(keyHeader); key != "" {
			who, err = p.AuthenticateKey(r.Context(), key)
		} else if token, _ := tokenOf(r); token != "" {
			who, err = p.Still(r.Context(), token)
		}
		if err != nil {
			return ""
		}
		return string(who.ID)
	}
}

var (
	errNobody = errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	errOrigin = errs.New(errs.Denied, "request.origin", "another site's page may not do this", "不接受其他网站发起的操作")
)

// tokenOf is the token that a request carries. A browser adds its cookie to
// whatever any page asks of it, so that what changes something must come from
// a page of ours; a header is added by nobody but the client itself.
func tokenOf(r *http.Request) (string, error) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return token, nil
	}
	cookie, err := r.Cookie(sessionCookie)
	if err != nil || cookie.Value == "" {
		return "", errNobody
	}
	return cookie.Value, ours(r)
}

// ours refuses what a page of another site has set off.
func ours(r *http.Request) error {
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return errOrigin
	}
	return nil
}

// ungated marks the operations that need no gate: those by which people come in,
// and those on a session itself, which hold the token to account. One that has
// to choose a password first could not do so otherwise.
const ungated = "ungated"

// requestKey finds the request in its context.
type requestKey struct{}

// passes reports whether an operation needs no gate, and hands it the request.
func passes(ctx huma.Context) (huma.Context, bool) {
	if _, ok := ctx.Operation().Metadata[ungated]; !ok {
		return ctx, false
	}
	r, _ := humago.Unwrap(ctx)
	return huma.WithValue(ctx, requestKey{}, r), true
}

func request(ctx context.Context) *http.Request {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return r
}

// from is where a request comes from.
func (s *server) from(r *http.Request) people.From {
	f := people.From{Agent: r.UserAgent()}
	if s.Address != nil {
		f.Address = s.Address(r)
		return f
	}
	f.Address, _, _ = net.SplitHostPort(r.RemoteAddr) // a pipe has no port, and is one address
	return f
}

// cookie is one that scripts cannot read and other sites cannot send along with
// what changes something. An empty value takes it back.
func (s *server) cookie(r *http.Request, name, value string, ends time.Time) http.Cookie {
	c := http.Cookie{
		Name: name, Value: value, Path: "/", Expires: ends, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.Secure || r.TLS != nil,
	}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

// signInProblem is the answer to a refused sign-in, as RFC 9110 wants a 401.
func (s *server) signInProblem(err error) error {
	p := s.problem(err)
	if p.Status != http.StatusUnauthorized {
		return p
	}
	return huma.ErrorWithHeaders(p, http.Header{"Www-Authenticate": {challenge}})
}

const challenge = `Bearer realm="huying"`

// token is that of the request's own session.
func (s *server) token(ctx context.Context) (string, error) {
	return tokenOf(request(ctx))
}
