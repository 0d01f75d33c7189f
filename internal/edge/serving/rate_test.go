package serving_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"huying/internal/edge/serving"
)

func from(address string) func(*http.Request) {
	return func(r *http.Request) { r.RemoteAddr = "[" + address + "]:1" }
}

// passed counts how many of n requests are let through.
func passed(w *world, n int, change ...func(*http.Request)) (through int, last *httptest.ResponseRecorder) {
	for range n {
		if last = w.ask("GET", "/api/v1/cases/1", change...); last.Code == http.StatusOK {
			through++
		}
	}
	return through, last
}

func TestRateOfAnAddress(t *testing.T) {
	t.Parallel()
	w := newWorld(serving.Options{PerAddress: 5})
	through, last := passed(w, 40)
	if through != 20 || last.Code != http.StatusTooManyRequests || last.Header().Get("Retry-After") != "1" {
		t.Errorf("%d of 40 at once came through, the last with %d, Retry-After %q; want 20", through, last.Code, last.Header().Get("Retry-After"))
	}
	if got := last.Header().Get("Content-Type"); got != "application/problem+json" || !strings.Contains(last.Body.String(), `"code":"request.rate"`) {
		t.Errorf("a program is told %s %s", got, last.Body)
	}
	if page := w.ask("GET", "/page"); page.Code != http.StatusTooManyRequests || !strings.Contains(page.Body.String(), "请求过于频繁") {
		t.Errorf("a person is told %d %s", page.Code, page.Body)
	}
	if through, _ = passed(w, 1, from("192.0.2.8")); through != 1 {
		t.Error("another address waits too")
	}
	w.now = w.now.Add(time.Second)
	if through, _ = passed(w, 10); through != 5 {
		t.Errorf("a second later %d came through, want 5", through)
	}
}

func TestRateOfALineOfIPv6(t *testing.T) {
	t.Parallel()
	w := newWorld(serving.Options{PerAddress: 1})
	through := 0
	for i := range 20 {
		n, _ := passed(w, 1, from(fmt.Sprintf("2001:db8:0:1::%x", i+1)))
		through += n
	}
	if through != 4 {
		t.Errorf("%d of 20 addresses of one line came through, want 4", through)
	}
	if n, _ := passed(w, 1, from("2001:db8:0:2::1")); n != 1 {
		t.Error("the next line waits too")
	}
}

func TestRateOfAnAccount(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]func(*http.Request){
		"token": header("Authorization", "Bearer one"), "key": header("X-API-Key", "one"), "cookie": header("Cookie", "huying_session=one; other=2"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(serving.Options{PerAccount: 1})
			if n, _ := passed(w, 3, by); n != 3 {
				t.Errorf("%d of 3", n)
			}
			if n, _ := passed(w, 3, by, from("192.0.2.99")); n != 1 {
				t.Errorf("from elsewhere %d of 3 came through, want 1: the account is the same", n)
			}
			if n, _ := passed(w, 9); n != 9 {
				t.Errorf("%d of 9 without account", n)
			}
		})
	}
}

func TestThisMachineIsNotBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(serving.Options{PerAddress: 1, PerAccount: 1})
	for _, own := range []string{"127.0.0.1", "::1", "::ffff:127.0.0.1"} {
		if n, _ := passed(w, 30, from(own), header("X-API-Key", "one")); n != 30 {
			t.Errorf("%d of 30 from %s", n, own)
		}
	}
}

// A client behind the proxy cannot choose its address, nor pass for this
// machine.
func TestForwarded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, want string }{
		{"", "192.0.2.7"}, {"198.51.100.4", "198.51.100.4"}, {"127.0.0.1, 198.51.100.4", "198.51.100.4"},
		{"198.51.100.4, rubbish", "192.0.2.7"}, {",", "192.0.2.7"}, {"127.0.0.1,2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = "192.0.2.7:1"
		if c.given != "" {
			r.Header.Set("X-Forwarded-For", c.given)
		}
		if got := serving.Forwarded(r); got != c.want {
			t.Errorf("X-Forwarded-For %q: %s, want %s", c.given, got, c.want)
		}
	}
	two := httptest.NewRequest(http.MethodGet, "/", nil)
	two.Header.Add("X-Forwarded-For", "127.0.0.1")
	two.Header.Add("X-Forwarded-For", "198.51.100.4")
	if got := serving.Forwarded(two); got != "198.51.100.4" {
		t.Errorf("of two headers: %s", got)
	}
}

func FuzzForwarded(f *testing.F) {
	for _, seed := range []string{"", "1.2.3.4", "a, b", "::1%eth0", ",,,", "127.0.0.1, 198.51.100.4"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header["X-Forwarded-For"] = []string{given}
		if got := serving.Forwarded(r); got != serving.Direct(r) {
			if _, err := netip.ParseAddr(got); err != nil {
				t.Errorf("%q makes the address %q", given, got)
			}
		}
	})
}
