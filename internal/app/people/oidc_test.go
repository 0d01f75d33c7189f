package people_test

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/store"
)

const (
	back    = "http://localhost/huying/back"
	vouched = "test-user@127.0.0.1" // known to the provider, whose example it is, as id1
	subject = "id1"
)

// identityProvider is a certified provider, with its own sign-in page and PKCE.
func identityProvider(t *testing.T) (issuer string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	issuer = "http://" + listener.Addr().String()
	clients := map[string]*storage.Client{"huying": storage.WebClient("huying", "client secret", back)}
	server := &httptest.Server{
		Listener: listener,
		Config: &http.Server{
			Handler:           exampleop.SetupServer(issuer, storage.NewStorageWithClients(storage.NewUserStore(issuer), clients), nil, false, op.WithLogger(slog.New(slog.DiscardHandler))),
			ReadHeaderTimeout: time.Minute,
		},
	}
	server.Start()
	t.Cleanup(server.Close)
	return issuer
}

func provider(issuer, claim string) *people.Provider {
	return &people.Provider{
		Issuer: issuer, ClientID: "huying", ClientSecret: "client secret", Redirect: back, Scopes: []string{"profile"}, LoginClaim: claim,
	}
}

// federated is a world whose people may come by a provider.
func federated(t *testing.T, claim string, test func(w *world)) {
	t.Helper()
	each(t, func(w *world) {
		w.clock.Set(time.Now()) // the provider has its own clock
		w.People = w.another(provider(identityProvider(w.t), claim))
		test(w)
	})
}

var formID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// browse begins a sign-in and goes through the provider's pages, as a browser
// would, up to the address that it is sent back to.
func (w *world) browse() people.Return {
	w.t.Helper()
	address, kept, err := w.Begin(w.t.Context())
	w.must(err)
	jar, err := cookiejar.New(nil)
	w.must(err)
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "localhost" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(address)
	w.must(err)
	defer page.Body.Close()
	body := make([]byte, 1<<16)
	n, _ := page.Body.Read(body)
	id := formID.FindStringSubmatch(string(body[:n]))
	if id == nil {
		w.t.Fatalf("no form at %s: %s", page.Request.URL, body[:n])
	}
	end, err := browser.PostForm(page.Request.URL.Scheme+"://"+page.Request.URL.Host+"/login/username",
		url.Values{"id": {id[1]}, "username": {vouched}, "password": {"verysecure"}})
	w.must(err)
	defer end.Body.Close()
	to, err := end.Location()
	w.must(err)
	if to.Query().Get("code") == "" {
		w.t.Fatalf("sent back to %s", to)
	}
	return people.Return{State: to.Query().Get("state"), Code: to.Query().Get("code"), Kept: kept}
}

func (w *world) finish(r people.Return) (people.Ticket, error) {
	return w.Finish(w.t.Context(), r, desk)
}

// TestProvider: whom the provider vouches for signs in to the account of that
// login, later by the identity alone; each return counts once.
func TestProvider(t *testing.T) {
	t.Parallel()
	federated(t, "preferred_username", func(w *world) {
		_, err := w.finish(w.browse())
		w.code("oidc.unbound", err)
		id := w.member(vouched, identity.Operator)
		given := "fengche chui guo hu mian"
		w.must(w.SetPassword(w.t.Context(), w.console, id, given))
		r := w.browse()
		ticket, err := w.finish(r)
		w.must(err)
		if a := w.who(ticket.Token); a.ID != id || a.Grants[0].Role != identity.Operator {
			w.t.Errorf("signed in as %+v", a)
		}
		_, err = w.finish(r)
		w.code("oidc.refused", err)
		_, err = w.try(vouched, given, "") // the password that its owner never chose is gone
		w.code("sign_in.refused", err)
		w.People = w.another(provider(w.issuer(id), ""))
		_, err = w.finish(w.browse())
		w.must(err)
		w.must(w.Disable(w.t.Context(), w.console, id))
		_, err = w.finish(w.browse())
		w.code("sign_in.refused", err)
	})
}

