package page

import (
	"net/http"
	"net/url"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// Visit 访问 is one request with what every view asks of it.
type Visit struct {
	*http.Request
	Site  *Site
	Lang  i18n.Lang
	Query url.Values
	Who   identity.Account // In: who has signed in
	In    bool
	own   i18n.Lang // what the browser prefers; an address without ?lang= speaks it
}

// visit reads a request.
func (s *Site) visit(r *http.Request) *Visit {
	v := &Visit{Request: r, Site: s, Query: r.URL.Query()}
	v.speak()
	return v
}

// Say returns a message in the visitor's language; args are names and values
// in turn.
func (v *Visit) Say(key i18n.Key, args ...any) string {
	return v.Site.words.Say(v.Lang, key, Named(args...))
}

// Link is an address that keeps the visitor's language. Pairs are names and
// values of its query in turn; empty values are left out.
func (v *Visit) Link(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if v.Lang != v.own {
		query.Set("lang", string(v.Lang))
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// inLang is the address of this very page in another language.
func (v *Visit) inLang(lang i18n.Lang) string {
	query := url.Values{}
	for name, values := range v.Query {
		if !passedOn(name) {
			query[name] = values
		}
	}
	query.Del("lang")
	if lang != v.own {
		query.Set("lang", string(lang))
	}
	u := url.URL{Path: v.URL.Path, RawPath: v.URL.RawPath, RawQuery: query.Encode()}
	return u.RequestURI()
}

// Invalid is an Invalid error that says in both languages what was expected.
func (v *Visit) Invalid(code string, key i18n.Key, args ...any) error {
	return v.Site.fault(errs.Invalid, code, key, args...)
}

// Missing is a NotFound error in both languages.
func (v *Visit) Missing(code string, key i18n.Key, args ...any) error {
	return v.Site.fault(errs.NotFound, code, key, args...)
}

func (s *Site) fault(kind errs.Kind, code string, key i18n.Key, args ...any) error {
	named := Named(args...)
	return errs.New(kind, code, s.words.Say(i18n.English, key, named), s.words.Say(i18n.Chinese, key, named))
}
