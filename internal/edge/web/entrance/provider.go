package entrance

import (
	"net/http"
	"time"

	"huying/internal/app/people"
	"huying/internal/edge/web/page"
	"huying/internal/kernel/errs"
)

// stateCookie keeps in the browser what the identity provider has to send back,
// for as long as a sign-in there may take.
const (
	stateCookie = "huying-oidc"
	stateLife   = 10 * time.Minute
)

// begin sends the browser to the identity provider. It is a link and no form:
// browsers let no form of ours lead to another host.
func (s *room) begin(v *page.Visit) (*page.Screen, error) {
	if !s.Vouched {
		return nil, v.Missing("page.not_found", "error.page")
	}
	address, state, err := s.People.Begin(v.Context())
	if err != nil {
		return nil, errs.Wrap("entrance.begin", err)
	}
	return &page.Screen{Goto: address, Cookies: []*http.Cookie{s.state(v, state, int(stateLife/time.Second))}}, nil
}

// returned takes what the provider has sent back and opens a session, or says
// why there is none. The code is of no use to whoever reads the address later:
// it counts once, and only with what this browser keeps.
func (s *room) returned(v *page.Visit) (*page.Screen, error) {
	if !s.Vouched {
		return nil, v.Missing("page.not_found", "error.page")
	}
	r := people.Return{State: v.Query.Get("state"), Code: v.Query.Get("code")}
	if c, err := v.Cookie(stateCookie); err == nil {
		r.Kept = c.Value
	}
	t, err := s.People.Finish(v.Context(), r, s.from(v))
	shown, err := s.entered(v, t, err, "")
	if err != nil {
		return nil, err
	}
	shown.Cookies = append(shown.Cookies, s.state(v, "", -1))
	return shown, nil
}

func (s *room) state(v *page.Visit, value string, age int) *http.Cookie {
	return &http.Cookie{
		Name: stateCookie, Value: value, Path: "/oidc", MaxAge: age, HttpOnly: true, Secure: v.Site.Secure || v.TLS != nil, SameSite: http.SameSiteLaxMode,
	}
}
