package page

import "net/http"

// sizePath is where a visitor chooses how large the type is.
const sizePath = "/size"

// sizeCookie keeps that, for a year, on the visitor's own machine.
const (
	sizeCookie = "huying-size"
	sizeAge    = 365 * 24 * 60 * 60
	large      = "large"
	usual      = "usual"
)

// large reports whether the visitor has asked for large type 大字版 (适老化).
func (v *Visit) large() bool {
	c, err := v.Cookie(sizeCookie)
	return err == nil && c.Value == large
}

// here is the address to come back to from a choice about pages as such: this
// one, or the entrance where it was the answer to a form.
func (v *Visit) here() string {
	if v.Method == http.MethodGet || v.Method == http.MethodHead {
		return v.inLang(v.Lang) // without what a messenger added to it
	}
	return v.Link("/")
}

// size changes it, and leads back.
func (s *Site) size(v *Visit) (*Screen, error) {
	sent, err := v.Sent()
	if err != nil {
		return nil, err
	}
	c := &http.Cookie{Name: sizeCookie, Value: large, Path: "/", MaxAge: sizeAge, HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode}
	switch sent.Get("to") {
	case large:
	case usual:
		c.Value, c.MaxAge = "", -1
	default:
		return nil, v.Invalid("form.invalid", "error.form")
	}
	return &Screen{Goto: Next(sent.Get("back"), v.Link("/")), Cookies: []*http.Cookie{c}}, nil
}
