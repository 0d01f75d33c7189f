package bulletins_test

import (
	"net/http"
	"net/url"
	"testing"

	"huying/internal/edge/web/pagetest"
)

func parse(t *testing.T, body string) []pagetest.Element {
	t.Helper()
	return pagetest.Parse(t, body)
}

// TestPagesAreSound holds every page, also one made of hostile texts, against
// the rules for structure, accessibility and safety.
func TestPagesAreSound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source *fixture
		site   http.Handler
	}{"rich": {rich(), richSite()}, "hostile": {hostile(), hostileSite()}} {
		for target := range pages(c.source) {
			for _, lang := range []string{"", "en"} {
				u, err := url.Parse(target)
				if err != nil {
					t.Fatal(err)
				}
				q := u.Query()
				if lang != "" {
					q.Set("lang", lang)
				}
				u.RawQuery = q.Encode()
				res, body := get(t, c.site, u.String())
				if res.StatusCode != http.StatusOK && u.Path != "/public/bulletins/2021Q3/" {
					t.Errorf("%s %s answers %d", name, u, res.StatusCode)
				}
				pagetest.Sound(t, name+" "+u.String(), body)
			}
		}
	}
}
