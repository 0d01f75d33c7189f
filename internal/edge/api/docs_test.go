package api_test

import (
	"net/http"
	"strings"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestDocs: the page names every operation of the document, runs nothing, and
// fetches nothing from elsewhere.
func TestDocs(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	page := string(c.must(http.StatusOK, "GET", "/api/v1/docs", "", nil).raw)
	paths, _ := c.must(http.StatusOK, "GET", "/api/v1/openapi.json", "", nil).json["paths"].(map[string]any)
	if len(paths) < 60 {
		t.Fatalf("only %d paths", len(paths))
	}
	for path := range paths {
		if !strings.Contains(page, "<code>"+path+"</code>") {
			t.Errorf("the page lacks %s", path)
		}
	}
	for _, no := range []string{"<script", "style=", "src=", "//"} {
		if strings.Contains(page, no) {
			t.Errorf("the page has %q", no)
		}
	}
	if style := c.must(http.StatusOK, "GET", "/api/v1/docs.css", "", nil); style.head.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("the style is %q", style.head.Get("Content-Type"))
	}
}
