package bulletins_test

import (
	"net/url"
	"testing"

	"huying/internal/edge/web/pagetest"
)

// TestEnglishPagesAreEnglish: on an English page, what is in Chinese comes from
// the records and says that it is Chinese; the page's own words never are.
func TestEnglishPagesAreEnglish(t *testing.T) {
	t.Parallel()
	f := rich()
	for _, target := range []string{
		"/?lang=en", "/public/bulletins/?lang=en", "/public/bulletins/2021Q3/ranking?lang=en", "/nowhere?lang=en",
		"/public/bulletins/2021Q3/units/" + url.PathEscape(unitName(f)) + "?lang=en&component=sign_rate",
	} {
		_, body := get(t, richSite(), target)
		pagetest.English(t, target, body)
	}
}
