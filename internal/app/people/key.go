package people

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huying/internal/domain/identity"
	"huying/internal/kernel/errs"
	"huying/internal/store"
)

const (
	keyPrefix   = "hy_"
	longestLife = 366 * 24 * time.Hour
)

// NewKey is a key to be made.
type NewKey struct {
	Name string // what it is for
	May  []identity.Permission
	Life time.Duration // at most a year and a day
}

// HeldKey is a key as its owner sees it.
type HeldKey struct {
	ID      string
	Name    string
	May     []identity.Permission
	Created time.Time
	Expires time.Time
	Revoked time.Time // zero: it holds
	Used    time.Time // zero: never
}

// KeyForbids are permissions that no program has on its own.
func KeyForbids() []identity.Permission {
	return []identity.Permission{identity.ManagePeople, identity.RevealSecret}
}

// IssueKey makes a key for the account of a session, and returns it, once. It
// can do less than the account, never more: it loses what the account loses.
// Errors: Denied ("sign_in", "sign_in.refused" for a wrong password, "key.may"
// for what the account may not do or no key may); Invalid ("key.name",
// "key.life").
func (p *People) IssueKey(ctx context.Context, token, password string, n NewKey) (id, key string, err error) {
	if err := checkKey(n); err != nil {
		return "", "", err
	}
	if _, err := p.proved(ctx, token, password); err != nil {
		return "", "", errs.Wrap("people.issue_key", err)
	}
	secret, err := p.token()
	if err != nil {
		return "", "", errs.Wrap("people.issue_key", err)
	}
	var b [6]byte
	if _, err := io.ReadFull(p.o.Random, b[:]); err != nil {
		return "", "", errs.Wrap("people.issue_key", err)
	}
	id = strings.ToLower(plain32.EncodeToString(b[:]))
	key = keyPrefix + id + "_" + secret
	err = p.self(ctx, token, "key.issue", func(tx *store.Tx, _ store.Session, a *store.Account) (map[string]any, error) {
		book, err := tx.Book(p.o.Region)
		if err != nil {
			return nil, err
		}
		if lacks, ok := lacking(account(*a, book), n.May); ok {
			return nil, errs.New(errs.Denied, "key.may", "this account cannot give a key "+string(lacks), "不能授予密钥权限“"+lacks.Chinese()+"”")
		}
		return map[string]any{"key": id, "may": n.May}, tx.AddKey(store.APIKey{
			ID: id, Digest: digest(key), Account: a.ID, Name: n.Name, May: n.May, Created: tx.Now(), Expires: tx.Now().Add(n.Life),
		})
	})
	if err != nil {
		return "", "", errs.Wrap("people.issue_key", err)
	}
	return id, key, nil
}

func checkKey(n NewKey) error {
	const mostName = 60
	switch {
	case strings.TrimSpace(n.Name) == "" || utf8.RuneCountInString(n.Name) > mostName:
		return errs.New(errs.Invalid, "key.name", "say in 1 to 60 characters what the key is for", "请用 1 至 60 个字符说明密钥用途")
	case n.Life <= 0 || n.Life > longestLife:
		return errs.New(errs.Invalid, "key.life", "a key holds for a year at most", "密钥有效期最长一年")
	case len(n.May) == 0:
		return errs.New(errs.Invalid, "key.may", "a key needs at least one permission", "密钥至少须有一项权限")
	}
	return nil
}

// lacking is the first of the permissions that none of the account's roles has,
// or no key may have.
func lacking(who identity.Account, may []identity.Permission) (identity.Permission, bool) {
	for _, want := range may {
		has := slices.ContainsFunc(who.Grants, func(g identity.Actor) bool { return slices.Contains(g.May, want) })
		if !has || slices.Contains(KeyForbids(), want) {
			return want, true
		}
	}
	return "", false
}

// Keys lists the keys of the account that a token signs in, oldest first.
func (p *People) Keys(ctx context.Context, token string) ([]HeldKey, error) {
	var all []HeldKey
	err := p.o.Store.View(ctx, func(tx *store.Tx) error {
		all = nil
		_, a, err := p.own(tx, token)
		if err != nil {
			return err
		}
		keys, err := tx.Keys(a.ID)
		for _, k := range keys {
			all = append(all, HeldKey{ID: k.ID, Name: k.Name, May: k.May, Created: k.Created, Expires: k.Expires, Revoked: k.Revoked, Used: k.Used})
		}
		return err
	})
	return all, errs.Wrap("people.keys", err)
}

// RevokeKey ends one of the account's own keys. Errors: Denied ("sign_in");
// NotFound ("key.not_found"), also for one that was ended before.
func (p *People) RevokeKey(ctx context.Context, token, id string) error {
	return errs.Wrap("people.revoke_key", p.self(ctx, token, "key.revoke", func(tx *store.Tx, _ store.Session, a *store.Account) (map[string]any, error) {
		ok, err := tx.RevokeKey(a.ID, id)
		if err == nil && !ok {
			err = errs.New(errs.NotFound, "key.not_found", "no key of yours that holds has this name", "没有该有效密钥")
		}
		return map[string]any{"key": id}, err
	}))
}
