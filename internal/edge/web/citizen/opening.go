package citizen

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"huying/internal/edge/web/page"
	"huying/internal/kernel/ident"
)

// opening is a case that a browser has opened by number and code.
type opening struct {
	id     ident.CaseID
	number ident.CaseNumber
	ends   time.Time
}

// openings are kept in memory, each under the digest of its token: nothing of
// them is on a disk or in a log, and all are forgotten when the process ends.
type openings struct {
	now func() time.Time

	mu  sync.Mutex
	all map[[sha256.Size]byte]opening
}

const (
	openFor  = 30 * time.Minute
	openMost = 50_000
	cookie   = "huying_case"
)

func newOpenings(now func() time.Time) *openings {
	return &openings{now: now, all: map[[sha256.Size]byte]opening{}}
}

// begin opens a case for half an hour and returns its token.
func (o *openings) begin(id ident.CaseID, number ident.CaseNumber) (token string) {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails (crypto/rand)
	token = hex.EncodeToString(raw[:])
	o.mu.Lock()
	defer o.mu.Unlock()
	now := o.now()
	if len(o.all) >= openMost {
		o.makeRoom(now)
	}
	o.all[sha256.Sum256([]byte(token))] = opening{id, number, now.Add(openFor)}
	return token
}

// makeRoom forgets what has ended, and then what has not: the table must not
// grow with what strangers send.
func (o *openings) makeRoom(now time.Time) {
	for key, one := range o.all {
		if !one.ends.After(now) {
			delete(o.all, key)
		}
	}
	for key := range o.all {
		if len(o.all) < openMost {
			return
		}
		delete(o.all, key)
	}
}

// of is what a token opens.
func (o *openings) of(token string) (opening, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	one, there := o.all[sha256.Sum256([]byte(token))]
	return one, there && one.ends.After(o.now())
}

func (o *openings) end(token string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.all, sha256.Sum256([]byte(token)))
}

// ticket is the cookie of an opening, or, without a token, of none. It goes with
// the browser; no script reads it, and no other site's link or form brings it along.
func ticket(v *page.Visit, token string) *http.Cookie {
	c := &http.Cookie{
		Name: cookie, Value: token, Path: "/public/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: v.Site.Secure || v.TLS != nil,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// opened is the case that the visitor has opened.
func (s *room) opened(v *page.Visit) (opening, bool) {
	c, err := v.Cookie(cookie)
	if err != nil {
		return opening{}, false
	}
	return s.open.of(c.Value)
}

// leave closes the case, as on a computer that others use.
func (s *room) leave(v *page.Visit) (*page.Screen, error) {
	if c, err := v.Cookie(cookie); err == nil {
		s.open.end(c.Value)
	}
	return &page.Screen{Goto: v.Link(Home), Cookies: []*http.Cookie{ticket(v, "")}}, nil
}
