package bulletins_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLanguageOfTheBrowser: what ?lang= asks for comes first, then what the
// browser prefers, then Chinese; caches are told.
func TestLanguageOfTheBrowser(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ target, prefers, want string }{
		{"/", "", "zh-CN"},
		{"/", "en-US,en;q=0.9", "en"},
		{"/", "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"},
		{"/", "fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.4", "en"},
		{"/", "en;q=0.3, zh-HK;q=0.7", "zh-CN"},
		{"/", "en;q=0, fr", "zh-CN"},
		{"/", "*", "zh-CN"},
		{"/", ";;q=x,,en;q=1.5", "zh-CN"},
		{"/?lang=zh", "en-US", "zh-CN"},
		{"/?lang=en", "zh-CN", "en"},
		{"/nowhere", "en", "en"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.target, nil)
		if c.prefers != "" {
			r.Header.Set("Accept-Language", c.prefers)
		}
		w := httptest.NewRecorder()
		richSite().ServeHTTP(w, r)
		if got := w.Header().Get("Content-Language"); got != c.want || w.Header().Get("Vary") != "Accept-Language, Cookie" {
			t.Errorf("%s for %q speaks %s, Vary %q; want %s", c.target, c.prefers, got, w.Header().Get("Vary"), c.want)
		}
	}
}

// TestChosenLanguageIsKept: every link of a page keeps the language that the
// address chose, and none names one that the browser asked for itself.
func TestChosenLanguageIsKept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ target, prefers, every, other string }{
		{"/", "", "", "lang=en"},
		{"/", "en", "", "lang=zh-CN"},
		{"/?lang=zh-CN", "en", "lang=zh-CN", ""},
		{"/?lang=en", "", "lang=en", ""},
		{"/?lang=en", "en", "", "lang=zh-CN"},
	} {
		r := httptest.NewRequest(http.MethodGet, c.target, nil)
		r.Header.Set("Accept-Language", c.prefers)
		w := httptest.NewRecorder()
		richSite().ServeHTTP(w, r)
		for _, e := range parse(t, w.Body.String()) {
			link := e.Attr["href"]
			if e.Name != "a" || strings.HasPrefix(link, "#") {
				continue
			}
			want := c.every
			if e.Attr["class"] == "tongue" {
				want = c.other
			}
			if want == "" && strings.Contains(link, "lang=") || !strings.Contains(link, want) {
				t.Errorf("%s for %q links to %s, want %q in it", c.target, c.prefers, link, want)
			}
		}
	}
}
