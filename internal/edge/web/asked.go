package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huying/internal/kernel/i18n"
)

// checked refuses what an address asks that its page does not know, so that a
// slip of the pen is told and not answered as if it had not been there. Nil
// keys know anything.
func (s *site) checked(keys []string, next http.Handler) http.Handler {
	if keys == nil {
		return next
	}
	known := append(slices.Clone(keys), "lang")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visit(r)
		if err := v.check(known); err != nil {
			s.fail(w, v, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (v *visit) check(known []string) error {
	query, err := url.ParseQuery(v.URL.RawQuery)
	if err != nil {
		return v.invalid("query.invalid", "error.query", "given", v.URL.RawQuery)
	}
	for key, values := range query {
		switch {
		case !slices.Contains(known, key):
			if !passedOn(key) {
				return v.invalid("query.unknown", "error.key", "given", key, "known", strings.Join(known, " "))
			}
		case len(values) > 1:
			return v.invalid("query.twice", "error.twice", "given", key)
		}
	}
	if lang := query.Get("lang"); lang != "" {
		if _, err := i18n.ParseLang(lang); err != nil {
			return v.invalid("lang.unknown", "error.lang", "given", lang)
		}
	}
	return nil
}

// passedOn reports whether messengers and counters add the key to a link that
// somebody passes on; what they add means nothing here.
func passedOn(key string) bool {
	return key == "from" || key == "isappinstalled" || strings.HasPrefix(key, "utm_")
}
