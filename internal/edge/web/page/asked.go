package page

import (
	"net/url"
	"slices"
	"strings"

	"huying/internal/kernel/i18n"
)

// check refuses what an address asks that its page does not know, so that a
// slip of the pen is told and not answered as if it had not been there. Nil
// keys know anything.
func (v *Visit) check(keys []string) error {
	if keys == nil {
		return nil
	}
	known := append(slices.Clone(keys), "lang")
	query, err := url.ParseQuery(v.URL.RawQuery)
	if err != nil {
		return v.Invalid("query.invalid", "error.query", "given", v.URL.RawQuery)
	}
	for key, values := range query {
		switch {
		case !slices.Contains(known, key):
			if !passedOn(key) {
				return v.Invalid("query.unknown", "error.key", "given", key, "known", strings.Join(known, " "))
			}
		case len(values) > 1:
			return v.Invalid("query.twice", "error.twice", "given", key)
		}
	}
	if lang := query.Get("lang"); lang != "" {
		if _, err := i18n.ParseLang(lang); err != nil {
			return v.Invalid("lang.unknown", "error.lang", "given", lang)
		}
	}
	return nil
}

// passedOn reports whether messengers and counters add the key to a link that
// somebody passes on; what they add means nothing here.
func passedOn(key string) bool {
	return key == "from" || key == "isappinstalled" || strings.HasPrefix(key, "utm_")
}
