package page

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
)

// SessionCookie names the cookie that holds a browser's session.
const SessionCookie = "huying_session"

// errAway sends somebody to sign in first.
var errAway = errs.New(errs.Denied, "page.sign_in", "sign in first", "请先登录")

// Away is the error that sends a visitor to sign in first, for a view that
// shows more to those who have.
func Away() error { return errAway }

// admit lets a visit through that may come to an address. Who has signed in is
// known on every page, also where nobody need.
func (v *Visit) admit(need Access) error {
	who, err := v.account()
	switch {
	case err == nil:
		v.Who, v.In = who, true
	case need == Anybody:
		return nil
	case errs.Is(err, errs.Denied) && errs.CodeOf(err) == "sign_in":
		return errAway
	}
	return err
}

func (v *Visit) account() (identity.Account, error) {
	token := v.Token()
	if v.Site.Gate == nil || token == "" {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return v.Site.Gate.Authenticate(v.Context(), token)
}

// Token is that of the visitor's session; empty: there is none.
func (v *Visit) Token() string {
	cookie, err := v.Cookie(SessionCookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// Session is the cookie of a session that has begun, or, without a token, of
// one that has ended. Scripts cannot read it, and other sites cannot send it
// along with what changes something.
func (v *Visit) Session(token string, ends time.Time) *http.Cookie {
	c := &http.Cookie{
		Name: SessionCookie, Value: token, Path: "/", Expires: ends, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: v.Site.Secure || v.TLS != nil,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// away is where somebody signs in, to come back to what was asked for. What
// was sent by a form is not asked again.
func (v *Visit) away() string {
	back := ""
	if v.Method == http.MethodGet && v.URL.Path != v.Site.SignIn && v.URL.Path != "/" {
		back = v.URL.RequestURI()
	}
	return v.Link(v.Site.SignIn, "next", back)
}

// Next is an address of ours that a visitor wanted to get to, as ?next= or a
// form names it; anything else leads to otherwise.
func Next(asked, otherwise string) string {
	u, err := url.Parse(asked)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(asked, "/") || strings.HasPrefix(asked, "//") || strings.ContainsAny(asked, "\\\r\n\t") {
		return otherwise
	}
	return asked
}