// issuer is where the account's identity comes from.
func (w *world) issuer(id any) (issuer string) {
	w.t.Helper()
	w.view(func(tx *store.Tx) error {
		a, err := tx.AccountOfLogin(region, vouched)
		if a.ID != id || a.Subject != subject {
			w.t.Errorf("bound: %+v", a)
		}
		issuer = a.Issuer
		return err
	})
	return issuer
}

// TestForgedReturns: a return is refused unless this browser began it, lately,
// and its code was made for it: another's code fits neither verifier nor nonce.
func TestForgedReturns(t *testing.T) {
	t.Parallel()
	federated(t, "preferred_username", func(w *world) {
		w.member(vouched, identity.Operator)
		mine, others := w.browse(), w.browse()
		for name, r := range map[string]people.Return{
			"nothing":                   {},
			"another browser's":         {State: others.State, Code: others.Code, Kept: mine.Kept},
			"no state kept":             {State: others.State, Code: others.Code},
			"a state of nobody's":       {State: "x", Code: mine.Code, Kept: "x"},
			"my state, another's code":  {State: mine.State, Code: others.Code, Kept: mine.Kept},
			"another's state, my code ": {State: others.State, Code: mine.Code, Kept: others.Kept},
		} {
			if ticket, err := w.finish(r); ticket.Token != "" || err == nil {
				w.t.Errorf("%s: let in, %v", name, err)
			} else {
				w.code("oidc.refused", err)
			}
		}
		late := w.browse()
		w.clock.Advance(10 * time.Minute)
		_, err := w.finish(late)
		w.code("oidc.refused", err)
		if n := w.count("sign_in", store.Refused); n != 7 {
			w.t.Errorf("%d refusals on record", n)
		}
		for range 93 {
			_, err := w.finish(people.Return{State: "x"})
			w.code("oidc.refused", err)
		}
		_, err = w.finish(w.browse())
		w.code("sign_in.slow", err)
	})
}

// TestBind: an administrator binds an identity; a login that is claimed does
// not take over an account that is somebody else's.
func TestBind(t *testing.T) {
	t.Parallel()
	federated(t, "", func(w *world) {
		ann := w.member("ann", identity.Operator)
		_, err := w.finish(w.browse())
		w.code("oidc.unbound", err)
		w.must(w.Bind(w.t.Context(), w.console, ann, subject))
		ticket, err := w.finish(w.browse())
		w.must(err)
		if ticket.Account != ann {
			w.t.Errorf("signed in as %s", ticket.Account)
		}
		w.code("store.duplicate", w.Bind(w.t.Context(), w.console, w.member("bob", identity.Operator), subject))
		w.must(w.Bind(w.t.Context(), w.console, ann, ""))
		_, err = w.finish(w.browse())
		w.code("oidc.unbound", err)
	})
	federated(t, "preferred_username", func(w *world) {
		w.must(w.Bind(w.t.Context(), w.console, w.member(vouched, identity.Admin), "somebody else"))
		_, err := w.finish(w.browse())
		w.code("oidc.unbound", err)
	})
}

// TestProviderGone: while it cannot be reached people sign in by password, and
// when it can they sign in by it.
func TestProviderGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, store.SQLite)
	w.clock.Set(time.Now())
	w.member("ann", identity.Operator)
	_, _, err := w.Begin(t.Context())
	w.code("oidc.none", err)
	_, err = w.finish(people.Return{})
	w.code("oidc.none", err)
	w.code("oidc.none", w.Bind(t.Context(), w.console, "x", "y"))

	gate := &flaky{down: true}
	o := provider(identityProvider(t), "")
	o.Client = &http.Client{Transport: gate}
	w.People = w.another(o)
	_, _, err = w.Begin(t.Context())
	w.code("oidc.unreachable", err)
	w.enter("ann")
	gate.down = false
	if r := w.browse(); r.Code == "" {
		t.Error("no code")
	}
}

// flaky is a network that can be down.
type flaky struct{ down bool }

func (f *flaky) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.down {
		return nil, net.ErrClosed
	}
	return http.DefaultTransport.RoundTrip(r)
}
