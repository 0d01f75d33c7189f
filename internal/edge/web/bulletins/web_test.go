package bulletins_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"huying/internal/domain/bulletin"
	"huying/internal/domain/openleg"
)

// richSite and hostileSite serve the fixtures; they are shared, since making
// a site parses every template.
var (
	richSite    = sync.OnceValue(func() http.Handler { return site(rich()) })
	hostileSite = sync.OnceValue(func() http.Handler { return site(hostile()) })
)

// reply is what a site answers besides its words.
type reply struct {
	StatusCode int
	Header     http.Header
}

// get asks a site for a page.
func get(t *testing.T, site http.Handler, target string) (*reply, string) {
	t.Helper()
	return ask(t, site, http.MethodGet, target)
}

func ask(t *testing.T, site http.Handler, method, target string) (*reply, string) {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return &reply{w.Code, w.Header()}, w.Body.String()
}

// pages are the addresses of every kind of page, with a text that it shows.
func pages(f *fixture) map[string]string {
	unit := url.PathEscape(unitName(f))
	return map[string]string{
		"/":                        "青禾区2021年三季度",
		"/?lang=en":                "Efficacy index",
		"/public/bulletins/":       "往期通报",
		"/public/bulletins/2021Q3": "统计时间",
		"/public/bulletins/2021Q3?as_of=2021-12-01": "2021-12-01 00:00",
		"/public/bulletins/2021Q3/ranking":          "2021年三季度排名",
		"/public/bulletins/2021Q3/units/" + unit:    "从基准分到指数",
		"/public/bulletins/2021Q3/":                 "没有找到",
	}
}

func TestEveryPageAnswers(t *testing.T) {
	t.Parallel()
	for target, text := range pages(rich()) {
		res, body := get(t, richSite(), target)
		want := http.StatusOK
		if text == "没有找到" {
			want = http.StatusNotFound
		}
		if res.StatusCode != want || !strings.Contains(body, text) {
			t.Errorf("%s answers %d, lacking %q", target, res.StatusCode, text)
		}
		head, empty := ask(t, richSite(), http.MethodHead, target)
		if head.StatusCode != want {
			t.Errorf("HEAD %s answers %d, %d bytes", target, head.StatusCode, len(empty))
		}
	}
}

func TestHeadersAreStrict(t *testing.T) {
	t.Parallel()
	for target := range pages(rich()) {
		res, _ := get(t, richSite(), target)
		policy := res.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: policy %q", target, policy)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: headers %v", target, res.Header)
		}
		cache := res.Header.Get("Cache-Control")
		if res.StatusCode == http.StatusOK && cache != "no-cache" {
			t.Errorf("%s: Cache-Control %q", target, cache)
		}
	}
}

// TestLinksLeadSomewhere follows every link of every page that is not a
// filter's or a neighbour's.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	f, handler := rich(), richSite()
	seen := map[string]bool{}
	for target := range pages(f) {
		_, body := get(t, handler, target)
		for _, e := range parse(t, body) {
			link, _, _ := strings.Cut(e.Attr["href"], "#") // the part that is sent
			if link == "" || seen[link] {
				continue
			}
			seen[link] = true
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, link, nil))
			known := w.Code == http.StatusOK || strings.HasPrefix(link, "/desk/cases/") || strings.Contains(link, "2020Q3") || target == "/public/bulletins/2021Q3/"
			if !known {
				t.Errorf("%s links to %s: %d", target, link, w.Code)
			}
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d links", len(seen))
	}
}

func TestFragmentsExist(t *testing.T) {
	t.Parallel()
	for target := range pages(rich()) {
		_, body := get(t, richSite(), target)
		all := parse(t, body)
		ids := map[string]bool{}
		for _, e := range all {
			ids[e.Attr["id"]] = true
		}
		for _, e := range all {
			if to, ok := strings.CutPrefix(e.Attr["href"], "#"); ok && !ids[to] {
				t.Errorf("%s: nothing at #%s", target, to)
			}
		}
	}
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	_, body := get(t, richSite(), "/")
	files := regexp.MustCompile(`/static/[a-z]+\.[0-9a-f]{12}\.(css|js|svg)`).FindAllString(body, -1)
	if len(files) != 3 {
		t.Fatalf("files %v", files)
	}
	for _, file := range files {
		res, content := get(t, richSite(), file)
		if res.StatusCode != http.StatusOK || content == "" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") || res.Header.Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", file, res.StatusCode, res.Header)
		}
		if regexp.MustCompile(`url\(|@import|https?://[^w]`).MatchString(content) {
			t.Errorf("%s reaches elsewhere", file)
		}
	}
}

