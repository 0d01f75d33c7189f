package serving

import (
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// burst is how many seconds' worth may come at once.
const burst = 4

// maxBuckets bounds the addresses, or credentials, that are remembered.
const maxBuckets = 1 << 16

// buckets are the rates of many, in bounded room: two generations, of which
// the older is forgotten when the younger is full.
type buckets struct {
	limit rate.Limit

	mu   sync.Mutex
	now  map[string]*rate.Limiter
	past map[string]*rate.Limiter
}

func newBuckets(perSecond float64) *buckets {
	return &buckets{limit: rate.Limit(perSecond), now: map[string]*rate.Limiter{}}
}

// take takes one request of a key, or tells how long to wait for it.
func (b *buckets) take(key string, at time.Time) (wait time.Duration, over bool) {
	if b.limit <= 0 || key == "" {
		return 0, false
	}
	r := b.of(key).ReserveN(at, 1)
	if wait = r.DelayFrom(at); wait == 0 {
		return 0, false
	}
	r.CancelAt(at)
	return wait, true
}

func (b *buckets) of(key string) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.now[key]; l != nil {
		return l
	}
	l := b.past[key]
	if l == nil {
		l = rate.NewLimiter(b.limit, max(1, int(b.limit*burst)))
	}
	if len(b.now) >= maxBuckets {
		b.now, b.past = map[string]*rate.Limiter{}, b.now
	}
	b.now[key] = l
	return l
}

// tooOften tells whether a request comes too soon after others. Whoever is on
// this machine itself is not counted: they could do worse, and a proxy that
// was not declared would be one client.
func (f *Front) tooOften(r *http.Request) (time.Duration, bool) {
	address, err := netip.ParseAddr(f.Address(r))
	if err == nil && address.IsLoopback() {
		return 0, false
	}
	at := f.Now()
	if wait, over := f.addresses.take(network(address), at); over {
		return wait, true
	}
	return f.accounts.take(f.holder(r), at)
}

// network is what one client has: an address, or in IPv6 the 2⁶⁴ that a line
// is given.
func network(a netip.Addr) string {
	const line = 64
	if a = a.Unmap(); !a.Is6() {
		return a.String()
	}
	p, _ := a.WithZone("").Prefix(line) // 64 fits
	return p.String()
}

// holder is whom a request counts for: an account, by however many sessions and
// keys it comes.
func (f *Front) holder(r *http.Request) string {
	given := credential(r)
	if given == "" || f.Account == nil || f.PerAccount <= 0 {
		return given
	}
	if account := f.Account(r); account != "" {
		return "account " + account
	}
	return given
}

// credential is the digest of what a request is signed in with, or "". One
// that is forged is refused later, and counts for its address until then.
func credential(r *http.Request) string {
	given := r.Header.Get("Authorization") + "\x00" + r.Header.Get("X-Api-Key")
	for _, c := range r.Cookies() {
		if strings.Contains(c.Name, "session") {
			given += "\x00" + c.Value
		}
	}
	if given == "\x00" {
		return ""
	}
	sum := sha256.Sum256([]byte(given))
	return string(sum[:])
}

// Direct is the address that a request's connection comes from.
func Direct(r *http.Request) string {
	host, _, _ := net.SplitHostPort(r.RemoteAddr) // a pipe has none
	return host
}

// Forwarded is the address that the proxy in front has seen: the last that
// X-Forwarded-For names, for those before it are whatever the client says.
func Forwarded(r *http.Request) string {
	all := r.Header.Values("X-Forwarded-For")
	if len(all) == 0 {
		return Direct(r)
	}
	last := all[len(all)-1]
	last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	if _, err := netip.ParseAddr(last); err != nil {
		return Direct(r)
	}
	return last
}
