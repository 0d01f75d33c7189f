package api_test

import (
	"net/http"
	"strings"
	"testing"

	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestBadRequests: every wrong request gets a problem that says what was
// wrong, and never repeats what was sent.
func TestBadRequests(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	id, _ := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
	path := "/api/v1/cases/" + id
	const secret = "13800138000"
	for name, no := range map[string]struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		"no such address":         {"GET", "/api/v1/nowhere", nil, 404, "not_found"},
		"another method":          {"DELETE", path, nil, 405, "method"},
		"not JSON":                {"POST", "/api/v1/cases", `{"content": ` + secret, 400, "request.invalid"},
		"an unknown field":        {"POST", "/api/v1/cases", m{"channel": "phone", "kind": "help", "content": "路灯", "phone": secret}, 422, "request.invalid"},
		"an unknown channel":      {"POST", "/api/v1/cases", m{"channel": secret, "kind": "help", "content": "路灯"}, 422, "request.invalid"},
		"nothing to read":         {"POST", "/api/v1/cases", nil, 400, "request.invalid"},
		"a field of another kind": {"POST", path + "/dispatch", m{"units": secret}, 422, "request.invalid"},
		"a field not asked for":   {"POST", path + "/dispatch", m{"units": []m{{"unit": "u1", "role": "lead"}}, "reply": secret}, 422, "request.invalid"},
		"a missing field":         {"POST", path + "/dispatch", m{}, 422, "request.invalid"},
		"limits from outside":     {"POST", path + "/dispatch", m{"units": []m{{"unit": "u1", "role": "lead"}}, "dues": m{}}, 422, "request.invalid"},
		"an unknown unit":         {"POST", path + "/dispatch", m{"units": []m{{"unit": "u9", "role": "lead"}}}, 422, ""},
		"not now":                 {"POST", path + "/unmerge", m{"reason": "wrong"}, 409, "flow.state"},
		"a leg that is not there": {"POST", path + "/legs/7/grant_extension", nil, 404, "leg.not_found"},
		"a leg that is no number": {"POST", path + "/legs/x/sign", nil, 422, "request.invalid"},
		"an unknown question":     {"GET", "/api/v1/cases?name=" + secret, nil, 422, "request.invalid"},
		"a page of nothing":       {"GET", "/api/v1/cases?after=zzz", nil, 422, "after"},
		"half a span":             {"GET", "/api/v1/cases?from=2019-10-01", nil, 422, "period"},
		"a span backwards":        {"GET", "/api/v1/cases?from=2019-10-02&to=2019-10-01", nil, 422, "period"},
		"too long a page":         {"GET", "/api/v1/cases?limit=100000", nil, 422, "request.invalid"},
	} {
		a := c.send(no.method, no.path, "dispatcher", no.body)
		if a.status != no.status || (no.code != "" && a.json["code"] != no.code) {
			t.Errorf("%s: %d %v, expected %d %s: %s", name, a.status, a.json["code"], no.status, no.code, a.raw)
		}
		if kind := a.head.Get("Content-Type"); kind != "application/problem+json" {
			t.Errorf("%s: a problem of type %q", name, kind)
		}
		for _, key := range []string{"type", "title", "detail", "detail_zh"} {
			if text, _ := a.json[key].(string); text == "" {
				t.Errorf("%s: no %s: %s", name, key, a.raw)
			}
		}
		if strings.Contains(string(a.raw), secret) {
			t.Errorf("%s: the answer repeats what was sent: %s", name, a.raw)
		}
	}
	for path, allow := range map[string]string{path: "GET", "/api/v1/cases": "GET, POST"} {
		if got := c.send("PUT", path, "dispatcher", nil).head.Get("Allow"); got != allow {
			t.Errorf("PUT %s: %q is allowed, expected %q", path, got, allow)
		}
	}
	huge := m{"channel": "phone", "kind": "help", "content": strings.Repeat("路", 2<<20)}
	if a := c.send("POST", "/api/v1/cases", "operator", huge); a.status != 413 {
		t.Errorf("a huge body: %d %s", a.status, a.raw)
	}
	if got := c.must(http.StatusOK, "GET", path, "operator", nil); got.json["version"] != 1.0 {
		t.Errorf("something was done: %s", got.raw)
	}
}

// TestOnceAndAtAVersion: keys and ETags do what their headers promise.
func TestOnceAndAtAVersion(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		c := serve(t, s)
		first := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake, "Idempotency-Key", "k1")
		again := c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake, "Idempotency-Key", "k1")
		if first.json["id"] != again.json["id"] || again.head.Get("Idempotency-Replayed") != "true" || first.head.Get("Idempotency-Replayed") != "" {
			t.Errorf("sent again: %s", again.raw)
		}
		other := m{"channel": "phone", "kind": "help", "content": "另一件事。"}
		if a := c.must(422, "POST", "/api/v1/cases", "operator", other, "Idempotency-Key", "k1"); a.json["code"] != "once.other" {
			t.Errorf("another request under the key: %s", a.raw)
		}
		path := "/api/v1/cases/" + first.json["id"].(string)
		dispatch := m{"units": []m{{"unit": "u1", "role": "lead"}}}
		if a := c.must(412, "POST", path+"/dispatch", "dispatcher", dispatch, "If-Match", `"2"`); a.json["code"] != "case.version" {
			t.Errorf("a version that is not: %s", a.raw)
		}
		c.must(422, "POST", path+"/dispatch", "dispatcher", dispatch, "If-Match", `W/"x"`)
		if a := c.must(200, "POST", path+"/dispatch", "dispatcher", dispatch, "If-Match", `"1"`); a.head.Get("ETag") != `"2"` {
			t.Errorf("the ETag after: %q", a.head.Get("ETag"))
		}
	})
}

// TestPages reads a list page by page and meets each case once.
func TestPages(t *testing.T) {
	t.Parallel()
	c := serve(t, testdb.Open(t, store.SQLite))
	made := map[any]bool{}
	for range 7 {
		made[c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"]] = true
	}
	for query := "?limit=3"; query != ""; {
		page := c.must(http.StatusOK, "GET", "/api/v1/cases"+query, "operator", nil)
		cases, _ := page.json["cases"].([]any)
		for _, one := range cases {
			id := one.(map[string]any)["id"]
			if !made[id] {
				t.Errorf("%v is not of those made, or comes twice", id)
			}
			delete(made, id)
		}
		query = ""
		if next, _ := page.json["next"].(string); next != "" {
			query = "?limit=3&after=" + next
		}
	}
	if len(made) > 0 {
		t.Errorf("never listed: %v", made)
	}
}