func TestUnchangedPagesAreNotSentAgain(t *testing.T) {
	t.Parallel()
	handler := richSite()
	for _, target := range []string{"/", "/public/bulletins/2021Q3/download/json"} {
		first := httptest.NewRecorder()
		handler.ServeHTTP(first, httptest.NewRequest(http.MethodGet, target, nil))
		again := httptest.NewRequest(http.MethodGet, target, nil)
		again.Header.Set("If-None-Match", first.Header().Get("ETag"))
		second := httptest.NewRecorder()
		handler.ServeHTTP(second, again)
		if second.Code != http.StatusNotModified || second.Body.Len() != 0 {
			t.Errorf("%s: %d, %d bytes", target, second.Code, second.Body.Len())
		}
	}
}

func TestDownloads(t *testing.T) {
	t.Parallel()
	for format, media := range map[string]string{"json": "application/json", "md": "text/markdown", "html": "text/html"} {
		res, body := get(t, richSite(), "/public/bulletins/2021Q3/download/"+format)
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), media) || !strings.Contains(body, "青禾区") {
			t.Errorf("%s: %d %v", format, res.StatusCode, res.Header)
		}
		if got, want := res.Header.Get("Content-Disposition"), `attachment; filename="huying-990101-2021Q3.`+format+`"`; got != want {
			t.Errorf("%s: %s, want %s", format, got, want)
		}
	}
	_, body := get(t, richSite(), "/public/bulletins/2021Q3/download/json")
	d, err := bulletin.Decode("", []byte(body))
	if err != nil || !bulletin.Verify(d) {
		t.Errorf("the downloaded JSON does not verify: %v", err)
	}
	if res, _ := get(t, hostileSite(), "/public/bulletins/2021Q3/download/json"); strings.ContainsAny(res.Header.Get("Content-Disposition"), "<>\n") {
		t.Error("a name of the document got into a header")
	}
}

// TestBothLanguagesOfANote: a note written in both is shown in the visitor's.
func TestBothLanguagesOfANote(t *testing.T) {
	t.Parallel()
	_, zh := get(t, richSite(), "/")
	_, en := get(t, richSite(), "/?lang=en")
	if strings.Contains(zh, "natural days") || !strings.Contains(zh, `<li lang="zh-CN">办理时长按自然日计`) || !strings.Contains(en, `<li lang="en">Days are natural days`) {
		t.Error("a note in both languages is not shown in the visitor's")
	}
}

// TestOpenData: a published bulletin leads to its legs and says what they are
// sealed with; the dictionary and the schema tell of each column.
func TestOpenData(t *testing.T) {
	t.Parallel()
	f := rich()
	f.seal = &openleg.Seal{Hash: "sm3", Legs: 7571, Root: strings.Repeat("ab", 32)}
	_, page := get(t, site(f), "/public/bulletins/2021Q3")
	for _, want := range []string{"sm3 " + f.seal.Root, "7571", `href="/public/bulletins/2021Q3/legs.csv"`, `href="/public/data/"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the bulletin lacks %s", want)
		}
	}
	if _, plain := get(t, richSite(), "/public/bulletins/2021Q3"); strings.Contains(plain, "legs.csv") {
		t.Error("one without open data leads to some")
	}
	res, body := get(t, site(f), "/public/bulletins/2021Q3/legs.csv")
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(body, strings.Join(openleg.Header(), ",")+"\n") || res.Header.Get("Content-Disposition") != `attachment; filename="huying-990101-2021Q3-legs.csv"` {
		t.Errorf("legs: %d %v\n%s", res.StatusCode, res.Header, body)
	}
	res, body = get(t, site(f), "/public/data/legs.schema.json")
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/schema+json" {
		t.Errorf("schema: %d %v", res.StatusCode, res.Header)
	}
	_, dictionary := get(t, site(f), "/public/data/?lang=en")
	for _, c := range openleg.Columns() {
		if !strings.Contains(body, `"`+c.Key+`": {`) || !strings.Contains(dictionary, "<code>"+c.Key+"</code>") || !strings.Contains(dictionary, html.EscapeString(c.Means.En)) {
			t.Errorf("%s is not told of", c.Key)
		}
	}
}
