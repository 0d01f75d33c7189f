package api_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huying/internal/app/people"
	"huying/internal/domain/identity"
	"huying/internal/kernel/clock"
)

// vouching is an identity provider that vouches for whoever a code names: the
// nonce of an attempt, and a login, with a space between.
func vouching(t *testing.T, hand *clock.Hand) *people.Provider {
	t.Helper()
	const bits = 2048
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	serve := func(path string, answer func(r *http.Request) any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(answer(r)); err != nil {
				t.Error(err)
			}
		})
	}
	serve("/.well-known/openid-configuration", func(*http.Request) any {
		return m{
			"issuer": server.URL, "authorization_endpoint": server.URL + "/auth", "token_endpoint": server.URL + "/token", "jwks_uri": server.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		}
	})
	b64 := base64.RawURLEncoding.EncodeToString
	serve("/keys", func(*http.Request) any {
		return m{"keys": []m{{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": b64(key.N.Bytes()), "e": "AQAB"}}}
	})
	serve("/token", func(r *http.Request) any {
		nonce, login, _ := strings.Cut(r.FormValue("code"), " ")
		now := hand.Now().Unix()
		body, err := json.Marshal(m{"iss": server.URL, "aud": "huying", "sub": login, "login": login, "nonce": nonce, "iat": now, "exp": now + 600})
		if err != nil {
			t.Error(err)
		}
		signed := b64([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + b64(body)
		sum := sha256.Sum256([]byte(signed))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Error(err)
		}
		return m{"access_token": "x", "token_type": "Bearer", "id_token": signed + "." + b64(signature)}
	})
	return &people.Provider{Issuer: server.URL, ClientID: "huying", ClientSecret: "x", Redirect: server.URL + "/back", LoginClaim: "login"}
}

// vouched is somebody's way back from the identity provider.
func (f *fortress) vouched() sending {
	f.t.Helper()
	login := f.fresh()
	f.enter(login, identity.Operator)
	address, state, err := f.people.Begin(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	to, err := url.Parse(address)
	if err != nil {
		f.t.Fatal(err)
	}
	r := nobody("/oidc/finish", m{"state": state, "code": to.Query().Get("nonce") + " " + login})
	r.head = append(r.head, "Cookie", "huying_state="+state)
	return r
}
