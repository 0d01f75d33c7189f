package webhook_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/jobs"
	"huying/internal/app/webhook"
	"huying/internal/domain/casework"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	"huying/internal/domain/vault"
	rules "huying/internal/domain/webhook"
	"huying/internal/kernel/clock"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
	"huying/internal/store/testdb"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const region = ident.RegionCode("330802")

var (
	ids    = ident.NewSource(rand.Reader)
	monday = time.Date(2019, 10, 14, 1, 0, 0, 0, time.UTC)
)

// got is one message as it was received.
type got struct {
	id, at, signature string
	body              []byte
}

// receiver is another system, which answers as the test says.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []got
	status int
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		h := q.Header
		r.got = append(r.got, got{h.Get("webhook-id"), h.Get("webhook-timestamp"), h.Get("webhook-signature"), body})
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) take() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.got
	r.got = nil
	return all
}

// host is where it is, as a guard's list has it.
func (r *receiver) host() string { return strings.TrimPrefix(r.URL, "http://") }

type world struct {
	t     *testing.T
	s     *store.Store
	hand  *clock.Hand
	desk  *desk.Desk
	hooks *webhook.Hooks
	run   *jobs.Runner
	to    *receiver
	ring  *vault.Ring
	o     webhook.Options
}

func eachWorld(t *testing.T, fn func(w *world)) {
	t.Helper()
	for _, kind := range testdb.Kinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := &world{t: t, hand: clock.NewHand(monday), to: newReceiver(t)}
			w.s = testdb.Open(t, kind, testdb.Clock(w.hand))
			ring, err := vault.NewRing(rand.Reader, monday)
			if err != nil {
				t.Fatal(err)
			}
			w.found()
			v := vault.New(ring, rand.Reader, func() (*vault.Ring, error) { return ring, nil })
			w.o = webhook.Options{
				Store: w.s, Region: region, IDs: ids, Vault: v, Random: rand.Reader, Guard: webhook.Guard{Hosts: []string{w.to.host()}}, Timeout: 2 * time.Second,
			}
			w.ring = ring
			w.with(w.o)
			fn(w)
		})
	}
}

func (w *world) with(o webhook.Options) {
	w.hooks = webhook.New(o)
	w.desk = desk.New(desk.Options{Store: w.s, Region: region, IDs: ids, Key: []byte("key of the test"), Announce: w.hooks.Announce})
	w.run = jobs.New(jobs.Options{Store: w.s, Region: region, IDs: ids}, jobs.Upkeep(jobs.Needs{
		Store: w.s, Region: region, IDs: ids, Anchors: idle{}, Deliver: w.hooks.Deliver,
	})...)
}

// idle has nothing to anchor.
type idle struct{}

func (idle) Anchor(context.Context) (int, error) { return 0, nil }

