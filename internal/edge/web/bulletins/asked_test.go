package bulletins_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestUnknownQuestionsAreRefused: a key that a page does not know, one said
// twice and a language that is not spoken are told, not passed over.
func TestUnknownQuestionsAreRefused(t *testing.T) {
	t.Parallel()
	for target, says := range map[string]string{
		"/?asof=2021-12-01":                         "asof",
		"/public/bulletins/?sort=rank":              "sort",
		"/public/bulletins/2021Q3?sort=rank":        "sort",
		"/public/bulletins/2021Q3/ranking?dir=up":   "“up”不是排序方向",
		"/public/bulletins/2021Q3/ranking?order=up": "order",
		"/public/bulletins/2021Q3/download/json?x=": "x",
		"/?lang=fr":   "fr",
		"/?as_of=%zz": "不是有效的网址参数",
	} {
		res, body := get(t, richSite(), target)
		if res.StatusCode != http.StatusBadRequest || !strings.Contains(body, says) {
			t.Errorf("%s: %d, lacking %q", target, res.StatusCode, says)
		}
	}
}

// TestSharedLinksStillOpen: what messengers add to a link that is passed on is
// let through, and probes may add what they like.
func TestSharedLinksStillOpen(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"/?from=singlemessage&isappinstalled=0", "/public/bulletins/2021Q3?utm_source=weixin&lang=en", "/healthz?x=1", "/readyz?x=1"} {
		if res, body := get(t, richSite(), target); res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d\n%s", target, res.StatusCode, body)
		}
	}
	_, body := get(t, richSite(), "/?from=timeline")
	if strings.Contains(body, "from=timeline") {
		t.Error("what was added to the link is handed on")
	}
}

// TestHead: a page asked for its head alone has the same head.
func TestHead(t *testing.T) {
	t.Parallel()
	for target := range pages(rich()) {
		whole, body := get(t, richSite(), target)
		head, _ := ask(t, richSite(), http.MethodHead, target)
		for _, name := range []string{"Content-Type", "Content-Length", "Content-Language", "Cache-Control", "Etag", "Vary"} {
			if got, want := head.Header.Get(name), whole.Header.Get(name); got != want || name == "Content-Length" && body != "" && got == "" {
				t.Errorf("HEAD %s: %s %q, GET has %q", target, name, got, want)
			}
		}
	}
	if res, _ := ask(t, richSite(), http.MethodPut, "/nowhere"); res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("PUT: %d, Allow %q", res.StatusCode, res.Header.Get("Allow"))
	}
}
