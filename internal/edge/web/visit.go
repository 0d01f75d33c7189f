package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"huying/internal/domain/calendar"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/i18n"
)

// visit is one request with what every view asks of it.
type visit struct {
	*http.Request
	site  *site
	lang  i18n.Lang
	own   i18n.Lang // what the browser prefers; an address without ?lang= speaks it
	query url.Values
}

// visit reads a request.
func (s *site) visit(r *http.Request) *visit {
	v := &visit{Request: r, site: s, query: r.URL.Query()}
	v.speak()
	return v
}

// say returns a message in the visitor's language; args are names and values
// in turn.
func (v *visit) say(key i18n.Key, args ...any) string { return say(v.lang, key, args...) }

// link is an address that keeps the visitor's language. Pairs are names and
// values of its query in turn; empty values are left out.
func (v *visit) link(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if v.lang != v.own {
		query.Set("lang", string(v.lang))
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// inLang is the address of this very page in another language.
func (v *visit) inLang(lang i18n.Lang) string {
	query := url.Values{}
	for name, values := range v.query {
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

// period reads the period of the address.
func (v *visit) period(text string) (calendar.Period, error) {
	p, err := calendar.ParsePeriod(text)
	if err != nil {
		return p, v.invalid("period.invalid", "error.period", "given", text)
	}
	return p, nil
}

// asOf reads ?as_of=: a day, which means its first moment in the region, or an
// RFC 3339 moment. Without one it is zero.
func (v *visit) asOf() (time.Time, error) {
	text := v.query.Get("as_of")
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := calendar.ParseDate(text); err == nil {
		return day.Start(v.site.options.Location), nil
	}
	// an unescaped + of an offset arrives as a space
	if at, err := time.Parse(time.RFC3339, strings.Replace(text, " ", "+", 1)); err == nil {
		return at, nil
	}
	return time.Time{}, v.invalid("as_of.invalid", "error.as_of", "given", text)
}

// invalid is an Invalid error that says in both languages what was expected.
func (v *visit) invalid(code string, key i18n.Key, args ...any) error {
	return errs.New(errs.Invalid, code, say(i18n.English, key, args...), say(i18n.Chinese, key, args...))
}
