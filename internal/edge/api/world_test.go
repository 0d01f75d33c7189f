package api_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"huying/internal/app/admin"
	"huying/internal/app/desk"
	"huying/internal/app/insight"
	"huying/internal/app/jobs"
	"huying/internal/app/vault"
	"huying/internal/domain/identity"
	"huying/internal/domain/org"
	sealing "huying/internal/domain/vault"
	"huying/internal/edge/api"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

const region = ident.RegionCode("330802")

// door is a Gate that takes the role's name for a token, "role@unit".
type door map[string]identity.Account

func (d door) Authenticate(r *http.Request) (identity.Account, error) {
	who, ok := d[r.Header.Get("X-API-Key")]
	if !ok {
		return identity.Account{}, errs.New(errs.Denied, "sign_in", "sign in first", "请先登录")
	}
	return who, nil
}

func member(name string, actors ...identity.Actor) identity.Account {
	return identity.Account{ID: ident.UserID(name), Login: name, Grants: actors}
}

func doors() door {
	d := door{}
	for _, r := range []identity.Role{
		identity.Operator, identity.Dispatcher, identity.Reviewer, identity.CallBackers, identity.Supervisor, identity.Auditor, identity.Outsourced,
		identity.Admin, identity.Leader,
	} {
		d[string(r)] = member(string(r), identity.As(r, ident.UserID(r), region))
	}
	for _, u := range []ident.UnitID{"u1", "u2"} {
		d["leader@"+string(u)] = member("leader@"+string(u), identity.As(identity.UnitLeader, ident.UserID("leader@"+u), region, u))
	}
	return d
}

// client talks to one server.
type client struct {
	t    *testing.T
	base string
}

func serve(t *testing.T, s *store.Store) client {
	t.Helper()
	return serveTo(t, s, doors())
}

// serveTo serves a fresh installation to whom the gate lets in.
func serveTo(t *testing.T, s *store.Store, gate api.Gate) client {
	t.Helper()
	server := httptest.NewServer(handler(t, s, gate))
	t.Cleanup(server.Close)
	return client{t, server.URL}
}

// deskKey is the digest key of the test's installations.
var deskKey = []byte("key of the test")

// handler is the API of a fresh installation: a region with three units, the
// second of which has one below it.
func handler(t *testing.T, s *store.Store, gate api.Gate) http.Handler {
	t.Helper()
	install(t, s)
	ring, err := sealing.NewRing(rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	v := sealing.New(ring, rand.Reader, func() (*sealing.Ring, error) { return ring, nil })
	keeper := vault.New(vault.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Vault: v, Random: rand.Reader})
	if err := keeper.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	return api.New(api.Options{
		Gate: gate, Records: insight.New(insight.Options{Store: s, Region: region}), Persons: keeper, Files: cabinet(t, s),
		Desk:    desk.New(desk.Options{Store: s, Region: region, IDs: ident.NewSource(rand.Reader), Key: deskKey, Vault: v}),
		Notices: jobs.NewBoard(s, region), Jobs: jobs.NewControl(s, region, ident.NewSource(rand.Reader)),
	})
}

func install(t *testing.T, s *store.Store) {
	t.Helper()
	a := admin.New(admin.Options{Store: s, IDs: ident.NewSource(rand.Reader)})
	if err := a.Install(t.Context(), region, "青禾区", "district"); err != nil {
		t.Fatal(err)
	}
	err := s.Update(t.Context(), func(tx *store.Tx) error {
		for _, u := range []org.Unit{
			{ID: "u1", Name: "住建局", List: org.Department}, {ID: "u2", Name: "花园街道办事处", List: org.Town},
			{ID: "u2a", Name: "花园街道新桥社区", Parent: "u2"}, {ID: "u3", Name: "城管局", List: org.Department},
		} {
			if err := tx.PutUnit(region, u); err != nil {
				return err
			}
		}
		return tx.ReviseRegion(region)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// answer is what came back.
type answer struct {
	status int
	head   http.Header
	raw    []byte
	json   map[string]any
}

func (c client) send(method, path, who string, body any, head ...string) answer {
	c.t.Helper()
	var sent io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		sent = bytes.NewReader([]byte(b))
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, sent)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("X-API-Key", who)
	if sent != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, head: resp.Header}
	if a.raw, err = io.ReadAll(resp.Body); err != nil {
		c.t.Fatal(err)
	}
	_ = json.Unmarshal(a.raw, &a.json) // what is not JSON has no fields; the caller looks at them
	return a
}

// must sends and expects the status.
func (c client) must(status int, method, path, who string, body any, head ...string) answer {
	c.t.Helper()
	a := c.send(method, path, who, body, head...)
	if a.status != status {
		c.t.Fatalf("%s %s as %s: %d, expected %d: %s", method, path, who, a.status, status, a.raw)
	}
	return a
}

type m = map[string]any

var intake = m{"channel": "phone", "kind": "help", "subject": "城乡建设/市政设施", "title": "路灯不亮", "content": "小区门口的路灯连续几晚不亮。"}
