package page

import (
	"net/http"
	"strconv"
	"strings"

	"huying/internal/kernel/i18n"
)

// preferred is the language that a browser asks for, of those spoken here;
// Chinese where it asks for none.
func preferred(r *http.Request) i18n.Lang {
	best, weight := i18n.Chinese, 0.0
	for _, one := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, q, weighed := strings.Cut(one, ";")
		lang, err := i18n.ParseLang(strings.TrimSpace(tag))
		if err != nil {
			continue
		}
		w := 1.0
		if weighed {
			w, err = strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(q), "q="), 64)
		}
		if err == nil && w > weight && w <= 1 {
			best, weight = lang, w
		}
	}
	return best
}

// speak settles the language of a visit: what ?lang= says, else what the
// browser prefers. Links keep what was chosen against the browser's word.
func (v *Visit) speak() {
	v.own = preferred(v.Request)
	v.Lang = v.own
	if lang, err := i18n.ParseLang(v.Query.Get("lang")); err == nil {
		v.Lang = lang
	}
}
