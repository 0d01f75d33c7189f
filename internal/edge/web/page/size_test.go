package page

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huying/internal/edge/web/pagetest"
)

// TestLargeType: whoever asks for large type has it on every page, until they
// ask for the usual one; they come back to where they were, and nowhere else.
func TestLargeType(t *testing.T) {
	t.Parallel()
	site := New(Options{Name: "柯城区", Secure: true})
	var cookie *http.Cookie
	ask := func(method, target string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if cookie != nil {
			r.AddCookie(cookie)
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			if cookie = c; !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("the cookie is open to others: %+v", c)
			}
		}
		return w
	}
	shown := func(large bool, offered string) {
		t.Helper()
		body := ask(http.MethodGet, "/nowhere?lang=en", nil).Body.String()
		pagetest.Sound(t, "/nowhere", body)
		body = regexp.MustCompile(`<svg.*?</svg>`).ReplaceAllString(body, "")
		if strings.Contains(body, `<html lang="en" class="large">`) != large || !strings.Contains(body, offered) || !strings.Contains(body, `name="back" value="/nowhere?lang=en"`) {
			t.Errorf("large %t, %s:\n%s", large, offered, body)
		}
	}
	shown(false, `value="large">Large type`)
	for back, want := range map[string]string{"/nowhere?lang=en": "/nowhere?lang=en", "https://elsewhere.example/": "/", "//elsewhere.example": "/", "": "/"} {
		w := ask(http.MethodPost, "/size", url.Values{"to": {"large"}, "back": {back}})
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("from %q to %q, %d", back, w.Header().Get("Location"), w.Code)
		}
	}
	shown(true, `value="usual">Usual type`)
	if w := ask(http.MethodPost, "/size", url.Values{"to": {"huge"}}); w.Code < http.StatusBadRequest {
		t.Errorf("a size that is none: %d", w.Code)
	}
	shown(true, `value="usual">Usual type`)
	ask(http.MethodPost, "/size", url.Values{"to": {"usual"}, "back": {"/"}})
	shown(false, `value="large">Large type`)
}
