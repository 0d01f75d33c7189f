package serving

import (
	"crypto/tls"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// Authority 证书自动申领 fetches and renews a server's certificates from whoever
// gives them by ACME (RFC 8555), and proves by TLS-ALPN-01 (RFC 8737) that the
// names lead here: port 443 is enough.
type Authority struct{ manager *autocert.Manager }

// Domains are the names that certificates are fetched for.
type Domains struct {
	Names     []string // no other name is ever asked for
	Directory string   // of the authority; empty: Let's Encrypt
	Contact   string   // mail address for it; empty: none
	Cache     string   // folder that keeps account and certificates
}

// NewAuthority accepts the authority's terms and asks for nothing yet: the first
// handshake for a name does.
func NewAuthority(d Domains) *Authority {
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(d.Names...), Cache: autocert.DirCache(d.Cache), Email: d.Contact,
	}
	if d.Directory != "" {
		m.Client = &acme.Client{DirectoryURL: d.Directory}
	}
	return &Authority{m}
}

// Config is TLS 1.2 and later, with the certificates as they are fetched.
func (a *Authority) Config() *tls.Config {
	c := a.manager.TLSConfig()
	c.MinVersion = tls.VersionTLS12
	return c
}
