package api_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/webhook"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/api"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// TestWebhooks: an administrator keeps the subscriptions over HTTP and sees
// what was sent; nobody else does, and no answer repeats a secret.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		install(t, s)
		ring, err := sealing.NewRing(rand.Reader, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		ids := ident.NewSource(rand.Reader)
		hooks := webhook.New(webhook.Options{
			Store: s, Region: region, IDs: ids, Random: rand.Reader,
			Vault: sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return ring, nil }),
		})
		server := httptest.NewServer(api.New(api.Options{
			Gate: doors(), Records: insight.New(insight.Options{Store: s, Region: region}), Hooks: hooks,
			Desk: desk.New(desk.Options{Store: s, Region: region, IDs: ids, Key: deskKey, Announce: hooks.Announce}),
		}))
		t.Cleanup(server.Close)
		c := client{t, server.URL}
		const path = "/api/v1/webhooks"
		made := c.must(http.StatusCreated, "POST", path, "admin", m{"url": "https://example.gov.cn/hook"})
		secret, _ := made.json["secret"].(string)
		one := path + "/" + made.json["id"].(string)
		if !strings.HasPrefix(secret, "whsec_") || made.json["active"] != true {
			t.Errorf("made: %s", made.raw)
		}
		for url, code := range map[string]string{"http://127.0.0.1/": "webhook.closed", "https://example.com:22/": "webhook.port", "x": "webhook.url"} {
			if a := c.must(http.StatusUnprocessableEntity, "POST", path, "admin", m{"url": url}); a.json["code"] != code || url != "x" && strings.Contains(string(a.raw), url) {
				t.Errorf("%s: %s", url, a.raw)
			}
		}
		c.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake)
		sent := c.must(http.StatusOK, "GET", one+"/deliveries", "admin", nil)
		if list := sent.list("deliveries"); len(list) != 1 || list[0]["state"] != "waiting" || list[0]["body"].(m)["type"] != "case.changed" {
			t.Errorf("on record: %s", sent.raw)
		}
		test := c.must(http.StatusOK, "POST", one+"/test", "admin", nil).json["delivery"].(string)
		page := c.must(http.StatusOK, "GET", one+"/deliveries?limit=1", "admin", nil)
		if page.list("deliveries")[0]["id"] != test || page.json["next"] != test {
			t.Errorf("a page: %s", page.raw)
		}
		replay := "/api/v1/deliveries/" + test + "/replay"
		c.must(http.StatusNoContent, "POST", replay, "admin", nil)
		c.must(http.StatusNotFound, "POST", "/api/v1/deliveries/none/replay", "admin", nil)
		c.must(http.StatusNotFound, "POST", path+"/none/disable", "admin", nil)
		if a := c.must(http.StatusOK, "POST", one+"/rotate", "admin", nil); a.json["secret"] == secret {
			t.Error("the secret is the same after it was changed")
		}
		if a := c.must(http.StatusOK, "POST", one+"/disable", "admin", nil); a.json["active"] != false {
			t.Errorf("shut: %s", a.raw)
		}
		c.must(http.StatusConflict, "POST", one+"/test", "admin", nil)
		c.must(http.StatusOK, "POST", one+"/enable", "admin", nil)
		if a := c.must(http.StatusOK, "GET", path, "admin", nil); strings.Contains(string(a.raw), "whsec_") || len(a.list("webhooks")) != 1 {
			t.Errorf("listed: %s", a.raw)
		}
		for _, who := range []string{"operator", "supervisor", "auditor", "leader@u1", "leader"} {
			c.must(http.StatusForbidden, "GET", path, who, nil)
			c.must(http.StatusForbidden, "POST", path, who, m{"url": "https://example.gov.cn/hook"})
			for _, do := range []string{"disable", "enable", "rotate", "test"} {
				c.must(http.StatusForbidden, "POST", one+"/"+do, who, nil)
			}
			c.must(http.StatusForbidden, "GET", one+"/deliveries", who, nil)
			c.must(http.StatusForbidden, "POST", replay, who, nil)
		}
	})
}
