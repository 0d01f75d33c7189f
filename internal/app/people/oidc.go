package people

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/kernel/ident"
	"huying/internal/store"
)

// Provider 身份提供方 is who vouches for people by OpenID Connect: a province's
// sign-in, or an office's own.
type Provider struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Redirect     string   // where the provider sends people back to
	Scopes       []string // beside openid
	// LoginClaim names the claim that holds a person's login here, so that an
	// account with that login is bound at the first sign-in. Empty: an
	// administrator binds accounts. Only for a provider whose people cannot
	// choose what the claim says.
	LoginClaim string
	Client     *http.Client // nil: one with a time limit

	mu    sync.Mutex
	found *oidc.Provider // once it has been found
}

const attemptLife = 10 * time.Minute

var (
	errNoProvider = errs.New(errs.Unready, "oidc.none", "this installation has no identity provider", "本安装未接入统一身份认证")
	errProvider   = errs.New(errs.Unready, "oidc.unreachable", "the identity provider cannot be reached", "无法连接统一身份认证")
	errVouched    = errs.New(errs.Denied, "oidc.refused", "this sign-in cannot be accepted; begin again", "统一身份认证登录无效，请重新登录")
	errUnbound    = errs.New(errs.Denied, "oidc.unbound", "no account here belongs to this identity; ask an administrator", "该身份未绑定账号，请联系管理员")
)

// Begin starts a sign-in by the identity provider: where to send the browser,
// and the state that the browser has to keep and bring back to Finish, so that
// nobody can be signed in by a link of somebody else's. Errors: Unready
// ("oidc.none", "oidc.unreachable").
func (p *People) Begin(ctx context.Context) (address, state string, err error) {
	config, _, err := p.provider(ctx)
	if err != nil {
		return "", "", err
	}
	nonce, err := p.token()
	if err != nil {
		return "", "", errs.Wrap("people.begin", err)
	}
	if state, err = p.token(); err != nil {
		return "", "", errs.Wrap("people.begin", err)
	}
	verifier, err := p.token()
	if err != nil {
		return "", "", errs.Wrap("people.begin", err)
	}
	err = p.o.Store.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.SweepSessions(); err != nil {
			return err
		}
		return tx.AddAttempt(store.Attempt{Digest: digest(state), Nonce: nonce, Verifier: verifier, Ends: tx.Now().Add(attemptLife)})
	})
	if err != nil {
		return "", "", errs.Wrap("people.begin", err)
	}
	return config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), state, nil
}

// Return is what the provider sent back: the state and code of its address, and
// the state that the browser kept.
type Return struct {
	State string
	Code  string
	Kept  string
}

// Finish ends a sign-in by the identity provider and opens a session. Errors:
// Denied ("oidc.refused") for a return that does not fit what was begun, was
// seen before, or that the provider does not vouch for; Denied ("oidc.unbound");
// Denied ("sign_in.refused") for an account that is shut; Unready.
func (p *People) Finish(ctx context.Context, r Return, from From) (Ticket, error) {
	config, verify, err := p.provider(ctx)
	if err != nil {
		return Ticket{}, err
	}
	if err := p.o.Store.View(ctx, func(tx *store.Tx) error { return p.patient(tx, from) }); err != nil {
		return Ticket{}, errs.Wrap("people.finish", err)
	}
	if r.State == "" || subtle.ConstantTimeCompare([]byte(r.State), []byte(r.Kept)) != 1 {
		return Ticket{}, p.refuseVouched(ctx, from, "state")
	}
	var sent store.Attempt
	var known bool
	err = p.o.Store.Update(ctx, func(tx *store.Tx) (err error) {
		sent, known, err = tx.TakeAttempt(digest(r.State))
		return err
	})
	if err != nil {
		return Ticket{}, errs.Wrap("people.finish", err)
	}
	if !known {
		return Ticket{}, p.refuseVouched(ctx, from, "attempt")
	}
	v, why := p.vouched(ctx, config, verify, sent, r.Code)
	if why != "" {
		return Ticket{}, p.refuseVouched(ctx, from, why)
	}
	return p.admit(ctx, v, from)
}

// voucher is whom the provider has vouched for.
type voucher struct{ issuer, subject, login string }

// vouched exchanges the code for an identity and checks that it is the answer
// to what was asked. why is empty when it is.
func (p *People) vouched(ctx context.Context, c *oauth2.Config, verify *oidc.IDTokenVerifier, sent store.Attempt, code string) (v voucher, why string) {
	token, err := c.Exchange(p.withClient(ctx), code, oauth2.VerifierOption(sent.Verifier))
	if err != nil {
		return v, "code"
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return v, "id_token"
	}
	id, err := verify.Verify(p.withClient(ctx), raw)
	if err != nil {
		return v, "id_token"
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(sent.Nonce)) != 1 {
		return v, "nonce"
	}
	v = voucher{issuer: id.Issuer, subject: id.Subject}
	if p.o.Provider.LoginClaim == "" {
		return v, ""
	}
	if v.login, err = p.claimed(ctx, id, token); err != nil {
		return v, "claims"
	}
	return v, ""
}

