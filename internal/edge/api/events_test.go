package api_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/stream"
	"huying/internal/domain/identity"
	"huying/internal/edge/api"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

// turnstile is a gate whose people can be sent away.
type turnstile struct {
	door
	mu   sync.Mutex
	gone map[string]bool
}

func (d *turnstile) Authenticate(r *http.Request) (identity.Account, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.gone[r.Header.Get("X-API-Key")] {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return d.door.Authenticate(r)
}

func (d *turnstile) send(away string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.gone[away] = true
}

// sent is one server-sent event.
type sent struct {
	name, id string
	data     m
}

// subscriber reads a stream.
type subscriber struct {
	t      *testing.T
	events chan sent // closed at the end of the stream
	cancel context.CancelFunc
	passed map[string]sent // the last event of each name that was passed over
}

// subscribe opens a stream.
func (c client) subscribe(who, since string) *subscriber {
	c.t.Helper()
	ctx, cancel := context.WithCancel(c.t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/api/v1/events", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("X-API-Key", who)
	if since != "" {
		r.Header.Set("Last-Event-ID", since)
	}
	resp, err := http.DefaultClient.Do(r) //nolint:bodyclose // the reader below closes it
	if err != nil {
		c.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		c.t.Fatalf("the stream of %s: %s, %s", who, resp.Status, resp.Header.Get("Content-Type"))
	}
	s := &subscriber{c.t, make(chan sent, 1000), cancel, map[string]sent{}}
	go func() {
		defer close(s.events)
		defer resp.Body.Close()
		var e sent
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				_ = json.Unmarshal([]byte(value), &e.data) // what is not JSON has no fields; the test looks at them
			case "":
				if e.name != "" {
					s.events <- e
				}
				e = sent{}
			}
		}
	}()
	c.t.Cleanup(cancel)
	return s
}

// next is the next event of a name; others are passed over, up to the end.
func (s *subscriber) next(name string) (sent, bool) {
	s.t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case e, open := <-s.events:
			if !open || e.name == name {
				return e, open
			}
			s.passed[e.name] = e
		case <-late:
			s.t.Fatalf("no %s came", name)
		}
	}
}

// watched is a server of streams, with limits of a request that a stream
// outlives. Commands are given at another door, without limits: what they take
// depends on the machine.
type watched struct {
	client
	server *httptest.Server
	gate   *turnstile
}

// subscribe opens a stream at the door with limits.
func (w *watched) subscribe(who, since string) *subscriber {
	w.t.Helper()
	return client{w.t, w.server.URL}.subscribe(who, since)
}

func eachWatched(t *testing.T, fn func(w *watched)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, s *store.Store) {
		install(t, s)
		w := &watched{gate: &turnstile{door: doors(), gone: map[string]bool{}}}
		hub := stream.New(stream.Options{Store: s, Region: region, PerAccount: 3})
		doors := api.New(api.Options{
			Gate: w.gate, Records: insight.New(insight.Options{Store: s, Region: region}), Events: hub, Beat: 100 * time.Millisecond,
			Desk: desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: deskKey, Committed: hub.Wake}),
		})
		w.server = httptest.NewUnstartedServer(doors)
		w.server.Config.ReadTimeout, w.server.Config.WriteTimeout = time.Second, time.Second
		w.server.Start()
		t.Cleanup(w.server.Close)
		t.Cleanup(hub.Close)
		commands := httptest.NewServer(doors)
		t.Cleanup(commands.Close)
		w.client = client{t, commands.URL}
		fn(w)
	})
}

func (w *watched) given(unit string) string {
	w.t.Helper()
	id := w.must(http.StatusCreated, "POST", "/api/v1/cases", "operator", intake).json["id"].(string)
	w.must(http.StatusOK, "POST", "/api/v1/cases/"+id+"/dispatch", "dispatcher", m{"units": []m{{"unit": unit, "role": "lead"}}})
	return id
}

// TestEvents: a stream tells of what its account sees and of nothing else, by
// any way; it counts as the queues do, outlives the limits of a request, and
// goes on where it was broken off.
func TestEvents(t *testing.T) {
	t.Parallel()
	eachWatched(t, func(w *watched) {
		centre, one, two := w.subscribe("supervisor", ""), w.subscribe("leader@u1", ""), w.subscribe("leader@u2", "")
		seat := w.subscribe("outsourced", "")
		if q, _ := centre.next("queues"); q.data["cases"] == nil {
			t.Errorf("at the beginning: %+v", q)
		}
		time.Sleep(1500 * time.Millisecond) // longer than a request may take
		first, second := w.given("u1"), w.given("u2")
		var last sent
		for _, id := range []string{first, first, second, second} {
			last, _ = centre.next("case")
			if last.data["id"] != id || last.data["action"] == "" || len(last.data) != 4 {
				t.Errorf("the centre is told %+v, expected case %s", last, id)
			}
		}
		if e, _ := one.next("case"); e.data["id"] != first {
			t.Errorf("the first unit is told %+v", e)
		}
		if e, _ := two.next("case"); e.data["id"] != second {
			t.Errorf("the second unit is told %+v", e)
		}
		// Counts come before or after the cases that moved them, as it happens.
		for q := centre.passed["queues"]; q.data["cases"] == nil || q.data["cases"].(m)["dispatched"] != 2.0; {
			q, _ = centre.next("queues")
		}
		one.cancel()
		third := w.given("u2")
		again := w.subscribe("leader@u1", last.id)
		own := w.given("u1")
		for id := first; id != own; {
			e, _ := again.next("case")
			if id, _ = e.data["id"].(string); id == second || id == third {
				t.Fatalf("a unit that resumes is told of another's case")
			}
		}
		w.gate.send("outsourced")
		for e := range seat.events {
			if e.name == "case" {
				t.Errorf("a seat is told of a case that it did not receive: %+v", e)
			}
		}
	})
}

// TestEventsEnd: a stream ends with its session, and all do when the server
// stops, which does not have to wait; an account has so many at once.
func TestEventsEnd(t *testing.T) {
	t.Parallel()
	eachWatched(t, func(w *watched) {
		reviewer, centre := w.subscribe("reviewer", ""), w.subscribe("supervisor", "")
		w.gate.send("reviewer")
		if e, _ := reviewer.next("end"); e.name != "end" {
			t.Error("a session that is over has a stream that does not say so")
		}
		if _, open := <-reviewer.events; open {
			t.Error("the stream goes on after its end")
		}
		w.subscribe("supervisor", "")
		w.subscribe("supervisor", "")
		if a := w.must(http.StatusTooManyRequests, "GET", "/api/v1/events", "supervisor", nil); a.json["code"] != "events.many" {
			t.Errorf("%s", a.raw)
		}
		w.must(http.StatusUnauthorized, "GET", "/api/v1/events", "nobody", nil)
		w.must(http.StatusUnprocessableEntity, "GET", "/api/v1/events", "dispatcher", nil, "Last-Event-ID", "yesterday")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := w.server.Config.Shutdown(ctx); err != nil {
			t.Errorf("the server waits for streams: %v", err)
		}
		for range centre.events {
		}
	})
}