func (w *world) found() {
	w.t.Helper()
	if err := admin.New(admin.Options{Store: w.s, IDs: ids}).Install(w.t.Context(), region, "柯城区", "district"); err != nil {
		w.t.Fatal(err)
	}
	err := w.s.Update(w.t.Context(), func(tx *store.Tx) error {
		if err := tx.PutUnit(region, org.Unit{ID: "u1", Name: "住建局", List: org.Department}); err != nil {
			return err
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

var administrator = as(identity.Admin)

func as(r identity.Role) identity.Account {
	return identity.Account{ID: ident.UserID(r), Grants: []identity.Actor{identity.As(r, ident.UserID(r), region)}}
}

func (w *world) step() {
	w.t.Helper()
	if _, err := w.run.Step(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) create(events ...string) (id string, secret []byte) {
	w.t.Helper()
	s, text, err := w.hooks.Create(w.t.Context(), administrator, w.to.URL+"/hook", events)
	if err != nil {
		w.t.Fatal(err)
	}
	return s.ID, w.plain(text)
}

func (w *world) plain(text string) []byte {
	w.t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "whsec_"))
	if err != nil || len(raw) != 32 {
		w.t.Fatalf("the secret is %d bytes, %v", len(raw), err)
	}
	return raw
}

const title = "路灯不亮"

func (w *world) receive(d casework.Disclosure) *casework.Case {
	w.t.Helper()
	c, err := w.desk.Do(w.t.Context(), identity.As(identity.Operator, "operator", region), "", casework.Command{Do: casework.DoReceive, New: &casework.NewIntake{
		Intake: casework.Intake{Channel: casework.Phone, Kind: casework.Help, Subject: "城乡建设/市政设施", Title: title, Content: title, Disclosure: d},
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) dispatch(c *casework.Case) {
	w.t.Helper()
	_, err := w.desk.Do(w.t.Context(), identity.As(identity.Dispatcher, "dispatcher", region), c.ID, casework.Command{
		Do: casework.DoDispatch, Units: []casework.Assignment{{Unit: "u1", Role: casework.Lead}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) signed(g got, secrets ...[]byte) {
	w.t.Helper()
	at, err := strconv.ParseInt(g.at, 10, 64)
	if err != nil {
		w.t.Fatal(err)
	}
	var want []string
	for _, s := range secrets {
		want = append(want, rules.Sign(s, g.id, time.Unix(at, 0), g.body))
	}
	if g.signature != strings.Join(want, " ") {
		w.t.Errorf("signed %s, expected %s", g.signature, want)
	}
}

func (w *world) log(id string) []webhook.Delivery {
	w.t.Helper()
	page, _, err := w.hooks.Deliveries(w.t.Context(), administrator, id, "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	return page
}

// TestDeliver: what moves is told once, signed, and with nothing that anybody
// said; of a confidential case neither number nor unit.
func TestDeliver(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		w.receive(casework.Open) // before anybody is to be told
		id, secret := w.create()
		open, hidden := w.receive(casework.Open), w.receive(casework.Confidential)
		w.dispatch(open)
		w.dispatch(hidden)
		w.step()
		all := w.to.take()
		if len(all) != 4 {
			t.Fatalf("told %d messages, expected 4: %+v", len(all), w.log(id))
		}
		for _, g := range all {
			w.signed(g, secret)
			var m rules.Message
			if err := json.Unmarshal(g.body, &m); err != nil || m.Type != rules.CaseChanged || m.Data.Action == "" || m.Data.State == "" {
				t.Errorf("%s: %v", g.body, err)
			}
			if strings.Contains(string(g.body), title) {
				t.Errorf("a message has what was said: %s", g.body)
			}
			if d := m.Data; d.ID == hidden.ID && (!d.Confidential || d.Number != "" || d.Unit != "" || d.Leg != 0) || d.ID == open.ID && d.Number != open.Number {
				t.Errorf("told %+v", d)
			}
		}
		w.step()
		if again := w.to.take(); len(again) > 0 {
			t.Errorf("told again: %+v", again)
		}
		for _, d := range w.log(id) {
			if d.Delivered.IsZero() || d.Status != http.StatusNoContent || d.Attempts != 1 || d.State != store.JobDone {
				t.Errorf("on record: %+v", d)
			}
		}
		if err := w.hooks.Replay(t.Context(), administrator, all[0].id); err != nil {
			t.Fatal(err)
		}
		w.step()
		if again := w.to.take(); len(again) != 1 || again[0].id != all[0].id || string(again[0].body) != string(all[0].body) {
			t.Errorf("replayed: %+v", again)
		}
	})
}

// TestRetry: a receiver that does not take a message gets it again, later and
// later, under one identity, until it is given up; a redirect is no answer. An
// administrator has it sent after all.
func TestRetry(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		id, _ := w.create("receive")
		w.to.answer(http.StatusTemporaryRedirect)
		c := w.receive(casework.Open)
		w.dispatch(c) // which is not asked for
		for range jobs.MaxAttempts + 1 {
			w.step()
			w.hand.Advance(7 * time.Hour)
		}
		all := w.to.take()
		if len(all) != jobs.MaxAttempts {
			t.Fatalf("tried %d times, expected %d", len(all), jobs.MaxAttempts)
		}
		for _, g := range all {
			if g.id != all[0].id || g.id == "" {
				t.Errorf("the same message as %s and %s", g.id, all[0].id)
			}
		}
		if log := w.log(id); len(log) != 1 || log[0].State != store.JobDead || log[0].Status != 307 || log[0].Error != "webhook.answer" || log[0].Attempts != jobs.MaxAttempts {
			t.Errorf("on record: %+v", log)
		}
		w.to.answer(http.StatusOK)
		if err := w.hooks.Replay(t.Context(), administrator, all[0].id); err != nil {
			t.Fatal(err)
		}
		w.step()
		if log := w.log(id); log[0].Delivered.IsZero() || log[0].Error != "" {
			t.Errorf("after all: %+v", log)
		}
	})
}

// TestCutShort: a process that ends between sending and saying so leaves the
// message to be sent again under the same identity.
func TestCutShort(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		id, _ := w.create()
		w.receive(casework.Open)
		var held []store.Job
		err := w.s.Update(t.Context(), func(tx *store.Tx) (err error) { // as a worker takes it that is killed then
			held, err = tx.ClaimJobs(store.Claim{Region: region, Kinds: []string{webhook.Kind}, Most: 1, Lease: time.Minute})
			return err
		})
		if err != nil || len(held) != 1 {
			t.Fatalf("took %+v, %v", held, err)
		}
		var task struct{ Delivery string }
		if err := json.Unmarshal([]byte(held[0].Payload), &task); err != nil {
			t.Fatal(err)
		}
		if err := w.hooks.Deliver(t.Context(), task.Delivery); err != nil {
			t.Fatal(err)
		}
		w.step()
		if sent := w.to.take(); len(sent) != 1 {
			t.Fatalf("sent %d times while it is in hand", len(sent))
		}
		w.hand.Advance(2 * time.Minute)
		w.step()
		if sent := w.to.take(); len(sent) != 1 || sent[0].id != task.Delivery {
			t.Errorf("after the lease: %+v, expected %s again", sent, task.Delivery)
		}
		if log := w.log(id); len(log) != 1 || log[0].Attempts != 2 {
			t.Errorf("on record: %+v", log)
		}
	})
}

// TestSecrets: a rotated secret signs beside the one before for a day; another
// ring of keys opens what was sealed anew; the records have none in clear.
func TestSecrets(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		id, first := w.create()
		text, err := w.hooks.Rotate(t.Context(), administrator, id)
		if err != nil {
			t.Fatal(err)
		}
		second := w.plain(text)
		if err := w.hooks.Reseal(t.Context()); err != nil {
			t.Fatal(err)
		}
		test := func() got {
			if _, err := w.hooks.Test(t.Context(), administrator, id); err != nil {
				t.Fatal(err)
			}
			w.step()
			all := w.to.take()
			if len(all) != 1 || !strings.Contains(string(all[0].body), `"type":"test"`) {
				t.Fatalf("tested: %+v", all)
			}
			return all[0]
		}
		w.signed(test(), second, first)
		w.hand.Advance(25 * time.Hour)
		w.signed(test(), second)
		err = w.s.View(t.Context(), func(tx *store.Tx) error {
			all, err := tx.Webhooks(region)
			for _, h := range all {
				if strings.Contains(h.Secret+h.Former, strings.TrimPrefix(text, "whsec_")) || h.Secret == string(second) {
					t.Error("a secret is on record in clear")
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestGuard: nothing is sent to an address within, whichever way it is named; a
// name that was public when it was entered and is not any more gets nothing.
func TestGuard(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		o := w.o
		o.Guard = webhook.Guard{}
		to := netip.MustParseAddr("127.0.0.1")
		o.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("8.8.8.8"), to}, nil
		}
		w.with(o)
		for _, url := range []string{w.to.URL, "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/"} {
			if _, _, err := w.hooks.Create(t.Context(), administrator, url, nil); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", url, err)
			}
		}
		s, _, err := w.hooks.Create(t.Context(), administrator, "http://rebound.example.com/", nil)
		if err != nil {
			t.Fatal(err)
		}
		w.receive(casework.Open)
		w.step()
		if log := w.log(s.ID); len(log) != 1 || log[0].Error != "webhook.closed" || log[0].Status != 0 || !log[0].Delivered.IsZero() {
			t.Errorf("on record: %+v", log)
		}
	})
}

// TestRights: administrators alone keep subscriptions, and what others tried is
// on record; a shut one is told nothing, also of what waits.
func TestRights(t *testing.T) {
	t.Parallel()
	eachWorld(t, func(w *world) {
		id, _ := w.create()
		ctx := t.Context()
		for _, r := range []identity.Role{identity.Operator, identity.Supervisor, identity.Auditor, identity.UnitLeader} {
			who := as(r)
			_, err1 := w.hooks.List(ctx, who)
			_, _, err2 := w.hooks.Create(ctx, who, w.to.URL, nil)
			_, err3 := w.hooks.Disable(ctx, who, id)
			_, err4 := w.hooks.Rotate(ctx, who, id)
			_, err5 := w.hooks.Test(ctx, who, id)
			_, _, err6 := w.hooks.Deliveries(ctx, who, id, "", 9)
			for i, err := range []error{err1, err2, err3, err4, err5, err6, w.hooks.Replay(ctx, who, id)} {
				if !errs.Is(err, errs.Denied) {
					t.Errorf("%s, act %d: %v", r, i+1, err)
				}
			}
		}
		if _, _, err := w.hooks.Create(ctx, administrator, w.to.URL, []string{"nothing"}); errs.CodeOf(err) != "webhook.event" {
			t.Errorf("an unknown event: %v", err)
		}
		w.receive(casework.Open)
		if _, err := w.hooks.Disable(ctx, administrator, id); err != nil {
			t.Fatal(err)
		}
		w.receive(casework.Open)
		w.step()
		if sent := w.to.take(); len(sent) > 0 {
			t.Errorf("a shut one is told %+v", sent)
		}
		if log := w.log(id); len(log) != 1 || log[0].Error != "webhook.shut" {
			t.Errorf("on record: %+v", log)
		}
		if _, err := w.hooks.Test(ctx, administrator, id); errs.CodeOf(err) != "webhook.shut" {
			t.Errorf("a shut one is tested: %v", err)
		}
		var refused, done int
		err := w.s.View(ctx, func(tx *store.Tx) error {
			rows, err := tx.AuditTrail(store.AuditFilter{Region: region, Limit: 999})
			for _, r := range rows {
				if strings.HasPrefix(r.Action, "webhook.") {
					if r.Outcome == store.Refused {
						refused++
					} else {
						done++
					}
				}
			}
			return err
		})
		if err != nil || refused != 4*7 || done != 2 {
			t.Errorf("on record: %d refused, %d done, %v", refused, done, err)
		}
	})
}