// claimed is the login that the provider gives for whom it vouches: in the
// identity itself, or where it keeps what it knows of people.
func (p *People) claimed(ctx context.Context, id *oidc.IDToken, token *oauth2.Token) (string, error) {
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return "", err
	}
	if _, there := claims[p.o.Provider.LoginClaim]; !there {
		info, err := p.o.Provider.found.UserInfo(p.withClient(ctx), oauth2.StaticTokenSource(token))
		if err != nil {
			return "", err
		}
		if info.Subject != id.Subject { // OpenID Connect Core 5.3.2: then it is somebody else's
			return "", errVouched
		}
		if err := info.Claims(&claims); err != nil {
			return "", err
		}
	}
	login, _ := claims[p.o.Provider.LoginClaim].(string)
	return strings.ToLower(login), nil
}

// admit opens a session for whom the provider vouches, binding the account of
// that login where the installation says so. The provider asked for the
// password and what else it asks for; a device of ours is not asked for again.
func (p *People) admit(ctx context.Context, v voucher, from From) (Ticket, error) {
	var ticket Ticket
	var refusal error
	err := p.o.Store.Update(ctx, func(tx *store.Tx) error {
		ticket, refusal = Ticket{}, nil
		a, err := tx.AccountOfSubject(v.issuer, v.subject)
		if errs.Is(err, errs.NotFound) && v.login != "" {
			a, err = tx.AccountOfLogin(p.o.Region, v.login)
			if err == nil && a.Subject != "" {
				err = store.ErrNoAccount // it is somebody else's
			}
		}
		switch {
		case errs.Is(err, errs.NotFound):
			refusal = errUnbound
			return p.note(tx, fact{action: actSignIn, refused: true, from: from, detail: map[string]any{"because": "unbound"}})
		case err != nil:
			return err
		case a.Disabled || a.Region != p.o.Region:
			refusal = errRefused
			return p.note(tx, fact{by: a.ID, action: actSignIn, object: string(a.ID), refused: true, from: from, detail: map[string]any{"because": "disabled"}})
		}
		if a, err = tx.AccountForUpdate(a.ID); err != nil {
			return err
		}
		a.Issuer, a.Subject = v.issuer, v.subject
		if a.MustChange { // a password that its owner has not chosen goes, unused
			a.Password, a.MustChange = "", false
		}
		ticket, err = p.open(tx, &a, from, "oidc")
		return err
	})
	if err == nil {
		err = refusal
	}
	return ticket, errs.Wrap("people.finish", err)
}

// Bind lets an identity of the provider sign in to an account; an empty subject
// takes that away. Errors: Denied; NotFound; Conflict ("store.duplicate") for a
// subject of another account; Unready ("oidc.none").
func (p *People) Bind(ctx context.Context, by identity.Account, id ident.UserID, subject string) error {
	if p.o.Provider == nil {
		return errNoProvider
	}
	return errs.Wrap("people.bind", p.change(ctx, by, "account.bind", id, func(_ *store.Tx, a *store.Account) (map[string]any, error) {
		a.Issuer, a.Subject = "", ""
		if subject != "" {
			a.Issuer, a.Subject = p.o.Provider.Issuer, subject
		}
		return map[string]any{"bound": subject != ""}, nil
	}))
}

func (p *People) refuseVouched(ctx context.Context, from From, why string) error {
	f := fact{action: actSignIn, from: from, detail: map[string]any{"because": "oidc: " + why}}
	if err := p.refuse(ctx, f); err != nil {
		return errs.Wrap("people.finish", err)
	}
	return errVouched
}

// provider finds the identity provider, once: an installation starts, and
// people sign in by password, while it cannot be reached.
func (p *People) provider(ctx context.Context) (*oauth2.Config, *oidc.IDTokenVerifier, error) {
	o := p.o.Provider
	if o == nil {
		return nil, nil, errNoProvider
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.found == nil {
		// The provider keeps the context for fetching keys later.
		there, err := oidc.NewProvider(p.withClient(context.WithoutCancel(ctx)), o.Issuer)
		if err != nil {
			e := *errProvider
			e.Err = err
			return nil, nil, &e
		}
		o.found = there
	}
	config := &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.ClientSecret, Endpoint: o.found.Endpoint(), RedirectURL: o.Redirect,
		Scopes: append([]string{oidc.ScopeOpenID}, o.Scopes...),
	}
	return config, o.found.Verifier(&oidc.Config{ClientID: o.ClientID, Now: p.o.Clock.Now}), nil
}

// withClient hands the provider's HTTP client to its libraries.
func (p *People) withClient(ctx context.Context) context.Context {
	client := p.o.Provider.Client
	if client == nil {
		const wait = 10 * time.Second
		client = &http.Client{Timeout: wait}
	}
	return oidc.ClientContext(ctx, client)
}
